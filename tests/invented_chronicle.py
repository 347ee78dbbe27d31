"""An invented chronicle of a dozen and more incidents, with all that exports must stand: for test_exports*.py."""

from __future__ import annotations

from typing import Any

from sayso.records import Dispute, Entry, Figure, Party, Telling
from sayso.spans import Span

FORMULA = '=HYPERLINK("http://evil.example","click")'
RIGHT_TO_LEFT = "قال \u200fالحاكم\u202e إن السفينة"
HOSTILE = "<script>alert('Tom & Jerry')</script>"
BODY = "The harbour master told and retold the story of the barge. " * 60  # what a broken sentence splitter could give


def telling(quote: str = "The envoy toured Norfjord.", **values: Any) -> Telling:
    """One telling by the Harbour Wire in its own voice; its span is as long as its quote."""
    known: dict[str, Any] = {
        "event": "e" * 24,
        "document": "https://wire.example/1",
        "version": "ab" * 32,
        "sha256": "cd" * 32,
        "title": "Envoy tours Norfjord",
        "publisher": "Harbour Wire",
        "url": "https://wire.example/1",
        "published": "2031-05-04",
        "source": "Harbour Wire",
        "chain": "",
        "stance": "asserts",
        "factuality": "CT+",
        "status": "happened",
    }
    return Telling(**(known | {"span": Span(100, 100 + len(quote)), "quote": quote} | values))


def entry(identifier: str, **values: Any) -> Entry:
    """A visit to Norfjord on 3 May 2031, told once; `values` say what is different."""
    known: dict[str, Any] = {
        "id": identifier,
        "kind": "visit",
        "word": "toured",
        "status": "happened",
        "factuality": "CT+",
        "earliest": "2031-05-03",
        "latest": "2031-05-03",
        "relation": "within",
        "actors": (Party("the envoy", "person", "SE"),),
        "targets": (),
        "equipment": (),
        "figures": (),
        "place": "Norfjord",
        "country": "NO",
        "lat": 61.9,
        "lon": 5.99,
        "precision": "populated place",
        "within": ("Vestland", "Norway"),
        "sources": ("Harbour Wire",),
        "reports": 1,
        "origins": 1,
        "tellings": (telling(status=values.get("status", "happened"), factuality=values.get("factuality", "CT+")),),
    }
    return Entry(**(known | values))


NOWHERE: dict[str, Any] = {"place": None, "country": None, "lat": None, "lon": None, "precision": None, "within": ()}
UNDATED: dict[str, Any] = {"earliest": None, "latest": None, "relation": None}


def figure(of: str, number: float, source: str, quote: str, **values: Any) -> Figure:
    """A figure that one source gives exactly; `values` say what is different."""
    known: dict[str, Any] = {"low": number, "high": number, "value": number, "unit": None, "document": "d"}
    return Figure(of=of, source=source, quote=quote, **(known | values))


def _disputed_attack() -> Entry:
    governor = telling("Twelve people died, the governor said.", chain="the governor", source="the governor")
    army = telling(
        "The army denied that it had fired; 15 people died in a fire.",
        document="https://daily.example/9?a=1&b=2",
        url="https://daily.example/9?a=1&b=2",
        publisher="Sceptical Daily",
        chain="the army, via Rassvet News",
        source="the army",
        stance="denies",
        factuality="CT-",
        status="negated",
    )
    return entry(
        "attack-1",
        kind="attack",
        word="shelled",
        actors=(Party("the army", "military", "RU"),),
        targets=(Party("Østby's <harbour> & quay", "facility"),),
        figures=(figure("killed", 12, "the governor", "Twelve"), figure("killed", 15, "the army", "15")),
        sources=("the governor", "the army"),
        reports=7,
        origins=2,
        tellings=(governor, army),
        disputes=(Dispute("attack-1", "number", "12", "15", "the governor", "the army", "Twelve", "15 people died"),),
    )


def _transfer() -> Entry:
    return entry(
        "transfer-1",
        kind="transfer",
        word="delivered",
        actors=(Party("Norland", "country", "NO"),),
        targets=(Party("the coastguard of Sorvik", "military", "SE"),),
        equipment=("Skua-3", "Auk corvette"),
        figures=(figure("items", 4, "Harbour Wire", "four"),),
    )


def chronicle() -> list[Entry]:
    """The incidents, in no order at all."""
    talks: dict[str, Any] = {"kind": "meet", "word": "talks", "status": "planned"}
    return [
        entry("undated-test", kind="test", word="fired", equipment=("Hwa-9",), **UNDATED, country="KP", place="Wonpo"),
        _disputed_attack(),
        entry("plain-visit"),
        entry("planned-day", **talks, earliest="2031-06-01", latest="2031-06-01", **NOWHERE),
        entry("planned-month", **talks, earliest="2031-09-01", latest="2031-09-30"),
        entry("planned-days", **(talks | {"relation": "throughout"}), earliest="2031-07-01", latest="2031-07-03"),
        entry("planned-undated", **talks, **UNDATED),
        entry("country-only", place="Norway", precision="country", lat=62.0, lon=10.0, within=()),
        entry("unknown-place", place="Grimsund", lat=None, lon=None, precision=None, within=()),
        entry("formulas", actors=(Party(FORMULA),), word="+sum", targets=(Party("@all"),), place="-1+2"),
        entry(
            "hostile",
            actors=(Party(HOSTILE, "person"),),
            tellings=(
                telling(f"A\nline,\n{RIGHT_TO_LEFT}\x1b[2J \ufffe {HOSTILE}", url="javascript:alert(1)", title=None),
            ),
        ),
        entry("surrogate", word="sa\ud800iled", tellings=(telling("It sa\ud800iled."),)),
        _transfer(),
        entry(
            "pledge",
            kind="transfer",
            status="planned",
            equipment=("Skua-3",),
            figures=(figure("items", 2, "X", "two"),),
        ),
        entry("no-sale", kind="transfer", status="negated", factuality="CT-", equipment=("Hwa-9",)),
        entry("failed-launch", kind="launch", word="launched", status="failed", lat=-12.5, lon=-179.5, precision="sea"),
        entry("possible-test", kind="test", status="possible", factuality="PS+", equipment=()),
        entry("Odd id/../№ 7", earliest="2031-01-01", latest=None, relation="since", kind="observe", sources=()),
        entry("by-then", earliest=None, latest="2031-02-01", relation=None, tellings=()),
        entry("long-quote", tellings=(telling(BODY, chain="a harbour master", source="a harbour master"),)),
    ]
