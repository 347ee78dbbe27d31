"""The precision of every frame row on the chronicle's development texts: how often it fired, and how often rightly.

    python bench/audit.py --data ../shared/bench

A row fires at each trigger that its frame names in an event of the chronicle. Right: gold has an event of the same kind
there. Arguable: gold holds one there that its annotators were unsure of, neither right nor wrong. Other kind: gold has
an event there, of another kind. Else nothing is there, which is often one more mention of an event that gold tells by
others. The founding report is left out. Writes `bench/results/audit.txt` (rows, those that misfire most first) and
`audit.json` (kinds: gold events, those found, triggers, right ones). A few texts cannot condemn a row, and most rows
never fire on them: read the sentences (--details) before you drop one.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"
VERDICTS = ("right", "arguable", "other kind", "nothing")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Firing:
    """One trigger of a chronicle event: which row named it, and what gold says."""

    row: str
    kind: str
    verdict: str
    where: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A gold event: its kind, where it is told, whether its annotators were unsure."""

    kind: str
    spans: tuple[Span, ...]
    arguable: bool


class Gold:
    """The development texts with their events, read by the benchmark's own code."""

    def __init__(self, data: Path) -> None:
        sys.path.insert(0, str(data / "chronicle"))
        self._gold: Any = importlib.import_module("gold")
        self._score: Any = importlib.import_module("score")
        every = self._gold.load(data / "chronicle" / "dev")
        self.texts = [text for text in every if text.id not in self._score.SEED]

    def events(self, text: Any) -> list[Wanted]:
        return [self._wanted(text, event) for event in text.annotation["events"]]

    def _wanted(self, text: Any, event: Any) -> Wanted:
        spans = tuple(self._gold.locate(text.text, m["trigger"], m["in"]) for m in event["mentions"])
        return Wanted(event["type"], spans, event.get("certain", 1.0) < self._score.ARGUABLE_BELOW)

    def told_at(self, wanted: Wanted, span: Span) -> bool:
        return any(self._score.same_trigger(span, mention) for mention in wanted.spans)


def readings(gold: Gold) -> Iterator[tuple[Any, Any, dict[Span, str]]]:
    """Text, reading, and the row behind each trigger."""
    from sayso.api import kit
    from sayso.intake.lines import from_lines
    from sayso.reading.events.scene import Scene
    from sayso.reading.events.triggers import find_triggers
    from sayso.reading.read import read_parsed

    for text in gold.texts:
        row = {"id": text.id, "title": text.title, "text": text.text, "published": text.published}
        document: Any = next(iter(from_lines([json.dumps(row).encode()])))
        if document.text != text.text:
            raise ValueError(f"{text.id}: the document's text is not the annotated one")
        parsed = kit().parser.parse(document)
        reading = read_parsed(parsed, kit())
        found = ("entities", "equipment", "places", "times", "attributions")
        scene = Scene.of(parsed, kit(), **{name: getattr(reading, name) for name in found})
        yield text, reading, {tuple(t.span): t.frame.id for t in find_triggers(scene)}


def verdict(gold: Gold, wanted: list[Wanted], kind: str, span: Span) -> str:
    here = [w for w in wanted if gold.told_at(w, span)]
    if any(w.kind == kind and not w.arguable for w in here):
        return "right"
    if any(w.arguable for w in here):
        return "arguable"
    return "other kind" if here else "nothing"


def firings(gold: Gold) -> tuple[list[Firing], dict[str, Counter[str]]]:
    """Every trigger with its verdict; for each kind the gold events and how many of them were found."""
    fired: list[Firing] = []
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for text, reading, rows in readings(gold):
        wanted = gold.events(text)
        told = [(e.kind, tuple(t)) for e in reading.events if e.kind != "other" for t in e.triggers]
        for kind, span in told:
            around = " ".join(text.text[max(0, span[0] - 60) : span[1] + 60].split())
            row = rows.get(span, f"{kind}.?")
            fired.append(Firing(row, kind, verdict(gold, wanted, kind, span), f"{text.id} ...{around}..."))
        for w in (w for w in wanted if not w.arguable):
            kinds[w.kind]["gold"] += 1
            kinds[w.kind]["found"] += any(kind == w.kind and gold.told_at(w, span) for kind, span in told)
    for f in fired:
        kinds[f.kind]["triggers"] += f.verdict != "arguable"
        kinds[f.kind]["right"] += f.verdict == "right"
    return fired, kinds


def table(fired: list[Firing], rows: int) -> str:
    """A line for each row that fired, those that misfire most first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for f in fired:
        counts[f.row][f.verdict] += 1
    head = f"{'row':<34}{'fired':>7}" + "".join(f"{v:>12}" for v in VERDICTS)
    lines = [
        f"{row:<34}{count.total():>7}" + "".join(f"{count[v]:>12}" for v in VERDICTS)
        for row, count in sorted(counts.items(), key=lambda item: (_surplus(item[1]), item[0]))
    ]
    total = Counter(f.verdict for f in fired)
    lines.append(f"{'all':<34}{total.total():>7}" + "".join(f"{total[v]:>12}" for v in VERDICTS))
    return "\n".join([head, *lines, f"{rows - len(counts)} of {rows} rows did not fire"]) + "\n"


def _surplus(count: Counter[str]) -> int:
    return count["right"] - count["other kind"] - count["nothing"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--details", action="store_true", help="print each misfire with its words; nothing is written")
    options = parser.parse_args()
    fired, kinds = firings(Gold(options.data.resolve()))
    if options.details:
        wrong = sorted((f for f in fired if f.verdict in VERDICTS[2:]), key=lambda f: (f.row, f.where))
        print("\n".join(f"{f.row}\t{f.verdict}\t{f.where}" for f in wrong))
        return
    from sayso.knowledge.frames import load_frames

    written = table(fired, len(load_frames().all))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "audit.txt").write_text(written, "utf-8")
    (RESULTS / "audit.json").write_text(json.dumps(kinds, indent=1, sort_keys=True) + "\n", "utf-8")
    print(written, end="")


if __name__ == "__main__":
    main()
