"""Weapons, vehicles and systems that a text names, by designation ("Tu-160") or by class ("artillery shells").

One `Equipment` a designation or class phrase; "the sub" and "the missile" join the latest one of their head. Civil
words (plane, truck) are kept with `rule` "civil word": only an event may use them, as an argument.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sayso.knowledge.equipment import CIVIL, MILITARY, MODIFIER, STRICT, ClassWord, EquipmentTable
from sayso.reading import grammar as g
from sayso.reading.designations import Found, are_kin, confirmed, find_designations
from sayso.reading.kit import Kit
from sayso.records import Equipment, Mention
from sayso.spans import Span

_MODIFIES = frozenset(
    {g.ADJECTIVAL, g.COMPOUND, g.NOUN_MODIFIER, g.NOUN_ADVERBIAL, g.ADVERBIAL, g.PUNCTUATES, g.NUMERIC, g.PREPOSITIONAL}
)
_BEFORE_NOUN = frozenset({g.NOUN, g.NAME, g.VERB, g.ADVERB, g.OTHER})
_POINTING = frozenset({"the", "this", "that", "these", "those", "both"})
_NEAR = 400  # characters within which "the sub ... the sub" is one
_ENOUGH = 2  # weapons told for sure that make a text a military one


@dataclass(frozen=True, slots=True)
class Phrase:
    """A class phrase: tokens `[first, last]`, its row, and its modifiers; `head_index` is the class noun."""

    first: int
    last: int
    word: ClassWord
    modifiers: tuple[str, ...]
    civil: bool
    named: Found | None = None


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
    phrases = _phrases(parsed, table, inside)
    heads = {p.last: p.word.class_ for p in phrases}
    named = list(confirmed(parsed, candidates, heads, table))
    items = [_named_item(parsed, f) for f in named]
    items += [_phrase_item(parsed, p) for p in phrases if p.named not in named or p.named is None]
    items += list(_implied(parsed, table))
    return _entries(parsed, sorted(items, key=lambda i: i.span))


# --- class phrases -------------------------------------------------------------------------------------------------


def _phrases(parsed: g.Parsed, table: EquipmentTable, inside: dict[int, Found]) -> list[Phrase]:
    """The class phrases of a text: sure ones first, then those that a military text around them confirms."""
    taken: set[int] = set()
    sure: list[Phrase] = []
    open_: list[Phrase] = []
    for token in reversed(parsed.tokens):
        words = table.heads.get(token.lower)
        if words is None or token.index in taken or token.index in inside or token.pos not in (g.NOUN, g.NAME):
            continue
        phrase, certain = _phrase(parsed, table, token, words, inside)
        if phrase is not None:
            taken.update(range(phrase.first, phrase.last + 1))
            (sure if certain else open_).append(phrase)
    weapons = [p for p in sure if not p.civil]
    near = {parsed.tokens[p.last].sentence for p in weapons}
    near |= {parsed.tokens[f.first].sentence for f in inside.values() if not f.designation.needs_word}
    sure += [p for p in open_ if len(weapons) >= _ENOUGH or parsed.tokens[p.last].sentence in near]
    return sorted(sure, key=lambda p: p.first)


def _phrase(
    parsed: g.Parsed, table: EquipmentTable, head: g.Token, words: tuple[ClassWord, ...], inside: dict[int, Found]
) -> tuple[Phrase | None, bool]:
    """The phrase that a class noun heads, and whether it counts without more; None when something rules it out."""
    for word in words:
        core = _core(parsed, head, word)
        if core is None or word.sense == MODIFIER:
            continue
        first = _leftmost(parsed, head, core)
        named = _named(parsed, head, core, first, inside)
        first = _without_opening(parsed, table, first, core)
        said = tuple(t.lower for t in parsed.tokens[first:core] if t.text[:1].isalnum())
        beside = {*said, *word.words[:-1], *_around(parsed, head)}
        if beside & word.without or (named is None and _part_of_name(parsed, head, word)):
            return None, False
        civil = word.sense == CIVIL and not beside & table.arms
        kept = tuple(m for m in (*said, *word.words[:-1]) if m not in table.ignored)
        certain = word.sense not in (MILITARY, STRICT) or bool(beside & (word.needs | table.arms))
        certain = certain or (word.sense == MILITARY and bool(beside & table.firing))
        certain = certain or (named is not None and _vouches(named, word))
        if word.sense == STRICT and not certain:
            continue
        return Phrase(first, head.index, word, kept, civil, named), certain
    return None, False


def _named(parsed: g.Parsed, head: g.Token, core: int, first: int, inside: dict[int, Found]) -> Found | None:
    """The designation that a class phrase explains: among its modifiers, before them, or right after the noun."""
    for index in range(core - 1, max(first - 3, parsed.sentence_of(core).first) - 1, -1):
        if index in inside:
            return inside[index]
        token = parsed.tokens[index]
        if index < first and token.pos not in (g.NOUN, g.NAME, g.ADJECTIVE):
            break
    after = inside.get(head.index + 1)
    return after if after and head.form != g.PLURAL and are_kin(after.designation.class_, "ship") else None


def _vouches(named: Found, word: ClassWord) -> bool:
    """Whether a designation before a doubtful class word confirms it: "S-300 launcher", "Abrams tank"."""
    known = named.designation
    return known.class_ == word.class_ or (not known.needs_word and are_kin(known.class_, word.class_))


def _core(parsed: g.Parsed, head: g.Token, word: ClassWord) -> int | None:
    """Where a class word begins that ends at `head`, hyphens passed over; None when its words do not stand there."""
    index = head.index
    for part in reversed(word.words[:-1]):
        index -= 1
        while index >= 0 and parsed.tokens[index].text in ("-", "‑", "–"):
            index -= 1
        if index < 0 or part not in (parsed.tokens[index].lower, parsed.tokens[index].lemma):
            return None
    return index


def _leftmost(parsed: g.Parsed, head: g.Token, core: int) -> int:
    """The first token of the modifiers that stand unbroken before the class word."""
    below = {t.index for t in g.subtree(parsed, head.index)} | set(range(core, head.index))
    below |= {t.index for i in range(core, head.index) for t in g.subtree(parsed, i)}
    first = core
    for index in range(core - 1, parsed.sentence_of(core).first - 1, -1):
        token = parsed.tokens[index]
        if (
            not (index in below or _belongs(parsed, token))
            or not _may_modify(parsed, token, head)
            or _may_be_verb(parsed, token)
        ):
            break
        first = index
    while first < core and not parsed.tokens[first].text[:1].isalnum():
        first += 1
    return first


def _belongs(parsed: g.Parsed, token: g.Token) -> bool:
    """Whether a word before a noun phrase is its own whatever the parse says: adjectives, and words with hyphens."""
    text = parsed.text
    hyphen = text[token.stop : token.stop + 1] == "-" or text[max(token.start - 1, 0) : token.start] == "-"
    return token.pos == g.ADJECTIVE or token.text == "-" or (hyphen and token.pos != g.PUNCTUATION)


def _may_modify(parsed: g.Parsed, token: g.Token, head: g.Token) -> bool:
    """Whether a token left of a class noun belongs to its phrase; numbers only inside a word ("155-millimeter")."""
    if token.pos in (g.NUMBER, g.PUNCTUATION):
        return token.text in ("-", "‑", "–") or (token.pos == g.NUMBER and token.head != head.index)
    if token.pos == g.PREPOSITION or token.pos == g.PARTICLE:
        return parsed.tokens[token.index - 1].text == "-"
    return token.pos == g.ADJECTIVE or (token.pos in _BEFORE_NOUN and token.role in _MODIFIES)


def _may_be_verb(parsed: g.Parsed, token: g.Token) -> bool:
    """Whether a participle may be the clause's verb that the parse missed: "South Korea scrambled fighter jets"."""
    before = parsed.tokens[token.index - 1] if token.index else token
    return token.pos == g.VERB and before.pos in (g.NAME, g.NOUN, g.PRONOUN) and before.sentence == token.sentence


def _without_opening(parsed: g.Parsed, table: EquipmentTable, first: int, core: int) -> int:
    """The start of the phrase without words such as "first", "new", "several"."""
    while first < core:
        token = parsed.tokens[first]
        if token.lower not in table.stripped and token.text[:1].isalnum() and not token.lower.endswith("ly"):
            break
        first += 1
    return first


def _around(parsed: g.Parsed, head: g.Token) -> set[str]:
    """What governs a class noun ("fired shells", "satellite images", "jet engine") and whose it is ("his arms")."""
    outer = parsed.tokens[head.head]
    found = {outer.lemma, outer.lower} if outer.index != head.index else set()
    found.update(k.lower for k in g.children(parsed, head.index, g.POSSESSOR))
    if head.role in (g.COMPOUND, g.NOUN_MODIFIER) and head.index + 1 < len(parsed.tokens):
        after = parsed.tokens[head.index + 1]
        found |= {after.lemma, after.lower}
    return found


def _part_of_name(parsed: g.Parsed, head: g.Token, word: ClassWord) -> bool:
    """Whether the noun is a name or a piece of one: "Missile Defense Agency", "the Houston Rockets", "Shell"."""
    sentence = parsed.sentence_of(head.index)
    if head.pos != g.NAME or not head.text[:1].isupper() or head.text.isupper() or _is_headline(parsed, sentence):
        return False
    outer = parsed.tokens[head.head]
    inner = head.role == g.COMPOUND and outer.pos == g.NAME and outer.text[:1].isupper()
    return inner or (len(word.words) == 1 and head.index != sentence.first)


def _is_headline(parsed: g.Parsed, sentence: g.Sentence) -> bool:
    """Whether a sentence is a title or written like one, most words with capitals."""
    words = [t for t in parsed.tokens[sentence.first : sentence.last + 1] if t.text.isalpha() and len(t.text) > 3]
    stopped = parsed.tokens[sentence.last].text in ".!?"
    return sentence.title or (not stopped and 3 * sum(t.text[0].isupper() for t in words) > 2 * len(words))


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


def _named_item(parsed: g.Parsed, found: Found) -> _Item:
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
