"""When an event was: the time expression that governs its trigger, and the relation between the two."""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading.scene import Scene
from sayso.reading.setting import verbs_above, when_clauses, words_of_clause
from sayso.reading.triggers import Trigger
from sayso.records import EventTime, Timex

_DATING = frozenset(
    {g.NOUN_ADVERBIAL, g.ADVERBIAL, g.OBJECT, g.NOUN_MODIFIER, g.COMPOUND, g.POSSESSOR, g.SUBJECT, g.APPOSITION}
)
_SINCE, _UNTIL, _THROUGHOUT = (
    frozenset({"since"}),
    frozenset({"until", "till", "by"}),
    frozenset({"for", "throughout", "during"}),
)


def find_time(scene: Scene, trigger: Trigger) -> EventTime | None:
    """The expression that dates the event, with the relation that its preposition gives; None when none governs it."""
    before = _time_before_when(scene, trigger)
    if before is not None:
        return _event_time(scene, before, "", "when")
    for rule, index in _governors(scene, trigger):
        times = [
            t for t in _times_under(scene, index, trigger.index) if t[0] != "since" or not _first_since(scene, index)
        ]
        if times:
            word, time = times[0]
            return _event_time(scene, time, word, rule)
    only = _only_time_of_clause(scene, trigger)
    return _event_time(scene, only, "", "only date of the clause") if only else None


def _time_before_when(scene: Scene, trigger: Trigger) -> Timex | None:
    """ "in April 2019, when they met": the date that a clause with "when" tells about."""
    token = scene.parsed.tokens[trigger.index]
    asks = next((k for k in g.children(scene.parsed, token.index) if k.lower == "when"), None)
    if asks is None or token.role not in (g.RELATIVE_CLAUSE, g.ADVERBIAL_CLAUSE):
        return None
    before = asks.index - 1
    while before >= 0 and scene.parsed.tokens[before].text == ",":
        before -= 1
    return scene.time_at.get(token.head) or scene.time_at.get(before)


def _first_since(scene: Scene, index: int) -> bool:
    """ "the first visit since 2019": the year of another visit."""
    words = [k.lower for k in g.children(scene.parsed, index)]
    above = [k.lower for k in g.children(scene.parsed, scene.parsed.tokens[index].head)]
    return bool({"first", "last", "biggest", "deadliest", "worst", "only"} & {*words, *above})


def _only_time_of_clause(scene: Scene, trigger: Trigger) -> Timex | None:
    """The one date among the words of the trigger's clause, wherever it hangs ("Twin blasts yesterday hit")."""
    if trigger.frame.pos != "verb" and trigger.frame.kind != "other":
        return None
    words = [i for i in words_of_clause(scene, trigger.index) if not _describes_noun(scene, i)]
    found = {t.id: t for i in words if (t := scene.time_at.get(i)) is not None}
    dates = [t for t in found.values() if t.type in ("DATE", "TIME") and not t.value.endswith("_REF")]
    return dates[0] if len(dates) == 1 else None


def _describes_noun(scene: Scene, index: int) -> bool:
    """ "Sunday's signings", "the November 27 deal": a date that belongs to a noun, and not to the clause."""
    token = scene.parsed.tokens[index]
    comma = index + 1 < len(scene.parsed.tokens) and scene.parsed.tokens[index + 1].text == ","
    return token.role == g.POSSESSOR or (token.role in (g.COMPOUND, g.NUMERIC) and not comma)


def _governors(scene: Scene, trigger: Trigger) -> list[tuple[str, int]]:
    """Tokens under which the event's date may hang: the trigger, then the verbs that share its setting."""
    found = [("under the trigger", trigger.index)]
    found.extend(("clause of when", clause.index) for clause in when_clauses(scene, trigger.index))
    for verb in verbs_above(scene, trigger):
        found.append(("same clause", verb.index))
        found.extend(("clause of when", clause.index) for clause in when_clauses(scene, verb.index))
    return found


def _times_under(scene: Scene, index: int, trigger: int) -> list[tuple[str, Timex]]:
    """Time expressions among the dependents of a token, nearest to the trigger first, with the word before each."""
    found: list[tuple[int, str, Timex]] = []
    for kid in g.children(scene.parsed, index):
        if kid.role in (g.PREPOSITIONAL, g.MARKER) or kid.pos == g.PREPOSITION:
            for inner in g.children(scene.parsed, kid.index, g.PREPOSITION_OBJECT):
                time = scene.time_at.get(inner.index)
                if time is not None:
                    found.append((abs(inner.index - trigger), kid.lower, time))
        elif kid.index in scene.time_at and kid.role in _DATING:
            found.append((abs(kid.index - trigger), "", scene.time_at[kid.index]))
    known = [f for f in sorted(found, key=lambda f: f[0]) if _dates(f[2], scene.parsed.document.published)]
    return [(word, time) for _, word, time in known]


def _dates(time: Timex, published: str | None) -> bool:
    """Whether an expression can date an event: a day or time that is known or open for want of a date of the report,
    or a duration with known ends ("over the last four years")."""
    if time.type in ("DATE", "TIME"):
        return bool(time.earliest or time.latest) or (published is None and not time.value.endswith("_REF"))
    return time.type == "DURATION" and bool(time.earliest and time.latest)


def _event_time(scene: Scene, time: Timex, word: str, rule: str) -> EventTime:
    earliest, latest, relation = time.earliest, time.latest, "within"
    if word in _SINCE:
        relation, latest = "since", scene.parsed.document.published
    elif word in _UNTIL and word != "by":
        relation, earliest = "until", None
    elif word in _THROUGHOUT:
        relation = "throughout"
    return EventTime((time.id,), relation, earliest, latest, rule)
