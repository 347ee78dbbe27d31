"""The clause that a verb reports, whatever the parse makes of it: before, after or around the verb, or cut in two."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.knowledge.reporting import ReportingWord
from sayso.reading import grammar as g
from sayso.reading.attribution.contents import Content, clause, phrases, runs
from sayso.reading.attribution.relays import quoting_verb
from sayso.reading.grammar import Parsed, Token

_LINKING = g.RELATIVE_PRONOUNS | {"what"}
_QUESTION_WORDS = frozenset({"who", "what", "which", "where", "when", "why", "how"})
_NEVER_DESCRIBED = frozenset({"condition", "anonymity"})
_SAYABLE = frozenset({"word", "thing", "line"})
_SHORTEST_CLOSED = 3  # tokens before ", X said."


def that(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """A finite clause, before, after or around the verb."""
    below = g.children(parsed, verb.index, g.THAT_CLAUSE)
    below += [t for b in below for t in g.children(parsed, b.index, g.THAT_CLAUSE) if _parted(parsed, b, t, verb)]
    follows = word.act == "says" and "quote" not in word.frames  # "It is over, he said", but not "..., he questioned"
    clauses = [t for t in below if _reportable(parsed, t, verb) and (t.index > verb.index or not follows)]
    clauses = [t for t in clauses if len(clauses) == 1 or not _is_relative(parsed, t)]
    found = clauses[-1] if clauses else None
    if found is not None and found.index < verb.index and _coordinated(parsed, found, verb):
        return None
    if found is not None and ((word.act == "thinks" and _question(parsed, found)) or _entitled(parsed, verb, found)):
        return None
    if found is not None:
        return _with_subject(parsed, verb, found, word)
    if "quote" not in word.frames:
        return None
    strayed = _before_quoting(parsed, verb) or _strayed(parsed, verb)
    if strayed is not None:
        return clause(parsed, strayed.index)
    return _what_it_is(parsed, verb) or _around(parsed, verb) or _closed_by(parsed, verb, "object" not in word.frames)


def _with_subject(parsed: Parsed, verb: Token, found: Token, word: ReportingWord) -> Content:
    """The clause, with its subject where the parse takes that for the object of the verb ("saying [a raid] failed")."""
    if found.index < verb.index and verb.role == g.THAT_CLAUSE:
        return _closed_by(parsed, verb) or clause(parsed, found.index)
    what = g.child(parsed, found.index, *g.SUBJECTS)
    if what is not None and what.lower in _LINKING and what.index < verb.index < found.index:
        return clause(parsed, found.index, without=[what.index])  # "what the army says [was a raid]"
    if "hearer" in word.frames or g.child(parsed, found.index, *g.SUBJECTS, g.MARKER) is not None:
        return clause(parsed, found.index)
    between = g.children(parsed, verb.index, g.OBJECT, g.THAT_CLAUSE)
    return phrases(parsed, [*(t for t in between if verb.index < t.index < found.index), found])


def _entitled(parsed: Parsed, verb: Token, found: Token) -> bool:
    """Whether what follows is a sentence of its own after a title ("What the minister said: Ministers quarrel ...")."""
    asked = next((t for t in g.children(parsed, verb.index) if t.lower == "what" and t.index < verb.index), None)
    between = parsed.tokens[verb.index + 1 : found.index]
    return asked is not None and any(t.lower == ":" for t in between)


def _what_it_is(parsed: Parsed, verb: Token) -> Content | None:
    """What something is said to be: "after what the army says was [a raid on its camp]"."""
    head = parsed.tokens[verb.head]
    what = any(t.lower == "what" for t in g.children(parsed, verb.index) if t.index < verb.index)
    if verb.role != g.CLAUSE_SUBJECT or not what or head.index < verb.index:
        return None
    named = [t for t in g.children(parsed, head.index, g.ATTRIBUTE, g.COMPLEMENT) if t.index > head.index]
    return phrases(parsed, named) if named else None


def _is_relative(parsed: Parsed, head: Token) -> bool:
    """ "a raid in which ten died": no reported clause, whatever it hangs on."""
    opening = g.subtree(parsed, head.index)[:2]
    return len(opening) == 2 and opening[0].pos == g.PREPOSITION and opening[1].lower in ("which", "whom")


def _parted(parsed: Parsed, above: Token, below: Token, verb: Token) -> bool:
    """Whether a clause is that of the verb before a semicolon, which the parse hangs on the one after it."""
    return verb.index < below.index < above.index and not _reportable(parsed, above, verb)


def _reportable(parsed: Parsed, head: Token, verb: Token) -> bool:
    """Whether a clause is finite and no semicolon makes it a sentence of its own."""
    first, last = sorted((head.index, verb.index))
    return is_finite(parsed, head) and not any(t.lower == ";" for t in parsed.tokens[first:last])


def _before_quoting(parsed: Parsed, verb: Token) -> Token | None:
    """What "..., the agency quoted him as saying" closes, which hangs on the quoting."""
    quoting = quoting_verb(parsed, verb)
    told = g.child(parsed, quoting.index, g.THAT_CLAUSE) if quoting is not None else None
    return told if told is not None and told.index < verb.index and is_finite(parsed, told) else None


def _strayed(parsed: Parsed, verb: Token) -> Token | None:
    """A "that" clause which the parse hangs on a circumstance ("told them on condition of anonymity that ...")."""
    for circumstance in g.children(parsed, verb.index, g.PREPOSITIONAL, g.OBJECT, g.NOUN_ADVERBIAL):
        if circumstance.index > verb.index:
            for token in g.subtree(parsed, circumstance.index):
                if _is_strayed(parsed, token):
                    return token
    return None


def _is_strayed(parsed: Parsed, token: Token) -> bool:
    """Whether a clause with "that" is no relative one, though it hangs on a noun: names and conditions have none."""
    if token.role == g.NOUN_CLAUSE:
        return is_that_clause(parsed, token)
    head = parsed.tokens[token.head]
    bare = head.pos == g.NAME or head.lemma in _NEVER_DESCRIBED
    return token.role == g.RELATIVE_CLAUSE and bare and is_that_clause(parsed, token) and _has_subject(parsed, token)


def _has_subject(parsed: Parsed, token: Token) -> bool:
    return g.child(parsed, token.index, *g.SUBJECTS) is not None


def is_that_clause(parsed: Parsed, token: Token) -> bool:
    """Whether a token heads a clause with "that", or one that the parse takes for the content of a verb."""
    if token.role == g.THAT_CLAUSE:
        return True
    marker = g.child(parsed, token.index, g.MARKER)
    return token.role in g.CLAUSES and marker is not None and marker.lower == "that"


def _coordinated(parsed: Parsed, left: Token, verb: Token) -> bool:
    """Whether "and" or "but" stands between a clause and the verb: then the clause is not reported by it."""
    between = parsed.tokens[left.index + 1 : verb.index]
    return any(t.role == g.COORDINATOR and t.head in (left.index, verb.index) for t in between[-6:])


def _question(parsed: Parsed, head: Token) -> bool:
    """Whether a clause is an indirect question: what is known is not told."""
    first = g.subtree(parsed, head.index)[0]
    return first.lower in _QUESTION_WORDS


def is_finite(parsed: Parsed, head: Token) -> bool:
    if head.form in (g.PAST, g.PRESENT):
        return True
    auxiliaries = g.children(parsed, head.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)
    return any(a.form in (g.PAST, g.PRESENT, g.MODAL) for a in auxiliaries) or (
        head.pos in (g.VERB, g.AUX) and head.form != g.GERUND and not any(a.lower == "to" for a in auxiliaries)
    )


def _around(parsed: Parsed, verb: Token) -> Content | None:
    """The clause that "..., X said, ..." interrupts, or that "as X said" comments on."""
    as_ = g.child(parsed, verb.index, g.MARKER)
    inserted = verb.role == g.PARATAXIS or (verb.role == g.ADVERBIAL_CLAUSE and as_ is not None and as_.lower == "as")
    subjects = g.children(parsed, verb.index, g.SUBJECT)
    if not inserted or not subjects or g.child(parsed, verb.index, g.OBJECT):
        return None
    strayed = subjects[0] if subjects[0].index < verb.index < subjects[-1].index else None
    told = clause(parsed, verb.head, without=[verb.index])
    return (*phrases(parsed, [strayed]), *told) if strayed is not None else told


def _closed_by(parsed: Parsed, verb: Token, unmarked: bool = False) -> Content | None:
    """What a sentence says before ", X said." at its end, whatever the parse makes of it; where `unmarked`, also
    without the comma, when the parse takes "X said" for a relative clause ("they left the town the police said")."""
    subject = g.child(parsed, verb.index, g.SUBJECT)
    sentence = parsed.sentence_of(verb.index)
    after = parsed.tokens[verb.index + 1 : sentence.last + 1]
    if subject is None or subject.index > verb.index or not (_nothing(after) or _told_to_hearers(parsed, verb, after)):
        return None
    first = g.subtree(parsed, subject.index)[0].index
    told = parsed.tokens[sentence.first : first]
    pause = [t.lower for t in told[-2:]]
    strayed = unmarked and _seems_relative(parsed, verb, told)
    if len(told) < _SHORTEST_CLOSED or not ("," in pause or strayed):
        return None
    if told[0].pos == g.PREPOSITION and not any(t.pos in (g.VERB, g.AUX) for t in told):
        return None
    return runs(parsed, told)


def _nothing(after: Sequence[Token]) -> bool:
    return all(t.pos == g.PUNCTUATION for t in after)


def _told_to_hearers(parsed: Parsed, verb: Token, after: Sequence[Token]) -> bool:
    """Whether a person's name and hearers stand around the verb that ends a sentence ("... Ann Lee told reporters")."""
    subject, hearer = g.child(parsed, verb.index, g.SUBJECT), g.child(parsed, verb.index, g.OBJECT)
    named = subject is not None and any(n.label == g.PERSON and n.last == subject.index for n in parsed.names)
    return named and hearer is not None and not any(t.pos in (g.VERB, g.AUX) for t in after)


def _seems_relative(parsed: Parsed, verb: Token, told: Sequence[Token]) -> bool:
    """Whether a reporting clause without a comma hangs on the noun before it, after a sentence with a verb."""
    kids = g.children(parsed, verb.index)
    alone = all(t.role in (g.SUBJECT, g.PUNCTUATES) for t in kids)
    heard = _told_to_hearers(parsed, verb, parsed.tokens[verb.index + 1 : parsed.sentence_of(verb.index).last + 1])
    on_noun = verb.role == g.RELATIVE_CLAUSE and (heard or parsed.tokens[verb.head].pos in (g.NOUN, g.NAME))
    alone = alone or heard
    opens = bool(told) and told[-1].lower not in g.RELATIVE_PRONOUNS and told[-1].lemma not in _SAYABLE
    return alone and on_noun and opens and any(is_finite(parsed, t) for t in told if t.pos in (g.VERB, g.AUX))
