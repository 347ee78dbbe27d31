"""The English words of time: what each is (month, unit, "ago", ...) and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sayso.knowledge.tables import table

Worth = tuple[str, Any]  # category, value
Phrase = tuple[tuple[str, ...], Worth]  # the words after the second

# Categories one of which stands in every expression of time in words; figures tell by themselves.
TELLING = (
    "month", "weekday", "weekdays", "weekends", "season", "unit", "units", "part", "parts", "dawn", "instant",
    "deictic", "tonight", "frequency", "holiday", "vague", "decade", "meridiem", "zone", "recent", "period", "past",
    "lengthy", "lengthies",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeWords:
    """`single`: a lower-case word to (category, value); `phrases`: a first word, then a second, to what
    may follow, the longest first.

    `telling`: words one of which stands in every sentence that tells a time in words; `lists`: named lists of words
    ("before_year", "appointed", ...; each explained in the file). `independence`: a word for a country to the month
    and day of its Independence Day. `moving`: holidays whose days a table gives, by year.
    """

    single: dict[str, Worth]
    phrases: dict[str, dict[str, tuple[Phrase, ...]]]
    telling: frozenset[str]
    lists: dict[str, frozenset[str]]
    independence: dict[str, str]
    moving: dict[str, dict[str, str]]

    def has(self, list_name: str, word: str) -> bool:
        """Whether a named list has the word; KeyError for an unknown list."""
        return word in self.lists[list_name]


@cache
def load_time_words() -> TimeWords:
    """The table `en/times.toml`, read once a process."""
    words_by_category = dict(table("en/times.toml"))
    lists, glue, independence, moving = (words_by_category.pop(x) for x in ("lists", "glue", "independence", "moving"))
    rows: list[tuple[str, Worth]] = [
        (word, (category, value)) for category, words in words_by_category.items() for word, value in words.items()
    ]
    rows += [(word, (category, word)) for word, category in glue.items()]
    return TimeWords(
        single={word: worth for word, worth in rows if " " not in word},
        phrases=_by_first_words([row for row in rows if " " in row[0]]),
        telling=frozenset(word.split()[-1] for word, (category, _) in rows if category in (*TELLING, "number")),
        lists={name: frozenset(words.split()) for name, words in lists.items()},
        independence={word: day for day, words in independence.items() for word in words.split()},
        moving=moving,
    )


def _by_first_words(rows: list[tuple[str, Worth]]) -> dict[str, dict[str, tuple[Phrase, ...]]]:
    grouped: dict[str, dict[str, tuple[Phrase, ...]]] = {}
    for words, worth in sorted(rows, key=lambda row: -len(row[0].split())):
        first, second, *rest = words.split()
        seconds = grouped.setdefault(first, {})
        seconds[second] = (*seconds.get(second, ()), (tuple(rest), worth))
    return grouped
