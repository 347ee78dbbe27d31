"""Forms of one word ("nominated", "nomination") and words for one sort of happening ("quake", "temblor").

Stems are found by a table of irregular forms and by taking off endings, in the manner of Lovins (1968) and Porter
(1980); they are made to be compared, not to be read.
"""

from __future__ import annotations

from functools import cache, lru_cache

from sayso.knowledge.phrases import unaccented
from sayso.knowledge.tables import rows

SHORTEST = 3  # letters that an ending leaves at least
_PLURALS = (
    ("ies", "y"),
    ("sses", "ss"),
    ("xes", "x"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("s", ""),
)
_PAST_AND_PROGRESSIVE = (("ied", "y"), ("eed", "eed"), ("ed", ""), ("ing", ""))
_ENDINGS = (
    ("ification", "ify"), ("ization", "ize"), ("isation", "ise"), ("ation", ""), ("ssion", "ss"), ("sion", "d"),
    ("ion", ""), ("ement", ""), ("ment", ""), ("ance", ""), ("ence", ""), ("ancy", ""), ("ery", ""), ("ure", ""),
    ("al", ""), ("er", ""), ("or", ""), ("ate", ""), ("at", ""), ("ist", ""), ("ive", ""),
)  # fmt: skip
_DOUBLED = tuple("bdglmnprst")


@lru_cache(maxsize=1 << 16)
def stem_of(word: str) -> str:
    """What the forms of a word have in common: "announced" and "announcement" give "announc"."""
    plain = unaccented(word).lower().replace("’", "'").removesuffix("'s")
    simple = _inflected(plain)
    return _irregular().get(plain) or _irregular().get(simple) or _bare(simple)


@lru_cache(maxsize=1 << 16)
def happenings_of(word: str) -> frozenset[str]:
    """The sorts of happening that a word may name, of `en/happening_words.csv`; empty for most words."""
    return _happenings().get(stem_of(word), frozenset())


def _inflected(word: str) -> str:
    """A word without the endings of number, tense and form."""
    return _without(_without(word, _PLURALS), _PAST_AND_PROGRESSIVE)


def _bare(word: str) -> str:
    """A word without an ending of derivation and without its last silent letter."""
    short = next((word.removesuffix(end) + new for end, new in _ENDINGS if _leaves_a_stem(word, end)), word)
    last = short.rstrip("eyi")
    return _single(last if len(last) >= SHORTEST else short)


def _leaves_a_stem(word: str, ending: str) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= (5 if ending.endswith("ce") else 4)


def _without(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, instead in endings:
        if word.endswith(ending):
            left = word.removesuffix(ending)
            return _single(left) + instead if len(left) >= SHORTEST else word
    return word


def _single(word: str) -> str:
    """ "robb" is "rob", "stopp" "stop"."""
    return word[:-1] if len(word) > SHORTEST and word.endswith(_DOUBLED) and word[-1] == word[-2] else word


@cache
def _irregular() -> dict[str, str]:
    """The stem of each irregular form, and of its base."""
    found: dict[str, str] = {}
    for row in rows("en/irregular_forms.csv"):
        base = _bare(_inflected(row["base"]))
        found |= dict.fromkeys((row["base"], *row["forms"].split()), base)
    return found


@cache
def _happenings() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("en/happening_words.csv"):
        for word in row["words"].split():
            found.setdefault(stem_of(word), set()).add(row["happening"])
    return {stem: frozenset(names) for stem, names in found.items()}
