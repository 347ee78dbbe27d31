"""Short forms joined to full names: surnames, acronyms, parts of the names of bodies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sayso.knowledge.name_words import name_words
from sayso.knowledge.offices import load_offices
from sayso.knowledge.persons import plain_name
from sayso.reading.entities.genders import gender_of
from sayso.reading.entities.own_names import is_own, known_apart
from sayso.reading.grammar import Parsed
from sayso.records import Entity, Mention, Role

_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "de", "to", "&"})
_SURNAME_FIRST = frozenset({"CN", "HK", "KP", "KR", "TW", "VN"})  # states
_PARTICLES = name_words("particle")
_SUFFIXES = name_words("suffix")
_OPENERS = name_words("opener")


def join_names(parsed: Parsed, entities: Sequence[Entity]) -> list[Entity]:
    """The entities with each short form's mentions given to the full name that it stands for."""
    persons = _join_persons(parsed, [e for e in entities if e.kind == "person"])
    bodies = _join_bodies(parsed, [e for e in entities if e.kind not in ("person", "country")])
    rest = [e for e in entities if e.kind == "country"]
    joined = [_as_listed(e, entities) for e in (*persons, *bodies, *rest)]
    return sorted(joined, key=lambda e: e.mentions[0].span)


def _as_listed(joined: Entity, entities: Sequence[Entity]) -> Entity:
    """A joined entity one of whose parts a listed name found, under that name."""
    if is_own(joined.rule):
        return joined
    spans = {m.span for m in joined.mentions}
    listed = next((e for e in entities if is_own(e.rule) and e.mentions[0].span in spans), None)
    if listed is None:
        return joined
    forms = dict.fromkeys(m.quote for m in joined.mentions if m.form == "name")
    return replace(
        joined,
        kind=listed.kind,
        name=listed.name,
        aliases=tuple(form for form in forms if form != listed.name),
        country=listed.country or joined.country,
        rule=listed.rule,
    )


# --- persons -------------------------------------------------------------------------------------------------------


def _join_persons(parsed: Parsed, persons: list[Entity]) -> list[Entity]:
    full = [p for p in persons if len(_words(p)) > 1 and not _is_surname_alone(p)]
    merged = _same_person(full)
    given: dict[str, list[Mention]] = {}
    roles: dict[str, list[Role]] = {}
    left: list[Entity] = []
    for short in (p for p in persons if p not in full):
        fitting = [m for m in merged if _can_be(short, m) and not known_apart(short, m)]
        candidates = [m for m in fitting if _has_surname(m, _words(short)[-1])] or fitting
        if not candidates:
            left.append(short)
            continue
        for mention in short.mentions:
            chosen = _most_salient(_addressed(parsed, candidates, mention), mention)
            given.setdefault(chosen.id, []).append(mention)
            roles.setdefault(chosen.id, []).extend(short.roles if mention is short.mentions[0] else ())
    return [_with(m, given.get(m.id, ()), roles.get(m.id, ())) for m in merged] + left


def _addressed(parsed: Parsed, candidates: list[Entity], mention: Mention) -> list[Entity]:
    """Those known to be of the gender that the word before a mention tells ("Ms. Kim"), all when none is."""
    before = parsed.text[max(0, mention.span.start - 20) : mention.span.start].split()
    title = load_offices().title(before[-1]) if before else None
    gender = title.gender if title is not None else None
    return [c for c in candidates if gender is not None and gender_of(c) == gender] or candidates


def _has_surname(full: Entity, surname: str) -> bool:
    """Whether a full name ends with a surname, or begins with it where surnames come first ("Kim Jong-un")."""
    words = _words(full)
    return words[-1] == surname or (full.country in _SURNAME_FIRST and words[0] == surname)


def _words(entity: Entity) -> list[str]:
    return plain_name(entity.name).split()


def _is_surname_alone(entity: Entity) -> bool:
    """Whether a name of two words is a surname with its particle ("al-Assad", "Le Drian")."""
    words = _words(entity)
    return len(words) == 2 and words[0] in _PARTICLES


def _same_person(full: list[Entity]) -> list[Entity]:
    """Full names joined that differ by initials, middle names or a suffix ("Sergei K. Shoigu", "Sergei Shoigu")."""
    merged: list[Entity] = []
    for person in sorted(full, key=lambda p: -len(_words(p))):
        longer = next((n for n, m in enumerate(merged) if _one_person(person, m)), None)
        if longer is None:
            merged.append(person)
        else:
            merged[longer] = _with(merged[longer], person.mentions, person.roles, country=person.country)
    return merged


def _one_person(person: Entity, full: Entity) -> bool:
    return not known_apart(person, full) and _shorter_of(_words(person), _words(full))


def _shorter_of(short: list[str], long: list[str]) -> bool:
    """Whether all words of the shorter name stand in the longer, in order, and both have the same surname."""
    long = [w for w in long if w not in _SUFFIXES]
    short = [w for w in short if w not in _SUFFIXES]
    if not short or not long or short[-1] != long[-1]:
        return False
    waiting = iter(long)
    return all(any(w == seen for seen in waiting) for w in short)


def _can_be(short: Entity, full: Entity) -> bool:
    words, whole = _words(short), _words(full)
    bare = [w for w in words if w not in _PARTICLES] or words
    first_alone = whole[0] == words[0] and len(words) == 1
    ends = [w for w in whole if w not in _SUFFIXES]
    misspelt = len(bare) == 1 and _misspelt(bare[0], ends[-1])
    if not (ends[-len(bare) :] == bare or first_alone or misspelt):
        return False
    mine, theirs = gender_of(short), gender_of(full)
    return mine is None or theirs is None or mine == theirs


def _misspelt(one: str, other: str) -> bool:
    """Whether two surnames differ by one letter, their first three being the same ("Saree", "Sarea")."""
    short, long = sorted((one, other), key=len)
    if len(short) < 5 or short[:3] != long[:3] or len(long) - len(short) > 1:
        return False
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) == 1
    return any(long[:n] + long[n + 1 :] == short for n in range(3, len(long)))


def _most_salient(candidates: list[Entity], mention: Mention) -> Entity:
    """The candidate named most often before the mention, the later named of equals; else the first named after it."""

    def salience(entity: Entity) -> tuple[int, bool, int]:
        before = [m.span.start for m in entity.mentions if m.span.start < mention.span.start]
        return (len(before), not _relative(entity), max(before, default=-entity.mentions[0].span.start))

    return max(candidates, key=salience)


def _relative(entity: Entity) -> bool:
    """Whether the text brings a person in as somebody's father, wife, ..."""
    return any(load_offices().sector(r.quote.split()[-1]) == "family" for r in entity.roles)


# --- bodies --------------------------------------------------------------------------------------------------------


def _join_bodies(parsed: Parsed, bodies: list[Entity]) -> list[Entity]:
    """Acronyms to what they abbreviate, then parts of names to the whole."""
    merged: list[Entity] = []
    for body in sorted(bodies, key=lambda b: (_is_acronym(b.name), -len(_words(b)))):
        whole = next((n for n, m in enumerate(merged) if _stands_for(parsed, body, m)), None)
        if whole is None:
            merged.append(body)
        else:
            merged[whole] = _with(merged[whole], body.mentions, body.roles, country=body.country)
    return merged


def _is_acronym(name: str) -> bool:
    letters = name.replace(".", "")
    return letters.isupper() and letters.isalnum() and 2 <= len(letters) <= 8


def _stands_for(parsed: Parsed, short: Entity, full: Entity) -> bool:
    if known_apart(short, full) or (short.country and full.country and short.country != full.country):
        return False
    if _is_acronym(short.name):
        return _initials(full.name) == short.name.replace(".", "") or _bracketed(parsed, short, full)
    return _part_of(short, full)


def _initials(name: str) -> str:
    return "".join(w[0] for w in name.replace("-", " ").split() if w.lower() not in _SMALL and w[0].isalpha()).upper()


def _bracketed(parsed: Parsed, short: Entity, full: Entity) -> bool:
    """Whether the acronym stands in brackets right after the full name."""
    stops = {m.span.stop for m in full.mentions}
    starts = (m.span.start for m in short.mentions)
    return any(parsed.text[s - 2 : s] == " (" and s - 2 in stops for s in starts)


def _part_of(short: Entity, full: Entity) -> bool:
    """Whether the words of the one begin or end the other ("Mahan", "Coast Guard"), kinds agreeing."""
    part, whole = _words(short), _words(full)
    if len(part) >= len(whole) or ({short.kind, full.kind} & {"facility"} and short.kind != full.kind):
        return False
    begins = whole[: len(part)] == part and (len(whole) == len(part) or whole[len(part)] not in ("state",))
    ends = whole[-len(part) :] == part and short.kind in (full.kind, "organisation")
    return (begins and _distinct(part)) or ends


def _distinct(words: list[str]) -> bool:
    """Not a word that opens many names."""
    return words[0] not in _OPENERS


# --- the joined entity ---------------------------------------------------------------------------------------------


def _with(entity: Entity, mentions: Iterable[Mention], roles: Iterable[Role], *, country: str | None = None) -> Entity:
    """The entity with more mentions and roles; forms that are not its name are aliases."""
    together = tuple(sorted((*entity.mentions, *mentions), key=lambda m: m.span))
    forms = dict.fromkeys(m.quote for m in together if m.form == "name")
    return replace(
        entity,
        mentions=together,
        aliases=tuple(f for f in forms if f != entity.name),
        roles=tuple(sorted({r.quote: r for r in (*roles, *entity.roles)}.values(), key=lambda r: r.span)),
        country=entity.country or country,
    )
