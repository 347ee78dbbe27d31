"""Each sort of thing that can be broken in a chronicle is found, at once or when all is gathered again."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sayso.chronicle.file import connect_to_read
from sayso.chronicle.verify import faults
from sayso.chronicle.verify_deep import deep_faults
from tests.plain_scene import Runner, digests, scene


@pytest.fixture(scope="module")
def run() -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.close()


@pytest.fixture(scope="module")
def made(run: Runner, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a chronicle of reports, imported rows, names and decisions."""
    folder = tmp_path_factory.mktemp("made") / "a"
    for call in scene(folder)[:6]:
        assert run(folder, *call) <= 1, (folder / "err.txt").read_text()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "a"))


def broken(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "sayso.db", isolation_level=None)) as file:
        assert file.execute(statement).rowcount > 0


def found(folder: Path) -> str:
    with closing(connect_to_read(folder / "sayso.db")) as file:
        return "\n".join(faults(file))


def found_deep(folder: Path) -> set[str]:
    with closing(connect_to_read(folder / "sayso.db")) as file:
        return {fault.partition(":")[0] for fault in deep_faults(file)}


def test_nothing_is_found_in_a_sound_chronicle(made: Path) -> None:
    before = digests(made)
    assert found(made) == ""
    assert found_deep(made) == set()
    assert digests(made) == before


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE versions SET record = replace(record, '\"title_stop\": 0', '\"title_stop\": 5')", "none that sayso"),
        ("UPDATE versions SET record = replace(record, '\"cuts\"', '\"cutz\"')", "none that sayso wrote"),
        ("UPDATE versions SET record = replace(record, '\"version\": \"', '\"version\": \"0')", "not what was read"),
        ("UPDATE versions SET record = json_set(record, '$.problems[0]', json('{\"stage\": \"x\", \"what\": \"y\"}'))",
         "not that of the document"),
        ("UPDATE versions SET number = 3 WHERE document = 'doc-4' AND number = 2", "not numbered from 1"),
        ("UPDATE readings SET reader = 'another' WHERE id = 1", "not that of the document that was read"),
        ("UPDATE sentences SET text = 'Nothing of the kind.' WHERE rowid = (SELECT min(rowid) FROM sentences)",
         "sentences: other rows"),
        ("UPDATE names SET plain = 'another'", "is none that sayso takes"),
        ("UPDATE imported SET status = 'done' WHERE row = 'desk/1'", "status 'done' is none"),
        ("UPDATE imported SET earliest = '2024-05-32' WHERE row = 'desk/1'", "desk/1"),
        ("UPDATE imported SET latest = '2023-05-01' WHERE row = 'desk/1'", "last day comes before its first"),
        ("UPDATE imported SET actors = '[\"Corvister\"' WHERE row = 'desk/1'", "desk/1"),
        ("UPDATE imported SET collection = 'another' WHERE row = 'desk/1'", "another collection"),
        ("UPDATE imported SET cells = 'null' WHERE row = 'desk/1'", "its cells are no row"),
        ("UPDATE imported SET current = 0 WHERE row = 'desk/1'", "not numbered from 1"),
        ("UPDATE imported SET place = 'Elsewhere' WHERE row = 'desk/1'", "imported_facts: others than desk/1 has"),
        ("UPDATE imported_facts SET facts = replace(facts, 'visit', 'meet')", "imported_facts: others than"),
        ("DELETE FROM imported_facts WHERE row = 'desk/4'", "imported_facts: none of desk/4"),
        ("DELETE FROM imported_blocks WHERE row = 'desk/1'", "imported_blocks: desk/1 is not where"),
        ("INSERT INTO imported_blocks VALUES ('x', 'y', 'desk/1')", "imported_blocks: others than"),
        ("DELETE FROM blocks WHERE rank = (SELECT min(rank) FROM blocks)", "is not where it is looked for"),
        ("INSERT INTO blocks VALUES ('x', 'y')", "blocks: others than"),
        ("UPDATE facts SET facts = replace(facts, '2024-05-0', '2024-06-0')", "facts: others than"),
    ],
)  # fmt: skip
def test_what_is_broken_is_found_at_once(folder: Path, statement: str, told: str) -> None:
    broken(folder, statement)
    assert told in found(folder), found(folder)


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("UPDATE incidents SET origins = origins + 1 WHERE reports > 1", {"incidents"}),
        ("UPDATE incidents SET status = 'failed'", {"incidents"}),
        ("UPDATE reasons SET score = score + 1", {"reasons"}),
        ("UPDATE incident_events SET denies = 1 - denies", {"incident_events"}),
        ("UPDATE origins SET why = why || ' at all' WHERE why <> ''", {"origins"}),
        ("UPDATE origin_links SET share = share / 2", {"origin_links"}),
        ("DELETE FROM shingles WHERE shingle = (SELECT min(shingle) FROM shingles)", {"shingles"}),
        ("UPDATE identities SET name = 'another', country = 'NO'", {"identities"}),
        ("UPDATE identity_variants SET name = name || 'a'", {"identity_variants"}),
        ("UPDATE imported_matches SET score = score - 1", {"imported_matches"}),
        ("UPDATE facts SET level = 3", {"facts"}),
        ("DELETE FROM told_names WHERE sort = 'party'", {"told_names"}),
        ("INSERT INTO settled VALUES ('doc-2', '2024-05-01', '2024-05-02', NULL)", {"settled"}),
        ("DELETE FROM sentences WHERE rowid IN (SELECT rowid FROM sentences LIMIT 1)", {"sentences"}),
    ],
)
def test_what_else_is_broken_is_found_when_all_is_gathered_again(
    folder: Path, statement: str, tables: set[str]
) -> None:
    broken(folder, statement)
    assert found_deep(folder) >= tables


def test_the_command_gathers_again_when_asked(run: Runner, folder: Path) -> None:
    broken(folder, "UPDATE incidents SET origins = origins + 1 WHERE reports > 1")
    assert run(folder, "verify") == 0
    assert run(folder, "verify", "--deep") == 1
    assert "incidents: others than follow" in (folder / "err.txt").read_text()


def test_names_given_before_and_after_rows_come_to_the_same(run: Runner, tmp_path: Path) -> None:
    name = ["names", "add", "Corvister", "--id", "p9", "--kind", "military"]
    for folder, order in ((tmp_path / "a", (0, 1, name)), (tmp_path / "b", (0, name, 1))):
        calls = scene(folder)
        for call in order:
            assert run(folder, *(calls[call] if isinstance(call, int) else call)) == 0
        assert found(folder) == ""
    assert digests(tmp_path / "a")["imported_facts"] == digests(tmp_path / "b")["imported_facts"]
