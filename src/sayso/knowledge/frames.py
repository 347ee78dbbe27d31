"""Trigger frames: which word names an event of which kind, and in which slots its participants stand.

One file a kind in `knowledge/en/frames/`; `docs/frames.md` explains the format. Noun classes that constraints name
are in `knowledge/en/nouns.toml`.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from sayso.knowledge.tables import table
from sayso.records import EQUIPMENT_CLASSES

NO_EVENT = "none"  # the kind of frames that only keep others from firing
POS = ("verb", "noun", "adjective")
FRAME_KEYS = frozenset(
    {"kind", "trigger", "pos", "actor", "target", "equipment", "when", "unless", "outcome", "status", "certain"}
    | {"example", "not"}
)
SLOTS_OF_WORDS = frozenset(
    {"any", "complement", "clause word", "own", "predicate"}
)  # their constraints name lemmas or classes
CLASSES_OF_RECORDS = frozenset(
    {"person", "state", "body", "organisation", "group", "military", "media", "facility", "actor", "place", "date"}
    | {"number", "money", "equipment", "pronoun", "self", *EQUIPMENT_CLASSES}
)  # what a filler is by what the reader found there; all other classes are those of `nouns.toml`

_DEFAULT_SLOTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("verb", "actor"): ("subject",),
    ("verb", "target"): ("object",),
    ("noun", "actor"): ("possessor", "by", "support subject", "modifier"),
    ("noun", "target"): ("on", "against", "of"),
    ("adjective", "actor"): ("subject",),
}
Constraint = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to name an event. `words[0]` is the lemma of the trigger, the others follow it in its clause.

    `when` and `unless` pair a slot with the classes one of which its filler must (not) have. `acts_as` is the kind
    whose habits the event has: its own, or for a kind that a user added the one of the 24 that it is like.
    """

    id: str
    kind: str
    words: tuple[str, ...]
    pos: str
    actor: tuple[str, ...]
    target: tuple[str, ...]
    equipment: tuple[str, ...]
    when: tuple[Constraint, ...]
    unless: tuple[Constraint, ...]
    outcome: str | None
    status: str | None
    certain: bool
    example: str
    counters: tuple[str, ...]
    acts_as: str


class Frames:
    """All frames, found by the word class and lemma of the token that would be their trigger."""

    def __init__(
        self, frames: Iterable[Frame], classes: Mapping[str, frozenset[str]], *, own: Iterable[Frame] = ()
    ) -> None:
        """`own` are frames of users: they come before all others."""
        self._by_word: dict[tuple[str, str], list[Frame]] = defaultdict(list)
        self._classes = classes
        self.all = (*own, *frames)
        for group in (own, frames):
            for frame in sorted(group, key=lambda f: (f.kind != NO_EVENT, -_constraints(f))):
                self._by_word[frame.pos, frame.words[0]].append(frame)

    def of(self, pos: str, lemma: str) -> list[Frame]:
        """The frames of a word: users' own first, then those of no event, then those with most constraints."""
        return self._by_word.get((pos, lemma), [])

    def classes(self, lemma: str) -> frozenset[str]:
        """The noun classes of a lemma."""
        return self._classes.get(lemma, frozenset())


def load_frames() -> Frames:
    """The frames of the package."""
    return Frames(package_frames(), load_noun_classes())


@cache
def package_frames() -> tuple[Frame, ...]:
    """The rows of `en/frames/`, file by file."""
    folder = resources.files("sayso.knowledge.en") / "frames"
    found: list[Frame] = []
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name):
        rows = tomllib.loads(file.read_text("utf-8")).get("frame", [])
        found.extend(frames_of(rows, file.name.removesuffix(".toml")))
    return tuple(found)


def load_noun_classes() -> dict[str, frozenset[str]]:
    """Lemma to the classes that `nouns.toml` lists it under."""
    return noun_classes_of(table("en/nouns.toml"))


def noun_classes_of(lists: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Lemma to classes, from lists of lemmas by class."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, lemmas in lists.items():
        for lemma in lemmas:
            found[lemma].add(name)
    return {lemma: frozenset(names) for lemma, names in found.items()}


def known_class(slot: str, name: str) -> bool:
    """Whether anything can be of the class `name` in a slot: a misspelt one would never hold, or never keep out."""
    return slot in SLOTS_OF_WORDS or name in CLASSES_OF_RECORDS or name in table("en/nouns.toml")


def frames_of(rows: Iterable[dict[str, Any]], file: str, like: Mapping[str, str] = MappingProxyType({})) -> list[Frame]:
    """The frames that rows of TOML describe, one a trigger; their kind is `file` where a row names none.

    `like` gives a kind the other whose habits it has.

    Raises `ValueError` when a row has not as many examples as triggers.
    """
    found: list[Frame] = []
    for row in rows:
        triggers = _list(row["trigger"])
        examples = _list(row["example"])
        if len(triggers) != len(examples):
            raise ValueError(f"{file}: {triggers} need as many examples, not {len(examples)}")
        for trigger, example in zip(triggers, examples, strict=True):
            found.append(_frame(row, file, trigger, example, len(found), like))
    return found


def _frame(row: dict[str, Any], file: str, trigger: str, example: str, number: int, like: Mapping[str, str]) -> Frame:
    pos, kind = row["pos"], row.get("kind", file)
    words = tuple(trigger.split())
    return Frame(
        id=f"{file}.{'-'.join(words)}.{number}",
        kind=kind,
        words=words,
        pos=pos,
        actor=_slots(row, pos, "actor"),
        target=_slots(row, pos, "target"),
        equipment=_slots(row, pos, "equipment"),
        when=_constraint_list(row.get("when", {})),
        unless=_constraint_list(row.get("unless", {})),
        outcome=row.get("outcome"),
        status=row.get("status"),
        certain=row.get("certain", True),
        example=example.replace("[", "").replace("]", ""),
        counters=tuple(_list(row.get("not", []))),
        acts_as=like.get(kind, kind),
    )


def _slots(row: dict[str, Any], pos: str, role: str) -> tuple[str, ...]:
    return tuple(_list(row[role])) if role in row else _DEFAULT_SLOTS.get((pos, role), ())


def _constraint_list(tables: dict[str, Any] | list[dict[str, Any]]) -> tuple[Constraint, ...]:
    """The constraints of a table, or of several when a slot stands in more than one."""
    return tuple((slot, tuple(_list(classes))) for table in _list(tables) for slot, classes in table.items())


def _constraints(frame: Frame) -> int:
    return len(frame.when) + len(frame.unless) + 2 * (len(frame.words) - 1)


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
