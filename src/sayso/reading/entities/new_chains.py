"""A description that means nobody known is a new entity."""

from __future__ import annotations

from sayso.knowledge.nations import Nations
from sayso.reading import grammar as g
from sayso.reading.entities.discourse import Chain, Discourse
from sayso.reading.entities.nominals import AMOUNTS, Nominal

_AT_HOME = frozenset({"group", "military", "government", "organisation"})


def new_chain(discourse: Discourse, nations: Nations, nominal: Nominal, owner: Chain | None) -> Chain:
    """The entity that a description brings up, with the country that the phrase or the possessive before it gives."""
    country = nominal.country or _home(discourse, nations, nominal)
    if country is None and owner is not None:
        country = owner.country
    name = _without_amount(" ".join(nominal.span.of(discourse.parsed.text).split()))
    return Chain(
        kind=nominal.kind,
        name=name,
        country=country,
        gender=nominal.gender,
        plural=nominal.plural,
        words={nominal.noun, *nominal.noun.split(), *name.lower().split()},
        rule="nominal",
    )


def _home(discourse: Discourse, nations: Nations, nominal: Nominal) -> str | None:
    """The state that a phrase says a body or group is in ("security forces in Guinea", "demonstrators in Nairobi")."""
    if nominal.kind not in _AT_HOME:
        return None
    parsed = discourse.parsed
    based = [k.index for k in g.children(parsed, nominal.head, g.NOUN_CLAUSE) if k.lemma in ("base", "locate")]
    for place in [t for i in (nominal.head, *based) for t in g.prepositional(parsed, i, "in", "from", "across", "of")]:
        code = nations.code(g.phrase(parsed, place.index).of(parsed.text)) or _part_of(parsed, nations, place)
        capital = nations.metonym(place.text) if place.pos == g.NAME else None
        if code is not None or (capital is not None and capital.kind == "country"):
            return code or (capital.code if capital else None)
    return None


def _part_of(parsed: g.Parsed, nations: Nations, place: g.Token) -> str | None:
    """The state of "eastern Chad"."""
    plain = all(k.lower == k.text for k in g.children(parsed, place.index) if k.index < place.index)
    return nations.code(place.text) if plain else None


def _without_amount(name: str) -> str:
    """ "hundreds of protesters" goes by the name of "protesters"."""
    amount, of, rest = name.partition(" of ")
    return rest if of and amount.lower() in AMOUNTS else name
