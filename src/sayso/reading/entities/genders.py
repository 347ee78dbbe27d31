"""The gender of a person as the text and the tables tell it: "m", "f" or None."""

from __future__ import annotations

from sayso.knowledge.offices import load_offices, singular
from sayso.knowledge.persons import load_persons
from sayso.records import Entity


def gender_of(entity: Entity) -> str | None:
    """From the name of a public person, then the words of roles ("spokeswoman"), then the given name."""
    if entity.kind != "person":
        return None
    public = load_persons().known(entity.name)
    if public is not None:
        return public.gender
    return _from_roles(entity) or _from_given_name(entity.name)


def _from_roles(entity: Entity) -> str | None:
    for role in entity.roles:
        words = role.quote.split()
        title = load_offices().title(words[-1]) or load_offices().title(singular(words[0].lower()))
        if title is not None and title.gender is not None:
            return title.gender
    return None


def _from_given_name(name: str) -> str | None:
    words = name.split()
    return load_persons().gender(words[0].split("-")[0]) or load_persons().gender(words[0]) if len(words) > 1 else None
