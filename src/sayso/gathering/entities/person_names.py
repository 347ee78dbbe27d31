"""Whether two names can be one person's: spellings, initials, middle names, short forms, order of the names.

A name is taken apart into given names, family name and suffix. Two names are compared word by word; the answer is the
weakest way in which one of their words had to be matched (`WAYS`), or None when a word speaks against it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sayso.knowledge.identity_words import family_names, given_forms, sound, standing_words
from sayso.knowledge.name_words import name_words
from sayso.knowledge.persons import load_persons, plain_name

WAYS = ("written the same", "another spelling", "a name left out", "a short form", "an initial", "a suffix left out")
SAME, SPELLED, FULLER, SHORT, INITIAL, SUFFIX = range(len(WAYS))

_IN_QUOTES = re.compile(r"[\"“(][^\"”)]*[\"”)]")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in small plain letters; `given` is empty for a family name alone, `suffix` "jr", "iii" or ""."""

    given: tuple[str, ...]
    family: str
    suffix: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The whole name, family name last."""
        return tuple(w for w in (*self.given, self.family, self.suffix) if w)


@lru_cache(maxsize=1 << 16)
def person_name(name: str, country: str | None) -> PersonName:
    """The parts of a name; `country` tells whether the family name comes first.

    >>> person_name("Kim Jong-un", "KP")
    PersonName(given=('jong', 'un'), family='kim', suffix='')
    """
    words = plain_name(_IN_QUOTES.sub(" ", name)).split()
    suffix = words.pop() if len(words) > 1 and words[-1] in name_words("suffix") else ""
    if not words:
        return PersonName((), plain_name(name), suffix)
    if len(words) > 1 and _family_first(words, country):
        words = [*words[1:], words[0]]
    family = words.pop()
    given_too = name.split()[0].lower() in standing_words("given_too")  # "Al Gore", not "al-Assad"
    while words and words[-1] in name_words("particle") and not (given_too and len(words) == 1):
        family = _with_particle(words.pop(), family)
    return PersonName(tuple(words), family, suffix)


def _with_particle(particle: str, family: str) -> str:
    """ "al" is often left out ("Bashar Assad"), other particles are part of the name."""
    return family if particle in ("al", "el") else f"{particle} {family}"


def _family_first(words: list[str], country: str | None) -> bool:
    first, last = family_names().get(words[0]), family_names().get(words[-1])
    if first is None or (country is not None and country not in first):
        return False
    if country is None and load_persons().gender(words[0].capitalize()):
        return False
    return last is None or country is None or country not in last or len(words) > 2


def compared(one: PersonName, other: PersonName) -> int | None:
    """The weakest way (an index of `WAYS`) in which two full names are one, None when they are not.

    >>> compared(person_name("V. Putin", None), person_name("Vladimir V. Putin", None)) == INITIAL
    True
    """
    if not one.given or not other.given or sound(one.family) != sound(other.family):
        return None
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return None
    ways = _given(one.given, other.given)
    if ways is None:
        return None
    family = SAME if one.family == other.family else SPELLED
    return max(ways, family, SAME if one.suffix == other.suffix else SUFFIX)


def _given(one: tuple[str, ...], other: tuple[str, ...]) -> int | None:
    """Given names word by word; one side may stop earlier, a hyphen may be left out."""
    if one == other:
        return SAME
    if "".join(one) == "".join(other):
        return SPELLED
    ways = [_word(a, b) for a, b in zip(one, other, strict=False)]
    if None in ways:
        return _without_initial(one, other)
    return max((w for w in ways if w is not None), default=SAME) if len(one) == len(other) else _fuller(ways)


def _without_initial(one: tuple[str, ...], other: tuple[str, ...]) -> int | None:
    """ "J. Edgar" and "Edgar": an initial that stands first is left out."""
    short, long = sorted((one, other), key=len)
    led = len(long[0]) == 1 and len(long) > 1 and len(short[0]) > 1 and _given(long[1:], short) == SAME
    return INITIAL if led else None


def _fuller(ways: list[int | None]) -> int:
    return max(FULLER, *(w for w in ways if w is not None))


@lru_cache(maxsize=1 << 16)
def _word(one: str, other: str) -> int | None:
    """How two given names are one."""
    if one == other:
        return SAME
    if one[0] == other[0] and 1 in (len(one), len(other)):
        return INITIAL
    if sound(one) == sound(other):
        return SPELLED
    mine, theirs = (given_forms().get(w, frozenset()) | {w} for w in (one, other))
    return SHORT if mine & theirs else None


def family_alone(alone: PersonName, full: PersonName) -> bool:
    """Whether a family name that stands alone can be that of a full name."""
    return not alone.given and bool(full.given) and sound(alone.family) == sound(full.family)
