"""Weapons, vehicles and systems that a text names, by designation ("Tu-160") or by class ("artillery shells").

One `Equipment` a designation or class phrase; "the sub" and "the missile" join the latest one of their head. Civil
words (plane, truck) are kept with `rule` "civil word": only an event may use them, as an argument.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sayso.knowledge.equipment import MODIFIER, EquipmentTable
from sayso.reading import grammar as g
from sayso.reading.equipment.class_phrases import Phrase, find_phrases
from sayso.reading.equipment.designations import Sighting, are_kin, confirmed, find_designations
from sayso.reading.kit import Kit
from sayso.records import Equipment, Mention
from sayso.spans import Span

_POINTING = frozenset({"the", "this", "that", "these", "those", "both"})
_NEAR = 400  # characters within which "the sub ... the sub" is one


@dataclass(frozen=True, slots=True)
class _Item:
    """One mention on its way into an entry: the key that equal things share."""

    key: tuple[str, ...]
    name: str
    class_: str
    maker: str | None
    rule: str
    span: Span
    form: str
    head: str
    anaphor: bool = False
    plural: bool = False


def find_equipment(parsed: g.Parsed, kit: Kit) -> tuple[Equipment, ...]:
    """Every piece or class of equipment of a text with all its mentions, ids in order of first mention."""
    table = kit.equipment
    candidates = find_designations(parsed, table)
    inside = {i: f for f in candidates for i in range(f.first, f.last + 1)}
    phrases = find_phrases(parsed, table, inside)
    heads = {p.head: p.word.class_ for p in phrases}
    named = list(confirmed(parsed, candidates, heads, table))
    bearers = [p for p in phrases if p.named in named and _bears(p)]
    items = [_named_item(parsed, f) for f in named if all(p.named is not f for p in bearers)]
    items += [_phrase_item(parsed, p) for p in phrases if p.named not in named or p.named is None or p in bearers]
    items += list(_implied(parsed, table))
    return _entries(parsed, sorted(items, key=lambda i: i.span))


def _bears(phrase: Phrase) -> bool:
    """Whether a phrase names what carries the system of its designation: "Aegis destroyers" are ships."""
    named = phrase.named
    return (
        named is not None and phrase.first <= named.first and not are_kin(named.designation.class_, phrase.word.class_)
    )


def _implied(parsed: g.Parsed, table: EquipmentTable) -> Iterator[_Item]:
    """Adjectives that name the weapon of what they modify: "a nuclear test", "nuclear and missile tests"."""
    for token in parsed.tokens:
        for word in table.heads.get(token.lower, ()):
            if word.sense == MODIFIER and token.pos == g.ADJECTIVE and _modified(parsed, token) & word.needs:
                rule = f"class word: {word.words[0]}"
                yield _Item((word.head,), word.head, word.class_, None, rule, token.span, "nominal", word.head)


def _modified(parsed: g.Parsed, token: g.Token) -> set[str]:
    """Lemmas of the noun that an adjective modifies; the outer one too when "and" shares it."""
    near = parsed.tokens[token.head]
    found = {near.lemma}
    if token.index + 1 < len(parsed.tokens) and parsed.tokens[token.index + 1].pos == g.CONJUNCTION:
        found.add(parsed.tokens[near.head].lemma)
    return found


# --- entries -------------------------------------------------------------------------------------------------------


def _named_item(parsed: g.Parsed, found: Sighting) -> _Item:
    known = found.designation
    rule = "civil word" if known.civil else found.rule
    plural = parsed.tokens[found.last].lower.endswith("s")
    span = found.span(parsed)
    return _Item(
        ("=", known.name), known.name, known.class_, known.maker, rule, span, "name", known.class_, plural=plural
    )


def _phrase_item(parsed: g.Parsed, phrase: Phrase) -> _Item:
    head = parsed.tokens[phrase.last]
    span = Span(parsed.tokens[phrase.first].start, head.stop)
    word = phrase.word
    return _Item(
        (word.words[-1], *sorted(phrase.modifiers)),
        span.of(parsed.text),
        word.class_,
        None,
        "civil word" if phrase.civil else f"class word: {' '.join(word.words)}",
        span,
        "nominal",
        word.head,
        not phrase.modifiers and any(k.lower in _POINTING for k in g.children(parsed, head.index, g.DETERMINES)),
        head.form == g.PLURAL,
    )


def _entries(parsed: g.Parsed, items: list[_Item]) -> tuple[Equipment, ...]:
    """Items with one key, and those that point back, gathered in order of first mention."""
    groups: dict[tuple[str, ...], list[_Item]] = {}
    said: list[_Item] = []
    for item in items:
        earlier = _antecedent(item, said) if item.anaphor else None
        item = replace(item, key=earlier.key) if earlier else item
        groups.setdefault(item.key, []).append(item)
        said.append(item)
    return tuple(_entry(parsed, n, group) for n, group in enumerate(groups.values(), 1))


def _antecedent(item: _Item, said: list[_Item]) -> _Item | None:
    """The latest earlier thing of the same head, or designation of the same class and number."""
    for earlier in reversed(said):
        if (
            earlier.anaphor
            and earlier.name.lower() == item.name.lower()
            and item.span.start - earlier.span.stop < _NEAR
        ):
            return earlier
    for earlier in reversed(said):
        if earlier.form == "name" and earlier.class_ == item.class_ != "other" and earlier.plural == item.plural:
            return earlier
        if earlier.form != "name" and earlier.head == item.head:
            return earlier
    return None


def _entry(parsed: g.Parsed, number: int, group: list[_Item]) -> Equipment:
    lead = group[0]
    mentions = tuple(Mention(i.span, i.span.of(parsed.text), i.form) for i in group)
    return Equipment(f"q{number}", lead.name, lead.class_, mentions, lead.maker, lead.rule)
