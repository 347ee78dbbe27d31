"""What `--fast` gains and what it costs: seconds of the processor and the figures of the benchmarks, with and without.

    python bench/fast.py --data ../shared/bench [--only NAME ...]

Each benchmark's texts are read in this process both ways, by turns, everything loaded; reading is parse and all that
follows, without extraction and without a chronicle. The scorers are those of the benchmarks' folder. Also told: the
share of words that stand in sentences without any word of the event lexicon, which is what leaving such sentences
unparsed could save at most. Writes `bench/results/fast.json` and `.txt`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
RESULTS = HERE / "results" / "fast"
HEADLINES = {
    "chronicle": ("chronicle", "events", "actors", "targets", "place", "time", "source", "status.macro"),
    "attribution": ("attribution",),
    "places": ("acc161", "detection.f1"),
    "plover": ("plover.type.strict", "plover.source", "plover.target"),
}
WAYS = {"whole": False, "fast": True}
ROUNDS = 2  # the quicker counts: the first also fills caches


def measured(data: Path, name: str, out: Path) -> dict[str, Any]:
    """Seconds and figures of one benchmark, both ways."""
    from sayso import intake
    from sayso.api import kit

    shared = _shared(data)
    folder = shared.benchmarks(data)[name]
    (out / name).mkdir(parents=True)
    documents = list(intake.documents([shared.documents(folder, out / name)]))
    found: dict[str, Any] = {"documents": len(documents), "characters": sum(len(d.text) for d in documents)}
    seconds = dict.fromkeys(WAYS, float("inf"))
    for way in [*WAYS] * ROUNDS:
        place = out / way / name
        place.mkdir(parents=True, exist_ok=True)
        _ = kit(fast=WAYS[way]).parser
        seconds[way] = min(seconds[way], read(documents, place / "reports.jsonl", WAYS[way]))
    for way in WAYS:
        found[way] = {"seconds": round(seconds[way], 2)} | figures(data, out / way, name)
    return found | {"without_a_trigger": without_trigger(documents)}


def read(documents: list[Any], reports: Path, fast: bool) -> float:
    """Seconds of the processor that reading takes; the reports are written."""
    from sayso.api import read_documents
    from sayso.report import report_line, to_report

    began = time.process_time()
    readings = list(read_documents(documents, fast=fast))
    took = time.process_time() - began
    reports.write_text("".join(report_line(to_report(r)).rstrip("\n") + "\n" for r in readings), "utf-8")
    return took


def figures(data: Path, out: Path, name: str) -> dict[str, float]:
    """The headline figures of a benchmark whose reports lie in a folder."""
    from bench.measure import scored

    board = scored(data, out, [name])[name]
    return {figure: round(board[figure], 4) for figure in HEADLINES[name] if figure in board}


def without_trigger(documents: list[Any]) -> float:
    """The share of words in sentences that hold no word of the event lexicon, of the right word class."""
    from sayso.api import kit
    from sayso.knowledge.frames import NO_EVENT

    loaded, words, idle = kit(), 0, 0
    classes = {"VERB": "verb", "NOUN": "noun", "NAME": "noun", "ADJECTIVE": "adjective"}
    for parsed in loaded.parser.parse_all(documents[:60]):
        for sentence in parsed.sentences:
            tokens = parsed.tokens[sentence.first : sentence.last + 1]
            told = any(
                frame.kind != NO_EVENT
                for t in tokens
                for frame in loaded.frames.of(classes.get(t.pos.upper(), ""), t.lemma)
            )
            words += len(tokens)
            idle += 0 if told else len(tokens)
    return round(idle / max(1, words), 3)


def _shared(data: Path) -> Any:
    spec = importlib.util.spec_from_file_location("benchmarks_of_the_folder", data / "measure.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def told(found: dict[str, Any]) -> str:
    """The result as a text."""
    lines = []
    for name, row in found.items():
        whole, fast = row["whole"]["seconds"], row["fast"]["seconds"]
        gain = whole / fast
        lines.append(
            f"{name}: {row['documents']:,} documents, whole {whole} s, fast {fast} s"
            f" ({gain:.2f} times the rate); words in sentences without a trigger {row['without_a_trigger']:.1%}"
        )
        lines += [
            f"  {figure:20} {row['whole'][figure]:.3f} -> {row['fast'][figure]:.3f}"
            for figure in row["whole"]
            if figure != "seconds"
        ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--only", nargs="+", default=list(HEADLINES), choices=list(HEADLINES))
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        found = {name: measured(options.data, name, Path(made)) for name in options.only}
    RESULTS.with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    RESULTS.with_suffix(".txt").write_text(told(found), "utf-8")
    print(told(found), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
