"""Kinds of one's own: a file adds kinds, frames and classes, proves itself, and says clearly what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import sayso
from sayso import api
from sayso.cli import main
from sayso.knowledge.own_kinds import KindsError, frames_with, kinds_with, load_own_kinds

EXAMPLE = Path(__file__).parents[1] / "examples" / "own-kinds" / "elections.toml"
KIND = """
[[kind]]
id = "mourn"
label = "Mourning"
definition = "A state mourns officially."
actor = "who mourns"
target = "the dead"
examples = ["Arland mourned its king on Friday."]
"""
FRAME = """
[[frame]]
kind = "mourn"
trigger = "mourn"
pos = "verb"
example = "Arland mourned its king on Friday."
"""
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(content: str) -> Path:
        path = tmp_path / "own.toml"
        path.write_text(content, "utf-8")
        return path

    return write_file


def test_the_example_adds_its_kinds_after_the_24() -> None:
    kinds = kinds_with(load_own_kinds([EXAMPLE]))
    assert kinds.ids[-2:] == ("observe", "internet-cut")
    assert len(kinds) == 26
    observe = kinds.get("observe")
    assert observe is not None
    assert observe.like == "visit"
    assert observe.equipment == "none"


def test_own_frames_come_before_those_of_the_package_and_own_words_join_its_classes() -> None:
    frames = frames_with(load_own_kinds([EXAMPLE]))
    assert frames.of("verb", "block")[0].kind == "internet-cut"
    assert len(frames.of("verb", "block")) > 1
    assert "ballot" in frames.classes("referendum")


def test_reading_with_own_kinds_finds_them_and_without_does_not() -> None:
    text = "The regulator cut internet access in Zagreb on Friday, the ministry said."
    ours = sayso.read(text, published="2024-05-06", kinds=[EXAMPLE])
    cut = next(e for e in ours.events if e.kind == "internet-cut")
    assert [(p.role, p.name) for p in cut.participants][:1] == [("actor", "regulator")]
    assert cut.time is not None
    assert cut.time.earliest == "2024-05-03"
    assert cut.rule == "own/elections.cut.2"
    plain = sayso.read(text, published="2024-05-06")
    assert "internet-cut" not in {e.kind for e in plain.events}
    assert plain.reader.digest != ours.reader.digest


def test_a_kind_behaves_as_the_one_that_it_is_like(write: Write) -> None:
    """All who take part in what is like a meeting are actors."""
    frame = FRAME.replace('trigger = "mourn"', 'trigger = "carouse"') + 'actor = ["subject", "with"]'
    text = "The envoy of Chad caroused with the minister of Mali on Friday."
    actors = {}
    for like in ("meet", "protest"):
        own = sayso.read(text, kinds=[write(KIND + f'like = "{like}"' + frame)])
        event = next(e for e in own.events if e.kind == "mourn")
        actors[like] = sum(p.role == "actor" for p in event.participants)
    assert actors == {"meet": 2, "protest": 1}


def test_two_files_may_build_on_each_other(write: Write, tmp_path: Path) -> None:
    second = tmp_path / "second.toml"
    second.write_text(FRAME, "utf-8")
    own = load_own_kinds([write(KIND), second])
    assert frames_with(own).of("verb", "mourn")[0].kind == "mourn"


def test_a_file_may_silence_a_frame_of_the_package(write: Write) -> None:
    path = write(
        '[[frame]]\nkind = "none"\ntrigger = "tour"\npos = "verb"\nwhen = {subject = ["band"]}\n'
        'example = "The band toured Norway."\n[classes]\nband = ["band", "orchestra"]\n'
    )
    assert not [e for e in sayso.read("The orchestra toured Norway.", kinds=[path]).events if e.kind == "visit"]
    assert [e for e in sayso.read("The minister toured Norway.", kinds=[path]).events if e.kind == "visit"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[[kind", "is not TOML"),
        ("a = 1", "unknown: a"),
        ("kind = 3", "kind must be a list of tables"),
        ("frame = [1]", "frame must be a list of tables"),
        (KIND + KIND, "there is a kind 'mourn' already"),
        (KIND.replace('"mourn"', '"visit"'), "there is a kind 'visit' already"),
        (KIND.replace('"mourn"', '"other"'), "there is a kind 'other' already"),
        (KIND.replace('"mourn"', '"To Mourn"'), "lower-case letters"),
        (KIND.replace('"mourn"', "3"), "id must be text"),
        (KIND.replace('label = "Mourning"', ""), "label missing"),
        (KIND + "colour = 'red'", "unknown: colour"),
        (KIND + "like = 'mourning'", "like = 'mourning' must be one of visit"),
        (KIND + "plover = 'X'", "plover must be a list of texts"),
        (KIND + "not = [{case = 'x'}]", "kind, why missing"),
        (FRAME, "no such kind: 'mourn'"),
        (KIND + FRAME.replace('"verb"', '"adverb"'), "pos is 'adverb'"),
        (KIND + FRAME.replace('"mourn"\npos', '["mourn", "weep"]\npos'), "need as many examples"),
        (KIND + FRAME + "when = {object = ['kingg']}", "no such class: 'kingg' (of object)"),
        (KIND + FRAME + "when = 'king'", "when must be a table"),
        (KIND + FRAME + "actor = [1]", "actor must be a list of texts"),
        ("classes = 3", "[classes] must give each class a list of words"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(write: Write, content: str, told: str) -> None:
    with pytest.raises(KindsError) as refused:
        load_own_kinds([write(content)])
    assert told in str(refused.value)
    assert "own.toml" in str(refused.value)


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KindsError, match="No such file"):
        load_own_kinds([tmp_path / "none.toml"])
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KindsError, match="UTF-8"):
        load_own_kinds([binary])


def test_every_example_of_the_example_holds(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["kinds", "--kinds", str(EXAMPLE), "--check"]) == 0
    assert b"16 of 16 examples hold" in capsysbinary.readouterr().out


def test_an_example_that_fails_is_named(write: Write, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = write(KIND + FRAME + 'not = ["The widow mourned."]')
    assert main(["kinds", "--kinds", str(path), "--check"]) == 1
    out, err = capsysbinary.readouterr()
    assert b"2 of 3 examples hold" in out
    assert "frame own/own.mourn.0 (mourn) fires: The widow mourned." in err.decode()


def test_the_codebook_shows_own_kinds(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["kinds", "observe", "--kinds", str(EXAMPLE)]) == 0
    out = capsysbinary.readouterr().out.decode()
    assert out.startswith("observe  (Election observation)")
    assert "2 frames of your own" in out


def test_a_wrong_call_says_so(write: Write, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("The minister toured Norway.", "utf-8")
    assert main(["kinds", "--check"]) == 2
    assert main(["kinds", "--kinds", str(write("a = 1"))]) == 2
    assert main(["read", str(text), "--kinds", str(write("a = 1"))]) == 2
    assert "unknown: a" in capsysbinary.readouterr().err.decode()


def test_each_set_of_files_has_a_kit_of_its_own() -> None:
    assert api.kit(None, (EXAMPLE,)) is api.kit(None, (EXAMPLE,))
    assert api.kit(None, (EXAMPLE,)) is not api.kit()
