"""Who "he", "she", "it" and "they" are: the fitting entity whose last mention is nearest and most prominent.

After Lappin and Leass (1994): the weight of the place in the sentence, less a price for each sentence in between,
with agreement in gender and number, and no pronoun that shares its verb with its own antecedent.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from sayso.reading import grammar as g
from sayso.reading.entities.discourse import Chain, Discourse, Sighting
from sayso.reading.entities.empty_it import is_empty
from sayso.spans import Span

_GENDERS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_THING = frozenset({"it", "its", "itself"})
_MANY = frozenset({"they", "them", "their", "theirs", "themselves"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
PRONOUNS = frozenset({*_GENDERS, *_THING, *_MANY})
_ARGUMENTS = frozenset({*g.SUBJECTS, g.OBJECT, g.PREPOSITION_OBJECT})
_SENTENCE_PRICE = 1.6
_SPOKE = 0.8  # for who spoke in the sentence before, where the pronoun speaks on
_LOWEST = -3.0


def resolve_pronoun(discourse: Discourse, token: g.Token) -> tuple[Chain, ...]:
    """The entities that a pronoun stands for: none, one, or the members of a pair ("they")."""
    joined = _owner_beside(discourse, token)
    if token.lower in _GENDERS:
        return _he_or_she(discourse, token)
    if token.lower in _THING:
        joined = joined or _spoken_for(discourse, token)
        if joined is not None and _is_one_body(joined):
            return (joined,)
        found = None if is_empty(discourse.parsed, token) else _best(discourse, token, _is_one_body)
        return (found,) if found is not None and not _means_thing(discourse, token, found) else ()
    return _many(discourse, token)


def _he_or_she(discourse: Discourse, token: g.Token) -> tuple[Chain, ...]:
    gender = _GENDERS[token.lower]
    coming = _coming(discourse, token) if _fronted(discourse.parsed, token) else ()
    found = None if coming else _best(discourse, token, lambda c: _is_person(c, gender))
    return (found,) if found is not None else coming or _coming(discourse, token)


def _owner_beside(discourse: Discourse, token: g.Token) -> Chain | None:
    """The first of "Hamas and its allies" for "its"."""
    thing = discourse.parsed.tokens[token.head]
    if token.role != g.POSSESSOR or thing.role != g.CONJUNCT:
        return None
    return discourse.at(thing.head)


def _spoken_for(discourse: Discourse, token: g.Token) -> Chain | None:
    """The body of "a spokesman for the bank said it ...": who a person that speaks stands for."""
    parsed = discourse.parsed
    clause = parsed.tokens[_clause(parsed, token.index)]
    saying = parsed.tokens[clause.head]
    speaker = g.child(parsed, saying.index, g.SUBJECT) if clause.role == g.THAT_CLAUSE else None
    if token.role != g.SUBJECT or speaker is None or speaker.index > token.index:
        return None
    person = discourse.at(speaker.index)
    below = (_body_at(discourse, t) for t in g.subtree(parsed, speaker.index) if t.index != speaker.index)
    return next((c for c in below if c is not None), None) if person and person.is_person else None


def _body_at(discourse: Discourse, token: g.Token) -> Chain | None:
    """The body that comes up at a token, or that a word of its name means ("the Hamas spokesman")."""
    found = discourse.at(token.index)
    if found is not None and _is_one_body(found):
        return found
    if not token.text[:1].isupper():
        return None
    return next(
        (c for c in discourse.chains if _is_one_body(c) and c.kind != "country" and token.lower in c.words), None
    )


def _fronted(parsed: g.Parsed, token: g.Token) -> bool:
    """Whether a possessive stands in a phrase before the subject of its sentence ("In his speech, Mr. Kim ...")."""
    if token.role != g.POSSESSOR:
        return False
    clause = parsed.tokens[_clause(parsed, token.index)]
    subject = g.child(parsed, clause.index, g.SUBJECT, g.PASSIVE_SUBJECT)
    return clause.role == g.ROOT and subject is not None and token.index < subject.index and subject.pos == g.NAME


def _is_person(chain: Chain, gender: str) -> bool:
    return chain.is_person and not chain.plural and chain.gender in (None, gender)


def _is_one_body(chain: Chain) -> bool:
    return chain.is_body and not chain.plural


def _best(discourse: Discourse, token: g.Token, fits: Callable[[Chain], bool]) -> Chain | None:
    scores: dict[int, tuple[float, Chain]] = {}
    speaker = discourse.speaker(token) if discourse.voices else None
    told = _told(discourse.parsed, token)
    sightings = list(discourse.recent(token.sentence))
    barred = {id(s.chain) for s in sightings if _same_clause(discourse.parsed, token, s)}
    for sighting in sightings:
        chain = sighting.chain
        if chain is speaker or id(chain) in barred or not fits(chain):
            continue
        if told is not None and _named_in(chain, told):
            continue
        score = _score(discourse, token, sighting)
        known = scores.get(id(sighting.chain))
        if known is None or score > known[0]:
            scores[id(sighting.chain)] = (score, sighting.chain)
    best = max(scores.values(), key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] > _LOWEST else None


def _told(parsed: g.Parsed, token: g.Token) -> Span | None:
    """What the subject of a saying says: a name in it is somebody else ("He said that Mr. Kim ...")."""
    clause = g.child(parsed, token.head, g.THAT_CLAUSE) if token.role == g.SUBJECT else None
    return g.subtree_span(parsed, clause.index) if clause is not None and clause.index > token.index else None


def _named_in(chain: Chain, where: Span) -> bool:
    return any(m.form == "name" and where.covers(m.span) for m in chain.mentions)


def _score(discourse: Discourse, token: g.Token, sighting: Sighting) -> float:
    apart = token.sentence - sighting.sentence
    score = sighting.weight - _SENTENCE_PRICE * apart + 0.35 * math.log2(1 + sighting.chain.seen)
    if apart == 0 and token.role == g.POSSESSOR and _is_subject_of_clause(discourse.parsed, token, sighting.head):
        score += 1.0
    if token.role in g.SUBJECTS and sighting.weight >= 2.0:
        score += 0.6
        score += _SPOKE if _goes_on_speaking(discourse.parsed, token, sighting.head) else 0.0
    return score


def _goes_on_speaking(parsed: g.Parsed, token: g.Token, index: int) -> bool:
    """Whether pronoun and antecedent are both the subject of what heads a sentence and has a clause below ("Ola Berg
    said that ... He added that ...")."""
    verbs = [parsed.tokens[parsed.tokens[i].head] for i in (token.index, index)]
    return all(v.head == v.index and g.child(parsed, v.index, g.THAT_CLAUSE) is not None for v in verbs)


def _clause(parsed: g.Parsed, index: int) -> int:
    """The verb that a word depends on, itself for a root."""
    for above in g.ancestors(parsed, index):
        if above.pos in (g.VERB, g.AUX):
            return above.index
    return index


def _is_subject_of_clause(parsed: g.Parsed, token: g.Token, index: int) -> bool:
    """Whether a word is the subject of the pronoun's clause, or stands in apposition to it."""
    found = g.subject(parsed, _clause(parsed, token.index))
    other = parsed.tokens[index]
    return found is not None and (found.index == index or (other.role == g.APPOSITION and other.head == found.index))


def _same_clause(parsed: g.Parsed, token: g.Token, sighting: Sighting) -> bool:
    """Whether pronoun and antecedent are arguments of one verb, so that they are two ("Kim met him")."""
    if token.sentence != sighting.sentence or token.role == g.POSSESSOR or token.lower in _REFLEXIVE:
        return False
    other = parsed.tokens[sighting.head]
    if other.role in (g.POSSESSOR, g.COMPOUND, g.ADJECTIVAL, g.NOUN_MODIFIER):
        return False
    clause = _clause(parsed, token.index)
    if _clause(parsed, sighting.head) == clause:
        return True
    subject = g.subject(parsed, clause)
    return token.role not in g.SUBJECTS and subject is not None and subject.index == sighting.head


def _coming(discourse: Discourse, token: g.Token) -> tuple[Chain, ...]:
    """The subject of the main clause after a pronoun that comes first ("When he arrived, Mr. Kim ...")."""
    sentence = discourse.parsed.sentence_of(token.index)
    for chain in discourse.chains:
        if not _is_person(chain, _GENDERS[token.lower]):
            continue
        for mention in chain.mentions:
            if mention.form == "name" and sentence.span.covers(mention.span) and mention.span.start > token.stop:
                head = discourse.parsed.head_of(mention.span)
                if head is not None and head.role in g.SUBJECTS:
                    return (chain,)
    return ()


# --- "it" ----------------------------------------------------------------------------------------------------------


def _means_thing(discourse: Discourse, token: g.Token, found: Chain) -> bool:
    """Whether a thing that is no entity is the likelier antecedent than the body found."""
    parsed = discourse.parsed
    last = next((s.head for s in discourse.recent(token.sentence) if s.chain is found), -1)
    if token.role == g.POSSESSOR:
        owner = g.child(parsed, _clause(parsed, token.index), g.SUBJECT, g.PASSIVE_SUBJECT)
        return owner is not None and owner.index > last and _is_thing(discourse, owner.index)
    if token.role in (g.SUBJECT, g.PASSIVE_SUBJECT):
        return not _minded(discourse, token) and any(_things_before(discourse, token, g.SUBJECTS))
    return any(t.index > last for t in _things_before(discourse, token, _ARGUMENTS))


def _is_thing(discourse: Discourse, index: int) -> bool:
    token = discourse.parsed.tokens[index]
    common = token.pos == g.NOUN and token.form == g.SINGULAR
    return common and all(s.head != index for s in discourse.recent(token.sentence))


def _things_before(discourse: Discourse, token: g.Token, roles: frozenset[str]) -> Iterator[g.Token]:
    """Singular common nouns in these places, nearest first, in this sentence and the one before."""
    parsed = discourse.parsed
    start = parsed.sentences[max(0, token.sentence - 1)].first
    for index in range(token.index - 1, start - 1, -1):
        if parsed.tokens[index].role in roles and _is_thing(discourse, index):
            yield parsed.tokens[index]


def _minded(discourse: Discourse, token: g.Token) -> bool:
    """Whether the pronoun is the doer of what only people and bodies do: verbs with a clause or person's object, and
    verbs of the event frames."""
    parsed = discourse.parsed
    verb = parsed.tokens[token.head]
    if token.role != g.SUBJECT or verb.pos != g.VERB:
        return False
    below = g.children(parsed, verb.index)
    said = any(k.role in (g.THAT_CLAUSE, g.OPEN_CLAUSE, g.OBJECT, g.PREPOSITIONAL) for k in below)
    return said and discourse.acts(verb.lemma)


# --- "they" --------------------------------------------------------------------------------------------------------


def _coming_arguments(discourse: Discourse, token: g.Token) -> Iterator[Chain]:
    """Who stands beside a pronoun as the object of its verb ("they called on Chad"): not among "they"."""
    if token.role not in g.SUBJECTS:
        return
    parsed = discourse.parsed
    under = [token.head, *(k.index for k in g.children(parsed, token.head, g.PREPOSITIONAL))]
    for index in under:
        for kid in g.children(parsed, index, g.OBJECT, g.PREPOSITION_OBJECT):
            if kid.index in discourse.named:
                yield discourse.named[kid.index]


def _many(discourse: Discourse, token: g.Token) -> tuple[Chain, ...]:
    """A plural entity, or the members of the pair mentioned last when that is nearer."""
    group = _best(discourse, token, lambda c: c.plural)
    barred = {id(s.chain) for s in discourse.recent(token.sentence, 0) if _same_clause(discourse.parsed, token, s)}
    barred |= {id(c) for c in _coming_arguments(discourse, token)}
    pairs = (p for p in reversed(discourse.pairs) if p.head < token.index)
    pair = next((p for p in pairs if not any(id(m) in barred for m in p.members)), None)
    near = pair is not None and token.sentence - discourse.parsed.tokens[pair.head].sentence <= 1
    last = next((s for s in discourse.recent(token.sentence) if s.chain is group), None)
    if pair is not None and near and (last is None or (pair.head > last.head and pair.weight + 0.5 >= last.weight)):
        discourse.pair(token.index, pair.members)
        return pair.members
    if group is not None:
        return (group,)
    body = _best(discourse, token, lambda c: c.kind in ("group", "media", "organisation", "military"))
    return (body,) if body is not None else ()
