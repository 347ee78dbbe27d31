"""The chronicle of readings for a terminal or a pipe: a table of events, the entities, and what could not be done."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sayso.export.rows import Row, rows_of_all
from sayso.records import Failure, Problem, Reading

_STYLES = {"happened": "", "planned": "cyan", "possible": "yellow", "negated": "red", "failed": "magenta"}
_HEADS = ("when", "who", "did what", "to whom / what", "with", "where", "according to", "how certain")
PLAIN_WIDTH = 160


def print_chronicle(
    console: Console, readings: Sequence[Reading], failures: Sequence[Failure] = (), *, other: bool = False
) -> None:
    """The table, then who is in it, then what could not be done."""
    rows = rows_of_all(readings, other=other)
    console.print(_table(rows) if rows else "No events found.")
    entities = _entities(readings)
    if entities:
        console.print(Text("Who is who: ", style="bold") + Text(entities))
    for line in _problems(readings, failures):
        console.print(Text(line, style="yellow"))


def to_text(
    readings: Sequence[Reading], failures: Sequence[Failure] = (), *, other: bool = False, width: int = PLAIN_WIDTH
) -> str:
    """The chronicle as plain text, without colour."""
    out = io.StringIO()
    console = Console(file=out, width=width, no_color=True, highlight=False, legacy_windows=False, force_terminal=False)
    print_chronicle(console, readings, failures, other=other)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _table(rows: Sequence[Row]) -> Table:
    table = Table(show_lines=False, expand=False, pad_edge=False, box=None, padding=(0, 2, 0, 0))
    for head in _HEADS:
        table.add_column(head, overflow="fold", no_wrap=head == "how certain", header_style="bold underline")
    for row in rows:
        what = f"{row.kind}: {row.what}" if row.what.lower() != row.kind else row.kind
        cells = [row.when or "not dated", row.who or "?", what, row.whom, row.equipment, row.where, row.according_to]
        table.add_row(*[Text(c) for c in cells], Text(row.certainty), style=_STYLES[row.status])
    return table


def _entities(readings: Sequence[Reading]) -> str:
    """Every named entity once, with the first role that a text gives it and how often it is mentioned."""
    told: dict[tuple[str, str], list[str]] = {}
    counts: dict[tuple[str, str], int] = {}
    for reading in readings:
        for entity in reading.entities:
            if not any(m.form == "name" for m in entity.mentions):
                continue
            key = (entity.name, entity.kind)
            told.setdefault(key, []).extend(r.quote for r in entity.roles)
            counts[key] = counts.get(key, 0) + len(entity.mentions)
    ordered = sorted(told, key=lambda k: (-counts[k], k))
    return "; ".join(_entity(name, kind, told[name, kind]) for name, kind in ordered)


def _entity(name: str, kind: str, roles: Sequence[str]) -> str:
    return f"{name} ({roles[0] if roles else kind})"


def _problems(readings: Sequence[Reading], failures: Sequence[Failure]) -> list[str]:
    found = [f"! {r.document.file or r.document.id}: {_told(p)}" for r in readings for p in r.problems]
    found += [f"! not read: {f.input}: {f.what} ({f.reason})" for f in failures]
    open_dates = sum(1 for r in readings for t in r.times if t.value.startswith("XXXX-WXX"))
    if open_dates and any(r.document.published is None for r in readings):
        found.append(f"! {open_dates} weekdays stay without a day: their report is not dated (--published YYYY-MM-DD)")
    return found


def _told(problem: Problem) -> str:
    return f"{problem.stage}: {problem.what}"
