"""The pages of documents and sources as answers: every value leads to its words, counts hold, nothing is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from html import unescape
from itertools import count
from pathlib import Path
from time import process_time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.chronicle.decided.attachments import Judged
from sayso.chronicle.file import connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.views.documents import ORDERS, how_many_documents, listed_documents
from sayso.chronicle.views.entries import View, entries
from sayso.chronicle.views.facets import how_many
from sayso.chronicle.views.sources import AGAINST, SourceCounts, source_counts
from sayso.intake.left_out import left_out
from sayso.spans import Span
from sayso.web.lit import Mark, blocks
from sayso.web.pages.document import gone
from sayso.web.pages.sources import standing
from sayso.web.records import found_in
from tests.asgi import Answer
from tests.hand_made_reading import STORY, TITLE, hostile, made
from tests.large_chronicle import make_large, put
from tests.test_web_pages import Get, getter

PAGE = b"<html><body><nav>Home | Ports</nav><article><h1>Envoy tours Norfjord</h1><p>%s</p></article></body></html>"
DOCUMENT = "/document?id=" + quote("https://paper.example/1", safe="")
VIEWS = (
    View(), View(status="happened"), View(kind="visit", status="planned"), View(actor="Actor 1"),
    View(since="2021-01-01", until="2021-03-01"), View(text="Norfjord"), View(min_independent=2), View(kind="none"),
)  # fmt: skip


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_large(tmp_path_factory.mktemp("documents") / "a.db", events=300)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document of two texts; the second lacks a sentence of the first, and is captured."""
    path = tmp_path_factory.mktemp("twice") / "b.db"
    with Store(path) as store:
        store.add(made(STORY + " The yard was closed on Sunday."))
        now = made()
        data = PAGE % STORY.encode()
        store.add(replace(now, document=replace(now.document, capture="ab" * 32)), data)
        gather_pending(store)
    return path


@pytest.fixture(scope="module")
def get(twice: Path) -> Get:
    return getter(twice)


# --- words and records -------------------------------------------------------------------------------------------


@given(
    st.text("ab \n.ق", max_size=60),
    st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70)), max_size=8),
)
def test_marks_may_overlap_and_every_character_stands_once(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(Span(*span), "event", number) for number, span in enumerate(spans)]
    found = blocks(text, marks)
    pieces = [piece for block in found for piece in block.pieces]
    assert "".join("".join(p.words for p in pieces).split()) == "".join(text.split())
    for piece in pieces:
        assert text[piece.start : piece.start + len(piece.words)] == piece.words != ""
        for place in range(piece.start, piece.start + len(piece.words)):
            covering = {mark.record for mark in marks if mark.span.start <= place < mark.span.stop}
            assert {mark.record for mark in piece.marks} == covering


def values(answer: Answer) -> Iterator[tuple[str, str]]:
    """Every value of a record with the words it leads to."""
    for number, start in re.findall(r'class="(?:field|whole)"[^>]*data-r="(\d+)" href="#w(\d+)"', answer.text):
        words = re.findall(rf'id="w\d+"[^>]*data-r="(?:\d+ )*{number}(?: \d+)*"[^>]*>([^<]*)<', answer.text)
        assert f'id="w{start}"' in answer.text
        yield number, unescape("".join(words))


def test_every_value_leads_to_its_words(get: Get) -> None:
    answer = get(DOCUMENT)
    assert answer.status == 200
    words = {words for _, words in values(answer)}
    assert {"toured", "The envoy", "the yard at Norfjord", "two Tu-95", "at Norfjord", "3 May 2031", "two"} <= words
    assert len(re.findall(r'id="r\d+"', answer.text)) == len(set(re.findall(r'id="r\d+"', answer.text)))
    assert len(re.findall(r'id="w\d+"', answer.text)) == len(set(re.findall(r'id="w\d+"', answer.text)))


def test_the_article_stands_there_word_by_word(get: Get) -> None:
    paragraphs = re.findall(r'class="written"[^>]*>(.*?)</(?:p|h1)>', get(DOCUMENT).text, re.S)
    text = "\n\n".join(unescape(re.sub(r"<[^>]*>", "", paragraph)) for paragraph in paragraphs)
    assert text == f"{TITLE}\n\n{STORY}"
    assert '<p class="written" dir="auto"' in get(DOCUMENT).text


def test_every_event_leads_to_its_incident_and_sources_people_places_are_listed(get: Get) -> None:
    answer = get(DOCUMENT)
    (incident,) = re.findall(r'href="/incident/(\w+)"', answer.text)
    assert get(f"/incident/{incident}").status == 200
    for group in ("Sources", "People", "Bodies and states", "Places", "Times", "Equipment"):
        assert f"<summary>{group} " in answer.text
    assert f'href="/incident/{incident}?kind=visit"' in get(f"{DOCUMENT}&kind=visit").text


def test_sentences_without_an_event_can_be_shown(get: Get) -> None:
    answer = get(DOCUMENT)
    assert "Show the 3 of 4 sentences" in answer.text
    bare = re.findall(r'data-s="[^"]*bare[^"]*">([^<]*)<', answer.text)
    assert "Nothing else was told." in " ".join(bare)
    assert "toured" not in " ".join(bare)


def test_records_of_hostile_words_lose_no_character() -> None:
    read = hostile("d", "<b>قال</b>\u202e & 'x'")
    found = found_in(Judged(read), {})
    text = read.document.text
    paragraphs = ["".join(piece.words for piece in block.pieces) for block in blocks(text, found.marks)]
    assert "\n\n".join(paragraphs) == text


# --- other texts, and what was left out --------------------------------------------------------------------------


def test_what_is_no_longer_in_the_article_is_told(get: Get) -> None:
    now, before = get(DOCUMENT), get(f"{DOCUMENT}&text_number=1")
    assert "No longer in the article: 1 sentence of text 1" in now.text
    assert "<del" in now.text
    assert re.findall(r'data-s="gone">([^<]*)<', before.text)[1:] == ["The yard was closed on Sunday."]
    assert "a later one has taken its place" in before.text
    assert 'class="record' not in before.text


def test_a_moved_line_end_is_no_change() -> None:
    assert gone("One ship\nsank. Two came.", "One  ship\nsank. Two came.") == []
    assert [span.start for span in gone("One sank. Two came.", "Two came.")] == [0]


def test_what_else_stood_on_the_page_can_be_unfolded(get: Get) -> None:
    assert 'hx-get="/document/left-out?id=' in get(DOCUMENT).text
    answer = get(DOCUMENT.replace("/document?", "/document/left-out?"))
    assert "Home | Ports" in answer.text
    assert "The envoy toured" not in answer.text
    uncaptured = get(DOCUMENT.replace("/document?", "/document/left-out?") + "&text_number=1")
    assert "is not stored" in uncaptured.text
    assert "is not stored" in get(f"{DOCUMENT}&text_number=1").text


def test_left_out_lines_are_what_a_reader_of_the_page_saw() -> None:
    page = (
        b"<html><head><title>t</title><script>x()</script></head><body><ul><li>One<li>Two</ul><p>Kept <b>word</b></p>"
    )
    assert left_out(page, "Kept word") == ["One", "Two"]
    assert left_out(b"only a text", "") is None
    deep = b"<html><body>" + b"<div>" * 5000 + b"end" + b"</div>" * 5000
    assert left_out(deep, "") == ["end"]


@pytest.mark.parametrize("query", ["", "?id=", "?id=nothing", "?id=a&id=b", "?text_number=1"])
def test_no_document_is_a_page_of_its_own(get: Get, query: str) -> None:
    assert get(f"/document{query}").status == 404
    assert get(f"/document/left-out{query}").status == 404


def test_no_text_with_this_number(get: Get) -> None:
    for number in ("3", "x", "-1", "99999999", "%D9%A3"):
        assert get(f"{DOCUMENT}&text_number={number}").status == 404
    assert get(f"{DOCUMENT}&colour=red").status == 400


# --- the list ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_the_list_has_the_documents_that_tell_the_view(
    large: Path, view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(connect_to_read(large)) as file:
        found = {entry.id for entry in entries(file, view)}
        for broad in (5000, 1):
            monkeypatch.setattr("sayso.chronicle.views.chosen.BROAD", broad)
            listed = [one.id for one in listed_documents(file, view, order="newest", number=1000)]
            assert len(listed) == len(set(listed)) == how_many_documents(file, view)
            for one in listed:
                told = "SELECT m.incident FROM incident_events m JOIN events e ON e.id = m.event WHERE e.document = ?"
                assert not view.status or found & {incident for (incident,) in file.execute(told, (one,))}
        assert bool(listed) == bool(found)


def test_documents_without_events_are_listed_when_nothing_is_asked_for(tmp_path: Path) -> None:
    with Store(tmp_path / "c.db") as store, store.writing() as file:
        put(file, "versions", document="d", version="v", number=1, title="Empty", text="", record="{}", added="2031")
        put(file, "documents", id="d", version="v", added="2031")
    get = getter(tmp_path / "c.db")
    assert "Empty" in get("/documents").text
    assert "not dated" in get("/documents").text
    assert "Empty" not in get("/documents?kind=visit").text


def test_the_orders_are_orders(large: Path) -> None:
    with closing(connect_to_read(large)) as file:
        found = {order: listed_documents(file, View(), order=order, number=1000) for order in ORDERS}
    assert [d.published for d in found["day"]] == sorted(d.published or "9" for d in found["newest"])
    assert [d.published for d in found["newest"]] == sorted((d.published or "0" for d in found["day"]), reverse=True)
    events = [d.events for d in found["reports"]]
    assert events == sorted(events, reverse=True)


def test_the_list_pages_and_tells_copies(large: Path, tmp_path: Path) -> None:
    get, found, target = getter(large), list[str](), "/documents"
    while target:
        answer = get(target)
        found += re.findall(r'<td class="name"[^>]*><a[^>]*href="/document\?id=([^"&]+)', answer.text)
        onward = re.search(r'rel="next" href="([^"]+)"', answer.text)
        target = unescape(onward[1]) if onward else ""
    assert len(found) == len(set(found)) == 60
    assert "of 60 documents" in answer.text
    make_large(tmp_path / "d.db", events=10)
    with Store(tmp_path / "d.db") as store, store.writing() as file:
        put(file, "origins", document="d0000001", origin="d0000001", why="")
        put(file, "origins", document="d0000002", origin="d0000001", why="same because: words")
    answer = getter(tmp_path / "d.db")("/documents")
    assert "its own, brought by 1 other too" in answer.text
    assert re.search(r'copy</span> of <a[^>]*href="/document\?id=d0000001"', answer.text)


# --- sources -----------------------------------------------------------------------------------------------------


def counted(path: Path, view: View) -> SourceCounts:
    with closing(connect_to_read(path)) as file:
        return source_counts(file, view)


@pytest.mark.parametrize("view", VIEWS)
def test_sources_are_counted_as_the_incidents_tell(large: Path, view: View) -> None:
    """The same numbers as from the entries that lists and exports show."""
    found = counted(large, view)
    with closing(connect_to_read(large)) as file:
        told = list(entries(file, view))
    assert found.incidents == len(told)
    for source in found.cited:
        mine = [e for e in told if any(t.chain and t.source == source.name for t in e.tellings)]
        vouching = [{t.source for t in e.tellings if t.stance not in AGAINST} for e in mine]
        assert source.incidents == len(mine)
        assert source.alone == sum(names == {source.name} for names in vouching)
        assert source.disputed == sum(
            any(source.name in (d.one_source, d.other_source) for d in e.disputes) for e in mine
        )


def test_who_denies_and_who_is_denied(tmp_path: Path) -> None:
    make_large(tmp_path / "e.db", events=2)
    with Store(tmp_path / "e.db") as store, store.writing() as file:
        file.execute("DELETE FROM claims")
        event = file.execute("SELECT min(id) FROM events").fetchone()[0]
        number = count()
        for source, stance in (("Ministry", "asserts"), ("ministry", "asserts"), ("Rebels", "denies")):
            put(
                file, "claims", id=f"c{next(number)}", event=event, local="c", source=source, chain=source,
                stance=stance, factuality="CT+", status="happened", cues="[]", start=0, stop=1, quote="x",
            )  # fmt: skip
    one, other = counted(tmp_path / "e.db", View()).cited
    assert (one.name, one.alone, one.denied, one.denies) == ("Ministry", 1, 1, 0)
    assert (other.name, other.alone, other.denied, other.denies) == ("Rebels", 0, 0, 1)


def test_state_media_are_marked_with_their_country(get: Get) -> None:
    known = standing("KCNA")
    assert known is not None
    assert (known.of_state, known.country) == (True, "KP")
    assert standing("nobody at all") is None
    assert re.search(r"KCNA</a> <span class=\"badge state\"[^>]*>state media KP<", get("/sources").text)


def test_each_source_leads_to_its_incidents(large: Path) -> None:
    get, source = getter(large), counted(large, View()).cited[0]
    answer = get("/sources?status=happened")
    assert 'aria-sort="descending"' in answer.text
    target = f"/incidents?status=happened&source={quote_plus(chr(34) + source.name + chr(34))}"
    assert target in unescape(answer.text)
    with closing(connect_to_read(large)) as file:
        assert how_many(file, View(source=f'"{source.name}"')) >= source.incidents


def test_sources_are_sorted_by_every_column(large: Path) -> None:
    get, column = getter(large), {"cited": 0, "alone": 1, "denied": 2, "disputed": 3, "denies": 4}
    for order, place in column.items():
        rows = get(f"/sources?sort={order}").text.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
        numbers = [int(re.findall(r'<td class="num[^>]*>([\d,]+)', row)[place].replace(",", "")) for row in rows]
        assert numbers == sorted(numbers, reverse=True), order
    assert get("/sources?sort=size").status == get("/sources?by=size").status == 400


def test_sources_of_many_events_are_counted_after_the_page(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.web.pages.sources.SMALL", 40)
    get = getter(large)
    assert 'hx-get="/sources/counts?sort=alone"' in get("/sources?sort=alone").text
    assert "Who is cited" in get("/sources/counts?sort=alone").text
    assert "Who is cited" in get("/sources").text, "counted once, known from then on"


def test_too_many_contradictions_are_not_counted_and_it_is_said(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.chronicle.views.sources.COMPARED", -1)
    assert {source.disputed for source in counted(large, View()).cited} == {None}
    assert "narrow the view" in getter(large)("/sources").text


@pytest.mark.long
def test_no_list_takes_long_at_a_hundred_thousand_events(tmp_path: Path) -> None:
    get = getter(make_large(tmp_path / "large.db", events=100_000))
    assert get("/sources/counts").status == 200
    targets = ["/documents", "/documents?status=happened&order=reports", "/documents?actor=Actor+1", "/sources"]
    for target in (*targets, "/documents?text=Norfjord", "/documents?since=2023-01-01&until=2023-02-01"):
        took = []
        for _ in range(3):
            start = process_time()
            assert len(get(target).body) < 1_000_000
            took.append(process_time() - start)
        assert min(took) < 0.3, (target, took)
