"""Words that report what somebody says, thinks, wants, judges or shows, and the head nouns of those who do.

`en/reporting.csv`, a row a word and word class:

- `word`: the lemma; several words make a phrase ("call for", "according to").
- `act`: says (speech), thinks (belief), wants (plan, wish), judges (praise, blame), shows (evidence).
- `stance`: what the source does to the content (`sayso.records.STANCES`).
- `frame`: the constructions in which the word reports, separated by spaces. Verbs: "that" (a finite clause), "quote"
  (direct speech), "infinitive", "object-infinitive" ("urged both sides to stop"), "gerund", "object" (a noun phrase,
  "nonhuman" when it must be no person), "naming" ("called it a crime"), "hearer" (its object is who is told),
  "passive" ("is believed to"), "raising" ("seems to"), "depicts" (a document lets it see: "the poll shows him ahead"),
  "measure" (a number: "put the toll at nine"),
  "support" (it lends its subject to a reporting noun: "issued a denial that"), and prepositions that extend the object
  ("blamed rebels for ..."). Nouns and adjectives: "that", "infinitive", "attributive", and prepositions that their
  content follows ("fears of ..."). Adverbs: "clause".
  Prepositions: "source" (what follows is the source), "document" (a study opens the sentence that it backs).
- `example` must be recognised, `counter` must not.

`en/sources.csv` types a source by its head noun (`sayso.records.SOURCE_KINDS`).
"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.knowledge.tables import rows

ACTS = ("says", "thinks", "wants", "judges", "shows")


@dataclass(frozen=True, slots=True)
class ReportingWord:
    """One row of the table."""

    word: str
    pos: str
    act: str
    stance: str
    frames: frozenset[str]
    example: str
    counter: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.word.split())


@dataclass(frozen=True, slots=True)
class Reporting:
    """The tables, looked up by lemma. Lookups of what is no reporting word give None (phrases: an empty tuple)."""

    words: tuple[ReportingWord, ...]
    single: dict[tuple[str, str], ReportingWord]
    starting: dict[tuple[str, str], tuple[ReportingWord, ...]]
    sources: dict[str, str]

    def verb(self, lemma: str) -> ReportingWord | None:
        return self.single.get(("verb", lemma))

    def noun(self, lemma: str) -> ReportingWord | None:
        return self.single.get(("noun", lemma))

    def adjective(self, lemma: str) -> ReportingWord | None:
        return self.single.get(("adjective", lemma))

    def adverb(self, word: str) -> ReportingWord | None:
        return self.single.get(("adverb", word))

    def phrases(self, pos: str, first: str) -> tuple[ReportingWord, ...]:
        """The phrases of two or more words that begin with a lemma, the longest first."""
        return self.starting.get((pos, first), ())

    def source_kind(self, lemma: str) -> str | None:
        """What a source with this head noun is ("spokesman": official)."""
        return self.sources.get(lemma)


def load_reporting(language: str = "en") -> Reporting:
    """The reporting words and source nouns of a language."""
    words = tuple(_word(row) for row in rows(f"{language}/reporting.csv"))
    starting: dict[tuple[str, str], list[ReportingWord]] = {}
    for word in sorted(words, key=lambda w: -len(w.parts)):
        if len(word.parts) > 1:
            starting.setdefault((word.pos, word.parts[0]), []).append(word)
    return Reporting(
        words=words,
        single={(w.pos, w.word): w for w in words if len(w.parts) == 1},
        starting={key: tuple(found) for key, found in starting.items()},
        sources={row["word"]: row["kind"] for row in rows(f"{language}/sources.csv")},
    )


def _word(row: dict[str, str]) -> ReportingWord:
    return ReportingWord(
        word=row["word"],
        pos=row["pos"],
        act=row["act"],
        stance=row["stance"],
        frames=frozenset(row["frame"].split()),
        example=row["example"],
        counter=row["counter"],
    )
