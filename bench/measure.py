"""The development benchmarks: run the reader over them, write the scoreboard, and hold it against the floors.

    python bench/measure.py --data ../shared/bench [--only NAME ...] [--out DIR]

The scorers are those of the benchmarks' folder; its `measure.py` runs `sayso read` and scores what it wrote. The
scoreboard goes to `bench/results/development.json`. Exit code 1 when a figure lies below its floor.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "development.json"
SAYSO = Path(sys.executable).parent / "sayso"
READ_ALONE = ("chronicle", "timex", "places", "attribution", "factuality", "factuality_uds", "plover", "meantime")


def run(data: Path, out: Path, only: list[str]) -> dict[str, dict[str, float]]:
    """The scoreboard of the named benchmarks."""
    command = [sys.executable, str(data / "measure.py"), "--sayso", str(SAYSO), "--data", str(data), "--out", str(out)]
    subprocess.run([*command, "--again", "--only", *only], check=True)
    board: dict[str, dict[str, float]] = json.loads((out / "scoreboard.json").read_text("utf-8"))
    if "chronicle" in only:
        board["seed"] = seed(data, out)
    return board


def seed(data: Path, out: Path) -> dict[str, float]:
    """The founding report, with and without its date, which the chronicle figures leave out."""
    scorer = data / "chronicle" / "score.py"
    command = [sys.executable, str(scorer), str(data / "chronicle" / "dev"), str(out / "chronicle" / "reports.jsonl")]
    done = subprocess.run([*command, "--seed", "--json"], capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def below(board: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]) -> list[str]:
    """A line for each pinned figure that is missing or lies below its floor."""
    found = []
    for name, pinned in floors.items():
        if name in board:
            for figure, floor in pinned.items():
                value = board[name].get(figure)
                if value is None or value < floor:
                    found.append(f"{name} {figure}: {value} < {floor}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", nargs="*", default=list(READ_ALONE))
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "sayso-bench")
    options = parser.parse_args()
    if not (options.data / "measure.py").exists():
        print(f"no benchmarks at {options.data}: set SAYSO_SHARED to the folder that holds them", file=sys.stderr)
        return 2
    board = run(options.data.resolve(), options.out, options.only)
    known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps(known | board, indent=1, sort_keys=True) + "\n", "utf-8")
    sunk = below(board, json.loads((HERE / "floors.json").read_text("utf-8"))["development"])
    print("\n".join(sunk) or "no figure lies below its floor")
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main())
