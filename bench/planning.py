"""What 10^6, 10^8 and 10^9 pages cost, from what was measured: the table of docs/scale.md.

    python bench/planning.py [--write]

Measured: `scale_read.json` (reading, bytes that are kept) and `scale.json` (gathering). The rest is ASSUMED, and the
page says so. `--write` puts the table between the marks of docs/scale.md.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "scale.md"
SIZES = (10**6, 10**8, 10**9)
CHARACTERS = 3_000  # ASSUMED: of the text of a page
ARCHIVED = 25_000  # ASSUMED: bytes of a page in a packed web archive
PRICE = 0.04  # ASSUMED: dollars an hour of one core with 4 GB, rented without a contract
STORED = 0.023  # ASSUMED: dollars a gigabyte and month
BUSY = 0.9  # ASSUMED: share of the hours in which a core reads
HELD = 10_000  # bytes of an event while it is gathered, as sayso.chronicle.gathered.blocks tells
CORES = {10**6: 16, 10**8: 512, 10**9: 4_096}
_TABLE = re.compile(r"(<!-- planning -->\n)(.*?)(<!-- end of planning -->\n)", re.S)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true")
    if parser.parse_args(arguments).write:
        PAGE.write_text(filled(PAGE.read_text("utf-8")), "utf-8")
    print(table(), end="")
    return 0


def filled(page: str) -> str:
    """The page with the table of now."""
    return _TABLE.sub(lambda found: found[1] + table() + found[3], page)


def table() -> str:
    """A column for each number of pages."""
    columns = [plan(pages) for pages in SIZES]
    rows = [f"| {name} | " + " | ".join(column[name] for column in columns) + " |" for name in columns[0]]
    head = "| pages | " + " | ".join(f"{pages:,}" for pages in SIZES) + " |"
    return "\n".join([head, "|---" * (len(SIZES) + 1) + "|", *rows]) + "\n"


def plan(pages: int) -> dict[str, str]:
    """What so many pages cost."""
    read, gather = measured()
    scaled = CHARACTERS / read["characters"]
    hours = pages * scaled * read["cpu_ms"] / 1000 / 3600 / BUSY
    events = pages * scaled * read["events"]
    growth = gather["exponents"][-1] - 1
    most = gather["sizes"][-1]
    seconds = events * most["cpu_s"] / most["events"] * (events / most["events"]) ** growth
    kept = pages * scaled * read["kept_bytes"]
    return {
        "web archives, to read": size(pages * ARCHIVED),
        "reading, core hours": f"{hours:,.0f}",
        "cores that one would take": f"{CORES[pages]:,}",
        "hours with these": f"{hours / CORES[pages]:,.1f}",
        "money for reading": f"${hours * PRICE:,.0f}",
        "readings that are kept": size(kept),
        "money for keeping them, a month": f"${kept / 1e9 * STORED:,.2f}",
        "events": f"{events:,.0f}",
        "gathering all at once, hours of one core": f"{seconds / 3600:,.0f}",
        "gathering all at once, memory": size(events * HELD),
    }


def measured() -> tuple[dict[str, float], dict[str, list]]:  # type: ignore[type-arg]
    """Reading a page, and gathering."""
    read, gather = (json.loads((HERE / "results" / f"{name}.json").read_text()) for name in ("scale_read", "scale"))
    return read, gather["gathering"]


def size(number: float) -> str:
    """Bytes in words: 25 GB."""
    for name in ("MB", "GB", "TB", "PB"):
        number /= 1000 if name != "MB" else 1_000_000
        if number < 1000:
            break
    return f"{number:,.0f} {name}" if number >= 10 else f"{number:.1f} {name}"


if __name__ == "__main__":
    sys.exit(main())
