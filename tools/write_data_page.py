"""Write docs/data.md, the tables of a chronicle, from the comments of chronicle/schema.sql.

python tools/write_data_page.py           writes the page
python tools/write_data_page.py --check   exits 1 when the page on disk is not what the schema says
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from sayso.chronicle.file import schema

PAGE = Path(__file__).parent.parent / "docs" / "data.md"
_OPENING = """\
# The tables of a chronicle

This page is made by `tools/write_data_page.py` from `src/sayso/chronicle/schema.sql`; correct it there. A chronicle is
one SQLite file: `sqlite3 sayso.db`, Datasette, DB Browser and `sayso sql` open it. Write with sayso alone. Spans
(`start`, `stop`) are half-open offsets in characters into `versions.text`; days are ISO dates, instants are in UTC;
what the texts do not tell is NULL. Open it with sayso itself first: a newer sayso brings an older file up to date.

## Ask it with Datasette or sqlite3

Three views are for people: `list_incidents`, `list_claims` and `list_documents`. Everything else stands in the
tables further down; those of one text hang together by `reading`, and `local` is an id within the reading ("e1", "v3").

    pip install datasette
    datasette sayso.db           then http://127.0.0.1:8001/sayso/list_incidents
    sqlite3 -box sayso.db "SELECT earliest, what, who, whom, place, reports FROM list_incidents"

Datasette filters, sorts and counts each of them (facets by `kind`, `status`, `country`), gives every answer as CSV and
JSON, and with the plugin `datasette-cluster-map` draws `list_incidents` on a map. References are links: from
`incident_events` to the incident and its events, from a claim to its event. The full text stands in `sentences`, which
Datasette leaves out of its list because it is an index: open http://127.0.0.1:8001/sayso/sentences and search there.
Whoever opens a Datasette to others shows them whole articles (`versions.text`, `list_documents.text`).

    -- what somebody is said to have done, the most often told first
    SELECT what, who, whom, reports, origins FROM list_incidents WHERE who LIKE '%Kim%' ORDER BY origins DESC;
    -- what is denied, and by whom
    SELECT source, what, quote, publisher FROM list_claims WHERE stance = 'denies';
    -- the sentences with a word, and where they stand
    SELECT v.publisher, v.published, s.text FROM sentences s JOIN readings r ON r.id = s.reading
      JOIN versions v USING (document, version) WHERE sentences MATCH 'bomber*' ORDER BY rank;
    -- who takes part most often, in which role
    SELECT name, role, count(*) FROM participants GROUP BY 1, 2 ORDER BY 3 DESC;
    -- reports that bring one text
    SELECT origin, count(*) AS copies, group_concat(publisher) AS publishers
      FROM list_documents GROUP BY origin HAVING copies > 1;
"""
_TABLE = re.compile(
    r"-- (?P<about>[^\n]+)\nCREATE (?:VIRTUAL )?TABLE (?P<name>\w+)[^\n]*\(\n(?P<body>.*?)\n\)", re.DOTALL
)
_COLUMN = re.compile(r"^  (?P<name>\w+)(?: (?P<type>TEXT|INTEGER|REAL|BLOB))?[^\n]*?-- (?P<about>.+)$", re.MULTILINE)
_VIEW = re.compile(r"-- (?P<about>[^\n]+)\nCREATE VIEW (?P<name>\w+) AS\nSELECT\n(?P<body>.*?)\nFROM", re.DOTALL)
_CELL = re.compile(r"^  (?:.*[ .])?(?P<name>\w+),? +-- (?P<about>.+)$", re.MULTILINE)
_PARTS = {
    "about": "What was read, and what people decided",
    "readings": "What was found in it",
}


def to_page() -> str:
    """The whole page as Markdown."""
    views = [_section(match, _CELL) for match in _VIEW.finditer(schema())]
    tables = [_section(match, _COLUMN) for match in _TABLE.finditer(schema())]
    return "\n".join([_OPENING, "## To look at\n", *views, *tables])


def _section(match: re.Match[str], cells: re.Pattern[str]) -> str:
    """A table or view with its columns; a view's have no type."""
    part, found = _PARTS.get(match["name"]), list(cells.finditer(match["body"]))
    if cells is _CELL:
        rows = ["| column | what |", "|---|---|", *(f"| `{c['name']}` | {c['about']} |" for c in found)]
    else:
        rows = ["| column | type | what |", "|---|---|---|"]
        rows += [f"| `{c['name']}` | {(c['type'] or '').lower()} | {c['about']} |" for c in found]
    section = "\n".join([f"### {match['name']}\n\n{match['about']}.\n", *rows]) + "\n"
    return f"## {part}\n\n{section}" if part else section


def main() -> int:
    page = to_page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.read_text("utf-8") == page else 1
    PAGE.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
