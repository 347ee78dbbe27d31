"""Which cue of certainty governs a word, and which marks it carries: rows of `knowledge/en/cues.toml` on a parse."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.knowledge.cues import Cue, Words
from sayso.reading import grammar as g
from sayso.reading.grammar import Parsed, Token
from sayso.reading.kit import Kit

_POSITION = {g.VERB: "verb", g.AUX: "verb", g.NOUN: "noun", g.NAME: "noun", g.ADJECTIVE: "adjective"}

_MARKS = {
    g.MARKER: "marker", g.ADVERBIAL: "adverb", g.NOUN_ADVERBIAL: "adverb",
    g.ADJECTIVAL: "modifier", g.NOUN_CLAUSE: "modifier",
}  # fmt: skip
_OVERRULING = ("denial", "refusal", "rejection")
_DENYING = frozenset({g.NEGATION, g.ADVERBIAL, g.DETERMINES, g.COORDINATOR, g.PREDETERMINER, g.INTERJECTION})
_NEGATIVE_ROLES = frozenset({g.DETERMINES, g.ADJECTIVAL, g.NEGATION, g.COORDINATOR})
_DENIABLE = frozenset({g.SUBJECT, g.PASSIVE_SUBJECT, g.OBJECT, g.ATTRIBUTE})
_OF_COPULA = (*g.SUBJECTS, g.THAT_CLAUSE, g.OPEN_CLAUSE)
_LINKING = frozenset({"from", "into", "with", "for", "to"})  # prepositions of a verb that parsers hang on its object


def complement_of(parsed: Parsed, words: Words, child: Token) -> str | None:
    """What a clause or noun is to the word above it: "to", "that", "object", a preposition ... (see `cues.toml`)."""
    role = child.role
    if role in (g.PREPOSITION_OBJECT, g.PREPOSITION_CLAUSE):
        return parsed.tokens[child.head].lower
    if role in (g.OBJECT, g.PASSIVE_SUBJECT, g.DATIVE):
        return "object"
    if role in (g.SUBJECT, g.CLAUSE_SUBJECT):
        return "subject"
    if role in (g.COMPOUND, g.ADJECTIVAL, g.NOUN_MODIFIER):
        return "modifier"
    if role == g.ADVERBIAL_CLAUSE:
        return "to" if _clause(parsed, words, child) == "to" else None
    if role == g.RELATIVE_CLAUSE:
        return _relative(parsed, words, child)
    return _clause(parsed, words, child) if role in g.CLAUSES else None


def _relative(parsed: Parsed, words: Words, child: Token) -> str | None:
    """Parsers take "doubts that the truce held" and "the first to leave" for relative clauses."""
    clause = _clause(parsed, words, child)
    if clause == "to":
        return clause
    that = [k for k in g.children(parsed, child.index) if k.lower == "that" and k.role not in g.SUBJECTS]
    return "that" if that and g.child(parsed, child.index, *g.SUBJECTS) is not None else None


def _clause(parsed: Parsed, words: Words, child: Token) -> str | None:
    below = g.children(parsed, child.index, g.AUXILIARY, g.MARKER, *g.SUBJECTS)
    if any(t.lower == "to" and t.role == g.AUXILIARY for t in below):
        return "to"
    if any(t.lower in words.open for t in below):
        return "whether"
    if child.form == g.GERUND and not any(t.role == g.AUXILIARY for t in below):
        return "ing"
    bare = child.form == g.BASE or (child.form == g.PARTICIPLE and not below)
    if bare and not any(t.role in (g.AUXILIARY, g.MARKER) for t in below):
        return "bare"
    return "that"


def cue_of(parsed: Parsed, kit: Kit, token: Token, head: Token, complement: str | None) -> tuple[Token, Cue | None]:
    """The word that governs `token` under `head`, and its row.

    Where the head has no row: what a copula ascribes or is said of ("a strike is possible", "the plan is to leave"),
    and the verb whose object or predicate stands between ("discouraged tourists from visiting", "fell short of"). A
    denial governs over what it denies ("rejected claims that", "refused requests to").
    """
    if complement is None:
        return head, None
    if head.role in (g.OBJECT, g.PASSIVE_SUBJECT) and token.role in g.CLAUSES:
        above = parsed.tokens[head.head]
        row = governing(parsed, kit, above, complement)
        if row is not None and row.kind in _OVERRULING:
            return above, row
    around = _stand_ins(parsed, token, head, complement)
    for word in (*around, head) if head.pos == g.AUX else (head, *around):
        row = governing(parsed, kit, word, complement)
        if row is not None:
            return word, row
    return head, None


def _stand_ins(parsed: Parsed, token: Token, head: Token, complement: str) -> list[Token]:
    if head.pos == g.AUX and token.role in _OF_COPULA:
        return [k for k in g.children(parsed, head.index, g.COMPLEMENT, g.ATTRIBUTE, g.SUBJECT) if k is not token]
    if head.role == g.COMPLEMENT or (head.role in (g.OBJECT, g.PASSIVE_SUBJECT) and complement in _LINKING):
        return [parsed.tokens[head.head]]
    return []


def governing(parsed: Parsed, kit: Kit, head: Token, complement: str) -> Cue | None:
    """The row of `head` that takes this complement; longer phrases come first."""
    position = _POSITION.get(head.pos)
    if position is None:
        return None
    rows = kit.cues.of(position, head.lower, head.lemma)
    if complement == "to" and position in ("noun", "adjective"):
        ranks = _rank(parsed, kit, head)
        rows = ranks + rows if position == "adjective" else rows + ranks
    return next((r for r in rows if complement in r.takes and whole(parsed, head, r.words)), None)


def _rank(parsed: Parsed, kit: Kit, noun: Token) -> tuple[Cue, ...]:
    """The row of "first", "last", "too": "the first to leave" has left, who was "too afraid to leave" has not."""
    ranks = (k.lower for k in g.children(parsed, noun.index, g.ADJECTIVAL, g.ADVERBIAL))
    return next((rows for rows in (kit.cues.of("rank", word) for word in ranks) if rows), ())


def first(parsed: Parsed, rows: tuple[Cue, ...], head: Token) -> Cue | None:
    """The first of the rows of a word whose whole phrase is there."""
    return next((row for row in rows if whole(parsed, head, row.words)), None)


def whole(parsed: Parsed, head: Token, words: tuple[str, ...]) -> bool:
    """Whether the further words of a phrase stand under its head, or right after it."""
    if len(words) == 1:
        return True
    near = {parsed.tokens[k].lower for k in head.children}
    near.update(t.lower for t in parsed.tokens[head.index + 1 : head.index + len(words)])
    for kid in head.children:
        near.update(parsed.tokens[k].lower for k in parsed.tokens[kid].children)
    return all(word in near for word in words[1:])


def marks(parsed: Parsed, kit: Kit, token: Token) -> Iterator[tuple[Token, Cue]]:
    """Adverbs, adjectives and markers right under a word that colour it."""
    for index in token.children:
        kid = parsed.tokens[index]
        position = _MARKS.get(kid.role)
        if position == "modifier" and (token.pos not in (g.NOUN, g.NAME) or kid.form == g.BASE):
            continue
        row = first(parsed, kit.cues.of(position, kid.lower), kid) if position else None
        if row is not None:
            yield kid, row


def modal(parsed: Parsed, kit: Kit, token: Token) -> tuple[Token, Cue] | None:
    """The modal verb of a clause and its row."""
    for kid in g.children(parsed, token.index, g.AUXILIARY):
        for row in kit.cues.of("modal", kid.lower)[:1]:
            return kid, row
    return None


def negations(parsed: Parsed, kit: Kit, token: Token) -> tuple[Token, ...]:
    """The words that deny a word: "not", "never", "no longer", a negative subject ("no one"), "no" before a noun."""
    found = [t for t in (_nor(parsed, token),) if t is not None]
    for index in token.children:
        kid = parsed.tokens[index]
        if kid.role in _DENYING:
            found.extend([kid] if _denies(parsed, kit, kid) else [])
        elif kid.role in _DENIABLE:
            inner = _negative_phrase(parsed, kit, kid)
            found.extend([inner] if inner is not None else [])
    return tuple(found)


def _nor(parsed: Parsed, token: Token) -> Token | None:
    """The "nor" that joins a clause to the one before it: parsers hang it on the first."""
    if token.role != g.CONJUNCT:
        return None
    joining = [k for k in g.children(parsed, token.head, g.COORDINATOR) if k.index < token.index]
    return joining[-1] if joining and joining[-1].lower == "nor" else None


def _denies(parsed: Parsed, kit: Kit, kid: Token) -> bool:
    row = first(parsed, kit.cues.of("negation", kid.lower), kid)
    return row is not None and row.affirmed == "CT-"


def _negative_phrase(parsed: Parsed, kit: Kit, noun: Token) -> Token | None:
    if noun.pos in (g.PRONOUN, g.NOUN) and kit.cues.of("negation", noun.lower):
        return noun
    inside = (parsed.tokens[k] for k in noun.children)
    return next((k for k in inside if k.lower in kit.cues.words.negative and k.role in _NEGATIVE_ROLES), None)
