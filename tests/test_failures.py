"""Every input is a document, known, or a failure that is listed with its reason and can be tried again."""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from sayso.cli import main
from sayso.commands.failures import input_of
from sayso.commands.progress import Progress, counted, how_many, in_time
from sayso.commands.stopping import stopping
from sayso.show.stages import to_table
from sayso.stages import Stages
from tests.plain_scene import happenings
from tests.slow_reader import BREAK, SlowKit, stand_ins

Run = Callable[..., tuple[int, str, str]]
TOLD = happenings(200)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """A call of sayso in a folder of its own, with a reader that loads nothing."""
    from sayso.reading import kit

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(kit, "Kit", SlowKit)
    monkeypatch.setattr(SlowKit, "pause", 0.0)
    for name, module in stand_ins().items():
        monkeypatch.setitem(sys.modules, name, module)

    def run_main(*arguments: str) -> tuple[int, str, str]:
        capsysbinary.readouterr()
        code = main(arguments)
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return run_main


def story(n: int) -> str:
    return f"The report of the day. {TOLD[n]}. It was said that the talks in the town had been long and of little use."


def lines(path: Path, *texts: str) -> None:
    path.write_text("".join(json.dumps({"id": f"{path.name}-{n}", "text": t}) + "\n" for n, t in enumerate(texts)))


@pytest.fixture
def failed(run: Run, tmp_path: Path) -> Path:
    """A chronicle with one document and four failures."""
    (tmp_path / "good.txt").write_text(story(0))
    (tmp_path / "broken.txt").write_text(f"{story(1)} {BREAK}.")
    (tmp_path / "short.html").write_text("<html><body><p>Too short</p></body></html>")
    lines(tmp_path / "some.jsonl", story(2), "", story(3), "")
    code, out, err = run("add", "good.txt", "broken.txt", "short.html", "some.jsonl", "none.txt")
    assert (code, out) == (1, "8 inputs = 3 new + 5 failed (sayso.db)\n")
    assert "some.jsonl#2: " in err
    return tmp_path


# --- the list ----------------------------------------------------------------------------------------------------


def test_the_list_names_each_input_and_counts_the_reasons(run: Run, failed: Path) -> None:
    code, out, _ = run("failures")
    assert code == 0
    assert out.split("\n")[-2] == "5 failures: 2 no-text, 1 fault, 1 missing, 1 too-short"
    for name in ("broken.txt", "short.html", "some.jsonl#2", "some.jsonl#4", "none.txt"):
        assert name in out


def test_filters_and_forms_as_in_the_other_lists(run: Run, failed: Path) -> None:
    rows = [json.loads(line) for line in run("failures", "--format", "jsonl")[1].splitlines()]
    assert [row["input"] for row in rows] == ["broken.txt", "short.html", "some.jsonl#2", "some.jsonl#4", "none.txt"]
    assert set(rows[0]) == {"input", "stage", "reason", "what", "told"}
    assert len(run("failures", "--reason", "no-text", "--format", "csv")[1].splitlines()) == 3
    assert len(run("failures", "--input", "jsonl", "--limit", "1", "--format", "jsonl")[1].splitlines()) == 1
    assert run("failures", "--since", "2199-01-01")[1] == "No failures (sayso.db).\n"
    assert run("failures", "--count", "--format", "csv")[1].splitlines()[:2] == ["reason,inputs", "no-text,2"]
    assert run("failures", "--reason", "x' OR 1=1 --")[1] == "No failures (sayso.db).\n"


def test_without_a_chronicle_it_says_so_and_makes_none(run: Run, tmp_path: Path) -> None:
    for more in ([], ["--retry"]):
        code, _, err = run("failures", *more)
        assert code == 2
        assert "there is no chronicle" in err
    assert not list(tmp_path.iterdir())


# --- another try -------------------------------------------------------------------------------------------------


def test_what_can_be_read_now_leaves_the_list(run: Run, failed: Path) -> None:
    (failed / "broken.txt").write_text(story(1))
    (failed / "none.txt").write_text(story(4))
    code, out, _ = run("failures", "--retry")
    assert code == 1
    assert out == "7 inputs = 2 new + 3 failed + 2 known (sayso.db)\n"
    assert run("failures")[1].split("\n")[-2] == "3 failures: 2 no-text, 1 too-short"


def test_only_some_are_tried_again(run: Run, failed: Path) -> None:
    (failed / "broken.txt").write_text(story(1))
    assert run("failures", "--retry", "--reason", "fault")[:2] == (0, "1 new (sayso.db)\n")
    assert "1 too-short" in run("failures")[1]


def test_what_is_gone_stays_in_the_list(run: Run, failed: Path) -> None:
    _, out, err = run("failures", "--retry", "--reason", "missing")
    assert "1 of them are not there (any more) and stay in the list, the first: none.txt" in err
    assert out == "nothing to add (sayso.db)\n"
    assert "1 missing" in run("failures")[1]


def test_the_same_failure_stands_once_and_a_new_reason_takes_its_place(run: Run, failed: Path) -> None:
    run("add", "broken.txt", "none.txt")
    assert run("failures")[1].split("\n")[-2].startswith("5 failures")
    (failed / "broken.txt").write_bytes(b"")
    run("add", "broken.txt")
    assert run("failures")[1].split("\n")[-2] == "5 failures: 2 no-text, 1 empty, 1 missing, 1 too-short"


def test_an_ordinary_call_that_reads_it_takes_it_off_too(run: Run, failed: Path) -> None:
    lines(failed / "some.jsonl", story(2), story(5), story(3), story(6))
    run("add", "some.jsonl")
    assert "no-text" not in run("failures")[1]


def test_a_part_of_an_archive_is_tried_again_with_its_archive(run: Run, tmp_path: Path) -> None:
    def pack(text: str) -> None:
        with ZipFile(tmp_path / "news.zip", "w") as archive:
            archive.writestr("a.txt", story(0))
            archive.writestr("b.txt", text)

    pack("Too short.")
    assert run("add", "news.zip")[1] == "2 inputs = 1 new + 1 failed (sayso.db)\n"
    assert "news.zip!/b.txt" in run("failures")[1]
    pack(story(1))
    assert run("failures", "--retry")[:2] == (0, "2 inputs = 1 known + 1 new (sayso.db)\n")
    assert run("failures")[1] == "No failures (sayso.db).\n"


def test_the_input_of_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.zip", "b.jsonl", "odd#3", "what!.txt"):
        Path(name).touch()
    names = (
        "a.zip!/x/y.html",
        "b.jsonl#12",
        "odd#3",
        "what!.txt",
        "a.zip!/c.jsonl#4",
        "a.zip!https://a/!/b",
        "https://a.example/#2",
    )
    assert [input_of(name) for name in names] == [
        "a.zip", "b.jsonl", "odd#3", "what!.txt", "a.zip", "a.zip", "https://a.example/#2",
    ]  # fmt: skip


# --- conservation ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_inputs_are_documents_and_duplicates_and_failures(run: Run, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    names = mixed(tmp_path, chance)
    out = run("add", *names)[1]
    counts = sums(out)
    assert counts["inputs"] == 40
    assert counts["inputs"] == sum(counts.values()) - counts["inputs"]
    with closing(sqlite3.connect(tmp_path / "sayso.db")) as file:
        kept = {t: file.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("documents", "failures")}
    assert kept == {"documents": counts["new"], "failures": len(set(failing(names)))}
    again = sums(run("add", *names)[1])
    assert (again["inputs"], again["new"], again["failed"]) == (40, 0, counts["failed"])


def mixed(folder: Path, chance: random.Random) -> list[str]:
    """Names of 40 inputs of all sorts, in any order."""
    kinds = {
        "good": lambda n: story(n),
        "same": lambda n: story(0),
        "spaced": lambda n: story(0) + "\n" * n,
        "short": lambda n: "Short.",
        "broken": lambda n: f"{story(n)} {BREAK}.",
        "binary": lambda n: "\0\1\2\3" * 50,
        "missing": None,
    }
    names = []
    for n in range(40):
        kind = "good" if n == 0 else chance.choice(list(kinds))
        name = f"{n}-{kind}.txt"
        made = kinds[kind]
        if made is not None:
            (folder / name).write_text(made(n))
        names.append(name)
    chance.shuffle(names)
    return names


def failing(names: list[str]) -> list[str]:
    return [name for name in names if any(kind in name for kind in ("short", "broken", "binary", "missing"))]


def sums(told: str) -> Counter[str]:
    """ "40 inputs = 12 new + ..." as numbers."""
    whole, _, rest = told.rpartition(" (")[0].partition(" = ")
    parts = [part.split(" ", 1) for part in (whole, *rest.split(" + ")) if part]
    return Counter({name: int(number.replace(",", "")) for number, name in parts})


# --- on the way --------------------------------------------------------------------------------------------------


def test_progress_tells_counts_rate_and_time_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(100, 10_000, 10))
    monkeypatch.setattr("sayso.commands.progress.monotonic", lambda: float(next(clock)))
    progress = Progress(1000, shown=True)
    progress.tell(Counter({"known": 400, "new": 1}))
    progress.tell(Counter({"known": 400, "new": 101, "failed": 3}))
    told = capsys.readouterr().err.split("\r\x1b[K")
    assert told[1] == "401 of 1,000: 400 known, 1 new"
    assert told[2].startswith("504 of 1,000: 400 known, 101 new, 3 failed; ")
    assert "a second, " in told[2]
    assert told[2].endswith(" left")


def test_no_progress_where_none_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(10, shown=False)
    progress.tell(Counter({"new": 5}))
    progress.end()
    assert capsys.readouterr().err == ""


def test_words_of_numbers() -> None:
    assert [in_time(s) for s in (0.2, 59, 61, 3599, 7800)] == ["0 s", "59 s", "1 min", "1 h 0 min", "2 h 10 min"]
    assert counted(Counter()) == "nothing to add"


def test_how_many_documents_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    lines(tmp_path / "b.jsonl", "x", "y", "z")
    assert how_many([str(tmp_path)]) == 4
    assert how_many(["none.txt", str(tmp_path / "a.txt")]) == 2
    assert how_many(["-"]) is None
    (tmp_path / "c.zip").touch()
    assert how_many([str(tmp_path / "c.zip")]) is None


def test_ctrl_c_ends_the_inputs_and_twice_ends_all(capsys: pytest.CaptureFixture[str]) -> None:
    import signal

    with stopping() as stop:
        taken = stop.until(range(10))
        assert [next(taken), next(taken)] == [0, 1]
        signal.raise_signal(signal.SIGINT)
        assert list(taken) == []
        assert stop.taken == 2
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert "Ctrl-C again stops at once" in capsys.readouterr().err


def test_stages_inside_stages_are_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 4.0, 10.0, 20.0, 21.0, 30.0, 30.0])
    monkeypatch.setattr("sayso.stages.perf_counter", lambda: next(clock))
    stages = Stages()
    with stages("store"), stages("gathering"):
        pass
    assert list(stages.each("intake", iter([5]))) == [5]
    assert dict(stages.seconds) == {"gathering": 3.0, "store": 7.0, "intake": 1.0}
    assert to_table(stages.seconds).split("\n")[1].split() == ["store", "7.00", "64%"]


def test_the_profile_of_a_call(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(story(0))
    err = run("add", "a.txt", "--profile")[2]
    assert {line.split()[0] for line in err.splitlines()} >= {"stage", "intake", "store", "gathering", "all"}
    assert run("add", "a.txt", "--profile", "--workers", "2")[0] == 2


def test_what_an_archive_holds_beside_reports_is_told_and_is_no_failure(run: Run, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("good.txt", story(0))
        for name in ("one.png", "two.png"):
            archive.writestr(name, b"\x89PNG\r\n\x1a\n" + bytes(40))
    code, out, err = run("add", "a.zip")
    assert (code, out) == (0, "2 inputs = 1 new + 1 no reports (sayso.db)\n")
    assert "a.zip: 2 parts of it" in err
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    assert run("add", "b.png")[0] == 1, "a picture that was named should have been a report"
