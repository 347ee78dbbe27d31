"""The words of a message without what it quotes of others, its signature and the foot of a mailing list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sayso.intake.article import article
from sayso.intake.compose import SHORTEST
from sayso.intake.encoding import tidy
from sayso.intake.left_out import visible_lines
from sayso.intake.mail_parts import Words
from sayso.intake.tree import parse_page, words_of
from sayso.records import Cut, Problem

_QUOTED = re.compile(r"^(?:[ \t]?>[^\n]*(?:\n|$))+", re.M)
_MARKS = re.compile(r"^[ \t]?(?:>[ \t]?)+", re.M)
_LEAD = r"^[ \t]*(?:On|Am|Le) [^\n]{4,200}(?:\n(?![ \t]?>)[^\n]{0,120})?(?:wrote|writes|schrieb|a écrit)\s*:[ \t]*\n\s*"
_LED = re.compile(rf"{_LEAD}(?=[ \t]?>)", re.M)
_ORIGINAL = re.compile(
    r"^[ \t]*-{2,} ?Original (?:Message|Appointment) ?-{2,}[ \t]*$"
    r"|^_{10,}[ \t]*\n+(?=From: )"
    r"|^From: [^\n]+\n(?:Sent|Date): [^\n]+\nTo: [^\n]+\n(?:[A-Z][a-z]+: [^\n]*\n){0,12}(?=\n)",
    re.M,
)
_SIGNATURE = re.compile(r"^(?:-- ?|Sent from my [^\n]{2,40}|Get Outlook for [^\n]{2,20})$", re.M)
_LIST = re.compile(r"^[_=*-]{10,}[ \t]*$", re.M)
_LIST_WORDS = re.compile(r"mailing list|unsubscribe|you received this (?:message|e-?mail)|google groups|listinfo", re.I)
_LONGEST_FOOT = 1_500  # characters of a signature or a list's foot
_SHARE = 0.5  # of what a reader sees: letters have no menus, an article that is less was not found
_QUOTE_OF_PAGE = (
    ".//blockquote[@type='cite']",
    ".//*[@id='appendonsend']/following-sibling::*",
    ".//*[@id='divRplyFwdMsg']",
    ".//*[contains(concat(' ', @class, ' '), ' gmail_quote ')]",
    ".//*[contains(concat(' ', @class, ' '), ' moz-cite-prefix ')]",
    ".//*[contains(concat(' ', @class, ' '), ' yahoo_quoted ')]",
)
_SIGNATURE_OF_PAGE = (
    ".//*[contains(concat(' ', @class, ' '), ' gmail_signature ')]",
    ".//*[contains(concat(' ', @class, ' '), ' moz-signature ')]",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a message itself tells: its text, who made text of a page, what was left out, what was doubted."""

    text: str
    extractor: str
    cuts: tuple[Cut, ...]
    problems: tuple[Problem, ...]


def own_words(parts: Sequence[Words]) -> Told:
    """The parts of a message as one text; what it quotes stays when it says nothing else."""
    texts: list[str] = []
    cuts: list[Cut] = []
    extractors = ["mail/1"]
    for part in parts:
        text, cut, extractor = _of_page(part.text) if part.page else (*_of_plain(part), None)
        texts.append(text)
        cuts.extend(cut)
        extractors += [extractor] if extractor and extractor not in extractors else []
    text = "\n\n".join(text.strip() for text in texts if text.strip())
    problems = tuple(dict.fromkeys(problem for part in parts for problem in part.problems))
    return Told(text, " ".join(extractors), tuple(cuts), problems)


# --- plain text ----------------------------------------------------------------------------------------------------


def _of_plain(part: Words) -> tuple[str, list[Cut]]:
    text = tidy(part.text)
    text = _unflowed(text) if part.flowed else text
    text, foot = _without_foot(text)
    kept, quoted = _without_quotes(text)
    if not _enough(kept) and quoted:
        return _MARKS.sub("", text), foot
    return kept, [*quoted, *foot]


def _unflowed(text: str) -> str:
    """Lines that end in a space go on in the next (RFC 3676), but for the mark above a signature."""
    return re.sub(r"(?<!^--) \n(?!>|-- ?\n)", " ", text, flags=re.M)


def _without_foot(text: str) -> tuple[str, list[Cut]]:
    """The text above a signature or the foot of a mailing list, and these."""
    cuts: list[Cut] = []
    for mark in [*_LIST.finditer(text)][-4:]:
        if len(text) - mark.start() <= _LONGEST_FOOT and _LIST_WORDS.search(text, mark.end()):
            cuts.append(Cut("foot of a mailing list", text[mark.start() :].strip()))
            text = text[: mark.start()].rstrip()
            break
    for mark in _SIGNATURE.finditer(text):
        if len(text) - mark.start() <= _LONGEST_FOOT:
            cuts.append(Cut("signature", text[mark.start() :].strip()))
            return text[: mark.start()].rstrip(), cuts
    return text, cuts


def _without_quotes(text: str) -> tuple[str, list[Cut]]:
    """The text without lines that begin with ">", the line that leads to them, and an original below it."""
    original = _ORIGINAL.search(text)
    below = text[original.start() :] if original and _enough(text[: original.start()]) else ""
    text = text[: len(text) - len(below)]
    led = _LED.sub("", text)
    cuts = [Cut("quoted reply", found[0].strip()) for found in _QUOTED.finditer(led)]
    return _QUOTED.sub("\n", led), [*cuts, *([Cut("quoted reply", below.strip())] if below else [])]


def _enough(text: str) -> bool:
    return sum(character.isalpha() for character in text[: 20 * SHORTEST]) >= SHORTEST


# --- pages ---------------------------------------------------------------------------------------------------------


def _of_page(html: str) -> tuple[str, list[Cut], str]:
    """The words of a page, without the quotes that programs mark as such."""
    tree, _ = parse_page(html)
    if tree is None:
        return "", [], "page"
    quotes = [e for path in _QUOTE_OF_PAGE for e in tree.xpath(path)]
    signatures = [e for path in _SIGNATURE_OF_PAGE for e in tree.xpath(path)]
    beside = len(words_of(tree)) - sum(len(words_of(element)) for element in quotes)
    gone = [*signatures, *(quotes if beside >= SHORTEST else ())]
    cuts = [Cut("signature" if e in signatures else "quoted reply", words) for e in gone if (words := words_of(e))]
    for element in gone:
        _drop(element)
    text, extractor = article(tree)
    seen = "\n\n".join(visible_lines(tree))
    return (tidy(seen), cuts, "page") if len(text) < _SHARE * len(seen) else (tidy(text), cuts, extractor)


def _drop(element: Any) -> None:
    above = element.getparent()
    if above is not None:
        element.drop_tree()
