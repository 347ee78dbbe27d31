"""Alerts: each new or changed incident is told once, in three ways; what could not be delivered is told later."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.views.entries import View
from sayso.intake.feeds import feed_of
from sayso.intake.fetching import Fetcher
from sayso.records import Failure
from sayso.watch.settings import Alert
from sayso.watch.state import load_state, save_state
from sayso.watch.telling import Telling, tell_all, with_baselines
from tests.conftest import document
from tests.news_server import Site, news_site
from tests.plain_reader import PlainKit, plain_reading

VISIT = "Holm visited Norfjord on 2031-05-04."
ATTACK = "Raiders shelled Odda on 2031-05-04."


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with news_site() as found:
        yield found


@pytest.fixture
def chronicle(tmp_path: Path) -> Path:
    return tmp_path / "sayso.db"


def add(chronicle: Path, name: str, text: str) -> None:
    """Stores a report, or another text of it."""
    made = replace(document(text, published="2031-05-05"), id=name, url=f"https://post.example/{name}")
    with Store(chronicle) as store:
        store.add(plain_reading(made, PlainKit()))
        gather_pending(store)


class Teller:
    """Rounds of alerts, an hour apart."""

    def __init__(self, chronicle: Path, site: Site) -> None:
        self.chronicle, self.path = chronicle, chronicle.with_name("state.json")
        self.fetcher = Fetcher(allow=[site.host])
        self.clock, self.lines = datetime(2031, 5, 6, tzinfo=UTC), list[str]()

    def round(self, alert: Alert, between: Callable[[], None] = lambda: None) -> int:
        """How many incidents were told; `between` is what the round adds."""
        self.clock += timedelta(hours=1)
        state = with_baselines(self.chronicle, (alert,), load_state(self.path))
        between()
        work = Telling(
            self.chronicle, self.path, self.fetcher, lambda: self.clock, threading.Event(), self.lines.append
        )
        state, told, failed = tell_all(work, (alert,), state)
        assert failed == bool(self.lines)
        save_state(self.path, state)
        return told


@pytest.fixture
def teller(chronicle: Path, site: Site) -> Teller:
    site.sent.clear()
    site.status.clear()
    return Teller(chronicle, site)


def sent(site: Site) -> list[tuple[str, str]]:
    """What the webhook got: change and headline."""
    found = [json.loads(body) for _, body in site.sent]
    return [(one["change"], one["headline"]) for one in found]


@pytest.fixture
def hook(site: Site) -> Alert:
    return Alert("visits", View(kind="visit"), webhook=site.url("/hook"))


# --- what is told ----------------------------------------------------------------------------------------------------


def test_what_the_filter_wants_is_told_once(chronicle: Path, site: Site, teller: Teller, hook: Alert) -> None:
    assert teller.round(hook, lambda: add(chronicle, "a", f"{VISIT} {ATTACK}")) == 1
    assert sent(site) == [("new", "Holm · visit: visited → Norfjord")]
    assert teller.round(hook) == 0
    assert len(site.sent) == 1


def test_what_was_there_before_the_first_round_is_not_told(
    chronicle: Path, site: Site, teller: Teller, hook: Alert
) -> None:
    add(chronicle, "a", VISIT)
    assert teller.round(hook) == 0
    assert teller.round(hook, lambda: add(chronicle, "b", "Lund visited Odda on 2031-05-03.")) == 1
    assert sent(site) == [("new", "Lund · visit: visited → Odda")]


def test_the_backlog_is_told_when_it_is_wanted(chronicle: Path, site: Site, teller: Teller, hook: Alert) -> None:
    add(chronicle, "a", VISIT)
    assert teller.round(replace(hook, backlog=True)) == 1


def test_another_report_of_an_incident_is_a_change(chronicle: Path, site: Site, teller: Teller, hook: Alert) -> None:
    teller.round(hook, lambda: add(chronicle, "a", VISIT))
    add(chronicle, "b", "Holm visited Norfjord on 2031-05-04 and met Lund.")
    teller.round(hook)
    assert [change for change, _ in sent(site)][:2] == ["new", "changed"]


def test_an_edit_elsewhere_in_the_article_is_no_change(
    chronicle: Path, site: Site, teller: Teller, hook: Alert
) -> None:
    teller.round(hook, lambda: add(chronicle, "a", VISIT))
    add(chronicle, "a", f"It rained. {VISIT}")
    assert teller.round(hook) == 0


def test_two_events_alike_in_one_report_are_two_incidents(
    chronicle: Path, site: Site, teller: Teller, hook: Alert
) -> None:
    text = "Holm visited Norfjord on 2031-05-04. Holm visited Norfjord on 2031-05-01."
    assert teller.round(hook, lambda: add(chronicle, "a", text)) == 2


def test_most_are_told_in_one_round_and_the_rest_in_the_next(chronicle: Path, teller: Teller, hook: Alert) -> None:
    text = " ".join(f"Holm visited Norfjord on 2031-04-0{n}." for n in range(1, 6))
    few = replace(hook, most=2)
    assert [teller.round(few, lambda: add(chronicle, "a", text))] + [teller.round(few) for _ in range(3)] == [
        2,
        2,
        1,
        0,
    ]


def test_without_a_chronicle_nothing_is_told(teller: Teller, hook: Alert) -> None:
    assert teller.round(hook) == 0


# --- webhook ---------------------------------------------------------------------------------------------------------


def test_a_message_has_the_row_and_all_that_is_known(chronicle: Path, site: Site, teller: Teller, hook: Alert) -> None:
    teller.round(hook, lambda: add(chronicle, "a", VISIT))
    ((path, body),) = site.sent
    message = json.loads(body)
    assert (path, message["alert"]) == ("/hook", "visits")
    assert message["row"]["earliest"] == "2031-05-04"
    assert message["row"]["incident"] == message["incident"]["id"]
    assert message["incident"]["tellings"][0]["quote"].startswith("Holm visited")
    assert "verified nothing" in message["note"]


@pytest.mark.parametrize("status", [301, 404, 500])
def test_what_a_webhook_does_not_take_is_told_in_the_next_round(
    chronicle: Path, site: Site, teller: Teller, hook: Alert, status: int
) -> None:
    site.status["/hook"] = status
    assert teller.round(hook, lambda: add(chronicle, "a", VISIT)) == 0
    assert teller.lines[0].startswith("alert 'visits': ")
    teller.lines.clear()
    site.status.clear()
    assert teller.round(hook) == 1


def test_a_webhook_goes_through_the_guard(chronicle: Path, site: Site, teller: Teller, hook: Alert) -> None:
    teller.fetcher = Fetcher()
    assert teller.round(hook, lambda: add(chronicle, "a", VISIT)) == 0
    assert site.sent == []
    assert "--allow-private" in teller.lines[0]


# --- command ---------------------------------------------------------------------------------------------------------


def test_a_command_gets_the_incident_and_no_shell(chronicle: Path, tmp_path: Path, teller: Teller) -> None:
    told = tmp_path / "told $(touch x).json"
    alert = Alert("visits", View(kind="visit"), command=("tee", str(told)))
    assert teller.round(alert, lambda: add(chronicle, "a", VISIT)) == 1
    assert json.loads(told.read_text())["headline"] == "Holm · visit: visited → Norfjord"
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (("sh", "-c", "echo first >&2; echo no mail >&2; exit 3"), "sh ended with 3: no mail"),
        (("/no/such/program",), "/no/such/program cannot be run: No such file or directory"),
        (("sleep", "9"), "sleep took over 0 seconds and was ended"),
    ],
)
def test_a_command_that_fails_is_run_again_in_the_next_round(
    chronicle: Path, teller: Teller, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], why: str
) -> None:
    monkeypatch.setattr("sayso.watch.delivery.PATIENCE", 0.3)
    alert = Alert("visits", View(kind="visit"), command=command)
    assert teller.round(alert, lambda: add(chronicle, "a", VISIT)) == 0
    assert teller.lines == [f"alert 'visits': {why}; told in the next round"]
    teller.lines.clear()
    monkeypatch.setattr("sayso.watch.delivery.PATIENCE", 30)
    assert teller.round(replace(alert, command=("true",))) == 1


# --- RSS -------------------------------------------------------------------------------------------------------------


def items(path: Path) -> list[dict[str, str]]:
    root = ElementTree.fromstring(path.read_bytes())
    return [{part.tag: part.text or "" for part in item} for item in root.iter("item")]


def test_an_rss_file_has_what_is_new_at_its_top(chronicle: Path, tmp_path: Path, teller: Teller) -> None:
    alert = Alert("visits", View(kind="visit"), rss=tmp_path / "out" / "visits.xml", most=2)
    assert teller.round(alert) == 0
    teller.round(alert, lambda: add(chronicle, "a", VISIT))
    (first,) = items(alert.rss or Path())
    assert first["title"] == "Holm · visit: visited → Norfjord"
    assert "“Holm visited Norfjord on 2031-05-04”" in first["description"]
    assert first["link"] == "https://post.example/a"
    assert first["pubDate"] == "Tue, 06 May 2031 02:00:00 +0000"
    add(chronicle, "b", "Lund visited Odda on 2031-05-03.")
    teller.round(alert)
    add(chronicle, "c", "Berg visited Voss on 2031-05-02.")
    teller.round(alert)
    assert [item["title"].split()[0] for item in items(alert.rss or Path())] == ["Berg", "Lund"]
    assert len({item["guid"] for item in items(alert.rss or Path())}) == 2


def test_an_rss_file_that_was_lost_is_written_again(chronicle: Path, tmp_path: Path, teller: Teller) -> None:
    alert = Alert("visits", View(kind="visit"), rss=tmp_path / "visits.xml")
    teller.round(alert, lambda: add(chronicle, "a", VISIT))
    before = items(tmp_path / "visits.xml")
    (tmp_path / "visits.xml").unlink()
    assert teller.round(alert) == 0
    assert items(tmp_path / "visits.xml") == before
    unchanged = (tmp_path / "visits.xml").stat().st_mtime_ns
    teller.round(alert)
    assert (tmp_path / "visits.xml").stat().st_mtime_ns == unchanged


def test_an_rss_file_that_cannot_be_written_is_told_again(chronicle: Path, tmp_path: Path, teller: Teller) -> None:
    (tmp_path / "file").write_text("")
    alert = Alert("visits", View(kind="visit"), rss=tmp_path / "file" / "visits.xml")
    assert teller.round(alert, lambda: add(chronicle, "a", VISIT)) == 0
    teller.lines.clear()
    assert teller.round(replace(alert, rss=tmp_path / "visits.xml")) == 1


def test_an_rss_file_is_read_back_as_a_feed(chronicle: Path, tmp_path: Path, teller: Teller) -> None:
    alert = Alert("<visits> & more", View(kind="visit"), rss=tmp_path / "visits.xml")
    teller.round(alert, lambda: add(chronicle, "a", VISIT))
    feed = feed_of((tmp_path / "visits.xml").read_bytes(), "visits.xml")
    assert not isinstance(feed, Failure)
    assert (feed.title, feed.doubts) == ("sayso: <visits> & more", ())
    assert feed.items[0].link == "https://post.example/a"
