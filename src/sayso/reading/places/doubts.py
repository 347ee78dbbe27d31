"""What speaks against a place: nationalities, diseases, surnames, capitals that stand for their state."""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading.places.scan import Scan, Toponym, is_acronym
from sayso.reading.places.votes import CALENDAR, is_adjectival


def is_no_place(scan: Scan, toponym: Toponym, label: str) -> bool:
    """Whether what the model took for a place is none after all."""
    words = scan.slice(toponym.first, toponym.last)
    if not any(c.isalpha() for c in words) or is_adjectival(scan, toponym.first, toponym.last):
        return True
    if is_inside_body(scan, toponym) or is_eponym(scan, toponym):
        return True
    if scan.gazetteer.country(words) is not None:
        return False
    if scan.words.is_everyday(words) or words in CALENDAR or is_national(scan, toponym, words):
        return True
    short = scan.words.shortened(words)
    if short is not None:
        return not short.alone and (toponym.first == 0 or scan.tokens[toponym.first - 1].text != ",")
    if is_acronym(words):
        return not any(f.main for f in toponym.candidates)
    return is_unsupported(scan, toponym, label)


def is_unsupported(scan: Scan, toponym: Toponym, label: str) -> bool:
    """Whether a surname of the text, or an unknown building, lacks a preposition of place, or a body has the name."""
    before = scan.before(toponym.first)
    located = before is not None and scan.words.prepositions.get(before.lower) == "locative"
    if toponym.first == toponym.last and scan.tokens[toponym.first].lower in scan.surnames:
        return not located
    if toponym.candidates or toponym.kind is not None:
        return False
    return (label == g.FACILITY and not located) or toponym.first in scan.inside_names


def is_national(scan: Scan, toponym: Toponym, words: str) -> bool:
    """Whether it is a nationality or a part of one, or an adjective that names no place: "Middle Eastern"."""
    if not toponym.candidates and scan.tokens[toponym.last].pos == g.ADJECTIVE:
        return True
    after = scan.next_word(toponym.last)
    longer = scan.slice(toponym.first, after.index) if after is not None else words
    return scan.nations.demonym(words) is not None or scan.nations.demonym(longer) is not None


def is_eponym(scan: Scan, toponym: Toponym) -> bool:
    """Whether a disease or a prize is named after it: "Marburg virus"."""
    after = scan.next_word(toponym.last)
    beside = (scan.tokens[toponym.last].lower, after.lower if after is not None else "")
    return any(scan.words.after.get(w) == "eponym" for w in beside)


def is_inside_body(scan: Scan, toponym: Toponym) -> bool:
    """Whether it is a part of the name of an armed group, a force or an outlet: "Islamic State of Iraq"."""
    return toponym.first in scan.inside_bodies or toponym.last in scan.inside_bodies


def state_meant(scan: Scan, toponym: Toponym) -> str | None:
    """The code of the state for which a capital stands here."""
    words = toponym.span.of(scan.text)
    if scan.nations.code(words) is not None:
        return None
    if toponym.span in scan.stands_for_state and not is_located(scan, toponym):
        return scan.stands_for_state[toponym.span]
    metonym = scan.nations.metonym(words)
    return metonym.code if metonym is not None and acts(scan, toponym) else None


def is_seat_acting(scan: Scan, toponym: Toponym) -> bool:
    """Whether a seat of government stands for those who sit there: "the Kremlin said"."""
    metonym = scan.nations.metonym(toponym.span.of(scan.text))
    return metonym is not None and metonym.kind != "country" and acts(scan, toponym)


def is_located(scan: Scan, toponym: Toponym) -> bool:
    """Whether a preposition of place governs it: "in Moscow", "headed for Moscow"."""
    token = g.first_conjunct(scan.parsed, toponym.last)
    if token.role != g.PREPOSITION_OBJECT:
        return False
    before = scan.tokens[token.head]
    use = scan.words.prepositions.get(before.lower)
    return use == "locative" or (use == "dealing after a noun" and scan.tokens[before.head].pos == g.VERB)


def acts(scan: Scan, toponym: Toponym) -> bool:
    """Whether a name is a doer, or one dealt with: "Moscow said", "talks between Moscow and Kyiv"."""
    token = g.first_conjunct(scan.parsed, toponym.last)
    if token.role == g.SUBJECT:
        return scan.tokens[token.head].pos == g.VERB
    if token.role != g.PREPOSITION_OBJECT:
        return False
    before = scan.tokens[token.head]
    use = scan.words.prepositions.get(before.lower)
    return use == "dealing" or (use == "dealing after a noun" and scan.tokens[before.head].pos == g.NOUN)
