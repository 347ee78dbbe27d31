"""The chronicle of readings for a terminal or a pipe: the events in order of time, one line each where the width allows
and two where it does not; then who and what is in them, which reports were read, and what could not be done."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from sayso.export.rows import Row, by_whom, rows_of_all
from sayso.records import Failure, Reading
from sayso.show.closing import failure_lines, problem_lines, report_lines
from sayso.show.who import who_is_who

_STYLES = {"happened": "", "planned": "cyan", "possible": "yellow", "negated": "red", "failed": "magenta"}
_HEADS = ("when", "who", "did what", "to whom / what", "with", "where", "according to", "how certain")
NOT_DATED, NOT_TOLD = "not dated", "–"
PLAIN_WIDTH = 160
WIDE = 140  # columns from which on an event gets one line


def print_chronicle(
    console: Console, readings: Sequence[Reading], failures: Sequence[Failure] = (), *, other: bool = False
) -> None:
    """The events, then who is in them, then the reports, then what could not be done."""
    rows = rows_of_all(readings, other=other)
    numbers = {r.document.id: n for n, r in enumerate(readings, 1)} if len(readings) > 1 else {}
    if rows:
        console.print(_table(rows, numbers) if console.width >= WIDE else _entries(rows, numbers))
    elif readings:
        console.print("No events found.")
    _print_section(console, "Who is who", who_is_who(readings))
    _print_section(console, "Reports" if len(readings) > 1 else "Report", report_lines(readings))
    _print_section(console, "What could not be done", [("!", line) for line in problem_lines(readings)])
    _print_section(console, "Not read", [("!", line) for line in failure_lines(failures)])


def to_text(
    readings: Sequence[Reading], failures: Sequence[Failure] = (), *, other: bool = False, width: int = PLAIN_WIDTH
) -> str:
    """The chronicle as plain text, without colour."""
    out = io.StringIO()
    console = Console(file=out, width=width, no_color=True, highlight=False, legacy_windows=False, force_terminal=False)
    print_chronicle(console, readings, failures, other=other)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def did_what(row: Row) -> str:
    """The kind and the word that tells it, once when they are the same, and its numbers."""
    deed = row.kind if row.what.lower() == row.kind else f"{row.kind}: {row.what}"
    return f"{deed} ({row.numbers})" if row.numbers else deed


def with_what(row: Row) -> str:
    """The equipment that is not named as target already."""
    named = {name.strip() for name in row.whom.split(",")}
    return ", ".join(name for name in row.equipment.split(", ") if name not in named)


def _table(rows: Sequence[Row], numbers: dict[str, int]) -> Table:
    table = Table(show_lines=False, expand=False, pad_edge=False, box=None, padding=(0, 2, 0, 0))
    for head in (*_HEADS, "report")[: len(_HEADS) + bool(numbers)]:
        table.add_column(
            head, overflow="fold", no_wrap=head in ("how certain", "report"), header_style="bold underline"
        )
    for row in rows:
        cells = [row.when or NOT_DATED, row.who or NOT_TOLD, did_what(row), row.whom, with_what(row), row.where]
        cells += [row.according_to, row.certainty, *_number(row, numbers)]
        table.add_row(*[Text(c) for c in cells], style=_STYLES[row.status])
    return table


def _number(row: Row, numbers: dict[str, int]) -> list[str]:
    return [f"[{numbers[row.document]}]"] if numbers else []


def _entries(rows: Sequence[Row], numbers: dict[str, int]) -> RenderableType:
    """Two lines an event: when, who, did what, to whom, with what, where; how certain and according to whom."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=min(20, max(len(row.when or NOT_DATED) for row in rows)), overflow="fold")
    table.add_column(overflow="fold")
    for row in rows:
        said = Text(" ".join([f"{row.certainty}, {by_whom(row.according_to)}", *_number(row, numbers)]))
        said.stylize(_STYLES[row.status] or "none", 0, len(row.certainty))
        table.add_row(Text(row.when or NOT_DATED), Group(_deed(row), said))
    return table


def _deed(row: Row) -> Text:
    text = Text(row.who or NOT_TOLD, style="none")
    text.stylize("bold")
    text.append(f" · {did_what(row)}" + (f" → {row.whom}" if row.whom else ""), style="not bold")
    where = "" if row.where.startswith(row.whom or " ") else row.where
    for word, cell in (("with", with_what(row)), ("in", where)):
        if cell:
            text.append(f" · {word} {cell}", style="not bold")
    return text


def _print_section(console: Console, head: str, lines: Sequence[tuple[str, str]]) -> None:
    """A head and lines of two columns; nothing when there are no lines."""
    if not lines:
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for first, second in lines:
        table.add_row(Text(f"  {first}"), Text(second))
    console.print()
    console.print(Text(head, style="bold"))
    console.print(table)
