"""Equipment by designation: "Tu-95MS", "Hwasong-17", "Patriots", "USS Higgins", with what speaks for each reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sayso.knowledge.equipment import BESIDE, Designation, EquipmentTable, fold, opening
from sayso.reading import grammar as g
from sayso.spans import Span

LONGEST = 7  # tokens of a designation, hyphens counted
_HYPHENS = frozenset("-‐‑–/'’.")
_IN_PHRASE = frozenset({g.NOUN, g.NAME, g.ADJECTIVE, g.NUMBER})
_BARE = re.compile(r"[A-Za-z] ?\d{1,2}[A-Za-z]?\.?|[A-Za-z]{1,2} \d{1,3}s?")
_SHIP_NAME = 4  # words of a ship's name at most
_BEYOND_NAME = 4  # words after a designation in which its class word may stand
_KIN = (
    frozenset({"missile", "air-defence", "munition"}),
    frozenset({"aircraft", "drone"}),
    frozenset({"ship", "submarine", "drone"}),
)  # classes whose words may stand beside each other's designations: "Patriot missile", "Predator aircraft"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A stretch of tokens `[first, last]` read as a designation, and the rule that read it."""

    first: int
    last: int
    designation: Designation
    rule: str

    def span(self, parsed: g.Parsed) -> Span:
        return Span(parsed.tokens[self.first].start, parsed.tokens[self.last].stop)


def find_designations(parsed: g.Parsed, table: EquipmentTable) -> list[Sighting]:
    """Every form of the tables in the text, longest first, left to right; doubtful ones not yet confirmed."""
    found: list[Sighting] = []
    free = 0
    for token in parsed.tokens:
        first = token.text[:1]
        if token.index < free or not (first.isupper() or first.isdigit()):
            continue
        known = (_listed(parsed, token.index, table), _ship(parsed, token.index, table), _family(parsed, token, table))
        here = max((f for f in known if f is not None), key=lambda f: f.last, default=None)
        if here is not None:
            found.append(here)
            free = here.last + 1
    return found


def _listed(parsed: g.Parsed, index: int, table: EquipmentTable) -> Sighting | None:
    """The longest form of the table that begins at a token."""
    best: Sighting | None = None
    joined = ""
    start = parsed.tokens[index]
    for token in parsed.tokens[index : index + LONGEST]:
        if parsed.sentences[token.sentence].paragraph != parsed.sentences[start.sentence].paragraph:
            break
        part = fold(token.lower)
        if not part and token.text not in _HYPHENS:
            break
        joined += part
        if joined not in table.prefixes and not (joined.endswith("s") and joined[:-1] in table.prefixes):
            break
        entry = table.listed(joined, token.text)
        if entry is not None and part and token.form != g.POSSESSIVE and _written_so(parsed, index, token.index):
            best = Sighting(
                index, token.index, _doubted(parsed, index, token.index, entry), f"designation {entry.name}"
            )
    return best or _variant(parsed, start, table)


def _variant(parsed: g.Parsed, token: g.Token, table: EquipmentTable) -> Sighting | None:
    """A row's type with a suffix of its own, when that is one word or one that the tokenizer cut in two."""
    if not any(c.isdigit() for c in token.text):
        return None
    last = token.index
    following = parsed.tokens[last + 1] if last + 1 < len(parsed.tokens) else token
    if following.start == token.stop and following.text.isalnum():
        last += 1
    entry = table.variant(parsed.text[token.start : parsed.tokens[last].stop])
    return Sighting(token.index, last, entry, f"variant {entry.name}") if entry else None


def _written_so(parsed: g.Parsed, first: int, last: int) -> bool:
    """Whether the words could be a name: the last is no small word, nor cut from a longer one."""
    stretch = parsed.tokens[first : last + 1]
    after = parsed.tokens[last + 1] if last + 1 < len(parsed.tokens) else None
    if after is not None and after.start == stretch[-1].stop and after.text.isalnum():
        return False
    end = stretch[-1].text
    glued = len(stretch) > 1 and stretch[-2].stop == stretch[-1].start  # "Chonma-ho", "Borei-class"
    return end[:1].isupper() or not end.isalpha() or glued or end == "class"


def _doubted(parsed: g.Parsed, first: int, last: int, entry: Designation) -> Designation:
    """The entry, in need of a class word when a letter and a number stand without hyphen ("A10", "T 72")."""
    quote = parsed.text[parsed.tokens[first].start : parsed.tokens[last].stop]
    bare = _BARE.fullmatch(quote)
    return replace(entry, needs_word=True) if bare else entry


def _family(parsed: g.Parsed, token: g.Token, table: EquipmentTable) -> Sighting | None:
    """A numbered form that no row lists, in one token or several ("Hwasong", "-", "21")."""
    if opening(token.text) not in table.families:
        return None
    for last in range(min(token.index + LONGEST, len(parsed.tokens)) - 1, token.index - 1, -1):
        if parsed.tokens[last].sentence == token.sentence:
            entry = table.by_family(parsed.text[token.start : parsed.tokens[last].stop])
            if entry is not None:
                return Sighting(token.index, last, entry, entry.source)
    return None


def _ship(parsed: g.Parsed, index: int, table: EquipmentTable) -> Sighting | None:
    """A navy's prefix and the capitalised name after it, with a hull number ("USS Higgins (DDG-76)")."""
    prefix = table.ship_prefixes.get(parsed.tokens[index].text)
    last = index
    for token in parsed.tokens[index + 1 : index + 1 + _SHIP_NAME]:
        joins = token.lower in ("of", "de") and last > index
        if token.sentence != parsed.tokens[index].sentence or not (
            joins or token.text[:1].isupper() or token.text == "."
        ):
            break
        last = token.index
    while last > index and not parsed.tokens[last].text[:1].isupper():
        last -= 1
    if prefix is None or last == index:
        return None
    name = parsed.text[parsed.tokens[index].start : parsed.tokens[last].stop]
    return Sighting(index, last, replace(prefix, name=name), f"ship prefix {prefix.name}")


# --- confirming ----------------------------------------------------------------------------------------------------


def confirmed(
    parsed: g.Parsed, found: list[Sighting], heads: dict[int, str], table: EquipmentTable
) -> Iterator[Sighting]:
    """Those that need no class word, or have one: beside them, in their sentence, or at another mention of theirs.

    `heads` are the class words of the text: token index to class.
    """
    sure = [f for f in found if not f.designation.needs_word or _has_word_beside(parsed, f, heads, table)]
    certain = {i for f in sure for i in range(f.first, f.last + 1)} | set(heads)
    forms = {f.designation.name for f in sure}
    classes: dict[int, set[str]] = {}
    for index, class_ in heads.items():
        classes.setdefault(parsed.tokens[index].sentence, set()).add(class_)
    for one in sure:
        classes.setdefault(_sentence(parsed, one), set()).add(one.designation.class_)
    people = {i for n in parsed.names if n.label == g.PERSON for i in range(n.first, n.last + 1)}
    for one in found:
        known = one.designation.name in forms
        kin = _is_plural(parsed, one) or (one.first not in people and not _opens_sentence(parsed, one))
        kin = kin and (_has_kin(parsed, one, classes) or _joins(parsed, one, certain))
        likely = (kin or (known and one.first not in people)) and not one.designation.beside_only
        if one in sure or (likely and not _is_touched(parsed, one)):
            yield one


def are_kin(one: str, other: str) -> bool:
    """Whether class words of one class may stand beside designations of another."""
    return one == other or "other" in (one, other) or any(one in kin and other in kin for kin in _KIN)


def _has_word_beside(parsed: g.Parsed, found: Sighting, heads: dict[int, str], table: EquipmentTable) -> bool:
    """Whether a class word follows, precedes or explains it: "Patriot missiles", "the cruiser Moskva"."""
    own = found.designation.class_
    for token in parsed.tokens[found.last + 1 : found.last + 1 + _BEYOND_NAME]:
        if token.index in heads:
            return are_kin(own, heads[token.index])
        if token.pos in g.NOMINALS and token.lemma in table.around[BESIDE] and not found.designation.beside_only:
            return True
        if token.pos not in _IN_PHRASE and token.text != "-" and token.form != g.PARTICIPLE:
            break
    token = parsed.tokens[found.last]
    before = [found.first - 1] + ([token.head] if token.role == g.APPOSITION else [])
    return any(i in heads and are_kin(own, heads[i]) for i in before)


def _has_kin(parsed: g.Parsed, found: Sighting, classes: dict[int, set[str]]) -> bool:
    """Whether the sentence tells of like equipment otherwise ("systems such as the HAWK")."""
    own = found.designation.class_
    return any(
        near == own or (near in _KIN[0] and own in _KIN[0]) for near in classes.get(_sentence(parsed, found), ())
    )


def _joins(parsed: g.Parsed, found: Sighting, certain: set[int]) -> bool:
    """Whether "and" or a comma joins it to equipment told for sure ("Patriots and Leopards")."""
    token = parsed.tokens[found.last]
    linked = g.children(parsed, token.index, g.CONJUNCT) + (
        [parsed.tokens[token.head]] if token.role == g.CONJUNCT else []
    )
    return any(t.index in certain for t in linked)


def _is_plural(parsed: g.Parsed, found: Sighting) -> bool:
    return not found.designation.name.endswith("s") and parsed.tokens[found.last].text.endswith("s")


def _sentence(parsed: g.Parsed, found: Sighting) -> int:
    return parsed.tokens[found.first].sentence


def _opens_sentence(parsed: g.Parsed, found: Sighting) -> bool:
    return parsed.sentences[_sentence(parsed, found)].first == found.first


def _is_touched(parsed: g.Parsed, found: Sighting) -> bool:
    """Whether a further name touches it: "Patriot Act", "New England Patriots", "Def Leopard"."""
    around = [parsed.tokens[i] for i in (found.first - 1, found.last + 1) if 0 <= i < len(parsed.tokens)]
    return any(t.pos == g.NAME and t.sentence == _sentence(parsed, found) and t.text[:1].isupper() for t in around)
