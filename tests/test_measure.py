"""The scoreboard of the benchmarks: what it writes for the gathered chronicle, and which figures have sunk."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[1] / "bench"


@pytest.fixture(scope="module")
def measure() -> dict[str, Any]:
    return runpy.run_path(str(BENCH / "measure.py"))


def test_a_figure_below_its_floor_or_missing_is_told(measure: dict[str, Any]) -> None:
    floors = {"copies": {"pairs": 0.9, "real": 0.9}, "timeline": {"f1": 0.3}}
    assert measure["below"]({"copies": {"pairs": 0.91, "real": 0.89}}, floors) == ["copies real: 0.89 < 0.9"]
    assert measure["below"]({"timeline": {}}, floors) == ["timeline f1: None < 0.3"]


def test_every_floor_is_of_a_benchmark_that_is_run_by_itself(measure: dict[str, Any]) -> None:
    pinned = json.loads((BENCH / "floors.json").read_text("utf-8"))["development"]
    assert set(pinned) - {"seed"} <= {*measure["READ_ALONE"], *measure["GATHERED"]}
    board = json.loads((BENCH / "results" / "development.json").read_text("utf-8"))
    assert measure["below"](board, pinned) == []


def test_a_chronicle_of_the_texts_gives_what_the_scorers_take(measure: dict[str, Any], tmp_path: Path) -> None:
    texts, out = tmp_path / "texts", tmp_path / "out"
    texts.mkdir()
    rows = [
        {"id": n, "text": f"Rebels shelled the port of {n} on Monday.", "published": "2024-05-08"} for n in ("a", "b")
    ]
    (texts / "docs.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (texts / "targets.jsonl").write_text('{"target": "Rebels", "documents": ["a"]}', "utf-8")
    assert measure["gather"](texts, out) > 0
    written = {path.stem: path.read_text("utf-8").splitlines() for path in out.glob("*.jsonl")}
    assert set(written) == {"reports", "origins", "incidents", "timelines"}
    assert {json.loads(line)["document"]["id"] for line in written["reports"]} == {"a", "b"}
    assert {json.loads(line)["document"] for line in written["origins"]} == {"a", "b"}
    told = [e for line in written["incidents"] for e in json.loads(line)["events"]]
    assert {event["document"] for event in told} == {"a", "b"}
    assert [json.loads(line)["target"] for line in written["timelines"]] == ["Rebels"]
