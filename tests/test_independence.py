"""Separate origins: who only relays one source counts as that source, copies are one, unnamed sources join nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.chronicle.gathered.independence import origins_of
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.upkeep import remove
from sayso.chronicle.views.entries import entry
from sayso.export.incident_rows import incident_row
from sayso.export.incident_words import numbers_of
from sayso.gathering.cited import BODY, PERSON, Cited
from sayso.gathering.independence import Separate, Voice, separate
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.read import read_parsed
from sayso.records import Reading
from sayso.show.incident import Because, to_card

RIA = Cited("RIA Novosti", BODY, "RU")


def voice(name: str, *cited: Cited, **changes: object) -> Voice:
    """A report by a publisher of its own, which tells the thing itself unless it cites somebody."""
    known: dict[str, object] = {"publisher": name.title(), "published": "2024-03-02", "text": name}
    return Voice(name, cited=cited, **(known | {"itself": not cited} | changes))  # type: ignore[arg-type]


def together(*voices: Voice) -> set[frozenset[str]]:
    return {frozenset(document for document, _ in origin.reports) for origin in separate(voices)}


def why(document: str, origins: tuple[Separate, ...]) -> str:
    return next(reason for o in origins for d, reason in o.reports if d == document)


def test_reports_that_only_relay_one_agency_are_one_origin_with_its_own() -> None:
    own = voice("ria", publisher="RIA Novosti")
    voices = (voice("a", RIA), voice("b", Cited("RIA", BODY)), own)
    (origin,) = separate(voices)
    assert origin.name == "RIA Novosti"
    assert why("a", (origin,)) == "relays only RIA Novosti"
    assert why("ria", (origin,)) == "tells it itself"


def test_its_own_report_may_cite_somebody_itself() -> None:
    own = voice("ria", Cited("Ministry of Defence", BODY, "RU"), publisher="RIA Novosti")
    assert together(voice("a", RIA), own) == {frozenset({"a", "ria"})}


def test_who_asserts_it_too_or_cites_another_is_its_own_origin() -> None:
    asserts = voice("a", RIA, itself=True)
    cites_two = voice("b", RIA, Cited("Ann Lee", PERSON))
    assert together(asserts, cites_two, voice("c", RIA)) == {frozenset("a"), frozenset("b"), frozenset("c")}


def test_who_cites_an_agency_and_only_its_sources_besides_relays_it() -> None:
    mayor, own = (
        Cited("Kari Lund", PERSON),
        voice("ria", Cited("Kari Lund", PERSON), publisher="RIA Novosti", itself=True),
    )
    retold = voice("a", RIA, mayor)
    assert together(retold, own) == {frozenset({"a", "ria"})}
    assert why("a", separate((retold, own))) == "cites RIA Novosti, and nobody whom that does not cite"
    assert len(together(voice("a", RIA, Cited("Ann Lee", PERSON)), own)) == 2
    assert len(together(voice("a", RIA, mayor, unnamed=("officials",)), own)) == 2


def test_sources_without_a_name_join_nobody() -> None:
    one, other = voice("a", unnamed=("officials",), itself=False), voice("b", unnamed=("officials",), itself=False)
    origins = separate((one, other))
    assert len(origins) == 2
    assert why("a", origins) == "cites officials (not named)"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Cited("Russia's defense ministry", BODY, "RU"), Cited("the Ministry of Defence", BODY, "RU")),
        (Cited("Defense Ministry", BODY, "RU"), Cited("Defence Ministry", BODY)),
        (Cited("John Kirby", PERSON, "US"), Cited("Kirby", PERSON)),
        (Cited("KCNA", BODY, "KP"), Cited("Korean Central News Agency", BODY)),
    ],
)
def test_two_ways_to_write_one_source(one: Cited, other: Cited) -> None:
    assert together(voice("a", one), voice("b", other)) == {frozenset("ab")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Cited("Defence Ministry", BODY, "RU"), Cited("Defence Ministry", BODY, "UA")),
        (Cited("John Kirby", PERSON, "US"), Cited("Jane Kirby", PERSON, "US")),
        (Cited("Foreign Ministry", BODY, "RU"), Cited("Defence Ministry", BODY, "RU")),
    ],
)
def test_two_sources(one: Cited, other: Cited) -> None:
    assert len(together(voice("a", one), voice("b", other))) == 2


def test_a_ministry_without_a_state_is_neither_of_two() -> None:
    one, two = Cited("Defence Ministry", BODY, "RU"), Cited("Defence Ministry", BODY, "UA")
    assert len(together(voice("a", one), voice("b", two), voice("c", Cited("Defence Ministry", BODY)))) == 3


def test_copies_are_one_origin_and_say_why() -> None:
    reason = "same because: 94 % of the shorter text's wording stands in the other (80 words in sequence)"
    origins = separate((voice("a"), voice("b", text="a", copy_why=reason, published="2024-03-03"), voice("c")))
    assert len(origins) == 2
    assert why("b", origins).startswith("the text of A: 94 %")


def test_credit_lines_lead_to_the_agency() -> None:
    origins = separate((voice("a", agencies=("Agence France-Presse",)), voice("b", Cited("AFP", BODY)), voice("c")))
    assert {len(o.reports) for o in origins} == {2, 1}
    assert why("a", origins) == "credits Agence France-Presse"


def test_two_reports_of_one_publisher_are_one_origin() -> None:
    assert len(together(voice("a", publisher="The Post"), voice("b", publisher="Post"))) == 1
    assert len(together(voice("a", publisher=None), voice("b", publisher=None))) == 2


SOURCES = (RIA, Cited("RIA", BODY), Cited("Defence Ministry", BODY), Cited("Defence Ministry", BODY, "RU"),
           Cited("Defence Ministry", BODY, "UA"), Cited("John Kirby", PERSON), Cited("Kirby", PERSON))  # fmt: skip


@st.composite
def reports(draw: st.DrawFn) -> list[Voice]:
    return [
        voice(
            f"d{n}",
            *draw(st.lists(st.sampled_from(SOURCES), max_size=2)),
            itself=draw(st.booleans()),
            publisher=draw(st.sampled_from((None, "RIA Novosti", "The Post"))),
            published=draw(st.sampled_from((None, "2024-03-01", "2024-03-02"))),
            text=f"d{draw(st.integers(0, n))}",
            agencies=draw(st.sampled_from(((), ("Reuters",)))),
        )
        for n in range(draw(st.integers(1, 7)))
    ]


@given(reports(), st.randoms(use_true_random=False))
def test_every_report_is_in_one_origin_and_the_order_makes_no_difference(voices: list[Voice], random: object) -> None:
    origins = separate(voices)
    assert sorted(d for o in origins for d, _ in o.reports) == sorted(v.document for v in voices)
    assert all(reason for o in origins for _, reason in o.reports)
    shuffled = list(voices)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert separate(shuffled) == origins


# --- from texts --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def told(kit: Kit, parse: Callable[..., Parsed]) -> dict[str, Reading]:
    texts = {
        "RIA Novosti": "Rebels blew up a bridge near Odda on Friday. Nobody was hurt; trains stood still all night.",
        "The Post": "Rebels blew up a bridge near Odda on Friday, RIA Novosti reported.",
        "The Globe": "According to RIA Novosti, rebels blew up a bridge near Odda on Friday.",
        "The Times": "Rebels blew up a bridge near Odda on Friday, officials said.",
    }
    return {name: reading_of(name, text, kit, parse) for name, text in texts.items()}


def reading_of(name: str, text: str, kit: Kit, parse: Callable[..., Parsed]) -> Reading:
    reading = read_parsed(parse(text, None, "2024-03-03"), kit)
    return replace(reading, document=replace(reading.document, id=name, publisher=name))


def bridge(store: Store) -> tuple[str, int, int]:
    found: tuple[str, int, int] = store.connection.execute(
        "SELECT id, reports, origins FROM incidents ORDER BY reports DESC LIMIT 1"
    ).fetchone()
    return found


def test_the_chronicle_counts_a_relayed_agency_once(tmp_path: Path, told: dict[str, Reading]) -> None:
    with Store(tmp_path / "a.db") as store:
        for reading in told.values():
            store.add(reading)
            gather_pending(store)
        incident, reports, origins = bridge(store)
        assert (reports, origins) == (4, 2)
        found = origins_of(store.connection, incident)
        assert why("The Globe", found) == "relays only RIA Novosti"
        assert why("The Times", found) == "cites officials (not named)"
        remove(store, "RIA Novosti", why="test")
        assert bridge(store)[1:] == (3, 2)


def test_the_count_is_the_same_in_any_order(tmp_path: Path, told: dict[str, Reading]) -> None:
    counts = set()
    for number, order in enumerate(permutations(told.values(), 4)):
        if number % 5 == 0:
            with Store(tmp_path / f"{number}.db") as store:
                for reading in order:
                    store.add(reading)
                    gather_pending(store)
                counts.add(bridge(store))
    assert len(counts) == 1


@pytest.mark.parametrize(
    ("further", "reason"),
    [
        ("“The blast woke us all,” Kari Lund, the mayor of Odda, told The Herald.", "cites Kari Lund; RIA Novosti"),
        ("Two soldiers said that the bridge had been blown up.", "cites RIA Novosti; Two soldiers (not named)"),
        ("In January the United Nations said that the rebels were short of money.", "relays only RIA Novosti"),
        ("The attack would harm the talks, said Ann Lee, an analyst in Oslo.", "relays only RIA Novosti"),
    ],
    ids=("named", "unnamed", "of something else", "an expert's comment"),
)  # fmt: skip
def test_a_further_source_of_its_own_makes_a_report_an_origin(
    tmp_path: Path, told: dict[str, Reading], kit: Kit, parse: Callable[..., Parsed], further: str, reason: str
) -> None:
    text = f"Rebels blew up a bridge near Odda on Friday, RIA Novosti reported.\n\n{further}"
    with Store(tmp_path / "a.db") as store:
        for reading in (told["RIA Novosti"], reading_of("The Herald", text, kit, parse)):
            store.add(reading)
        gather_pending(store)
        assert why("The Herald", origins_of(store.connection, bridge(store)[0])) == reason


def test_who_denies_is_counted_apart(
    tmp_path: Path, told: dict[str, Reading], kit: Kit, parse: Callable[..., Parsed]
) -> None:
    denial = "The Norwegian army denied that rebels blew up a bridge near Odda on Friday."
    both = f"Rebels blew up a bridge near Odda on Friday, RIA Novosti reported. {denial}"
    with Store(tmp_path / "a.db") as store:
        for name, text in (("The Sun", both), ("The Mirror", denial)):
            store.add(reading_of(name, text, kit, parse))
        store.add(told["The Times"])
        gather_pending(store)
        incident, reports, origins = bridge(store)
        assert (reports, origins) == (3, 2)
        found = entry(store.connection, incident)
        assert numbers_of(incident_row(found)).endswith("2 separate origins tell it, 1 denies or doubts it")
        card = to_card(found, Because(origins=origins_of(store.connection, incident)))
    assert "Origin 3 (against it): " in card
    told_by, against = card.split("Origin 3 (against it): ")
    assert "denies: " not in told_by
    assert against.count("denies: ") == 2
    assert "RIA Novosti: “" not in against
