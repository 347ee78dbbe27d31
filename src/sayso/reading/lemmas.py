"""Words to lemmas: by a table of exceptions, else by rules of endings that lead to a known word.

The tables are those of the Princeton WordNet lemmatizer: exceptions, rules and known lemmas by word class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sayso.reading import grammar as g

TABLE_OF = {g.VERB: "verb", g.AUX: "verb", g.NOUN: "noun", g.ADJECTIVE: "adj", g.ADVERB: "adv"}
_CONTRACTED = {
    "'s": "be", "'re": "be", "'m": "be", "'ve": "have", "'d": "would", "'ll": "will", "wo": "will", "ca": "can",
}  # fmt: skip
_TAKES_E = ("is", "iz", "at", "v", "c", "u", "dg", "ns", "rs")  # "denuclearis-", "carv-": stems of verbs in -e
_DOUBLED = tuple("bdgmnprt")  # consonants that English doubles before -ed and -ing


class Table(NamedTuple):
    """What is known of one word class: irregular forms with their lemmas, all lemmas, and endings with what replaces
    them."""

    exceptions: Mapping[str, Sequence[str]]
    known: frozenset[str]
    rules: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Lemmas:
    """The tables by their names in `TABLE_OF`; what was looked up is remembered."""

    tables: Mapping[str, Table]
    _seen: dict[tuple[str, str, str | None], str] = field(default_factory=dict)

    def of(self, word: str, pos: str, form: str | None) -> str:
        """The lemma of a word in small letters, by its class and form; the word itself where no table knows better."""
        key = (word, pos, form)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._look_up(word, pos, form)
        return found

    def _look_up(self, word: str, pos: str, form: str | None) -> str:
        if pos == g.AUX and word in _CONTRACTED:
            return _CONTRACTED[word]
        table = self.tables.get(TABLE_OF.get(pos, ""))
        if table is None or form in (g.BASE, g.MODAL) or (pos == g.NOUN and form == g.SINGULAR):
            return word
        if word in table.exceptions:
            return table.exceptions[word][0]
        if pos == g.ADJECTIVE and word in table.known:
            return word
        return _by_rules(word, table)


def _by_rules(word: str, table: Table) -> str:
    """The longest known lemma that a rule leads to, else the likeliest unknown one."""
    led_to = [word[: len(word) - len(old)] + new for old, new in table.rules if word.endswith(old)]
    inside = [f for f in led_to if f in table.known]
    if inside:
        return max(inside, key=len)
    return word if word in table.known or not led_to or not word.isalpha() else _regular(word, led_to)


def _regular(word: str, candidates: list[str]) -> str:
    """The likeliest lemma of a word that no table knows: "airlifted" airlift, "denuclearised" denuclearise, "blogged"
    blog."""
    shortest = min((c for c in candidates if c), key=len, default=candidates[0])
    if word.endswith(("ed", "ing")) and shortest[-1:] in _DOUBLED and shortest[-2:-1] == shortest[-1:]:
        return shortest[:-1]
    silent = shortest.endswith(_TAKES_E) or (shortest.endswith("s") and not shortest.endswith("ss"))
    return next((c for c in candidates if c == shortest + "e" and silent), shortest)
