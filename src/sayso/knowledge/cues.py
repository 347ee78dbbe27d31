"""The cues of certainty: words that deny, plan, doubt, attempt or presuppose what stands under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sayso.knowledge.tables import rows, table


@dataclass(frozen=True, slots=True)
class Cue:
    """One word or phrase and what it does to the proposition it takes (Karttunen 1971, 2012; FactBank's scale).

    `affirmed` and `denied` are the factuality that the complement gets when the cue itself is affirmed or denied, None
    when it changes nothing. `takes` names the complements: "to", "that", "whether", "ing", "bare" (clauses), "object",
    "subject", "modifier" (nouns), or a preposition.
    """

    words: tuple[str, ...]
    pos: str
    kind: str
    takes: frozenset[str]
    affirmed: str | None
    denied: str | None
    tense: str | None
    outcome: str | None
    example: str
    counter: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.kind}: {' '.join(self.words)}"


@dataclass(frozen=True, slots=True)
class Words:
    """The small words that tense, number and definiteness are told by (`[words]`, `[counts]`, `[numbers]`)."""

    definite: frozenset[str]
    open: frozenset[str]
    had: frozenset[str]
    was: frozenset[str]
    is_: frozenset[str]
    negative: frozenset[str]
    light: frozenset[str]
    attitude: frozenset[str]
    any: frozenset[str]
    habit: frozenset[str]
    scant: frozenset[str]
    asking: frozenset[str]
    when: frozenset[str]
    indefinite: frozenset[str]
    beside: frozenset[str]
    counts: Mapping[str, int]
    numbers: Mapping[str, int]


class Cues:
    """The rows by word class and first word, longest phrases first; small words; the nouns that name events."""

    def __init__(self, rows: Iterable[Cue], words: Words, event_nouns: Mapping[str, str]) -> None:
        self.rows = tuple(rows)
        self.words = words
        self.event_nouns = event_nouns
        self._by_head: dict[tuple[str, str], tuple[Cue, ...]] = {}
        for row in sorted(self.rows, key=lambda r: -len(r.words)):
            key = (row.pos, row.words[0])
            self._by_head[key] = (*self._by_head.get(key, ()), row)

    def of(self, pos: str, word: str, lemma: str | None = None) -> tuple[Cue, ...]:
        """The rows of a word as written in lower case, else of its lemma."""
        return self._by_head.get((pos, word)) or self._by_head.get((pos, lemma or word), ())


def _cues(one: Mapping[str, Any]) -> Iterable[Cue]:
    """One Cue a word: a [[cue]] lists words of one behaviour with an example for each, in the same order."""
    affirmed, denied = (value or None for value in one.get("gives", ("", "")))
    for number, words in enumerate(one["words"]):
        yield Cue(
            words=tuple(words.split()),
            pos=one["pos"],
            kind=one["kind"],
            takes=frozenset(one.get("takes", ())),
            affirmed=affirmed,
            denied=denied,
            tense=one.get("tense"),
            outcome=one.get("outcome"),
            example=one["examples"][number],
            counter=tuple(one.get("not", ())),
        )


@cache
def load_cues(language: str = "en") -> Cues:
    """The cues and event nouns of a language."""
    tables = table(f"{language}/cues.toml")
    return Cues(
        rows=(cue for one in tables["cue"] for cue in _cues(one)),
        words=_words(tables["words"], tables["counts"], tables["numbers"]),
        event_nouns={row["noun"]: row["kind"] for row in rows(f"{language}/event_nouns.csv")},
    )


def _words(lists: Mapping[str, Any], counts: Mapping[str, int], numbers: Mapping[str, int]) -> Words:
    return Words(
        **{name if name != "is" else "is_": frozenset(words) for name, words in lists.items()},
        counts=counts,
        numbers=numbers,
    )
