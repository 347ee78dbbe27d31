"""Filters that go beyond a column: who somebody is gathered as, disputed, reviewed, media of a state, own sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.chronicle.decided.deciding import judge
from sayso.chronicle.file import Connection, connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.told_to_sql import has_control
from sayso.chronicle.views.entries import View, entries, ids_of
from sayso.chronicle.views.facets import facet, how_many
from sayso.chronicle.views.spans import spans_of
from sayso.export.incident_rows import show_when
from sayso.records import Entity, Reading
from sayso.web.api.description import openapi
from sayso.web.api.routes import ROOT
from tests.hand_made_reading import made
from tests.test_web_pages import Get, getter


def reading(number: int, day: str, name: str, publisher: str, *, kind: str = "person") -> Reading:
    """A visit of somebody on a day of May 2031 as one paper tells it."""
    found = made(
        "The envoy toured the yard at Norfjord on 3 May 2031, the harbour office said. He saw two Tu-95 bombers."
        f"\n\nNothing else was told about ferry {number}.",
        id=f"https://paper.example/{number}", publisher=publisher,
    )  # fmt: skip
    mentions = found.entities[0].mentions
    envoy = Entity("e1", kind, name, country="KP" if kind == "person" else None, mentions=mentions)
    named = tuple(replace(m, form="name") for m in mentions)
    event, time = found.events[0], found.times[0]
    actor, *others = event.participants
    return replace(
        found,
        entities=(replace(envoy, mentions=named), found.entities[1]),
        times=(replace(time, earliest=day, latest=day),),
        events=(
            replace(
                event, participants=(replace(actor, name=name), *others), key=f"k{number}",
                time=event.time and replace(event.time, earliest=day, latest=day),
            ),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filters") / "a.db"
    with Store(path) as store:
        for told in (
            reading(1, "2031-05-03", "Kim Jong-un", "KCNA"),
            reading(2, "2031-06-03", "Kim Jong-un", "Reuters"),
            reading(3, "2031-07-03", "Kim Jong Un", "Reuters"),
            reading(4, "2031-08-03", "Sentosa Marina", "Norfjord Post", kind="other"),
        ):
            store.add(told)
        gather_pending(store)
        first = store.connection.execute("SELECT id FROM events WHERE earliest = '2031-06-03'").fetchone()[0]
        judge(store, "accept", [first], who="Ann")
    return path


@pytest.fixture
def file(chronicle: Path) -> Iterator[Connection]:
    with closing(connect_to_read(chronicle)) as opened:
        yield opened


@pytest.fixture
def get(chronicle: Path) -> Get:
    return getter(chronicle)


def days(file: Connection, **wanted: object) -> list[str | None]:
    """The months of the incidents of a view."""
    return [day and day[5:7] for _, day in ids_of(file, View(**wanted))]  # type: ignore[arg-type]


def test_one_person_in_two_spellings_is_one_value_of_the_facet(file: Connection) -> None:
    counts = {count.value: count.incidents for count in facet(file, View(), "actor")}
    assert counts["Kim Jong-un"] == 3
    assert "Kim Jong Un" not in counts
    assert counts["Sentosa Marina"] == 1, "who is gathered as nobody has the name of the text"


@pytest.mark.parametrize("broad", [1, 10**6])
def test_any_name_of_somebody_finds_all_that_he_does(
    broad: int, file: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.chronicle.views.chosen.BROAD", broad)
    for name in ('"Kim Jong-un"', '"kim jong un"', "Jong Un", "jong-un"):
        assert days(file, actor=name) == ["05", "06", "07"], name
    assert days(file, actor='"Sentosa Marina"') == days(file, actor="marina") == ["08"]
    assert days(file, actor='"Jong Un"') == []


def test_the_name_that_is_shown_goes_before_the_same_name_of_others(tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    with Store(path) as store:
        for number, kind in ((1, "person"), (2, "other")):
            store.add(reading(number, f"2031-0{number}-03", "Kim Jong Un", "Reuters", kind=kind))
        gather_pending(store)
        store.connection.execute("UPDATE identities SET name = 'Kim Jong-un'")
        counts = facet(store.connection, View(), "actor")
        assert {(c.value, c.incidents) for c in counts} >= {("Kim Jong-un", 1), ("Kim Jong Un", 1)}
        for count in counts:
            assert how_many(store.connection, View(actor=f'"{count.value}"')) == count.incidents, count


def test_words_are_those_of_the_sentence_that_tells_it(file: Connection) -> None:
    assert days(file, text="toured yard") == ["05", "06", "07", "08"]
    assert days(file, text="ferry") == days(file, text='"ferry 2"') == []
    assert days(file, report_text='"ferry 2"') == ["06"]


def test_words_of_a_claim_are_its_own_too(tmp_path: Path) -> None:
    found = reading(1, "2031-05-03", "Kim Jong-un", "KCNA")
    start = found.document.text.index("Nothing else")
    (claim,), whole = found.claims, found.document.text
    words = replace(claim.evidence[0], span=type(claim.evidence[0].span)(start, len(whole)), quote=whole[start:])
    with Store(tmp_path / "c.db") as store:
        store.add(replace(found, claims=(replace(claim, evidence=(words,)),)))
        gather_pending(store)
        assert how_many(store.connection, View(text="ferry")) == 1


def test_what_people_decided_chooses_incidents(file: Connection) -> None:
    assert days(file, review="accepted") == ["06"]
    assert days(file, review="unreviewed") == ["05", "07", "08"]
    assert days(file, review="corrected") == days(file, review="disagreeing") == []


def test_media_of_a_state_choose_incidents(file: Connection) -> None:
    assert days(file, control="state-run") == ["05"]
    assert days(file, control="private") == ["06", "07"]
    assert has_control("an official, via KCNA", "state-run")
    assert has_control("North Korean state media", "state-run")
    assert not has_control("the State Department", "state-run")


def test_disputed_are_those_that_the_list_calls_so(tmp_path: Path) -> None:
    told = reading(1, "2031-05-03", "Kim Jong-un", "KCNA")
    other = reading(2, "2031-05-03", "Kim Jong-un", "Reuters")
    (number,) = other.quantities
    fewer = replace(number, of="killed", low=1, high=1, value=1)
    with Store(tmp_path / "d.db") as store:
        store.add(replace(told, quantities=(replace(number, of="killed", low=9, high=9, value=9),)))
        store.add(replace(other, quantities=(fewer,)))
        store.add(reading(3, "2031-07-03", "Kim Jong Un", "Reuters"))
        gather_pending(store)
        called = {found.id for found in entries(store.connection, View()) if found.disputes}
        assert len(called) == 1
        assert {found for found, _ in ids_of(store.connection, View(disputed=True))} == called
        assert how_many(store.connection, View(disputed=True)) == 1
        assert how_many(store.connection, View(disputed=False)) == how_many(store.connection, View()) - 1


def test_the_page_offers_them_and_says_what_is_chosen(get: Get) -> None:
    found = get("/incidents?review=accepted&control=private&text=toured").text
    assert found.count("has-found") == 1
    assert '<option value="accepted" selected>' in found
    assert ">state media</option>" in found
    assert 'href="/incidents?report_text=toured&amp;control=private&amp;review=accepted"' in found
    assert "1–1 of 1 incident" in get("/incidents?report_text=%22ferry+2%22").text
    assert "Any report that holds the words" in get("/incidents?text=ferry").text, "also where nothing is found"
    for wrong in ("review=rejected", "control=mine", "disputed=no", "disputed=true", "report_text=%22%22"):
        assert get(f"/incidents?{wrong}").status == 400


def test_every_page_under_the_filter_heeds_them(get: Get) -> None:
    for path in ("/timeline", "/map", "/network", "/sources", "/documents", "/review", "/incidents/counts"):
        assert get(f"{path}?review=unreviewed&control=state-run&disputed=yes&report_text=ferry").status == 200, path


def test_programs_are_told_of_them(get: Get) -> None:
    described = openapi()["paths"][f"{ROOT}/incidents"]["get"]["parameters"]
    named = {p["name"]: p["schema"] for p in described}
    assert named["disputed"]["enum"] == ["yes"]
    assert "accepted" in named["review"]["enum"]
    assert json.loads(get(f"{ROOT}/incidents?control=state-run").text)["items"][0]["earliest"] == "2031-05-03"


def test_what_lasts_since_a_year_is_said_so_on_every_page(tmp_path: Path) -> None:
    found = reading(1, "2031-05-03", "Kim Jong-un", "KCNA")
    (event,), (time,) = found.events, found.times
    lasting = replace(event.time, relation="since", earliest="2022-01-01", latest=None) if event.time else None
    year = replace(time, value="2022", earliest="2022-01-01", latest="2022-12-31")
    with Store(tmp_path / "e.db") as store:
        store.add(replace(found, times=(year,), events=(replace(event, time=lasting),)))
        gather_pending(store)
        (span,) = spans_of(store.connection, [i for i, _ in ids_of(store.connection, View())], 5)
        (told,) = entries(store.connection, View())
        assert show_when(span) == show_when(told) == "since 2022"
    page = getter(tmp_path / "e.db")("/timeline").text
    assert "since 2022" in page
    assert "since 2022-01-01" not in page
