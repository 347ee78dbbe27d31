"""Which words share their place and date with a trigger: the verbs above it, and the words of its clause."""

from __future__ import annotations

from sayso.knowledge.setting import load_setting
from sayso.knowledge.support import is_support_verb
from sayso.reading import grammar as g
from sayso.reading.events.scene import Scene
from sayso.reading.events.triggers import Trigger

_SHARES_SETTING = frozenset(
    {"in", "during", "with", "at", "on", "amid", "as", "by", "through", "of", "from", "into", "to"}
)


def verbs_above(scene: Scene, trigger: Trigger) -> list[g.Token]:
    """The verbs above a trigger whose place and date are also the trigger's, nearest first.

    A report's date is not that of what it reports, nor a condemnation's that of what is condemned; a clause with a
    subject of its own has a setting of its own, unless it tells what went on meanwhile.
    """
    parsed = scene.parsed
    found: list[g.Token] = []
    token = parsed.tokens[trigger.index]
    while token.head != token.index and not _has_own_setting(scene, token, trigger):
        token = parsed.tokens[token.head]
        if token.pos in (g.VERB, g.AUX):
            found.append(token)
            found.extend(g.children(parsed, token.index, g.OPEN_CLAUSE))
    return [verb for verb in found if verb.index != trigger.index]


def top_of_setting(scene: Scene, trigger: Trigger) -> g.Token:
    """The highest token that shares the setting of a trigger: the verb of its clause, for most."""
    token = scene.parsed.tokens[trigger.index]
    while token.head != token.index and not _has_own_setting(scene, token, trigger):
        token = scene.parsed.tokens[token.head]
    return token


def _has_own_setting(scene: Scene, token: g.Token, trigger: Trigger) -> bool:
    parsed = scene.parsed
    if _is_behest(scene, token):
        return True
    if token.role == g.THAT_CLAUSE or (token.role == g.NOUN_CLAUSE and token.form != g.BASE):
        return True
    if token.role == g.RELATIVE_CLAUSE:
        return not any(k.lower in ("where", "when") for k in g.children(parsed, token.index))
    if token.role == g.ADVERBIAL_CLAUSE:
        apart = bool(g.children(parsed, token.index, g.SUBJECT, g.PASSIVE_SUBJECT))
        return apart and not is_simultaneous(scene, token)
    if token.role == g.OPEN_CLAUSE and token.form == g.BASE:
        return _is_wished(scene, token)
    if token.role == g.PREPOSITION_CLAUSE:  # "praised for seeking", "accused of shelling"
        return not load_setting().has("joined", parsed.tokens[token.head].lower)
    if token.role == g.PREPOSITION_OBJECT:
        return _stands_apart(scene, token)
    return token.role == g.OBJECT and _is_told(scene, token, trigger)


def behind_answer(scene: Scene, index: int, where: int) -> bool:
    """ "hit it in reply to a raid on Monday": whether a word of the clause stands behind what its verb answers."""
    tokens, words = scene.parsed.tokens, load_setting()
    inside = range(index + 2, min(where, len(tokens) - 1))
    return any(words.has("answers", tokens[i].lemma) and tokens[i - 1].lower == "in" for i in inside)


def answered_above(scene: Scene, index: int) -> list[g.Token]:
    """For what is answered ("the raid" of "hit the port in reply to the raid"), the words up to the verb that hits."""
    above = list(g.ancestors(scene.parsed, index))
    verb = next((n for n, t in enumerate(above) if t.pos == g.VERB), len(above) - 1)
    return [t for t in above[: verb + 1] if behind_answer(scene, t.index, index)]


def _is_behest(scene: Scene, token: g.Token) -> bool:
    """ "at the king's request": a wish that came before what was done, wherever the parser hangs it."""
    if not load_setting().has("behests", token.lemma):
        return False
    first = g.subtree(scene.parsed, token.index)[0].index
    before = {scene.parsed.tokens[i].lower for i in (first, first - 1) if i >= 0}
    return bool(before & {"at", "on", "upon"})


def _stands_apart(scene: Scene, token: g.Token) -> bool:
    """ "in response to the raid", "at the king's request", "after the vote": after a word that brings another time."""
    above = scene.parsed.tokens[token.head]
    if above.lower not in _SHARES_SETTING and above.role != g.AGENT:
        return True
    noun = scene.parsed.tokens[above.head]
    linked = noun.role == g.PREPOSITION_OBJECT and above.lower in ("to", "with", "of", "for", "from")
    if linked and load_setting().has("links", noun.lemma):
        return True
    told = token.pos in g.NOMINALS and noun.pos == g.VERB and above.role != g.AGENT
    return told and _is_reporting(scene, noun) and not _lends(noun, above)


def _lends(verb: g.Token, preposition: g.Token) -> bool:
    """Whether a verb lends its setting through a preposition: "entered into talks", "arrived for talks"."""
    return is_support_verb(f"{verb.lemma} {preposition.lower}") or is_support_verb(verb.lemma)


def _is_wished(scene: Scene, token: g.Token) -> bool:
    """ "threatened to attack", "asked Chad to leave": an infinitive that somebody says or wants, which is still to be;
    not "is expected to leave on Friday"."""
    verb = scene.parsed.tokens[token.head]
    return verb.pos == g.VERB and _is_reporting(scene, verb) and not g.is_passive(scene.parsed, verb.index)


def _is_reporting(scene: Scene, token: g.Token) -> bool:
    return scene.kit.reporting.verb(token.lemma) is not None


def _is_told(scene: Scene, token: g.Token, trigger: Trigger) -> bool:
    """Whether the verb above only speaks of its object: "condemned the raid", "announced a withdrawal"."""
    verb = scene.parsed.tokens[token.head]
    if g.child(scene.parsed, verb.index, g.OBJECT_PREDICATE) is not None:
        return True  # "called the vote a sham"
    if token.pos not in g.NOMINALS or verb.pos != g.VERB or not _is_reporting(scene, verb):
        return False
    if is_announcing(verb):
        return not is_done_by_words(trigger)
    if load_setting().has("witnesses", verb.lemma) and any(k.index in scene.time_at for k in before_verb(scene, verb)):
        return False  # "This week saw a vote"
    return not is_support_verb(verb.lemma)


def before_verb(scene: Scene, verb: g.Token) -> list[g.Token]:
    """The dependents of a verb that stand before it."""
    return [k for k in g.children(scene.parsed, verb.index) if k.index < verb.index]


def is_announcing(verb: g.Token) -> bool:
    return load_setting().has("announces", verb.lemma)


def is_done_by_words(trigger: Trigger) -> bool:
    """Whether announcing such a thing is doing it (a deal, a sanction), and no plan or report of it (a raid)."""
    return load_setting().has("done_by_words", trigger.frame.acts_as)


def is_simultaneous(scene: Scene, clause: g.Token) -> bool:
    """ "as they stormed the hall, guards fired": a clause that tells what went on at the time of the verb above it."""
    words = load_setting()
    marked = any(words.has("simultaneous", k.lower) for k in g.children(scene.parsed, clause.index))
    above = scene.parsed.tokens[clause.head]
    both_past = all(g.PAST in (verb.form, *_helper_forms(scene, verb)) for verb in (clause, above))
    return marked and both_past and not words.has("lasts", clause.lemma)


def _helper_forms(scene: Scene, verb: g.Token) -> list[str | None]:
    """Forms of "was", "were" before a verb; "had" tells of an earlier time."""
    helpers = g.children(scene.parsed, verb.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)
    return [] if any(k.lower == "had" for k in helpers) else [k.form for k in helpers]


def words_of_clause(scene: Scene, index: int) -> list[int]:
    """The tokens below a verb without those of clauses that hang on it."""
    found: list[int] = []
    open_ = [index]
    while open_:
        for kid in g.children(scene.parsed, open_.pop()):
            if kid.role not in g.CLAUSES and kid.pos != g.VERB and kid.role != g.CONJUNCT:
                found.append(kid.index)
                open_.append(kid.index)
    return found


def when_clauses(scene: Scene, index: int) -> list[g.Token]:
    """Clauses that set the scene of a verb: "When she visited Oslo in July, ..."."""
    clauses = g.children(scene.parsed, index, g.ADVERBIAL_CLAUSE)
    marks = (*load_setting().lists["simultaneous"], "during")
    return [c for c in clauses if any(k.lower in marks for k in g.children(scene.parsed, c.index))]


def occasions(scene: Scene, index: int) -> list[g.Token]:
    """The words or gatherings in which a verb is done: "said in a letter", "at Monday's rally", "in its last alert".

    Also those that the parser hangs on the infinitive below the verb ("told staff to leave in a notice").
    """
    parsed = scene.parsed
    verbs = [index, *(k.index for k in g.children(parsed, index, g.OPEN_CLAUSE))]
    found = [t for v in verbs for t in g.prepositional(parsed, v, "in", "at", "during", "through", "via", "on", "by")]
    return [t for t in found if load_setting().has("occasion", t.lemma)]


def occasions_above(scene: Scene, trigger: Trigger) -> list[g.Token]:
    """The occasion that brought an event about: "a meeting in Oslo gave him a chance to show the jet"."""
    parsed = scene.parsed
    verbs = [v for v in [parsed.tokens[trigger.index], *verbs_above(scene, trigger)] if v.pos == g.VERB]
    giving = [v for v in verbs if load_setting().has("affords", v.lemma)]
    found = [s for v in giving for s in g.children(parsed, v.index, g.SUBJECT)]
    return [s for s in found if load_setting().has("occasion", s.lemma)]


def clauses_of_occasion(scene: Scene, index: int) -> list[g.Token]:
    """The clauses that tell when and where a noun came about: "held in Oslo", "issued on Monday", "to be held in May".

    On the noun itself, or right behind it where the parser hangs them on another.
    """
    parsed = scene.parsed
    own = g.children(parsed, index, g.NOUN_CLAUSE, g.RELATIVE_CLAUSE)
    sentence = parsed.sentence_of(index)
    behind = [t for t in parsed.tokens[index + 1 : min(index + 6, sentence.last + 1)] if t not in own]
    behind = [t for t in behind if t.role in (g.NOUN_CLAUSE, g.RELATIVE_CLAUSE) and _first(scene, t) == index + 1]
    return [c for c in (*own, *behind) if _comes_about(scene, c)]


def _first(scene: Scene, token: g.Token) -> int:
    return g.subtree(scene.parsed, token.index)[0].index


def _comes_about(scene: Scene, clause: g.Token) -> bool:
    """Whether the clause says of its noun that it was held or made, or came about, and nothing else of it."""
    objects = g.child(scene.parsed, clause.index, g.OBJECT)
    if is_support_verb(f"= {clause.lemma}") or (objects is not None and clause.lemma == "take"):
        return True
    return objects is None and load_setting().has("came_about", clause.lemma)
