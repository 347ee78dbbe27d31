"""Single incidents in lanes: each in a row where nothing touches it; what does not fit is counted where it would be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.chronicle.views.spans import Span
from sayso.export.days import as_day
from sayso.web.charts.axis import Window, around
from sayso.web.charts.words import fitted, width_of

ROW, HEAD, FOOT = 22, 22, 8  # pixels of a row, of the name of a lane, below the rows
MOST_ROWS, MOST_LANES = 7, 10
GLYPH = 7  # half of the room of a mark
GAP = 8  # between two things in a row
LABEL = 230  # pixels of a label at most
OPEN = 34  # pixels of a span whose one end is not told
CHIP = 46  # pixels of "+12"
LASTING = frozenset({"throughout", "since", "until"})  # relations of what fills its days
OTHERS = "all others"

Extent = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """One incident: its sign at `sign`, its days from `start` to `stop`; `shape` is day, band (within) or bar (all)."""

    span: Span
    shape: str
    start: float
    stop: float
    sign: float
    y: float
    label: str = ""
    label_x: float = 0.0
    label_end: bool = False
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Cluster:
    """Incidents for which there is no room, and the window that would show them."""

    x: float
    y: float
    incidents: int
    window: Window


@dataclass(frozen=True, slots=True)
class Lane:
    """A name, and what stands under it."""

    name: str
    incidents: int
    y: float
    height: float
    marks: tuple[Mark, ...]
    clusters: tuple[Cluster, ...]


def lanes_of(spans: Iterable[Span], lanes: str, missing: str) -> dict[str, list[Span]]:
    """The incidents by lane, those with the most first; beyond MOST_LANES they stand under OTHERS."""
    found: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        for name in names_of(span, lanes) or (missing,):
            found[name].append(span)
    kept = top_lanes({name: len(held) for name, held in found.items()})
    shown = {name: found[name] for name in kept}
    seen = {span.id for held in shown.values() for span in held}
    others = {span.id: span for name in found if name not in shown for span in found[name] if span.id not in seen}
    return {**shown, OTHERS: list(others.values())} if others else shown


def top_lanes(incidents: Mapping[str, int]) -> list[str]:
    """The names of the lanes with the most incidents."""
    return sorted(incidents, key=lambda name: (-incidents[name], name))[:MOST_LANES]


def names_of(span: Span, lanes: str) -> tuple[str, ...]:
    """The lanes that an incident belongs to."""
    return span.actors if lanes == "actor" else tuple(name for name in (getattr(span, lanes),) if name)


def label_of(span: Span, lanes: str) -> str:
    """ "Kim Jong Un left Russia"; what the lane tells is left out."""
    who = "" if lanes == "actor" else ", ".join(span.actors)
    return " ".join(part for part in (who, span.word, ", ".join(span.targets)) if part)


def arranged(by_lane: Mapping[str, Sequence[Span]], lanes: str, window: Window, width: float) -> tuple[Lane, ...]:
    """The lanes from the top down, with all that stands in them."""
    found: list[Lane] = []
    top = 0.0
    for name, held in by_lane.items():
        lane = _lane(name, held, lanes, window, width, top)
        found.append(lane)
        top += lane.height
    return tuple(found)


def _lane(name: str, held: Sequence[Span], lanes: str, window: Window, width: float, top: float) -> Lane:
    rows: list[list[Extent]] = []
    marks: list[Mark] = []
    dropped: list[Mark] = []
    for span in sorted(held, key=lambda s: (-s.reports, s.earliest or s.latest or "", s.id)):
        bare = _bare(span, window, width)
        mark = next((m for option in (_labelled(bare, lanes, width), bare) if (m := _put(option, rows))), None)
        if mark:
            marks.append(replace(mark, y=top + HEAD + ROW * (mark.y + 0.5)))
        else:
            dropped.append(bare)
    clusters = _clusters(dropped, window, width, top + HEAD + ROW * (len(rows) + 0.5))
    height = HEAD + ROW * (len(rows) + bool(clusters)) + FOOT
    marks.sort(key=lambda mark: (mark.start, mark.y))
    return Lane(name, len(held), top, height, tuple(marks), clusters)


def _bare(span: Span, window: Window, width: float) -> Mark:
    """A mark without words, in no row yet."""
    first, last = as_day(span.earliest or ""), as_day(span.latest or "")
    start = window.place(first, width) if first else None
    stop = window.place(last, width) + width / window.days if last else None
    open_start, open_end = start is None, stop is None or span.relation == "since"
    if start is None and stop is not None:
        start = stop - OPEN
    if stop is None and start is not None:
        stop = start + OPEN
    begin, end = max(0.0, start or 0.0), min(width, stop or 0.0)
    is_day = end - begin < 3 * GLYPH and not (open_start or open_end)
    shape = "day" if is_day else "bar" if span.relation in LASTING else "band"
    sign = (begin + end) / 2 if is_day else begin + GLYPH + 2
    sign = min(max(sign, GLYPH), width - GLYPH)
    return Mark(span, shape, begin, end, sign, 0.0, open_start=open_start, open_end=open_end)


def _extent(mark: Mark) -> Extent:
    """From where to where a mark needs its row."""
    begin, end = min(mark.start, mark.sign - GLYPH), max(mark.stop, mark.sign + GLYPH)
    if mark.label and mark.label_end:
        begin = min(begin, mark.label_x - width_of(mark.label))
    elif mark.label:
        end = max(end, mark.label_x + width_of(mark.label))
    return begin, end


def _labelled(mark: Mark, lanes: str, width: float) -> Mark:
    """The mark with words to the right of its sign, where there is no room to the left of it."""
    words = fitted(label_of(mark.span, lanes), LABEL)
    behind = mark.stop + 4 if mark.open_end else mark.sign + GLYPH + 3
    before = min(mark.start, mark.sign - GLYPH) - 3
    if behind + width_of(words) > width and before - width_of(words) >= 0:
        return replace(mark, label=words, label_x=before, label_end=True)
    return replace(mark, label=fitted(words, width - behind), label_x=behind)


def _put(mark: Mark, rows: list[list[Extent]]) -> Mark | None:
    """The mark with the number of the first row that has room for it; None when no row has."""
    begin, end = _extent(mark)
    for number, row in enumerate([*rows, []] if len(rows) < MOST_ROWS else rows):
        if all(end + GAP <= one or other + GAP <= begin for one, other in row):
            if number == len(rows):
                rows.append([])
            rows[number].append((begin, end))
            return replace(mark, y=number)
    return None


def _clusters(dropped: Iterable[Mark], window: Window, width: float, y: float) -> tuple[Cluster, ...]:
    columns = max(1, int(width // CHIP))
    counted = Counter(min(columns - 1, int(mark.sign / width * columns)) for mark in dropped)
    return tuple(
        Cluster((n + 0.5) * width / columns, y, count, _of_column(window, n, columns))
        for n, count in sorted(counted.items())
    )


def _of_column(window: Window, number: int, columns: int) -> Window:
    """The days of a column, with a little around."""
    days = window.days / columns
    return around(window.first.toordinal() + (number + 0.5) * days, int(days * 2) + 1)
