"""Changes good inputs by chance and takes them in: how many, what they ended as, the slowest, every fault by its seed.

    python tools/fuzz_intake.py --count 1000000 --out bench/results/fuzz.txt

A seed gives a hundred inputs of each sort; the faults are listed with what makes them again. No text is parsed.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.mutated import SEEDS, inputs, outcome

AT_ONCE = 100  # inputs of one sort and seed


@dataclass(slots=True)
class Tally:
    """What became of some inputs."""

    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        self.ended += other.ended
        self.faults += other.faults
        self.slowest = max(self.slowest, other.slowest)
        self.seconds += other.seconds


def tried(given: tuple[str, int]) -> Tally:
    """A hundred inputs of one sort."""
    sort, seed = given
    tally = Tally()
    for number, (name, data) in enumerate(inputs(sort, AT_ONCE, seed)):
        place, began = f"{sort}, seed {seed}, number {number}", time.process_time()
        try:
            ended = outcome(name, data)
        except Exception:
            ended = "FAULT"
            tally.faults.append(f"{place}: {' / '.join(traceback.format_exc().strip().splitlines()[-3:])}")
        took = time.process_time() - began
        tally.ended[sort, "document" if ended == "document" else "FAULT" if ended == "FAULT" else _short(ended)] += 1
        tally.slowest = max(tally.slowest, (took, place))
        tally.seconds += took
    return tally


def _short(ended: str) -> str:
    """Documents and failures of one input together, or the first reason."""
    return "document and failures" if "document" in ended.split() else ended.split()[0]


def rounds(count: int, first: int) -> Iterator[tuple[str, int]]:
    """Sorts in turn, until there are so many inputs."""
    for number in range(-(-count // AT_ONCE)):
        yield list(SEEDS)[number % len(SEEDS)], first + number // len(SEEDS)


def told(tally: Tally, first: int) -> str:
    """The result as a text."""
    lines = [f"{tally.ended.total():,} changed inputs from seed {first}: {len(tally.faults)} faults"]
    lines += [f"{tally.seconds:,.0f} s of the processor; the slowest {tally.slowest[0]:.2f} s ({tally.slowest[1]})", ""]
    for sort in SEEDS:
        parts = {ended: n for (of, ended), n in tally.ended.most_common() if of == sort}
        lines.append(f"{sort} {sum(parts.values()):,}: " + ", ".join(f"{e} {n:,}" for e, n in parts.items()))
    return "\n".join([*lines, "", *tally.faults]).rstrip() + "\n"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--count", type=int, default=30_000)
    asked.add_argument("--seed", type=int, default=2, help="the first; the tests have 1")
    asked.add_argument("--processes", type=int, default=1)
    asked.add_argument("--out", type=Path)
    given = asked.parse_args()
    tally = Tally()
    with get_context("spawn").Pool(given.processes, maxtasksperchild=200) as pool:
        for part in pool.imap(tried, rounds(given.count, given.seed)):
            tally.add(part)
            if len(tally.faults) > 200:
                break
    text = told(tally, given.seed)
    print(text, end="")
    if given.out:
        given.out.write_text(text, "utf-8")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
