"""Invented reports as Reading records, for measuring a chronicle of any size: nothing is parsed, nothing is real.

`readings(n)` yields `n` documents of about ten events each, a hundred a day in order of their days, the same for the
same numbers. The world is skewed as news is: one pair of states in a tenth of all events, few towns and persons in many
of them, three reports of a happening on average and up to a dozen. One document in ten is a copy under another address;
three in twenty events are planned, possible or denied; a fifth carries a toll that grows from report to report; two in
five give no day, one document in twenty is undated altogether.

Ten times as many documents are ten times as many days, as in a collection that goes on at its rate. States, towns,
persons and arms stay as many, so what is told of each grows with the collection: all blocks of names fill up, that of
the pair of states the most, while blocks of a name and a day stay as they are.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import blake2b

from sayso.records import (
    Attribution,
    Claim,
    Document,
    Entity,
    Equipment,
    Event,
    EventTime,
    Evidence,
    Mention,
    Participant,
    Place,
    Quantity,
    Reader,
    Reading,
    Source,
    Timex,
)
from sayso.spans import Span

FIRST = date(2021, 1, 1)
A_DAY = 100  # documents
EVENTS = 10  # of a document, on average
REPORTS = 3  # of a happening, on average
HOT = ("Avaria", "Belmark")  # the pair of a tenth of all events
READER = Reader("synthetic", "none", "synthetic")

_WORDS = {
    "attack": ("struck", "shelled", "bombed"), "meet": ("met", "received"), "visit": ("visited", "toured"),
    "agree": ("signed", "agreed"), "support": ("backed", "praised"), "transfer": ("delivered", "supplied"),
    "test": ("tested",), "launch": ("launched", "fired"), "deploy": ("deployed", "moved"), "seize": ("seized", "took"),
    "sanction": ("sanctioned", "blacklisted"), "protest": ("protested", "rallied"), "accuse": ("accused", "blamed"),
    "threaten": ("threatened", "warned"), "request": ("urged", "asked"), "reject": ("rejected", "refused"),
    "exercise": ("drilled", "exercised"), "build": ("built", "opened"), "decide": ("ruled", "decided"),
}  # fmt: skip
_SYLLABLES = [consonant + vowel for consonant in "bdklmnrst" for vowel in "aeio"]
_ARMED = ("attack", "test", "launch")
_SIGNS = {"planned": "CT+", "possible": "PS+", "negated": "CT-", "happened": "CT+"}


def name_of(number: int, syllables: int = 3) -> str:
    """A word for a number; other numbers have other words."""
    found = ""
    while number or len(found) < 2 * syllables:
        number, rest = divmod(number, len(_SYLLABLES))
        found += _SYLLABLES[rest]
    return found.capitalize()


@dataclass(frozen=True, slots=True)
class Happening:
    """What was the case in the invented world."""

    day: date
    kind: str
    word: str
    actor: str
    target: str
    person: str
    town: int | None
    weapon: str | None
    toll: int | None
    status: str
    theme: int
    told: tuple[str, ...]


class World:
    """States, towns, persons and what happens between them, day by day."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.states = {name_of(n + 40) + "ia": f"{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(100)}
        self.states |= {HOT[0]: "XA", HOT[1]: "XB"}
        names = sorted(self.states)
        self.themes = [HOT, *(tuple(self.random.sample(names, 2)) for _ in range(400))]
        self.towns = [(name_of(n + 2000), self.random.choice(names), *self._spot()) for n in range(4000)]

    def _spot(self) -> tuple[float, float]:
        return round(self.random.uniform(-60, 60), 3), round(self.random.uniform(-170, 170), 3)

    def skewed(self, most: int, mean: float) -> int:
        """A number below `most`, small ones more often."""
        return min(int(self.random.expovariate(1 / mean)), most - 1)

    def theme(self) -> int:
        return 0 if self.random.random() < 0.1 else 1 + self.skewed(400, 80)

    def happening(self, day: date, theme: int) -> Happening:
        dice, pair = self.random, self.themes[theme]
        actor, target = pair if dice.random() < 0.7 else pair[::-1]
        kind = "attack" if dice.random() < 0.2 else dice.choice(sorted(_WORDS))
        number = theme * 60 + self.skewed(60, 12)
        return Happening(
            day, kind, dice.choice(_WORDS[kind]), actor, target, f"{name_of(number, 2)} {name_of(number * 7 + 11)}",
            theme * 10 + self.skewed(40, 10) if dice.random() < 0.75 else None,
            f"{name_of(dice.randrange(30), 2)}-{dice.randrange(1, 9)}" if kind in _ARMED else None,
            dice.randrange(1, 60) if kind == "attack" or dice.random() < 0.05 else None,
            dice.choices(("happened", "planned", "possible"), (88, 7, 5))[0], theme,
            tuple(self.word() for _ in range(6)),
        )  # fmt: skip

    def word(self) -> str:
        return name_of(self.skewed(6000, 1500) + 9000).lower()

    def day(self, day: date, number: int) -> list[Happening]:
        """What happens on a day that `number` events of reports are to tell."""
        return [self.happening(day, self.theme()) for _ in range(max(1, number // REPORTS))]


def readings(number: int, seed: int = 1) -> Iterator[Reading]:
    """So many documents in order of their days."""
    world, recent = World(seed), deque[list[Happening]](maxlen=3)
    before: deque[Reading] = deque(maxlen=60)
    for n in range(number):
        if n % A_DAY == 0:
            recent.append(world.day(FIRST + timedelta(days=n // A_DAY), A_DAY * EVENTS))
        if before and world.random.random() < 0.1:
            yield _copy(world.random.choice(before), n)
        else:
            found = _Report(world, FIRST + timedelta(days=n // A_DAY), n).write(_chosen(world, recent))
            before.append(found)
            yield found


def _chosen(world: World, recent: deque[list[Happening]]) -> list[Happening]:
    """What a report tells: most of it of one theme."""
    days = [world.random.choices(range(len(recent)), range(1, len(recent) + 1))[0] for _ in range(2)]
    theme = world.random.choice(recent[-1]).theme
    inside = [h for d in sorted(set(days)) for h in recent[d] if h.theme == theme]
    others = world.random.choices(recent[-1], k=3)
    found = world.random.sample(inside, min(len(inside), EVENTS - 3)) + others
    found += world.random.choices(recent[days[0]], k=max(0, EVENTS - len(found)))
    return list(dict.fromkeys(found))


def _copy(of: Reading, number: int) -> Reading:
    address = f"https://copy.example/{number}"
    return replace(of, document=replace(of.document, id=address, url=address, publisher=f"Copy {number % 7}"))


@dataclass(slots=True)
class _Report:
    """One document while it is written: its text in pieces, and records with spans into it."""

    world: World
    day: date
    number: int
    text: str = ""
    entities: dict[str, Entity] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    weapons: dict[str, Equipment] = field(default_factory=dict)
    times: list[Timex] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)

    def write(self, told: list[Happening]) -> Reading:
        dice = self.world.random
        undated = dice.random() < 0.05
        for happening in told:
            self._tell(happening, dice.random() < 0.03, dice.random() < 0.6 and not undated)
        version = blake2b(self.text.encode(), digest_size=32).hexdigest()
        address = f"https://wire{self.world.skewed(300, 60)}.example/{self.number}"
        document = Document(
            address, version, self.text, url=address, publisher=f"Wire {self.world.skewed(300, 60)}",
            published=None if undated else self.day.isoformat(), language="en", capture=version,
        )  # fmt: skip
        return Reading(
            READER, document, tuple(self.entities.values()), tuple(self.weapons.values()), tuple(self.places.values()),
            tuple(self.times), tuple(self.attributions), tuple(self.events),
            tuple(self._claim(event, document) for event in self.events), tuple(self.quantities),
        )  # fmt: skip

    def _add(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def _tell(self, told: Happening, denied: bool, dated: bool) -> None:
        start, dice = len(self.text), self.world.random
        taking = [self._party("actor", told.actor, "country", self.world.states[told.actor])]
        if dice.random() < 0.5:
            self._add(" under ")
            taking.append(self._party("actor", told.person, "person", self.world.states[told.actor]))
        self._add(" did not " if denied else {"planned": " will have ", "possible": " may have "}.get(told.status, " "))
        word = self._add(told.word if dice.random() < 0.8 else dice.choice(_WORDS[told.kind]))
        self._add(" ")
        taking.append(self._party("target", told.target, "country", self.world.states[told.target]))
        if told.weapon and dice.random() < 0.7:
            taking.append(self._weapon(told.weapon))
        place = self._place(told.town) if told.town is not None and dice.random() < 0.8 else None
        time = self._time(told.day) if dated else None
        local = f"v{len(self.events) + 1}"
        if told.toll and dice.random() < 0.6:
            self._toll(told.toll + (self.day - told.day).days, local)
        self._add(", " + " ".join(w if dice.random() < 0.6 else self.world.word() for w in told.told))
        source = self._source(start) if dice.random() < 0.4 else ()
        self._add(".")
        status = "negated" if denied else told.status
        self.events.append(
            Event(
                local, told.kind, (word,), tuple(taking), place, time, factuality=_SIGNS[status], status=status,
                tense="future" if status == "planned" else "past", attributions=source,
                sentence=Span(start, len(self.text)), key=f"{blake2b(self.text.encode(), digest_size=8).hexdigest()}",
            )
        )  # fmt: skip
        self._add(" ")

    def _party(self, role: str, name: str, kind: str, country: str) -> Participant:
        span = self._add(name)
        before = self.entities.get(name) or Entity(f"e{len(self.entities) + 1}", kind, name, country=country)
        self.entities[name] = replace(before, mentions=(*before.mentions, Mention(span, name)))
        return Participant(role, before.id, name, span, name)

    def _weapon(self, name: str) -> Participant:
        self._add(" with ")
        span = self._add(name)
        before = self.weapons.get(name) or Equipment(f"q{len(self.weapons) + 1}", name, "missile")
        self.weapons[name] = replace(before, mentions=(*before.mentions, Mention(span, name)))
        return Participant("equipment", before.id, name, span, name)

    def _place(self, number: int) -> str:
        name, state, lat, lon = self.world.towns[number % len(self.world.towns)]
        self._add(" in ")
        span = self._add(name)
        before = self.places.get(name) or Place(
            f"p{len(self.places) + 1}", name, self.world.states[state], lat, lon, "populated place", (state,)
        )
        self.places[name] = replace(before, mentions=(*before.mentions, span))
        return before.id

    def _time(self, day: date) -> EventTime:
        self._add(" on ")
        quote, value = f"{day.day} {day:%B %Y}", day.isoformat()
        span, local = self._add(quote), f"t{len(self.times) + 1}"
        self.times.append(Timex(local, span, quote, "DATE", value, earliest=value, latest=value))
        return EventTime((local,), "within", value, value)

    def _toll(self, toll: int, event: str) -> None:
        self._add(", killing ")
        span = self._add(str(toll))
        local = f"n{len(self.quantities) + 1}"
        self.quantities.append(
            Quantity(local, event, "killed", None, toll, toll, toll, False, span, self.text[span.start :])
        )

    def _source(self, start: int) -> tuple[str, ...]:
        content, name = Span(start, len(self.text)), f"{name_of(self.world.skewed(900, 150) + 3000)} Ministry"
        self._add(", the ")
        party, local = self._party("source", name, "government", "XA"), f"a{len(self.attributions) + 1}"
        self._add(" ")
        cue = self._add("said")
        source = Source(party.ref, name, "government", party.span, "XA")
        self.attributions.append(Attribution(local, source, cue, (content,)))
        return (local,)

    def _claim(self, event: Event, document: Document) -> Claim:
        stance = "denies" if event.status == "negated" else "asserts"
        words = Evidence(document.version, event.sentence, event.sentence.of(self.text))
        return Claim(
            f"c{event.id[1:]}", event.id, event.attributions, stance, event.factuality, event.status, (), (words,)
        )
