"""Acts done by words, whose date stands by the words: orders, resolutions, condemnations, claims of responsibility."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.events.scene import Scene
from sayso.reading.events.setting import is_announcing, is_done_by_words
from sayso.reading.events.triggers import Trigger
from sayso.records import Timex

ORDER = "past date behind the infinitive"


def acts_of_words(scene: Scene, trigger: Trigger, top: g.Token, aimed: bool) -> Iterator[tuple[str, int]]:
    """Rule and governing token of dates that stand by the words with which the trigger's act was done or told.

    `top` is the highest token that shares the trigger's setting, `aimed` whether an infinitive lies between them.
    """
    parsed = scene.parsed
    token, verb = parsed.tokens[trigger.index], parsed.tokens[top.head]
    if top.role == g.THAT_CLAUSE and not aimed and is_done_by_words(trigger) and _tells_of_act(scene, verb, top):
        yield "day of announcing it", verb.index
    if top.role == g.THAT_CLAUSE and _is_said_for_doer(scene, trigger, verb, top):
        yield "day of saying it", verb.index
    if top.role == g.NOUN_CLAUSE and token is top and _is_in_document(scene, trigger):
        yield "date of the document", verb.head
    yield from _claimed(scene, trigger)
    for clause in gatherings(scene, trigger):
        yield "gathering of the doers", clause.index
    for order in g.objects(parsed, token.index) if token.form == g.PAST else []:
        for clause in g.children(parsed, order.index, g.NOUN_CLAUSE):
            yield ORDER, clause.index


def is_of_order(scene: Scene, index: int, time: Timex) -> bool:
    """ "signed the order to launch it on Saturday": a past day behind an infinitive is that of the order."""
    clause = scene.parsed.tokens[index]
    published = scene.parsed.document.published
    past = published is not None and time.latest is not None and time.latest < published
    verb = scene.parsed.tokens[scene.parsed.tokens[clause.head].head]
    return past and clause.role == g.NOUN_CLAUSE and clause.form == g.BASE and verb.form == g.PAST


def _tells_of_act(scene: Scene, verb: g.Token, clause: g.Token) -> bool:
    """ "announced it had signed a deal", "the agency reported that Chad issued warrants": an act done, by words."""
    parsed = scene.parsed
    helpers = {k.lower for k in g.children(parsed, clause.index, g.AUXILIARY)}
    if helpers - {"had", "has", "have", "was", "were"}:
        return False
    speaker, doer = g.subject(parsed, verb.index), g.subject(parsed, clause.index)
    if speaker is None or doer is None:
        return False
    if is_announcing(verb):
        return _same_entity(scene, speaker, doer)
    cited = [a.source.kind for a in scene.attributions if a.cue is not None and a.cue.overlaps(verb.span)]
    medium = any(kind in ("media", "state media") for kind in cited)
    return medium and load_setting().has("relays", verb.lemma) and clause.form == g.PAST


def _same_entity(scene: Scene, one: g.Token, other: g.Token) -> bool:
    mine, theirs = scene.entity_of(one.index), scene.entity_of(other.index)
    return mine is not None and theirs is not None and mine[0].id == theirs[0].id


def _is_said_for_doer(scene: Scene, trigger: Trigger, verb: g.Token, clause: g.Token) -> bool:
    """ "Chad condemned the raid, its foreign ministry said on Friday": an act of words, by the doer's state."""
    helpers = {k.lower for k in g.children(scene.parsed, clause.index, g.AUXILIARY)}
    speaker, doer = g.subject(scene.parsed, verb.index), g.subject(scene.parsed, clause.index)
    if trigger.index != clause.index or speaker is None or doer is None or helpers - {"has", "have"}:
        return False
    mine, theirs = scene.entity_of(speaker.index), scene.entity_of(doer.index)
    if mine is None or theirs is None or not load_setting().has("spoken", trigger.frame.acts_as):
        return False
    own = any(k.pos == g.PRONOUN for k in g.children(scene.parsed, speaker.index, g.POSSESSOR))  # "its ministry said"
    same = mine[0].country is not None and mine[0].country == theirs[0].country
    return _is_reporting(scene, verb) and (mine[0].id == theirs[0].id or same or own)


def _is_reporting(scene: Scene, verb: g.Token) -> bool:
    return scene.kit.reporting.verb(verb.lemma) is not None


def _is_in_document(scene: Scene, trigger: Trigger) -> bool:
    """ "passed a resolution demanding a truce": an act of words that a document does."""
    token = scene.parsed.tokens[trigger.index]
    document = load_setting().has("occasion", scene.parsed.tokens[token.head].lemma)
    return document and token.form == g.GERUND and is_done_by_words(trigger)


def gatherings(scene: Scene, trigger: Trigger) -> list[g.Token]:
    """ "The ministers, meeting in Oslo on Monday, agreed", "Speaking in Oslo on Monday, she condemned ...": where and
    when those who act by words were heard."""
    parsed = scene.parsed
    if trigger.frame.pos != "verb" or not is_done_by_words(trigger) or parsed.tokens[trigger.index].form == g.BASE:
        return []
    doer = g.subject(parsed, trigger.index)
    clauses = g.children(parsed, trigger.index, g.ADVERBIAL_CLAUSE)
    clauses = [c for c in clauses if c.form == g.GERUND and g.child(parsed, c.index, *g.SUBJECTS) is None]
    about = g.children(parsed, doer.index, g.NOUN_CLAUSE, g.RELATIVE_CLAUSE) if doer is not None else []
    return [c for c in (*clauses, *about) if load_setting().has("gathers", c.lemma)]


def _claimed(scene: Scene, trigger: Trigger) -> Iterator[tuple[str, int]]:
    """ "claimed responsibility for a raid in Leeds in May": the date behind what is claimed."""
    parsed = scene.parsed
    above = parsed.tokens[parsed.tokens[trigger.index].head]
    noun = parsed.tokens[above.head]
    if above.lower == "for" and load_setting().has("claimed", noun.lemma):
        yield "date behind what is claimed", parsed.tokens[noun.head].index
