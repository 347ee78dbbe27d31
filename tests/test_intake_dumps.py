"""Dumps of reports with columns of any names: a report a row, and a Failure that names the row for each other."""

from __future__ import annotations

import gzip
import json
from io import BytesIO
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.intake import documents
from sayso.intake.dump_columns import Columns, ColumnsError, columns_of
from sayso.intake.dump_rows import dump_rows
from sayso.intake.dumps import Dumps
from sayso.records import Document, Failure

SAID = "The defence minister visited the shipyard on Thursday and inspected two frigates, the ministry told the press."
MORE = "The navy expects to receive the first of the two ships in October, an analyst told the paper on the phone."
NAMED = columns_of("text=body,title=headline,url=link,published=date,id=key")
HEAD = "key,headline,body,link,date\n"


def read(data: bytes | str, columns: Columns = NAMED, name: str = "news.csv") -> list[Document | Failure]:
    from sayso.intake.walk import document_of

    stream = BytesIO(data.encode() if isinstance(data, str) else data)
    return [one if isinstance(one, Failure) else document_of(one) for one in Dumps(columns)(stream, name)]


def one(data: bytes | str, columns: Columns = NAMED) -> Document:
    (found,) = read(data, columns)
    assert isinstance(found, Document), found
    return found


def test_a_row_is_a_document_with_what_its_columns_tell() -> None:
    found = one(f'{HEAD}7,Yard,"{SAID}\n\n{MORE}",https://news.example/7,2023-09-14\n')
    assert (found.title, found.text) == ("Yard", f"Yard\n\n{SAID}\n\n{MORE}")
    assert (found.url, found.published, found.published_from, found.file) == (
        "https://news.example/7",
        "2023-09-14",
        "given",
        "news.csv!/2",
    )


def test_ids_of_two_dumps_are_not_mixed_up() -> None:
    rows = f'body,key\n"{SAID}",7\n'
    first, second = (read(rows, NAMED_BY_ID, name)[0] for name in ("a/news.csv", "b/wire.csv.gz"))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, second.id) == ("news/7", "wire/7")


NAMED_BY_ID = columns_of("text=body,id=key")


def test_rows_without_text_and_broken_rows_are_named_and_cost_no_other() -> None:
    rows = [
        f'1,A,"{SAID}",,',
        "2,B,,,",
        '3,C,"never closed,,',
        f'4,D,"{MORE}",,',
        "5,E,five,,,too many",
        f'6,F,"{SAID} Again.",,',
    ]
    found = read(HEAD + "\n".join(rows))
    assert [(f.input, f.reason) for f in found if isinstance(f, Failure)] == [
        ("news.csv!/3", "no-text"),
        ("news.csv!/4", "broken-row"),
        ("news.csv!/6", "broken-row"),
    ]
    assert [d.title for d in found if isinstance(d, Document)] == ["A", "D", "F"]
    assert "nothing in body" in next(f.what for f in found if isinstance(f, Failure))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_encodings_and_line_ends(mark: str, encoding: str, end: str) -> None:
    said = SAID.replace(",", "").replace("two", "“två”")
    found = one(end.join((mark.join(("key", "body")), mark.join(("7", f'"{said}"')), "")).encode(encoding), NAMED_BY_ID)
    assert found.text == said


def test_several_columns_are_one_text_and_pages_are_read_as_pages() -> None:
    found = one(f'lead,body\n"<p>{SAID}</p>",{MORE.replace(",", "")}\n', columns_of("text=lead+body"))
    assert found.text == f"{SAID}\n\n{MORE.replace(',', '')}"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-09-14T10:00:00Z", "2023-09-14"),
        ("Thu, 14 Sep 2023 10:00:00 +0200", "2023-09-14"),
        ("1694685600", "2023-09-14"),
        ("1694685600000", "2023-09-14"),
        ("1694685600.0", "2023-09-14"),
        ("20230914", "2023-09-14"),
        ("09/14/2023", "2023-09-14"),
        ("05/06/2023", None),
        ("soon", None),
    ],
)
def test_days_as_machines_and_people_write_them(written: str, day: str | None) -> None:
    found = one(f'body,date\n"{SAID}","{written}"\n', columns_of("text=body,published=date"))
    assert found.published == day
    assert bool(found.problems) == (day is None)


def test_a_file_of_columns_tells_how_days_are_written(tmp_path: Path) -> None:
    told = tmp_path / "wire.toml"
    told.write_text('formats = ["%d/%m/%Y"]\n[columns]\ntext = ["lead", "body"]\npublished = "date"\nid = "key"\n')
    found = one(f'lead,body,date,key\n"{SAID}",x,05/06/2023,7\n', columns_of(str(told)))
    assert (found.published, found.id) == ("2023-06-05", "wire/7")


def test_json_lines_of_other_names_and_objects_in_objects() -> None:
    lines = [
        {"key": 7, "article": {"body": SAID, "head": "Yard"}, "tags": ["a"]},
        {"key": 8, "article": None},
        "no object",
    ]
    told = columns_of("text=article.body,title=article.head,id=key")
    told_lines = list(map(json.dumps, lines))
    for data in ("\n".join(told_lines), "[\n" + ",\n".join(told_lines) + "\n]", json.dumps(lines)):
        first, second, third = read(data, told, "news.jsonl")
        assert isinstance(first, Document)
        assert isinstance(second, Failure)
        assert isinstance(third, Failure)
        assert (first.id, first.title, second.reason, third.reason) == ("news/7", "Yard", "no-text", "broken-row")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("a,b\n1,2\n", "no column 'body' for the text (it has a, b)"),
        ("body\nx\n", "no column 'headline' for the title"),
        ('{\n  "body": 1\n}', "an object a line"),
        ('"never closed,body\nx,y\n', "head cannot be read"),
    ],
)
def test_a_dump_that_cannot_be_read_says_why(data: str, says: str) -> None:
    (found,) = read(data)
    assert isinstance(found, Failure)
    assert (found.reason, says in found.what) == ("no-table", True)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("title=headline", "column of the text"),
        ("text=", "FIELD=COLUMN"),
        ("text=body,body", "FIELD=COLUMN"),
        ("text=body,text=lead", "twice"),
        ("text=body,colour=c", "no field 'colour'"),
        ("nowhere.toml", "No such file"),
    ],
)
def test_columns_that_are_told_wrongly(told: str, says: str) -> None:
    with pytest.raises(ColumnsError, match=says):
        columns_of(told)


@pytest.mark.parametrize(
    "content", ["[columns]\ntext = 7", "columns = 1", "x = 1", "delimiter = ',,'\n[columns]\ntext='a'", "=="]
)
def test_files_of_columns_that_are_wrong(content: str, tmp_path: Path) -> None:
    told = tmp_path / "wire.toml"
    told.write_text(content)
    with pytest.raises(ColumnsError, match=r"wire\.toml"):
        columns_of(str(told))


def test_lines_without_end_and_marks_without_partner_cost_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.intake.dump_rows.LONGEST", 10_000)
    rows = dump_rows(BytesIO(b"body\n" + b"x" * 100_000 + b"\nlast\n" + b'"x\n' * 3 + b'"y'))
    found = [(row.line, row.cells.get("body", "")[:9], row.fault is None) for row in rows.each]
    assert found[:2] == [(2, "", False), (3, "last", True)]
    assert all(not whole for *_, whole in found[2:])
    many = dump_rows(BytesIO(b"body,b\n" + b'"x""\n' * 30_000))
    assert sum(row.fault is not None for row in many.each) > 29_000


def test_packed_dumps_and_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "news.csv.gz"
    path.write_bytes(gzip.compress(f'{HEAD}7,Yard,"{SAID}",,\n8,None,,,\n'.encode()))
    found = list(documents([path], rows=Dumps(NAMED)))
    assert [type(one).__name__ for one in found] == ["Document", "Failure"]
    plain = tmp_path / "news.csv"
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    (unnamed,) = documents([plain])
    assert isinstance(unnamed, Failure)
    assert (unnamed.reason, "--columns" in unnamed.what) == ("table", True)
    with pytest.raises(SystemExit):
        main(["read", str(plain), "--columns", "title=headline"])
    assert "the column of the text must be told" in capsys.readouterr().err


def test_the_dialect_is_told_by_the_head_and_by_the_line_that_excel_writes_above_it() -> None:
    columns = columns_of("text=body,id=key")
    assert one(f"sep=|\r\nkey|body\r\n7|{SAID}\r\n", columns).text == SAID
    assert one(f'"key, as, told";body\n7;{SAID}\n', columns_of("text=body")).text == SAID


def test_a_row_with_too_few_cells_is_doubted() -> None:
    found = read("key,body,date\n7,They met on the quay\nand parted,2023-09-14\n8,They met again,2023-09-14\n", BODY)
    told = "the row in line {} has 2 cells, the head has 3"
    doubts = [[p.what for p in d.problems if "cells" in p.what] for d in found if isinstance(d, Document)]
    assert doubts == [[told.format(2)], [told.format(3)], []]


BODY = columns_of("text=body")


@pytest.mark.parametrize("form", ["%B %Y", "%H:%M", "%Q", "%d/%d/%Y", "", "day"])
def test_a_format_that_names_no_single_day_is_refused(form: str, tmp_path: Path) -> None:
    told = tmp_path / "wire.toml"
    told.write_text(f'formats = ["{form}"]\n[columns]\ntext = "body"\n')
    with pytest.raises(ColumnsError, match="day, month and year"):
        columns_of(str(told))


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%d %b %y", "%Y-%jT%H", "%A, %d. %B %Y %H:%M", "%Y-%m-%dT%H:%M:%S%z"])
def test_a_format_that_names_a_day_is_taken(form: str, tmp_path: Path) -> None:
    told = tmp_path / "wire.toml"
    told.write_text(f'formats = ["{form}"]\n[columns]\ntext = "body"\n')
    assert columns_of(str(told)).formats == (form,)
