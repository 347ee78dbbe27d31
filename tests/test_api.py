"""The Python side: what `sayso.read` takes, what a reading offers, and what it raises."""

from __future__ import annotations

from pathlib import Path

import pandas
import pytest

import sayso
from sayso import intake
from sayso.export.rows import columns
from sayso.report import from_report

STORY = "The minister visited Oslo on Friday, the ministry said. The fjord was calm and the harbour full of people."


@pytest.fixture(scope="module")
def reading() -> sayso.Reading:
    return sayso.read(STORY, published="2024-05-06")


def test_a_text_becomes_a_reading(reading: sayso.Reading) -> None:
    event = reading.events[0]
    assert (event.kind, event.status) == ("visit", "happened")
    assert event.time is not None
    assert (event.time.earliest, event.time.latest) == ("2024-05-03", "2024-05-03")
    assert reading.document.text == STORY


def test_a_path_and_the_name_of_a_file_are_read(tmp_path: Path, reading: sayso.Reading) -> None:
    path = tmp_path / "story.txt"
    path.write_text(STORY, "utf-8")
    for source in (path, str(path)):
        found = sayso.read(source, published="2024-05-06")
        assert found.events == reading.events
        assert found.document.file == str(path)


def test_an_unreadable_file_raises_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")
    with pytest.raises(sayso.Unreadable, match="nothing in it") as caught:
        sayso.read(path)
    assert caught.value.failure.reason == "empty"
    with pytest.raises(sayso.Unreadable, match="no such file"):
        sayso.read(tmp_path / "missing.txt")


def test_a_wrong_date_raises() -> None:
    with pytest.raises(ValueError, match="2024-99-01"):
        sayso.read(STORY, published="2024-99-01")


def test_a_reading_prints_itself_as_a_chronicle(reading: sayso.Reading) -> None:
    shown = str(reading)
    assert shown.startswith("when ")
    assert "● happened" in shown
    assert "2024-05-03" in shown


def test_its_repr_is_short(reading: sayso.Reading) -> None:
    assert len(repr(reading)) < 200
    assert "1 event" in repr(reading)


def test_to_dict_is_the_report(reading: sayso.Reading) -> None:
    report = reading.to_dict()
    assert report["schema"] == "sayso.report/1"
    assert sayso.Reading.of(from_report(report)) == reading


def test_to_pandas_has_a_row_an_event(reading: sayso.Reading) -> None:
    frame = reading.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == list(columns())
    assert list(frame["kind"]) == ["visit"]


def test_many_documents_are_read_in_order() -> None:
    texts = [f"The minister visited {town} on Friday." for town in ("Oslo", "Bergen", "Turku")]
    readings = list(sayso.read_documents(intake.from_text(text) for text in texts))
    assert [r.document.text for r in readings] == texts


def test_reading_twice_gives_the_same(reading: sayso.Reading) -> None:
    assert sayso.read(STORY, published="2024-05-06") == reading


def test_the_public_names_are_there_and_no_others() -> None:
    for name in sayso.__all__:
        assert getattr(sayso, name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = sayso.nothing
