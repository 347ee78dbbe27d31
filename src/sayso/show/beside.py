"""What a team has beside what the chronicle tells, as rows with names and for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sayso.chronicle.views.look import Answer
from sayso.export.days import show_days
from sayso.export.incident_rows import NOT_DATED, clean, incident_row, shown_quote
from sayso.export.incident_words import VERIFIED_NOTHING, day_of, headline, listed, numbers_of
from sayso.records import Beside, CodedRow, Disagreement

COLUMNS = (
    "held", "row", "their day", "their kind", "their status", "their who", "their whom", "their where",
    "their numbers", "their source", "incident", "our day", "our what", "our status", "reports", "origins", "score",
    "same because", "disagrees", "our quote",
)  # fmt: skip
_BY = ("denied", "doubted")
_DAY = 14  # columns of the day
_QUOTED = 160  # characters of a quotation in a list


def held_by(beside: Beside) -> str:
    """Who has it: "theirs", "ours" or "both"."""
    return "both" if beside.row and beside.entry else "theirs" if beside.row else "ours"


def beside_list(found: Iterable[Beside]) -> Answer:
    """One row a line, the columns of COLUMNS."""
    return Answer(COLUMNS, tuple((held_by(b), *_theirs(b.row), *_ours(b)) for b in found))


def _theirs(row: CodedRow | None) -> tuple[object, ...]:
    if row is None:
        return ("",) * 9
    return (
        clean(row.id), _day(row), clean(row.told_kind), row.status, clean("; ".join(row.actors)),
        clean("; ".join(row.targets)), _where(row), _numbers(row), clean(row.source),
    )  # fmt: skip


def _ours(beside: Beside) -> tuple[object, ...]:
    entry = beside.entry
    if entry is None:
        return ("",) * 10
    row = incident_row(entry)
    quote = next((d.quote for d in beside.disagreements if d.quote), row.quote)
    return (
        clean(entry.id), day_of(row), headline(row), entry.status, entry.reports, entry.origins,
        "" if beside.score is None else beside.score, clean(beside.why),
        "; ".join(show_disagreement(d) for d in beside.disagreements), clean(quote),
    )  # fmt: skip


def to_beside(found: Iterable[Beside]) -> str:
    """Two lines and more for each, in the order given; how many are held by whom at the end."""
    counts: Counter[str] = Counter()
    lines: list[str] = []
    for beside in found:
        counts[held_by(beside)] += 1
        counts["disagree"] += bool(beside.disagreements)
        lines += _lines(beside)
    return "\n".join([*lines, _summary(counts), VERIFIED_NOTHING]) if lines else "Nothing."


def _summary(counts: Counter[str]) -> str:
    rows = counts["theirs"] + counts["both"]
    return (
        f"{rows} imported row{'s' * (rows != 1)}: {counts['both']} told by reports too ({counts['disagree']} disagree),"
        f" {counts['theirs']} not. {counts['ours']} incident{'s' * (counts['ours'] != 1)} without a row."
    )


def _lines(beside: Beside) -> Iterator[str]:
    marks = {"both": "=", "theirs": "<", "ours": ">"}
    held = held_by(beside)
    for number, line in enumerate(_told(beside)):
        yield f"{(_first_day(beside) if not number else ''):<{_DAY}} {marks[held] if not number else ' '} {line}"


def _first_day(beside: Beside) -> str:
    return _day(beside.row) if beside.row else day_of(incident_row(beside.entry)) if beside.entry else ""


def _told(beside: Beside) -> Iterator[str]:
    if beside.row:
        yield f"{row_line(beside.row)}  [{clean(beside.row.id)}]"
    if beside.entry:
        row = incident_row(beside.entry)
        day = f"{day_of(row)}  " if beside.row and day_of(row) != _day(beside.row) else ""
        yield f"{'reports: ' if beside.row else ''}{day}{headline(row)}  [{clean(beside.entry.id)}]"
        yield listed(row) if not beside.row else f"{row.certainty}; {numbers_of(row)}"
    if beside.why:
        yield f"taken for one: {clean(beside.why)}"
    for one in beside.disagreements:
        quoted = f": “{shown_quote(one.quote, _QUOTED)}”" if one.quote else ""
        yield f"≠ {show_disagreement(one)}{quoted}"


def row_line(row: CodedRow) -> str:
    """ "their row: Missile test · Norland → Sorvik · with Auk-3 · in Norfjord, NO"."""
    kind = clean(row.told_kind) or clean(row.kind)
    deed = (kind if row.status == "happened" else f"{kind} ({row.status})") + (
        f" ({_numbers(row)})" if _numbers(row) else ""
    )
    whom = f" → {clean(', '.join(row.targets))}" if row.targets else ""
    equipment = f"with {clean(', '.join(row.equipment))}" if row.equipment else ""
    where = f"in {_where(row)}" if _where(row) else ""
    parts = [clean(", ".join(row.actors)), deed + whom, equipment, where]
    return "row: " + " · ".join(part for part in parts if part)


def rows_told(found: Iterable[Beside]) -> str:
    """The imported rows of an incident, for its card; "" when there are none."""
    lines = [line for beside in found if beside.row for line in _of_card(beside, beside.row)]
    return "\n".join(["\n", "Imported rows taken for it:", *lines]) if lines else ""


def _of_card(beside: Beside, row: CodedRow) -> Iterator[str]:
    yield f"  {_day(row)}  {row_line(row)}  [{clean(row.id)}]"
    yield f"    because: {clean(beside.why)}"
    yield from (f"    ≠ {show_disagreement(one)}" for one in beside.disagreements)


def show_disagreement(one: Disagreement) -> str:
    """ "number: 12 killed in the row, twenty killed according to doctors"."""
    by = f" {'by' if one.ours in _BY else 'according to'} {one.source}" if one.source else ""
    return clean(f"{one.field}: {one.theirs} in the row, {one.ours}{by}")


def _day(row: CodedRow) -> str:
    if row.earliest and row.latest:
        return show_days(row.earliest, row.latest)
    return f"from {row.earliest}" if row.earliest else f"by {row.latest}" if row.latest else NOT_DATED


def _where(row: CodedRow) -> str:
    if row.place is None:
        return f"{clean(row.country)} (country only)" if row.country else ""
    return clean(", ".join(part for part in (row.place, row.country) if part))


def _numbers(row: CodedRow) -> str:
    told = (("killed", row.killed), ("wounded", row.wounded))
    return ", ".join(
        f"{bounds[0]}{f' to {bounds[-1]}' if bounds[0] != bounds[-1] else ''} {of}" for of, bounds in told if bounds
    )
