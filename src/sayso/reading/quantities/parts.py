"""Numbers that are a part of another: "40 people, including three children", "seven of the 12 dead"."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.knowledge.quantities import Quantities
from sayso.reading import grammar as g
from sayso.reading.quantities.numerals import Numeral

_JOINED = frozenset({g.PREPOSITION_OBJECT, g.OBJECT, g.CONJUNCT, g.APPOSITION})


def whole_of(parsed: g.Parsed, known: Quantities, numeral: Numeral, earlier: Sequence[Numeral]) -> Numeral | None:
    """The number of the same sentence that a number is a part of; `earlier` holds those before it, in order.

    The number itself when the text gives the whole no number: "the dead included three children".
    """
    here = [n for n in earlier if parsed.tokens[n.first].sentence == parsed.tokens[numeral.first].sentence]
    if _opens_part(parsed, known, numeral) or _is_of_them(parsed, numeral):
        return here[-1] if here else numeral
    return None


def _opens_part(parsed: g.Parsed, known: Quantities, numeral: Numeral) -> bool:
    """Whether a number stands under "including" or "among": "among them five infants"."""
    token = numeral.lead
    while token.role in _JOINED and token.head != token.index:
        token = parsed.tokens[token.head]
        if token.lower in known.part:
            return True
    before = [t.lower for t in parsed.tokens[max(0, numeral.first - 2) : numeral.first]]
    return bool(before) and (before[-1] in known.part or before == ["among", "them"])


def _is_of_them(parsed: g.Parsed, numeral: Numeral) -> bool:
    """Whether "of" joins a pronoun to the number: "40 people, two of them critically", "six of whom"."""
    after = parsed.tokens[numeral.last + 1 : numeral.last + 3]
    return len(after) == 2 and after[0].lower == "of" and after[1].pos == g.PRONOUN
