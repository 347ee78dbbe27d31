"""Descriptions resolved: "the ministry", "the North Korean leader", "the two leaders"; or taken for a new entity."""

from __future__ import annotations

from collections.abc import Callable

from sayso.knowledge.name_words import name_words
from sayso.knowledge.nations import Nations
from sayso.reading import grammar as g
from sayso.reading.entities.discourse import Chain, Discourse
from sayso.reading.entities.new_chains import new_chain
from sayso.reading.entities.nominals import Nominal

_PAIRS = frozenset({"two", "both", "2"})
_GENERIC = {
    "group": ("group",),
    "organisation": ("organisation", "group"),
    "media": ("media",),
    "military": ("military", "group"),
    "government": ("government",),
}
_BROAD = name_words("broad")


def resolve_nominal(discourse: Discourse, nations: Nations, nominal: Nominal) -> tuple[Chain, ...]:
    """The entities that a description means, its mention added to each; none for what says nothing of anybody."""
    token = discourse.parsed.tokens[nominal.head]
    told = token.role == g.ATTRIBUTE and not g.child(discourse.parsed, token.head, g.EXPLETIVE)
    if told or (token.role == g.APPOSITION and nominal.kind == "country"):
        return ()
    found = _pair(discourse, nominal) or _one(discourse, nations, nominal)
    for chain in found:
        discourse.mention(chain, nominal.span, "nominal")
    if len(found) > 1:
        discourse.pair(nominal.head, found)
    return found


def _one(discourse: Discourse, nations: Nations, nominal: Nominal) -> tuple[Chain, ...]:
    if nominal.is_state:
        return _only(_state(discourse, nations, nominal))
    if nominal.is_government:
        return _only(_governed(discourse, nations, nominal))
    known = _known(discourse, nominal)
    return (known or discourse.add(new_chain(discourse, nations, nominal, _owner_of(discourse, nominal))),)


def _only(chain: Chain | None) -> tuple[Chain, ...]:
    return () if chain is None else (chain,)


# --- pairs ---------------------------------------------------------------------------------------------------------


def _pair(discourse: Discourse, nominal: Nominal) -> tuple[Chain, ...]:
    """The two that "the two leaders", "both countries", "the two sides" mean: the last joined, else the last named."""
    if not nominal.plural or nominal.number not in _PAIRS or not (nominal.definite or nominal.number == "both"):
        return ()
    fits = _member(nominal)
    joined = next(
        (p.members for p in reversed(discourse.pairs) if len(p.members) == 2 and all(map(fits, p.members))), None
    )
    if joined is not None:
        return joined
    seen: dict[int, Chain] = {}
    for sighting in discourse.recent(discourse.parsed.tokens[nominal.head].sentence, 3):
        if fits(sighting.chain):
            seen.setdefault(id(sighting.chain), sighting.chain)
        if len(seen) == 2:
            return tuple(seen.values())
    return ()


def _member(nominal: Nominal) -> Callable[[Chain], bool]:
    if nominal.is_state or nominal.noun in ("government", "neighbor", "neighbour", "ally"):
        return lambda c: c.kind == "country"
    if nominal.noun == "side":
        return lambda c: c.kind in ("country", "organisation", "group", "military") and not c.plural
    if nominal.kind == "group":
        return lambda c: c.is_person and not c.plural and bool(c.roles or c.rule != "nominal")
    return lambda c: c.kind == nominal.kind and not c.plural


# --- states and governments ----------------------------------------------------------------------------------------


def _state(discourse: Discourse, nations: Nations, nominal: Nominal) -> Chain | None:
    """The state of "the country", "his country", "the kingdom"."""
    if nominal.plural or not nominal.definite or nominal.country is not None:
        return None
    if nominal.possessor is not None:
        owner = _owner(discourse, nominal.possessor)
        return discourse.country(owner.country, nations.name(owner.country)) if owner and owner.country else None
    sentence = discourse.parsed.tokens[nominal.head].sentence
    region = nations.within(nominal.span.of(discourse.parsed.text))
    there = region if region is not None else nations.countries
    barred = _own_state(discourse, nominal)

    def fits(chain: Chain) -> bool:
        return chain is not barred and chain.country in there and _is_such_a_state(nations, chain, nominal.noun)

    return _prominent(discourse, sentence, fits)


def _own_state(discourse: Discourse, nominal: Nominal) -> Chain | None:
    """The state that acts in a clause, which is not where it acts ("Chad has troops stationed in the country")."""
    parsed = discourse.parsed
    if parsed.tokens[nominal.head].role != g.PREPOSITION_OBJECT:
        return None
    verbs = (t for t in g.ancestors(parsed, nominal.head) if t.pos in (g.VERB, g.AUX))
    subjects = (g.subject(parsed, verb.index) for verb in verbs)
    acting = (discourse.at(s.index) for s in subjects if s is not None and s.index < nominal.head)
    return next((chain for chain in acting if chain is not None and chain.kind == "country"), None)


def _is_such_a_state(nations: Nations, chain: Chain, noun: str) -> bool:
    """Whether a state calls itself a kingdom, a republic; any state is a country."""
    if chain.kind != "country" or noun not in ("kingdom", "republic"):
        return chain.kind == "country"
    country = nations.countries.get(chain.country or "")
    return country is not None and any(noun in other.lower() for other in country.others)


def _owner(discourse: Discourse, possessor: int) -> Chain | None:
    """Who the possessive before a noun means."""
    return next((s.chain for s in reversed(discourse.sightings) if s.head == possessor), None)


def _owner_of(discourse: Discourse, nominal: Nominal) -> Chain | None:
    return None if nominal.possessor is None else _owner(discourse, nominal.possessor)


def _is_state(chain: Chain) -> bool:
    return chain.kind == "country"


def _prominent(discourse: Discourse, sentence: int, fits: Callable[[Chain], bool] = _is_state) -> Chain | None:
    """The state that the text is about here: by place in the sentence, nearness and how often it came up."""
    scores: dict[int, tuple[float, Chain]] = {}
    for sighting in discourse.recent(sentence):
        chain = sighting.chain
        if fits(chain):
            score = sighting.weight - 0.8 * (sentence - sighting.sentence) + 0.3 * min(chain.seen, 8)
            if score > scores.get(id(chain), (-99.0, chain))[0]:
                scores[id(chain)] = (score, chain)
    best = max(scores.values(), key=lambda pair: pair[0], default=None)
    return best[1] if best else discourse.most_seen(fits)


def _governed(discourse: Discourse, nations: Nations, nominal: Nominal) -> Chain | None:
    """A government as its state: named beside it, its head's ("the Okafor administration"), or the text's state."""
    if nominal.country is not None:
        return discourse.country(nominal.country, nations.name(nominal.country))
    owner = _owner_or_speaker(discourse, nominal)
    if nominal.possessor is not None and owner is None:
        return None  # "my administration", of nobody known
    if owner is not None and owner.country is not None:
        return discourse.country(owner.country, nations.name(owner.country))
    holder = next((c for head, c in discourse.named.items() if _inside(discourse, nominal, head)), None)
    if holder is not None and (holder.country is not None or holder.is_person):
        return discourse.country(holder.country, nations.name(holder.country)) if holder.country else None
    if not nominal.definite:
        return None
    return _prominent(discourse, discourse.parsed.tokens[nominal.head].sentence)


def _owner_or_speaker(discourse: Discourse, nominal: Nominal) -> Chain | None:
    """Whose government it is; "our government" is that of who speaks."""
    if nominal.possessor is None:
        return None
    return _owner(discourse, nominal.possessor) or discourse.speaker(discourse.parsed.tokens[nominal.possessor])


def _inside(discourse: Discourse, nominal: Nominal, head: int) -> bool:
    token = discourse.parsed.tokens[head]
    return nominal.span.start <= token.start and token.stop <= nominal.span.stop and head != nominal.head


# --- known entities ------------------------------------------------------------------------------------------------


def _known(discourse: Discourse, nominal: Nominal) -> Chain | None:
    sentence = discourse.parsed.tokens[nominal.head].sentence
    named = _named_at_end(discourse, nominal)
    if named is not None:
        named.country = named.country or nominal.country
        return named
    same = _same_words(discourse, nominal)
    if same is not None:
        return same
    if not nominal.definite or (nominal.possessor is not None and not nominal.country):
        return None
    back = 6 if nominal.country is None else 1000
    for fits in _fitting(nominal):
        found = discourse.latest(fits, sentence, back)
        if found is not None:
            return found
    return _named_later(discourse, nominal)


def _named_at_end(discourse: Discourse, nominal: Nominal) -> Chain | None:
    """The person whose name ends a description ("the envoy to Chad Ola Berg")."""
    if nominal.kind != "person" or nominal.plural:
        return None
    inside = ((c, m) for c in discourse.chains if c.is_person and c.rule != "nominal" for m in c.mentions)
    where = nominal.span
    ends = (c for c, m in inside if m.form == "name" and where.start < m.span.start and m.span.stop == where.stop)
    return next(ends, None)


def _named_later(discourse: Discourse, nominal: Nominal) -> Chain | None:
    """The person whose name with the same office and country is yet to come."""
    if nominal.kind != "person" or nominal.plural or nominal.country is None:
        return None
    fits = (c for c in discourse.chains if c.is_person and c.rule != "nominal" and c.country == nominal.country)
    return next((c for c in fits if all(word in c.words for word in nominal.noun.split())), None)


def _same_words(discourse: Discourse, nominal: Nominal) -> Chain | None:
    """An entity described before in the same words: groups always, single ones when meant as known."""
    if not (nominal.plural or nominal.definite) or nominal.span.of(discourse.parsed.text).lower() == "people":
        return None
    name = nominal.span.of(discourse.parsed.text).lower()
    return discourse.latest(
        lambda c: c.rule == "nominal" and c.plural == nominal.plural and c.name.lower() == name, 10**9, 10**9
    )


def _fitting(nominal: Nominal) -> list[Callable[[Chain], bool]]:
    """Which entity a definite description can mean, the surer test first."""
    if nominal.plural:
        return [lambda c: c.plural and _has_word(c, nominal) and _agrees(c, nominal)]
    if nominal.kind == "person":
        return [lambda c: c.is_person and not c.plural and _agrees(c, nominal) and _holds(c, nominal)]
    return [
        lambda c: _is_one_body(c, nominal) and _has_word(c, nominal) and nominal.country in (None, c.country),
        lambda c: _is_one_body(c, nominal) and _broadly(c, nominal),
    ]


def _is_one_body(chain: Chain, nominal: Nominal) -> bool:
    return chain.is_body and not chain.plural and chain.kind != "country" and _agrees(chain, nominal)


def _agrees(chain: Chain, nominal: Nominal) -> bool:
    clash = chain.country and nominal.country and chain.country != nominal.country
    return not clash and (chain.gender is None or nominal.gender is None or chain.gender == nominal.gender)


def _has_word(chain: Chain, nominal: Nominal) -> bool:
    return nominal.noun.split()[-1] in chain.words


def _holds(chain: Chain, nominal: Nominal) -> bool:
    """Whether a person has the office: all its words in name or roles; a leader also as president of the country."""
    words = nominal.noun.split()
    if all(w in chain.words for w in words):
        return nominal.country is None or chain.country == nominal.country
    leads = words[-1] == "leader" and chain.words & {"president", "premier", "prime", "king", "chancellor", "leader"}
    if leads and nominal.country is not None:
        return chain.country == nominal.country
    return words[-1] in ("man", "woman") and not nominal.modified


def _broadly(chain: Chain, nominal: Nominal) -> bool:
    """Whether a broad word ("the group") can mean a body of this kind."""
    return nominal.noun in _BROAD and not nominal.modified and chain.kind in _GENERIC.get(nominal.kind, ())
