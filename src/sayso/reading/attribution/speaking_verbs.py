"""Verbs of speech beside a quotation, and the words that name who speaks."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.knowledge.reporting import Reporting, ReportingWord
from sayso.reading import grammar as g
from sayso.reading.attribution.relays import quoted_person
from sayso.reading.attribution.sayings import speaking_subject, words_at
from sayso.reading.attribution.sources import can_speak
from sayso.reading.grammar import Parsed, Token


@dataclass(frozen=True, slots=True)
class Speaker:
    """A verb of speech with the last word of its phrase, its row, and the head of who speaks when that is said."""

    verb: Token
    last: Token
    word: ReportingWord
    source: Token | None


def speaker_at(parsed: Parsed, reporting: Reporting, inside: list[bool], token: Token) -> Speaker | None:
    """The verb of speech that a token is; `inside` tells for each token whether it stands in a quotation."""
    bare = token.form == g.BASE and g.child(parsed, token.index, g.AUXILIARY) is None
    if token.pos != g.VERB or (bare and not _after_marks(inside, token)):
        return None
    for word, last in words_at(parsed, token, reporting):
        if "quote" in word.frames:
            return Speaker(token, last, word, _source(parsed, reporting, inside, token))
    return None


def speaker_beside(parsed: Parsed, reporting: Reporting, inside: list[bool], verb: Token) -> Speaker | None:
    """A verb that no list knows right after a quotation, with somebody who can speak and no object: it is speech
    (`"It fell," the mayor fumed`, `"It fell!" rasped Ann Lee`)."""
    source = speaking_subject(parsed, verb)
    if source is None or inside[source.index] or verb.form not in (g.PAST, g.PRESENT):
        return None
    if g.child(parsed, verb.index, g.OBJECT, g.DATIVE) is not None or not can_speak(source, reporting, {}):
        return None
    word = ReportingWord(verb.lemma, "verb", "says", "asserts", frozenset({"quote"}), "")
    return Speaker(verb, verb, word, source)


def _source(parsed: Parsed, reporting: Reporting, inside: list[bool], verb: Token) -> Token | None:
    """The subject as parsed, when it stands outside the marks; else the name or pronoun right beside the verb."""
    subjects = (quoted_person(parsed, verb), speaking_subject(parsed, verb), g.subject(parsed, verb.index))
    for found in subjects:
        if found is not None and not inside[found.index] and found.pos in g.NOMINALS:
            return found
    for index in (verb.index + 1, verb.index - 1):
        if 0 <= index < len(parsed.tokens):
            beside = parsed.tokens[index]
            if beside.pos in (g.NAME, g.PRONOUN) and not inside[index]:
                return _top_of_name(parsed, beside)
    return _inverted(parsed, reporting, inside, verb)


def _inverted(parsed: Parsed, reporting: Reporting, inside: list[bool], verb: Token) -> Token | None:
    """The subject after the verb that the parse takes for its object (`"...," read the statement`)."""
    found = g.child(parsed, verb.index, g.OBJECT)
    if found is None or not verb.index < found.index or inside[found.index]:
        return None
    return found if _after_marks(inside, verb) and can_speak(found, reporting, {}) else None


def _after_marks(inside: list[bool], token: Token) -> bool:
    """Whether a quotation ends right before a token."""
    return token.index > 0 and inside[token.index - 1] and not inside[token.index]


def _top_of_name(parsed: Parsed, token: Token) -> Token:
    """The head of the name that a token belongs to."""
    while token.role == g.COMPOUND and parsed.tokens[token.head].pos == g.NAME:
        token = parsed.tokens[token.head]
    return token
