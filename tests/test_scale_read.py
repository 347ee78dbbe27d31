"""Shards to readings in Parquet: the same files whoever reads them, each once, and nothing counts that is half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from sayso.intake.capture import Capture
from sayso.intake.dump_columns import columns_of
from sayso.intake.dumps import Dumps
from sayso.records import Failure
from sayso.scale import shard_reader
from sayso.scale.engines import RAY_HERE, EngineError, read_here, read_with_daft
from sayso.scale.kept import KeptError, failures_in, marks, readings_in
from sayso.scale.shard_reader import Outcome, ShardReader
from sayso.scale.shards import captures_of_shard, shards_of
from tests.plain_scene import reports, write
from tests.scale_scene import files, marked, plan, shards
from tests.slow_reader import DIE, HANG, stand_ins


@pytest.fixture(autouse=True)
def reads_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in stand_ins().items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return shards_of([str(shards(tmp_path_factory.mktemp("scale") / "in"))])


def alone(inputs: list[str], out: Path) -> dict[str, str]:
    """What one process makes of the shards."""
    assert all(one.done for one in read_here(inputs, plan(out)))
    return files(out)


def test_every_input_is_a_reading_or_a_failure(inputs: list[str], tmp_path: Path) -> None:
    alone(inputs, tmp_path)
    assert marked(tmp_path) == {"lines.jsonl": (12, 1), "pages.warc": (12, 1), "rows.parquet": (13, 0)}
    found = [one for mark in marks(tmp_path) for one in failures_in(tmp_path, mark)]
    assert [(one.input.rpartition("/")[2], one.reason) for one in found] == [
        ("lines.jsonl#13", "no-text"),
        ("nothing", "nothing-extracted"),
    ]


def test_a_reading_comes_back_as_it_was(inputs: list[str], tmp_path: Path) -> None:
    list(read_here(inputs, plan(tmp_path, data=True)))
    (mark,) = (mark for mark in marks(tmp_path) if mark.shard.endswith("warc"))
    first = next(readings_in(tmp_path, mark))
    assert first.reading.document.text == first.text
    assert (first.reading.document.id, first.reading.reader.digest) == (first.document, first.reader)
    assert first.reading.events
    assert first.address == "https://a.example/doc-0"
    assert first.provenance.headers == (("Content-Type", "text/html"),)
    assert first.data is not None
    assert b"<article>" in first.data


def test_a_leash_changes_nothing(inputs: list[str], tmp_path: Path) -> None:
    list(read_here(inputs, plan(tmp_path / "b", apart=True)))
    assert files(tmp_path / "b") == alone(inputs, tmp_path / "a")


def test_daft_gives_what_one_process_gives(inputs: list[str], tmp_path: Path) -> None:
    pytest.importorskip("daft")
    found = list(read_with_daft(inputs, plan(tmp_path / "b", apart=True), workers=2))
    assert sorted(one.shard for one in found) == inputs
    assert files(tmp_path / "b") == alone(inputs, tmp_path / "a")
    assert all(one.already for one in read_with_daft(inputs, plan(tmp_path / "b", apart=True), workers=1))


def test_what_is_done_is_not_read_again(inputs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = alone(inputs, tmp_path)
    monkeypatch.setattr(shard_reader, "captures_of_shard", lambda *_: pytest.fail("read again"))
    assert [(one.shard, one.already) for one in read_here(inputs, plan(tmp_path))] == [(name, True) for name in inputs]
    assert files(tmp_path) == before


def test_a_shard_whose_files_are_gone_is_read_again(inputs: list[str], tmp_path: Path) -> None:
    before = alone(inputs, tmp_path)
    (gone, *_) = sorted((tmp_path / "readings").iterdir())
    gone.unlink()
    assert alone(inputs, tmp_path) == before
    assert sum(not one.already for one in read_here(inputs, plan(tmp_path))) == 0


def test_pages_of_odd_types_end_no_run(tmp_path: Path) -> None:
    table = pyarrow.table({"html": [1, None], "url": [b"https://a.example/1", b""]})
    parquet.write_table(table, tmp_path / "odd.parquet")
    first, second = captures_of_shard(str(tmp_path / "odd.parquet"))
    assert isinstance(first, Capture)
    assert isinstance(second, Capture)
    assert (first.data, first.url, second.kind) == (b"1", "https://a.example/1", "jsonl")


def test_other_settings_read_again(inputs: list[str], tmp_path: Path) -> None:
    before = alone(inputs, tmp_path)
    assert not any(one.already for one in read_here(inputs, replace(plan(tmp_path), published="2024-05-01")))
    assert files(tmp_path).keys() == before.keys()
    assert files(tmp_path) != before


def test_former_bytes_of_a_shard_count_no_more(tmp_path: Path) -> None:
    shard = tmp_path / "news.jsonl"
    for number in (3, 5):
        write(shard, reports(1, number))
        list(read_here([str(shard)], plan(tmp_path / "out")))
    assert [mark.readings for mark in marks(tmp_path / "out")] == [5]


def test_a_run_that_breaks_off_leaves_nothing_that_counts(
    inputs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(shard: str, rows: object) -> Iterator[object]:
        yield next(captures_of_shard(shard))
        raise OSError(28, "no space left")

    monkeypatch.setattr(shard_reader, "captures_of_shard", broken)
    (found,) = read_here(inputs[:1], plan(tmp_path))
    assert found == Outcome(inputs[0], wrong="[Errno 28] no space left")
    assert files(tmp_path) == {}
    with pytest.raises(KeptError, match="has no readings"):
        marks(tmp_path)


def test_a_shard_is_given_up_when_nobody_wants_it_any_more(tmp_path: Path) -> None:
    write(tmp_path / "news.jsonl", reports(1, 40))
    asked = iter((True, True, False))
    found = ShardReader(plan(tmp_path / "out"), lambda: next(asked)).read(str(tmp_path / "news.jsonl"))
    assert found.wrong == "stopped"
    assert files(tmp_path / "out") == {}


SLOWLY = """
import sys
from pathlib import Path
from sayso.scale.engines import read_here
from tests.scale_scene import plan
for one in read_here(sys.argv[2:], plan(Path(sys.argv[1]), apart=True, pause=0.02)):
    print(one.shard, flush=True)
"""


def test_killed_in_the_middle_and_called_again(tmp_path: Path) -> None:
    for n in range(3):
        write(tmp_path / f"{n}.jsonl", reports(n, 40))
    inputs, out = [str(tmp_path / f"{n}.jsonl") for n in range(3)], tmp_path / "b"
    process = subprocess.Popen([sys.executable, "-c", SLOWLY, str(out), *inputs], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()  # the first shard is done
    time.sleep(0.3)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert [mark.shard for mark in marks(out)] == inputs[:1]
    assert any(name.endswith(".partial") for name in files(out))
    assert [one.already for one in read_here(inputs, plan(out))] == [True, False, False]
    assert files(out) == alone(inputs, tmp_path / "a")


def test_what_hangs_or_kills_is_left_out_and_its_neighbours_are_kept(tmp_path: Path) -> None:
    rows = reports(1, 8)
    rows[2]["text"] += f" {HANG}."
    rows[5]["text"] += f" {DIE}."
    write(tmp_path / "news.jsonl", rows)
    list(read_here([str(tmp_path / "news.jsonl")], plan(tmp_path / "out", apart=True, seconds=1)))
    (mark,) = marks(tmp_path / "out")
    found = list(failures_in(tmp_path / "out", mark))
    assert [(one.input.partition("#")[2], one.reason) for one in found] == [("3", "timeout"), ("6", "crash")]
    kept = [one.document for one in readings_in(tmp_path / "out", mark)]
    assert kept == [f"doc-{n}" for n in range(8) if n not in (2, 5)]


# --- Parquet in --------------------------------------------------------------------------------------------------


def table(path: Path, rows: list[dict[str, object]]) -> str:
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    return str(path)


def test_pages_stand_in_a_column(tmp_path: Path) -> None:
    shard = table(tmp_path / "a", [{"html": b"<p>Hello", "url": "https://a.example/1", "n": 1}, {"html": "<p>Bye"}])
    (one, other) = captures_of_shard(shard)
    assert not isinstance(one, Failure)
    assert (one.name, one.kind, one.data, one.url) == (f"{shard}!/1", "html", b"<p>Hello", "https://a.example/1")
    assert not isinstance(other, Failure)
    assert other.data == b"<p>Bye"


def test_columns_of_other_names(tmp_path: Path) -> None:
    shard = table(tmp_path / "a", [{"body": "It rained.", "headline": "Rain", "day": 3}])
    (one,) = captures_of_shard(shard, Dumps(columns_of("text=body,title=headline")))
    assert not isinstance(one, Failure)
    assert one.data == b'{"text": "It rained.", "title": "Rain"}'


def test_a_table_without_reports_is_told(tmp_path: Path) -> None:
    (one,) = captures_of_shard(table(tmp_path / "a", [{"price": 3}]))
    assert isinstance(one, Failure)
    assert one.reason == "no-table"
    assert "price" in one.what


@pytest.mark.parametrize("cut", [5, 200, -30])
def test_a_damaged_table_is_told(tmp_path: Path, cut: int) -> None:
    shard = table(tmp_path / "a", [{"text": f"It rained {n} times."} for n in range(50)])
    Path(shard).write_bytes(Path(shard).read_bytes()[:cut])
    (one,) = captures_of_shard(shard)
    assert isinstance(one, Failure)
    assert one.reason == "damaged"


def test_shards_are_named_once_and_in_order(inputs: list[str]) -> None:
    folder = os.path.dirname(inputs[0])
    assert [os.path.basename(name) for name in inputs] == ["lines.jsonl", "pages.warc", "rows.parquet"]
    assert shards_of([inputs[1], folder]) == [inputs[1], inputs[0], inputs[2]]
    with pytest.raises(FileNotFoundError):
        shards_of(["nowhere"])


# --- what was kept -----------------------------------------------------------------------------------------------


def test_a_file_that_is_not_what_was_marked_is_told(inputs: list[str], tmp_path: Path) -> None:
    alone(inputs, tmp_path)
    one, other, _ = marks(tmp_path)
    path = tmp_path / "readings" / f"{one.name}.parquet"
    path.write_bytes((tmp_path / "readings" / f"{other.name}.parquet").read_bytes())
    with pytest.raises(KeptError, match=r"rows, its mark tells of|none"):
        list(readings_in(tmp_path, replace(one, readings=99)))
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(KeptError, match="damaged"):
        list(readings_in(tmp_path, one))


def test_no_cluster_at_an_address(inputs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(EngineError, match="Ray is not installed"):
        list(read_with_daft(inputs, plan(tmp_path), workers=1, ray=RAY_HERE))
    monkeypatch.setitem(sys.modules, "daft", None)
    with pytest.raises(EngineError, match="Daft is not installed"):
        list(read_with_daft(inputs, plan(tmp_path), workers=1))
