"""Numbers in digits and words, their bounds and units, as `knowledge/en/quantities.toml` lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sayso.knowledge.tables import table

COUNTED = ("killed", "wounded", "detained", "displaced", "missing", "casualties")
_PARTS = ("done", "suffered", "nouns", "acts", "states", "described", "toll", "events")
_PIECE = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+")
_RANGE = re.compile(r"(?<=[\w\d])\s*(?:\bto\b|\band\b|\bor\b|-|–|—)\s*(?=[\w$€£¥₽])")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
LOW, HIGH, ABOUT = "low", "high", "about"


class Number(NamedTuple):
    """What a quote says: bounds, best value (None for a range or a vague word), and whether it is approximate."""

    low: float | None
    value: float | None
    high: float | None
    approximate: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """The words that make a number one of killed, wounded, ...: see the file."""

    of: str
    done: frozenset[str]
    suffered: frozenset[str]
    nouns: frozenset[str]
    acts: frozenset[str]
    states: frozenset[str]
    described: frozenset[str]  # states that stand before those counted: "12 missing sailors"
    toll: frozenset[str]
    events: frozenset[str]  # kinds of event that have such numbers
    pairs: dict[str, frozenset[str]]  # "took 12 hostages", "claimed 12 lives"


@dataclass(frozen=True, slots=True)
class Quantities:
    words: dict[str, float]
    scales: dict[str, float]
    vague: dict[str, float]
    bounds: tuple[tuple[tuple[str, ...], str], ...]
    particles: dict[str, frozenset[str]]  # verbs of which a bound is a part when it follows them
    currency: dict[str, str]
    units: dict[str, tuple[str, str]]
    skipped: frozenset[str]
    before: frozenset[str]
    counted: tuple[Counted, ...]
    people: frozenset[str]
    people_endings: tuple[str, ...]
    unmarked: frozenset[str]
    part: frozenset[str]
    series: frozenset[str]
    tally: frozenset[str]
    tally_verbs: frozenset[str]

    def row(self, of: str) -> Counted | None:
        """The words of one kind of toll; None for money, items, ..."""
        return next((row for row in self.counted if row.of == of), None)

    def is_number_word(self, word: str) -> bool:
        return word in self.words or word in self.scales or word in self.vague


@lru_cache(maxsize=1)
def load_quantities() -> Quantities:
    """The lists shipped with the package."""
    lists = table("en/quantities.toml")
    bounds = [(tuple(phrase.split()), kind) for kind in (LOW, HIGH, ABOUT) for phrase in lists["bounds"][kind]]
    return Quantities(
        words=lists["words"],
        scales=lists["scales"],
        vague=lists["vague"],
        bounds=tuple(sorted(bounds, key=lambda b: (-len(b[0]), b[0]))),
        particles={w: frozenset(verbs) for w, verbs in lists["particles"].items() if w != "examples"},
        currency=lists["currency"],
        units={word: (of, symbol) for word, (of, symbol) in lists["units"].items()},
        skipped=frozenset(lists["skipped"]["nouns"]),
        before=frozenset(lists["skipped"]["before"]),
        counted=tuple(_counted(of, lists[of]) for of in COUNTED),
        people=frozenset(lists["people"]["nouns"]),
        people_endings=tuple(lists["people"]["endings"]),
        unmarked=frozenset(lists["unmarked"]["nouns"]),
        series=frozenset(lists["series"]["nouns"]),
        part=frozenset(lists["part"]["words"]),
        tally=frozenset(lists["tally"]["nouns"]),
        tally_verbs=frozenset(lists["tally"]["verbs"]),
    )


def _counted(of: str, row: dict[str, Any]) -> Counted:
    done, suffered, nouns, acts, states, described, toll, events = (frozenset(row[part]) for part in _PARTS)
    pairs = {noun: frozenset(verbs) for noun, verbs in row.get("with", {}).items()}
    return Counted(of, done, suffered, nouns, acts, states, described, toll, events, pairs)


def number_in(quote: str) -> Number | None:
    """What a quoted number says: "at least 12", "nearly 200", "between 3 and 5", "dozens", "$12.5 million".

    None when the quote holds no number.
    """
    known = load_quantities()
    text = " ".join(quote.lower().replace("\u2011", "-").split())
    kind, rest = _bound(text, known)
    if rest.startswith(("between ", "from ")):
        rest = rest.partition(" ")[2]
    ends = [_read(_PIECE.findall(part), known) for part in _RANGE.split(rest, maxsplit=1)]
    if len(ends) == 2 and None not in ends and not _one_number(rest, known):
        return _between(ends[0], ends[1], rest, known)
    value = _read(_PIECE.findall(rest), known)
    return _bounded(value, kind, bool(set(_PIECE.findall(rest)) & set(known.vague)))


def _bound(text: str, known: Quantities) -> tuple[str | None, str]:
    """The bound that a quote opens with, and the rest of it."""
    for phrase, kind in known.bounds:
        opening = " ".join(phrase)
        if text.startswith(opening + " ") or (text.startswith(opening) and text[len(opening) :][:1] in "$€£¥"):
            return kind, text[len(opening) :].strip()
    return None, text


def _bounded(value: float | None, kind: str | None, vague: bool) -> Number | None:
    if value is None:
        return None
    if vague:
        return Number(value, None, None, True)
    if kind == ABOUT:
        return Number(None, value, None, True)
    return Number(None if kind == HIGH else value, value, None if kind == LOW else value, False)


def _one_number(text: str, known: Quantities) -> bool:
    """Whether "and" or a hyphen joins the words of one number: "two hundred and five", "twenty-one"."""
    left, _, right = re.sub(r"\s*(?:\band\b|-)\s*", "|", text, count=1).partition("|")
    first, last = _PIECE.findall(left), _PIECE.findall(right)
    if not (first and last) or first[-1][0].isdigit() or last[0] not in known.words:
        return False
    return first[-1] in known.scales or (known.words.get(first[-1], 0) >= 20 and known.words[last[0]] < 10)


def _between(low: float | None, high: float | None, text: str, known: Quantities) -> Number | None:
    """Both ends of a range; a scale said once counts for both ("3 to 5 million")."""
    if low is None or high is None:
        return None
    pieces = [_PIECE.findall(part) for part in _RANGE.split(text, maxsplit=1)]
    scale = next((known.scales[p] for p in pieces[1] if p in known.scales), 1)
    if scale > 1 and low * scale <= high and not any(p in known.scales for p in pieces[0]):
        low *= scale
    return Number(min(low, high), None, max(low, high), False)


def _read(pieces: Iterable[str], known: Quantities) -> float | None:
    """The value of number words and digits in order; words that are no number are passed over, None without any."""
    total = current = 0.0
    seen = False
    for piece in pieces:
        if piece in known.vague and seen:  # "tens of thousands"
            current *= known.vague[piece] / 2
        elif piece[0].isdigit() or piece in known.words or piece in known.vague:
            current += _plain(piece, known)
        elif piece in known.scales and (seen or len(piece) > 2):
            current = (current or 1) * known.scales[piece]
        else:
            continue
        seen = True
        if known.scales.get(piece, 0) >= 1000:
            total, current = total + current, 0.0
    return total + current if seen else None


def _plain(piece: str, known: Quantities) -> float:
    if not piece[0].isdigit():
        return float(known.words.get(piece, known.vague.get(piece, 0)))
    if _GROUPED.fullmatch(piece) or piece.count(",") > 1:
        piece = piece.replace(",", "")
    whole, _, rest = piece.replace(",", ".").partition(".")
    return float(f"{whole}.{rest.replace('.', '') or 0}")
