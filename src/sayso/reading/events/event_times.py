"""When an event was: the time expression that governs its trigger, and the relation between the two."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.events import slots
from sayso.reading.events.acts_of_words import ORDER, acts_of_words, is_of_order
from sayso.reading.events.dated_words import ANSWERED, SINCE, Told, days_apart, describes_noun, event_time, times_under
from sayso.reading.events.scene import Scene
from sayso.reading.events.setting import (
    answered_above,
    behind_answer,
    clauses_of_occasion,
    occasions,
    occasions_above,
    top_of_setting,
    verbs_above,
    when_clauses,
    words_of_clause,
)
from sayso.reading.events.triggers import Trigger
from sayso.records import EventTime, Timex

_YEAR = "year of what came after"
LONGEST_OF_AIM = 31  # days: "founded in 1985 to elect women" tells no day of an election


def find_time(scene: Scene, trigger: Trigger) -> EventTime | None:
    """The expression that dates the event, with the relation that its preposition gives; None when none governs it."""
    sentence = scene.parsed.sentence_of(trigger.index)
    if not any(i in scene.time_at for i in range(sentence.first, sentence.last + 1)):
        return None
    for rule, index, times in _candidates(scene, trigger):
        fitting = [t for t in times if _fits(scene, trigger, rule, index, t)]
        if fitting:
            return event_time(scene, trigger, fitting, rule)
    return _repeatedly(scene, trigger)


def _repeatedly(scene: Scene, trigger: Trigger) -> EventTime | None:
    """ "met every spring": more than once, on no known day."""
    kids = g.children(scene.parsed, trigger.index, g.NOUN_ADVERBIAL, g.ADVERBIAL)
    sets = [t for k in kids if (t := scene.time_at.get(k.index)) is not None and t.type == "SET"]
    return EventTime((sets[0].id,), "repeated", None, None, "under the trigger") if sets else None


def _candidates(scene: Scene, trigger: Trigger) -> Iterator[tuple[str, int, list[Told]]]:
    """Rule, governing token and expressions, the closest tie first."""
    yield "when", trigger.index, _before_when(scene, trigger)
    for rule, index in _governors(scene, trigger):
        yield rule, index, times_under(scene, index, trigger.index)
    yield "only date of the clause", trigger.index, _only_time_of_clause(scene, trigger)
    yield "date of the caption", trigger.index, _date_of_caption(scene, trigger)
    for rule, index in _far_governors(scene, trigger):
        yield rule, index, times_under(scene, index, trigger.index)


def _fits(scene: Scene, trigger: Trigger, rule: str, index: int, told: Told) -> bool:
    word, time = told
    if word in SINCE and _first_since(scene, index):
        return False
    if (rule == ORDER) != is_of_order(scene, index, time):
        return False
    if (rule == ANSWERED) != _is_behind_answer(scene, index, time):
        return False
    if rule == _YEAR:  # "founded in 2003 after rebels ousted the king": the year, not the day
        return time.type == "DATE" and days_apart(time.earliest, time.latest) in (364, 365)
    lends = slots.light_verb(scene.parsed, trigger.index)
    if _is_counted(scene, trigger, time):
        return False
    if rule == "under the trigger" or (lends is not None and lends.index == index):
        return True
    if time.type == "DURATION":
        return False  # a stretch of time tells how long its own verb went on
    token = scene.parsed.tokens[trigger.index]
    if rule == "same clause" and (_is_standing(scene, trigger) or _is_of_other_noun(scene, trigger, index, told)):
        return False
    path = (token, *_path_to(scene, trigger.index, index)[:-1])
    if rule == "same clause" and any(_is_only_meant(scene, t) for t in path):
        return False
    aim = any(t.form == g.BASE for t in path)
    return not aim or time.earliest is None or days_apart(time.earliest, time.latest) <= LONGEST_OF_AIM


def _is_behind_answer(scene: Scene, index: int, time: Timex) -> bool:
    return behind_answer(scene, index, scene.parsed.tokens_in(time.span)[0].index)


def _is_only_meant(scene: Scene, token: g.Token) -> bool:
    """ "put the army on alert on Monday to repel raids", "leaves on Monday with plans to meet her": what is to come of
    it, on another day; not "arrived on Monday to meet her"."""
    above = scene.parsed.tokens[token.head]
    if token.form != g.BASE:
        return False
    if token.role == g.NOUN_CLAUSE:
        return load_setting().has("intents", above.lemma)
    aim = token.role == g.ADVERBIAL_CLAUSE and g.child(scene.parsed, token.index, *g.SUBJECTS) is None
    return aim and above.pos == g.VERB and not load_setting().has("comes_for", above.lemma)


def _is_standing(scene: Scene, trigger: Trigger) -> bool:
    """ "in defiance of sanctions", "the sanctions will be lifted on Saturday": what is in force, and not put there."""
    noun = trigger.frame.pos == "noun" and load_setting().has("stands", trigger.frame.acts_as)
    return noun and slots.light_verb(scene.parsed, trigger.index) is None and not _is_made(scene, trigger)


def _is_made(scene: Scene, trigger: Trigger) -> bool:
    """Whether the noun is the object of a verb that brings such a thing about: "announced new sanctions"."""
    token = scene.parsed.tokens[trigger.index]
    above = scene.parsed.tokens[token.head]
    made = token.role in (g.OBJECT, g.PASSIVE_SUBJECT) and above.pos == g.VERB
    return made and not load_setting().has("ends", above.lemma)


def _is_of_other_noun(scene: Scene, trigger: Trigger, verb: int, told: Told) -> bool:
    """ "The raid was a response to the shelling on Monday", "a raid in May and another assault in Leeds": a date that
    stands by another noun of the clause."""
    parsed = scene.parsed
    where = parsed.tokens_in(told[1].span)[0].index
    said = g.child(parsed, verb, g.ATTRIBUTE)
    if said is not None and trigger.index < said.index < where:
        return True
    return any(
        _is_joined_after(scene, t, verb, where)
        for t in (parsed.tokens[trigger.index], *g.ancestors(parsed, trigger.index))
    )


def _is_joined_after(scene: Scene, token: g.Token, verb: int, where: int) -> bool:
    """Whether a noun joined by "and" stands behind a date that stands behind the noun that it is joined to."""
    behind = verb < where < g.subtree(scene.parsed, token.index)[0].index
    return token.role == g.CONJUNCT and token.pos in g.NOMINALS and behind


def _is_counted(scene: Scene, trigger: Trigger, time: Timex) -> bool:
    """ "the 15th test this year", "the deadliest raid in a decade": the time over which one counts."""
    if days_apart(time.earliest, time.latest) <= LONGEST_OF_AIM:
        return False
    token = scene.parsed.tokens[trigger.index]
    kids = g.children(scene.parsed, token.index, g.ADJECTIVAL, g.NUMERIC) if token.pos == g.NOUN else []
    return any(load_setting().has("superlative", k.lower) or k.lower.endswith(("st", "nd", "rd", "th")) for k in kids)


def _first_since(scene: Scene, index: int) -> bool:
    """ "the first visit since 2019": the year of another visit."""
    words = [k.lower for k in g.children(scene.parsed, index)]
    above = [k.lower for k in g.children(scene.parsed, scene.parsed.tokens[index].head)]
    return not load_setting().lists["superlative"].isdisjoint((*words, *above))


# --- where to look -------------------------------------------------------------------------------------------------


def _before_when(scene: Scene, trigger: Trigger) -> list[Told]:
    """ "in April 2019, when they met": the date that a clause with "when" tells about."""
    token = scene.parsed.tokens[trigger.index]
    asks = next((k for k in g.children(scene.parsed, token.index) if k.lower == "when"), None)
    if asks is None or token.role not in (g.RELATIVE_CLAUSE, g.ADVERBIAL_CLAUSE):
        return []
    before = asks.index - 1
    while before >= 0 and scene.parsed.tokens[before].text == ",":
        before -= 1
    time = scene.time_at.get(token.head) or scene.time_at.get(before)
    return [("", time)] if time else []


def _governors(scene: Scene, trigger: Trigger) -> Iterator[tuple[str, int]]:
    """Tokens under which the event's date may hang: the trigger, then the verbs that share its setting."""
    yield "under the trigger", trigger.index
    for clause in when_clauses(scene, trigger.index):
        yield "clause of when", clause.index
    for verb in verbs_above(scene, trigger):
        yield "same clause", verb.index
        for clause in when_clauses(scene, verb.index):
            yield "clause of when", clause.index


def _far_governors(scene: Scene, trigger: Trigger) -> Iterator[tuple[str, int]]:
    """Tokens outside the event's clause whose date is also the event's, by what they mean."""
    parsed = scene.parsed
    token = parsed.tokens[trigger.index]
    if token.pos == g.NOUN:
        for clause in clauses_of_occasion(scene, trigger.index):
            yield "clause that tells when it came about", clause.index
    caused = token.pos == g.NOUN and token.role in g.SUBJECTS  # "threats prompted the bloc at its summit to ..."
    for verb in [token, *([] if caused else verbs_above(scene, trigger))]:
        for occasion in occasions(scene, verb.index) if verb.pos == g.VERB else []:
            yield from _of_occasion(scene, occasion)
    for word in answered_above(scene, trigger.index):
        yield ANSWERED, word.index
    for occasion in occasions_above(scene, trigger):
        yield from _of_occasion(scene, occasion)
    top = top_of_setting(scene, trigger)
    if top.role == g.RELATIVE_CLAUSE and load_setting().has("occasion", parsed.tokens[top.head].lemma):
        yield "date of the occasion", top.head
    verb = parsed.tokens[top.head]
    aimed = any(t.form == g.BASE for t in (token, *_path_to(scene, token.index, top.index)))
    yield from acts_of_words(scene, trigger, top, aimed)
    after = top.role == g.ADVERBIAL_CLAUSE and any(k.lower == "after" for k in g.children(parsed, top.index))
    if after and verb.form != g.BASE:
        yield _YEAR, top.head


def _path_to(scene: Scene, index: int, above: int) -> list[g.Token]:
    """The tokens over one token up to and with another."""
    found: list[g.Token] = []
    for token in g.ancestors(scene.parsed, index) if index != above else ():
        found.append(token)
        if token.index == above:
            break
    return found


def _of_occasion(scene: Scene, occasion: g.Token) -> Iterator[tuple[str, int]]:
    """ "in a statement issued on Monday", "in its January 3 alert", "at a rally held in May"."""
    yield "date of the occasion", occasion.index
    for clause in clauses_of_occasion(scene, occasion.index):
        yield "date of the occasion", clause.index


def _only_time_of_clause(scene: Scene, trigger: Trigger) -> list[Told]:
    """The one date among the words of the trigger's clause, wherever it hangs ("Twin blasts yesterday hit")."""
    if trigger.frame.pos != "verb" and trigger.frame.acts_as != "other":
        return []
    words = words_of_clause(scene, trigger.index)
    joined = [t.index for i in words for t in g.children(scene.parsed, i, g.CONJUNCT) if t.pos in g.NOMINALS]
    words += [i for noun in joined for i in words_of_clause(scene, noun)]
    own = [i for i in words if not describes_noun(scene, i)]
    found = {t.id: t for i in own if (t := scene.time_at.get(i)) is not None}
    dates = [t for t in found.values() if t.type in ("DATE", "TIME") and not t.value.endswith("_REF")]
    return [("", dates[0])] if len(dates) == 1 else []


def _date_of_caption(scene: Scene, trigger: Trigger) -> list[Told]:
    """The last date of words without a finite verb: "The envoy at a meeting on Chad, April 7, 2017."."""
    sentence = scene.parsed.sentence_of(trigger.index)
    inside = range(sentence.first, sentence.last + 1)
    if any(scene.parsed.tokens[i].pos in (g.VERB, g.AUX) for i in inside):
        return []
    dates = [scene.time_at[i] for i in inside if i in scene.time_at and scene.parsed.tokens[i].head == trigger.index]
    ends = next((scene.time_at[i] for i in reversed(inside[-2:]) if i in scene.time_at), None)
    day = next(iter(dates), ends)
    return [("", day)] if day is not None and day.type == "DATE" and day.earliest is not None else []
