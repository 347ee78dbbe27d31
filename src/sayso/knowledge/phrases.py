"""Tables of words and phrases, and the longest entry that stands at a place in a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


def straight(words: str) -> str:
    """Words with straight apostrophes and single spaces."""
    return " ".join(words.replace("’", "'").replace("‘", "'").split())


def folded(words: str) -> str:
    """Words for look-up: lower case, straight apostrophes, single spaces, without article and possessive ending."""
    plain = straight(words).lower().removeprefix("the ")
    return plain if plain in _ENDS_IN_S else plain.removesuffix("'s").removesuffix("'")


def unaccented(words: str) -> str:
    """Words in plain letters: "Göktürk" gives "Gokturk", "Łódź" "Lodz"."""
    if words.isascii():
        return words
    decomposed = unicodedata.normalize("NFKD", words.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


_PLAIN = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss"})
_ENDS_IN_S = frozenset({"saint john's", "st. john's", "saint george's", "st. george's"})


@dataclass(frozen=True, slots=True)
class Match(Generic[Value]):
    """An entry found at words `[start, stop)`."""

    start: int
    stop: int
    value: Value


class PhraseTable(Generic[Value]):
    """Phrases of one or more words with a value each; of two entries for one phrase the first counts."""

    def __init__(self, entries: Iterable[tuple[tuple[str, ...], Value]]) -> None:
        self.by_first: dict[str, list[tuple[int, tuple[str, ...], Value]]] = {}
        for words, value in entries:
            self.by_first.setdefault(words[0], []).append((len(words), words[1:], value))
        for found in self.by_first.values():
            found.sort(key=lambda entry: -entry[0])

    def at(self, words: tuple[str, ...], start: int, stop: int) -> Match[Value] | None:
        """The longest entry that begins at `start` and ends by `stop`; None when there is none."""
        for length, rest, value in self.by_first.get(words[start], ()):
            end = start + length
            if end <= stop and words[start + 1 : end] == rest:
                return Match(start, end, value)
        return None

    def all_in(self, words: tuple[str, ...], sentences: Iterable[tuple[int, int]]) -> Iterator[Match[Value]]:
        """The longest entries in order, none overlapping another, none reaching over a sentence `[start, stop)`."""
        by_first = self.by_first
        for first, stop in sentences:
            index = first
            while index < stop:
                match = self.at(words, index, stop) if words[index] in by_first else None
                if match is None:
                    index += 1
                else:
                    yield match
                    index = match.stop


_PLURALS = {"man": "men", "woman": "women", "child": "children", "wife": "wives", "thief": "thieves"}


def plural(phrase: str) -> str:
    """The regular plural of a phrase's last word, or of the word before "of" and "in" ("chiefs of staff")."""
    for joint in (" of ", "-in-", " in "):
        head, found, rest = phrase.partition(joint)
        if found:
            return plural(head) + found + rest
    for one, many in _PLURALS.items():
        if phrase.endswith(one):
            return phrase.removesuffix(one) + many
    if phrase.endswith("y") and phrase[-2:-1] not in tuple("aeou"):
        return phrase[:-1] + "ies"
    return phrase + ("es" if phrase.endswith(("s", "ch", "sh", "x")) else "s")


def tokens_of(words: str) -> tuple[str, ...]:
    """A table's phrase as the parser would cut it: apostrophe endings, commas, hyphens and ampersands apart."""
    return tuple(_cut(straight(words)))


def _cut(words: str) -> Iterator[str]:
    for word in words.split(" "):
        stem, ending = (word[:-2], word[-2:]) if word.endswith("'s") else (word, "")
        if stem.endswith("s'"):
            stem, ending = stem[:-1], "'"
        if stem.endswith(","):
            stem, ending = stem[:-1], ","
        yield from _hyphenated(stem)
        if ending:
            yield ending


def _hyphenated(word: str) -> Iterator[str]:
    """spaCy cuts a hyphen between letters ("vice-president"), not one before a digit or after a single letter."""
    pieces = word.split("-")
    if len(pieces) == 1 or not all(p.isalpha() for p in pieces):
        yield word
        return
    for number, piece in enumerate(pieces):
        if number:
            yield "-"
        yield piece
