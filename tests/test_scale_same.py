"""Web archives of very many pages: one process, Daft, Ray and `sayso add` with workers make the same of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from sayso.add import add, add_readings
from sayso.chronicle.store import Store
from sayso.records import Failure
from sayso.scale.engines import read_here, read_with_daft
from tests.plain_scene import digests
from tests.scale_scene import archives, files, plan
from tests.slow_reader import slow_kit, stand_ins

SHARDS = 4


@pytest.fixture(autouse=True)
def reads_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in stand_ins().items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent.parent), *sys.path]))


def one_process(inputs: list[str], out: Path) -> dict[str, str]:
    """What one process makes of the archives, file by file; with their bytes, for a chronicle."""
    assert all(one.done for one in read_here(inputs, plan(out, data=True)))
    return files(out)


def added(inputs: list[str], folder: Path) -> dict[str, str]:
    """The chronicle of `add` with two processes that read."""
    folder.mkdir()
    with Store(folder / "sayso.db") as store:
        counts = Counter(
            one.reason if isinstance(one, Failure) else one.outcome
            for one in add(inputs, store, slow_kit(0.0), workers=2)
        )
    assert counts.pop("nothing-extracted") == SHARDS
    assert set(counts) == {"new"}
    return digests(folder)


def loaded(readings: Path, folder: Path) -> dict[str, str]:
    """The chronicle of `add --readings`."""
    folder.mkdir()
    with Store(folder / "sayso.db") as store:
        for _ in add_readings(readings, store):
            pass
    return digests(folder)


def on_daft(inputs: list[str], out: Path) -> None:
    found = list(read_with_daft(inputs, plan(out, data=True, apart=True), workers=2))
    assert sorted(one.shard for one in found if one.done) == inputs


ON_RAY = """
import sys
from pathlib import Path
import ray
from sayso.scale.engines import RAY_HERE, read_with_daft
from tests.scale_scene import plan
ray.init(num_cpus=2, include_dashboard=False, object_store_memory=80_000_000, log_to_driver=False)
asked = plan(Path(sys.argv[1]), data=True, apart=True)
try:
    print([one.wrong for one in read_with_daft(sys.argv[2:], asked, workers=2, ray=RAY_HERE)])
finally:
    ray.shutdown()
"""


def on_ray(inputs: list[str], out: Path, seconds: int) -> None:
    """In a process of its own: Daft keeps the runner that was chosen first."""
    pytest.importorskip("ray", reason="RAY IS NOT INSTALLED: nothing tells that a cluster gives the same")
    call = [sys.executable, "-c", ON_RAY, str(out), *inputs]
    patient = {**os.environ, "RAY_raylet_start_wait_time_s": str(seconds // 2)}
    done = subprocess.run(call, env=patient, capture_output=True, text=True, timeout=seconds, check=False)
    assert done.stdout.splitlines()[-1:] == [str([None] * SHARDS)], done.stderr[-3000:]


def test_a_thousand_pages_on_daft_and_added_with_workers(tmp_path: Path) -> None:
    inputs = archives(tmp_path, 1_000, SHARDS)
    on_daft(inputs, tmp_path / "daft")
    assert files(tmp_path / "daft") == one_process(inputs, tmp_path / "here")
    assert loaded(tmp_path / "daft", tmp_path / "b") == added(inputs, tmp_path / "a")


@pytest.mark.long
def test_ray_gives_what_one_process_gives(tmp_path: Path) -> None:
    inputs = archives(tmp_path, 1_000, SHARDS)
    on_ray(inputs, tmp_path / "ray", 600)
    assert files(tmp_path / "ray") == one_process(inputs, tmp_path / "here")


@pytest.mark.long
def test_ten_thousand_pages_on_daft_and_added_with_workers(tmp_path: Path) -> None:
    inputs = archives(tmp_path, 10_000, SHARDS)
    on_daft(inputs, tmp_path / "daft")
    assert files(tmp_path / "daft") == one_process(inputs, tmp_path / "here")
    assert loaded(tmp_path / "daft", tmp_path / "b") == added(inputs, tmp_path / "a")


@pytest.mark.long
def test_ten_thousand_pages_on_ray(tmp_path: Path) -> None:
    inputs = archives(tmp_path, 10_000, SHARDS)
    on_ray(inputs, tmp_path / "ray", 3600)
    assert files(tmp_path / "ray") == one_process(inputs, tmp_path / "here")
