"""Where and when an event was: the place and the time expression that govern its trigger."""

from __future__ import annotations

from sayso.knowledge.support import is_support_verb
from sayso.reading import grammar as g
from sayso.reading import slots
from sayso.reading.scene import Scene
from sayso.reading.triggers import Trigger
from sayso.records import EventTime, Participant, Place, Timex

_LOCATIVE = (
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "off",
    "over",
    "around",
    "across",
    "above",
    "on",
    "along",
    "within",
)
_GOAL = ("to", "into", "toward", "towards", "through")
_GOALS_OF = {"visit": _GOAL, "deploy": _GOAL, "withdraw": ("from", "of", *_GOAL)}  # kinds that move
_DONE_TO_PLACES = frozenset({"visit", "attack", "seize", "deploy", "accident", "protest"})
_SPEECH = frozenset({"accuse", "request", "reject", "support", "threaten", "sanction"})  # said anywhere, about anywhere
_WIDE = frozenset({"country", "region", "sea", "admin"})
_SHARES_SETTING = frozenset(
    {"in", "during", "with", "at", "on", "amid", "as", "by", "through", "of", "from", "into", "to"}
)
_LOCATING = frozenset(
    {g.POSSESSOR, g.COMPOUND, g.NOUN_MODIFIER, g.ADJECTIVAL, g.APPOSITION, g.PREPOSITION_OBJECT, g.CONJUNCT}
)
_AROUND = ("in", "at", "near", "outside", "inside", "off", "around", "along", "within")
_PEOPLE = frozenset({"human", "person", "body", "group", "organisation", "official"})
_DATING = frozenset(
    {g.NOUN_ADVERBIAL, g.ADVERBIAL, g.OBJECT, g.NOUN_MODIFIER, g.COMPOUND, g.POSSESSOR, g.SUBJECT, g.APPOSITION}
)
_WHEN = frozenset({"when", "while", "as", "during"})
_SINCE, _UNTIL, _THROUGHOUT = (
    frozenset({"since"}),
    frozenset({"until", "till", "by"}),
    frozenset({"for", "throughout", "during"}),
)


def find_place(scene: Scene, trigger: Trigger, participants: tuple[Participant, ...]) -> tuple[str, str] | None:
    """Id of the most specific place of the event, and the rule that found it; None when the text gives none."""
    for rule, places in (
        ("under the trigger", _places_under(scene, trigger)),
        ("target", _places_of_targets(scene, trigger, participants)),
        ("where", _place_before_where(scene, trigger)),
        ("modifier", _places_before_noun(scene, trigger)),
        ("same clause", _places_of_clause(scene, trigger)),
        ("there", _place_of_there(scene, trigger)),
        ("among the words of the clause", _places_among_words(scene, trigger)),
    ):
        fitting = [p for p in places if trigger.frame.kind not in _SPEECH or p.precision not in _WIDE]
        if fitting:
            return _most_specific(fitting).id, rule
    return None


_RANK = {"point": 0, "populated place": 1, "admin": 2, "sea": 2, "region": 3, "country": 4, None: 3}


def _most_specific(places: list[Place]) -> Place:
    return min(places, key=lambda p: _RANK.get(p.precision, 3))


def _places_under(scene: Scene, trigger: Trigger) -> list[Place]:
    words = (*_LOCATIVE, *_GOALS_OF.get(trigger.frame.kind, ()))
    if trigger.frame.kind in _GOALS_OF and trigger.frame.pos == "verb":  # "patrolled the gulf", "left the island"
        gone = [scene.place_at.get(t.index) for t in slots.verb_objects(scene.parsed, trigger.index)]
        if any(gone):
            return [here[0] for here in gone if here]
    found = _prepositional(scene, trigger.index, *words)
    verb = slots.light_verb(scene.parsed, trigger.index)
    if not found and verb is not None:
        found = _prepositional(scene, verb.index, *words)
    return found


def _prepositional(scene: Scene, index: int, *words: str) -> list[Place]:
    found: list[Place] = []
    for token in g.prepositional(scene.parsed, index, *words):
        here = _place_in(scene, token.index)
        if here is not None:
            found.append(here)
    return found


def _place_in(scene: Scene, index: int) -> Place | None:
    """The place that a noun phrase names or lies in: "Artyom", "the airfield in Artyom", "Seoul's port"."""
    direct = scene.place_at.get(index)
    if direct is not None:
        return direct[0]
    inside = [scene.place_at[i][0] for i in _within_phrase(scene, index) if i in scene.place_at]
    return _most_specific(inside) if inside else _state_meant(scene, index)


def _within_phrase(scene: Scene, index: int) -> list[int]:
    """Tokens of a noun phrase that can tell where it lies: owners, modifiers, appositions, locative phrases."""
    found: list[int] = []
    open_ = [index]
    while open_:
        for kid in g.children(scene.parsed, open_.pop()):
            locative = kid.role == g.PREPOSITIONAL and kid.lower in (*_LOCATIVE, "of")
            if locative or kid.role in _LOCATING:
                found.append(kid.index)
                open_.append(kid.index)
    return found


def _state_meant(scene: Scene, index: int) -> Place | None:
    """ "in the Baltic nation": the state that a description stands for, as a place."""
    meant = scene.entity_of(index)
    if meant is None or meant[0].kind != "country" or scene.parsed.tokens[index].pos != g.NOUN:
        return None
    country = meant[0].country
    return next((p for p in scene.places if p.precision == "country" and p.country == country), None)


def _places_of_targets(scene: Scene, trigger: Trigger, participants: tuple[Participant, ...]) -> list[Place]:
    """The place that is visited, attacked, seized: its target's, when that is a place or lies in one."""
    if trigger.frame.kind not in _DONE_TO_PLACES:
        return []
    found: list[Place] = []
    for participant in participants:
        head = scene.parsed.head_of(participant.span)
        if participant.role != "target" or head is None or scene.classes(head.index) & _PEOPLE:
            continue
        here = scene.place_at.get(head.index)
        found.extend([here[0]] if here else _prepositional(scene, head.index, *_LOCATIVE))
        found.extend(_places_owning(scene, head) if not here else [])
    return found


def _places_owning(scene: Scene, head: g.Token) -> list[Place]:
    """ "Syria's northeast", "the port of Aden": the place that a target belongs to."""
    owners = [*g.children(scene.parsed, head.index, g.POSSESSOR), *g.prepositional(scene.parsed, head.index, "of")]
    return [scene.place_at[t.index][0] for t in owners if t.index in scene.place_at]


def _place_of_there(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "There, the general showed him ...": the most specific place of the sentence before."""
    if not any(k.lower == "there" for k in g.children(scene.parsed, trigger.index, g.ADVERBIAL)):
        return []
    number = scene.parsed.tokens[trigger.index].sentence
    for sentence in reversed(scene.parsed.sentences[max(0, number - 3) : number]):
        inside = [p for p in scene.places if any(sentence.span.covers(m) for m in p.mentions)]
        if inside:
            return [_most_specific(inside)]
    return []


def _place_before_where(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "at the airport, where he arrived": the place that a clause with "where" tells about."""
    for token in (scene.parsed.tokens[trigger.index], *g.ancestors(scene.parsed, trigger.index)):
        if token.role == g.RELATIVE_CLAUSE:
            asks = any(k.lower == "where" for k in g.children(scene.parsed, token.index))
            here = _place_in(scene, token.head) if asks else None
            return [here] if here else []
    return []


def _places_before_noun(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "the Cairo summit", "a Kabul car bombing": a town before the noun, not a state, which would be its doer."""
    if trigger.frame.pos != "noun":
        return []
    tokens = slots.fillers(scene.parsed, trigger.index, "modifier")
    found = [scene.place_at[t.index][0] for t in tokens if t.index in scene.place_at]
    return [p for p in found if p.precision in ("populated place", "point")]


def _places_among_words(scene: Scene, trigger: Trigger) -> list[Place]:
    """A locative phrase that hangs on the objects of the trigger's clause ("met the envoy of the union in Doha")."""
    if trigger.frame.kind in _SPEECH or trigger.frame.kind in ("sanction", "agree", "decide", "office", "other"):
        return []
    found: list[Place] = []
    for index in _words_of_clause(scene, trigger.index):
        token = scene.parsed.tokens[index]
        if token.role == g.PREPOSITIONAL and token.lower in _AROUND:
            inner = [scene.place_at.get(t.index) for t in g.children(scene.parsed, index, g.PREPOSITION_OBJECT)]
            found.extend(here[0] for here in inner if here)
    return found


def _places_of_clause(scene: Scene, trigger: Trigger) -> list[Place]:
    """Places in locative phrases of the nearest verb that shares its setting with the trigger."""
    for verb in _verbs_above(scene, trigger):
        here = _prepositional(scene, verb.index, *_LOCATIVE)
        return here or [p for c in _when_clauses(scene, verb.index) for p in _places_of_verb(scene, c.index)]
    return []


def _verbs_above(scene: Scene, trigger: Trigger) -> list[g.Token]:
    """The verbs above a trigger whose place and date are also the trigger's, nearest first.

    A report's date is not that of what it reports, nor a condemnation's that of what is condemned; a clause with a
    subject of its own has a setting of its own.
    """
    parsed = scene.parsed
    found: list[g.Token] = []
    token = parsed.tokens[trigger.index]
    while token.head != token.index and not _has_own_setting(scene, token):
        token = parsed.tokens[token.head]
        if token.pos in (g.VERB, g.AUX):
            found.append(token)
            found.extend(g.children(parsed, token.index, g.OPEN_CLAUSE))
    return [verb for verb in found if verb.index != trigger.index]


def _has_own_setting(scene: Scene, token: g.Token) -> bool:
    parsed = scene.parsed
    if token.role == g.THAT_CLAUSE or (token.role == g.NOUN_CLAUSE and token.form != g.BASE):
        return True
    if token.role == g.RELATIVE_CLAUSE:
        return not any(k.lower in ("where", "when") for k in g.children(parsed, token.index))
    if token.role == g.ADVERBIAL_CLAUSE:
        return bool(g.children(parsed, token.index, g.SUBJECT, g.PASSIVE_SUBJECT))
    above = parsed.tokens[token.head]
    if token.role == g.PREPOSITION_OBJECT and above.lower not in _SHARES_SETTING and above.role != g.AGENT:
        return True
    told = token.pos in g.NOMINALS and token.role in (g.OBJECT, g.PREPOSITION_OBJECT) and above.pos == g.VERB
    return told and scene.kit.reporting.verb(above.lemma) is not None and not is_support_verb(above.lemma)


def _places_of_verb(scene: Scene, index: int) -> list[Place]:
    """Places that a verb is done in or to ("visited Oslo", "met in Oslo")."""
    found = _prepositional(scene, index, *_LOCATIVE)
    direct = [_place_in(scene, t.index) for t in g.objects(scene.parsed, index)]
    return found or [p for p in direct if p is not None]


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
    words = [i for i in _words_of_clause(scene, trigger.index) if not _describes_noun(scene, i)]
    found = {t.id: t for i in words if (t := scene.time_at.get(i)) is not None}
    dates = [t for t in found.values() if t.type in ("DATE", "TIME") and not t.value.endswith("_REF")]
    return dates[0] if len(dates) == 1 else None


def _describes_noun(scene: Scene, index: int) -> bool:
    """ "Sunday's signings", "the November 27 deal": a date that belongs to a noun, and not to the clause."""
    token = scene.parsed.tokens[index]
    comma = index + 1 < len(scene.parsed.tokens) and scene.parsed.tokens[index + 1].text == ","
    return token.role == g.POSSESSOR or (token.role in (g.COMPOUND, g.NUMERIC) and not comma)


def _words_of_clause(scene: Scene, index: int) -> list[int]:
    """The tokens below a verb without those of clauses that hang on it."""
    found: list[int] = []
    open_ = [index]
    while open_:
        for kid in g.children(scene.parsed, open_.pop()):
            if kid.role not in g.CLAUSES and kid.pos != g.VERB and kid.role != g.CONJUNCT:
                found.append(kid.index)
                open_.append(kid.index)
    return found


def _governors(scene: Scene, trigger: Trigger) -> list[tuple[str, int]]:
    """Tokens under which the event's date may hang: the trigger, then the verbs that share its setting."""
    found = [("under the trigger", trigger.index)]
    found.extend(("clause of when", clause.index) for clause in _when_clauses(scene, trigger.index))
    for verb in _verbs_above(scene, trigger):
        found.append(("same clause", verb.index))
        found.extend(("clause of when", clause.index) for clause in _when_clauses(scene, verb.index))
    return found


def _when_clauses(scene: Scene, index: int) -> list[g.Token]:
    """Clauses that set the scene of a verb: "When she visited Oslo in July, ..."."""
    clauses = g.children(scene.parsed, index, g.ADVERBIAL_CLAUSE)
    return [c for c in clauses if any(k.lower in _WHEN for k in g.children(scene.parsed, c.index))]


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
