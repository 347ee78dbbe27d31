"""Names of bodies made comparable: "Russian Defense Ministry" and "the Ministry of Defence" of one state are one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from sayso.knowledge.bodies import Body, load_bodies
from sayso.knowledge.identity_words import body_words, written
from sayso.knowledge.nations import load_nations
from sayso.knowledge.phrases import straight, unaccented
from sayso.knowledge.publishers import Publisher, Publishers, load_publishers
from sayso.knowledge.sectors import sector_words

_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
LONGEST_ACRONYM = 8


@dataclass(frozen=True, slots=True)
class BodyName:
    """The words of a name in alphabetical order, without those that tell nothing.

    `known` when the tables have it; `generic` when it names a body only together with a state ("Supreme Court");
    `acronym` when it is written as one; `initials` are the letters that an acronym of it would have, in order.
    """

    words: tuple[str, ...]
    known: bool = False
    generic: bool = False
    acronym: bool = False
    initials: str = ""


@lru_cache(maxsize=1 << 16)
def body_name(name: str, country: str | None) -> BodyName:
    """The name of a body that belongs to a state (ISO code) or to none."""
    found = load_bodies().body(name) or _publishers().by_name(name)
    if found is not None and found.country not in (None, country or found.country):
        found = None  # another state's ministry of the same name
    whole = found.name if found is not None else straight(name)
    spelled = [m[0].strip(".") for m in _WORD.finditer(unaccented(whole))]
    ordered = [written(w.replace(".", "").replace("'", "").lower()) for w in bare_words(spelled, country)]
    words = [w for w in ordered if w not in body_words("joints")] or ordered
    if len(words) > 1 and found is None:
        words = [w for w in words if w not in body_words("companies")] or words
    return BodyName(
        tuple(sorted(set(words))),
        known=found is not None,
        generic=not _is_one_of_its_kind(found) and all(_is_generic(w) for w in words),
        acronym=is_acronym(whole),
        initials="".join(w[0] for w in words),
    )


def _is_one_of_its_kind(found: Body | Publisher | None) -> bool:
    """Whether a row of the tables names one body, and not one that every state has ("Ministry of Defence")."""
    return found is not None and (found.country is not None or getattr(found, "sector", None) == "international")


def bare_words(spelled: list[str], country: str | None) -> list[str]:
    """The words without the name or nationality of the state that the body belongs to, and without the article."""
    rest = spelled[1:] if spelled and spelled[0].lower() == "the" else spelled
    kept, at = [], 0
    while at < len(rest):
        width = next((w for w in (3, 2, 1) if country and _means(" ".join(rest[at : at + w]), country)), 0)
        kept += [] if width else [rest[at]]
        at += width or 1
    return kept or rest


def _means(words: str, country: str) -> bool:
    nations = load_nations()
    return country in (nations.demonym(words), nations.code(words), nations.code(words.replace(".", "")))


def is_acronym(name: str) -> bool:
    """Whether a name is written in capitals throughout, as "KCNA" and "U.N."."""
    letters = name.replace(".", "")
    return letters.isupper() and letters.isalnum() and 2 <= len(letters) <= LONGEST_ACRONYM


@lru_cache(maxsize=1 << 14)
def _is_generic(word: str) -> bool:
    nouns = load_bodies().nouns
    return (
        word in body_words("generic")
        or word in sector_words()
        or any(m.stop == 1 for m in [nouns.at((word,), 0, 1)] if m)
        or load_nations().demonym(word.capitalize()) is not None
    )


@cache
def _publishers() -> Publishers:
    return load_publishers()
