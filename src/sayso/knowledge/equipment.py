"""Weapons and vehicles by designation, by family of designations, by ship's prefix, and by the words of their class.

Designations, families and prefixes come from `knowledge/world` (each row with a source), class words from
`knowledge/en/equipment_words.csv` (each row with an example). Forms are compared folded: "MIG-31", "MiG 31" and
"MiG‑31" are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from sayso.knowledge.phrases import plural, unaccented
from sayso.knowledge.tables import parts, rows

CIVIL, NEEDS_WORD, BESIDE_ONLY = "civil", "needs-word", "beside"  # marks of a row, the last two with the forms meant
WEAPON, MILITARY, STRICT, MODIFIER = "weapon", "military", "strict", "modifier"  # senses of class words, with CIVIL
STRIPPED, IGNORED, BESIDE, ARMS, FIRING, CARRIED = "stripped", "ignored", "context", "arms", "firing", "carried"
_AROUND = (STRIPPED, IGNORED, BESIDE, ARMS, FIRING, CARRIED)  # senses of the words around them
_TERSE = re.compile(r"[a-z]\d")  # "U-2", "B-1": visas, bands and motorways have such names too
_VARIANT = re.compile(r"(\w+-?\d[\w-]*?)[A-Z]{1,3}\d?s?")
_NOT_ALNUM = re.compile(r"[\W_]+")
_OPENING = re.compile(r"\d?[^\W\d_]+")
_LONG_VARIANT = 6


@dataclass(frozen=True, slots=True)
class Designation:
    """What one written form names: `needs_word` asks for a class word nearby, `beside_only` for one that touches it
    ("Milan missile"), `civil` marks airliners and the like."""

    name: str
    class_: str
    maker: str | None
    source: str
    needs_word: bool = False
    civil: bool = False
    beside_only: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """A bureau's or army's way of numbering ("Hwasong-" and a number), for designations that no row lists yet."""

    prefix: str
    pattern: str
    class_: str
    maker: str | None
    civil: bool


@dataclass(frozen=True, slots=True)
class ClassWord:
    """A word or phrase for a class of equipment, its last word the noun that heads it.

    `sense`: WEAPON always counts, MILITARY needs one of `needs`, a verb of firing or a military text around it, STRICT
    needs one of `needs`, CIVIL is kept but marked, MODIFIER is an adjective that names the weapon when it modifies one
    of `needs`. One of `without` beside it rules it out. `head` is the noun that "the sub" and "the submarine" share.
    """

    words: tuple[str, ...]
    class_: str
    sense: str
    head: str
    needs: frozenset[str]
    without: frozenset[str]
    example: str
    counter_example: str | None


class EquipmentTable:
    """All of it, indexed the way that a reader of tokens needs it."""

    def __init__(
        self,
        designations: Mapping[str, Designation],
        families: Iterable[Family],
        ship_prefixes: Mapping[str, Designation],
        words: Iterable[ClassWord],
        around: Mapping[str, frozenset[str]],
    ) -> None:
        self.designations = dict(designations)
        self.prefixes = frozenset(p for form in self.designations for p in accumulate(form))
        self.families: dict[str, list[Family]] = {}
        for family in families:
            self.families.setdefault(opening(family.prefix), []).append(family)
        self.ship_prefixes = dict(ship_prefixes)
        self.words = tuple(words)
        self.heads = _by_head(self.words)
        self.around = dict(around)

    def designation(self, quote: str) -> Designation | None:
        """What a written form names: by the table, singular or plural, as a variant of a row, else by the families."""
        return self.listed(fold(quote), quote) or self.variant(quote) or self.by_family(quote)

    def listed(self, key: str, written: str) -> Designation | None:
        """The row of a folded form; "MiG-29s" is a plural, "MiG-29S" a type."""
        singular = self.designations.get(key[:-1]) if key.endswith("s") else None
        return singular if singular and written.endswith("s") else self.designations.get(key) or singular

    def variant(self, quote: str) -> Designation | None:
        """A row's type with a suffix that no row lists ("Tu-160M2", "M1A2T"), under the name as written."""
        cut = _VARIANT.fullmatch(quote)
        base = self.designations.get(fold(cut[1])) if cut else None
        if base is None or base.needs_word or not any(c.isdigit() for c in base.name):
            return None
        return replace(base, name=quote[:-1] if quote.endswith("s") else quote)

    def by_family(self, quote: str) -> Designation | None:
        """What a numbered form names that no row lists ("Hwasong-21"); None when no family fits."""
        for family in self.families.get(opening(quote), ()):
            if re.fullmatch(family.pattern, quote):
                name = quote[:-1] if quote.endswith("s") else quote
                return Designation(name, family.class_, family.maker, f"family {family.prefix}", civil=family.civil)
        return None


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Letters and digits alone, small, without accents: "Göktürk-1" and "gokturk 1" are the same."""
    return _NOT_ALNUM.sub("", unaccented(text).lower())


def opening(quote: str) -> str:
    """The letters that a numbered form begins with, folded: "F/A-18" gives "f", "9M729" gives "9m"."""
    start = _OPENING.match(quote)
    return fold(start[0]) if start else ""


@lru_cache(maxsize=1)
def load_equipment() -> EquipmentTable:
    """The tables shipped with the package."""
    around: dict[str, set[str]] = {s: set() for s in _AROUND}
    words = []
    for row in rows("en/equipment_words.csv"):
        if row["sense"] in around:
            around[row["sense"]].add(row["word"])
        else:
            words.append(_class_word(row))
    return EquipmentTable(
        dict(_forms(rows("world/equipment.csv"))),
        map(_family, rows("world/designation_families.csv")),
        {row["prefix"]: _ship_prefix(row) for row in rows("world/ship_prefixes.csv")},
        words,
        {sense: frozenset(found) for sense, found in around.items()},
    )


def _forms(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, Designation]]:
    """Every folded form of every row; variants ("T-72B3"), families ("Leopard" of "Leopard 2") and types of another
    number ("Arrow 2" of "Arrow 3") keep their own names."""
    for row in rows:
        marks = _marks(row["context"])
        close = marks.get(BESIDE_ONLY, frozenset())
        needy = marks.get(NEEDS_WORD, frozenset()) | close
        for form in (row["designation"], *parts(row["aliases"], "|")):
            key = fold(form)
            yield (
                key,
                Designation(
                    name=form if _has_own_name(form, row["designation"]) else row["designation"],
                    class_=row["class"],
                    maker=row["maker"] or None,
                    source=row["source"],
                    needs_word=form in needy or bool(_TERSE.fullmatch(key)),
                    civil=CIVIL in marks,
                    beside_only=form in close,
                ),
            )


def _marks(cell: str) -> dict[str, frozenset[str]]:
    """The column `context`: "civil", or "needs-word: Bear|Patriot; beside: Milan"."""
    marked = (part.partition(": ") for part in parts(cell, "; "))
    return {mark: frozenset(parts(forms, "|")) for mark, _, forms in marked}


def _has_own_name(form: str, designation: str) -> bool:
    """Whether a form names another thing than the designation of its row: a variant, a family, another number."""
    if _is_variant(form, designation):
        return True
    numbers, others = _numbers(form), _numbers(designation)
    family = not numbers and bool(others) and designation.startswith(form)
    return opening(form) == opening(designation) and (family or numbers != others[: len(numbers)])


def _numbers(form: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"[0-9]+", form)]


def _is_variant(form: str, designation: str) -> bool:
    """Whether a form is the designation with a short suffix: a type of its own, not another name of the type."""
    if not form.startswith(designation):
        return False
    rest = form[len(designation) :]
    return 0 < len(rest) <= _LONG_VARIANT and " " not in rest and any(c.isdigit() for c in designation)


def _family(row: dict[str, str]) -> Family:
    prefix, (low, high) = row["prefix"], row["digits"].split("-")
    letters = sum(c.isalpha() for c in prefix)
    join = "[-‐‑–]" if letters < 3 and prefix.isalpha() else "[-‐‑–]?" if letters < 4 else "[-‐‑– ]?"
    form = rf"(?:{re.escape(prefix)}|{re.escape(prefix.upper())}){join}\d{{{low},{high}}}(?:[-/]?[A-Z0-9]{{1,4}})?s?"
    return Family(prefix, form, row["class"], row["maker"] or None, row["context"] == CIVIL)


def _ship_prefix(row: dict[str, str]) -> Designation:
    """A navy's prefix as the designation of what it begins; "INS" and the like stand for other things too."""
    marks = row["context"].split()
    return Designation(row["prefix"], "ship", row["maker"] or None, row["source"], NEEDS_WORD in marks, CIVIL in marks)


def _class_word(row: dict[str, str]) -> ClassWord:
    return ClassWord(
        words=tuple(re.split(r"[ -]", row["word"])),
        class_=row["class"],
        sense=row["sense"],
        head=row["head"],
        needs=frozenset(parts(row["needs"], "|")),
        without=frozenset(parts(row["without"], "|")),
        example=row["example"],
        counter_example=row["counter_example"] or None,
    )


def _by_head(words: Iterable[ClassWord]) -> dict[str, tuple[ClassWord, ...]]:
    """The class words by each form of their last word, longest first."""
    found: dict[str, list[ClassWord]] = {}
    for word in sorted(words, key=lambda w: -len(w.words)):
        for form in dict.fromkeys((word.words[-1], plural(word.words[-1]))):
            found.setdefault(form, []).append(word)
    return {form: tuple(some) for form, some in found.items()}
