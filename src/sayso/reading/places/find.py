"""Resolve the places of a text, all at once: each name to one place of the gazetteer, or to none."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from sayso.knowledge.gazetteer import Feature, Gazetteer, fold
from sayso.knowledge.toponymy import KINDS_OF, country_of_domain
from sayso.reading import grammar as g
from sayso.reading.kit import Kit
from sayso.reading.places.choice import resolve
from sayso.reading.places.context import Group, join_lists
from sayso.reading.places.offsets import Offset, find_offsets
from sayso.reading.places.scan import Toponym
from sayso.reading.places.toponyms import find_toponyms
from sayso.records import Document, Entity, Place
from sayso.spans import Span


def find_places(parsed: g.Parsed, kit: Kit, entities: tuple[Entity, ...]) -> tuple[Place, ...]:
    """One place for each distinct real place that the text names, with all its mentions, in order of text."""
    groups = grouped(find_toponyms(parsed, kit, entities))
    join_lists(groups, parsed.text)
    resolve(groups, kit.gazetteer, told_nationalities(parsed, kit), home_of(parsed.document, kit))
    real = [group for group in groups if drop_metonyms(group)]
    return numbered(merge_groups(real), find_offsets(real, parsed.text), parsed.text, kit.gazetteer)


def home_of(document: Document, kit: Kit) -> str | None:
    """The state of the publisher, by its name, its address or the national ending of its address."""
    known = kit.publishers.by_name(document.publisher) if document.publisher else None
    known = known or (kit.publishers.by_domain(document.url) if document.url else None)
    if known is not None and known.country:
        return known.country
    return country_of_domain(document.url) if document.url else None


def drop_metonyms(group: Group) -> bool:
    """Take out the mentions that stand for their state, and say whether others are left; a namesake of the capital
    that the text plays in ("Paris" in a report from Texas) stands for no state."""
    chosen = group.chosen.country if group.chosen is not None else None
    group.mentions = [m for m in group.mentions if m.state is None or (chosen is not None and chosen != m.state)]
    return bool(group.mentions)


def grouped(toponyms: Iterable[Toponym]) -> list[Group]:
    """One sense a name and text, unless comma chains tell two apart."""
    by_name: dict[str, list[Toponym]] = {}
    for toponym in toponyms:
        by_name.setdefault(fold(toponym.name), []).append(toponym)
    return [group for mentions in by_name.values() for group in _senses(mentions)]


def _senses(mentions: list[Toponym]) -> list[Group]:
    """The pinned mentions by what they are pinned to, the others with the first of them."""
    pinned: dict[tuple[int, ...], list[Toponym]] = {}
    loose = []
    for mention in mentions:
        if mention.pinned:
            pinned.setdefault(tuple(f.row for f in mention.candidates), []).append(mention)
        else:
            loose.append(mention)
    groups = [Group(fold(m[0].name), m, m[0].candidates) for m in pinned.values()]
    if not groups:
        best = max(loose, key=lambda t: (t.kind in KINDS_OF, bool(t.candidates)))
        return [Group(fold(loose[0].name), loose, best.candidates)]
    groups[0].mentions.extend(loose)
    return groups


def told_nationalities(parsed: g.Parsed, kit: Kit) -> Counter[str]:
    """How often the text tells a nationality, by country code."""
    found: Counter[str] = Counter()
    for name in parsed.names:
        if name.label == g.NATIONALITY:
            code = kit.nations.demonym(parsed.tokens[name.last].text)
            if code:
                found[code] += 1
    return found


# --- records


def merge_groups(groups: list[Group]) -> list[list[Group]]:
    """The groups that mean one place together, by their first mention."""
    by_place: dict[str, list[Group]] = {}
    for group in groups:
        key = "?" + group.name if group.chosen is None or group.is_part else group.chosen.id
        by_place.setdefault(key, []).append(group)
    return sorted(by_place.values(), key=lambda own: min(m.span for group in own for m in group.mentions))


def numbered(merged: list[list[Group]], offsets: list[Offset], text: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The places in order of their first mentions; one told by its distance from another names it in its rule."""
    entries: list[list[Group] | Offset] = sorted([*offsets, *merged], key=_first_span)
    ids = {id(group): f"p{n}" for n, e in enumerate(entries, 1) if isinstance(e, list) for group in e}
    return tuple(
        _place(f"p{n}", e, gazetteer) if isinstance(e, list) else _offset_place(f"p{n}", e, ids[id(e.anchor)], text)
        for n, e in enumerate(entries, 1)
    )


def _first_span(entry: list[Group] | Offset) -> Span:
    return entry.span if isinstance(entry, Offset) else min(m.span for group in entry for m in group.mentions)


def _offset_place(identifier: str, offset: Offset, anchor: str, text: str) -> Place:
    lat, lon = offset.point
    return Place(
        id=identifier,
        name=" ".join(offset.span.of(text).split()),
        country=offset.country,
        lat=round(lat, 4),
        lon=round(lon, 4),
        precision="point",
        mentions=(offset.span,),
        rule=f"offset from {anchor}, {offset.kilometres:.3g} km at {offset.bearing:g} degrees",
    )


def _place(identifier: str, groups: list[Group], gazetteer: Gazetteer) -> Place:
    mentions = sorted((m for group in groups for m in group.mentions), key=lambda m: m.span)
    chosen = groups[0].chosen
    spans = tuple(Span(*m.span) for m in mentions)
    if chosen is None:
        told = next((m.country for m in mentions if m.country), None)
        return Place(identifier, mentions[0].name, country=told, mentions=spans, rule=mentions[0].rule)
    return Place(
        id=identifier,
        name=_shown(chosen, mentions),
        country=chosen.country,
        lat=round(chosen.lat, 4),
        lon=round(chosen.lon, 4),
        precision=chosen.precision,
        within=tuple(p.name for p in gazetteer.parents(chosen)),
        gazetteer=chosen.id,
        mentions=spans,
        score=round(_certainty(groups[0]), 3),
        rule=mentions[0].rule,
    )


def _shown(chosen: Feature, mentions: list[Toponym]) -> str:
    """The state's or sea's common name; other places as the text names them most fully."""
    if chosen.kind not in ("town", "capital", "admin1", "admin2"):
        return chosen.name
    written = [m.name for m in mentions if not (m.name.isupper() and len(m.name) > 3)]  # a dateline's capitals
    return max(written, key=len, default=chosen.name)


def _certainty(group: Group) -> float:
    """How far the best candidate leads: 0.5 a draw, 1 no rival."""
    lead = group.score - group.runner_up
    return 1.0 if lead > 700 else 1 / (1 + math.exp(-lead))
