"""Time expressions where they hang: those under a word, and the event time that they make with their prepositions."""

from __future__ import annotations

from datetime import date

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.events.scene import Scene
from sayso.reading.events.triggers import Trigger
from sayso.records import EventTime, Timex

_DATING = frozenset(
    {g.NOUN_ADVERBIAL, g.ADVERBIAL, g.OBJECT, g.NOUN_MODIFIER, g.COMPOUND, g.POSSESSOR, g.SUBJECT, g.APPOSITION}
)
SINCE, _UNTIL, _THROUGHOUT = (
    frozenset({"since"}),
    frozenset({"until", "till", "by"}),
    frozenset({"for", "throughout", "during"}),
)
_OTHER_CLAUSES = g.CLAUSES - {g.OPEN_CLAUSE}
ANSWERED = "behind what is answered"  # a rule: the date of what an act answers
LONGEST_OF_NEWS = 7  # days that an event can share with another one
_TO = ("to", "until", "till", "through")
Told = tuple[str, Timex]  # the preposition before an expression, "" for none, and the expression


def times_under(scene: Scene, index: int, trigger: int) -> list[Told]:
    """Time expressions among the dependents of a token, nearest to the trigger first, with the word before each."""
    found: list[tuple[int, str, Timex]] = []
    for kid in g.children(scene.parsed, index):
        if kid.role in (g.PREPOSITIONAL, g.MARKER) or kid.pos == g.PREPOSITION:
            ends = [k for k in g.children(scene.parsed, kid.index, g.PREPOSITIONAL) if k.lower in _TO]
            for word in (kid, *ends):  # "from Monday to Wednesday"
                found += [(abs(where - trigger), word.lower, time) for where, time in _times_after(scene, word)]
        elif kid.index in scene.time_at and kid.role in _DATING:
            found.append((abs(kid.index - trigger), "", scene.time_at[kid.index]))
    known = [f for f in sorted(found, key=lambda f: f[0]) if _dates(f[2], scene.parsed.document.published)]
    return [(word, time) for _, word, time in known]


def _times_after(scene: Scene, preposition: g.Token) -> list[tuple[int, Timex]]:
    found = []
    for inner in g.children(scene.parsed, preposition.index, g.PREPOSITION_OBJECT):
        here = [t.index for t in g.conjuncts(scene.parsed, inner.index)]
        if preposition.lower == "on" and inner.index not in scene.time_at:
            here = [preposition.index + 1]  # "on Sunday Presidents A and B signed"
        found += [(i, scene.time_at[i]) for i in here if i in scene.time_at]
    return found


def _dates(time: Timex, published: str | None) -> bool:
    """Whether an expression can date an event: a day or time that is known or open for want of a date of the report,
    or a duration with known ends ("over the last four years")."""
    if time.type in ("DATE", "TIME"):
        return bool(time.earliest or time.latest) or (published is None and not time.value.endswith("_REF"))
    return time.type == "DURATION" and bool(time.earliest and time.latest)


def days_apart(earliest: str | None, latest: str | None) -> int:
    """Days between two ISO dates, 0 when they are the same; a million when one is open."""
    if earliest is None or latest is None:
        return 10**6
    return (date.fromisoformat(latest) - date.fromisoformat(earliest)).days


def describes_noun(scene: Scene, index: int) -> bool:
    """ "Sunday's signings", "the November 27 deal": a date that belongs to a noun, and not to the clause."""
    token = scene.parsed.tokens[index]
    comma = index + 1 < len(scene.parsed.tokens) and scene.parsed.tokens[index + 1].text == ","
    above = scene.parsed.tokens[token.head]
    time = scene.time_at.get(index)
    if time is not None and above.index != index and scene.time_at.get(above.index) is time:
        return describes_noun(scene, above.index)  # "June 6": as its head
    of_noun = above.lower == "of" and scene.parsed.tokens[above.head].pos == g.NOUN  # "the letter of June 6"
    return of_noun or token.role == g.POSSESSOR or (token.role in (g.COMPOUND, g.NUMERIC) and not comma)


def past_day_in_clause(scene: Scene, index: int) -> bool:
    """Whether a past day stands in the clause of a predicate, to whatever the parser ties it: it may have its own."""
    found: list[int] = []
    open_ = [index]
    while open_:
        for kid in g.children(scene.parsed, open_.pop()):
            joined = kid.role in _OTHER_CLAUSES or (kid.role == g.CONJUNCT and kid.pos == g.VERB)
            if not joined and not describes_noun(scene, kid.index):
                found.append(kid.index)
                open_.append(kid.index)
    published = scene.parsed.document.published or "9999"
    times = [scene.time_at[i] for i in found if i in scene.time_at]
    return any(time.latest is not None and time.latest <= published for time in times)


# --- what they say of an event ----------------------------------------------------------------------------------------


def event_time(scene: Scene, trigger: Trigger, told: list[Told], rule: str) -> EventTime:
    """The first expression with its relation; "from ... to" and "between ... and" take two."""
    word, time = told[0]
    stretch = _stretch(told)
    if stretch is not None:
        return stretch_time(*stretch, rule)
    earliest, latest, relation = time.earliest, time.latest, "within"
    if word in SINCE:
        relation, latest = "since", scene.parsed.document.published
    elif word in _UNTIL:
        relation, earliest = "until", None
    elif word in _THROUGHOUT and time.type == "DURATION":
        relation = "throughout"
    return EventTime((time.id,), _repeated(scene, trigger) or relation, earliest, latest, rule)


def _stretch(told: list[Told]) -> tuple[str, Timex, Timex] | None:
    """The two ends of "from Monday to Friday" and "between May and July"."""
    between = [t for word, t in told if word == "between"]
    if len(between) == 2:
        return ("within", *_in_order(*between))
    start = next((t for word, t in told if word == "from"), None)
    end = next((t for word, t in told if word in _TO), None)
    return ("throughout", start, end) if start and end and start is not end else None


def _in_order(one: Timex, other: Timex) -> tuple[Timex, Timex]:
    return (one, other) if one.span <= other.span else (other, one)


def stretch_time(relation: str, start: Timex, end: Timex, rule: str) -> EventTime:
    """From the first day of one expression to the last of another."""
    return EventTime((start.id, end.id), relation, start.earliest, end.latest, rule)


def _repeated(scene: Scene, trigger: Trigger) -> str | None:
    """ "has repeatedly fired on the town since May", "met twice a week in June"."""
    kids = g.children(scene.parsed, trigger.index)
    often = any(load_setting().has("repeating", k.lower) for k in kids)
    sets = any(k.index in scene.time_at and scene.time_at[k.index].type == "SET" for k in kids)
    return "repeated" if often or sets else None
