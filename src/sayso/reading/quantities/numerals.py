"""Numbers in a text with their bounds, currency signs and units, and the noun that each counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sayso.knowledge.quantities import Quantities
from sayso.reading import grammar as g
from sayso.spans import Span

_LONGEST_BOUND = 4  # words
_TIMES = frozenset({g.DATE, g.TIME_OF_DAY, g.PERCENT, g.ORDINAL})
_LEANS = frozenset({g.NUMERIC, g.QUANTIFIER, g.COMPOUND, g.ADJECTIVAL, g.NOUN_MODIFIER, g.DETERMINES})
_COUNTS = frozenset({g.NUMBER, g.NOUN})
_ARTICLES = frozenset({"a", "another", "half"})
_DASHES = frozenset("-–")
_DIGITS = re.compile(r"\d[\d,.]*([a-z]*)")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Numeral:
    """The tokens `[first, last]` of a number, from its bound to its unit, and the noun it counts.

    `counted` lies inside the stretch when the number stands alone ("killed 12"). `lead` is what hangs in the clause:
    the noun, or the number where "of" joins the noun to it ("dozens of soldiers", "two of the guards").
    """

    first: int
    last: int
    counted: g.Token
    lead: g.Token

    @property
    def alone(self) -> bool:
        return self.first <= self.counted.index <= self.last

    def span(self, parsed: g.Parsed) -> Span:
        last = parsed.tokens[self.last]
        return Span(
            parsed.tokens[self.first].start, last.start + len(last.text.rstrip("."))
        )  # "$200m." ends a sentence


def find_numerals(
    parsed: g.Parsed, known: Quantities, is_type: Callable[[str], bool] | None = None
) -> Iterator[Numeral]:
    """The numbers of a text in order; dates, ages, percentages, names of things and scores of matches left out.

    `is_type` tells whether words are the name of a type of equipment ("Leopard 2").
    """
    apart = {i for n in parsed.names if n.label in _TIMES for i in range(n.first, n.last + 1)}
    free = 0
    for token in parsed.tokens:
        if token.index < free or token.index in apart or not is_number(token, known) or _is_bare(parsed, token, known):
            continue
        last = _range_end(parsed, token.index, _number_end(parsed, token.index, known), known)
        first = _before(parsed, token.index, free, known)
        last = _unit_end(parsed, last, known)
        free = last + 1
        numeral = Numeral(first, last, *_counted(parsed, token, first, last))
        if not _names_something(parsed, numeral, known) and not _is_of_type(parsed, numeral, is_type):
            yield numeral


def _is_of_type(parsed: g.Parsed, numeral: Numeral, is_type: Callable[[str], bool] | None) -> bool:
    """Whether a number ends the name of a type: the "2" of "18 Leopard 2 tanks"."""
    if is_type is None or not numeral.first or not parsed.tokens[numeral.first].text.isdigit():
        return False
    before = parsed.tokens[numeral.first - 1]
    return before.text[:1].isupper() and is_type(f"{before.text} {parsed.tokens[numeral.first].text}")


def is_number(token: g.Token, known: Quantities) -> bool:
    """Whether a number may begin at a token: digits, number words, "dozens"."""
    if token.text[:1].isdigit():
        digits = _DIGITS.fullmatch(token.lower)
        return digits is not None and (not digits[1] or digits[1] in known.scales or digits[1] in known.units)
    return token.lower in known.vague or (token.pos in _COUNTS and known.is_number_word(token.lower))


def _is_bare(parsed: g.Parsed, token: g.Token, known: Quantities) -> bool:
    """Whether a word is no number as it stands: "few came", "the couple"; "a few", "a dozen", "a couple of" are."""
    before = parsed.tokens[token.index - 1].lower if token.index else ""
    if token.lower == "few":
        return before != "a"
    if token.pos != g.NOUN or token.lower in known.vague:
        return False
    after = parsed.tokens[token.index + 1].lower if token.index + 1 < len(parsed.tokens) else ""
    return before not in _ARTICLES or (token.lower in known.words and after != "of")


def singular(token: g.Token) -> str:
    return token.lemma if token.pos == g.NOUN else token.lower


# --- from the bound to the unit ------------------------------------------------------------------------------------


def _number_end(parsed: g.Parsed, index: int, known: Quantities) -> int:
    """The last token of a run of number words: "two hundred and five", "hundreds of thousands"."""
    last = index
    for token in parsed.tokens[index + 1 : parsed.sentence_of(index).last + 1]:
        if known.is_number_word(token.lower.rstrip(".")) and _goes_on(parsed, last, token, known):
            last = token.index
        elif token.index > last + 1 or token.lower not in ("of", "and", "-"):
            break
    return last


def _goes_on(parsed: g.Parsed, last: int, token: g.Token, known: Quantities) -> bool:
    """Whether a number word belongs to the number before it: next to it, or joined by "of", "-", "hundred and"."""
    joint = parsed.tokens[last + 1].lower
    if joint == "and":
        return parsed.tokens[last].lower in known.scales
    return (
        token.index == last + 1
        or joint == "-"
        or (token.lower in known.vague and parsed.tokens[last].lower in known.vague)
    )


def _range_end(parsed: g.Parsed, first: int, last: int, known: Quantities) -> int:
    """The end of "3 to 5", "3-5", "between $3 and $5 million"."""
    following = list(parsed.tokens[last + 1 : min(last + 3, parsed.sentence_of(last).last) + 1])
    if len(following) > 2 and _is_sign(following[1], known):
        del following[1]
    if len(following) < 2:
        return last
    joint, after = following[:2]
    opened = any(t.lower in ("between", "from") for t in parsed.tokens[max(0, first - 2) : first])
    joins = joint.lower == "to" or joint.text in _DASHES or (joint.lower in ("and", "or") and opened)
    return _number_end(parsed, after.index, known) if joins and is_number(after, known) else last


def _is_sign(token: g.Token, known: Quantities) -> bool:
    """Whether a currency stands before its number: "$", "US$", "EUR", but not "won"."""
    return token.lower in known.currency and not token.text.islower()


def _before(parsed: g.Parsed, first: int, free: int, known: Quantities) -> int:
    """The start of the bound or currency sign before a number."""
    low = max(free, parsed.sentence_of(first).first)
    number = first
    if first > low and _is_sign(parsed.tokens[first - 1], known):
        first -= 1
    opener = parsed.tokens[first - 1].lower if first > low else ""
    ranged = opener in ("between", "from") and _range_end(parsed, number, number, known) > number
    if ranged or (opener in ("a", "half") and known.is_number_word(parsed.tokens[first].lower)):
        first -= 1
    words = tuple(t.lower for t in parsed.tokens[max(low, first - _LONGEST_BOUND) : first])
    length = next((len(phrase) for phrase, _ in known.bounds if words[-len(phrase) :] == phrase), 0)
    return first if length == 1 and _is_of_verb(parsed, first - 1, known) else first - length


def _is_of_verb(parsed: g.Parsed, index: int, known: Quantities) -> bool:
    """Whether a bound is a part of the verb before the number: "handed over 12 jets"."""
    word, before = parsed.tokens[index], parsed.tokens[index - 1] if index else None
    verbs = known.particles.get(word.lower, frozenset())
    return word.role == g.VERB_PARTICLE or (before is not None and before.pos == g.VERB and before.lemma in verbs)


def _unit_end(parsed: g.Parsed, last: int, known: Quantities) -> int:
    """The last token with the unit or currency word after a number."""
    for length in (2, 1):
        words = parsed.tokens[last + 1 : last + 1 + length]
        if len(words) == length and unit_name(words) in {**known.units, **known.currency}:
            return last + length
    return last


def unit_name(words: tuple[g.Token, ...]) -> str:
    """Words of a unit as the list has them: "square kilometres" gives "square kilometre"."""
    return " ".join([t.lower for t in words[:-1]] + [singular(t) for t in words[-1:]])


# --- what it counts ------------------------------------------------------------------------------------------------


def _counted(parsed: g.Parsed, token: g.Token, first: int, last: int) -> tuple[g.Token, g.Token]:
    """What a number counts ("12 people", "dozens of villages"; itself when it stands alone), and what leads both."""
    while _climbs(token, first, last) and parsed.tokens[token.head].lower != "more":
        token = parsed.tokens[token.head]
    of = parsed.tokens[last + 1] if last + 1 < len(parsed.tokens) else None
    if first <= token.index <= last and of is not None and of.lower == "of":
        return g.child(parsed, of.index, g.PREPOSITION_OBJECT) or token, token
    more = parsed.tokens[token.head]
    return token, more if token.role == g.NUMERIC and more.lower == "more" else token


def _climbs(token: g.Token, first: int, last: int) -> bool:
    """Whether a number, or a noun before the counted one, leans on its head ("32 F-35 jets")."""
    inside = token.index <= last and token.head != token.index and first <= token.head <= last
    return inside or (token.role in _LEANS and token.head > last)


def _names_something(parsed: g.Parsed, numeral: Numeral, known: Quantities) -> bool:
    """Whether a number names, dates or orders something: "Flight 752", "aged 12", "2015", "3 percent", "3-1"."""
    number = parsed.tokens[numeral.last]
    around = _Neighbours.of(parsed, numeral)
    if around.after is not None and (around.after.lower in known.skipped or around.after.lemma in known.skipped):
        return True
    if numeral.counted.lemma in known.skipped or around.introduces(parsed, known):
        return True
    if number.lower == "one" and around.after is not None and around.after.lower in ("another", "of"):
        return not known.is_number_word(parsed.tokens[numeral.last - 1].lower) if numeral.last else True
    if _orders(parsed, numeral, known):
        return True
    named = around.before is not None and around.before.pos == g.NAME and number.head == around.before.index
    year = numeral.first == numeral.last and bool(_YEAR.fullmatch(number.text))
    aside = numeral.alone and numeral.counted.role == g.APPOSITION
    return named or year or aside or around.glued or _is_address(parsed, numeral) or _is_score(parsed, numeral)


def _is_address(parsed: g.Parsed, numeral: Numeral) -> bool:
    """Whether a number stands before a name in the singular: "10 Downing Street", not "five Sudanese"."""
    counted = numeral.counted
    if numeral.alone or counted is not numeral.lead or counted.pos != g.NAME or not counted.text.isalpha():
        return False
    people = any(n.label == g.NATIONALITY and n.first <= counted.index <= n.last for n in parsed.names)
    return not people and not counted.lower.endswith("s")


def _orders(parsed: g.Parsed, numeral: Numeral, known: Quantities) -> bool:
    """Whether a number above one stands before a noun in the singular: "the nine-dash line", "Group of 20 summit"."""
    counted = numeral.counted
    if numeral.alone or counted.form != g.SINGULAR or counted.pos != g.NOUN or not counted.text.islower():
        return False
    if counted.lemma in known.unmarked:
        return False
    stretch = parsed.tokens[numeral.first : numeral.last + 1]
    single = any(t.lower in ("one", "1") for t in stretch)
    return not single and not any(singular(t) in known.currency or singular(t) in known.units for t in stretch)


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """The tokens before and after a number, and whether one of them is written together with it ("6.1-magnitude")."""

    before: g.Token | None
    after: g.Token | None
    glued: bool

    @staticmethod
    def of(parsed: g.Parsed, numeral: Numeral) -> _Neighbours:
        tokens, span = parsed.tokens, numeral.span(parsed)
        before = tokens[numeral.first - 1] if numeral.first else None
        after = tokens[numeral.last + 1] if numeral.last + 1 < len(tokens) else None
        left = before is not None and before.stop == span.start and before.text not in "(\"'[“‘—"
        right = after is not None and after.start == span.stop and (after.text in '-–:/"”' or after.text.isalnum())
        return _Neighbours(before, after, left or right)

    def introduces(self, parsed: g.Parsed, known: Quantities) -> bool:
        """Whether a word before the number says that it is no count: "aged", "No.", "Article"."""
        if self.before is None:
            return False
        earlier = parsed.tokens[self.before.index - 1].lower if self.before.text == "." and self.before.index else ""
        return self.before.lower in known.before or earlier in known.before


def _is_score(parsed: g.Parsed, numeral: Numeral) -> bool:
    """Whether "3-1" tells how a match ended, or "463-3950" whom to call: a range that falls or counts nothing."""
    stretch = parsed.tokens[numeral.first : numeral.last + 1]
    digits = [float(t.text) for t in stretch if t.text.isdecimal()]
    ranged = any(t.text in _DASHES for t in stretch)
    return ranged and (numeral.alone or (len(digits) == 2 and digits[0] >= digits[1]))
