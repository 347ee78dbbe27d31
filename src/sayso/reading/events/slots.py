"""The syntactic slots of a trigger: who stands where, with voice, control, relative clauses and light verbs undone.

Slot names are those of the frames (see `docs/frames.md`): a verb's subject, object, dative and prepositions in the
active voice; a noun's possessor, modifier and prepositions, and the subject or object of the light verb above it.
"""

from __future__ import annotations

from sayso.knowledge.support import is_support_verb, quantity_nouns
from sayso.reading import grammar as g
from sayso.reading.grammar import Parsed, Token

_NAMED_BY_CLAUSE = frozenset({g.OBJECT_PREDICATE, g.ATTRIBUTE, g.OBJECT, g.COMPLEMENT})
_RELATIVE_WORDS = frozenset({"who", "whom", "which", "that"})


def fillers(parsed: Parsed, index: int, slot: str) -> list[Token]:
    """The heads that fill a slot of the trigger at `index`, conjuncts included; empty when the text leaves it open."""
    if parsed.tokens[index].pos in (g.NOUN, g.NAME):
        return noun_fillers(parsed, index, slot)
    return verb_fillers(parsed, index, slot)


def verb_fillers(parsed: Parsed, index: int, slot: str) -> list[Token]:
    if slot == "subject":
        return verb_subjects(parsed, index)
    if slot == "object":
        return verb_objects(parsed, index)
    if slot == "dative":
        return _dative(parsed, index)
    if slot.startswith("content "):
        return _content(parsed, index, slot.removeprefix("content "))
    if slot == "clause subject":
        clause = g.child(parsed, index, g.THAT_CLAUSE, g.OPEN_CLAUSE)
        return verb_subjects(parsed, clause.index) if clause else []
    return verb_prepositional(parsed, index, slot)


def verb_subjects(parsed: Parsed, index: int) -> list[Token]:
    """Who does it: the active subject, the agent of a passive."""
    token = parsed.tokens[index]
    if g.is_passive(parsed, index):
        agent = g.child(parsed, index, g.AGENT)
        doer = agent and g.child(parsed, agent.index, g.PREPOSITION_OBJECT)
        return g.conjuncts(parsed, doer.index) if doer else []
    if token.role == g.ADJECTIVAL and token.form == g.PARTICIPLE:
        return []
    if _is_object_relative(parsed, index):
        own = g.child(parsed, index, g.SUBJECT)
        return g.conjuncts(parsed, own.index) if own else []
    found = _subject_of_auxiliary(parsed, index) or g.subject(parsed, index)
    return g.conjuncts(parsed, found.index) if found else []


def _subject_of_auxiliary(parsed: Parsed, index: int) -> Token | None:
    """The subject that the parser hung on the auxiliary ("the army had, by mistake, shelled the town")."""
    if g.child(parsed, index, g.SUBJECT, g.PASSIVE_SUBJECT) is not None:
        return None
    under = (g.child(parsed, a.index, g.SUBJECT) for a in g.children(parsed, index, g.AUXILIARY))
    return next((k for k in under if k is not None), None)


def verb_objects(parsed: Parsed, index: int) -> list[Token]:
    """What it is done to: the active object, a passive's subject, the noun before a relative clause or participle."""
    token = parsed.tokens[index]
    if g.is_passive(parsed, index):
        retained = g.objects(parsed, index)
        found = g.subject(parsed, index)
        return (g.conjuncts(parsed, found.index) if found else []) + retained
    if token.role == g.ADJECTIVAL and token.form == g.PARTICIPLE:
        return [parsed.tokens[token.head]]
    direct = [o for o in g.objects(parsed, index) if o.lower not in _RELATIVE_WORDS]
    if direct:
        return direct
    small = _small_clause_subject(parsed, index) or _called(parsed, index)
    if small is None and token.role == g.OPEN_CLAUSE:  # "tried to put into orbit what would be ..."
        small = _called(parsed, token.head)
    if small is not None:
        return g.conjuncts(parsed, small.index)
    if _is_object_relative(parsed, index):
        return [parsed.tokens[token.head]]
    if token.role == g.CONJUNCT:  # "seized and searched the ship"
        return []
    shared = [c for c in g.children(parsed, index, g.CONJUNCT) if c.pos == g.VERB]
    return g.objects(parsed, shared[0].index) if shared and not _has_complement(parsed, index) else []


def _small_clause_subject(parsed: Parsed, index: int) -> Token | None:
    """ "showed him a missile mounted on a jet": the subject of a clause without finite verb is the verb's object."""
    gives = bool(g.children(parsed, index, g.DATIVE))
    for clause in g.children(parsed, index, g.THAT_CLAUSE, g.OPEN_CLAUSE):
        before = g.children(parsed, clause.index, g.AUXILIARY, g.MARKER)
        if any(k.lower != "to" for k in before):
            continue
        own = g.child(parsed, clause.index, g.SUBJECT, g.PASSIVE_SUBJECT)
        if own is not None and own.index > index and (gives or clause.form not in (g.PAST, g.PRESENT)):
            return own
    return None


def _called(parsed: Parsed, index: int) -> Token | None:
    """ "tested what it called its first drone", "lost what was its only ship": what a clause with "what" names."""
    for clause in g.children(parsed, index, g.THAT_CLAUSE, g.OPEN_CLAUSE):
        kids = g.children(parsed, clause.index)
        if any(k.lower == "what" for k in kids):
            named = [k for k in kids if k.role in _NAMED_BY_CLAUSE and k.lower != "what"]
            return next((k for k in named if k.pos in (g.NOUN, g.NAME)), None)
    return None


def _has_complement(parsed: Parsed, index: int) -> bool:
    return bool(g.children(parsed, index, g.PREPOSITIONAL, g.THAT_CLAUSE, g.OPEN_CLAUSE, g.COMPLEMENT))


def _is_object_relative(parsed: Parsed, index: int) -> bool:
    """ "the missile (that) Iran fired": a relative clause with a subject of its own and no object."""
    token = parsed.tokens[index]
    own = g.child(parsed, index, g.SUBJECT)
    if token.role != g.RELATIVE_CLAUSE or own is None or own.lower in _RELATIVE_WORDS:
        return False
    direct = g.child(parsed, index, g.OBJECT)
    return direct is None or direct.lower in _RELATIVE_WORDS


def verb_prepositional(parsed: Parsed, index: int, word: str) -> list[Token]:
    """What a preposition brings: under the verb, or in the phrases after it ("shipped shells worth a million to
    Chad"), where parsers often hang it."""
    found = g.prepositional(parsed, index, word)
    if found:
        return found
    particle = next(iter(g.children(parsed, index, g.VERB_PARTICLE, g.ADVERBIAL)), None)
    found = g.prepositional(parsed, particle.index, word) if particle else []
    if found or word == "of":
        return found
    under = [o.index for o in verb_objects(parsed, index) if o.index > index]
    under += [k.index for k in g.children(parsed, index, g.PREPOSITIONAL, g.NOUN_ADVERBIAL)]
    return next((here for i in _phrase_tokens(parsed, under) if (here := g.prepositional(parsed, i, word))), [])


def _phrase_tokens(parsed: Parsed, roots: list[int]) -> list[int]:
    """The tokens of phrases, outermost first, without those of clauses in them."""
    found: list[int] = []
    level = roots
    while level:
        found.extend(level)
        kids = [k for i in level for k in g.children(parsed, i)]
        level = [k.index for k in kids if k.role not in g.CLAUSES and k.pos != g.VERB]
    return found


def _dative(parsed: Parsed, index: int) -> list[Token]:
    """Who is given something; with a passive that keeps its object, the subject ("Kenya was sold jets")."""
    found = [k for k in g.children(parsed, index, g.DATIVE) if k.pos in g.NOMINALS]
    given = g.subject(parsed, index) if g.is_passive(parsed, index) and g.objects(parsed, index) else None
    found += [given] if given is not None and not found else []
    return [c for k in found for c in g.conjuncts(parsed, k.index)] or g.prepositional(parsed, index, "to")


def _content(parsed: Parsed, index: int, slot: str) -> list[Token]:
    """A slot of the embedded clause ("pledged to send tanks": content object)."""
    for clause in g.children(parsed, index, g.OPEN_CLAUSE, g.THAT_CLAUSE):
        if clause.pos in (g.VERB, g.AUX):
            return verb_fillers(parsed, clause.index, slot)
    for preposition in g.children(parsed, index, g.PREPOSITIONAL):
        clause_ = g.child(parsed, preposition.index, g.PREPOSITION_CLAUSE)
        if clause_ is not None:
            return verb_fillers(parsed, clause_.index, slot)
    return []


# --- nouns ---------------------------------------------------------------------------------------------------------


def noun_fillers(parsed: Parsed, index: int, slot: str) -> list[Token]:
    if slot == "possessor":
        return [c for k in g.children(parsed, index, g.POSSESSOR) for c in g.conjuncts(parsed, k.index)]
    if slot == "modifier":
        return _modifiers(parsed, index)
    if slot.startswith("support "):
        return _support(parsed, index, slot.removeprefix("support "))
    if slot in ("subject", "object", "dative") or slot.startswith(("content ", "clause ")):
        return []
    return noun_prepositional(parsed, index, slot)


def noun_prepositional(parsed: Parsed, index: int, word: str) -> list[Token]:
    found = g.prepositional(parsed, index, word)
    if not found:  # "a test by Iran of a missile": stacked on the inner noun
        for kid in g.children(parsed, index, g.PREPOSITIONAL):
            for inner in g.children(parsed, kid.index, g.PREPOSITION_OBJECT):
                if word == "of" and kid.lower == "in" and inner.pos == g.NOUN:
                    continue  # "strikes in support of the army"
                found = found or g.prepositional(parsed, inner.index, word)
    if not found and word != "of":
        verb = light_verb(parsed, index)
        found = g.prepositional(parsed, verb.index, word) if verb else []
    return found


def _modifiers(parsed: Parsed, index: int) -> list[Token]:
    """Words before the noun that may name who: "US airstrike", "Kim-Putin summit", "Russian missile attack"."""
    found: list[Token] = []
    for kid in g.children(parsed, index, g.COMPOUND, g.ADJECTIVAL, g.NOUN_MODIFIER):
        if kid.index < index:
            found.append(kid)
            found.extend(g.children(parsed, kid.index, g.CONJUNCT, g.COMPOUND, g.NOUN_ADVERBIAL, g.NOUN_MODIFIER))
    return sorted(found, key=lambda t: t.index)


def light_verb(parsed: Parsed, index: int) -> Token | None:
    """The support verb that a noun depends on ("conducted a test", "talks were held"), None otherwise."""
    token = g.first_conjunct(parsed, index)
    head = parsed.tokens[token.head]
    below = _light_below(parsed, index)
    if below is not None or head.index == token.index:
        return below
    if token.role in (g.OBJECT, g.PASSIVE_SUBJECT) and head.pos == g.VERB:
        return head if is_support_verb(head.lemma) else None
    if token.role == g.PREPOSITION_OBJECT and head.role == g.PREPOSITIONAL:
        verb = parsed.tokens[head.head]
        if verb.pos == g.VERB and is_support_verb(f"{verb.lemma} {head.lower}"):
            return verb
        if head.lower == "of" and verb.pos == g.NOUN and verb.index != index:  # "a series of tests"
            return light_verb(parsed, verb.index)
    if token.role == g.SUBJECT and head.pos == g.VERB and is_support_verb(f"= {head.lemma}"):
        return head  # "the talks took place": no doer above
    return None


def _light_below(parsed: Parsed, index: int) -> Token | None:
    """ "the test that Iran conducted", "a test conducted by Iran": the support verb in a clause after its noun."""
    for clause in g.children(parsed, index, g.RELATIVE_CLAUSE, g.NOUN_CLAUSE):
        told = g.child(parsed, clause.index, g.AGENT) is not None or _is_object_relative(parsed, clause.index)
        if clause.pos == g.VERB and told and is_support_verb(clause.lemma):
            return clause
    return None


def undergone(parsed: Parsed, index: int) -> list[Token]:
    """Who undergoes a noun of action through the verb above it ("the base came under attack", "suffered losses")."""
    token = g.first_conjunct(parsed, index)
    head = parsed.tokens[token.head]
    if token.role == g.PREPOSITION_OBJECT and head.lower == "of":
        noun = parsed.tokens[head.head]  # "the firm was the target of a raid"
        if noun.role == g.ATTRIBUTE and is_support_verb(f"~ {noun.lemma} of"):
            return verb_subjects(parsed, noun.head)
    if token.role == g.OBJECT and is_support_verb(f"~ {head.lemma}"):
        return verb_subjects(parsed, head.index)
    if token.role == g.PREPOSITION_OBJECT and head.role == g.PREPOSITIONAL:
        verb = parsed.tokens[head.head]
        if is_support_verb(f"~ {verb.lemma} {head.lower}"):
            return verb_subjects(parsed, verb.index)
    return []


def harmed(parsed: Parsed, index: int) -> list[Token]:
    """Whom a noun of harm struck by the verb that it is subject of ("the raid, which killed two guards")."""
    token = parsed.tokens[index]
    above = parsed.tokens[token.head]
    verbs = [above] if token.role in g.SUBJECTS else g.children(parsed, index, g.RELATIVE_CLAUSE)
    struck = (v for v in verbs if is_support_verb(f"- {v.lemma}") and not g.is_passive(parsed, v.index))
    found = [t for v in struck if not _is_object_relative(parsed, v.index) for t in verb_objects(parsed, v.index)]
    return [t for t in found if t.lemma not in quantity_nouns() or g.prepositional(parsed, t.index, "of")]


def _support(parsed: Parsed, index: int, slot: str) -> list[Token]:
    verb = light_verb(parsed, index)
    found = verb_fillers(parsed, verb.index, slot) if verb else []
    if not found and slot == "subject":
        found = _responsible(parsed, index)
    return [t for t in found if t.index != index and t.index != g.first_conjunct(parsed, index).index]


def _responsible(parsed: Parsed, index: int) -> list[Token]:
    """Who did it by "X claimed responsibility for the attack" or "the attack, blamed on X"."""
    token = parsed.tokens[index]
    head = parsed.tokens[token.head]
    if token.role == g.PREPOSITION_OBJECT and head.lower == "for":
        above = parsed.tokens[head.head]
        if above.lemma in ("responsibility", "credit", "responsible"):
            return verb_subjects(parsed, above.head)
    for participle in g.children(parsed, index, g.NOUN_CLAUSE):
        for kid in g.children(parsed, participle.index, g.PREPOSITIONAL, g.AGENT):
            if is_support_verb(f"> {participle.lemma} {kid.lower}"):
                return g.prepositional(parsed, participle.index, kid.lower)
    return []
