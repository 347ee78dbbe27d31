"""The chronicle on one page for an editor, in Markdown: what is told most, what is disputed, what is planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from sayso.export.incident_rows import IncidentRow, in_order, incident_row, shown_quote
from sayso.export.incident_words import VERIFIED_NOTHING, day_of, headline, link, plain, standing
from sayso.records import Entry

MOST_TOLD, DISPUTED, PLANNED = 10, 5, 5  # incidents that a page holds
SHORT = 240  # characters of a quotation in it


def brief_page(entries: Iterable[Entry]) -> str:
    """Counts, the incidents with most separate origins, the disputed and the planned ones, and what is left out."""
    rows = [incident_row(entry) for entry in in_order(entries)]
    told = [row for row in reversed(rows) if row.status != "planned"]
    parts = [
        ["# Brief", "", _counts(rows), "", f"*{VERIFIED_NOTHING}*"],
        _section("Told most", sorted(told, key=_by_origins), MOST_TOLD, _quoted),
        _section("In dispute", [row for row in rows if row.disputes], DISPUTED, _disputed),
        _section("Planned", [row for row in rows if row.status == "planned"], PLANNED, _quoted),
    ]
    return "\n".join(line for part in parts for line in part) + "\n"


def _by_origins(row: IncidentRow) -> tuple[int, int, bool]:
    """Of what is told equally often the latest stands first (the rows come so), undated incidents last."""
    return (-row.origins, -row.reports, not row.when)


def _counts(rows: Sequence[IncidentRow]) -> str:
    if not rows:
        return "No incidents."
    statuses = Counter(row.status for row in rows)
    by_status = ", ".join(
        f"{number} {status}" for status, number in sorted(statuses.items(), key=lambda s: (-s[1], s[0]))
    )
    undated = sum(not row.when for row in rows)
    days = [row.earliest or row.latest for row in rows if row.when]
    between = f" from {min(days)} to {max(row.latest or row.earliest for row in rows if row.when)}" if days else ""
    return f"{len(rows)} incidents{between}: {by_status}; {undated} not dated."


def _section(head: str, rows: Sequence[IncidentRow], most: int, more: Callable[[IncidentRow], str]) -> list[str]:
    if not rows:
        return []
    lines = ["", f"## {head}", ""]
    for row in rows[:most]:
        lines.extend(line for line in (_item(row), more(row)) if line)
    left = len(rows) - most
    return [*lines, *(["", f"… and {left} more."] if left > 0 else [])]


def _item(row: IncidentRow) -> str:
    return f"- **{plain(day_of(row))}** {plain(headline(row))}. {plain(standing(row))}."


def _quoted(row: IncidentRow) -> str:
    return f"  “{plain(shown_quote(row.quote, SHORT))}”{_report(row)}" if row.quote else ""


def _disputed(row: IncidentRow) -> str:
    return f"  {plain(row.disputes)}."


def _report(row: IncidentRow) -> str:
    name = ", ".join(part for part in (row.publisher or "report", row.published) if part)
    address = link(row.url)
    return f" ([{plain(name)}](<{address}>))" if address else f" ({plain(name)})"
