"""What reading costs against the bare parse: CPU seconds of both, interleaved, over the development texts.

    python bench/cost.py --data ../shared/bench [--rounds 5]

Bare: the unchanged spaCy pipeline over the same texts (`nlp.pipe`, all its components), the model loaded before the
clock starts. Read: `sayso.read_documents` over them, everything loaded. CPU time of the process (user and system), so
that another load on the machine disturbs little. Loading is told apart. Steps: the CPU time of each finder over the
same parsed texts, as a share of the bare parse. Gazetteer: loading it and its first hundred names in a fresh process.
Writes `bench/results/cost.json`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "cost.json"


def documents_of(data: Path) -> list[Any]:
    """The chronicle's development texts and the English MEANTIME texts as documents."""
    from sayso import intake

    found = []
    for path in sorted((data / "chronicle" / "dev" / "texts").glob("*.json")):
        row = json.loads(path.read_text("utf-8"))
        found.append(intake.from_text(row["text"], title=row.get("title"), published=row.get("published")))
    for line in (data / "meantime" / "docs.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found.append(intake.from_text(row["text"], title=row.get("title"), published=row.get("published")))
    return found


def spent(action: Any) -> float:
    started = time.process_time()
    action()
    return time.process_time() - started


def steps(documents: list[Any]) -> dict[str, float]:
    """CPU seconds of each step of the straight line over the parsed documents.

    "certainty" is the judging of every event's trigger, once; it is part of "events", which does it on the way.
    """
    from sayso.api import kit
    from sayso.reading.certainty.judge import Climb
    from sayso.reading.read import read_parsed

    loaded = kit()
    parses = list(loaded.parser.parse_all(documents))
    readings = []
    with clocked() as spent_in:
        readings = [read_parsed(parsed, loaded) for parsed in parses]
    triggers = [
        (parsed, [t.index for e in r.events for span in e.triggers[:1] for t in parsed.tokens_in(span)[:1]])
        for parsed, r in zip(parses, readings, strict=True)
    ]

    def judge() -> None:
        for parsed, indices in triggers:
            climb = Climb(parsed, loaded)
            for index in indices:
                climb.judge(index)

    return {**spent_in, "certainty": spent(judge)}


@contextmanager
def clocked() -> Iterator[dict[str, float]]:
    """Adds the CPU seconds of each finder that `read.py` calls to a table, by the last word of the finder's name."""
    from sayso.reading import read

    found: dict[str, float] = defaultdict(float)
    finders = {name: getattr(read, name) for name in dir(read) if name.startswith("find_")}

    def timed(name: str, find: Any) -> Any:
        def run(*given: Any, **named: Any) -> Any:
            started = time.process_time()
            try:
                return find(*given, **named)
            finally:
                found[name.removeprefix("find_")] += time.process_time() - started

        return run

    try:
        for name, find in finders.items():
            setattr(read, name, timed(name, find))
        yield found
    finally:
        for name, find in finders.items():
            setattr(read, name, find)


GAZETTEER = """
import pathlib, re, time
from sayso.knowledge.gazetteer import load_gazetteer
from sayso.knowledge.phrases import unaccented
def held(): return int(re.search("VmRSS:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024
before, started = held(), time.perf_counter()
gazetteer = load_gazetteer()
found = [gazetteer.lookup(name) for name in ("Oslo", "Springfield", "Vladivostok", "Gulf of Oman") * 25]
print(time.perf_counter() - started, held() - before)
"""


def gazetteer() -> dict[str, float]:
    """Seconds and MB that the gazetteer takes in a fresh process."""
    done = subprocess.run([sys.executable, "-c", GAZETTEER], capture_output=True, text=True, check=True)
    seconds, held = map(float, done.stdout.split())
    return {"load_s": round(seconds, 3), "memory_mb": round(held, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    import spacy

    import sayso
    from sayso.reading.model import checked_model

    documents = documents_of(options.data)
    texts = [d.text for d in documents]
    bare = spacy.load(checked_model().path)
    loading = spent(lambda: list(sayso.read_documents(documents[:1])))
    list(bare.pipe(texts[:2]))
    parse, read = [], []
    for _ in range(options.rounds):
        parse.append(spent(lambda: list(bare.pipe(texts))))
        read.append(spent(lambda: list(sayso.read_documents(documents))))
    ratios = [r / p for r, p in zip(read, parse, strict=True)]
    result = {
        "documents": len(texts),
        "characters": sum(map(len, texts)),
        "bare_parse_cpu_s": round(statistics.median(parse), 2),
        "read_cpu_s": round(statistics.median(read), 2),
        "ratio": {"median": round(statistics.median(ratios), 3), "min": round(min(ratios), 3)},
        "steps_of_parse": {name: round(cpu / statistics.median(parse), 3) for name, cpu in steps(documents).items()},
        "gazetteer": gazetteer(),
        "loading_cpu_s": round(loading, 2),
        "rounds": options.rounds,
    }  # fmt: skip
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
