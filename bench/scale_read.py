"""What `sayso scale read` costs a page, and how large what it keeps is; docs/scale.md plans with it.

    python bench/scale_read.py [--pages 60]

The pages of `bench/made_pages.py` in one web archive are read in a process of their own, with its reader on a leash, as
on a cluster. CPU seconds are those of both processes, less those of a call with a single page. Writes
`bench/results/scale_read.json`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
RESULTS = HERE / "results" / "scale_read.json"
HEAD = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://{0}\r\nWARC-Date: 2024-05-09T00:00:00Z\r\n"
REST = "WARC-Record-ID: <urn:x:{0}>\r\nContent-Type: text/html\r\nContent-Length: {1}\r\n\r\n"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, default=60)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        found = measure(Path(made), options.pages)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(json.dumps(found, indent=1))
    return 0


def measure(folder: Path, number: int) -> dict[str, Any]:
    """CPU milliseconds, characters, events and bytes of one page."""
    cpu: dict[int, float] = {}
    for count in (1, number):
        archive(folder / f"{count}.warc.gz", count)
        cpu[count] = in_a_process(folder, count)
    kept = summed(folder / f"out-{number}")
    pages = kept.pop("pages")
    return {
        "pages": pages,
        "start_cpu_s": round(cpu[1], 2),
        "cpu_ms": round(1000 * (cpu[number] - cpu[1]) / (pages - 1), 1),
        "archive_bytes": round((folder / f"{number}.warc.gz").stat().st_size / pages),
        **{name: round(value / pages, 2) for name, value in kept.items()},
    }


def archive(path: Path, number: int) -> None:
    """A web archive of made pages, each packed by itself as crawlers do."""
    from bench.made_pages import pages

    with open(path, "wb") as file:
        for name, data in pages(number):
            told = (HEAD + REST).format(f"a.example/{name}", len(data))
            file.write(gzip.compress(told.encode() + data + b"\r\n\r\n"))


def in_a_process(folder: Path, number: int) -> float:
    """CPU seconds of reading an archive."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=read, args=(str(folder), number, theirs))
    process.start()
    found = ours.recv()
    process.join()
    return float(found)


def read(folder: str, number: int, line: Any) -> None:
    """Reads an archive and tells the CPU seconds of this process and its reader."""
    from sayso.reading.kit import Kit
    from sayso.scale.engines import read_here
    from sayso.scale.shard_reader import Plan

    kit = Kit()
    (found,) = read_here([f"{folder}/{number}.warc.gz"], Plan(kit, kit.digest, f"{folder}/out-{number}"))
    assert found.done is not None, found.wrong
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    line.send(sum(one.ru_utime + one.ru_stime for one in used))


def summed(out: Path) -> dict[str, float]:
    """Sums over what was kept: pages, characters, events of the kinds, bytes."""
    from sayso.scale.kept import marks, readings_in

    found = [row for mark in marks(out) for row in readings_in(out, mark)]
    return {
        "pages": len(found),
        "characters": sum(len(row.text) for row in found),
        "events": sum(event.kind != "other" for row in found for event in row.reading.events),
        "kept_bytes": sum(path.stat().st_size for path in (out / "readings").iterdir()),
    }


if __name__ == "__main__":
    sys.exit(main())
