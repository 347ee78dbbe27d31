"""Verbs that report: "X said that ...", "the talks, X said, ...", "X called it ...", "is believed to ...".

Each construction of `knowledge/en/reporting.csv` is a function of the same name here: it looks at one verb and gives
the content, or None when the verb stands in another construction. The first that answers decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sayso.knowledge.reporting import Reporting, ReportingWord
from sayso.reading import grammar as g
from sayso.reading.contents import Citation, clause, phrases, runs
from sayso.reading.grammar import Parsed, Token
from sayso.reading.sources import can_speak
from sayso.spans import Span

Content = tuple[Span, ...]
Construction = Callable[[Parsed, Token, ReportingWord], "Content | None"]

_RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom"})
_EMPTY_SUBJECTS = frozenset({"it", "there", "what"})
_NOBODY = frozenset({"no", "nobody", "none", "neither", "nothing"})
_QUESTION_WORDS = frozenset({"who", "what", "which", "where", "when", "why", "how"})
_OPPOSITE = {"denies": "asserts", "doubts": "asserts"}
_INSIDE_GROUP = frozenset({g.AUX, g.ADVERB, g.PARTICLE})
_EXTENDS_OBJECT = frozenset({"for", "as", "of", "to", "with", "over", "on", "about", "against"})


def find_sayings(
    parsed: Parsed, reporting: Reporting, labels: dict[int, str], direct: frozenset[int]
) -> Iterator[Citation]:
    """What reporting verbs report, in order; verbs of `direct` already report a quotation."""
    for token in parsed.tokens:
        if token.pos != g.VERB:
            continue
        for word, last in words_at(parsed, token, reporting):
            found = list(_report(parsed, token, word, last, token.index in direct, reporting))
            if found:
                yield from (c for c in found if _has_voice(parsed, c, word, reporting, labels))
                break


def _has_voice(
    parsed: Parsed, citation: Citation, word: ReportingWord, reporting: Reporting, labels: dict[int, str]
) -> bool:
    """Whether the source can hold what is ascribed to it: only clauses are also said or shown by things."""
    if citation.source is None:
        return True
    source = parsed.tokens[citation.source]
    if any(t.lower in _NOBODY for t in (source, *g.children(parsed, source.index, g.DETERMINES))):
        return False
    if word.act == "shows" or (word.act == "says" and ": that" in citation.rule):
        return True
    if source.lower in _RELATIVE_PRONOUNS and source.lower != "who":
        source = parsed.tokens[_relative_head(parsed, source)]
    return source.lower == "it" or can_speak(source, reporting, labels)


def _relative_head(parsed: Parsed, pronoun: Token) -> int:
    return next((a.head for a in g.ancestors(parsed, pronoun.index) if a.role == g.RELATIVE_CLAUSE), pronoun.index)


def words_at(parsed: Parsed, verb: Token, reporting: Reporting) -> Iterator[tuple[ReportingWord, Token]]:
    """The rows that fit a verb, phrases first, each with the last token of the phrase."""
    for phrase in reporting.phrases("verb", verb.lemma):
        last = _phrase_end(parsed, verb, phrase.parts[1:])
        if last is not None:
            yield phrase, last
    single = reporting.verb(verb.lemma)
    if single is not None:
        yield single, verb


def _phrase_end(parsed: Parsed, verb: Token, rest: tuple[str, ...]) -> Token | None:
    """The last word of a phrase after its verb, at most one word standing between two of them."""
    at = verb
    for part in rest:
        following = parsed.tokens[at.index + 1 : at.index + 3]
        match = next((t for t in following if t.lower == part), None)
        if match is None or match.sentence != verb.sentence:
            return None
        at = match
    return at


def _report(
    parsed: Parsed, verb: Token, word: ReportingWord, last: Token, direct: bool, reporting: Reporting
) -> Iterator[Citation]:
    if _is_modifier(verb):
        return
    for frame, construction in CONSTRUCTIONS.items():
        if frame not in word.frames or (direct and frame in ("that", "object")):
            continue
        if frame == "object" and _reports_itself(parsed, verb, word, reporting):
            continue
        content = construction(parsed, verb, word) if last is verb else _phrasal(parsed, verb, last, frame)
        if content:
            yield from _cited(parsed, verb, word, last, frame, content, reporting)
            if _quoted_as(parsed, verb):
                yield from _relayed(parsed, verb, word, content)
            return


def _reports_itself(parsed: Parsed, verb: Token, word: ReportingWord, reporting: Reporting) -> bool:
    """Whether the object is a reporting noun that the verb only supports ("expressed doubt that"), or a pronoun."""
    found = g.child(parsed, verb.index, g.OBJECT)
    if found is None:
        return False
    if g.child(parsed, verb.index, g.DATIVE) is not None:
        return True
    if "nonhuman" in word.frames and (
        found.pos == g.NUMBER or reporting.source_kind(found.lemma) not in (None, "document")
    ):
        return True
    if word.act == "says" and found.pos == g.PRONOUN and word.word not in ("accuse", "blame"):
        return True
    return "support" in word.frames and reporting.noun(found.lemma) is not None


def _is_modifier(verb: Token) -> bool:
    """Whether a participle only describes a noun ("the said ship"), or an infinitive only tells a purpose."""
    if verb.form == g.BASE and verb.role in (g.ADVERBIAL_CLAUSE, g.RELATIVE_CLAUSE, g.NOUN_CLAUSE):
        return True
    return verb.role in (g.ADJECTIVAL, g.COMPOUND)


def _cited(
    parsed: Parsed,
    verb: Token,
    word: ReportingWord,
    last: Token,
    frame: str,
    content: Content,
    reporting: Reporting,
) -> Iterator[Citation]:
    cue = cue_span(parsed, verb, last)
    stance = stance_of(parsed, verb, word)
    rule = f"{word.act}: {frame}, {word.word}"
    aside = frame == "that" and content[0].start < cue.start
    sources = _issuers(parsed, verb, reporting) or source_tokens(parsed, verb, frame)
    for source in sources or [None]:
        yield Citation(cue, source and source.index, content, stance, rule, aside=aside)


def _relayed(parsed: Parsed, verb: Token, word: ReportingWord, content: Content) -> Iterator[Citation]:
    """Who quotes, in "was quoted by the agency as saying": the outer source of the same words."""
    quoting = next((a for a in g.ancestors(parsed, verb.index) if a.pos == g.VERB), None)
    agent = g.child(parsed, quoting.index, g.AGENT) if quoting is not None else None
    doer = g.child(parsed, agent.index, g.PREPOSITION_OBJECT) if agent is not None else None
    said = g.child(parsed, quoting.index, g.PASSIVE_SUBJECT) if quoting is not None else None
    if quoting is None or doer is None or said is None:
        return
    whole = tuple(sorted((*phrases(parsed, [said]), verb.span, *content)))
    yield Citation(cue_span(parsed, quoting, quoting), doer.index, whole, "asserts", f"says: quoted as, {word.word}")


def _issuers(parsed: Parsed, verb: Token, reporting: Reporting) -> list[Token]:
    """Who issued the document that says it ("the party released a statement saying ...")."""
    document = parsed.tokens[verb.head]
    if verb.role != g.NOUN_CLAUSE or document.role != g.OBJECT or reporting.source_kind(document.lemma) != "document":
        return []
    issuing = parsed.tokens[document.head]
    return source_tokens(parsed, issuing, "that") if reporting.verb(issuing.lemma) is not None else []


def stance_of(parsed: Parsed, verb: Token, word: ReportingWord) -> str:
    """The stance of the word, turned by a negation: who does not deny asserts, who does not believe doubts."""
    if g.child(parsed, verb.index, g.NEGATION) is None:
        return word.stance
    if word.act == "thinks" and word.stance == "asserts":
        return "doubts"
    return _OPPOSITE.get(word.stance, word.stance)


def cue_span(parsed: Parsed, verb: Token, last: Token) -> Span:
    """The verb with its auxiliaries ("have repeatedly warned"), to the end of its phrase ("called for")."""
    first = verb
    for kid in reversed(g.children(parsed, verb.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)):
        between = parsed.tokens[kid.index : first.index]
        if kid.index < first.index and all(t.pos in _INSIDE_GROUP for t in between):
            first = kid
    return Span(first.start, max(verb.stop, last.stop))


# --- who says it -----------------------------------------------------------------------------------------------------


def source_tokens(parsed: Parsed, verb: Token, frame: str) -> list[Token]:
    """The heads of those who say it: the subject and those joined to it, the agent of a passive; empty when implied."""
    if frame == "raising":
        return []
    if (g.is_passive(parsed, verb.index) or _put_to(parsed, verb)) and not _quoted_as(parsed, verb):
        agent = g.child(parsed, verb.index, g.AGENT)
        doer = g.child(parsed, agent.index, g.PREPOSITION_OBJECT) if agent else None
        return g.conjuncts(parsed, doer.index) if doer else []
    subject = _own_subject(parsed, verb) or g.subject(parsed, verb.index)
    if subject is None or (subject.role == g.EXPLETIVE) or subject.index == verb.index:
        return []
    return [t for t in g.conjuncts(parsed, subject.index) if t.pos not in (g.VERB, g.AUX, g.PUNCTUATION)]


def _own_subject(parsed: Parsed, verb: Token) -> Token | None:
    return g.child(parsed, verb.index, g.SUBJECT)


def _put_to(parsed: Parsed, verb: Token) -> bool:
    """Whether a bare participle opens the sentence of the one who was told ("Asked whether ..., she said")."""
    alone = not g.children(parsed, verb.index, g.SUBJECT, g.AUXILIARY, g.MARKER)
    return verb.form == g.PARTICIPLE and verb.role == g.ADVERBIAL_CLAUSE and alone


def _quoted_as(parsed: Parsed, verb: Token) -> bool:
    """Whether the verb is the "saying" of "was quoted as saying": the subject of the passive is who says it."""
    return verb.form == g.GERUND and verb.role == g.PREPOSITION_CLAUSE


# --- the constructions -----------------------------------------------------------------------------------------------


def that(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """A finite clause, before, after or around the verb."""
    clauses = [t for t in g.children(parsed, verb.index, g.THAT_CLAUSE) if _finite(parsed, t)]
    found = clauses[-1] if clauses else None
    if found is not None and found.index < verb.index and _coordinated(parsed, found, verb):
        return None
    if found is not None:
        return None if word.act == "thinks" and _question(parsed, found) else clause(parsed, found.index)
    strayed = _strayed(parsed, verb) if "quote" in word.frames else None
    if strayed is not None:
        return clause(parsed, strayed.index)
    return _around(parsed, verb) if "quote" in word.frames else None


def _strayed(parsed: Parsed, verb: Token) -> Token | None:
    """A "that" clause which the parse hangs on a circumstance ("told them on condition of anonymity that ...")."""
    for circumstance in g.children(parsed, verb.index, g.PREPOSITIONAL, g.OBJECT, g.NOUN_ADVERBIAL):
        if circumstance.index > verb.index:
            for token in g.subtree(parsed, circumstance.index):
                if token.role == g.NOUN_CLAUSE and _that_clause(parsed, token):
                    return token
    return None


def _that_clause(parsed: Parsed, token: Token) -> bool:
    """Whether a token heads a clause with "that", or one that the parse takes for the content of a verb."""
    if token.role == g.THAT_CLAUSE:
        return True
    marker = g.child(parsed, token.index, g.MARKER)
    return token.role in g.CLAUSES and marker is not None and marker.lower == "that"


def _coordinated(parsed: Parsed, left: Token, verb: Token) -> bool:
    """Whether "and" or "but" stands between a clause and the verb: then the clause is not reported by it."""
    between = parsed.tokens[left.index + 1 : verb.index]
    return any(t.role == g.COORDINATOR and t.head in (left.index, verb.index) for t in between[-6:])


def _question(parsed: Parsed, head: Token) -> bool:
    """Whether a clause is an indirect question: what is known is not told."""
    first = g.subtree(parsed, head.index)[0]
    return first.lower in _QUESTION_WORDS


def _finite(parsed: Parsed, head: Token) -> bool:
    if head.form in (g.PAST, g.PRESENT):
        return True
    auxiliaries = g.children(parsed, head.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)
    return any(a.form in (g.PAST, g.PRESENT, g.MODAL) for a in auxiliaries) or (
        head.pos in (g.VERB, g.AUX) and head.form != g.GERUND and not any(a.lower == "to" for a in auxiliaries)
    )


def _around(parsed: Parsed, verb: Token) -> Content | None:
    """The clause that "..., X said, ..." interrupts, or that "as X said" comments on."""
    as_ = g.child(parsed, verb.index, g.MARKER)
    inserted = verb.role == g.PARATAXIS or (verb.role == g.ADVERBIAL_CLAUSE and as_ is not None and as_.lower == "as")
    if not inserted or g.child(parsed, verb.index, g.SUBJECT) is None or g.child(parsed, verb.index, g.OBJECT):
        return None
    return clause(parsed, verb.head, without=[verb.index])


def naming(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What something is called or taken for: "called [the raid a crime]", "described [it as frank]"."""
    predicate = [t for t in g.children(parsed, verb.index, g.OBJECT_PREDICATE, g.COMPLEMENT) if t.index > verb.index]
    predicate += [t for t in g.children(parsed, verb.index, g.PREPOSITIONAL) if t.lower == "as"]
    small = g.child(parsed, verb.index, g.THAT_CLAUSE)
    if small is not None and small.index > verb.index and not _finite(parsed, small):
        predicate.append(small)
    if not predicate:
        return None
    if verb.role == g.NOUN_CLAUSE and verb.form in (g.PARTICIPLE, g.PAST) and not g.child(parsed, verb.index, g.AGENT):
        return None
    named = [t for t in g.children(parsed, verb.index, g.OBJECT) if t.index > verb.index]
    if not named and g.is_passive(parsed, verb.index):
        if word.act == "says" and g.child(parsed, verb.index, g.AGENT) is None:
            return None
        subject = g.child(parsed, verb.index, g.PASSIVE_SUBJECT)
        named = [subject] if subject is not None else []
    return phrases(parsed, sorted([*named, *predicate], key=lambda t: t.index))


def object_infinitive(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What somebody is to do: "urged [both sides to stop]"."""
    clause_ = _infinitive(parsed, verb)
    if clause_ is None:
        return _told_to(parsed, verb)
    urged = [t for t in g.children(parsed, verb.index, g.OBJECT, g.DATIVE) if verb.index < t.index < clause_.index]
    if not urged and g.is_passive(parsed, verb.index):
        subject = g.child(parsed, verb.index, g.PASSIVE_SUBJECT)
        urged = [subject] if subject is not None else []
    if not urged and g.child(parsed, clause_.index, *g.SUBJECTS) is None:
        return None
    return phrases(parsed, [*urged, clause_])


def _told_to(parsed: Parsed, verb: Token) -> Content | None:
    """The same when the parse hangs the infinitive on the object."""
    found = g.child(parsed, verb.index, g.OBJECT)
    below = g.children(parsed, found.index, g.NOUN_CLAUSE) if found is not None else []
    if found is None or not any(a.lower == "to" for t in below for a in g.children(parsed, t.index, g.AUXILIARY)):
        return None
    return phrases(parsed, [found])


def infinitive(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What somebody will or will not do: "vowed [to retake the town]"."""
    if g.is_passive(parsed, verb.index) or g.child(parsed, verb.index, g.OBJECT):
        return None
    found = _infinitive(parsed, verb)
    return clause(parsed, found.index) if found is not None else None


def _infinitive(parsed: Parsed, verb: Token) -> Token | None:
    urged = g.child(parsed, verb.index, g.OBJECT)
    roles = (g.OPEN_CLAUSE, g.THAT_CLAUSE) if urged is None else (g.OPEN_CLAUSE, g.THAT_CLAUSE, g.ADVERBIAL_CLAUSE)
    for kid in g.children(parsed, verb.index, *roles):
        if kid.index > verb.index and any(a.lower == "to" for a in g.children(parsed, kid.index, g.AUXILIARY)):
            return kid
    return None


def gerund(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What somebody did or may do: "denied [selling the plans]"."""
    found = next((t for t in g.children(parsed, verb.index, g.OPEN_CLAUSE) if t.form == g.GERUND), None)
    return clause(parsed, found.index) if found is not None and found.index > verb.index else None


def passive(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What is said of a subject: "[the king] is believed [to be ill]"."""
    subject = g.child(parsed, verb.index, g.PASSIVE_SUBJECT)
    below = _infinitive(parsed, verb)
    if subject is None or below is None or not g.is_passive(parsed, verb.index):
        return None
    return phrases(parsed, [below] if subject.lower in _RELATIVE_PRONOUNS else [subject, below])


def raising(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """What seems: "[the truce] seems [to be holding]"."""
    subject = g.child(parsed, verb.index, g.SUBJECT)
    below = g.child(parsed, verb.index, g.OPEN_CLAUSE, g.COMPLEMENT, g.OBJECT_PREDICATE)
    if subject is None or below is None or below.index < verb.index or subject.lower in _EMPTY_SUBJECTS:
        return None
    return phrases(parsed, [below] if subject.lower in _RELATIVE_PRONOUNS else [subject, below])


def object_(parsed: Parsed, verb: Token, word: ReportingWord) -> Content | None:
    """A noun phrase: "announced [the sale of the mine]", "praised [the crew for its work]"."""
    if g.is_passive(parsed, verb.index):
        return _passive_object(parsed, verb)
    found = g.child(parsed, verb.index, g.OBJECT)
    if found is None or found.index < verb.index:
        return None
    further = [
        t
        for t in g.children(parsed, verb.index, g.PREPOSITIONAL)
        if t.index > found.index and t.lower in word.frames and t.lower in _EXTENDS_OBJECT
    ]
    return phrases(parsed, [*g.conjuncts(parsed, found.index), *further])


def _passive_object(parsed: Parsed, verb: Token) -> Content | None:
    """The subject of a passive whose doer is told: "[the plan] was rejected by the council"."""
    subject = g.child(parsed, verb.index, g.PASSIVE_SUBJECT)
    if subject is None or subject.lower in _RELATIVE_PRONOUNS or g.child(parsed, verb.index, g.AGENT) is None:
        return None
    if any(t.lower == "as" for t in g.children(parsed, verb.index, g.PREPOSITIONAL)):
        return None
    return phrases(parsed, [subject])


def _phrasal(parsed: Parsed, verb: Token, last: Token, frame: str) -> Content | None:
    """The content of a phrase: what follows its preposition, or the clause of its verb."""
    if frame != "object":
        below = next(
            (t for t in g.subtree(parsed, verb.index) if t.index > last.index and _that_clause(parsed, t)), None
        )
        return clause(parsed, below.index) if below is not None and frame == "that" else None
    if last.role == g.VERB_PARTICLE:
        found = g.child(parsed, verb.index, g.OBJECT)
        return phrases(parsed, [found]) if found is not None and found.index > verb.index else None
    inner = [t for t in g.children(parsed, last.index) if t.index > last.index and t.role != g.PUNCTUATES]
    if not inner:
        return None
    asked = _infinitive(parsed, verb)
    return phrases(parsed, [*inner, asked] if asked is not None and asked.index > last.index else inner)


CONSTRUCTIONS: dict[str, Construction] = {
    "that": that,
    "naming": naming,
    "object-infinitive": object_infinitive,
    "infinitive": infinitive,
    "passive": passive,
    "raising": raising,
    "gerund": gerund,
    "object": object_,
}

__all__ = ["CONSTRUCTIONS", "cue_span", "find_sayings", "runs", "source_tokens", "stance_of", "words_at"]
