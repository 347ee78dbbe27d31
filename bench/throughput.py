"""How many pages a second come from HTML into a chronicle, against two parts that it stands on, alone.

    python bench/throughput.py [--pages 600] [--rounds 3] [--out bench/results/throughput]

`bench/made_pages.py` makes the pages. "trafilatura" extracts them and does no more, "spaCy" parses the texts that sayso
takes from them with the same model, both in one process. "sayso" is `sayso add FOLDER`: extracted, parsed, read,
gathered, stored; "alone" in one process (`--workers 0`), else with so many that read beside the one that stores. What a
call costs before its first page (a call with a single page) is taken off, and told. Each is done `--rounds` times, by
turns; the fastest counts, since others can only disturb. "memory" is the most that a process that reads, and the one
that stores, held. Writes `.json` and `.txt`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
RESULTS = HERE / "results" / "throughput"
GLANCE = 0.2  # seconds between two looks at the memory
WAYS = {
    "sayso alone": ("--workers", "0"),
    "sayso, one reads": ("--workers", "1"),
    "sayso, two read": ("--workers", "2"),
    "sayso, two read, --fast": ("--workers", "2", "--fast"),
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the results go, without ending")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        found = measure(Path(made), options.pages, options.rounds)
    options.out.with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    options.out.with_suffix(".txt").write_text(told(found), "utf-8")
    print(told(found), end="")
    return 0


def measure(made: Path, number: int, rounds: int) -> dict[str, Any]:
    """Pages a second of each way, and the memory of those of sayso."""
    folders = {n: folder_of(made, n) for n in (1, number)}
    parts: dict[str, Callable[[], float]] = {
        "trafilatura": lambda: by_trafilatura(folders[number]),
        "spaCy": lambda: by_spacy(folders[number]),
    }
    held: dict[str, list[int]] = {}
    for name in WAYS:
        parts[name] = lambda n=name: added(folders[number], n, held)  # type: ignore[misc]
        parts[f"start of {name}"] = lambda n=name: added(folders[1], n, {})  # type: ignore[misc]
    seconds = {name: float("inf") for name in parts}
    for _ in range(rounds):
        for name, part in parts.items():
            seconds[name] = min(seconds[name], part())
    return {
        "pages": number,
        "bytes": sum(path.stat().st_size for path in folders[number].iterdir()),
        "cores": len(os.sched_getaffinity(0)),
        "pages_per_s": _rates(seconds, number),
        "start_s": {name: round(seconds[f"start of {name}"], 2) for name in WAYS},
        "memory_mb": {name: {"reads": most[0], "stores": most[1]} for name, most in held.items()},
    }


def _rates(seconds: dict[str, float], number: int) -> dict[str, float]:
    alone = {name: number / seconds[name] for name in ("trafilatura", "spaCy")}
    whole = {name: (number - 1) / (seconds[name] - seconds[f"start of {name}"]) for name in WAYS}
    return {name: round(rate, 2) for name, rate in (alone | whole).items()}


def folder_of(made: Path, number: int) -> Path:
    """A folder with so many pages."""
    from bench.made_pages import pages

    folder = made / f"pages-{number}"
    folder.mkdir()
    for name, data in pages(number):
        (folder / name).write_bytes(data)
    return folder


def by_trafilatura(folder: Path) -> float:
    """Seconds of extracting alone."""
    import trafilatura

    htmls = [path.read_text("utf-8") for path in sorted(folder.iterdir())]
    began = time.perf_counter()
    for html in htmls:
        trafilatura.bare_extraction(html, include_comments=False, include_tables=False)
    return time.perf_counter() - began


def by_spacy(folder: Path) -> float:
    """Seconds of parsing alone, with the pipeline of sayso's reader."""
    import spacy

    from sayso.intake import documents
    from sayso.reading.model import checked_model
    from sayso.records import Document

    texts = [found.text for found in documents([folder]) if isinstance(found, Document)]
    with warnings.catch_warnings():  # the model says that it is older than spaCy
        warnings.simplefilter("ignore")
        pipeline = spacy.load(checked_model().path, exclude=["attribute_ruler"], disable=["lemmatizer"])
    began = time.perf_counter()
    for _ in pipeline.pipe(texts, batch_size=64):
        pass
    return time.perf_counter() - began


def added(folder: Path, way: str, held: dict[str, list[int]]) -> float:
    """Seconds of a call of `sayso add`; what its processes held, in MB, goes into `held`."""
    with tempfile.TemporaryDirectory() as place:
        call = ["add", str(folder), "-c", f"{place}/sayso.db", *WAYS[way], "--quiet"]
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "sayso.cli", *call])
        most = held.setdefault(way, [0, 0])
        while process.poll() is None:
            readers = [_most(child) for child in _children(process.pid)]
            most[:] = max(most[0], *readers, 0), max(most[1], _most(process.pid))
            time.sleep(GLANCE)
        took = time.perf_counter() - began
    assert process.returncode == 0, f"sayso ended with {process.returncode}"
    return took


def _children(process: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _most(process: int) -> int:
    """The most that a process held until now, in MB; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1000 for line in lines if line.startswith("VmHWM")), 0)


def told(found: dict[str, Any]) -> str:
    """The figures for people."""
    rates = found["pages_per_s"]
    lines = [f"{found['pages']} pages of {found['bytes'] // found['pages']:,} bytes on {found['cores']} cores"]
    lines += [f"{name:<27} {rate:>8.2f} pages/s" for name, rate in rates.items()]
    alone, one, two, fast = (rates[name] for name in WAYS)
    lines.append(
        f"two that read are {two / alone:.2f} times as fast as one process, {two / one:.2f} times as one that reads"
    )
    lines.append(f"--fast is {fast / two:.2f} times as fast as without")
    for name, most in found["memory_mb"].items():
        lines.append(f"{name}: {most['reads']:,} MB a process that reads, {most['stores']:,} MB the one that stores")
    lines.append("seconds before the first page: " + ", ".join(f"{s} ({c})" for c, s in found["start_s"].items()))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
