"""Timelines of a target over several reports: what it takes part in, on which days, told by which words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

import sayso
from sayso.cli import main
from sayso.gathering.facts import facts_of
from sayso.gathering.incidents import gather
from sayso.gathering.target_mentions import Meant
from sayso.gathering.target_timeline import NOT_DATED, Line, Target, target_timeline
from sayso.records import Document, Entity, Reading

LEAD = (
    "Brenta sues Ostrava Motors\n\n"
    "Ostrava Motors unveiled the Falcon on Tuesday. Ostrava Motors also opened a plant in Brno, a rival said. "
    "It has 400 workers. Nothing will be sold before 2012, and the company did not name a price. "
    "Brenta Steel filed a lawsuit against Ostrava Motors in 2008."
)
LATER = (
    "Ostrava Motors may close the plant. The Falcon, which was unveiled by Ostrava Motors in March 2010, won a prize."
)
OTHER = "Tatra Trucks built a road. The Ostrava Motors Arena was full."


def read(text: str, identifier: str, published: str | None) -> Reading:
    title, _, body = text.rpartition("\n\n")
    found = next(
        sayso.read_documents(
            [Document(identifier, identifier, text, title or None, len(title), published=published, language="en")]
        )
    )
    assert body
    return found


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [
        read(LEAD, "lead", "2010-03-03"),
        read(LATER, "later", "2010-06-20"),
        read(OTHER, "other", "2010-06-20"),
        read("Ostrava Motors fired its director.", "undated", None),
    ]


def lines(readings: Iterable[Reading], name: str, *documents: str) -> list[Line]:
    facts = {f.id: f for reading in readings for f in facts_of(reading, other=True)}
    same = {(facts[e].document, facts[e].event): i.id for i in gather(facts.values()).incidents for e in i.events}
    return list(target_timeline(Target(name, frozenset(documents)), readings, same))


def told(found: Iterable[Line]) -> dict[str, str]:
    return {t.word: line.date for line in found for t in line.tellings}


def test_what_it_does_and_what_is_done_to_it(readings: list[Reading]) -> None:
    found = told(lines(readings, "Ostrava Motors", "lead"))
    assert found["unveiled"] == "2010-03-02"
    assert found["opened"] == "2010-03-02", "the day of the story goes on"
    assert {found["filed"], found["lawsuit"]} == {"2008"}, "each telling word of a trigger is a mention"
    assert "said" not in found, "another one speaks"


def test_states_denials_plans_and_headlines_stay_out(readings: list[Reading]) -> None:
    assert not told(lines(readings, "Ostrava Motors")).keys() & {"has", "name", "sold", "sues", "close"}


def test_an_event_told_twice_takes_the_exact_day(readings: list[Reading]) -> None:
    (line,) = [x for x in lines(readings, "the Falcon") if "unveiled" in {t.word for t in x.tellings}]
    assert (line.date, {t.document for t in line.tellings}) == ("2010-03-02", {"lead", "later"})


def test_no_date_is_made_up(readings: list[Reading]) -> None:
    (line,) = lines(readings, "Ostrava Motors", "undated")
    assert (line.date, line.why) == (NOT_DATED, "nothing")
    assert lines(readings, "Ostrava Motors")[-1] == line, "undated events stand last"


def test_dates_say_where_they_are_from(readings: list[Reading]) -> None:
    why = {t.word: line.why for line in lines(readings, "Ostrava Motors") for t in line.tellings}
    assert (why["filed"], why["opened"]) == ("its own words", "the day of the story")


def test_mentions_are_words_of_the_text(readings: list[Reading]) -> None:
    texts = {r.document.id: r.document.text for r in readings}
    for line in lines(readings, "Ostrava Motors"):
        for t in line.tellings:
            assert t.span.of(texts[t.document]) == t.word
            assert t.word in t.sentence


def test_the_order_of_arrival_does_not_matter(readings: list[Reading]) -> None:
    wanted = lines(readings, "Ostrava Motors")
    for seed in range(5):
        assert lines(Random(seed).sample(readings, len(readings)), "Ostrava Motors") == wanted


@pytest.mark.parametrize(
    ("asked", "named", "same"),
    [
        ("Steve Jobs", "Jobs", True),
        ("Falcon", "the new Falcon", True),
        ("Falcon", "Falcon Mark II", False),
        ("Ostrava Motors", "Ostrava", False),
        ("Ostrava Motors", "Ostrava Motors Inc.", True),
        ("General Motors Corp.", "General Motors", True),
        ("General Motors", "the general", False),
        ("Boeing 787", "Boeing 787 Dreamliner", True),
        ("Boeing 787", "Boeing 787 customers", False),
        ("Kim Jong-un", "Kim Jong Un", True),
        ("Anna Dvorak", "Marie Dvorak", False),
        ("Anna Dvorak", "Anna", False),
    ],
)
def test_names(asked: str, named: str, same: bool, readings: list[Reading]) -> None:
    reading = replace(readings[2], entities=(Entity("e1", "other", named),), equipment=())
    assert Meant(asked, reading).refs == ({"e1"} if same else set())


def test_the_command_writes_lines_of_targets(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    documents, asked, out = tmp_path / "in.jsonl", tmp_path / "targets.jsonl", tmp_path / "out.jsonl"
    text = LEAD.partition("\n\n")[2]
    documents.write_text(json.dumps({"id": "a", "text": text, "published": "2010-03-03"}), "utf-8")
    asked.write_text('{"corpus": "x", "target": "Ostrava Motors", "documents": ["a"]}\n\n{"target": "Nobody"}', "utf-8")
    chronicle = ["-c", str(tmp_path / "a.db")]
    assert main(["add", str(documents), *chronicle, "--quiet"]) == 0
    assert main(["timeline", "--targets", str(asked), "--out", str(out), *chronicle]) == 0
    first, second = map(json.loads, out.read_text("utf-8").splitlines())
    assert second == {"target": "Nobody", "timeline": []}
    assert "no report tells what happened to 'Nobody'" in capsysbinary.readouterr().err.decode()
    assert (first["corpus"], first["target"]) == ("x", "Ostrava Motors")
    dates = [entry["date"] for entry in first["timeline"]]
    assert dates == sorted(dates)
    start, stop = first["timeline"][-1]["mentions"][0]["span"]
    assert text[start:stop] in ("unveiled", "opened")
    capsysbinary.readouterr()
    assert main(["timeline", "--target", "Ostrava Motors", "--format", "csv", "--limit", "1", *chronicle]) == 0
    printed = capsysbinary.readouterr().out.decode().splitlines()
    assert printed[0] == "target,day,word,quote,document,date from"
    assert printed[1].startswith('Ostrava Motors,2008,"filed, lawsuit"')
    assert len(printed) == 2
    asked.write_text('{"target": "Ostrava Motors", "documents": ["a", "b"]}', "utf-8")
    assert main(["timeline", "--targets", str(asked), *chronicle]) == 0
    assert "does not have 1 of the documents, such as b" in capsysbinary.readouterr().err.decode()


def test_filters_are_not_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", "--target", "X", "--since", "2024-01-01", "-c", str(tmp_path / "a.db")]) == 2
    assert "takes no filters" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [("{", "line 1 is no"), ("[1]", "line 1 is no"), ('{"name": "x"}', "line 1"), (None, "No such file")],
)
def test_a_bad_file_of_targets_is_a_wrong_call(
    content: str | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "targets.jsonl"
    if content is not None:
        path.write_text(content, "utf-8")
    assert main(["timeline", "--targets", str(path), "-c", str(tmp_path / "a.db")]) == 2
    assert said in capsys.readouterr().err
