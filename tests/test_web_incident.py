"""The page of an incident: split, merged, judged and corrected by plain forms, each with its history and a way back."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.types import ASGIApp

from sayso.chronicle.decided.deciding import identify
from sayso.chronicle.file import ChronicleError, connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.verify import faults
from sayso.chronicle.views.entries import View, entries, entry
from sayso.chronicle.views.neighbours import MOST, around, likely_same
from sayso.chronicle.views.past import former_ids, past_of
from sayso.export.incident_rows import incident_row
from sayso.records import CORRECTABLE
from sayso.web.app import make_app
from sayso.web.settings import Settings
from sayso.web.values import values_of
from tests.asgi import Answer, ask
from tests.invented_chronicle import entry as invented
from tests.large_chronicle import make_large
from tests.test_decisions import TEXTS, read

THIRD = "Alder shelled Birk on 2024-05-06 at Norfjord again, people said."
HERE = "127.0.0.1:8321"
Post = Callable[..., Answer]


@pytest.fixture
def chronicle(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with Store(path) as store:
        for name in TEXTS:
            store.add(read(name))
        store.add(read("e", THIRD))
        gather_pending(store)
    return path


@pytest.fixture
def app(chronicle: Path) -> ASGIApp:
    return make_app(Settings(chronicle, 8321, token="t"))


def get(app: ASGIApp, target: str) -> Answer:
    """A page, at the end of the ways that lead to it."""
    found = ask(app, target, [("Host", HERE), ("Cookie", "sayso_8321=t")])
    return get(app, found.header("location") or "") if found.status in (302, 303) else found


@pytest.fixture
def post(app: ASGIApp) -> Post:
    def send(target: str, *pairs: tuple[str, str], **fields: str) -> Answer:
        headers = [("Host", HERE), ("Cookie", "sayso_8321=t"), ("Origin", f"http://{HERE}")]
        headers += [("Content-Type", "application/x-www-form-urlencoded")]
        body = urlencode([*pairs, *fields.items()]).encode()
        return ask(app, target, [*headers, ("Content-Length", str(len(body)))], method="POST", body=body)

    return send


def shelled(chronicle: Path) -> str:
    """The incident that three reports tell."""
    with closing(connect_to_read(chronicle)) as file:
        (found,) = (e.id for e in entries(file, View(kind="attack")) if e.reports == 3)
    return found


def reports_of(chronicle: Path) -> set[frozenset[str]]:
    """The incidents of a kind by the reports that tell them."""
    with closing(connect_to_read(chronicle)) as file:
        assert list(faults(file)) == []
        return {frozenset(t.document for t in found.tellings) for found in entries(file, View(kind="attack"))}


def ticks(page: Answer) -> list[str]:
    return re.findall(r'name="thing" value="(event:\w+)"', page.text)


def event_of(chronicle: Path, document: str) -> str:
    with closing(connect_to_read(chronicle)) as file:
        return str(file.execute("SELECT id FROM events WHERE document = ?", (document,)).fetchone()[0])


def undo(app: ASGIApp, post: Post, page: Answer) -> Answer:
    """Presses the Undo of what a page says was decided."""
    form = re.search(r'class="decided".*?</section>', page.text, re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    return get(app, post("/decide", **fields).header("location") or "")


# --- split and merge -----------------------------------------------------------------------------------------------


def test_what_is_ticked_leaves_the_incident_together_and_comes_back(app: ASGIApp, chronicle: Path, post: Post) -> None:
    assert reports_of(chronicle) == {frozenset("abe")}
    incident = shelled(chronicle)
    page = get(app, f"/incident/{incident}")
    assert len(ticks(page)) == 3
    pair = [("thing", f"event:{event_of(chronicle, name)}") for name in "be"]
    answer = post(f"/incident/{incident}/split", *pair, why="another day", then=f"/incident/{incident}")
    assert answer.status == 303
    assert reports_of(chronicle) == {frozenset("a"), frozenset("be")}
    after = get(app, answer.header("location") or "")
    assert "Told apart" in after.text
    assert "another day" in after.text
    assert reports_of(chronicle) != {frozenset("abe")}
    assert "Taken back" in undo(app, post, after).text
    assert reports_of(chronicle) == {frozenset("abe")}


def test_both_sides_of_a_split_tell_of_it_and_lead_to_each_other(app: ASGIApp, chronicle: Path, post: Post) -> None:
    incident = shelled(chronicle)
    post(f"/incident/{incident}/split", ("thing", f"event:{event_of(chronicle, 'e')}"), then="/incidents")
    with closing(connect_to_read(chronicle)) as file:
        one, other = sorted(e.id for e in entries(file, View(kind="attack")))
    for here, there in ((one, other), (other, one)):
        history = get(app, f"/incident/{here}").text.partition('id="history"')[2]
        assert "told apart" in history
        assert f'href="/incident/{there}"' in history


def test_nothing_ticked_or_everything_is_told_and_changes_nothing(chronicle: Path, post: Post) -> None:
    incident = shelled(chronicle)
    assert post(f"/incident/{incident}/split", then="/incidents").status == 400
    every = [("thing", f"event:{event_of(chronicle, name)}") for name in "abe"]
    assert post(f"/incident/{incident}/split", *every, then="/incidents").status == 409
    assert post(f"/incident/{incident}/split", ("thing", "event:nothing"), then="/incidents").status == 404
    assert post(f"/incident/{incident}/split", every[0], then="https://evil.example/").status == 400
    assert reports_of(chronicle) == {frozenset("abe")}


def test_two_incidents_become_one_under_an_id_to_which_the_former_leads(
    app: ASGIApp, chronicle: Path, post: Post
) -> None:
    incident = shelled(chronicle)
    post(f"/incident/{incident}/split", ("thing", f"event:{event_of(chronicle, 'e')}"), then="/incidents")
    with closing(connect_to_read(chronicle)) as file:
        one, other = (e.id for e in entries(file, View(kind="attack")))
    page = get(app, f"/incident/{other}")
    assert f'type="radio" name="thing" value="{one}"' in page.text, "what may be the same is offered"
    answer = post("/decide", ("thing", other), ("thing", one), ("thing", ""), verdict="same", then=f"/incident/{other}")
    after = get(app, answer.header("location") or "")
    assert "Taken for one" in after.text, "the way through a former id keeps what was decided"
    assert reports_of(chronicle) == {frozenset("abe")}
    with closing(connect_to_read(chronicle)) as file:
        now = next(entries(file, View(kind="attack"))).id
        assert set(former_ids(file, now)) == {one, other} - {now}
        assert len(past_of(file, now)) == 2


def test_events_with_commas_between_them_are_one_side(chronicle: Path) -> None:
    with Store(chronicle, create=False) as store:
        both = ",".join(f"event:{event_of(chronicle, name)}" for name in "ab")
        identify(store, "different", [both, f"event:{event_of(chronicle, 'e')}"], who="anna")
        with pytest.raises(ChronicleError):
            identify(store, "different", [both + ",event:no", "event:x"], who="anna")
    assert reports_of(chronicle) == {frozenset("ab"), frozenset("e")}


# --- judged and corrected ------------------------------------------------------------------------------------------


def test_what_is_rejected_keeps_a_page_with_the_way_back(app: ASGIApp, chronicle: Path, post: Post) -> None:
    incident = shelled(chronicle)
    here = f"/incident/{incident}"
    answer = post("/decide", thing=incident, verdict="reject", why="a rumour", then=here)
    page = get(app, answer.header("location") or "")
    assert page.status == 200
    assert "It is in no list" in page.text
    assert "a rumour" in page.text
    assert reports_of(chronicle) == set()
    assert get(app, f"{here}/download/csv").status == 404
    assert "Who says so" in undo(app, post, page).text
    assert reports_of(chronicle) == {frozenset("abe")}


def test_the_machine_s_value_stays_beside_the_corrected_one(app: ASGIApp, chronicle: Path, post: Post) -> None:
    incident = shelled(chronicle)
    given = {"thing": incident, "verdict": "correct", "field": "kind", "after": "test", "why": "the mayor's photo"}
    answer = post("/decide", **given, then=f"/incident/{incident}")
    page = get(app, answer.header("location") or "")
    assert re.search(r"The machine read:</span> <del[^>]*>attack</del>", page.text)
    assert "the mayor&#39;s photo" in page.text
    assert "<option selected>test</option>" in page.text
    with closing(connect_to_read(chronicle)) as file:
        assert entry(file, incident).kind == "test"


def test_accepted_noted_and_taken_back_are_in_the_history(app: ASGIApp, chronicle: Path, post: Post) -> None:
    incident = shelled(chronicle)
    here = f"/incident/{incident}"
    post("/decide", thing=incident, verdict="accept", then=here)
    page = get(
        app, post("/decide", thing=incident, verdict="note", why="ask <b>Eva</b>", then=here).header("location") or ""
    )
    assert "accepted</a>" in page.text
    assert "ask &lt;b&gt;Eva&lt;/b&gt;" in page.text
    undo(app, post, page)
    history = get(app, here).text.partition('id="history"')[2]
    assert history.count("<li") == 2
    assert "taken back by" in history


def test_every_field_that_can_be_corrected_has_a_form_with_the_value_of_now() -> None:
    found = invented("i", equipment=("Tu-95", "Tu-160"), latest="2031-05-04")
    values = {value.field: value.given for value in values_of(found, incident_row(found)) if value.field}
    assert values.keys() == set(CORRECTABLE)
    assert values["equipment"] == "Tu-95; Tu-160"
    assert values["time"] == "2031-05-03/2031-05-04"
    assert values["actors"] == "the envoy"


# --- neighbours ----------------------------------------------------------------------------------------------------


def test_neighbours_share_a_name_and_stand_in_order_of_time(chronicle: Path) -> None:
    with closing(connect_to_read(chronicle)) as file:
        near = around(file, shelled(chronicle))
        assert [(n.incident.kind, n.shared) for n in near.after] == [("meet", ("Alder", "Birk"))]
        assert near.before == ()
        (visit,) = (e.id for e in entries(file, View(kind="visit")))
        assert around(file, visit).after == (), "nothing is shared with the meeting a day later"


def test_neighbours_of_a_large_chronicle_are_few_near_and_never_itself(tmp_path: Path) -> None:
    with closing(connect_to_read(make_large(tmp_path / "l.db", events=600))) as file:
        found = [i for (i,) in file.execute("SELECT id FROM incidents WHERE earliest IS NOT NULL LIMIT 40")]
        for incident in found:
            near, own = around(file, incident), entry(file, incident)
            assert len(near.before) <= MOST >= len(near.after)
            assert all((n.incident.earliest or "") < (own.earliest or "") for n in near.before)
            assert all((n.incident.earliest or "") >= (own.earliest or "") for n in near.after)
            ids = [n.incident.id for n in (*near.before, *near.after)]
            assert incident not in ids
            assert len(ids) == len(set(ids))
            assert all(other.why and other.incident.id != incident for other in likely_same(file, incident))


def test_an_undated_incident_has_no_neighbours_and_may_be_the_same_as_others(tmp_path: Path) -> None:
    with closing(connect_to_read(make_large(tmp_path / "l.db", events=300))) as file:
        undated = [i for (i,) in file.execute("SELECT id FROM incidents WHERE earliest IS NULL")]
        assert all(around(file, i).before == () == around(file, i).after for i in undated)
        assert any(likely_same(file, i) for i in undated)


def test_the_page_explains_each_of_its_words(app: ASGIApp, chronicle: Path) -> None:
    text = get(app, f"/incident/{shelled(chronicle)}").text
    assert re.search(r'class="stance"[^>]* title="The source says it', text)
    assert 'title="Someone says that it took place' in text
    assert 'href="/document?id=a"' in text, "each report leads to its text"
