"""What reports without a verb: "according to X", "the claim that ...", "is confident that", "reportedly", "X: ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.knowledge.reporting import Reporting, ReportingWord
from sayso.reading import grammar as g
from sayso.reading.contents import Citation, clause, phrases, tidy
from sayso.reading.grammar import Parsed, Token
from sayso.reading.sayings import source_tokens
from sayso.reading.sources import can_speak, maker
from sayso.spans import Span, subtract

_MEASURING = frozenset({"poll", "survey", "study", "census", "analysis", "report"})
_CLAUSE_BREAKS = frozenset({"as", "while", "when", "after", "before", "although", "though", "but", "who", "which"})
_DATELINE = re.compile(r"[A-Z][\w.,’' -]{1,40}\([^)\n]{2,30}\)\s*[-–—]+\s*")  # "KANSK (Reuters) - "
_LONGEST_LABEL = 8  # tokens of a headline's source


def find_citings(parsed: Parsed, reporting: Reporting, labels: dict[int, str]) -> Iterator[Citation]:
    """What prepositions, nouns, adjectives, adverbs and headline colons report."""
    for token in parsed.tokens:
        for phrase in reporting.phrases("preposition", token.lower):
            if _follows(parsed, token, phrase.parts):
                yield from _according(parsed, token, phrase, reporting)
                break
        if token.pos == g.PREPOSITION:
            word = reporting.single.get(("preposition", token.lower))
            if word is not None and "document" in word.frames:
                yield from _in_document(parsed, token, word, reporting)
            elif word is not None:
                yield from _according(parsed, token, word, reporting)
        elif token.pos == g.VERB and token.form == g.GERUND:
            word = reporting.single.get(("preposition", token.lower))
            if word is not None:
                yield from _citing(parsed, token, word, reporting, labels)
        elif token.pos == g.NOUN:
            noun = reporting.noun(token.lemma)
            if noun is not None:
                yield from _noun(parsed, token, noun, reporting)
        if token.pos in (g.ADJECTIVE, g.ADVERB) or token.form == g.PARTICIPLE:
            word = reporting.adjective(token.lower) or reporting.adverb(token.lower)
            if word is not None:
                yield from _adjective_or_adverb(parsed, token, word)
    yield from _headlines(parsed, reporting, labels)


def _follows(parsed: Parsed, token: Token, parts: tuple[str, ...]) -> bool:
    following = parsed.tokens[token.index : token.index + len(parts)]
    return tuple(t.lower for t in following) == parts


# --- "according to X" ------------------------------------------------------------------------------------------------


def _according(parsed: Parsed, token: Token, word: ReportingWord, reporting: Reporting) -> Iterator[Citation]:
    last = parsed.tokens[token.index + len(word.parts) - 1]
    named = g.child(parsed, last.index, g.PREPOSITION_OBJECT) or _next_nominal(parsed, last)
    if named is None or (word.word == "per" and named.pos != g.NAME):
        return
    cue = Span(token.start, last.stop)
    hole = Span(cue.start, _end_of_source(parsed, token, named))
    content = _scope(parsed, token, hole)
    for source in g.conjuncts(parsed, maker(parsed, named, reporting).index):
        if content:
            yield Citation(cue, source.index, content, word.stance, f"{word.act}: source, {word.word}", True, hole)


def _in_document(parsed: Parsed, token: Token, word: ReportingWord, reporting: Reporting) -> Iterator[Citation]:
    """ "In the survey, one voter in three was undecided": a document at the head of a sentence that nobody says."""
    named = g.child(parsed, token.index, g.PREPOSITION_OBJECT)
    head = parsed.tokens[token.head]
    if named is None or named.lemma not in _MEASURING or head.role != g.ROOT or reporting.verb(head.lemma) is not None:
        return
    first = parsed.sentence_of(token.index).first
    comma = parsed.tokens[min(g.subtree(parsed, named.index)[-1].index + 1, len(parsed.tokens) - 1)]
    if token.index != first or comma.lower != ",":
        return
    content = _scope(parsed, token, Span(token.start, comma.start))
    if content:
        yield Citation(token.span, named.index, content, word.stance, f"{word.act}: document, {word.word}")


def _end_of_source(parsed: Parsed, token: Token, named: Token) -> int:
    """Where the source's noun phrase ends; what follows "was, according to X," is the predicate, no apposition."""
    before = [t for t in parsed.tokens[max(0, token.index - 2) : token.index] if t.pos != g.PUNCTUATION]
    beside = g.child(parsed, named.index, g.APPOSITION)
    if beside is not None and before and before[-1].pos == g.AUX:
        return g.phrase(parsed, named.index).stop
    return g.subtree_span(parsed, named.index).stop


def _next_nominal(parsed: Parsed, last: Token) -> Token | None:
    following = parsed.tokens[last.index + 1 : last.index + 4]
    return next((t for t in following if t.pos in g.NOMINALS and t.sentence == last.sentence), None)


def _scope(parsed: Parsed, token: Token, hole: Span) -> tuple[Span, ...]:
    """The clause that an "according to" covers: all of its sentence when it opens or closes it, else the part before
    it, with what follows when the verb is still to come."""
    stretch = _stretch(parsed, token)
    before, after = Span(stretch.start, hole.start), Span(min(hole.stop, stretch.stop), stretch.stop)
    words_after = [t for t in parsed.tokens_in(after) if t.pos != g.PUNCTUATION]
    words_before = [t for t in parsed.tokens_in(before) if t.pos != g.PUNCTUATION and t.pos != g.CONJUNCTION]
    if not words_after:
        return tidy(parsed.text, [before])
    if not words_before:
        return tidy(parsed.text, [after])
    open_ = words_before[-1].pos == g.AUX  # "was, according to X, ..."
    if any(_finite(t) for t in words_before) and not open_ and not _resumes(words_after[0]):
        return tidy(parsed.text, [before])
    return tidy(parsed.text, subtract(stretch, [hole]))


def _finite(token: Token) -> bool:
    return token.form in (g.PAST, g.PRESENT, g.MODAL)


def _resumes(token: Token) -> bool:
    return _finite(token) and token.lower not in _CLAUSE_BREAKS


def _stretch(parsed: Parsed, token: Token) -> Span:
    """The sentence around a token, between semicolons, without a dateline."""
    sentence = parsed.sentence_of(token.index)
    start, stop = sentence.span
    dateline = _DATELINE.match(parsed.text, start, stop)
    if dateline is not None and dateline.end() <= token.start:
        start = dateline.end()
    for other in parsed.tokens[sentence.first : sentence.last + 1]:
        if other.lower == ";":
            if other.index < token.index:
                start = other.stop
            elif other.start < stop:
                stop = other.start
    return Span(start, stop)


def _citing(
    parsed: Parsed, token: Token, word: ReportingWord, reporting: Reporting, labels: dict[int, str]
) -> Iterator[Citation]:
    """Whom a report cites: its source answers for the same content as the report."""
    named = g.child(parsed, token.index, g.OBJECT)
    if named is None or not can_speak(named, reporting, labels):
        return
    hole = Span(token.start, g.subtree_span(parsed, named.index).stop)
    head = parsed.tokens[token.head]
    told = head if head.role == g.THAT_CLAUSE else g.child(parsed, head.index, g.THAT_CLAUSE)
    content = clause(parsed, told.index, [token.index]) if told else _scope(parsed, token, hole)
    for source in g.conjuncts(parsed, named.index):
        if content:
            yield Citation(token.span, source.index, content, word.stance, f"{word.act}: source, {word.word}", True)


# --- nouns -----------------------------------------------------------------------------------------------------------


def _noun(parsed: Parsed, token: Token, word: ReportingWord, reporting: Reporting) -> Iterator[Citation]:
    frame, content = _noun_content(parsed, token, word)
    if not content:
        return
    cue, source = _noun_source(parsed, token, reporting, frame)
    yield Citation(cue, source, content, word.stance, f"{word.act}: {frame}, {word.word}")


def _noun_content(parsed: Parsed, token: Token, word: ReportingWord) -> tuple[str, tuple[Span, ...]]:
    for kid in g.children(parsed, token.index):
        if kid.index < token.index:
            continue
        if kid.role in (g.NOUN_CLAUSE, g.RELATIVE_CLAUSE, g.THAT_CLAUSE):
            frame = _clause_frame(parsed, kid)
            if frame in word.frames:
                return frame, clause(parsed, kid.index)
        if kid.role == g.PREPOSITIONAL and kid.lower in word.frames:
            return kid.lower, phrases(parsed, g.children(parsed, kid.index))
    return "that", _is_that(parsed, token) if "that" in word.frames else ()


def _clause_frame(parsed: Parsed, kid: Token) -> str:
    words = g.children(parsed, kid.index, g.MARKER, g.AUXILIARY)
    if any(t.lower == "that" and t.role == g.MARKER for t in words):
        return "that"
    return "infinitive" if any(t.lower == "to" for t in words) and kid.role == g.NOUN_CLAUSE else ""


def _is_that(parsed: Parsed, token: Token) -> tuple[Span, ...]:
    """ "The hope is that ..." """
    head = parsed.tokens[token.head]
    if token.role != g.SUBJECT or head.pos != g.AUX:
        return ()
    found = g.child(parsed, head.index, g.THAT_CLAUSE)
    return clause(parsed, found.index) if found is not None and found.index > head.index else ()


def _noun_source(parsed: Parsed, token: Token, reporting: Reporting, frame: str) -> tuple[Span, int | None]:
    """Cue and source of a noun: its possessor, "from X", "by X", the subject of a verb that supports it."""
    possessor = g.child(parsed, token.index, g.POSSESSOR)
    if possessor is not None:
        return token.span, possessor.index
    found = g.prepositional(parsed, token.index, "from", "by", *(["of"] if frame != "of" else []))
    if found:
        return token.span, found[0].index
    head = parsed.tokens[token.head]
    support = reporting.verb(head.lemma) if token.role == g.OBJECT and head.pos == g.VERB else None
    if support is not None and "support" in support.frames:
        source = next(iter(source_tokens(parsed, head, "that")), None)
        return Span(head.start, token.stop), source.index if source else None
    modifier = next((t for t in g.children(parsed, token.index, g.COMPOUND) if t.pos == g.NAME), None)
    return token.span, modifier.index if modifier else None


# --- adjectives and adverbs ------------------------------------------------------------------------------------------


def _adjective_or_adverb(parsed: Parsed, token: Token, word: ReportingWord) -> Iterator[Citation]:
    rule = f"{word.act}: {{}}, {word.word}"
    if "attributive" in word.frames and token.role == g.ADJECTIVAL:
        named = phrases(parsed, [parsed.tokens[token.head]])
        content = tidy(parsed.text, [Span(max(s.start, token.stop), s.stop) for s in named if s.stop > token.stop])
        yield Citation(token.span, None, content, word.stance, rule.format("attributive"))
    elif "clause" in word.frames:
        head = parsed.tokens[token.head]
        content = clause(parsed, head.index, [token.index])
        yield Citation(token.span, None, content, word.stance, rule.format("clause"))
    elif token.pos == g.VERB or token.role in (g.COMPLEMENT, g.OBJECT_PREDICATE, g.ROOT):
        yield from _predicate(parsed, token, word)


def _predicate(parsed: Parsed, token: Token, word: ReportingWord) -> Iterator[Citation]:
    """ "The general is confident that ..." """
    subject = g.subject(parsed, token.index if token.pos == g.VERB else token.head)
    if subject is None or subject.lower == "it":
        return
    for kid in g.children(parsed, token.index):
        if kid.index < token.index:
            continue
        if kid.role == g.THAT_CLAUSE and "that" in word.frames:
            frame, content = "that", clause(parsed, kid.index)
        elif kid.role == g.OPEN_CLAUSE and "infinitive" in word.frames:
            frame, content = "infinitive", clause(parsed, kid.index)
        elif kid.role == g.PREPOSITIONAL and kid.lower in word.frames:
            frame, content = kid.lower, phrases(parsed, g.children(parsed, kid.index))
        else:
            continue
        yield Citation(token.span, subject.index, content, word.stance, f"{word.act}: {frame}, {word.word}")
        return


# --- headlines -------------------------------------------------------------------------------------------------------


def _headlines(parsed: Parsed, reporting: Reporting, labels: dict[int, str]) -> Iterator[Citation]:
    """ "Minister: Talks Have Failed", "Talks have failed: minister" in the first line of a text."""
    if not parsed.sentences:
        return
    line = [t for t in parsed.tokens if parsed.sentences[t.sentence].paragraph == parsed.sentences[0].paragraph]
    colons = [t for t in line if t.lower == ":"]
    if len(colons) != 1 or line[-1].stop - line[0].start > 250:
        return
    colon = colons[0]
    before = [t for t in line if t.index < colon.index]
    after = [t for t in line if t.index > colon.index]
    for label, said in ((before, after), (after, before)):
        source = _label(parsed, label, reporting, labels)
        if source is not None and any(_finite(t) or t.pos == g.VERB for t in said):
            content = tidy(parsed.text, [Span(said[0].start, said[-1].stop)])
            yield Citation(colon.span, source.index, content, "asserts", "says: headline colon")
            return


def _label(parsed: Parsed, label: list[Token], reporting: Reporting, labels: dict[int, str]) -> Token | None:
    """The head of a short noun phrase that can speak."""
    words = [t for t in label if t.pos != g.PUNCTUATION]
    if not 1 <= len(words) <= _LONGEST_LABEL or any(t.pos == g.VERB for t in words):
        return None
    head = parsed.head_of(Span(words[0].start, words[-1].stop))
    if head is None or head.pos not in g.NOMINALS:
        head = words[-1]
    return head if head.pos == g.NAME or can_speak(head, reporting, labels) else None
