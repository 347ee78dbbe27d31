"""Attributions: marked-up sentences of tests/cases/attributions, one a line, and what holds for any text.

`[s source]`, `[q cue]`, `[c content]`, numbered when a line has several attributions; pieces of one content that an
author interrupts are marked apart, and a source or cue inside a content is not content when it interrupts it. After
" # ": stance=..., kind=..., name=..., country=... (of the source), source=none, within=2:1, rule=..., title (the line
is a headline), none (no attribution).
A number without a content is a joint source of the first. The lines of known_failures.txt, each after its reason, fail
and must go on failing until they are taken off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.intake import from_text
from sayso.knowledge.reporting import ACTS, ReportingWord
from sayso.reading.attribution.find import find_attributions
from sayso.reading.attribution.speech import find_spoken
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.read import read_all, read_parsed
from sayso.records import SOURCE_KINDS, STANCES, Attribution

CASES = Path(__file__).parent / "cases" / "attributions"
Parse = Callable[..., Parsed]


@dataclass
class Case:
    name: str
    text: str
    title: str | None
    known_failure: bool
    marks: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)


def cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line and not line.startswith("#"):
                yield case(f"{path.stem}:{number}", line)


def test_known_failures_have_reasons() -> None:
    lines = (CASES / "known_failures.txt").read_text(encoding="utf-8").splitlines()
    assert all(before.startswith("# ") for before, line in pairwise(lines) if not line.startswith("#"))


def case(name: str, line: str) -> Case:
    marked, _, tail = line.partition(" # ")
    words = re.findall(r"(\w+)=((?:(?! \w+=).)+)|(\w+)", tail)
    options = {key or bare: value.strip() for key, value, bare in words}
    text, marks = unmark(marked.replace("\\n", "\n"))
    title = text if "title" in options else None
    for number in sorted(marks):
        marks[number] = {"c": marks.get("1", {}).get("c", []), "q": marks.get("1", {}).get("q", [])} | marks[number]
    return Case(name, text, title, name.startswith("known_failures"), marks, options)


def unmark(marked: str) -> tuple[str, dict[str, dict[str, list[str]]]]:
    """The plain text, and for each number the words of its source, cue and content without what interrupts it."""
    marks: dict[str, dict[str, list[str]]] = {}
    plain: list[str] = []
    open_: list[tuple[str, str, int]] = []
    at = 0
    for match in re.finditer(r"\[([sqc])(\d?) |\]", marked):
        plain.append(marked[at : match.start()])
        at = match.end()
        if match[1]:
            open_.append((match[1], match[2], len("".join(plain))))
        elif open_:
            letter, number, start = open_.pop()
            marks.setdefault(number, {}).setdefault(letter, []).append("".join(plain)[start:])
    return "".join([*plain, marked[at:]]), marks


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def content_words(text: str, found: Attribution) -> list[str]:
    return words(" ".join(span.of(text) for span in found.content))


def expected_words(marks: dict[str, list[str]], options: dict[str, str]) -> list[str]:
    if "content" in options:
        return words(options["content"])
    wanted = words(" ".join(marks["c"]))
    inside = [w for letter in "qs" for w in marks.get(letter, []) if any(w in c for c in marks["c"])]
    for phrase in inside:
        wanted = without(wanted, words(phrase))
    return wanted


def without(wanted: list[str], phrase: list[str]) -> list[str]:
    """A list of words without the first stretch that equals the phrase."""
    for start in range(len(wanted) - len(phrase) + 1):
        if wanted[start : start + len(phrase)] == phrase:
            return wanted[:start] + wanted[start + len(phrase) :]
    return wanted


def fits(case: Case, number: str, found: Attribution) -> bool:
    marks, options, text = case.marks[number], case.options, case.text
    source = found.source.span.of(text) if found.source.span else None
    if options.get("source") == "none" and source is not None:
        return False
    if "s" in marks and (source is None or not set(words(source)) & set(words(marks["s"][0]))):
        return False
    cue = options.get("cue") or next(iter(marks.get("q", [])), None)
    if cue and (found.cue is None or not set(words(found.cue.of(text))) & set(words(cue))):
        return False
    if number in ("", "1") and found.stance != options.get("stance", found.stance):
        return False
    if number in ("", "1") and any(value != options.get(key, value) for key, value in described(found).items()):
        return False
    return content_words(text, found) == expected_words(marks, options) and options.get("rule", "") in (
        found.rule or ""
    )


def described(found: Attribution) -> dict[str, str | None]:
    return {"kind": found.source.kind, "name": found.source.name, "country": found.source.country}


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name) for c in cases()])
def test_marked_up(case: Case, kit: Kit, parse: Parse, request: pytest.FixtureRequest) -> None:
    if case.known_failure:
        request.applymarker(pytest.mark.xfail(strict=True))
    parsed = parse("", title=case.title) if case.title else parse(case.text)
    found = find_attributions(parsed, kit, ())
    if "none" in case.options:
        assert not found
        return
    matched = {n: next((a for a in found if fits(case, n, a)), None) for n in case.marks}
    assert all(matched.values()), [(a.rule, a.stance, content_words(parsed.text, a), a.source) for a in found]
    if "within" in case.options:
        inner, outer = (matched[n] for n in case.options["within"].split(":"))
        assert inner
        assert outer
        assert inner.within == outer.id


def vouching() -> list[list[str]]:
    lines = (CASES / "vouching.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


@pytest.mark.parametrize(("text", "trigger", "sources"), vouching())
def test_who_vouches(kit: Kit, parse: Parse, text: str, trigger: str, sources: str) -> None:
    """The source chain of an event, nearest the fact first and joined by " < "; "-" is the report's own voice."""
    reading = read_parsed(parse(text), kit)
    event = next(e for e in reading.events if trigger in [t.of(text) for t in e.triggers])
    named = {a.id: a.source for a in reading.attributions}
    found = [named[a] for a in event.attributions]
    wanted = [] if sources == "-" else sources.split(" < ")
    assert len(found) == len(wanted), [s.name for s in found]
    for source, words_ in zip(found, wanted, strict=True):
        assert set(words(words_)) & set(words(f"{source.name} {source.span.of(text) if source.span else ''}"))


def check(parsed: Parsed, found: tuple[Attribution, ...]) -> None:
    ids = [a.id for a in found]
    assert ids == [f"a{n}" for n in range(1, len(found) + 1)]
    for a in found:
        assert a.content
        assert a.stance in STANCES
        assert a.source.kind in (None, *SOURCE_KINDS)
        assert a.within is None or (a.within in ids and a.within != a.id)
        for span in (*a.content, *(s for s in (a.cue, a.source.span) if s)):
            assert 0 <= span.start < span.stop <= len(parsed.text)
        assert list(a.content) == sorted(a.content)


PIECES = (
    "said , . \" “ ” ‘ ’ ' « » that according to the minister it told reporters Reuters : ; — ( ) he she talks had "
    "failed reportedly fears of claim is believed not denied saying X LIND: — ― \n \n\n \ud800 \u200b"
)
WORDS = st.sampled_from(PIECES.split(" "))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=40))
def test_any_text(kit: Kit, parse: Parse, pieces: list[str]) -> None:
    parsed = parse(" ".join(pieces))
    found = find_attributions(parsed, kit, ())
    check(parsed, found)
    assert found == find_attributions(parsed, kit, (), find_spoken(parsed, kit.reporting))


def reported_by(word: ReportingWord, parsed: Parsed, kit: Kit) -> bool:
    """Whether some attribution of the text comes from a row; a supporting verb is told by its cue."""
    found = find_attributions(parsed, kit, ())
    if any((a.rule or "").endswith(f", {word.word}") for a in found):
        return True
    cues = [parsed.tokens_in(a.cue)[0].lemma for a in found if a.cue]
    return "support" in word.frames and word.word in cues


def test_every_row_is_found(kit: Kit, parse: Parse) -> None:
    """The example of each reporting word gives an attribution by that word; its counter-example none."""
    wrong = []
    for word in kit.reporting.words:
        if not reported_by(word, parse(word.example), kit):
            wrong.append(("not found", word.word, word.pos, word.example))
        if word.counter and reported_by(word, parse(word.counter), kit):
            wrong.append(("must not fire", word.word, word.pos, word.counter))
    assert not wrong


def test_tables(kit: Kit) -> None:
    assert len(kit.reporting.words) >= 250
    for word in kit.reporting.words:
        assert word.act in ACTS
        assert word.stance in STANCES
        assert word.frames
        assert word.example
    assert set(kit.reporting.sources.values()) <= set(SOURCE_KINDS)
    said = kit.reporting.verb("say")
    assert said is not None
    assert said.stance == "asserts"
    assert kit.reporting.noun("bridge") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norway summoned the envoy on Monday, its foreign ministry said.", "Norway's foreign ministry"),
        ("Anna Dvorak left Oslo on Sunday, her spokesman said.", "Anna Dvorak's spokesman"),
        ("The company closed its plant, its spokesman said.", "its spokesman"),
    ],
)
def test_a_speaker_is_named_by_whose_it_is(text: str, name: str, kit: Kit) -> None:
    (reading,) = read_all([from_text(text, published="2024-05-06")], kit)
    assert [found.source.name for found in reading.attributions] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Another said that rebels had attacked the town.", None),
        ("Others said that rebels had attacked the town.", None),
        ("One said that rebels had attacked the town.", None),
        ("At least two said that rebels had attacked the town.", None),
        ("A third said that rebels had attacked the town.", None),
        ("Rebels attacked the town, according to another.", None),
        ("Another official said that rebels had attacked the town.", "Another official"),
        ("Others in the town said that rebels had attacked it.", "Others in the town"),
        ("One, a farmer, said that rebels had attacked the town.", "farmer"),
    ],
)
def test_how_many_somebodies_is_no_name(kit: Kit, text: str, name: str | None) -> None:
    (reading,) = read_all([from_text(text)], kit)
    assert [a.source.name for a in reading.attributions] == [name]
    assert reading.attributions[0].source.span is not None
