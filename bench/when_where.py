"""What goes wrong with times and places, by kind: the tables of docs/when-and-where.md.

    python bench/when_where.py --data ../shared/bench [--reports DIR]

Reads the reports that `bench/measure.py` left in DIR (default: its own) and the benchmarks' gold through the
benchmarks' own scorers, and writes `bench/results/when_where.json`:

expressions  time expressions by what their gold value tells: all, those found with the right value, found with
             another value, missed; extra ones by what our value tells
toponyms     place names by corpus: all, within 161 km, farther off in the right country, in another country, found
             without coordinates, missed; extra ones
events       times and places of matched events of the chronicle: right, wrong, not told by us, told by us alone
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results" / "when_where.json"
NEAR_KM = 161.0
Row = dict[str, Any]
Table = dict[str, dict[str, int]]

# what a TIMEX3 value tells, the first that matches
VALUES = (
    ("present, past or future, no more", r"(PRESENT|PAST|FUTURE)_REF"),
    ("length of time, of unknown size", r"PT?X"),
    ("length of time", r"P"),
    ("repeated", r"XXXX-(?!\d\d$)|R"),
    ("clock time or part of a day", r".*T"),
    ("week or weekend", r"\d{4}-W"),
    ("quarter, half or season", r"\d{4}-(Q|H|SP|SU|FA|WI)"),
    ("fiscal year", r"FY"),
    ("day", r"[\dX]{4}-\d\d-\d\d"),
    ("month", r"[\dX]{4}-\d\d$"),
    ("year", r"\d{4}$"),
    ("decade or century", r"\d{2,3}X*$"),
    ("year, left open within", r"[\dX]{4}-"),
)


def kind_of_value(value: str | None) -> str:
    """What a TIMEX3 value tells."""
    return next((name for name, pattern in VALUES if re.match(pattern, value or "")), "other")


def expressions(data: Path, reports: Path) -> Table:
    """Outcomes of time expressions by the kind of their value."""
    score: Any = importlib.import_module("score_timex")
    table: dict[str, Counter[str]] = {}
    for gold, report in score.paired(data / "timex" / "gold.jsonl", reports / "timex" / "reports.jsonl"):
        for kind, outcome in _expressions_of(score, gold, report):
            table.setdefault(kind, Counter())[outcome] += 1
    return {kind: dict(table[kind]) for kind in sorted(table, key=lambda k: -table[k].total())}


def _expressions_of(score: Any, gold: Row, report: Row) -> Iterator[tuple[str, str]]:
    wanted = gold["times"]
    found = [t for t in report["times"] if score.overlaps(t["span"], gold["scored"])]
    pairs = score.span_matching([score.span(t) for t in found], [score.span(t) for t in wanted])
    for ours, theirs in pairs.items():
        same = found[ours]["value"] == wanted[theirs]["value"]
        yield kind_of_value(wanted[theirs]["value"]), "right" if same else "other value"
    for number, time in enumerate(wanted):
        if number not in pairs.values():
            yield kind_of_value(time["value"]), "missed"
    for number, time in enumerate(found):
        if number not in pairs:
            yield kind_of_value(time["value"]), "extra"


def toponyms(data: Path, reports: Path) -> Table:
    """Outcomes of place names by corpus."""
    score: Any = importlib.import_module("score_places")
    tally = score.Tally()
    for gold, report in score.paired(data / "places" / "gold.jsonl", reports / "places" / "reports.jsonl"):
        tally.add(gold, report)
    table: dict[str, Counter[str]] = {}
    for outcome in tally.outcomes:
        if outcome.gold["class"] == "literal" and outcome.gold["lat"] is not None:
            table.setdefault(outcome.subset, Counter())[_place_outcome(outcome)] += 1
    for subset, _ in tally.extra:
        table[subset]["extra"] += 1
    return {subset: dict(table[subset]) for subset in sorted(table)}


def _place_outcome(outcome: Any) -> str:
    if outcome.found is None:
        return "missed"
    if outcome.error is None:
        return "no coordinates"
    if outcome.near:
        return "right"
    return "right country" if outcome.same_country else "other country"


def events(data: Path, reports: Path) -> Table:
    """Outcomes of the times and places of the chronicle's matched events, the founding report left out."""
    sys.path.insert(0, str(data / "chronicle"))
    score: Any = importlib.import_module("score")
    lines = (reports / "chronicle" / "reports.jsonl").read_text("utf-8").splitlines()
    by_id = {report["document"]["id"]: report for report in map(json.loads, lines)}
    table: dict[str, Counter[str]] = {"time": Counter(), "place": Counter()}
    for text in score.load(data / "chronicle" / "dev"):
        if text.id not in score.SEED:
            for slot, outcome in _slots_of(score, text, by_id[text.id]):
                table[slot][outcome] += 1
    return {slot: dict(found) for slot, found in table.items()}


def _slots_of(score: Any, text: Any, report: Row) -> Iterator[tuple[str, str]]:
    names, reported = score.Names(text), score.Reported(report)
    for ours, theirs in _matched(score, text, reported):
        credit = score.slots(ours, reported, theirs, names)
        told = score.told(ours, reported, theirs)
        for slot in ("time", "place"):
            if credit[slot] is not None:
                yield slot, _slot_outcome(credit[slot], *told[slot])


def _slot_outcome(credit: float, told: bool, wanted: bool) -> str:
    if told and wanted:
        return "right" if credit == 1 else "wrong"
    return "told by us alone" if told else "not told by us"


def _matched(score: Any, text: Any, reported: Any) -> Iterator[tuple[Row, Row]]:
    """Our events with the sure gold events that they match, as the scorer pairs them."""
    wanted = text.annotation["events"]
    spans = [[score.locate(text.text, m["trigger"], m["in"]) for m in w["mentions"]] for w in wanted]
    unsure = [w.get("certain", 1.0) < score.ARGUABLE_BELOW for w in wanted]
    edges = {}
    for ours, event in enumerate(reported.events):
        hits = [n for n, w in enumerate(wanted) if w["type"] == event["kind"] and _meet(score, event, spans[n])]
        edges[ours] = sorted(hits, key=lambda n: unsure[n])
    for ours, theirs in score.best_matching(len(reported.events), len(wanted), edges).items():
        if not unsure[theirs]:
            yield reported.events[ours], wanted[theirs]


def _meet(score: Any, event: Row, spans: list[tuple[int, int]]) -> bool:
    return any(score.same_trigger(tuple(trigger), span) for trigger in event["triggers"] for span in spans)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--reports", type=Path, default=Path(tempfile.gettempdir()) / "sayso-bench")
    options = parser.parse_args()
    sys.path.insert(0, str(options.data / "scorers"))
    result = {
        name: make(options.data, options.reports)
        for name, make in (("expressions", expressions), ("toponyms", toponyms), ("events", events))
    }
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
