"""Verbs that report: "X said that ...", "the talks, X said, ...", "X called it ...", "is believed to ...".

The first construction (`reading/constructions.py`) that the verb's row allows and that gives a content decides; then
this module tells who says it, with which cue and stance.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.knowledge.reporting import Reporting, ReportingWord
from sayso.reading import grammar as g
from sayso.reading.attribution.constructions import CONSTRUCTIONS, phrasal
from sayso.reading.attribution.contents import Citation, Content
from sayso.reading.attribution.relays import cue_span, is_quoted_as, quoted_person, quotes_as, relayed
from sayso.reading.attribution.sources import can_speak
from sayso.reading.grammar import RELATIVE_PRONOUNS, Parsed, Token
from sayso.spans import Span

_NOBODY = frozenset({"no", "nobody", "none", "neither", "nothing"})
_HUMAN_KINDS = frozenset({"person", "witness", "expert", "official"})
_OPPOSITE = {"denies": "asserts", "doubts": "asserts"}
_DASHES = frozenset({"-", "--", "–", "—"})
_NEVER_SOURCES = frozenset({g.VERB, g.AUX, g.PUNCTUATION})
_SUPPOSING = frozenset({"would", "could"})


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
    if word.act == "shows" or (word.act == "says" and ": that" in citation.rule and not _supposed(parsed, citation)):
        return True
    if source.lower in RELATIVE_PRONOUNS and source.lower != "who":
        source = parsed.tokens[_relative_head(parsed, source)]
    return source.lower == "it" or can_speak(source, reporting, labels)


def _supposed(parsed: Parsed, citation: Citation) -> bool:
    """Whether the cue only imagines that something is said or shown ("a ruling would signal that ...")."""
    return any(t.form == g.MODAL and t.lower in _SUPPOSING for t in parsed.tokens_in(citation.cue or Span(0, 0)))


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
        if frame == "depicts" and not _by_document(parsed, verb, reporting):
            continue
        content = construction(parsed, verb, word) if last is verb else phrasal(parsed, verb, last, frame)
        if content:
            yield from _cited(parsed, verb, word, last, frame, content, reporting)
            yield from relayed(parsed, verb, word.word, content)
            return


def _by_document(parsed: Parsed, verb: Token, reporting: Reporting) -> bool:
    subject = g.child(parsed, verb.index, g.SUBJECT)
    return subject is not None and reporting.source_kind(subject.lemma) == "document"


def _reports_itself(parsed: Parsed, verb: Token, word: ReportingWord, reporting: Reporting) -> bool:
    """Whether the object is a reporting noun that the verb only supports ("expressed doubt that"), or a pronoun."""
    found = g.child(parsed, verb.index, g.OBJECT)
    if found is None:
        return False
    if g.child(parsed, verb.index, g.DATIVE) is not None:
        return True
    if quotes_as(parsed, verb):
        return True
    if "nonhuman" in word.frames and (found.pos == g.NUMBER or reporting.source_kind(found.lemma) in _HUMAN_KINDS):
        return True
    aimed = word.stance == "denies" or word.word in ("accuse", "blame")  # "denied it": what was said of them
    if word.act == "says" and found.pos == g.PRONOUN and not aimed:
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
    host = _added_denial(parsed, verb) if frame == "object" and content[0].start < cue.start else None
    for source in [t.index for t in sources] or (None,):
        yield Citation(cue, source, content, stance, rule, aside=aside or host is not None, host=host)


def _added_denial(parsed: Parsed, verb: Token) -> Span | None:
    """The words that a report adds to what it cites: ", a charge the palace denies"."""
    if verb.role != g.RELATIVE_CLAUSE:
        return None
    added = g.subtree(parsed, verb.head)
    parted = added[0].index > 0 and parsed.tokens[added[0].index - 1].lower == ","
    return Span(added[0].start, added[-1].stop) if parted else None


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


# --- who says it -----------------------------------------------------------------------------------------------------


def source_tokens(parsed: Parsed, verb: Token, frame: str) -> list[Token]:
    """The heads of those who say it: the subject and those joined to it, the agent of a passive; empty when implied."""
    if frame == "raising" or g.child(parsed, verb.index, g.EXPLETIVE) is not None:
        return []
    if (g.is_passive(parsed, verb.index) or _put_to(parsed, verb)) and not is_quoted_as(verb):
        agent = g.child(parsed, verb.index, g.AGENT)
        doer = g.child(parsed, agent.index, g.PREPOSITION_OBJECT) if agent else None
        return g.conjuncts(parsed, doer.index) if doer else []
    quoted = quoted_person(parsed, verb)
    subject = quoted or speaking_subject(parsed, verb) or g.subject(parsed, verb.index) or _lost_subject(parsed, verb)
    if subject is None or (subject.role == g.EXPLETIVE) or subject.index == verb.index:
        return []
    return [t for t in g.conjuncts(parsed, subject.index) if t.pos not in _NEVER_SOURCES or _is_acronym(t)]


def _is_acronym(token: Token) -> bool:
    return token.text.isupper() and token.text.isalpha() and len(token.text) > 2


def speaking_subject(parsed: Parsed, verb: Token) -> Token | None:
    """The subject of a verb of speech among those that the parse gives it: the one after it ("the army, said the
    general, ..."), else the first, or a name rather than a noun ("Minutes later, Lee said"); never "what" ("what the
    army says was ...") when there is another."""
    subjects = g.children(parsed, verb.index, g.SUBJECT)
    if len(subjects) == 1 and _beyond_dash(parsed, subjects[0], verb):
        return g.subject(parsed, parsed.tokens[verb.head].index)
    speakers = [t for t in subjects if t.lower != "what"] or subjects
    if not speakers or speakers[-1].index > verb.index:
        return speakers[-1] if speakers else None
    named = (t for t in speakers if t.pos == g.NAME)
    return next(named, speakers[0]) if speakers[0].pos == g.NOUN else speakers[0]


def _beyond_dash(parsed: Parsed, subject: Token, verb: Token) -> bool:
    """Whether a dash parts a participle from what the parse takes for its subject ("... its friends — noting that")."""
    between = parsed.tokens[subject.index + 1 : verb.index]
    return verb.form == g.GERUND and bool(between) and between[-1].lower in _DASHES


def _lost_subject(parsed: Parsed, verb: Token) -> Token | None:
    """The name before a main verb without subject, which the parse hangs on what stands before it ("According to the
    paper, the mayor, Ann Lee, said ...", "They shelled the road to Kansk Lee said")."""
    if verb.role not in (g.ROOT, g.THAT_CLAUSE) or verb.form not in (g.PAST, g.PRESENT):
        return None
    before = [t for t in parsed.tokens[max(0, verb.index - 2) : verb.index] if t.pos != g.PUNCTUATION]
    beside = before[-1] if before else verb
    if beside.sentence != verb.sentence or beside.index == verb.index:
        return None
    named = beside.pos == g.NAME and beside.index == verb.index - 1
    return beside if beside.role == g.APPOSITION or named else None


def _put_to(parsed: Parsed, verb: Token) -> bool:
    """Whether a bare participle opens the sentence of the one who was told ("Asked whether ..., she said")."""
    alone = not g.children(parsed, verb.index, g.SUBJECT, g.AUXILIARY, g.MARKER)
    return verb.form == g.PARTICIPLE and verb.role == g.ADVERBIAL_CLAUSE and alone
