"""What a number is of: killed, wounded, detained, money, distance ... as the words around it say."""

from __future__ import annotations

from sayso.knowledge.quantities import Counted, Quantities
from sayso.reading import grammar as g
from sayso.reading.kit import Kit
from sayso.reading.quantities.numerals import Numeral, singular, unit_name

PEOPLE, ITEMS, MONEY, CASUALTIES = "people", "items", "money", "casualties"
_UNDERGOES = frozenset({g.OBJECT, g.PASSIVE_SUBJECT, g.DATIVE, g.OBJECT_PREDICATE})
_REACH = 3  # words after those counted in which their state may stand


def kind_of(parsed: g.Parsed, kit: Kit, known: Quantities, numeral: Numeral) -> tuple[str, str | None]:
    """What a number is of, and its unit: ("money", "USD"), ("distance", "km"), ("killed", None), ("items", None)."""
    measured = _measure(parsed, known, numeral)
    if measured is not None:
        return measured
    counted = numeral.counted
    people = numeral.alone or _are_people(known, kit, counted)
    for row in known.counted:
        if _counts(parsed, row, counted, people):
            return (CASUALTIES if _left_open(parsed, known, counted) else row.of), None
    return (PEOPLE if people else ITEMS), None


def _measure(parsed: g.Parsed, known: Quantities, numeral: Numeral) -> tuple[str, str] | None:
    stretch = parsed.tokens[numeral.first : numeral.last + 1]
    for word in map(singular, stretch):
        if word in known.currency:
            return ("mass", "lb") if _is_weight(parsed, known, numeral) else (MONEY, known.currency[word])
    return next((known.units[n] for n in (unit_name(stretch[-2:]), unit_name(stretch[-1:])) if n in known.units), None)


def _is_weight(parsed: g.Parsed, known: Quantities, numeral: Numeral) -> bool:
    """Whether pounds are weighed: "1,300 pounds (600 kg) of explosives", not "2 million pounds"."""
    stretch = parsed.tokens[numeral.first : numeral.last + 1]
    after = parsed.tokens[numeral.last + 1] if numeral.last + 1 < len(parsed.tokens) else None
    weighed = after is not None and after.text in ("of", "(") and stretch[-1].lower in ("pound", "pounds")
    return weighed and not any(t.lower in known.scales for t in stretch)


def _are_people(known: Quantities, kit: Kit, counted: g.Token) -> bool:
    """Whether a noun is one of people: "soldiers", "others", "Americans"."""
    return counted.lemma in known.people or (counted.pos == g.NAME and kit.nations.demonym(counted.text) is not None)


def _left_open(parsed: g.Parsed, known: Quantities, counted: g.Token) -> bool:
    """Whether the text leaves open what befell them: "54 civilians were killed or injured"."""
    verb = g.first_conjunct(parsed, parsed.tokens[g.first_conjunct(parsed, counted.index).head].index)
    joined = {t.lemma for t in g.conjuncts(parsed, verb.index)} if verb.pos == g.VERB else set()
    either = any(k.lower == "or" for k in g.children(parsed, verb.index, g.COORDINATOR))
    return either and sum(bool(joined & row.done) for row in known.counted) > 1


def _counts(parsed: g.Parsed, row: Counted, counted: g.Token, people: bool) -> bool:
    """Whether those counted are the dead (the wounded, ...) of the clause."""
    lead = g.first_conjunct(parsed, counted.index)
    above = parsed.tokens[lead.head]
    if counted.lemma in row.nouns or counted.lower in row.states or above.lemma in row.pairs.get(counted.lemma, ()):
        return True
    return people and (
        (lead.role in _UNDERGOES and above.lemma in row.done)
        or (lead.role in g.SUBJECTS and (above.lemma in row.suffered or _is_state(parsed, row, above)))
        or (lead.role == g.PREPOSITION_OBJECT and _is_under_noun(parsed, row, above))
        or any(k.lemma in row.done for k in g.children(parsed, counted.index, g.NOUN_CLAUSE) if k.form == g.PARTICIPLE)
        or _state_follows(parsed, row, counted)
    )


def _is_under_noun(parsed: g.Parsed, row: Counted, preposition: g.Token) -> bool:
    """Whether a preposition hangs on such an act or toll: "the arrest of 12 people", "the toll rose to 12"."""
    governor = parsed.tokens[preposition.head]
    if preposition.lower == "of" and (governor.lemma in row.acts or governor.lower in row.acts):
        return True
    subject = g.subject(parsed, governor.index) if governor.pos in (g.VERB, g.AUX) else governor
    return subject is not None and subject.lemma in row.toll


def _is_state(parsed: g.Parsed, row: Counted, verb: g.Token) -> bool:
    """Whether a clause says that its subject is dead, hurt, missing, ..."""
    if verb.lower in row.states and g.is_passive(parsed, verb.index):
        return True
    return any(
        k.lower in row.states for k in g.children(parsed, verb.index, g.COMPLEMENT, g.OBJECT_PREDICATE, g.OPEN_CLAUSE)
    )


def _state_follows(parsed: g.Parsed, row: Counted, counted: g.Token) -> bool:
    """Whether a state follows those counted, with no object of its own: "12 people still missing", "40 injured"."""
    for token in parsed.tokens[counted.index + 1 : counted.index + 1 + _REACH]:
        if token.lower in row.states:
            return g.child(parsed, token.index, g.OBJECT) is None
        if token.pos not in (g.ADVERB, g.AUX):
            return False
    return False
