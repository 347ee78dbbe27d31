"""The words that gathering compares: of names, of triggers, of a sentence about its event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sayso.knowledge.desk_words import calendar_words, free_words
from sayso.knowledge.nations import load_nations
from sayso.knowledge.phrases import folded, unaccented
from sayso.knowledge.setting import load_setting
from sayso.knowledge.word_families import stem_of
from sayso.records import Event
from sayso.spans import Span

NEAR = 16  # telling words of the sentence

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@lru_cache(maxsize=1 << 16)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: small, plain letters, no function words."""
    found = (unaccented(m[0]).replace("’", "'").removesuffix("'s") for m in _WORD.finditer(folded(name)))
    return tuple(dict.fromkeys(w for w in found if w not in free_words() and (len(w) > 1 or w.isdigit())))


def is_designation(name: str) -> bool:
    """Whether equipment is told by a name of its own ("F-16", "Hwasong-18") and not by its sort ("Russian drones")."""
    return any(w[0].isupper() or any(c.isdigit() for c in w) for w in name.split() if not load_nations().demonym(w))


def designation(name: str) -> tuple[str, ...]:
    """The words of the name of equipment without whose it is: "Russian MiG-29" is a MiG-29."""
    return name_words(" ".join(w for w in name.split() if not load_nations().demonym(w)))


def proper_words(name: str) -> tuple[str, ...]:
    """The words of a description that name something: "Van province", "iPhone 5"."""
    own = (w for w in name.split() if (w[0].isupper() or w[0].isdigit()) and not load_nations().demonym(w))
    return name_words(" ".join(own))


def stems(words: str) -> tuple[str, ...]:
    """The stems of the words that tell something; of all when there are none."""
    found = [m[0].lower() for m in _WORD.finditer(words)]
    telling = [w for w in found if w not in free_words()]
    return tuple(dict.fromkeys(stem_of(w) for w in telling or found))


def near_words(event: Event, telling: list[tuple[Span, str]]) -> tuple[str, ...]:
    """The telling words of the sentence about the trigger, the nearest first."""
    start = event.triggers[0].start
    beside = (w for w in telling if not any(w[0].overlaps(t) for t in event.triggers))
    found = sorted((abs(span.start - start), stem) for span, stem in beside)
    return tuple(dict.fromkeys(stem for _, stem in found))[:NEAR]


def telling_words(text: str, sentence: Span, names: list[Span]) -> Iterator[tuple[Span, str]]:
    """The words of a sentence that tell something, outside of names, with their stems."""
    named = [n for n in names if n.overlaps(sentence)]
    for match in _WORD.finditer(text, sentence.start, sentence.stop):
        word, span = match[0].lower(), Span(*match.span())
        telling = len(word) > 2 and word not in free_words() and word not in calendar_words()
        if telling and not any(n.overlaps(span) for n in named):
            yield span, stem_of(word)


def marks_of(event: Event, text: str) -> Iterator[str]:
    """Words that number an event before one of its triggers, or in what it was done with or to: "a second missile"."""
    for trigger in event.triggers:
        yield from _marks(trigger, text)
    for participant in event.participants:
        if participant.role != "actor":
            yield from _marks(Span(participant.span.stop, participant.span.stop), text)


def _marks(trigger: Span, text: str) -> Iterator[str]:
    """Words just before a trigger that number it: "a second launch"."""
    before = text[max(0, trigger.start - 40) : trigger.start].rpartition(".")[2]
    for match in list(_WORD.finditer(before))[-3:]:
        if load_setting().has("ordinals", match[0].lower()):
            yield match[0].lower()
