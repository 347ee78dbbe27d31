"""Time expressions: TIMEX3 type and value, the first and last day that each can mean, and what it counts from.

The words of a sentence become lexemes (`words`), patterns over them call small rules (`dates`, `years`,
`seasons`, `clock`, `relative`, `counted`, `lengths`, `sets`), the longest match first; each rule gives a meaning
or abstains. Rules see the day of writing, the times told before and the tense of the governing verb (`story`).
Values follow TimeML 1.2.1 as the TempEval-3 corpora use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sayso.dates import calendar as c
from sayso.dates.shift import DATELINE
from sayso.knowledge.times import load_time_words
from sayso.reading import grammar as g
from sayso.reading.grammar import Parsed, Sentence
from sayso.reading.kit import Kit
from sayso.reading.times import clock, counted, dates, lengths, relative, seasons, sets, years
from sayso.reading.times.numbers import Lexeme
from sayso.reading.times.pattern import OTHER, Grammar, Match, code, coded
from sayso.reading.times.story import DATE, DURATION, NO_TIME, PUBLISHED, TIME, Meaning, Start, Story, Told
from sayso.reading.times.words import CORE, lexemes
from sayso.records import Timex
from sayso.spans import Span

GRAMMAR: Grammar[Meaning] = Grammar(
    (
        *dates.RULES,
        *years.RULES,
        *seasons.RULES,
        *clock.RULES,
        *counted.RULES,
        lengths.past_decade,
        *relative.RULES,
        *lengths.RULES,
        *sets.RULES,
    )
)
_CORES = "".join(code(category) for category in sorted(CORE))
RUN = re.compile(f"[^{re.escape(OTHER)}{_CORES}]*[{_CORES}][^{re.escape(OTHER)}]*")  # lexemes that may tell a time
UNCAPITALISED = frozenset({"unit", "units", "part", "instant", "deictic", "tonight", "vague", "frequency"})
DATELINE_MARKS = ("(", "-", "--", "–", "—")
DATELINE_PARAGRAPHS, DATELINE_TOKENS = 3, 12  # where a full date is taken for the day of writing


def find_times(parsed: Parsed, kit: Kit) -> tuple[Timex, ...]:
    """The time expressions of a document in order of text, ids t1, t2, ...

    Without a publication date a full date at the head of the text serves; without either, relative times keep their
    open values ("XXXX-WXX-6") and null days.
    """
    published = c.day_of_report(parsed.document.published)
    writing = Start(c.day(published), PUBLISHED) if published else Start(None, None)
    story = Story(parsed, load_time_words(), writing)
    found = _found(story)
    doubted = story.both_ways()
    return _found(Story(parsed, story.words, writing, doubted)) if doubted else found


def _found(story: Story) -> tuple[Timex, ...]:
    found: list[Timex] = []
    for sentence in story.parsed.sentences:
        row = lexemes(story.parsed, sentence, story.words)
        for name, meaning, match in _tell(row, story) if row else ():
            timex = _timex(f"t{len(found) + 1}", name, meaning, match, story)
            found.append(_remember(timex, meaning, match, sentence, story))
    return tuple(found)


Hit = tuple[str, Meaning, Match]  # the name of the rule, what it tells, where


def _tell(row: list[Lexeme | None], story: Story) -> Iterator[Hit]:
    """The times of a sentence, each told before the next is looked for."""
    codes = coded(row)
    for run in RUN.finditer(codes):
        at = run.start()
        while at < run.end():
            hit = _first_meaning(row, codes, at, story)
            at = hit[2].found.end() if hit else at + 1
            if hit and hit[1].type:
                yield hit


def _first_meaning(row: list[Lexeme | None], codes: str, at: int, story: Story) -> Hit | None:
    for rule, match in GRAMMAR.matches(row, codes, at):
        meaning = rule.tell(match, story)
        if meaning is not None:
            return rule.name, NO_TIME if _is_title(match, meaning, story) else meaning, match
    return None


def _is_title(match: Match, meaning: Meaning, story: Story) -> bool:
    """Whether the words are a name in capitals: "This Week", "60 Minutes", "High Noon"; not "Third Quarter"."""
    first, token = (story.parsed.tokens[i] for i in match.tokens)
    if match.last.category not in UNCAPITALISED or meaning.unit == c.QUARTER or not token.text.istitle():
        return False
    if story.parsed.sentence_of(token.index).title:
        return False
    before = story.parsed.tokens[max(0, first.index - 1)]
    return token is not first or (before.sentence == token.sentence and before.pos == g.NAME)


def _timex(id: str, name: str, meaning: Meaning, match: Match, story: Story) -> Timex:
    span = Span(_start(match, meaning, story), _stop(match))
    earliest, latest = (day.isoformat() if day else None for day in meaning.days)
    return Timex(
        id=id,
        span=span,
        quote=span.of(story.parsed.text),
        type=meaning.type,
        value=meaning.value,
        mod=meaning.mod,
        anchor=meaning.anchor,
        earliest=earliest,
        latest=latest,
        rule=name,
        shift=meaning.shift if meaning.days == (None, None) else None,
    )


def _start(match: Match, meaning: Meaning, story: Story) -> int:
    """Where the expression starts: after "about" before a length, after the article of a noun that it describes."""
    row = match.lexemes
    if len(row) > 1 and row[0].category == "loose" and meaning.type in (DURATION, TIME):
        row = row[1:]
    if len(row) > 1 and row[0].word in ("its", "their") and meaning.unit == c.QUARTER:
        return row[1].start
    if len(row) > 1 and row[0].category == "article" and story.is_prenominal(match):
        hyphened = any(x.category == "dash" for x in row[2:])
        row = row[1:] if hyphened or row[0].word != "the" else row
    return row[0].start


def _stop(match: Match) -> int:
    """Where the expression stops: after "or so"."""
    return match.after.stop if match.after and match.after.category == "so" else match.last.stop


def _remember(timex: Timex, meaning: Meaning, match: Match, sentence: Sentence, story: Story) -> Timex:
    """Keeps a time for those that count from it; a date at the head of an undated text becomes its day of writing."""
    number = story.parsed.tokens[match.first.first].sentence
    story.told.append(Told(timex.id, meaning, number, story.is_prenominal(match), story.head(match), match.last.last))
    if story.writing != Start(None, None) or not _is_dateline(meaning, match, sentence, story):
        return timex
    story.writing = Start(meaning.period, timex.id)
    return timex if meaning.period else replace(timex, shift=f"{DATELINE} {timex.value.removeprefix('XXXX-')}")


def _is_dateline(meaning: Meaning, match: Match, sentence: Sentence, story: Story) -> bool:
    """Whether a date opens one of the first paragraphs, or ends a short one: "By A. Writer, 24 January 2019"."""
    head = [s.paragraph for s in story.parsed.sentences if not s.title][:1]
    if sentence.title or not head or sentence.paragraph >= head[0] + DATELINE_PARAGRAPHS:
        return False
    if meaning.type != DATE or meaning.unit != c.DAY or meaning.anchor is not None:
        return False
    paragraph = [s for s in story.parsed.sentences if s.paragraph == sentence.paragraph]
    length = paragraph[-1].last - paragraph[0].first
    if meaning.period is None:
        alone = length <= match.last.last - match.first.first + 1
        return (meaning.shift or "").startswith("month-day") and (alone or _after_place(match, sentence, story))
    return length < DATELINE_TOKENS or _after_place(match, sentence, story)


def _after_place(match: Match, sentence: Sentence, story: Story) -> bool:
    """ "MOSCOW, Jan. 24, 2019 (Wire) -": the date stands near the beginning, closed off from the sentence."""
    return match.first.first - sentence.first < DATELINE_TOKENS // 2 and story.word_after(match) in DATELINE_MARKS
