"""The words that decide whether a date or place is shared: occasions, announcing verbs, linking nouns, ..."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sayso.knowledge.tables import table


@dataclass(frozen=True, slots=True)
class SettingWords:
    """Named lists of lemmas of `en/setting.toml`, each explained there."""

    lists: dict[str, frozenset[str]]

    def has(self, name: str, word: str) -> bool:
        """Whether a list has the word; KeyError for an unknown list."""
        return word in self.lists[name]


@cache
def load_setting() -> SettingWords:
    """The table `en/setting.toml`, read once a process."""
    return SettingWords({name: frozenset(words.split()) for name, words in table("en/setting.toml").items()})
