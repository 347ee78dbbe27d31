"""The constructions in which a verb reports, one function each: a verb to its content, or None when it stands in
another. `phrasal` is for phrases ("called for"), whose content follows their last word.
"""

from __future__ import annotations

from collections.abc import Callable

from sayso.knowledge.reporting import ReportingWord
from sayso.reading import grammar as g
from sayso.reading.attribution.contents import Content, clause, phrases
from sayso.reading.attribution.that_clauses import is_finite, is_that_clause, that
from sayso.reading.grammar import RELATIVE_PRONOUNS, Parsed, Token

Construction = Callable[[Parsed, Token, ReportingWord], "Content | None"]

_EMPTY_SUBJECTS = frozenset({"it", "there", "what"})
_EXTENDS_OBJECT = frozenset({"for", "as", "of", "to", "with", "over", "on", "about", "against"})


def naming(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What something is called or taken for: "called [the raid a crime]", "described [it as frank]"."""
    predicate = [t for t in g.children(parsed, verb.index, g.OBJECT_PREDICATE, g.COMPLEMENT) if t.index > verb.index]
    predicate += [t for t in g.children(parsed, verb.index, g.PREPOSITIONAL) if t.lower == "as"]
    small = g.child(parsed, verb.index, g.THAT_CLAUSE)
    if small is not None and small.index > verb.index and not is_finite(parsed, small):
        predicate.append(small)
    if not predicate:
        return None
    if verb.role == g.NOUN_CLAUSE and verb.form in (g.PARTICIPLE, g.PAST) and not g.child(parsed, verb.index, g.AGENT):
        return None
    named = [t for t in g.children(parsed, verb.index, g.OBJECT) if t.index > verb.index]
    if not named and g.is_passive(parsed, verb.index):
        if word.act == "says" and g.child(parsed, verb.index, g.AGENT) is None:
            return None
        subject = g.child(parsed, verb.index, g.PASSIVE_SUBJECT)
        named = [subject] if subject is not None else []
    return phrases(parsed, sorted([*named, *predicate], key=lambda t: t.index))


def object_infinitive(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What somebody is to do: "urged [both sides to stop]"."""
    clause_ = _infinitive(parsed, verb)
    if clause_ is None:
        return _told_to(parsed, verb)
    urged = [t for t in g.children(parsed, verb.index, g.OBJECT, g.DATIVE) if verb.index < t.index < clause_.index]
    if not urged and g.is_passive(parsed, verb.index):
        subject = g.child(parsed, verb.index, g.PASSIVE_SUBJECT)
        urged = [subject] if subject is not None else []
    if not urged and g.child(parsed, clause_.index, *g.SUBJECTS) is None:
        return None
    return phrases(parsed, [*urged, clause_])


def _told_to(parsed: Parsed, verb: Token) -> Content | None:
    """The same when the parse hangs the infinitive on the object."""
    found = g.child(parsed, verb.index, g.OBJECT)
    below = g.children(parsed, found.index, g.NOUN_CLAUSE) if found is not None else []
    if found is None or not any(a.lower == "to" for t in below for a in g.children(parsed, t.index, g.AUXILIARY)):
        return None
    return phrases(parsed, [found])


def infinitive(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What somebody will or will not do: "vowed [to retake the town]"."""
    if g.is_passive(parsed, verb.index) or g.child(parsed, verb.index, g.OBJECT):
        return None
    found = _infinitive(parsed, verb)
    return clause(parsed, found.index) if found is not None else None


def _infinitive(parsed: Parsed, verb: Token) -> Token | None:
    urged = g.child(parsed, verb.index, g.OBJECT)
    roles = (g.OPEN_CLAUSE, g.THAT_CLAUSE) if urged is None else (g.OPEN_CLAUSE, g.THAT_CLAUSE, g.ADVERBIAL_CLAUSE)
    for kid in g.children(parsed, verb.index, *roles):
        if kid.index > verb.index and any(a.lower == "to" for a in g.children(parsed, kid.index, g.AUXILIARY)):
            return kid
    return None


def gerund(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What somebody did or may do: "denied [selling the plans]"."""
    found = next((t for t in g.children(parsed, verb.index, g.OPEN_CLAUSE) if t.form == g.GERUND), None)
    return clause(parsed, found.index) if found is not None and found.index > verb.index else None


def passive(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What is said of a subject: "[the king] is believed [to be ill]"."""
    subject = g.child(parsed, verb.index, g.PASSIVE_SUBJECT)
    below = _infinitive(parsed, verb)
    if subject is None or below is None or not g.is_passive(parsed, verb.index):
        return None
    return phrases(parsed, [below] if subject.lower in RELATIVE_PRONOUNS else [subject, below])


def raising(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What seems: "[the truce] seems [to be holding]"."""
    subject = g.child(parsed, verb.index, g.SUBJECT)
    below = g.child(parsed, verb.index, g.OPEN_CLAUSE, g.COMPLEMENT, g.OBJECT_PREDICATE)
    if subject is None or below is None or below.index < verb.index or subject.lower in _EMPTY_SUBJECTS:
        return None
    return phrases(parsed, [below] if subject.lower in RELATIVE_PRONOUNS else [subject, below])


def object_(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """A noun phrase: "announced [the sale of the mine]", "praised [the crew for its work]"."""
    if g.is_passive(parsed, verb.index):
        return _passive_object(parsed, verb)
    found = g.child(parsed, verb.index, g.OBJECT)
    if found is None or found.index < verb.index:
        return _antecedent(parsed, verb) if word.stance == "denies" else None
    further = [
        t
        for t in g.children(parsed, verb.index, g.PREPOSITIONAL)
        if t.index > found.index and t.lower in word.frames and t.lower in _EXTENDS_OBJECT
    ]
    return phrases(parsed, [*g.conjuncts(parsed, found.index), *further])


def _antecedent(parsed: Parsed, verb: Token) -> Content | None:
    """What a relative clause denies: "[a charge] the palace denies", "[a claim] which the palace denied"."""
    subject = g.child(parsed, verb.index, g.SUBJECT)
    if verb.role != g.RELATIVE_CLAUSE or subject is None or subject.lower in RELATIVE_PRONOUNS:
        return None
    return (g.phrase(parsed, verb.head),)


def depicts(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What a document lets see: "the poll shows [the mayor leading by a point]"."""
    roles = (g.OBJECT, g.THAT_CLAUSE, g.OPEN_CLAUSE, g.PREPOSITIONAL, g.ADVERBIAL_CLAUSE, g.OBJECT_PREDICATE)
    seen = [t for t in g.children(parsed, verb.index, *roles) if t.index > verb.index]
    if not any(t.role in (g.OBJECT, g.THAT_CLAUSE) for t in seen) or g.is_passive(parsed, verb.index):
        return None
    return phrases(parsed, seen)


def measure(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What somebody says a number is: "put [the toll at nine]"."""
    counted = g.child(parsed, verb.index, g.OBJECT)
    if counted is None or g.is_passive(parsed, verb.index):
        return None
    below = (t for t in g.subtree(parsed, verb.index) if t.lower == "at" and t.index > counted.index)
    at = next((t for t in below if _is_number(parsed, t)), None)
    return phrases(parsed, [counted, at]) if at is not None else None


def _is_number(parsed: Parsed, at: Token) -> bool:
    found = g.child(parsed, at.index, g.PREPOSITION_OBJECT)
    return found is not None and (found.pos == g.NUMBER or g.child(parsed, found.index, g.NUMERIC) is not None)


def _passive_object(parsed: Parsed, verb: Token) -> Content | None:
    """The subject of a passive whose doer is told: "[the plan] was rejected by the council"."""
    subject = g.child(parsed, verb.index, g.PASSIVE_SUBJECT)
    if subject is None or subject.lower in RELATIVE_PRONOUNS or g.child(parsed, verb.index, g.AGENT) is None:
        return None
    if any(t.lower == "as" for t in g.children(parsed, verb.index, g.PREPOSITIONAL)):
        return None
    return phrases(parsed, [subject])


def phrasal(parsed: Parsed, verb: Token, last: Token, frame: str) -> Content | None:
    """The content of a phrase: what follows its preposition, or the clause of its verb."""
    if frame == "gerund":
        below = next((t for t in g.children(parsed, verb.index, g.OPEN_CLAUSE) if t.form == g.GERUND), None)
        return clause(parsed, below.index) if below is not None and below.index > last.index else None
    if frame != "object":
        below = next(
            (t for t in g.subtree(parsed, verb.index) if t.index > last.index and is_that_clause(parsed, t)), None
        )
        return clause(parsed, below.index) if below is not None and frame == "that" else None
    if last.role == g.VERB_PARTICLE:
        found = g.child(parsed, verb.index, g.OBJECT)
        return phrases(parsed, [found]) if found is not None and found.index > verb.index else None
    inner = [t for t in g.children(parsed, last.index) if t.index > last.index and t.role != g.PUNCTUATES]
    if not inner:
        return None
    asked = _infinitive(parsed, verb)
    return phrases(parsed, [*inner, asked] if asked is not None and asked.index > last.index else inner)


CONSTRUCTIONS: dict[str, Construction] = {
    "that": that,
    "naming": naming,
    "object-infinitive": object_infinitive,
    "infinitive": infinitive,
    "passive": passive,
    "raising": raising,
    "gerund": gerund,
    "object": object_,
    "depicts": depicts,
    "measure": measure,
}
