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
what the texts do not tell is NULL.
"""
_TABLE = re.compile(
    r"-- (?P<about>[^\n]+)\nCREATE (?:VIRTUAL )?TABLE (?P<name>\w+)[^\n]*\(\n(?P<body>.*?)\n\)", re.DOTALL
)
_COLUMN = re.compile(r"^  (?P<name>\w+)(?: (?P<type>TEXT|INTEGER|REAL|BLOB))?[^\n]*?-- (?P<about>.+)$", re.MULTILINE)
_PARTS = {
    "about": "What was read, and what people decided",
    "readings": "What was found in it",
}


def to_page() -> str:
    """The whole page as Markdown."""
    return "\n".join([_OPENING, *(_section(match) for match in _TABLE.finditer(schema()))])


def _section(match: re.Match[str]) -> str:
    part = _PARTS.get(match["name"])
    head = "| column | type | what |\n|---|---|---|"
    columns = [
        f"| `{column['name']}` | {(column['type'] or '').lower()} | {column['about']} |"
        for column in _COLUMN.finditer(match["body"])
    ]
    section = "\n".join([f"### {match['name']}\n\n{match['about']}.\n", head, *columns]) + "\n"
    return f"## {part}\n\n{section}" if part else section


def main() -> int:
    page = to_page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.read_text("utf-8") == page else 1
    PAGE.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
