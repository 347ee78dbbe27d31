"""Events of one kind side by side: whether two that the text keeps apart may be the same happening."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.knowledge.setting import load_setting
from sayso.reading.events.scene import Scene
from sayso.reading.events.tellings import Setting, Telling
from sayso.reading.events.whereabouts import is_within
from sayso.records import Place

REACH = 20  # events of a kind that one is compared with, the first of the text and those around it: linear in length
_FAMILY = {"test": "launch"}  # kinds that one happening may be told as
_ROLES = ("actor", "target", "equipment")
_NUCLEAR = "nuclear weapon"
_NEAR = 3  # sentences between words of one kind about one thing


@dataclass(frozen=True, slots=True)
class Account:
    """One event as told so far: the number of its group, its tellings, and the names that tie it to the world."""

    number: int
    kind: str
    tellings: Sequence[Telling]
    actors: frozenset[str]
    targets: frozenset[str]
    classes: frozenset[str]
    negated: bool


def accounts_of(scene: Scene, groups: Sequence[Sequence[Telling]]) -> dict[str, list[Account]]:
    """The events of the 24 kinds by kind (launches and tests together), in the order of their groups."""
    gear = {e.id: e.class_ for e in scene.equipment}
    found: dict[str, list[Account]] = {}
    for number, group in enumerate(groups):
        if group[0].kind != "other":
            account = _account(gear, number, group)
            found.setdefault(account.kind, []).append(account)
    return found


def _account(gear: dict[str, str], number: int, group: Sequence[Telling]) -> Account:
    refs = {role: {p.ref for t in group for p in t.participants if p.role == role and p.ref} for role in _ROLES}
    classes = frozenset(gear[ref] for ref in refs["equipment"] if ref in gear)
    kind = _FAMILY.get(group[0].kind, group[0].kind)
    judged = group[0].judgement
    negated = judged.factuality.endswith("-") and judged.outcome != "failed"
    return Account(number, kind, group, frozenset(refs["actor"]), frozenset(refs["target"]), classes, negated)


def alike(scene: Scene, taker: Account, accounts: Sequence[Account], settings: Sequence[Setting]) -> Iterator[Account]:
    """The other events of a kind that may be the same happening; `accounts` are those of the kind, in order."""
    for account in _around(taker, accounts):
        fits = account.number != taker.number and account.negated == taker.negated
        if fits and account.tellings[0].judgement.tense != "future":
            places = [scene.place_by_id.get(settings[a.number].place or "") for a in (taker, account)]
            if _nested(places[0], places[1]) and _agree(scene, taker, account):
                yield account


def _nested(one: Place | None, other: Place | None) -> bool:
    """Whether two places may be one: the one lies in the other, or the index does not know where one of them is."""
    if one is None or other is None or one.lat is None or other.lat is None:
        return True
    return is_within(one, other) or is_within(other, one)


def _agree(scene: Scene, one: Account, other: Account) -> bool:
    """Whether no doer, target or equipment of the one speaks against those of the other."""
    if _clash(scene, one.actors, other.actors) or _clash(scene, one.targets, other.targets):
        return False
    nuclear = [_NUCLEAR in a.classes for a in (one, other) if a.classes]
    if one.kind == "launch" and True in nuclear and False in nuclear:  # a bomb test and a missile test
        return False
    if load_setting().has("once", one.kind):
        return True
    same_word = one.tellings[0].trigger.frame.words[0] == other.tellings[0].trigger.frame.words[0]
    open_ = (not one.targets or not other.targets) and _is_near(scene, one, other)
    named = bool(one.targets & scene.specific) and bool(other.targets & scene.specific)
    same_target = bool(one.targets & other.targets) or (same_word and not named)
    return bool(one.actors & other.actors) and (open_ or same_target)


def _is_near(scene: Scene, one: Account, other: Account) -> bool:
    """Whether some tellings of two events stand in neighbouring sentences."""
    first, second = ({scene.parsed.tokens[t.trigger.index].sentence for t in a.tellings} for a in (one, other))
    return any(abs(a - b) <= _NEAR for a in first for b in second)


def _clash(scene: Scene, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether both name somebody, and neither the same nor of one country."""
    one, other = mine & scene.specific, theirs & scene.specific
    if not one or not other or one & other:
        return False
    lands, others = _countries(scene, one), _countries(scene, other)
    return not lands & others


def _countries(scene: Scene, refs: frozenset[str]) -> set[str]:
    found = [scene.entity_by_id.get(r) or scene.place_by_id.get(r) for r in refs]
    return {f.country for f in found if f is not None and f.country is not None}


def _around(taker: Account, accounts: Sequence[Account]) -> list[Account]:
    """The first events of a kind, and those before and after one of them."""
    here = bisect_left(accounts, taker.number, key=lambda a: a.number)
    start = max(REACH, here - REACH)
    return [*accounts[:REACH], *accounts[start : max(start, here + REACH + 1)]]
