"""What a text says of a name right beside it: titles before, appositions around, and the country they point to."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.knowledge.toponymy import load_place_words
from sayso.reading import grammar as g
from sayso.reading.entities.marks import Marks, quote, span
from sayso.reading.entities.name_mentions import PERSON, NameMention
from sayso.reading.entities.states import belongs_elsewhere
from sayso.reading.kit import Kit
from sayso.records import Role
from sayso.spans import Span

_WELL_KNOWN = 300_000  # inhabitants
_POSSESSIVE = frozenset({"'s", "'"})
_MODIFYING = (g.COMPOUND, g.NOUN_MODIFIER, g.POSSESSOR, g.ADJECTIVAL)
_SKIPPED = frozenset({"the", "a", "an", "other", "another", "fellow", "both"})
_AWAY = frozenset({"to", "with", "against", "in", "at"})  # "ambassador to Germany" is not Germany's


def roles_of(parsed: g.Parsed, kit: Kit, marks: Marks, found: NameMention) -> tuple[tuple[Role, ...], str | None]:
    """The offices and descriptions of a name, in order of text, and the country that one of them names, or else that of
    a town or region in them."""
    spans = [s for s in _described(parsed, marks, found) if s is not None]
    roles = tuple(Role(s.of(parsed.text), s) for s in sorted(set(spans)))
    named = next((c for s in spans if (c := country_in(parsed, marks, s)) is not None), None)
    return roles, named or next((c for s in spans if (c := city_country(parsed, kit, marks, s)) is not None), None)


def _described(parsed: g.Parsed, marks: Marks, found: NameMention) -> Iterator[Span | None]:
    head = g.top(parsed, found.first, found.last)
    yield _before(parsed, marks, found)
    if head.role == g.APPOSITION and _described_by(marks, found, head.head):
        yield _whole(parsed, head.head, before=found.first)
    for kid in g.children(parsed, head.index, g.APPOSITION):
        if kid.index > found.last and _described_by(marks, found, kid.index):
            yield _whole(parsed, kid.index)


def _described_by(marks: Marks, found: NameMention, index: int) -> bool:
    """Whether a noun can describe the name: a title for a person, a body noun that agrees in kind for a body."""
    if found.first <= index <= found.last:
        return False
    if found.kind == PERSON:
        return index in marks.titles
    mark = marks.nouns.get(index)
    return mark is not None and mark.noun.kind in (found.kind, "organisation", "group")


def _before(parsed: g.Parsed, marks: Marks, found: NameMention) -> Span | None:
    """The words of the same noun phrase before a name ("US Secretary of State", "state-owned Iranian news agency")."""
    first = found.first
    start = parsed.sentence_of(found.first).first
    while first > start and _part_of_title(parsed, marks, found, first - 1):
        first -= 1
    while first < found.first and not _opens_title(parsed.tokens[first]):
        first += 1
    last = found.first - 1
    while last >= first and parsed.tokens[last].pos == g.PUNCTUATION:
        last -= 1
    if first <= last and found.kind != PERSON and parsed.tokens[last].form == g.POSSESSIVE:
        return None
    if first <= last and parsed.tokens[last].pos == g.PREPOSITION:
        return None
    if first > last or not _holds_title(marks, found, first, last) or _only_address(marks, first, last):
        return None
    return span(parsed, first, last)


def _part_of_title(parsed: g.Parsed, marks: Marks, found: NameMention, index: int) -> bool:
    """Words that may stand between the start of a title and its name: modifiers, titles, "of State", "'s", "and"."""
    token = parsed.tokens[index]
    if index in marks.in_title:
        return True
    if parsed.sentence_of(index).title or token.role == g.NOUN_ADVERBIAL:
        return index in marks.signs
    if token.text == "-":
        return parsed.tokens[index - 1].stop == token.start
    if token.form == g.POSSESSIVE and token.pos == g.PARTICLE:
        return True
    if token.pos in (g.PREPOSITION, g.PARTICLE):
        return token.lower in ("of", "for", "to") and index - 1 in marks.titles
    if token.pos == g.CONJUNCTION:
        return token.lower == "and" and _inside_phrase(parsed, found, index)
    return token.pos in (g.NOUN, g.NAME, g.ADJECTIVE) and _inside_phrase(parsed, found, index)


def _inside_phrase(parsed: g.Parsed, found: NameMention, index: int) -> bool:
    """Whether a small word belongs to the noun phrase of the name, or to a title right before it."""
    above = parsed.tokens[index]
    for _ in range(6):
        above = parsed.tokens[above.head]
        if above.pos in (g.VERB, g.AUX):
            return False
        if found.first <= above.index <= found.last or above.head == above.index:
            return True
    return False


def _opens_title(token: g.Token) -> bool:
    return token.pos in (g.NOUN, g.NAME, g.ADJECTIVE) and token.lower not in _SKIPPED


def _holds_title(marks: Marks, found: NameMention, first: int, last: int) -> bool:
    table = marks.titles if found.kind == PERSON else marks.nouns
    ends_with = table.get(last)
    return ends_with is not None or any(i in table for i in range(first, last + 1))


def _only_address(marks: Marks, first: int, last: int) -> bool:
    mark = marks.titles.get(last)
    return mark is not None and mark.title.use == "address" and mark.first == first


def _whole(parsed: g.Parsed, index: int, *, before: int | None = None) -> Span:
    """A describing noun phrase with its prepositional phrases, without relative clauses."""
    short = g.phrase(parsed, index)
    last = parsed.tokens_in(short)[-1].index
    for kid in g.children(parsed, index, g.PREPOSITIONAL):
        below = g.subtree(parsed, kid.index)
        plain = not any(t.pos in (g.VERB, g.AUX) or t.text == "," for t in below)
        if kid.index > index and plain and (before is None or below[-1].index < before):
            last = max(last, below[-1].index)
    return Span(short.start, parsed.tokens[last].stop)


def country_in(parsed: g.Parsed, marks: Marks, where: Span) -> str | None:
    """The country that a title belongs to: the first one named in it, unless the office is held toward it."""
    away = False
    for token in parsed.tokens_in(where):
        if token.pos in (g.PREPOSITION, g.PARTICLE) and token.form != g.POSSESSIVE:
            away = token.lower in _AWAY
        sign = marks.signs.get(token.index)
        if sign is not None and not away and not belongs_elsewhere(marks, sign):
            return sign.sign.code
        body = marks.bodies.get(token.index)
        if body is not None and body.body.country is not None:
            return body.body.country
    return None


def city_country(parsed: g.Parsed, kit: Kit, marks: Marks, where: Span) -> str | None:
    """The country of a town or region that modifies a body or holder ("Minsk police", "the governor of Texas"): its
    most populous namesake's."""
    for first, last in _toponyms(parsed, marks, where):
        features = kit.gazetteer.lookup(quote(parsed, first, last))
        if features and features[0].population >= _WELL_KNOWN:
            return features[0].country
    return None


def _toponyms(parsed: g.Parsed, marks: Marks, where: Span) -> Iterator[tuple[int, int]]:
    """The capitalised names that modify or own the head of a phrase, or follow its "of", whole first ("New York")."""
    for token in parsed.tokens_in(where):
        named = token.pos == g.NAME or (token.pos == g.ADJECTIVE and token.text[:1].isupper())
        of = token.role == g.PREPOSITION_OBJECT and parsed.tokens[token.head].lower == "of"
        vague = token.pos == g.ADJECTIVE and token.lower in load_place_words().directions  # "Western officials"
        if not named or vague or _is_known(marks, token.index) or not (of or token.role in _MODIFYING):
            continue
        before = parsed.tokens[token.index - 1] if token.index else token
        if before.head == token.index and before.pos == g.NAME:
            yield before.index, token.index
        yield token.index, token.index


def _is_known(marks: Marks, index: int) -> bool:
    """Whether a word is part of a known body, a state's name, a title or a body noun ("Coast Guard")."""
    nouns = (marks.nouns.get(i) for i in (index, index + 1, index + 2))
    return any(index in known for known in (marks.bodies, marks.signs, marks.in_title)) or any(
        noun is not None and noun.first <= index for noun in nouns
    )


def modifier_country(parsed: g.Parsed, marks: Marks, found: NameMention) -> str | None:
    """The country of a body from its own words, a nationality or possessor before it, or "of X" after it."""
    own = country_in(parsed, marks, span(parsed, found.first, found.last))
    if own is not None:
        return own
    before = parsed.tokens[found.first - 1] if found.first > parsed.sentence_of(found.first).first else None
    if before is not None and before.form == g.POSSESSIVE and before.pos == g.PARTICLE and before.index > 0:
        before = parsed.tokens[before.index - 1]
    if before is not None and (sign := marks.signs.get(before.index)) is not None:
        return sign.sign.code
    return _of_after(parsed, marks, found.last)


def owner_country(marks: Marks, found: NameMention) -> str | None:
    """The state whose possessive stands right before a person's name ("Norway's Jonas Dahl")."""
    owner = (
        marks.signs.get(found.first - 2) if found.first > 1 and marks.words[found.first - 1] in _POSSESSIVE else None
    )
    return owner.sign.code if owner is not None and owner.sign.use in ("name", "capital") else None


def _of_after(parsed: g.Parsed, marks: Marks, last: int) -> str | None:
    stop = parsed.sentence_of(last).last
    if last + 1 >= stop or parsed.tokens[last + 1].lower != "of":
        return None
    follower = last + 3 if parsed.tokens[last + 2].lower == "the" and last + 3 <= stop else last + 2
    sign = marks.signs.get(follower)
    return sign.sign.code if sign is not None and sign.sign.use == "name" else None
