"""Which cue of certainty governs a word, and which marks it carries: rows of `knowledge/en/cues.toml` on a parse."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.knowledge.cues import Cue, Words
from sayso.reading import grammar as g
from sayso.reading.grammar import Parsed, Token
from sayso.reading.kit import Kit
from sayso.spans import Span

_POSITION = {g.VERB: "verb", g.AUX: "verb", g.NOUN: "noun", g.NAME: "noun", g.ADJECTIVE: "adjective"}

_MARKS = {
    g.MARKER: "marker", g.ADVERBIAL: "adverb", g.NOUN_ADVERBIAL: "adverb",
    g.ADJECTIVAL: "modifier", g.NOUN_CLAUSE: "modifier",
}  # fmt: skip
_OVERRULING = ("denial", "refusal", "rejection")
_OF_COPULA = (*g.SUBJECTS, g.THAT_CLAUSE, g.OPEN_CLAUSE)
_HELPING = (g.AUXILIARY, g.PASSIVE_AUXILIARY, g.MARKER)
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
    below = g.children(parsed, child.index, g.AUXILIARY, g.PASSIVE_AUXILIARY, g.MARKER, *g.SUBJECTS)
    if any(t.lower == "to" and t.role == g.AUXILIARY for t in below):
        return "to"
    if any(t.lower in words.open for t in below):
        return "whether"
    if child.form == g.GERUND and not any(t.role == g.AUXILIARY for t in below):
        return "ing"
    bare = child.form in (g.BASE, g.PARTICIPLE)  # "made them leave", "had the gate closed"
    if bare and not any(t.role in _HELPING for t in below):
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
        if row is not None and not (row.kind == "near future" and _ascribes(parsed, word, token)):
            return word, row
    return head, None


def _ascribes(parsed: Parsed, copula: Token, token: Token) -> bool:
    """Whether a form of "be" stands before an adjective, and so tells no future: "is hard to say"."""
    ascribed = g.child(parsed, copula.index, g.COMPLEMENT) if copula.pos == g.AUX else None
    return ascribed is not None and ascribed is not token


def _stand_ins(parsed: Parsed, token: Token, head: Token, complement: str) -> list[Token]:
    if head.pos == g.AUX and token.role in _OF_COPULA:
        return [k for k in g.children(parsed, head.index, g.COMPLEMENT, g.ATTRIBUTE, g.SUBJECT) if k is not token]
    if head.pos == g.AUX and token.role in (g.PREPOSITION_OBJECT, g.PREPOSITION_CLAUSE):
        return g.children(parsed, head.index, g.COMPLEMENT)  # "is conditional on"
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
    ranks = [k.lower for k in g.children(parsed, noun.index, g.ADJECTIVAL, g.ADVERBIAL)]
    if noun.role not in g.SUBJECTS:
        ranks.append(noun.lower)
    return next((rows for rows in (kit.cues.of("rank", word) for word in ranks) if rows), ())


def first(parsed: Parsed, rows: tuple[Cue, ...], head: Token) -> Cue | None:
    """The first of the rows of a word whose whole phrase is there."""
    if not rows:
        return None
    return next((row for row in rows if whole(parsed, head, row.words)), None)


def whole(parsed: Parsed, head: Token, words: tuple[str, ...]) -> bool:
    """Whether the further words of a phrase stand under its head, or right after it."""
    if len(words) == 1:
        return True
    near = {parsed.tokens[k].lower for k in head.children}
    near.update(t.lower for t in parsed.tokens[head.index + 1 : head.index + len(words)])
    before = parsed.tokens[head.index - 1]
    if head.pos not in _POSITION or before.pos == g.PREPOSITION:
        near.add(before.lower)  # "rather than", "in charge"
    for kid in head.children:
        near.update(parsed.tokens[k].lower for k in parsed.tokens[kid].children)
    return all(word in near for word in words[1:])


def span_of(parsed: Parsed, head: Token, row: Cue) -> Span:
    """The words of a cue that stand together: "stopped short of", "no longer", "rather than"."""
    if len(row.words) == 1:
        return head.span
    first = last = head.index
    while last + 1 < len(parsed.tokens) and parsed.tokens[last + 1].lower in row.words[1:]:
        last += 1
    while first > 0 and parsed.tokens[first - 1].lower in row.words[1:]:
        first -= 1
    return Span(parsed.tokens[first].start, parsed.tokens[last].stop)


def marks(parsed: Parsed, kit: Kit, token: Token) -> Iterator[tuple[Token, Cue]]:
    """Adverbs, adjectives and markers under a word that colour it; a coordinated clause shares the first's "if"."""
    for index in (*_shared_marks(parsed, token), *token.children) if token.role == g.CONJUNCT else token.children:
        kid = parsed.tokens[index]
        position = _MARKS.get(kid.role)
        if position is None or (position == "modifier" and (token.pos not in (g.NOUN, g.NAME) or kid.form == g.BASE)):
            continue
        row = first(parsed, kit.cues.of(position, kid.lower), kid)
        if row is not None:
            yield kid, row


def _shared_marks(parsed: Parsed, token: Token) -> list[int]:
    """What marks the clause that a verb is joined to: "if he comes and *stays*", "allegedly shot and *robbed* him"."""
    if token.pos not in (g.VERB, g.AUX) or g.child(parsed, token.index, g.MARKER):
        return []
    roles = (g.MARKER,) if g.child(parsed, token.index, *g.SUBJECTS) else (g.MARKER, g.ADVERBIAL)
    first = g.first_conjunct(parsed, token.index)
    return [k.index for k in g.children(parsed, first.index, *roles) if k.index < first.index]


def modal(parsed: Parsed, kit: Kit, token: Token) -> tuple[Token, Cue] | None:
    """The modal verb of a clause and its row."""
    for index in token.children:
        kid = parsed.tokens[index]
        if kid.role == g.AUXILIARY:
            for row in kit.cues.of("modal", kid.lower)[:1]:
                return kid, row
    return None
