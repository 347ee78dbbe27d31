"""The development benchmarks: run the reader over them, write the scoreboard, and hold it against the floors.

    python bench/measure.py --data ../shared/bench [--only NAME ...] [--out DIR]

The scorers are those of the benchmarks' folder; its `measure.py` runs `sayso read` and scores what it wrote. For the
benchmarks of the gathered chronicle the texts are added to a chronicle, so that they are parsed once; `sayso gather`
and `sayso timeline` write what their scorers take, and the reports come from the chronicle. The scoreboard goes to
`bench/results/development.json`. Exit code 1 when a figure lies below its floor.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from sayso.chronicle.file import connect_to_read
from sayso.chronicle.stored import readings_in
from sayso.report import report_line, to_report

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "development.json"
SAYSO = Path(sys.executable).parent / "sayso"
READ_ALONE = ("chronicle", "timex", "places", "attribution", "factuality", "factuality_uds", "plover", "meantime")
GATHERED = ("crossdoc", "copies", "timeline")


Board = dict[str, dict[str, float]]


def run(data: Path, out: Path, only: list[str]) -> Board:
    """The scoreboard of the named benchmarks."""
    alone, gathered = [n for n in only if n in READ_ALONE], [n for n in only if n in GATHERED]
    board = scored(data, out, alone, "--again") if alone else {}
    if "chronicle" in only:
        board["seed"] = seed(data, out)
    if gathered:
        seconds = {name: gather(data / name, out / name) for name in gathered}
        for name, figures in scored(data, out, gathered).items():
            board[name] = figures | {"seconds": seconds[name]}
    return board


def scored(data: Path, out: Path, names: list[str], *again: str) -> Board:
    """The figures of what was written for benchmarks; with `--again` it is written first."""
    command = [sys.executable, str(data / "measure.py"), "--sayso", str(SAYSO), "--data", str(data), "--out", str(out)]
    subprocess.run([*command, *again, "--only", *names], check=True)
    board: Board = json.loads((out / "scoreboard.json").read_text("utf-8"))
    return board


def gather(texts: Path, out: Path) -> float:
    """The chronicle of a benchmark's texts, with all that scorers take beside it; the seconds that this took."""
    out.mkdir(parents=True, exist_ok=True)
    chronicle = out / "chronicle.db"
    for old in (chronicle, *out.glob("*.jsonl")):
        old.unlink(missing_ok=True)
    started = time.perf_counter()
    steps: list[list[str | Path]] = [["add", texts / "docs.jsonl", "--quiet"]]
    steps.append(["gather", "--origins", out / "origins.jsonl", "--incidents", out / "incidents.jsonl"])
    if (texts / "targets.jsonl").exists():
        steps.append(["timeline", "--targets", texts / "targets.jsonl", "--out", out / "timelines.jsonl"])
    for step in steps:
        subprocess.run([SAYSO, *step, "-c", chronicle], check=True, stdout=subprocess.DEVNULL)
    seconds = round(time.perf_counter() - started, 1)
    with closing(connect_to_read(chronicle)) as file, (out / "reports.jsonl").open("w", encoding="utf-8") as reports:
        reports.writelines(report_line(to_report(reading)) + "\n" for reading in readings_in(file))
    return seconds


def seed(data: Path, out: Path) -> dict[str, float]:
    """The founding report, with and without its date, which the chronicle figures leave out."""
    scorer = data / "chronicle" / "score.py"
    command = [sys.executable, str(scorer), str(data / "chronicle" / "dev"), str(out / "chronicle" / "reports.jsonl")]
    done = subprocess.run([*command, "--seed", "--json"], capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def below(board: Board, floors: Board) -> list[str]:
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
    parser.add_argument("--only", nargs="*", default=[*READ_ALONE, *GATHERED])
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
