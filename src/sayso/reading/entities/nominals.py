"""Noun phrases that mean a person or body without its name: "a spokesman", "the ministry", "South Korean officials"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.knowledge.name_words import name_words
from sayso.reading import grammar as g
from sayso.reading.entities.descriptions import country_in
from sayso.reading.entities.marks import Marks
from sayso.reading.entities.states import is_no_state
from sayso.spans import Span

_DROPPED = name_words("dropped")
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
AMOUNTS = name_words("amount")
_TOWARD = frozenset({"to", "for", "from", "within"})
_SENT = frozenset({"ambassador", "envoy", "representative", "emissary", "delegate"})
_HOSTED = frozenset({"embassy", "consulate"})
_STATE_NOUNS = frozenset({"country", "nation", "kingdom", "republic", "state"})
_GOVERNING = frozenset({"government", "administration", "regime"})


@dataclass(frozen=True, slots=True)
class Nominal:
    """A noun phrase for somebody. `noun`: the head in the singular with what belongs to it ("foreign minister");
    `definite`: "the", "this" or a possessive; `possessor`: the token of "his", "Russia's"; `country` as modified."""

    head: int
    span: Span
    noun: str
    kind: str
    plural: bool
    definite: bool
    country: str | None
    possessor: int | None
    gender: str | None = None
    modified: bool = False
    number: str | None = None

    @property
    def is_state(self) -> bool:
        return self.noun in _STATE_NOUNS

    @property
    def is_government(self) -> bool:
        return self.noun in _GOVERNING and not self.plural


def find_nominals(parsed: g.Parsed, marks: Marks, taken: frozenset[int]) -> dict[int, Nominal]:
    """The noun phrases of people and bodies outside names, by head token."""
    return {n.head: n for n in _nominals(parsed, marks, taken)}


def _nominals(parsed: g.Parsed, marks: Marks, taken: frozenset[int]) -> Iterator[Nominal]:
    for index in sorted({*marks.titles, *marks.nouns, *_state_nouns(parsed), *_peoples(parsed, marks)}):
        if index in taken or index in marks.bodies or index in marks.equipment:
            continue
        kind = _kind(parsed, marks, index)
        if kind is None:
            continue
        token = g.top(parsed, kind[-1], index)
        if token.index not in taken and _is_head(parsed, token, taken) and not _as_what(parsed, token):
            nominal = _nominal(parsed, marks, token, *kind)
            if nominal.kind != "facility" or (nominal.country and nominal.possessor is None):
                yield nominal


def _as_what(parsed: g.Parsed, token: g.Token) -> bool:
    """Whether the phrase only says as what somebody is seen ("designated it as a terrorist organization")."""
    return token.role == g.PREPOSITION_OBJECT and parsed.tokens[token.head].lower == "as"


def _state_nouns(parsed: g.Parsed) -> Iterator[int]:
    return (t.index for t in parsed.tokens if t.lemma in _STATE_NOUNS and t.pos == g.NOUN)


def _peoples(parsed: g.Parsed, marks: Marks) -> Iterator[int]:
    told = (m for index, m in marks.signs.items() if index == m.first and m.sign.use in ("people", "person", "both"))
    return (m.last for m in told if not is_no_state(parsed, marks, m))


def _is_head(parsed: g.Parsed, token: g.Token, taken: frozenset[int]) -> bool:
    """Whether the noun heads a phrase: no modifier of another noun, no title before a name."""
    if token.pos not in (g.NOUN, g.NAME) or token.role in (g.COMPOUND, g.NOUN_MODIFIER, g.ADJECTIVAL, g.NOUN_ADVERBIAL):
        return False
    return not (token.index + 1 in taken and parsed.tokens[token.index + 1].head == token.index)


def _kind(parsed: g.Parsed, marks: Marks, index: int) -> tuple[str, str, str | None, int] | None:
    """Noun, entity kind, gender and first token of the noun; None when it means neither person nor body."""
    token = parsed.tokens[index]
    title, noun = marks.titles.get(index), marks.nouns.get(index)
    if noun is not None and title is not None:
        longer = noun.first < title.first or (noun.first == title.first and _many(token))
        title, noun = (None, noun) if longer else (title, None)
    if noun is not None and noun.noun.use != "name":
        bodily = noun.noun.kind != "other" and (noun.noun.use != "plural" or _many(token))
        return (noun.noun.word, noun.noun.kind, None, noun.first) if bodily else None
    if title is not None and title.title.use != "address":
        kind = "group" if _many(token) else "person"
        return title.title.word, kind, title.title.gender, title.first
    sign = marks.signs.get(index)
    if sign is not None and sign.last == index:
        return parsed.tokens[index].lower, "group" if sign.sign.use == "people" else "person", None, sign.first
    return (token.lemma, "country", None, index) if token.lemma in _STATE_NOUNS else None


def _many(token: g.Token) -> bool:
    return token.form == g.PLURAL


def _nominal(
    parsed: g.Parsed, marks: Marks, token: g.Token, noun: str, kind: str, gender: str | None, noun_first: int
) -> Nominal:
    left = [k for k in g.children(parsed, token.index) if k.index < token.index]
    possessor = next((k for k in left if k.role == g.POSSESSOR), None)
    determiner = next((k for k in left if k.role == g.DETERMINES), None)
    where = _extent(parsed, token)
    return Nominal(
        head=token.index,
        span=where,
        noun=noun,
        kind=kind,
        plural=_many(token) or (kind == "group" and noun in ("people", "police")) or noun in ("police", "media"),
        definite=possessor is not None or (determiner is not None and determiner.lower in _DEFINITE),
        country=country_in(parsed, marks, where),
        possessor=possessor.index if possessor is not None else None,
        gender=gender,
        modified=parsed.tokens_in(where)[0].index < noun_first or where.stop > token.stop,
        number=next((k.lower for k in left if k.role == g.NUMERIC or k.lower == "both"), None),
    )


def _extent(parsed: g.Parsed, token: g.Token) -> Span:
    """The phrase without determiners and amounts at its start; "hundreds of" stays, as do phrases with "of"."""
    short = g.phrase(parsed, token.index)
    inside = parsed.tokens_in(short)
    last = inside[-1].index
    follower = parsed.tokens[last + 1] if last + 1 < len(parsed.tokens) else None
    if follower is not None and _belongs(token, follower):
        below = g.subtree(parsed, follower.index)
        if len(below) <= 6 and not any(t.pos in (g.VERB, g.AUX) or t.text == "," for t in below):
            last = below[-1].index
    first = next((t.index for t in inside if t.index >= token.index or not _dropped(t)), token.index)
    return Span(parsed.tokens[_amount(parsed, token, first)].start, parsed.tokens[last].stop)


def _belongs(token: g.Token, follower: g.Token) -> bool:
    """Whether a prepositional phrase right after a noun is part of who is meant ("the ambassador to Greece")."""
    if follower.lower == "in" and token.lemma in _HOSTED:
        return follower.role == g.PREPOSITIONAL
    if follower.lower == "to" and token.lemma in _SENT:
        return follower.pos in (g.PREPOSITION, g.PARTICLE) and follower.role in (g.PREPOSITIONAL, g.DATIVE)
    return follower.head == token.index and follower.lower in _TOWARD and follower.role == g.PREPOSITIONAL


def _dropped(token: g.Token) -> bool:
    return (
        token.lower in _DROPPED or (token.form == g.POSSESSIVE and token.pos == g.PRONOUN) or token.pos == g.PUNCTUATION
    )


def _amount(parsed: g.Parsed, token: g.Token, first: int) -> int:
    """The start of "hundreds of protesters" for "protesters"."""
    of = parsed.tokens[token.head]
    above = parsed.tokens[of.head]
    counted = token.role == g.PREPOSITION_OBJECT and of.lower == "of" and above.lower in AMOUNTS
    return above.index if counted and above.index == of.index - 1 else first
