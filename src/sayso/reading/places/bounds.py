"""Where the name of a place begins and ends in a text: cut to single names, widened to whole ones."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.reading import grammar as g
from sayso.reading.places.scan import LONGEST, PLACE_LABELS, SAME, Scan, is_capital, is_name_word

_HYPHENS = frozenset({"-", "–"})


def is_tail(scan: Scan, index: int) -> bool:
    """Whether a hyphen ties a token to the one before: "ri" of "Punggye-ri"."""
    if index < 2 or scan.tokens[index - 1].text != "-" or not scan.tokens[index].text.isalpha():
        return False
    joined = scan.tokens[index - 2].stop == scan.tokens[index - 1].start
    return joined and scan.tokens[index - 1].stop == scan.tokens[index].start


def is_party(scan: Scan, index: int, last: int) -> bool:
    """Whether a party and a hyphen stand before a lawmaker's home: "R-Florence"."""
    joined = index + 2 <= last and scan.tokens[index + 1].text in _HYPHENS
    return joined and scan.tokens[index].text in scan.words.parties and not gap(scan, index)


def gap(scan: Scan, index: int) -> bool:
    """Whether space parts a token from the next."""
    return scan.tokens[index].stop != scan.tokens[index + 1].start


def trimmed(scan: Scan, first: int, last: int) -> tuple[int, int]:
    """Without an article, a party ("D-") or house number before, a possessive ending or small letters after."""
    tokens = scan.tokens
    first += 2 * is_party(scan, first, last)
    while first <= last and (tokens[first].lower in scan.words.articles or not is_name_word(tokens[first])):
        first += 1
    while last >= first and not (is_capital(tokens[last]) or tokens[last].text[:1].isdigit() or is_tail(scan, last)):
        last -= 1
    if last > first and tokens[last].text.isdigit() and scan.words.abbreviation(scan.slice(first, last - 1)):
        last -= 1
    return first, last


def atoms(scan: Scan, first: int, last: int, label: str) -> Iterator[tuple[int, int]]:
    """The single names in a stretch: "Baghdad, Iraq" and "Kern and Fresno" are two."""
    first, last = trimmed(scan, first, last)
    if first > last:
        return
    last -= is_council(scan, first, last)
    if scan.candidates(scan.slice(first, last)):
        yield first, last
        return
    cut = next((i for i in range(first + 1, last) if scan.tokens[i].text in scan.words.separators), None)
    if cut is None:
        yield core(scan, first, last, label)
        return
    yield from atoms(scan, first, cut - 1, label)
    yield from atoms(scan, cut + 1, last, label)


def core(scan: Scan, first: int, last: int, label: str) -> tuple[int, int]:
    """Without "Northeast" when only what follows is known; a town alone for "Youngstown State University"."""
    if first + 2 <= last and is_kind_of(scan, first) and scan.candidates(scan.slice(first + 2, last)):
        return trimmed(scan, first + 2, last)
    start = first
    while start < last and (scan.tokens[start].lower in scan.words.directions or scan.tokens[start].text == "-"):
        start += 1
    if start > first and scan.candidates(scan.slice(start, last)):
        return start, last
    known = known_start(scan, first, last)
    if known is not None and label != g.FACILITY and scan.tokens[known + 1].lower in scan.words.bodies:
        return first, known
    return first, last


def is_kind_of(scan: Scan, index: int) -> bool:
    """Whether a name opens with "City of", "Residents of" and the like, the name proper coming after."""
    kind = scan.words.of.get(scan.tokens[index].lower)
    return kind in SAME and scan.tokens[index + 1].lower == "of"


def known_start(scan: Scan, first: int, last: int) -> int | None:
    """The last token of the longest beginning that the gazetteer knows, short of the whole."""
    ends = (i for i in range(last - 1, first - 1, -1) if is_capital(scan.tokens[i]) or is_tail(scan, i))
    known = (i for i in ends if scan.candidates(scan.slice(first, i)))
    return next((i for i in known if not scan.words.is_everyday(scan.slice(first, i))), None)


def widened(scan: Scan, first: int, last: int) -> tuple[int, int]:
    """With the capitalised word for its kind: "Primorsky Krai", "Lake Erie", "Gulf of Oman"."""
    last = stretched(scan, first, last)
    first -= is_cut(scan, first, last)
    after = scan.next_word(last)
    if after is not None and is_capital(after) and after.lower in scan.words.after and is_kind(scan, first, after):
        last = after.index
    before, word = scan.before(first), scan.word_of(first)
    if before is not None and is_capital(before) and before.lower in scan.words.before:
        first = before.index
    elif word is not None and is_capital(word) and word.lower in scan.words.of:
        leading = scan.before(word.index)
        apart = is_kind_of(scan, word.index) and not scan.gazetteer.lookup(scan.slice(word.index, last))
        first = first if apart or (leading is not None and is_capital(leading)) else word.index  # "Islamic State of"
    return first, last


def is_kind(scan: Scan, first: int, word: g.Token) -> bool:
    """Whether a word after a name tells its kind: "Orange County", not the council of "Dublin City Council"."""
    beyond, name = scan.next_word(word.index), scan.name_at.get(word.index)
    if beyond is not None and beyond.lower == "of":
        return False
    council = beyond is not None and is_capital(beyond) and beyond.lower in scan.words.bodies
    if council and scan.words.after[word.lower] == "town":
        return any(f.main for f in scan.gazetteer.lookup(scan.slice(first, word.index)))
    return name is None or name.label in PLACE_LABELS


def is_council(scan: Scan, first: int, last: int) -> bool:
    """Whether a name ends in the "City" that belongs to the council after it: "Springfield City Council"."""
    after = scan.next_word(last)
    town = first < last and scan.words.after.get(scan.tokens[last].lower) == "town"
    if not town or after is None or after.lower not in scan.words.bodies:
        return False
    return not any(f.main for f in scan.gazetteer.lookup(scan.slice(first, last)))


def is_cut(scan: Scan, first: int, last: int) -> bool:
    """Whether the model left out the first word of a name that is unknown without it: "Addis" of "Addis Ababa"."""
    before = scan.tokens[first - 1] if first else None
    if before is None or not is_capital(before) or scan.gazetteer.lookup(scan.slice(first, last)):
        return False
    return any(f.main for f in scan.gazetteer.lookup(scan.slice(first - 1, last)))


def stretched(scan: Scan, first: int, last: int) -> int:
    """The end of the longest known name that begins here: "Cote" of "Cote d'Ivoire"."""
    ends = ends_from(scan, first, last + 1, last + LONGEST)
    known = (e for e in reversed(ends) if scan.gazetteer.lookup(scan.slice(first, e)))
    return next((e for e in known if not is_council(scan, first, e)), last)


def ends_from(scan: Scan, first: int, start: int, stop: int) -> list[int]:
    """The capitalised tokens in `[start, stop)` up to which a name from `first` could run without a break."""
    found, here = [], scan.tokens[first].sentence
    for last in range(start, min(stop, len(scan.tokens))):
        token = scan.tokens[last]
        if token.sentence != here or last in scan.taken:
            break
        if is_capital(token) or (last > first and is_tail(scan, last)):
            found.append(last)
        elif token.text not in scan.words.joiners:
            break
    return found
