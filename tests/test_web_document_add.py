"""Records that people add and correct on the page of a document: held by their words, told, undone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.chronicle.decided.decisions import listed
from sayso.chronicle.file import ChronicleError
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.stored import readings_in
from sayso.cli import main
from sayso.show.decisions import deed
from sayso.web.app import make_app
from sayso.web.pages.document_add import words_at
from sayso.web.settings import Settings
from sayso.web.templating import shown
from tests.asgi import Answer, ask
from tests.hand_made_reading import STORY, TITLE, made

PLAIN = "https://paper.example/1"
DOCUMENT = "/document?id=" + quote(PLAIN, safe="")
ODD = "The 🚢🚢 fleet’s ship\u202e left Norfjord, قال. The envoy met the captain, and met him again."
TEXT = f"{STORY} {ODD}"
WHOLE = f"{TITLE}\n\n{TEXT}"
Call = Callable[..., Answer]


@pytest.fixture
def chronicle(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with Store(path) as store:
        store.add(made(TEXT))
        gather_pending(store)
    return path


@pytest.fixture
def call(chronicle: Path) -> Call:
    settings = Settings(chronicle, 8321)
    app = make_app(settings)
    own = [("Host", "127.0.0.1:8321"), ("Cookie", f"{settings.cookie}={settings.token}; sayso_reviewer=Ada")]
    form = [("Origin", "http://127.0.0.1:8321"), ("Content-Type", "application/x-www-form-urlencoded")]

    def call_app(path: str, *more: tuple[str, str], **fields: str) -> Answer:
        if not fields:
            return ask(app, path, [*own, *more])
        return ask(app, path, [*own, *form, *more], method="POST", body=urlencode(fields).encode())

    return call_app


def add(call: Call, words: str, /, *more: tuple[str, str], **fields: str) -> Answer:
    return call("/document/add", *more, **({"id": PLAIN, "then": DOCUMENT, "kind": "meet", "words": words} | fields))


def decisions(chronicle: Path) -> list[dict[str, str]]:
    with Store(chronicle) as store:
        return [json.loads(one.decision.after or "{}") for one in listed(store.connection)]


def test_a_record_is_added_with_all_that_is_told_of_it_and_taken_back(chronicle: Path, call: Call) -> None:
    told = {
        "actors": "The envoy", "targets": "the captain", "place": "Norfjord", "time": "2031-05-03",
        "status": "possible", "source": "harbour office", "why": "the reader missed it",
    }  # fmt: skip
    answer = add(call, "met the captain", **told)
    assert answer.status == 303
    assert (answer.header("location") or "").startswith(f"{DOCUMENT}&decided=")
    page = unescape(call(answer.header("location") or "").text)
    record = page.split('class="whole"')[2].split("</li>\n      <li")[0]
    for value in ("The envoy", "the captain", "Norfjord, NO", "3 May 2031", "harbour office", "the reader missed it"):
        assert value in record, value
    assert re.search(r"<b>added</b>\s+by <bdi>Ada</bdi>", record)
    assert decisions(chronicle) == [{"kind": "meet"} | {k: v for k, v in told.items() if k != "why"}]
    undo = re.search(r'name="verdict" value="withdraw"><input type="hidden" name="thing" value="(\w+)"', record)
    assert undo
    assert call("/decide", verdict="withdraw", thing=undo[1], then=DOCUMENT).status == 303
    assert "met the captain</bdi>" not in unescape(call(DOCUMENT).text)


def test_offsets_are_characters_of_the_text_also_behind_astral_ones(call: Call) -> None:
    words = "left Norfjord, قال"
    assert add(call, words, at=str(WHOLE.index(words))).status == 303
    as_shown = add(call, "ship\ufffd", at=str(WHOLE.index("ship\u202e")), kind="build")
    assert as_shown.status == 303
    page = call(DOCUMENT).text
    assert re.search(r'data-s="[^"]*event[^"]*">left Norfjord, قال<', page)
    assert re.search(r'data-s="[^"]*event[^"]*">ship\ufffd<', page)


REFUSED = {
    "once too often": ({"words": "met"}, 409, "stand 2 times"),
    "nowhere": ({"words": "sank the barge"}, 409, "not in the text"),
    "at another place": ({"words": "met", "at": "5"}, 409, "not where they were selected"),
    "behind the text": ({"words": "met", "at": "99999999"}, 409, "not where they were selected"),
    "no words": ({"words": " "}, 409, "needs the words"),
    "no place": ({"words": "met", "at": "-1"}, 400, "no number"),
    "no kind": ({"words": "met him", "kind": ""}, 400, "needs a kind"),
    "an unknown kind": ({"words": "met him", "kind": "<script>"}, 409, "no kind"),
    "an unknown status": ({"words": "met him", "status": "maybe"}, 409, "no status"),
    "no day": ({"words": "met him", "time": "Saturday"}, 409, "no day"),
    "nobody": ({"words": "met him", "actors": "the Sultan"}, 409, "does not have the words"),
    "nobody who says so": ({"words": "met him", "source": "the Sultan"}, 409, "does not have the words"),
    "known already": ({"words": "toured"}, 409, "already"),
    "known already, also beside it": ({"words": "toured", "beside": "yes"}, 409, "correct that one"),
    "partly known": ({"words": "toured the yard"}, 409, "say that they tell another one too"),
    "no document": ({"words": "met him", "id": "no such"}, 404, "no document"),
    "another site": ({"words": "met him", "then": "//evil.example"}, 400, "path of this application"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_told_and_nothing_is_written(chronicle: Path, call: Call, name: str) -> None:
    fields, status, words = REFUSED[name]
    for more, told in (((), unescape), ((("Accept", "application/json"),), lambda text: json.loads(text)["error"])):
        answer = add(call, "", *more, **fields)
        assert (answer.status, words in told(answer.text)) == (status, True), answer.text[-800:]
    assert decisions(chronicle) == []


def test_the_command_line_tells_a_source_too(chronicle: Path, call: Call) -> None:
    told = ["--kind", "meet", "--source", "harbour office", "--who", "Ada", "-c", str(chronicle)]
    assert main(["decide", "add", PLAIN, "met the captain", *told]) == 0
    assert decisions(chronicle) == [{"kind": "meet", "source": "harbour office"}]
    assert call(DOCUMENT).text.count("<b>added</b> by <bdi>Ada</bdi>") == 1


def test_a_second_event_of_the_same_words_stands_beside_the_first(chronicle: Path, call: Call) -> None:
    assert add(call, "toured the yard", kind="exercise", beside="yes").status == 303
    assert decisions(chronicle) == [{"kind": "exercise", "beside": "yes"}]
    page = unescape(call(DOCUMENT).text)
    assert "toured the yard" in page
    with Store(chronicle) as store:
        kinds = "SELECT kind FROM events WHERE document = ? AND quote LIKE '%toured%' ORDER BY start, stop"
        assert store.connection.execute(kinds, (PLAIN,)).fetchall() == [("visit",), ("exercise",)]
        (one,) = listed(store.connection)
        assert (one.state, one.missing) == ("in force", ())
        assert deed(one.decision) == "add kind: exercise (beside another event)"
        for reading in list(readings_in(store.connection)):
            store.derive(reading)  # what a rebuild does: it stays an event of its own
        assert len(store.connection.execute(kinds, (PLAIN,)).fetchall()) == 2


def test_nothing_is_beside_where_no_event_is(chronicle: Path, call: Call) -> None:
    assert add(call, "met the captain", beside="yes").status == 303
    assert decisions(chronicle) == [{"kind": "meet"}]


def test_scripts_get_json(call: Call) -> None:
    answer = add(call, "met the captain", ("Accept", "application/json"))
    assert answer.status == 200
    assert json.loads(answer.body)["verdict"] == "add"


def test_a_record_is_rejected_and_corrected_and_its_page_tells_who_did(call: Call) -> None:
    event = re.search(r'name="thing" value="(event:\w+)"', call(DOCUMENT).text)
    assert event
    assert call("/decide", verdict="correct", thing=event[1], field="kind", after="meet", then=DOCUMENT).status == 303
    assert call("/decide", verdict="reject", thing=event[1], why="a rumour", then=DOCUMENT).status == 303
    page = unescape(call(DOCUMENT).text)
    assert "corrected</b> what: <bdi>visit</bdi> → <bdi>meet</bdi> by <bdi>Ada</bdi>" in page
    assert re.search(r'<b>rejected</b>\s+by <bdi>Ada</bdi> <q dir="auto">a rumour</q>', page)
    assert 'class="record rejected"' in page


def test_the_values_of_now_are_offered_for_correction(call: Call) -> None:
    page = unescape(call(DOCUMENT).text)
    now = dict(re.findall(r'<option value="(\w+)" data-now="([^"]*)"', page))
    assert now == {
        "kind": "visit", "actors": "the envoy", "targets": "the yard at Norfjord", "equipment": "Tu-95",
        "place": "Norfjord", "time": "2031-05-03", "status": "happened", "source": "harbour office",
    }  # fmt: skip
    assert 'data-days="2031-05-03"' in page


def test_every_kind_is_explained_where_it_is_chosen(call: Call) -> None:
    kinds = re.findall(r'<option value="(\w+)" title="([^"]+)">', call(DOCUMENT).text.split('name="kind"')[1])
    assert len(kinds) >= 24


@given(st.text("ab \n\u202e🚢\x1b", max_size=30), st.integers(0, 40), st.integers(0, 10))
def test_words_as_a_page_shows_them_are_found_at_their_place(text: str, at: int, length: int) -> None:
    own = text[at : at + length]
    if own:
        assert words_at(text, shown(own), at) == own
    else:
        with pytest.raises(ChronicleError):
            words_at(text, own, at)
