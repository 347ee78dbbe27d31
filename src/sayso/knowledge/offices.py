"""Words for people by what they are: offices, ranks, forms of address, occupations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, product

from sayso.knowledge.phrases import PhraseTable, plural, tokens_of
from sayso.knowledge.tables import rows


@dataclass(frozen=True, slots=True)
class Title:
    """A word for a holder. `use`: address ("Mr."), title (may stand before a name) or office (never does).

    `sector`: one of `records.SECTORS`, or organisation, expert, anonymous, family, which are none, or None; a holder
    who `serves` is of the sector of the body told beside it ("police spokesman"), else of that one. `gender`: "m", "f"
    or None.
    """

    word: str
    use: str
    sector: str | None
    gender: str | None
    serves: bool = False


class Offices:
    """Looks titles up by their words, in small letters and the singular."""

    def __init__(self, titles: Iterable[Title]) -> None:
        self._by_word = {t.word: t for t in titles}
        self.phrases = PhraseTable((cut, t) for t in self._by_word.values() for cut in _as_written(t))

    def __len__(self) -> int:
        return len(self._by_word)

    def __iter__(self) -> Iterator[Title]:
        return iter(self._by_word.values())

    def title(self, words: str) -> Title | None:
        """The entry of "president", "Foreign Minister", "spokesmen" (a plural gives its singular)."""
        key = " ".join(words.lower().replace("’", "'").split())
        return self._by_word.get(key) or self._by_word.get(singular(key))

    def sector(self, words: str) -> str | None:
        """The sector of a holder, None for an unknown word."""
        found = self.title(words)
        return found.sector if found else None


def _as_written(title: Title) -> Iterator[tuple[str, ...]]:
    """The ways a title is cut into words: singular and plural; the stop of "Lt." apart from its word or not."""
    words = tokens_of(title.word)
    cuts = [[(word,), (word[:-1], ".")] if word.endswith(".") else [(word,)] for word in words]
    yield from (tuple(chain.from_iterable(choice)) for choice in product(*cuts))
    if title.use != "address":
        yield tokens_of(plural(title.word))


_IRREGULAR = {"men": "man", "women": "woman", "people": "person", "children": "child", "wives": "wife"}


def singular(words: str) -> str:
    """The singular of a regular plural, of "-men" and of a few more; other words come back as they are."""
    for ending, one in _IRREGULAR.items():
        if words.endswith(ending):
            return words.removesuffix(ending) + one
    if words.endswith("ies") and len(words) > 4:
        return words[:-3] + "y"
    if words.endswith(("sses", "ches", "shes")):
        return words[:-2]
    return words[:-1] if words.endswith("s") and not words.endswith("ss") else words


@cache
def load_offices() -> Offices:
    """The table of titles, read once."""
    return Offices(_title(row) for row in rows("en/titles.csv"))


def _title(row: dict[str, str]) -> Title:
    return Title(row["word"], row["use"], row["sector"] or None, row["gender"] or None, row["serves"] == "yes")
