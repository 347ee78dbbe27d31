"""Trigger frames: which word names an event of which kind, and in which slots its participants stand.

One file a kind in `knowledge/en/frames/`; `docs/frames.md` explains the format. Noun classes that constraints name
are in `knowledge/en/nouns.toml`.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from sayso.knowledge.tables import table

NO_EVENT = "none"  # the kind of frames that only keep others from firing

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

    `when` and `unless` pair a slot with the classes one of which its filler must (not) have.
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


class Frames:
    """All frames, found by the word class and lemma of the token that would be their trigger."""

    def __init__(self, frames: list[Frame], classes: dict[str, frozenset[str]]) -> None:
        self._by_word: dict[tuple[str, str], list[Frame]] = defaultdict(list)
        self._classes = classes
        self.all = tuple(frames)
        for frame in sorted(frames, key=lambda f: (f.kind != NO_EVENT, -_constraints(f))):
            self._by_word[frame.pos, frame.words[0]].append(frame)

    def of(self, pos: str, lemma: str) -> list[Frame]:
        """The frames of a word, those of no event first, then those with most constraints."""
        return self._by_word.get((pos, lemma), [])

    def classes(self, lemma: str) -> frozenset[str]:
        """The noun classes of a lemma."""
        return self._classes.get(lemma, frozenset())


def load_frames(*extra: Path) -> Frames:
    """The frames of the package, then those of the given TOML files (their `kind` must be in every row)."""
    folder = resources.files("sayso.knowledge.en") / "frames"
    rows: list[Frame] = []
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name):
        rows.extend(_read(file.read_text("utf-8"), file.name.removesuffix(".toml")))
    for path in extra:
        rows.extend(_read(path.read_text("utf-8"), path.stem))
    return Frames(rows, load_noun_classes())


def load_noun_classes() -> dict[str, frozenset[str]]:
    """Lemma to the classes that `nouns.toml` lists it under."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, lemmas in table("en/nouns.toml").items():
        for lemma in lemmas:
            found[lemma].add(name)
    return {lemma: frozenset(names) for lemma, names in found.items()}


def _read(text: str, kind: str) -> list[Frame]:
    found: list[Frame] = []
    for row in tomllib.loads(text).get("frame", []):
        triggers = _list(row["trigger"])
        examples = _list(row["example"])
        if len(triggers) != len(examples):
            raise ValueError(f"{kind}: {triggers} need as many examples, not {len(examples)}")
        for trigger, example in zip(triggers, examples, strict=True):
            found.append(_frame(row, kind, trigger, example, len(found)))
    return found


def _frame(row: dict[str, Any], file: str, trigger: str, example: str, number: int) -> Frame:
    pos = row["pos"]
    words = tuple(trigger.split())
    return Frame(
        id=f"{file}.{'-'.join(words)}.{number}",
        kind=row.get("kind", file),
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
