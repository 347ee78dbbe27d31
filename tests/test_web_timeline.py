"""The timeline: what is drawn is what the chronicle holds, nothing touches, nothing is left out unsaid."""

from __future__ import annotations

import itertools
import re
from contextlib import closing
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.chronicle.file import connect_to_read
from sayso.chronicle.store import Store
from sayso.chronicle.views.entries import View, entries
from sayso.chronicle.views.spans import BINS, LANES, Span, among_of, spans, tallies, touching, undated_by_status
from sayso.web.charts.axis import ROOM, STEPS, Window, around, bin_end, bins_of, ticks
from sayso.web.charts.marks import CHIP, GLYPH, MOST_LANES, Lane, Mark, arranged, lanes_of
from sayso.web.charts.words import fitted, width_of
from sayso.web.pages import timeline
from sayso.web.pages.timeline import first_window
from tests.large_chronicle import make_large
from tests.test_web_pages import VIEWS, Get, getter

DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
WINDOWS = st.builds(around, st.integers(1, date.max.toordinal()), st.integers(1, 400_000))


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_large(tmp_path_factory.mktemp("timeline") / "a.db", events=400)


@pytest.fixture(scope="module")
def get(chronicle: Path) -> Get:
    return getter(chronicle)


# --- the axis ----------------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(WINDOWS, st.integers(280, 2400))
def test_ticks_leave_each_other_room_and_stay_inside(window: Window, width: int) -> None:
    places = [tick.x for tick in ticks(window, width)]
    assert all(0 <= x <= width for x in places)
    words = [(tick.x, max(tick.label, tick.year, key=width_of)) for tick in ticks(window, width)]
    assert all(x + width_of(longest) <= width for x, longest in words if longest)
    if window.days < 500 * 365 * width / ROOM / 2:
        assert all(b - a > ROOM * 0.85 for a, b in itertools.pairwise(places))
    assert places or window.days / width < 14 / 280 or window.days > STEPS[-1][1] * 365


@settings(max_examples=30, deadline=None)
@given(WINDOWS, st.floats(-3, 3), st.integers(-5, 10**7))
def test_a_step_leads_to_a_window_of_the_calendar(window: Window, share: float, days: int) -> None:
    assert window.moved(share).days == window.days
    assert window.zoomed(days).days >= 3
    assert abs((window.moved(share).first - window.first).days - window.days * share) <= window.days * 4


@settings(max_examples=30, deadline=None)
@given(DAYS, st.integers(1, 3000), st.integers(12, 60))
def test_bins_are_no_more_than_there_is_room_for(first: date, days: int, most: int) -> None:
    window = Window(first, first + timedelta(days))
    assert window.days / {"day": 1, "week": 7, "month": 30.44, "year": 365.25}.get(bins_of(window, most), 3652) <= most


@given(DAYS)
def test_a_bin_ends_the_day_before_the_next_begins(day: date) -> None:
    assert bin_end(day, "day") == day
    assert bin_end(date(day.year, 12, 1), "month") == date(day.year, 12, 31)
    assert bin_end(date(2020, 1, 1), "decade") == date(2029, 12, 31)


def test_a_few_far_off_do_not_press_the_others_together() -> None:
    begins = [(date(1950, 1, 1), 1), *((date(2023, 9, n), 5) for n in range(1, 20)), (date(2050, 1, 1), 1)]
    whole = Window(date(1950, 1, 1), date(2050, 1, 1))
    assert first_window(begins, whole).first.year == 2023
    assert first_window(begins[1:-1], Window(date(2023, 8, 30), date(2023, 9, 21))).days == 23


# --- marks -------------------------------------------------------------------------------------------------------


def span(number: int, first: date, days: int, words: str, relation: str | None, status: str) -> Span:
    last = (first + timedelta(days)).isoformat()
    return Span(f"i{number}", "visit", status, first.isoformat(), last, relation, words, 1 + number % 4, (), (), None)


SPANS = st.lists(
    st.tuples(
        st.integers(0, 400), st.sampled_from([0, 0, 0, 1, 30, 400]), st.text(max_size=60),
        st.sampled_from([None, "within", "throughout", "since"]), st.sampled_from(["happened", "planned", "failed"]),
    ),
    max_size=60,
).map(lambda told: [span(n, date(2022, 1, 1) + timedelta(d), *rest) for n, (d, *rest) in enumerate(told)])  # fmt: skip


def box(mark: Mark) -> tuple[float, float]:
    begin, end = min(mark.start, mark.sign - GLYPH), max(mark.stop, mark.sign + GLYPH)
    if not mark.label:
        return begin, end
    long = width_of(mark.label)
    return (
        (min(begin, mark.label_x - long), end) if mark.label_end else (begin, max(end, mark.label_x + long))
    )  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(SPANS, st.integers(280, 1600))
def test_nothing_touches_and_what_has_no_room_is_counted(held: list[Span], width: int) -> None:
    lanes = arranged(lanes_of(held, "kind", ""), "kind", Window(date(2021, 12, 1), date(2023, 6, 1)), width)
    for lane in lanes:
        assert len(lane.marks) + sum(cluster.incidents for cluster in lane.clusters) == lane.incidents == len(held)
        for mark in lane.marks:
            assert box(mark)[0] >= -0.1
            assert box(mark)[1] <= width + 0.1
            assert lane.y < mark.y < lane.y + lane.height
        apart(lane)


def apart(lane: Lane) -> None:
    rows: dict[float, list[tuple[float, float]]] = {}
    for mark in lane.marks:
        rows.setdefault(mark.y, []).append(box(mark))
    for cluster in lane.clusters:
        rows.setdefault(cluster.y, []).append((cluster.x - 19, cluster.x + 19))
        assert CHIP >= 38
    for row in rows.values():
        row.sort()
        assert all(one[1] <= other[0] + 0.1 for one, other in itertools.pairwise(row)), row


@settings(max_examples=30, deadline=None)
@given(SPANS)
def test_the_drawing_does_not_hang_on_the_order(held: list[Span]) -> None:
    window = Window(date(2021, 12, 1), date(2023, 6, 1))
    assert arranged({"": held}, "kind", window, 800) == arranged({"": held[::-1]}, "kind", window, 800)


def test_an_incident_of_two_stands_with_both_and_none_is_lost() -> None:
    held = [
        Span(f"i{n}", "meet", "happened", "2023-01-01", None, None, "met", 1, (f"A{n}", "B"), (), None)
        for n in range(30)
    ]
    lanes = lanes_of(held, "actor", "nobody")
    assert len(lanes["B"]) == 30
    assert len(lanes) <= MOST_LANES + 1
    assert {s.id for group in lanes.values() for s in group} == {s.id for s in held}
    assert list(lanes_of([span(1, date(2023, 1, 1), 0, "x", None, "planned")], "actor", "nobody")) == ["nobody"]


@given(st.text(max_size=80), st.floats(0, 400))
def test_words_are_cut_to_their_room(words: str, room: float) -> None:
    assert width_of(fitted(words, room)) <= room or fitted(words, room) == words == ""


# --- questions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_the_window_holds_what_the_lists_hold(chronicle: Path, view: View) -> None:
    first, last = "2021-01-01", "2021-06-30"
    with closing(connect_to_read(chronicle)) as file:
        told, among = list(entries(file, view)), among_of(file, view)
        expected = [
            e.id for e in told if (e.earliest or e.latest) and (e.latest or e.earliest or "") >= first
            and (e.earliest or e.latest or "") <= last
        ]  # fmt: skip
        assert [s.id for s in spans(file, among, first, last)] == expected
        assert touching(file, among, first, last) == len(expected)
        assert sum(undated_by_status(file, among).values()) == sum(not (e.earliest or e.latest) for e in told)
        for bins in BINS:
            counted = tallies(file, among, first, last, lanes="kind", bins=bins)
            assert sum(tally.incidents for tally in counted) == len(expected)
            assert all(
                date.fromisoformat(tally.day) <= bin_end(date.fromisoformat(tally.day), bins) for tally in counted
            )


# --- the page ----------------------------------------------------------------------------------------------------


def drawn(page: str) -> set[str]:
    return set(re.findall(r'class="mark-of [^>]*href="/incident/(\w+)', page))


@pytest.mark.parametrize("lanes", LANES)
def test_every_incident_of_a_window_is_drawn_or_counted_and_in_the_table(get: Get, chronicle: Path, lanes: str) -> None:
    page = get(f"/timeline?from=2021-01-01&to=2021-06-30&lanes={lanes}&w=1200").text
    with closing(connect_to_read(chronicle)) as file:
        expected = {s.id for s in spans(file, None, "2021-01-01", "2021-06-30")}
    table = page[page.index('<table class="plain">') :]
    assert set(re.findall(r'href="/incident/(\w+)', table)) == expected
    assert drawn(page) <= expected
    if lanes == "kind":
        clusters = sum(int(n) for n in re.findall(r">\+(\d+)</text>", page))
        assert len(drawn(page)) + clusters == len(expected)
    assert f"{len(expected)} incidents here" in page


def test_very_many_are_counted_by_bin(monkeypatch: pytest.MonkeyPatch, chronicle: Path) -> None:
    monkeypatch.setattr(timeline, "MOST_MARKS", 20)
    for lanes in LANES:
        page = getter(chronicle)(f"/timeline?lanes={lanes}").text
        assert "counted by month" in page
        assert not drawn(page)
        assert 'fill="url(#fill-planned)"' in page
    page = getter(chronicle)("/timeline").text
    total = int(re.findall(r"(\d+) incidents here", page)[0])
    assert sum(int(n) for n in re.findall(r"<title>[^<]*: (\d+) incidents:", page)) == total


def test_the_links_lead_on_with_filter_window_and_lanes(get: Get) -> None:
    page = unescape(get("/timeline?status=happened&from=2021-01-01&to=2021-03-31&lanes=place").text)
    links = re.findall(r'data-window href="([^"]+)"', page)
    assert len(links) > 10
    for link in links:
        assert link.startswith("/timeline?status=happened&")
        assert get(link).status == 200
    assert 'name="from" value="2021-01-01"' in page, "the filter form stays in the window"
    assert re.search(r'href="/incidents\?status=happened"', page), "other pages get the filter alone"


WRONG = (
    "from=x&to=2023-01-01",
    "from=2023-01-01",
    "from=2023-02-01&to=2023-01-01",
    "lanes=colour",
    "w=-1",
    "w=1e9",
    "w=x",
)


@pytest.mark.parametrize("query", WRONG)
def test_a_wrong_window_is_told(get: Get, query: str) -> None:
    assert get(f"/timeline?{query}").status == 400
    assert get(f"/incidents?{query}").status == 400


@pytest.mark.parametrize(
    "query", ["from=0001-01-01&to=9999-12-31", "from=2021-01-01&to=2021-01-01", "from=3000-01-01&to=3000-12-31&w=280"]
)
def test_any_window_is_drawn(get: Get, query: str) -> None:
    for lanes in LANES:
        assert get(f"/timeline?{query}&lanes={lanes}").status == 200


def test_without_days_or_incidents_it_says_so(tmp_path: Path) -> None:
    with Store(make_large(tmp_path / "b.db", events=20)) as store, store.writing() as file:
        file.execute("UPDATE incidents SET earliest = NULL, latest = NULL")
    page = getter(tmp_path / "b.db")("/timeline").text
    assert "No incident of this view has a day" in page
    assert "Not dated" in page
    with Store(tmp_path / "empty.db"):
        pass
    assert "Nothing here yet" in getter(tmp_path / "empty.db")("/timeline").text
    assert "No incident fulfils" in getter(tmp_path / "b.db")("/timeline?actor=nobody").text


def test_what_takes_long_is_drawn_afterwards(chronicle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "SMALL", 10)
    get = getter(chronicle)
    assert 'hx-get="/timeline/chart?kind=visit&amp;lanes=actor"' in get("/timeline?kind=visit&lanes=actor").text
    assert "<svg" in get("/timeline").text, "the first view is there at once"
    assert "<svg" in get("/timeline/chart?kind=visit&lanes=actor").text
    assert "Drawing …" not in get("/timeline?kind=visit&lanes=actor").text, "drawn once, known from then on"


@pytest.mark.long
def test_the_timeline_does_not_take_long_at_a_hundred_thousand_events(tmp_path: Path) -> None:
    get = getter(make_large(tmp_path / "large.db", events=100_000))
    get("/timeline?from=2021-01-01&to=2021-01-03")
    for target in ("/timeline", "/timeline?from=2021-01-01&to=2021-12-31", "/timeline?status=happened&lanes=actor"):
        start = process_time()
        body = get(target).body
        assert len(body) < 1_000_000
        assert process_time() - start < 0.6, target  # half of it where nothing else runs
