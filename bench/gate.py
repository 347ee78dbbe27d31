"""The gate of `make test`: figures on the data that the repository ships, held against `bench/floors.json`.

    python bench/gate.py

certainty.*     share of claims given, and of paragraphs with all claims given (`tests/cases/certainty`)
factuality      share of sentences of `tests/cases/factuality.tsv` whose predicate gets the right factuality
times           share of rows of `tests/cases/times.tsv` with type, value and days right

Writes `bench/results/gate.json`. Exit code 1 when a figure lies below its floor.
"""

from __future__ import annotations

import csv
import json
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from bench.certainty import load_cases, share  # noqa: E402
from sayso import intake  # noqa: E402
from sayso.reading.certainty.judge import judge  # noqa: E402
from sayso.reading.kit import Kit  # noqa: E402
from sayso.reading.read import read_all  # noqa: E402
from sayso.reading.times.find import find_times  # noqa: E402

CASES = HERE.parent / "tests" / "cases"


def certainty(kit: Kit) -> dict[str, float]:
    cases = load_cases()
    documents = [intake.from_text(c.text, title=c.title, published=c.published, id=c.id) for c in cases]
    return share(list(read_all(documents, kit)), cases)


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table of cases; lines that begin with # are remarks."""
    lines = (CASES / name).read_text("utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def times(kit: Kit) -> float:
    """Share of sentences in which the expression is found with its type and value."""
    rows = rows_of("times.tsv")
    documents = [
        intake.from_text(row["sentence"], published=None if row["published"] == "-" else row["published"], id=str(n))
        for n, row in enumerate(rows)
    ]
    right = 0
    for row, parsed in zip(rows, kit.parser.parse_all(documents), strict=True):
        found = {(t.quote, t.type, t.value) for t in find_times(parsed, kit)}
        right += (row["expression"], row["type"], row["value"]) in found
    return right / len(rows)


def factuality(kit: Kit) -> float:
    """Share of sentences whose bracketed predicate gets its factuality."""
    rows = rows_of("factuality.tsv")
    plain = [row["sentence"].replace("[", "").replace("]", "") for row in rows]
    right = 0
    for row, parsed in zip(rows, kit.parser.parse_all(intake.from_text(t) for t in plain), strict=True):
        start = row["sentence"].index("[")
        token = next(t for t in parsed.tokens if t.stop > start)
        right += judge(parsed, kit, token.index).factuality == row["factuality"]
    return right / len(rows)


def main() -> int:
    warnings.simplefilter("ignore")
    kit = Kit()
    board = {"certainty": certainty(kit), "cases": {"times": times(kit), "factuality": factuality(kit)}}
    board = {name: {k: round(v, 4) for k, v in figures.items()} for name, figures in board.items()}
    (HERE / "results" / "gate.json").write_text(json.dumps(board, indent=1, sort_keys=True) + "\n", "utf-8")
    floors = json.loads((HERE / "floors.json").read_text("utf-8"))["gate"]
    sunk = [
        f"{name} {figure}: {board[name][figure]} < {floor}"
        for name, pinned in floors.items()
        for figure, floor in pinned.items()
        if board[name][figure] < floor
    ]
    print(json.dumps(board))
    print("\n".join(sunk) or "no figure lies below its floor")
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main())
