"""One event once: tellings of the same event in one text are found by a score and joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from sayso.reading.events.clues import DEFINITE, Clues, clues_of
from sayso.reading.events.likeness import APART, likeness
from sayso.reading.events.occasions import is_empty_toll, is_instance
from sayso.reading.events.scene import Scene
from sayso.reading.events.tellings import Telling

T = TypeVar("T")
_FAMILY = {"test": "launch"}  # kinds that one happening may be told as
SAME_EVENT = 1.05  # tellings with at least this score are one event
TOLD_OFTEN = 0.3  # added for each telling more of a group, for a noun that only refers ("the attack")
REACH = 20  # groups, and members of a group, that a telling is compared with at either end: keeps long texts linear


def group_tellings(scene: Scene, tellings: Sequence[Telling]) -> list[list[Telling]]:
    """The tellings by event: each joins the best group of its kind that scores enough; of equals, the one told most.

    The headline comes last: it repeats what the text tells, and must not tie together what the text keeps apart.
    """
    groups: list[list[Clues]] = []
    of_kind: dict[str, list[list[Clues]]] = {}
    for telling in sorted((t for t in tellings if not is_empty_toll(scene, t)), key=lambda t: t.title):
        clues = clues_of(scene, telling)
        kind = _FAMILY.get(clues.kind, clues.kind)
        rivals = of_kind.setdefault(kind, [])
        best = _best(rivals, clues)
        if best is None:
            rivals.append([])
            groups.append(rivals[-1])
            best = rivals[-1]
        best.append(clues)
    joined = _with_one_kind(scene, groups)
    return [group for group in joined if any(t.trigger.frame.certain and is_instance(scene, t) for t in group)]


def _with_one_kind(scene: Scene, groups: Sequence[Sequence[Clues]]) -> list[list[Telling]]:
    """The tellings of each event, all of one kind: rockets of a text about a satellite are launched, not tested."""
    in_space = {e.id for e in scene.equipment if e.class_ == "satellite"}
    about_space = any(c.kind in _FAMILY.values() and c.equipment & in_space for group in groups for c in group)
    rockets = {e.id for e in scene.equipment if about_space and e.name.lower().endswith("rocket")}
    return [_of_one_kind(group, in_space | rockets) for group in groups]


def _of_one_kind(group: Sequence[Clues], in_space: set[str]) -> list[Telling]:
    kind = group[0].kind
    if kind in _FAMILY or kind in _FAMILY.values():
        often = Counter(c.kind for c in group if not c.bare)
        launched = any(c.equipment & in_space and not c.nuclear and c.word == "launch" for c in group)
        kind = "launch" if launched else max(often, key=lambda k: often[k], default=kind)
    return [_of_kind(c.telling, kind) for c in group]


def _of_kind(telling: Telling, kind: str) -> Telling:
    if telling.kind == kind:
        return telling
    return replace(
        telling, trigger=replace(telling.trigger, frame=replace(telling.trigger.frame, kind=kind, acts_as=kind))
    )


def _best(groups: Sequence[list[Clues]], clues: Clues) -> list[Clues] | None:
    """The group that a telling fits best, None when it fits none; of equals the one told most, then the first."""
    scored = [(_fit(group, clues), len(group), -n, group) for n, group in enumerate(_ends(groups))]
    best = max(scored, default=None, key=lambda s: s[:3])
    return best[3] if best is not None and best[0] >= SAME_EVENT else None


def _ends(items: Sequence[T]) -> Sequence[T]:
    """The first and the latest of many: the groups that the text is about, and those told just now."""
    return items if len(items) <= 2 * REACH else [*items[:REACH], *items[-REACH:]]


def _fit(group: Sequence[Clues], clues: Clues) -> float:
    """How well a telling fits a group: the best fit with one member, spoilt by a clash with any."""
    new = not clues.title and (clues.another or (clues.counted and clues.is_verb))
    if new and not any(_may_be_beside(m, clues) for m in group):
        return APART
    scores = [likeness(member, clues) for member in _ends(group)]
    known = clues.bare and clues.article == DEFINITE and max(scores) > 0
    return max(scores) + min(0.0, min(scores)) + known * TOLD_OFTEN * min(len(group) - 1, 6)


def _may_be_beside(member: Clues, clues: Clues) -> bool:
    """Whether "another", "the second" does not part a telling from one before: "two blasts ... the second blast",
    "killed four, another attack of theirs"."""
    return member.plural or (member.sentence == clues.sentence and not clues.joined and not clues.counted)
