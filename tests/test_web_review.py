"""Deciding and reviewing as requests: one door, a queue in a told order, two reviewers, files of what was decided."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from contextlib import closing
from html import unescape
from pathlib import Path
from time import process_time
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import ASGIApp

from sayso.chronicle.decided.decisions import listed
from sayso.chronicle.file import ChronicleError, connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.verify import faults
from sayso.chronicle.views.agreement import agreement, kappa
from sayso.chronicle.views.entries import View, entries
from sayso.chronicle.views.queue import Place, place_of, queued
from sayso.chronicle.views.review_states import STATES
from sayso.chronicle.views.reviewed import Reviewing, progress, set_aside, states_of
from sayso.cli import main
from sayso.web.app import make_app
from sayso.web.settings import Settings
from tests.asgi import Answer, ask
from tests.hostile_chronicle import OWN, make_hostile
from tests.large_chronicle import make_large, put
from tests.test_decisions import TEXTS, read

HERE = "127.0.0.1:8321"
JSON = "application/json"
MORE = {
    "e": "Elder visited Fjord on 2024-06-01. Grove tested Haven on 2024-06-02 at Iver, where 3 people died.",
    "f": "It was Grove who tested Haven on 2024-06-02 at Iver, where 9 people died.",
}
Send = Callable[..., Answer]


@pytest.fixture
def chronicle(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with Store(path) as store:
        for name in TEXTS:
            store.add(read(name))
        for name, text in MORE.items():
            store.add(read(name, text))
        gather_pending(store)
    return path


@pytest.fixture
def app(chronicle: Path) -> ASGIApp:
    return make_app(Settings(chronicle, 8321, token="t"))


def cookies(who: str) -> str:
    return f"sayso_8321=t; sayso_reviewer={quote(who)}"


def get(app: ASGIApp, target: str, who: str = "anna") -> Answer:
    return ask(app, target, [("Host", HERE), ("Cookie", cookies(who))])


@pytest.fixture
def send(app: ASGIApp) -> Send:
    def post(target: str = "/decide", who: str = "anna", accept: str = JSON, **fields: object) -> Answer:
        body = urlencode(fields, doseq=True).encode()
        headers = [("Host", HERE), ("Cookie", cookies(who)), ("Origin", f"http://{HERE}"), ("Accept", accept)]
        headers += [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", str(len(body)))]
        return ask(app, target, headers, method="POST", body=body)

    return post


def incident(chronicle: Path, kind: str, word: str = "") -> str:
    """The first incident of a kind by day."""
    with closing(connect_to_read(chronicle)) as file:
        return next(e.id for e in entries(file, View(kind=kind)) if word in e.word)


def decisions(chronicle: Path) -> list[tuple[str, str, str]]:
    with closing(connect_to_read(chronicle)) as file:
        assert list(faults(file)) == []
        return [(one.decision.verdict, one.decision.who, one.state) for one in listed(file)]


def order(chronicle: Path, wanted: Reviewing, number: int = 99) -> list[str]:
    with closing(connect_to_read(chronicle)) as file:
        return [one.id for one in queued(file, wanted, number=number)]


# --- the door ----------------------------------------------------------------------------------------------------


def test_a_decision_is_answered_with_what_is_so_now(chronicle: Path, send: Send) -> None:
    answer = send(verdict="accept", thing=incident(chronicle, "meet"), who="Ánna Lind")
    assert answer.status == 200
    told = json.loads(answer.text)
    assert told["verdict"] == "accept"
    assert told["who"] == "Ánna Lind"
    assert told["told"][0] == "1 event accepted"
    assert decisions(chronicle) == [("accept", "Ánna Lind", "in force")]


def test_without_a_program_it_leads_back_and_the_page_tells_it_with_a_way_to_undo(
    app: ASGIApp, chronicle: Path, send: Send
) -> None:
    answer = send(verdict="reject", thing=incident(chronicle, "meet"), then="/incidents?kind=meet", accept="text/html")
    assert answer.status == 303
    address = answer.header("location") or ""
    made = parse_qs(urlsplit(address).query)["decided"][0]
    assert address == f"/incidents?kind=meet&decided={made}"
    page = get(app, address).text
    assert "<b>Rejected</b> by <bdi>anna</bdi>" in page
    assert "1 event rejected" in page
    assert f'name="thing" value="{made}"' in page
    assert 'name="then" value="/incidents?kind=meet"' in page
    undone = send(verdict="withdraw", thing=made, then="/incidents?kind=meet", accept="text/html")
    assert "<b>Taken back</b>" in get(app, undone.header("location") or "").text
    page = get(app, address).text
    assert "taken back since" in page
    assert 'value="withdraw"' not in page
    assert decisions(chronicle) == [("reject", "anna", "withdrawn")]


def test_an_earlier_decision_leaves_the_address_and_no_link_carries_it_on(
    app: ASGIApp, chronicle: Path, send: Send
) -> None:
    then = "/incidents?decided=abc&kind=meet#x"
    answer = send(verdict="note", thing=incident(chronicle, "meet"), why="see the photo", then=then, accept="*/*")
    address = answer.header("location") or ""
    assert re.fullmatch(r"/incidents\?kind=meet&decided=\w+#x", address)
    assert "decided=" not in "".join(re.findall(r'href="([^"]*)"', get(app, address.removesuffix("#x")).text))


def test_a_request_that_is_repeated_decides_once(chronicle: Path, send: Send) -> None:
    meet = incident(chronicle, "meet")
    first, second = (send(verdict="accept", thing=meet, once="k1") for _ in range(2))
    assert first.text == second.text
    assert json.loads(send(verdict="accept", thing=meet, once="k2").text) != json.loads(first.text)
    assert len(decisions(chronicle)) == 2


def test_things_are_the_same_different_or_open(chronicle: Path, send: Send) -> None:
    one, other = incident(chronicle, "meet"), incident(chronicle, "test")
    told_of = {"same": "now one incident", "different": "now 2 incidents", "unsure": "noted as a question"}
    for verdict, told in told_of.items():
        things = [one, other] if verdict == "same" else [f"event:{one}", f"event:{other}"]
        answer = send(verdict=verdict, thing=things, why="the photo")
        assert answer.status == 200, answer.text
        assert told in answer.text


def test_a_correction_holds(chronicle: Path, send: Send) -> None:
    answer = send(verdict="correct", thing=incident(chronicle, "meet"), field="kind", after="visit", why="a tour")
    assert "kind: meet → visit" in answer.text
    with closing(connect_to_read(chronicle)) as file:
        assert list(entries(file, View(kind="meet"))) == []


REFUSED = [
    ({"verdict": "maybe", "thing": "x"}, 400, "is no decision"),
    ({"verdict": "add", "thing": "x"}, 400, "is no decision"),
    ({"verdict": "accept"}, 400, "what the decision is about"),
    ({"verdict": "accept", "thing": "nothing"}, 404, "there is no incident"),
    ({"verdict": "accept", "thing": "event:x"}, 404, "there is no event"),
    ({"verdict": "withdraw", "thing": "nothing"}, 404, "there is no decision"),
    ({"verdict": "withdraw", "thing": ["a", "b"]}, 400, "at a time"),
    ({"verdict": "correct", "thing": "MEET", "field": "kind"}, 400, "a field and a value"),
    ({"verdict": "correct", "thing": "MEET", "field": "kind", "after": "picnic"}, 409, "is no kind"),
    ({"verdict": "correct", "thing": "MEET", "field": "colour", "after": "red"}, 409, "no field that can be corrected"),
    ({"verdict": "correct", "thing": "MEET", "field": "time", "after": "yesterday"}, 409, "not decided"),
    ({"verdict": "note", "thing": "MEET"}, 400, "A note needs words"),
    ({"verdict": "same", "thing": "MEET"}, 409, "two things"),
    ({"verdict": "accept", "thing": "MEET", "why": "x" * 5001}, 400, "too long"),
    ({"verdict": "accept", "thing": "MEET", "why": "a\0b"}, 400, "too long, or no words"),
    *(
        ({"verdict": "accept", "thing": "MEET", "then": then}, 400, "a path of this application")
        for then in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", "a")
    ),
]


@pytest.mark.parametrize(("fields", "status", "words"), REFUSED)
def test_what_cannot_be_decided_is_refused_in_a_sentence(
    chronicle: Path, send: Send, fields: dict[str, object], status: int, words: str
) -> None:
    meant = {name: incident(chronicle, "meet") if value == "MEET" else value for name, value in fields.items()}
    answer = send(**meant)
    assert answer.status == status, answer.text
    assert words in json.loads(answer.text)["error"]
    page = send(**meant, accept="text/html")
    assert page.status == status
    assert words in unescape(page.text)
    assert decisions(chronicle) == []


def test_a_decision_is_taken_back_once(chronicle: Path, send: Send) -> None:
    made = json.loads(send(verdict="accept", thing=incident(chronicle, "meet")).text)["decision"]
    assert send(verdict="withdraw", thing=made).status == 200
    assert send(verdict="withdraw", thing=made).status == 409


def test_the_name_under_which_a_browser_decides_is_set(app: ASGIApp, send: Send) -> None:
    answer = send("/reviewer", name=" Ärna\u202e  Berg ", then="/review")
    assert (answer.status, answer.header("location")) == (303, "/review")
    cookie = (answer.header("set-cookie") or "").split(";")[0]
    page = ask(app, "/review", [("Host", HERE), ("Cookie", f"sayso_8321=t; {cookie}")])
    assert "You decide as <b><bdi>Ärna Berg</bdi></b>" in page.text
    assert send("/reviewer", name=" \u202e ", then="/review").status == 400
    assert send("/reviewer", name="x", then="//evil.example").status == 400


def test_nothing_is_decided_by_looking(app: ASGIApp, chronicle: Path) -> None:
    assert get(app, f"/decide?verdict=accept&thing={incident(chronicle, 'meet')}").status == 405
    assert get(app, "/reviewer?name=x").status == 405
    assert decisions(chronicle) == []


# --- the queue ---------------------------------------------------------------------------------------------------


def test_what_is_contested_comes_first_then_what_one_origin_tells_each_by_day(chronicle: Path) -> None:
    with closing(connect_to_read(chronicle)) as file:
        told = {e.id: (e.kind, e.earliest, e.reports) for e in entries(file, View())}
        found = queued(file, Reviewing(View()), number=99)
    assert [(one.place.tier, *told[one.id]) for one in found] == [
        (0, "test", "2024-06-02", 2),  # three dead, or nine
        (2, "meet", "2024-05-08", 1),
        (2, "visit", "2024-06-01", 1),
        (3, "attack", "2024-05-06", 2),
        (3, "visit", "2024-05-07", 2),
    ]


def test_a_denial_and_what_nobody_vouches_for_come_before_the_rest(tmp_path: Path) -> None:
    path = make_large(tmp_path / "l.db", events=60)
    with closing(Store(path)) as store:
        store.connection.execute("UPDATE claims SET stance = 'doubts' WHERE id = 'e00000040-0'")
        (doubted,) = store.connection.execute(
            "SELECT incident FROM incident_events WHERE event = 'e00000040'"
        ).fetchone()
        possible = {i for (i,) in store.connection.execute("SELECT id FROM incidents WHERE status = 'possible'")}
    found = order(path, Reviewing(View()))
    assert found[0] == doubted
    assert set(found[1 : 1 + len(possible - {doubted})]) == possible - {doubted} != set()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_large(tmp_path_factory.mktemp("queue") / "a.db", events=300)


@given(at=st.integers(0, 10_000), number=st.integers(1, 9), view=st.sampled_from([View(), View(kind="visit")]))
def test_from_any_place_the_queue_goes_on_and_back(large: Path, at: int, number: int, view: View) -> None:
    with closing(connect_to_read(large)) as file:
        every = queued(file, Reviewing(view), number=999)
        assert len({one.id for one in every}) == len(every) > 20
        n = at % len(every)
        place = every[n].place
        assert place_of(str(place)) == place
        assert queued(file, Reviewing(view), after=place, number=number) == every[n + 1 :][:number]
        assert queued(file, Reviewing(view), before=place, number=number) == every[:n][::-1][:number]


@pytest.mark.parametrize("text", ["", "x", "9~0~a~b~c", "0~2~a~b~c", "0~0~a", "²~0~a~b~c"])
def test_what_is_no_place_is_refused(app: ASGIApp, text: str) -> None:
    with pytest.raises(ChronicleError):
        place_of(text)
    if text:
        assert get(app, f"/review?{urlencode({'after': text})}").status == 400


def test_a_place_has_any_id() -> None:
    assert place_of("2~1~~~a~b") == Place(2, 1, "", "", "a~b")


def states(chronicle: Path, who: str | None = None) -> dict[str, int]:
    """How many things are in each state."""
    return {state: len(order(chronicle, Reviewing(View(), state, who))) for state in STATES}


def test_every_thing_is_in_one_state(chronicle: Path, send: Send) -> None:
    meet, attack, test = (incident(chronicle, kind) for kind in ("meet", "attack", "test"))
    visit = incident(chronicle, "visit")
    send(verdict="accept", thing=meet)
    send(verdict="accept", thing=attack)
    send(verdict="correct", thing=attack, field="place", after="Oslo")
    send(verdict="reject", thing=test)
    send(verdict="note", thing=visit, why="a note is no review")
    assert states(chronicle) == {"unreviewed": 2, "accepted": 1, "corrected": 1, "rejected": 1, "disagreeing": 0}
    assert states(chronicle, "bert") == {
        "unreviewed": 5, "accepted": 0, "corrected": 0, "rejected": 0, "disagreeing": 0,
    }  # fmt: skip
    send(verdict="reject", thing=meet, who="bert")
    assert states(chronicle) == {"unreviewed": 2, "accepted": 0, "corrected": 1, "rejected": 1, "disagreeing": 1}
    send(verdict="accept", thing=f"event:{meet}", who="anna")
    with closing(connect_to_read(chronicle)) as file:
        assert states_of(file, [meet, attack, visit]) == {meet: "disagreeing", attack: "corrected"}
    send(verdict="accept", thing=meet, who="bert")
    assert states(chronicle)["disagreeing"] == 0
    assert len(order(chronicle, Reviewing(View(), ""))) == 5


def test_what_was_rejected_can_be_accepted_again(app: ASGIApp, chronicle: Path, send: Send) -> None:
    send(verdict="reject", thing=incident(chronicle, "attack"), who="bert")
    page = get(app, "/review?state=rejected").text
    assert "rejected by bert" in page
    assert page.count("Alder shelled Birk on 2024-05-06 at Norfjord") == 2, "both reports, each with its words"
    things = [unescape(thing) for thing in re.findall(r'name="thing" value="(event:[^"]+)"', page)]
    assert send(verdict="accept", thing=sorted(set(things))).status == 200
    assert incident(chronicle, "attack")
    assert "There is nothing of this sort" in get(app, "/review?state=rejected").text


def test_a_filter_holds_in_the_queue_also_for_what_was_rejected(chronicle: Path, send: Send) -> None:
    send(verdict="reject", thing=incident(chronicle, "attack"))
    with closing(connect_to_read(chronicle)) as file:
        for view, number in (
            (View(kind="attack"), 1), (View(kind="meet"), 0), (View(since="2024-05-07"), 0), (View(text="Norfjord"), 1),
            (View(until="2024-05-06"), 1), (View(min_independent=2), 0), (View(actor="Alder"), 1),
        ):  # fmt: skip
            assert len(set_aside(file, Reviewing(view, "rejected"))) == number, view
        assert queued(file, Reviewing(View(kind="meet")), number=9)[0].id == incident(chronicle, "meet")


def test_progress_counts_everybody_and_oneself(chronicle: Path, send: Send) -> None:
    send(verdict="accept", thing=incident(chronicle, "meet"))
    send(verdict="reject", thing=incident(chronicle, "attack"), who="bert")
    with closing(connect_to_read(chronicle)) as file:
        assert (done := progress(file, View(), "anna")).reviewed == 2
        assert (done.own, done.rejected) == (1, 1)
        assert progress(file, View(kind="meet"), "bert").own == 0


def test_a_second_reviewer_sees_nothing_of_what_the_first_decided(app: ASGIApp, chronicle: Path, send: Send) -> None:
    for kind, verdict in (("meet", "accept"), ("attack", "reject")):
        send(verdict=verdict, thing=incident(chronicle, kind))
    send(verdict="note", thing=incident(chronicle, "test"), why="secret of anna")
    found = get(app, "/review/items?of=mine&number=20", who="bert").text
    assert found.count('<article class="item"') == 5
    for word in ("anna", "secret", "accepted", "rejected"):
        assert word not in found
    assert get(app, "/review/items?number=20", who="bert").text.count('<article class="item"') == 3


# --- the pages ---------------------------------------------------------------------------------------------------


def test_a_review_goes_on_by_plain_forms(app: ASGIApp, chronicle: Path, send: Send) -> None:
    seen, address = [], "/review"
    for _ in range(5):
        page = get(app, address).text
        seen.append(unescape(re.search(r'data-title="([^"]*)"', page)[1]))  # type: ignore[index]
        thing = re.search(r'name="thing" value="([^"]+)"', page[page.index('class="verdict"') :])[1]  # type: ignore[index]
        then = unescape(re.search(r'name="then" value="(/review[^"]+)"', page[page.index('class="verdict"') :])[1])  # type: ignore[index]
        address = send(verdict="accept", thing=thing, then=then, accept="text/html").header("location") or ""
    assert len(set(seen)) == 5
    end = get(app, address).text
    assert "Nothing comes behind this one" in end
    assert "<b>Accepted</b>" in end
    assert "Nothing is left to review here" in get(app, "/review").text
    assert "5</b> of 5 reviewed" in re.sub(r"\s+", " ", get(app, "/review").text)


def test_the_way_leads_forwards_and_back(app: ASGIApp) -> None:
    first = get(app, "/review").text
    forwards = unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])  # type: ignore[index]
    second = get(app, forwards).text
    back = unescape(re.search(r'rel="prev" href="([^"]+)"', second)[1])  # type: ignore[index]
    title = re.compile(r'data-title="([^"]*)"')
    assert title.findall(get(app, back).text) == title.findall(first) != title.findall(second)
    before = unescape(re.search(r'rel="prev" href="([^"]+)"', first)[1])  # type: ignore[index]
    assert get(app, before).header("location") == "/review"


def test_a_thing_is_shown_with_every_telling_its_disputes_and_why_it_comes(app: ASGIApp) -> None:
    page = get(app, "/review?kind=test").text
    assert "contested" in page
    assert page.count("<blockquote") == 4, "two tellings, and both sides of the dispute"
    assert '<option value="kind" data-value="test">' in page
    assert "where 9 people died" in page


@pytest.mark.parametrize("query", ["state=done", "of=bert", "number=0", "number=21", "number=x", "knd=x", "before=1"])
def test_what_the_queue_does_not_know_is_told(app: ASGIApp, query: str) -> None:
    assert get(app, f"/review?{query}").status == 400


def test_the_table_tells_what_was_reviewed_by_word_and_shape(app: ASGIApp, chronicle: Path, send: Send) -> None:
    assert "badge reviewed" not in get(app, "/incidents").text
    send(verdict="accept", thing=incident(chronicle, "meet"))
    send(verdict="note", thing=incident(chronicle, "test"), why="look again")
    marks = re.findall(r'<span class="badge reviewed.*?</span> (\w[\w ]*)</span>', get(app, "/incidents").text)
    assert sorted(marks) == ["accepted", "noted"]


def test_every_decision_is_listed_and_chosen_by_person_and_verdict(app: ASGIApp, chronicle: Path, send: Send) -> None:
    assert "Nothing was decided yet" in get(app, "/decisions").text
    meet = incident(chronicle, "meet")
    send(verdict="accept", thing=meet, why="seen")
    send(verdict="correct", thing=meet, field="kind", after="visit", who="bert")
    back = json.loads(send(verdict="note", thing=meet, why="hm").text)["decision"]
    send(verdict="withdraw", thing=back, why="no", who="bert")
    page = re.sub(r"\s+", " ", get(app, "/decisions").text)
    assert "of 3 decisions" in page
    assert "correct kind: <del>meet</del> → <ins>visit</ins>" in page
    about = re.findall(r'<a class="thing" href="(/incident/\w+)"><b>(\w+)</b> <bdi>([^<]+)</bdi>', page)
    assert len(about) == 3
    assert {(path, kind) for path, kind, _ in about} == {(f"/incident/{meet}", "visit")}
    assert all("met" in words for _, _, words in about)
    assert "withdrawn" in page
    assert page.count("<button aria-label=") == 2, "what was taken back is not taken back again"
    assert "of 1 decision," in get(app, "/decisions?who=bert").text
    assert "of 1 decision," in get(app, "/decisions?verdict=note").text
    assert "No decision is of this sort" in get(app, "/decisions?who=nobody").text
    assert get(app, "/decisions?verdict=x").status == get(app, "/decisions?kind=meet").status == 400


def test_the_list_names_what_was_decided_about_also_what_is_no_incident(
    app: ASGIApp, chronicle: Path, send: Send
) -> None:
    rejected = incident(chronicle, "meet")
    send(verdict="reject", thing=rejected)
    with closing(connect_to_read(chronicle)) as file:
        document, local, name = file.execute(
            "SELECT r.document, m.local, i.name FROM identities i JOIN identity_variants v ON v.identity = i.id"
            " JOIN identity_members m ON m.variant = v.variant JOIN readings r ON r.id = m.reading ORDER BY 1, 2"
        ).fetchone()
        claim = file.execute("SELECT c.id FROM claims c JOIN incident_events m ON m.event = c.event").fetchone()[0]
    for thing in (f"{document}#{local}", document, claim):
        send(verdict="note", thing=thing, why="look again")
    page = re.sub(r"\s+", " ", unescape(get(app, "/decisions").text))
    paths = dict(re.findall(r'<a class="thing" href="([^"]+)">(?:<b>\w+</b> )?<bdi>([^<]+)</bdi>', page))
    assert len(paths) == 4
    assert paths[f"/incident/{rejected}"].startswith("met (")
    assert name in paths.values()
    for path in paths:
        assert get(app, path).status == 200, path


def table(answer: Answer) -> list[dict[str, str]]:
    assert answer.status == 200
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_decisions_are_saved_as_files_that_no_spreadsheet_runs(app: ASGIApp, chronicle: Path, send: Send) -> None:
    send(verdict="accept", thing=incident(chronicle, "meet"), who="=cmd()", why="@SUM(1)")
    (row,) = table(get(app, "/decisions/download/csv"))
    assert (row["who"], row["why"], row["verdict"]) == ("'=cmd()", "'@SUM(1)", "accept")
    (told,) = map(json.loads, get(app, "/decisions/download/jsonl?verdict=accept").text.splitlines())
    assert (told["who"], told["state"], told["found"], told["of"]) == ("=cmd()", "in force", 1, 1)
    assert get(app, "/decisions/download/exe").status == 404
    send(verdict="reject", thing=incident(chronicle, "meet"), who="bert")
    assert "decided by =cmd()" in get(app, "/review/agreement/download/csv").text.splitlines()[0]


# --- two reviewers -----------------------------------------------------------------------------------------------


def test_kappa_is_that_of_the_worked_example() -> None:
    """Fifty grant proposals, read by two: 20 both accepted, 15 both rejected, 5 and 10 apart."""
    pairs = [("a", "a")] * 20 + [("a", "r")] * 5 + [("r", "a")] * 10 + [("r", "r")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([("a", "a"), ("r", "r")]) == 1
    assert kappa([("a", "r"), ("r", "a")]) == -1
    assert kappa([("a", "a")] * 9) is None, "chance alone gives agreement"
    assert kappa([]) is None


@given(st.lists(st.tuples(st.sampled_from("ar"), st.sampled_from("ar")), min_size=1))
def test_kappa_is_at_most_one_and_the_same_both_ways(pairs: list[tuple[str, str]]) -> None:
    found, turned = kappa(pairs), kappa([(b, a) for a, b in pairs])
    assert found == turned
    assert found is None or -1 <= found <= 1 + 1e-9


def test_agreement_is_told_of_each_two_who_reviewed(
    app: ASGIApp, chronicle: Path, send: Send, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Nobody has accepted" in get(app, "/review/agreement").text
    kinds = ("meet", "attack", "test", "visit")
    ids = {kind: incident(chronicle, kind) for kind in kinds}
    for kind in kinds:
        send(verdict="accept", thing=ids[kind], who="anna")
    assert "Only <bdi>anna</bdi>" in get(app, "/review/agreement").text
    for kind, verdict in zip(kinds, ("accept", "reject", "accept", "accept"), strict=True):
        send(verdict=verdict, thing=ids[kind], who="bert")
    send(verdict="reject", thing=ids["test"], who="bert")  # his latest word counts
    with closing(connect_to_read(chronicle)) as file:
        found = agreement(file)
    (pair,) = found.pairs
    assert (pair.one, pair.other, pair.both, pair.alike, pair.kappa) == ("anna", "bert", 4, 2, 0)
    assert {one.kind: one.agree for one in found.reviewed} == {
        "meet": True, "visit": True, "attack": False, "test": False,
    }  # fmt: skip
    page = re.sub(r"\s+", " ", get(app, "/review/agreement").text)
    assert "50 %" in page
    assert page.index("≠") < page.index('aria-hidden="true">='), "disagreements first"
    rows = {row["kind"]: row for row in table(get(app, "/review/agreement/download/csv"))}
    assert rows["attack"]["decided by anna"] == "accept"
    assert (rows["attack"]["decided by bert"], rows["attack"]["agree"]) == ("reject", "no")
    assert len(get(app, "/review/agreement/download/jsonl").text.splitlines()) == 4
    assert main(["decisions", "--agreement", "-c", str(chronicle)]) == 0
    assert "anna and bert: both decided on 4, alike on 2 (50%), Cohen's kappa 0.00" in capsys.readouterr().out


# --- hostile, large ----------------------------------------------------------------------------------------------


def test_nothing_in_a_text_is_markup_in_the_queue(tmp_path: Path) -> None:
    path = make_hostile(tmp_path / "h.db", OWN)
    with closing(Store(path)) as store:
        for number, payload in enumerate(OWN):
            put(
                store.connection, "decisions", id=f"d{number}", verdict="note", about="event", targets="[]",
                selectors="[]", who=payload, made="2031-01-01T00:00:00Z", why=payload, reader="",
            )  # fmt: skip
    app = make_app(Settings(path, 8321, token="t"))
    for target in ("/review", "/review/items?number=20", "/review?state=all", "/decisions", "/review/agreement"):
        page = get(app, target, who=OWN[0]).text
        for tag in ("<img", "<svg", "<iframe", "<base", "<math", "<script>", "javascript:alert"):
            assert f'href="{tag}' not in page
            assert tag not in page or tag == "javascript:alert", (target, tag)


@pytest.mark.long
def test_the_queue_of_a_hundred_thousand_events_is_soon_there(tmp_path: Path) -> None:
    path = make_large(tmp_path / "l.db", events=100_000)
    with closing(connect_to_read(path)) as file:
        for view in (View(), View(status="happened"), View(kind="visit", status="possible"), View(text="Norfjord")):
            for state in ("", *STATES):
                queued(file, Reviewing(view, state), number=6)  # the pages of the file are in memory by then
                before = process_time()
                queued(file, Reviewing(view, state), number=6)
                assert process_time() - before < 0.3, (view, state)
