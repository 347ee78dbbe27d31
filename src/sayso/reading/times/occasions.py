"""The day of an occasion that a length of time counts from: "ten days after the attack", "the day before the raid".

The occasion is dated by the words after it ("after Monday's attack"), or by an earlier sentence that tells of the same
thing ("The army attacked the town on 3 May").
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.dates import calendar as c
from sayso.dates.shift import step, steps
from sayso.reading import grammar as g
from sayso.reading.times.numbers import Lexeme
from sayso.reading.times.pattern import Match
from sayso.reading.times.story import Meaning, Start, Story, Told, counted

AHEAD = 20  # lexemes after the preposition in which the date of the occasion may stand


def counted_from_occasion(m: Match, preposition: int, shift: tuple[str, int], story: Story) -> Meaning | None:
    """The DATE so many units (unit, number) after or before the occasion under a preposition; None when the text does
    not date it."""
    token = story.parsed.tokens[preposition]
    noun = g.child(story.parsed, preposition, g.PREPOSITION_OBJECT)
    if noun is None or noun.pos not in (g.NOUN, g.NAME):
        return None
    unit, number = shift
    _, sign = story.words.single[token.lower]
    how, open_value = step("later", unit, sign * number), c.OPEN[c.DAY if unit == c.WEEK else unit]
    own = _times_of(m, noun, story)
    if any(x.category in ("month", "weekday", "year", "holiday") for x in own):
        named = _day_named(own, story)
        return counted(named[0], steps(*named[1], how), open_value, unit) if named else None
    start = _told_before(noun, story)
    return counted(start, how, open_value, unit) if start else None


def _times_of(m: Match, noun: g.Token, story: Story) -> list[Lexeme]:
    """The words of time among those of the occasion."""
    words = g.subtree(story.parsed, noun.index)
    near = [x for x in m.row[m.found.end() : m.found.end() + AHEAD] if x is not None]
    return [x for x in near if words[0].index <= x.first and x.last <= words[-1].index]


def _day_named(own: list[Lexeme], story: Story) -> tuple[Start, tuple[str, ...]] | None:
    """The day that the occasion bears, and how it is reached: "after the Sept. 3 attack", "after Monday's attack"."""
    weekday = next((x for x in own if x.category == "weekday"), None)
    month = next((x for x in own if x.category == "month"), None)
    year = next((x.value for x in own if x.category == "year"), None)
    number = next((x.value for x in own if x.category in ("day", "nth")), 0)
    if month is not None and c.day_of(2000, month.value, number) is not None:
        if year is not None:
            day = c.day_of(year, month.value, number)
            return (Start(day, None), ()) if day else None
        return story.writing, (step("month-day", f"{month.value:02}-{number:02}", tense=story.tense(month)),)
    holiday = next((x for x in own if x.category == "holiday" and x.value != "independence"), None)
    if holiday is not None and len(own) == 1:
        return story.writing, (step("holiday", holiday.value, tense=story.tense(holiday)),)
    if month is None and year is None and weekday is not None:
        return story.writing, (story.weekday(weekday.value, None, story.tense(weekday)),)
    return None


def _told_before(noun: g.Token, story: Story) -> Start | None:
    """The last day told of the same thing: in its own phrase, or with the verb of which it is subject or object."""
    for told in reversed(story.told):
        dates = told.meaning.unit == c.DAY and told.meaning.is_date and not told.meaning.compared
        if dates and any(_is_same(noun, other) for other in _told_of(told, story)):
            return told.start
    return None


def _told_of(told: Told, story: Story) -> Iterator[g.Token]:
    """The words that a date hangs on up to its verb, and what that verb has for subject and object."""
    for token in g.ancestors(story.parsed, told.token):
        yield token
        if token.pos in (g.VERB, g.AUX):
            yield from g.children(story.parsed, token.index, g.SUBJECT, g.PASSIVE_SUBJECT, g.OBJECT)
            return


def _is_same(noun: g.Token, other: g.Token) -> bool:
    """ "attack" and "attacked", "bombing" and "bombed" are the same as the noun itself is."""
    stem = noun.lemma.removesuffix("ing") if noun.lemma.endswith("ing") else noun.lemma
    return other.pos in (g.NOUN, g.NAME, g.VERB) and other.lemma in (noun.lemma, stem, stem + "e")
