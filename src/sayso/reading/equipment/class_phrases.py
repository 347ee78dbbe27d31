"""Equipment by the words of its class: "nuclear-capable strategic bombers", "artillery shells", "rocket engines"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.knowledge.equipment import (
    ARMS,
    CARRIED,
    CIVIL,
    FIRING,
    IGNORED,
    MILITARY,
    MODIFIER,
    STRICT,
    STRIPPED,
    ClassWord,
    EquipmentTable,
)
from sayso.reading import grammar as g
from sayso.reading.equipment.designations import Sighting, are_kin

_MODIFIES = frozenset(
    {g.ADJECTIVAL, g.COMPOUND, g.NOUN_MODIFIER, g.NOUN_ADVERBIAL, g.ADVERBIAL, g.PUNCTUATES, g.NUMERIC, g.PREPOSITIONAL}
)
_BEFORE_NOUN = frozenset({g.NOUN, g.NAME, g.VERB, g.ADVERB, g.OTHER})
_HYPHENS = frozenset("-‑–")
_STATES = frozenset({g.NATIONALITY, g.PLACE})
_APPOSED = 3  # words between a designation and the class phrase that it opens
_ENOUGH = 2  # weapons told for sure that make a text a military one


@dataclass(frozen=True, slots=True)
class Phrase:
    """A class phrase: tokens `[first, last]`, its row, its modifiers as written, and the designation it explains.

    `certain` is whether it counts without a military text around it.
    """

    first: int
    last: int
    head: int
    word: ClassWord
    modifiers: tuple[str, ...]
    civil: bool
    certain: bool
    named: Sighting | None = None


def find_phrases(parsed: g.Parsed, table: EquipmentTable, inside: dict[int, Sighting]) -> list[Phrase]:
    """The class phrases of a text in order; doubtful ones only in a text or sentence that tells of other weapons.

    `inside` maps the tokens of designations, confirmed or not, to them.
    """
    taken: set[int] = set()
    found: list[Phrase] = []
    for token in reversed(parsed.tokens):
        words = table.heads.get(token.lower)
        if words is None or token.index in taken or token.index in inside or token.pos not in (g.NOUN, g.NAME):
            continue
        phrase = next((p for p in (_phrase(parsed, table, token, w, inside) for w in words) if p is not None), None)
        if phrase is not None and not _is_ruled_out(parsed, phrase):
            whole = _with_what_it_carries(parsed, table, phrase)
            taken.update(range(whole.first, whole.last + 1))
            found.append(whole)
    return sorted(_in_military_texts(parsed, found, inside), key=lambda p: p.first)


def _in_military_texts(parsed: g.Parsed, found: list[Phrase], inside: dict[int, Sighting]) -> list[Phrase]:
    weapons = [p for p in found if p.certain and not p.civil]
    near = {parsed.tokens[p.last].sentence for p in weapons}
    near |= {parsed.tokens[f.first].sentence for f in inside.values() if not f.designation.needs_word}
    military = len(weapons) >= _ENOUGH
    return [p for p in found if p.certain or military or parsed.tokens[p.last].sentence in near]


# --- one phrase ----------------------------------------------------------------------------------------------------


def _phrase(
    parsed: g.Parsed, table: EquipmentTable, head: g.Token, word: ClassWord, inside: dict[int, Sighting]
) -> Phrase | None:
    """The phrase that a class noun heads as one row has it; None where the row's words or needs are missing."""
    core = None if word.sense == MODIFIER else _core(parsed, head, word)
    if core is None:
        return None
    leftmost = _leftmost(parsed, head, core)
    named = _named(parsed, head, core, leftmost, inside)
    first = _without_opening(parsed, table, _without_owner(parsed, head, leftmost, core), core)
    said = (*(t.lower for t in parsed.tokens[first:core] if t.text[:1].isalnum()), *word.words[:-1])
    beside = {*said, *_around(parsed, head)}
    certain = _is_certain(table, word, beside, named)
    if word.sense == STRICT and not certain:
        return None
    civil = word.sense == CIVIL and not beside & table.around[ARMS]
    kept = tuple(m for m in said if m not in table.around[IGNORED])
    return Phrase(first, head.index, head.index, word, kept, civil, certain, named)


def _is_certain(table: EquipmentTable, word: ClassWord, beside: set[str], named: Sighting | None) -> bool:
    if word.sense not in (MILITARY, STRICT) or beside & word.needs or beside & table.around[ARMS]:
        return True
    if word.sense == MILITARY and beside & table.around[FIRING]:
        return True
    return named is not None and _vouches(named, word)


def _vouches(named: Sighting, word: ClassWord) -> bool:
    """Whether a designation before a doubtful class word confirms it: "S-300 launcher", "Abrams tank"."""
    known = named.designation
    return known.class_ == word.class_ or (not known.needs_word and are_kin(known.class_, word.class_))


def _named(parsed: g.Parsed, head: g.Token, core: int, first: int, inside: dict[int, Sighting]) -> Sighting | None:
    """The designation that a class phrase explains: among its modifiers, before them, or a ship's after the noun."""
    for index in range(core - 1, max(first - _APPOSED, parsed.sentence_of(core).first) - 1, -1):
        if index in inside:
            return inside[index]
        token = parsed.tokens[index]
        if index < first and token.pos not in (g.NOUN, g.NAME, g.ADJECTIVE):
            break
    after = inside.get(head.index + 1)
    return after if after and head.form != g.PLURAL and are_kin(after.designation.class_, "ship") else None


def _core(parsed: g.Parsed, head: g.Token, word: ClassWord) -> int | None:
    """Where a class word begins that ends at `head`, hyphens passed over; None when its words do not stand there."""
    index = head.index
    for part in reversed(word.words[:-1]):
        index -= 1
        while index >= 0 and parsed.tokens[index].text in _HYPHENS:
            index -= 1
        if index < 0 or part not in (parsed.tokens[index].lower, parsed.tokens[index].lemma):
            return None
    return index


def _with_what_it_carries(parsed: g.Parsed, table: EquipmentTable, phrase: Phrase) -> Phrase:
    """The phrase up to the technology, parts or engines that it modifies ("satellite and rocket technologies")."""
    after = parsed.tokens[phrase.head + 1] if phrase.head + 1 < len(parsed.tokens) else None
    lead = g.first_conjunct(parsed, phrase.head)
    if after is None or after.lemma not in table.around[CARRIED] or lead.head != after.index:
        return phrase
    first = min(phrase.first, lead.index)
    words = tuple(t.lower for t in parsed.tokens[first : after.index] if t.text[:1].isalnum())
    word = next((w for w in table.heads.get(lead.lower, ()) if len(w.words) == 1), phrase.word)
    return replace(phrase, first=first, last=after.index, modifiers=words, word=word)


# --- where it begins -----------------------------------------------------------------------------------------------


def _leftmost(parsed: g.Parsed, head: g.Token, core: int) -> int:
    """The first token of the modifiers that stand unbroken before the class word."""
    below = {t.index for i in range(core, head.index + 1) for t in g.subtree(parsed, i)}
    first = core
    for index in range(core - 1, parsed.sentence_of(core).first - 1, -1):
        token = parsed.tokens[index]
        belongs = index in below or _belongs(parsed, token, head)
        if not belongs or not _may_modify(parsed, token, head) or _may_be_verb(parsed, token):
            break
        first = index
    while first < core and not parsed.tokens[first].text[:1].isalnum():
        first += 1
    return first


def _belongs(parsed: g.Parsed, token: g.Token, head: g.Token) -> bool:
    """Whether a word before a noun phrase is its own whatever the parse says: adjectives, and words with hyphens.

    Before a noun that modifies another the adjective may be the other's: "an international arms embargo".
    """
    text = parsed.text
    hyphen = text[token.stop : token.stop + 1] == "-" or text[max(token.start - 1, 0) : token.start] == "-"
    if token.pos == g.ADJECTIVE and head.role != g.COMPOUND:
        return True
    return token.text == "-" or (hyphen and token.pos != g.PUNCTUATION)


def _may_modify(parsed: g.Parsed, token: g.Token, head: g.Token) -> bool:
    """Whether a token left of a class noun belongs to its phrase; numbers only inside a word ("155-millimeter")."""
    if token.pos in (g.NUMBER, g.PUNCTUATION):
        return token.text in _HYPHENS or (token.pos == g.NUMBER and token.head != head.index)
    if token.pos in (g.PREPOSITION, g.PARTICLE):
        return parsed.tokens[token.index - 1].text == "-"
    return token.pos == g.ADJECTIVE or (token.pos in _BEFORE_NOUN and token.role in _MODIFIES)


def _may_be_verb(parsed: g.Parsed, token: g.Token) -> bool:
    """Whether a participle may be the clause's verb that the parse missed: "South Korea scrambled fighter jets"."""
    before = parsed.tokens[token.index - 1] if token.index else token
    return token.pos == g.VERB and before.pos in (g.NAME, g.NOUN, g.PRONOUN) and before.sentence == token.sentence


def _without_opening(parsed: g.Parsed, table: EquipmentTable, first: int, core: int) -> int:
    """The start of the phrase without words such as "first", "new", "several"."""
    stripped = table.around[STRIPPED]
    while first < core:
        token = parsed.tokens[first]
        opens = token.lower in stripped or not token.text[:1].isalnum() or token.lower.endswith("ly")
        if not opens and not (token.pos == g.VERB and token.form == g.GERUND and token.role != g.COMPOUND):
            break
        first += 1
    return first


def _without_owner(parsed: g.Parsed, head: g.Token, first: int, core: int) -> int:
    """The start of the phrase without the state that does what follows: "US missile strikes"."""
    if head.role not in (g.COMPOUND, g.NOUN_MODIFIER) or head.index + 1 >= len(parsed.tokens):
        return first
    owner = next((n for n in parsed.names if n.first <= first <= n.last and n.label in _STATES), None)
    return owner.last + 1 if owner is not None and owner.last < core else first


# --- what rules it out ---------------------------------------------------------------------------------------------


def _is_ruled_out(parsed: g.Parsed, phrase: Phrase) -> bool:
    """Whether a word beside it says that it is something else, or it is a piece of a name."""
    head = parsed.tokens[phrase.head]
    if not phrase.word.without.isdisjoint((*phrase.modifiers, *_around(parsed, head))):
        return True
    return phrase.named is None and _part_of_name(parsed, head, phrase.word)


def _around(parsed: g.Parsed, head: g.Token) -> set[str]:
    """What governs a class noun ("fired shells", "satellite images", "jet engine") and whose it is ("his arms")."""
    lead = g.first_conjunct(parsed, head.index)
    outer = parsed.tokens[lead.head]
    found = {outer.lemma, outer.lower} if outer.index != lead.index else set()
    found.update(k.lower for k in g.children(parsed, head.index, g.POSSESSOR))
    if lead.role in (g.COMPOUND, g.NOUN_MODIFIER) and head.index + 1 < len(parsed.tokens):
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
