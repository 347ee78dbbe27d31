"""What the words of a role tell: the office in it, and whether it is one of public or of private life."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sayso.gathering.entities.body_names import bare_words
from sayso.knowledge.identity_words import standing_words, written
from sayso.knowledge.name_words import name_words
from sayso.knowledge.offices import Title, load_offices
from sayso.knowledge.phrases import tokens_of

PUBLIC, PRIVATE = "public", "private"
_NOT_WORD = re.compile(r"[\s\xa0]+")


def standing_of(roles: Iterable[str], sector: str | None) -> str:
    """`PUBLIC`, `PRIVATE`, or "" when neither the roles of a person nor, without roles, the sector tell.

    One public office outweighs what else is told: a minister who is a witness too has a public role.
    """
    titles = [t for role in roles for t in titles_in(role)]
    if any(_is_public(t) for t in titles):
        return PUBLIC
    if any(t.word in standing_words("private_titles") for t in titles):
        return PRIVATE
    by_sector = sector in standing_words("public_sectors") and not titles
    return PUBLIC if by_sector else ""


def role_words(roles: Iterable[str]) -> Iterator[str]:
    """The offices in roles, as they are compared: "Defense Minister" and "the defence minister" give the same."""
    for role in roles:
        for title in titles_in(role):
            if _is_public(title) or title.word in standing_words("private_titles"):
                yield " ".join(map(written, title.word.split()))


def role_key(role: str, country: str | None) -> str:
    """What roles are alike by: "the Russian Defense Minister" and "Defence Minister" of a Russian give the same."""
    words = [w for w in tokens_of(_NOT_WORD.sub(" ", role).strip()) if w != "'s"]
    own = [w for w in words if w.lower() not in name_words("determiner")] or words
    return " ".join(written(w.lower()) for w in bare_words(own, country))


@lru_cache(maxsize=1 << 16)
def titles_in(role: str) -> tuple[Title, ...]:
    """The titles that a role gives its bearer: what stands behind "of" is somebody else's, and kin has none."""
    words = _own(tokens_of(_NOT_WORD.sub(" ", role).strip().lower()))
    if not words:
        return ()
    found = [m.value for m in load_offices().phrases.all_in(words, [(0, len(words))])]
    if any(title.sector == "family" for title in found):
        return ()
    return tuple(t for t in found if t.use != "address" and t.word not in standing_words("pale_titles"))


def _own(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words before what a holder serves: of "spokesman for the president" the first; behind "Iraq's" the rest."""
    for number, word in enumerate(words):
        if word == "'s":
            return _own(words[number + 1 :])
        if word in standing_words("served") and number and not _is_joined(words, number):
            return words[:number]
    return words


def _is_joined(words: tuple[str, ...], number: int) -> bool:
    """Whether a small word stands inside a title ("secretary of state", "chief of staff")."""
    return any(
        (m := load_offices().phrases.at(words, start, len(words))) is not None and m.stop > number
        for start in range(max(0, number - 3), number)
    )


def _is_public(title: Title) -> bool:
    if title.word in standing_words("not_public"):
        return False
    return title.word in standing_words("public_titles") or title.sector in standing_words("public_sectors")
