"""From tokens to lexemes of time: each word or phrase with one category and a value; all else is left out.

"the last two weeks of Sept. 2019" -> article rel number units of month year.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.knowledge.times import TELLING, Phrase, TimeWords
from sayso.reading import grammar as g
from sayso.reading.times.numbers import Lexeme, has_figures, joined_numbers, lexeme_of, numeric

CORE = frozenset({*TELLING, "year", "clock", "iso", "slashed", "quarter-name", "nth"})


def lexemes(parsed: g.Parsed, sentence: g.Sentence, words: TimeWords) -> list[Lexeme | None]:
    """The lexemes of a sentence with None for every stretch of other words; empty when it cannot tell a time."""
    tokens = parsed.tokens[sentence.first : sentence.last + 1]
    if not any(t.lower in words.telling or has_figures(t.lower) for t in tokens):
        return []
    found = joined_numbers(list(_read(parsed, sentence, words)))
    return found if any(x is not None and x.category in CORE for x in found) else []


def _read(parsed: g.Parsed, sentence: g.Sentence, words: TimeWords) -> Iterator[Lexeme | None]:
    index, silent = sentence.first, False
    while index <= sentence.last:
        token = parsed.tokens[index]
        opening = words.phrases.get(token.lower)
        read = (opening and _phrase(parsed, index, sentence.last, opening)) or _single(parsed, token, words)
        read = read or numeric(token)
        if read:
            yield from read
            index, silent = read[-1].last + 1, False
            continue
        if not silent:
            yield None
        index, silent = index + 1, True


def _phrase(parsed: g.Parsed, index: int, last: int, seconds: dict[str, tuple[Phrase, ...]]) -> list[Lexeme] | None:
    """The longest phrase that begins with a token, given what may follow its first word."""
    if index == last:
        return None
    for rest, (category, value) in seconds.get(parsed.tokens[index + 1].lower, ()):
        stop = index + 1 + len(rest)
        words = [token.lower for token in parsed.tokens[index : stop + 1]]
        if stop <= last and tuple(words[2:]) == rest:
            first, end = parsed.tokens[index], parsed.tokens[stop]
            return [Lexeme(category, value, " ".join(words), index, stop, first.start, end.stop)]
    return None


def _single(parsed: g.Parsed, token: g.Token, words: TimeWords) -> list[Lexeme] | None:
    known = words.single.get(token.lower)
    if known is None:
        return None
    category, value = known
    doubt = _DOUBTS.get(category)
    if doubt is not None and not doubt(parsed, token, words):
        return None
    return [lexeme_of(token, category, value)]


# --- words that are something else as often ---------------------------------------------------------------------


def _is_month(parsed: g.Parsed, token: g.Token, words: TimeWords) -> bool:
    """Not the modal, not the march, not Theresa May, not June the woman."""
    if not token.text[0].isupper() or token.pos in (g.AUX, g.VERB):
        return False
    before, after = _lower(parsed, token, -1), _lower(parsed, token, 1)
    if after[:1].isdigit() and len(after) <= 4:
        return True
    if words.has("ambiguous_months", token.lower):
        head = parsed.tokens[token.head]
        names_a_thing = token.role == g.COMPOUND and head.pos == g.NOUN and head.index > token.index
        return words.has("before_month", before) or before[:1].isdigit() or names_a_thing
    if words.has("short_months", token.lower):
        return before[:1].isdigit()
    return not (words.has("people_months", token.lower) and _is_given_name(parsed, token, before, words))


def _lower(parsed: g.Parsed, token: g.Token, step: int) -> str:
    """The word before or after in the sentence, "" at its ends."""
    index = token.index + step
    if not 0 <= index < len(parsed.tokens) or parsed.tokens[index].sentence != token.sentence:
        return ""
    return parsed.tokens[index].lower


def _is_given_name(parsed: g.Parsed, token: g.Token, before: str, words: TimeWords) -> bool:
    """ "April Jones", but not "in April President Ruiz"."""
    if _name_at(parsed, token.index, g.PERSON):
        return True
    after = parsed.tokens[token.index + 1] if _lower(parsed, token, 1) else None
    led_in = words.has("before_month", before) and before.isalpha() and before not in ("and", "or")
    return after is not None and after.pos == g.NAME and not led_in


def _name_at(parsed: g.Parsed, index: int, label: str) -> g.Name | None:
    """The name of that label in which a token stands."""
    names = parsed.names
    low, high = 0, len(names)
    while low < high:
        middle = (low + high) // 2
        if names[middle].last < index:
            low = middle + 1
        else:
            high = middle
    return names[low] if low < len(names) and names[low].first <= index and names[low].label == label else None


def _is_weekday(parsed: g.Parsed, token: g.Token, words: TimeWords) -> bool:
    """Not the first word of a name ("Sunday Times", "Monday Okafor"), nor "sat" or "sun"."""
    names = [_name_at(parsed, token.index, label) for label in (g.ORGANISATION, g.PERSON)]
    start = token.index - (_lower(parsed, token, -1) == "the")
    opens_a_name = any(n is not None and n.first >= start and n.last > token.index for n in names)
    return not opens_a_name and (token.text[0].isupper() or len(token.lower) > 5)


def _is_season(parsed: g.Parsed, token: g.Token, words: TimeWords) -> bool:
    return token.pos in (g.NOUN, g.NAME)


def _is_meridiem(parsed: g.Parsed, token: g.Token, words: TimeWords) -> bool:
    return _lower(parsed, token, -1)[:1].isdigit()


def _is_zone(parsed: g.Parsed, token: g.Token, words: TimeWords) -> bool:
    return token.text.isupper() or token.lower == "zulu"


def _is_no_conjunction(parsed: g.Parsed, token: g.Token, words: TimeWords) -> bool:
    """Not the "soon" of "as soon as", "soon after"."""
    return not (
        words.has("beside_soon", _lower(parsed, token, -1)) or words.has("beside_soon", _lower(parsed, token, 1))
    )


def _is_vague(parsed: g.Parsed, token: g.Token, words: TimeWords) -> bool:
    is_word = _is_no_conjunction if words.has("only_ahead", token.lower) else _is_no_verb
    return is_word(parsed, token, words)


def _is_no_verb(parsed: g.Parsed, token: g.Token, words: TimeWords) -> bool:
    return token.pos not in (g.VERB, g.AUX)


def _is_no_name(parsed: g.Parsed, token: g.Token, words: TimeWords) -> bool:
    """Not the Daily of a newspaper's name."""
    return token.pos != g.NAME


def _is_determiner(parsed: g.Parsed, token: g.Token, words: TimeWords) -> bool:
    """Not the "that" of "said that Friday ..."."""
    return token.lower != "that" or token.pos == g.DETERMINER


_DOUBTS = {
    "that": _is_determiner,
    "month": _is_month,
    "weekday": _is_weekday,
    "season": _is_season,
    "meridiem": _is_meridiem,
    "zone": _is_zone,
    "decade": _is_no_verb,
    "vague": _is_vague,
    "frequency": _is_no_name,
    "recent": _is_no_name,
}
