"""The command line of sayso with a reader that parses nothing: a kind, names and days by the plainest rules.

As a program it takes calls from standard input, a JSON line with arguments and folder each, and runs them one by one in
a process of their own: it prints the number of that process, and after its end the exit code, minus the signal when it
was killed.
"""

from __future__ import annotations

import gc
import json
import os
import re
import resource
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from types import ModuleType

import sayso.add
import sayso.chronicle.upkeep
from sayso.cli import main
from sayso.ids import digest, event_id
from sayso.reading.kit import Kit
from sayso.records import (
    Claim,
    Document,
    Entity,
    Event,
    EventTime,
    Evidence,
    Mention,
    Participant,
    Place,
    Quantity,
    Reader,
    Reading,
    Timex,
)  # fmt: skip
from sayso.spans import Span
from sayso.work import crew

KINDS = {"visited": "visit", "shelled": "attack", "sank": "attack", "met": "meet", "denied": "deny", "tested": "test"}
_WORD = re.compile(r"\b(?:" + "|".join(KINDS) + r")\b")
_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_NUMBER = re.compile(r"\b\d+(?= people)")
_SENTENCE = re.compile(r"[^.\n]+")


def plain_reading(document: Document, kit: Kit) -> Reading:
    """Every sentence with one of the words of KINDS is an event: names before the word act, the next one suffers."""
    sentences = [Span(*m.span()) for m in _SENTENCE.finditer(document.text) if _WORD.search(m[0])]
    found = [_event(document, number, sentence) for number, sentence in enumerate(sentences, 1)]
    return Reading(
        reader=Reader("test", "plain", kit.digest),
        document=document,
        entities=_entities(document),
        places=tuple(place for _, place, _, _ in found if place),
        times=tuple(time for _, _, time, _ in found if time),
        events=tuple(event for event, *_ in found),
        claims=tuple(_claim(document, event) for event, *_ in found),
        quantities=tuple(number for *_, number in found if number),
    )


def _entities(document: Document) -> tuple[Entity, ...]:
    mentions: dict[str, list[Mention]] = {}
    for match in _NAME.finditer(document.text):
        mentions.setdefault(match[0], []).append(Mention(Span(*match.span()), match[0]))
    return tuple(
        Entity(f"e{n}", "person", name, mentions=tuple(found)) for n, (name, found) in enumerate(mentions.items(), 1)
    )


def _event(document: Document, n: int, sentence: Span) -> tuple[Event, Place | None, Timex | None, Quantity | None]:
    text = document.text
    word = _first(_WORD, document, sentence) or sentence
    place = _last_name(document, Span(word.stop, sentence.stop))
    time, number = _first(_DAY, document, sentence), _first(_NUMBER, document, sentence)
    day = time.of(text) if time else None
    event = Event(
        id=f"v{n}",
        kind=KINDS[word.of(text)],
        triggers=(word,),
        participants=tuple(_parties(document, sentence, word)),
        place=f"p{n}" if place else None,
        time=EventTime((f"t{n}",), "within", day, day) if day else None,
        status="negated" if word.of(text) == "denied" else "happened",
        sentence=sentence,
        key=event_id(document.version, word),
    )
    return (
        event,
        Place(f"p{n}", place.of(text), "NO", mentions=(place,)) if place else None,
        Timex(f"t{n}", time, day, "DATE", day, earliest=day, latest=day) if time and day else None,
        _quantity(document, n, number) if number else None,
    )


def _quantity(document: Document, n: int, number: Span) -> Quantity:
    quote = number.of(document.text)
    value = float(quote)
    return Quantity(f"n{n}", f"v{n}", "killed", None, value, value, value, False, number, quote)


def _parties(document: Document, sentence: Span, word: Span) -> Iterator[Participant]:
    entities = {entity.name: entity.id for entity in _entities(document)}
    for match in _NAME.finditer(document.text, sentence.start, sentence.stop):
        role = "actor" if match.end() <= word.start else "target"
        yield Participant(role, entities[match[0]], match[0], Span(*match.span()), match[0])


def _claim(document: Document, event: Event) -> Claim:
    evidence = Evidence(document.version, event.sentence, event.sentence.of(document.text))
    return Claim(f"c{event.id[1:]}", event.id, (), "asserts", "CT+", event.status, evidence=(evidence,))


def _first(pattern: re.Pattern[str], document: Document, inside: Span) -> Span | None:
    match = pattern.search(document.text, inside.start, inside.stop)
    return Span(*match.span()) if match else None


def _last_name(document: Document, inside: Span) -> Span | None:
    found = [Span(*m.span()) for m in _NAME.finditer(document.text, inside.start, inside.stop)]
    return found[-1] if found else None


class PlainKit(Kit):
    """A kit under whose digest the plain readings are stored; names of one's own make another reader."""

    parser = None  # type: ignore[assignment]

    @cached_property
    def digest(self) -> str:
        return digest("plain", *map(repr, self.own_names))


def read_all(documents: Iterable[Document], kit: Kit) -> Iterator[Reading]:
    """In the place of `sayso.reading.read.read_all`."""
    return (plain_reading(document, kit) for document in documents)


def install() -> None:
    """From now on this process reads plainly, loads no model, and always has the same time."""
    from sayso.reading import kit

    reading, startup = ModuleType("sayso.reading.read"), ModuleType("sayso.reading.startup")
    reading.read_all = read_all  # type: ignore[attr-defined]
    startup.import_without_commands = lambda: None  # type: ignore[attr-defined]
    sys.modules |= {reading.__name__: reading, startup.__name__: startup}
    kit.Kit = PlainKit  # type: ignore[misc]
    crew.FEW = 0  # this process reads
    for module in [m for name, m in sys.modules.items() if name.startswith("sayso.chronicle.") and hasattr(m, "now")]:
        module.now = lambda: "2031-01-01T00:00:00Z"  # type: ignore[attr-defined]
    sayso.add.BATCH = sayso.chronicle.upkeep.BATCH = 3  # more instants between two transactions


def serve() -> None:
    """Runs the calls that come on standard input, in copies of this process that have all tables loaded."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    from tests.plain_scene import scene

    with tempfile.TemporaryDirectory() as folder:
        reading = map(str.split, ("list", "export csv", "search where", "stats", "verify"))
        for call in (*scene(Path(folder, "a")), *reading):
            os.chdir(Path(folder, "a"))
            main(call)
        os.chdir(Path(__file__).parent)
    gc.collect()
    gc.freeze()  # the copies need not look through what they share
    for line in sys.stdin:
        call = json.loads(line)
        process = os.fork()
        if not process:
            os._exit(_run(**call))
        print(process, file=answers, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), file=answers, flush=True)


def _run(arguments: list[str], folder: str, limit: int | None, user: int | None) -> int:
    """One call in a folder, where what it prints goes; no file may grow above `limit` bytes."""
    os.chdir(folder)
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    for number, name in enumerate((os.devnull, "out.txt", "err.txt")):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
    if user is not None:
        os.setuid(user)
    try:
        return main(arguments)
    except SystemExit as left:
        return int(left.code or 0)
    except BaseException:
        traceback.print_exc()
        return 99
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


if __name__ == "__main__":
    install()
    serve()
