"""What a number is of: killed, wounded, detained, money, distance ... as the words around it say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.knowledge.quantities import Counted, Quantities
from sayso.reading import grammar as g
from sayso.reading.kit import Kit
from sayso.reading.quantities.numerals import Numeral, singular, unit_name

PEOPLE, ITEMS, MONEY, CASUALTIES = "people", "items", "money", "casualties"
_UNDERGOES = frozenset({g.OBJECT, g.PASSIVE_SUBJECT, g.DATIVE, g.OBJECT_PREDICATE})
_SAID_OF = frozenset({g.COMPLEMENT, g.OBJECT_PREDICATE, g.OPEN_CLAUSE})
_FIGURE = frozenset({g.OBJECT, g.ATTRIBUTE, g.PREPOSITION_OBJECT})  # where a toll's verb has the number
_REACH = 3  # words after those counted in which their state may stand


def kind_of(parsed: g.Parsed, kit: Kit, known: Quantities, numeral: Numeral) -> tuple[str, str | None]:
    """What a number is of, and its unit: ("money", "USD"), ("distance", "km"), ("killed", None), ("items", None)."""
    measured = _measure(parsed, known, numeral)
    if measured is not None:
        return measured
    them = numeral.counted.pos == g.PRONOUN  # "seven of them": people when something befell them
    people = (
        numeral.alone or them or are_people(known, kit, numeral.counted, in_crowd=numeral.counted is not numeral.lead)
    ) and not _are_machines(parsed, kit, numeral.counted)
    own = next((row.of for row in known.counted if _is_named(parsed, row, numeral, people)), None)
    if own is not None:
        return own, None
    fates = list(_fates(parsed, known, numeral)) if people else []
    fate = next(((f, row.of) for f in fates for row in known.counted if f.is_of(row)), None)
    if fate is not None:
        return (CASUALTIES if _left_open(parsed, known, fate[0]) else fate[1]), None
    told = next((row.of for row in known.counted if people and _is_toll(parsed, known, row, numeral.lead)), None)
    return told or (PEOPLE if people and not them else ITEMS), None


def _are_machines(parsed: g.Parsed, kit: Kit, counted: g.Token) -> bool:
    """Whether a designation before a noun makes machines of them: "fourteen Su-57 fighters", not "two F-16 pilots"."""
    if "hardware" not in kit.frames.classes(counted.lemma):
        return False
    before = g.children(parsed, counted.index, g.COMPOUND, g.NUMERIC, g.NOUN_MODIFIER)
    return any(kit.equipment.designation(k.text) is not None for k in before)


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


def are_people(known: Quantities, kit: Kit, counted: g.Token, *, in_crowd: bool = False) -> bool:
    """Whether a noun is one of people: "soldiers", "others", "Americans", "Kurds"; `in_crowd`: after "hundreds of"."""
    if counted.lemma in known.people or counted.lower in known.people:
        return True
    if counted.pos == g.NAME or counted.text[:1].isupper():
        plural = (counted.form == g.PLURAL or in_crowd) and counted.text.isalpha()
        return kit.nations.demonym(counted.text) is not None or (
            plural and kit.equipment.designation(counted.text) is None
        )
    return counted.pos == g.NOUN and counted.lemma.endswith(known.people_endings)


# --- by the words of the phrase ------------------------------------------------------------------------------------


def _is_named(parsed: g.Parsed, row: Counted, numeral: Numeral, people: bool) -> bool:
    """Whether the phrase itself says it: "12 deaths", "12 dead", "40 wounded soldiers", "claimed 12 lives"."""
    counted = numeral.counted
    lead = _first(parsed, numeral.lead)
    if counted.lower in row.states or (counted.lemma in row.nouns and counted.pos in (g.NOUN, g.VERB)):
        return True
    if parsed.tokens[lead.head].lemma in row.pairs.get(counted.lemma, ()):
        return True
    described = any(k.lower in row.described for k in g.children(parsed, counted.index, g.ADJECTIVAL))
    return (described and (people or counted.lemma in row.pairs)) or (people and _state_follows(parsed, row, numeral))


def _state_follows(parsed: g.Parsed, row: Counted, numeral: Numeral) -> bool:
    """Whether a state follows those counted, with no object of its own: "12 people still missing", "40 injured"."""
    if is_partitive(parsed, numeral):
        return False
    start = (numeral.last if numeral.alone else numeral.counted.index) + 1
    for token in parsed.tokens[start : start + _REACH]:
        if token.lower in row.states:
            return g.child(parsed, token.index, g.OBJECT) is None and not _is_active(parsed, token)
        if token.pos not in (g.ADVERB, g.AUX):
            return False
    return False


def is_partitive(parsed: g.Parsed, numeral: Numeral) -> bool:
    """Whether a number picks some of those known: "21 of the girls"; what is said of these is not of the 21."""
    counted = numeral.counted
    return counted is not numeral.lead and bool(g.children(parsed, counted.index, g.DETERMINES, g.POSSESSOR))


def _is_active(parsed: g.Parsed, token: g.Token) -> bool:
    """Whether a verb modifies the noun after it ("12 people, injured soldiers ...") or has one as its object."""
    return token.role == g.ADJECTIVAL


def _first(parsed: g.Parsed, token: g.Token) -> g.Token:
    """The word that a list hangs on: "soldiers" for "two soldiers, four guards and a driver"."""
    lead = g.first_conjunct(parsed, token.index)
    while lead.role == g.APPOSITION and lead.head != lead.index:
        lead = g.first_conjunct(parsed, lead.head)
    return lead


# --- by what befell those counted ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fate:
    """A word that says what became of those counted, and whether they undergo it, do it, or are said to be it."""

    word: g.Token
    undergone: bool
    state: bool = False

    def is_of(self, row: Counted) -> bool:
        if self.state and self.word.lower in row.states:
            return True
        return self.word.lemma in (row.done if self.undergone else row.suffered)


def _fates(parsed: g.Parsed, known: Quantities, numeral: Numeral) -> Iterator[_Fate]:
    """What the clause says of those counted, nearest first: their verb, its complements, participles after them."""
    lead = _first(parsed, numeral.lead)
    above = parsed.tokens[lead.head]
    if lead.role in _UNDERGOES or (lead.lower == "more" and lead.role in (g.ADVERBIAL, g.NOUN_ADVERBIAL)):
        yield _Fate(above, True)
    if lead.role == g.PREPOSITION_OBJECT and numeral.first <= above.index <= numeral.last:
        yield _Fate(parsed.tokens[above.head], True)  # "detained between 30 and 40 activists"
    if lead.role in g.SUBJECTS:
        yield _Fate(above, False, g.is_passive(parsed, above.index))
        yield from _said_of(parsed, above)
    own = (numeral.lead,) if is_partitive(parsed, numeral) else (numeral.counted, numeral.lead)
    listed = [t for c in g.conjuncts(parsed, lead.index) for t in (c, *_of_crowd(parsed, known, c))]
    for token in dict.fromkeys(t.index for t in (*own, *listed)):
        for clause in g.children(parsed, token, g.NOUN_CLAUSE, g.RELATIVE_CLAUSE):
            if clause.form == g.PARTICIPLE or clause.role == g.RELATIVE_CLAUSE:
                yield from _clause_fates(parsed, clause)


def _of_crowd(parsed: g.Parsed, known: Quantities, token: g.Token) -> list[g.Token]:
    """The people of a crowd: "rebels" for the "hundreds" of rebels."""
    return g.prepositional(parsed, token.index, "of") if token.lower in known.vague else []


def _clause_fates(parsed: g.Parsed, clause: g.Token) -> Iterator[_Fate]:
    """What a clause on those counted says: "kidnapped in May", "who fled", "held captive", "who were killed"."""
    passive = g.is_passive(parsed, clause.index)
    if passive or clause.role == g.NOUN_CLAUSE:
        yield _Fate(clause, True, True)
    elif not any(k.lower not in g.RELATIVE_PRONOUNS for k in g.children(parsed, clause.index, *g.SUBJECTS)):
        yield _Fate(clause, False)
    yield from _said_of(parsed, clause)


def _said_of(parsed: g.Parsed, verb: g.Token) -> Iterator[_Fate]:
    """What follows a verb of its subject: "are dead", "were reported killed", "are believed to have died"."""
    for kid in g.children(parsed, verb.index, *_SAID_OF):
        yield _Fate(kid, g.is_passive(parsed, kid.index) or kid.role == g.OBJECT_PREDICATE, True)


def _left_open(parsed: g.Parsed, known: Quantities, fate: _Fate) -> bool:
    """Whether the text leaves open what befell them: "54 were killed or injured", "killing and wounding dozens"."""
    verbs = g.conjuncts(parsed, g.first_conjunct(parsed, fate.word.index).index)
    shared = [v.lemma for v in verbs if v is fate.word or not _has_own(parsed, known, v)]
    return sum(any(lemma in row.done for lemma in shared) for row in known.counted) > 1


def _has_own(parsed: g.Parsed, known: Quantities, verb: g.Token) -> bool:
    """Whether a verb of a list has its own people: "killed a guard and wounded 12", "12 were killed and 40 injured"."""
    own = [k for k in g.children(parsed, verb.index) if k.role not in (g.CONJUNCT, g.COORDINATOR)]
    if any(k.role in _UNDERGOES for k in own):
        return True
    return any(t.pos == g.NUMBER or t.lower in known.vague for k in own for t in g.subtree(parsed, k.index))


# --- by a count of them --------------------------------------------------------------------------------------------


def _is_toll(parsed: g.Parsed, known: Quantities, row: Counted, lead: g.Token) -> bool:
    """Whether the number is what a toll comes to or what an act is of: "the toll rose to 40", "the arrest of 12"."""
    lead = _first(parsed, lead)
    above = parsed.tokens[lead.head]
    if lead.role not in _FIGURE:
        return False
    if lead.role != g.PREPOSITION_OBJECT:
        return _of_toll(parsed, known, row, above)
    governor = parsed.tokens[above.head]
    if above.lower == "of" and (
        governor.lemma in row.acts or governor.lower in row.acts or _are_lives(parsed, row, governor)
    ):
        return True
    return _of_toll(parsed, known, row, governor)


def _are_lives(parsed: g.Parsed, row: Counted, noun: g.Token) -> bool:
    """ "claimed the lives of 80 people" """
    return parsed.tokens[noun.head].lemma in row.pairs.get(noun.lemma, ())


def _of_toll(parsed: g.Parsed, known: Quantities, row: Counted, verb: g.Token) -> bool:
    """Whether a verb's subject or object, or the noun itself, is the toll: "put the toll at 40", "a toll of 40"."""
    if verb.pos not in (g.VERB, g.AUX):
        return _names_toll(parsed, known, row, verb)
    subject = g.subject(parsed, verb.index)
    thing = g.child(parsed, verb.index, g.OBJECT)
    counts = verb.lemma in known.tally_verbs
    return any(
        t is not None and (counts or t.lemma in known.tally) and _names_toll(parsed, known, row, t)
        for t in (subject, thing)
    )


def _names_toll(parsed: g.Parsed, known: Quantities, row: Counted, noun: g.Token) -> bool:
    """Whether a noun is such a toll: "toll", "the dead", "fatalities", "the number of refugees", "the death count"."""
    if noun.lemma in row.nouns or noun.lower in row.states:
        return True
    if noun.lemma not in known.tally:
        return False
    beside = [t for t in g.subtree(parsed, noun.index) if t.index != noun.index]
    named = any(t.lemma in row.nouns or t.lower in row.states or t.lemma in row.toll for t in beside)
    return named or (noun.lemma in row.toll and not any(t.lemma in known.people or t.pos == g.NUMBER for t in beside))
