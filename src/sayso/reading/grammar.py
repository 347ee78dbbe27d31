"""Our vocabulary for parsed text: the one that every finder speaks, whatever parser or language stands behind it.

`Parsed` holds `Token`s with character offsets into `Document.text`. Words for `Token.pos` and `Token.role` are the
constants below; `reading/parse.py` translates a parser's labels into them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter

from sayso.records import Document
from sayso.spans import Span

# Word classes (`Token.pos`)
VERB, AUX, NOUN, NAME, PRONOUN, ADJECTIVE, ADVERB = "verb", "aux", "noun", "name", "pronoun", "adjective", "adverb"
DETERMINER, PREPOSITION, NUMBER, CONJUNCTION = "determiner", "preposition", "number", "conjunction"
PARTICLE, PUNCTUATION, OTHER = "particle", "punctuation", "other"

# Forms (`Token.form`): of verbs and of nouns, None for the rest
BASE, PAST, GERUND, PARTICIPLE, PRESENT, MODAL = "base", "past", "gerund", "participle", "present", "modal"
SINGULAR, PLURAL, POSSESSIVE = "singular", "plural", "possessive"

# Relations to the head (`Token.role`)
ROOT = "root"
SUBJECT, PASSIVE_SUBJECT, CLAUSE_SUBJECT = "subject", "passive subject", "clause subject"
OBJECT, DATIVE, ATTRIBUTE, COMPLEMENT = "object", "dative", "attribute", "adjective complement"
OBJECT_PREDICATE = "object predicate"
THAT_CLAUSE, OPEN_CLAUSE = "that clause", "open clause"  # ccomp; xcomp (its subject stands elsewhere)
ADVERBIAL_CLAUSE, RELATIVE_CLAUSE, NOUN_CLAUSE = "adverbial clause", "relative clause", "noun clause"
PREPOSITIONAL, PREPOSITION_OBJECT, PREPOSITION_CLAUSE = "prepositional", "preposition object", "preposition clause"
AGENT = "agent"  # the "by" of a passive; its object is the doer
APPOSITION, COMPOUND, ADJECTIVAL = "apposition", "compound", "adjectival"
POSSESSOR, NOUN_MODIFIER = "possessor", "noun modifier"
NUMERIC, QUANTIFIER, DETERMINES, PREDETERMINER = "numeric", "quantifier", "determines", "predeterminer"
CONJUNCT, COORDINATOR = "conjunct", "coordinator"
AUXILIARY, PASSIVE_AUXILIARY, NEGATION, MARKER = "auxiliary", "passive auxiliary", "negation", "marker"
ADVERBIAL, NOUN_ADVERBIAL, VERB_PARTICLE, CASE = "adverbial", "noun adverbial", "verb particle", "case"
EXPLETIVE, PARATAXIS, INTERJECTION = "expletive", "parataxis", "interjection"
PUNCTUATES, UNKNOWN = "punctuates", "unknown"

SUBJECTS = frozenset({SUBJECT, PASSIVE_SUBJECT, CLAUSE_SUBJECT})
CLAUSES = frozenset(
    {THAT_CLAUSE, OPEN_CLAUSE, ADVERBIAL_CLAUSE, RELATIVE_CLAUSE, NOUN_CLAUSE, PREPOSITION_CLAUSE, CLAUSE_SUBJECT}
)
_PREPOSITIONS = frozenset({PREPOSITIONAL, AGENT, DATIVE})
NOMINALS = frozenset({NOUN, NAME, PRONOUN, NUMBER})
RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom"})
_LEFT_OF_HEAD = frozenset(
    {DETERMINES, PREDETERMINER, ADJECTIVAL, COMPOUND, NUMERIC, QUANTIFIER, POSSESSOR, NOUN_MODIFIER, CASE, NEGATION}
)

# Labels of `Name`
PERSON, ORGANISATION, PLACE, LOCATION, FACILITY = "person", "organisation", "place", "location", "facility"
NATIONALITY, PRODUCT, EVENT_NAME, WORK = "nationality", "product", "event", "work"
DATE, TIME_OF_DAY, QUANTITY, MONEY, PERCENT = "date", "time of day", "quantity", "money", "percent"
CARDINAL, ORDINAL, LANGUAGE, LAW = "cardinal", "ordinal", "language", "law"


@dataclass(slots=True)
class Token:
    """One word: `index` in `Parsed.tokens`, `head` the index of its head (its own for a root)."""

    index: int
    start: int
    stop: int
    text: str
    lower: str
    lemma: str
    pos: str
    form: str | None
    role: str
    head: int
    sentence: int
    children: list[int] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return Span(self.start, self.stop)


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of tokens `[first, last]` that the model took for a name, with one of the labels above."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `[first, last]` of one sentence; `paragraph` counts the blocks of the text, 0 being the first."""

    first: int
    last: int
    span: Span
    paragraph: int
    title: bool = False


_STOP = attrgetter("stop")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document with its tokens, sentences and names. Offsets are the document's; token text is as written there,
    `lower` and `lemma` come from the text as the parser saw it (straight quotes)."""

    document: Document
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]

    @property
    def text(self) -> str:
        return self.document.text

    def sentence_of(self, index: int) -> Sentence:
        return self.sentences[self.tokens[index].sentence]

    def tokens_in(self, span: Span) -> list[Token]:
        """The tokens that overlap a span, in order."""
        first = bisect_right(self.tokens, span.start, key=_STOP)
        last = first
        while last < len(self.tokens) and self.tokens[last].start < span.stop:
            last += 1
        return list(self.tokens[first:last])

    def head_of(self, span: Span) -> Token | None:
        """The token of a span that governs the others there; None when no token overlaps it."""
        inside = self.tokens_in(span)
        indices = {t.index for t in inside}
        outward = [t for t in inside if t.head not in indices or t.head == t.index]
        return next((t for t in outward if t.pos != PUNCTUATION), outward[0] if outward else None)


def top(parsed: Parsed, first: int, last: int) -> Token:
    """The first of tokens `[first, last]` that hangs on a word outside them ("secretary" in "secretary of state")."""
    inside = range(first, last + 1)
    return next((parsed.tokens[i] for i in inside if parsed.tokens[i].head not in inside), parsed.tokens[last])


def children(parsed: Parsed, index: int, *roles: str) -> list[Token]:
    """The dependents of a token, in order; only those with one of `roles` when any is given."""
    tokens = parsed.tokens
    below = tokens[index].children
    if not below:
        return []
    return [tokens[c] for c in below if not roles or tokens[c].role in roles]


def child(parsed: Parsed, index: int, *roles: str) -> Token | None:
    """The first dependent with one of the roles."""
    tokens = parsed.tokens
    for c in tokens[index].children:
        if tokens[c].role in roles:
            return tokens[c]
    return None


def ancestors(parsed: Parsed, index: int) -> Iterator[Token]:
    """The head, its head, and so on up to the root of the sentence."""
    token = parsed.tokens[index]
    while token.head != token.index:
        token = parsed.tokens[token.head]
        yield token


def subtree(parsed: Parsed, index: int) -> list[Token]:
    """A token and all below it, in order of text."""
    found, open_ = [], [index]
    while open_:
        here = open_.pop()
        found.append(here)
        open_.extend(parsed.tokens[here].children)
    return [parsed.tokens[i] for i in sorted(found)]


def subtree_span(parsed: Parsed, index: int) -> Span:
    below = subtree(parsed, index)
    return Span(below[0].start, below[-1].stop)


def phrase(parsed: Parsed, index: int) -> Span:
    """The noun phrase of a head with what stands before it and short "of" phrases, without clauses and appositions.

    "the port at nearby Vladivostok" keeps "the port"; "the Ministry of Defence" is whole.
    """
    tokens = parsed.tokens
    first = last = index
    for kid in children(parsed, index):
        if kid.index < index and kid.role in _LEFT_OF_HEAD and not _is_of_verb(parsed, kid):
            first = min(first, subtree(parsed, kid.index)[0].index)
        elif kid.role == PREPOSITIONAL and kid.lower == "of" and kid.index > index:
            inner = child(parsed, kid.index, PREPOSITION_OBJECT)
            if inner is not None:
                last = max(last, next(t.index for t in reversed(parsed.tokens_in(phrase(parsed, inner.index)))))
        elif kid.index > index and kid.role in (NUMERIC, COMPOUND) and kid.index == last + 1:
            last = kid.index
    return Span(tokens[first].start, tokens[last].stop)


def _is_of_verb(parsed: Parsed, word: Token) -> bool:
    """ "shot dead six men": an adjective between verb and number, which tells how the men ended."""
    before, after = parsed.tokens[word.index - 1], parsed.tokens[word.index + 1]
    counted = after.head == word.head and after.role in (NUMERIC, DETERMINES)
    return word.role == ADJECTIVAL and counted and before.index == parsed.tokens[word.head].head and before.pos == VERB


def conjuncts(parsed: Parsed, index: int) -> list[Token]:
    """The token and those joined to it by "and", "or", commas, in order ("A, B and C" from A)."""
    if not parsed.tokens[index].children:
        return [parsed.tokens[index]]
    found, open_ = [], [index]
    while open_:
        here = open_.pop()
        found.append(here)
        open_.extend(c.index for c in children(parsed, here, CONJUNCT))
        open_.extend(_after_apposition(parsed, here))
    return [parsed.tokens[i] for i in sorted(found)] if len(found) > 1 else [parsed.tokens[index]]


def _after_apposition(parsed: Parsed, index: int) -> list[int]:
    """ "the marshal, a minister, and two officers": the officers, whom the parser hangs on the apposition."""
    found: list[int] = []
    for apposition in children(parsed, index, APPOSITION):
        for coordinator in children(parsed, apposition.index, COORDINATOR):
            if coordinator.index > 0 and parsed.tokens[coordinator.index - 1].text == ",":
                found.extend(c.index for c in children(parsed, apposition.index, CONJUNCT))
    return found


def first_conjunct(parsed: Parsed, index: int) -> Token:
    """The token that a chain of conjuncts hangs on."""
    token = parsed.tokens[index]
    while token.role == CONJUNCT and token.head != token.index:
        token = parsed.tokens[token.head]
    return token


def is_passive(parsed: Parsed, index: int) -> bool:
    """Whether a verb is passive: by auxiliary or subject, or as a bare participle after a noun ("ships seized")."""
    token = parsed.tokens[index]
    if any(k.role in (PASSIVE_AUXILIARY, PASSIVE_SUBJECT, AGENT) for k in children(parsed, index)):
        return True
    if (
        token.role == CONJUNCT
        and token.form == PARTICIPLE
        and not any(k.role in (SUBJECT, AUXILIARY) for k in children(parsed, index))
    ):
        return is_passive(parsed, token.head)
    return token.form == PARTICIPLE and token.role == NOUN_CLAUSE and not is_whole(parsed, index)


def is_whole(parsed: Parsed, index: int) -> bool:
    """Whether a clause after a noun is a whole one: "claims that Kenya had seized ships", not "ships seized"."""
    return child(parsed, index, SUBJECT, PASSIVE_SUBJECT, AUXILIARY, MARKER) is not None


def subject(parsed: Parsed, index: int) -> Token | None:
    """The subject of a verb as written, or shared with a coordinated verb, or of the verb that controls it.

    Relative clauses give the noun they modify; participles after a noun give that noun. None when the text leaves
    the doer open. For passives this is the passive subject.
    """
    seen: set[int] = set()
    while index not in seen:
        seen.add(index)
        token = parsed.tokens[index]
        own = child(parsed, index, SUBJECT, PASSIVE_SUBJECT)
        if own is not None:
            if own.lower in ("who", "which", "that") and token.role == RELATIVE_CLAUSE:
                return parsed.tokens[token.head]
            return own
        if token.role == RELATIVE_CLAUSE or (token.role == NOUN_CLAUSE and token.form != BASE):
            return parsed.tokens[token.head]
        controller = _controller(parsed, token)
        if controller is not None:
            return controller
        if token.role in (CONJUNCT, OPEN_CLAUSE, ADVERBIAL_CLAUSE, PREPOSITION_CLAUSE) or (
            token.role == NOUN_CLAUSE and token.form == BASE
        ):
            above = token.head
            if parsed.tokens[above].pos not in (VERB, AUX):
                verbs = [a.index for a in ancestors(parsed, index) if a.pos in (VERB, AUX)]
                if not verbs:
                    return None
                given = child(parsed, verbs[0], DATIVE)
                if given is not None and given.pos in NOMINALS:
                    return given  # "gave the general a chance to withdraw"
                above = verbs[0]
            index = above
            continue
        return None
    return None


def _controller(parsed: Parsed, token: Token) -> Token | None:
    """Who does what a clause without subject tells, when that is not the subject above: "asked *Chad* to leave",
    "called on *Chad* to leave", "accused *Chad* of shelling", "stopped *Chad* from leaving"."""
    above = parsed.tokens[token.head]
    if token.role == OPEN_CLAUSE and above.pos == VERB:
        direct = child(parsed, above.index, OBJECT, DATIVE)
        if direct is not None and direct.index < token.index:
            return direct
        called = prepositional(parsed, above.index, "on", "upon", "with") if above.lemma in _CALLS else []
        return called[0] if called else None
    if token.role == PREPOSITION_CLAUSE and above.lower in ("of", "from", "into"):
        held = parsed.tokens[above.head]
        if held.role == OBJECT and parsed.tokens[held.head].lemma in _CHARGES:
            return held  # the parser hung "of" on the accused
        return child(parsed, above.head, OBJECT, PASSIVE_SUBJECT)
    return None


_CHARGES = frozenset({"accuse", "acquit", "convict", "suspect"})
_CALLS = frozenset({"call", "appeal", "plead", "prevail", "rely", "count"})


def objects(parsed: Parsed, index: int) -> list[Token]:
    """The direct objects of a verb with their conjuncts; the head noun for "missiles fired" and object relatives."""
    direct = child(parsed, index, OBJECT)
    return conjuncts(parsed, direct.index) if direct else []


def prepositional(parsed: Parsed, index: int, *words: str) -> list[Token]:
    """The objects of the prepositions `words` under a token, conjuncts included ("to Russia and China")."""
    tokens = parsed.tokens
    found: list[Token] = []
    for c in tokens[index].children:
        kid = tokens[c]
        if kid.role in _PREPOSITIONS and kid.lower in words:
            inner = child(parsed, c, PREPOSITION_OBJECT)
            if inner is not None:
                found.extend(conjuncts(parsed, inner.index))
    return found
