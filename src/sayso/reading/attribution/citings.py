"""What reports without a verb: "according to X", "the claim that ...", "is confident that", "reportedly"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.knowledge.reporting import Reporting, ReportingWord
from sayso.reading import grammar as g
from sayso.reading.attribution.contents import Citation, clause, phrases, tidy
from sayso.reading.attribution.noun_citings import cited_by_noun
from sayso.reading.attribution.sources import can_speak, maker
from sayso.reading.grammar import RELATIVE_PRONOUNS, Parsed, Token
from sayso.spans import Span, subtract

_MEASURING = frozenset({"poll", "survey", "study", "census", "analysis", "report"})
_CITING = frozenset({g.NOUN, g.PREPOSITION, g.VERB, g.ADJECTIVE, g.ADVERB})
_CLAUSE_BREAKS = frozenset({"as", "while", "when", "after", "before", "although", "though", "but", "who", "which"})
_DATELINE = re.compile(r"[A-Z][\w.,’' -]{1,40}\([^)\n]{2,30}\)\s*[-–—]+\s*")  # "KANSK (Reuters) - "


def find_citings(parsed: Parsed, reporting: Reporting, labels: dict[int, str]) -> Iterator[Citation]:
    """What prepositions, nouns, adjectives and adverbs report."""
    openers = {first for pos, first in reporting.starting if pos == "preposition"}
    for token in parsed.tokens:
        if token.lower in openers:
            yield from _phrase(parsed, token, reporting)
        if token.pos in _CITING:
            yield from _word(parsed, token, reporting, labels)


def _phrase(parsed: Parsed, token: Token, reporting: Reporting) -> Iterator[Citation]:
    """What the longest phrase that begins at a token cites ("according to", "in the words of")."""
    phrase = next((p for p in reporting.phrases("preposition", token.lower) if _follows(parsed, token, p.parts)), None)
    if phrase is not None:
        yield from _according(parsed, token, phrase, reporting)


def _word(parsed: Parsed, token: Token, reporting: Reporting, labels: dict[int, str]) -> Iterator[Citation]:
    """What one word cites."""
    preposition = reporting.single.get(("preposition", token.lower))
    noun = reporting.noun(token.lemma) if token.pos == g.NOUN else None
    if noun is not None:
        yield from cited_by_noun(parsed, token, noun, reporting)
    elif preposition is not None and token.form == g.GERUND:
        yield from _citing(parsed, token, preposition, reporting, labels)
    elif preposition is not None and token.pos == g.PREPOSITION:
        cite = _in_document if "document" in preposition.frames else _according
        yield from cite(parsed, token, preposition, reporting)
    if token.pos in (g.ADJECTIVE, g.ADVERB) or token.form == g.PARTICIPLE:
        word = reporting.adjective(token.lower) or reporting.adverb(token.lower)
        if word is not None:
            yield from _adjective_or_adverb(parsed, token, word)


def _follows(parsed: Parsed, token: Token, parts: tuple[str, ...]) -> bool:
    following = parsed.tokens[token.index : token.index + len(parts)]
    return tuple(t.lower for t in following) == parts


# --- "according to X" ------------------------------------------------------------------------------------------------


def _according(parsed: Parsed, token: Token, word: ReportingWord, reporting: Reporting) -> Iterator[Citation]:
    last = parsed.tokens[token.index + len(word.parts) - 1]
    named = g.child(parsed, last.index, g.PREPOSITION_OBJECT) or _next_nominal(parsed, last)
    if named is None or (word.word == "per" and not _is_known(parsed, named, reporting)):
        return
    cue = Span(token.start, last.stop)
    hole = Span(cue.start, _end_of_source(parsed, token, named))
    content = _scope(parsed, token, hole) or _next_paragraph(parsed, token)
    for source in g.conjuncts(parsed, maker(parsed, named, reporting).index):
        if content:
            yield Citation(cue, source.index, content, word.stance, f"{word.act}: source, {word.word}", True, hole)


def _is_known(parsed: Parsed, named: Token, reporting: Reporting) -> bool:
    """Whether "per" names a source and no measure ("per the coast guard", "per two Chadian officials", but "per hour",
    "per person")."""
    kind = reporting.source_kind(named.lemma)
    article = any(t.lower == "the" for t in g.children(parsed, named.index, g.DETERMINES))
    counted = kind != "person" and g.child(parsed, named.index, g.NUMERIC, g.ADJECTIVAL) is not None
    return named.pos == g.NAME or (kind is not None and (article or counted))


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
    first = max(parsed.sentence_of(token.index).first, token.index - 2)
    before = [t for t in parsed.tokens[first : token.index] if t.pos != g.PUNCTUATION]
    beside = g.child(parsed, named.index, g.APPOSITION)
    if beside is not None and before and before[-1].pos == g.AUX:
        return g.phrase(parsed, named.index).stop
    whole = g.subtree(parsed, named.index)
    if before and before[-1].pos == g.VERB:
        that = next((n for n, t in enumerate(whole) if t.lower == "that" and whole[n - 1].lower == ","), None)
        whole = whole[: that - 1] if that else whole  # "said, according to the agency, that ..."
    if not before and _lacks_subject(parsed, whole[-1]):
        whole = whole[: next((n for n, t in enumerate(whole) if t.lower == "," and t.index > named.index), len(whole))]
    return whole[-1].stop


def _lacks_subject(parsed: Parsed, last: Token) -> bool:
    """Whether the verb that follows a source has lost its own subject to it ("According to the paper, the mayor, Ann
    Lee, said ...")."""
    following = parsed.tokens[last.index + 1 : parsed.sentence_of(last.index).last + 1]
    verb = next((t for t in following if t.pos != g.PUNCTUATION), None)
    if verb is None or not _finite(verb):
        return False
    main = parsed.tokens[verb.head] if verb.role in (g.AUXILIARY, g.PASSIVE_AUXILIARY) else verb
    return g.child(parsed, main.index, *g.SUBJECTS) is None


def _next_paragraph(parsed: Parsed, token: Token) -> tuple[Span, ...]:
    """The paragraph which a line of its own introduces ("According to a statement of the ministry:")."""
    number = token.sentence + 1
    if parsed.tokens[parsed.sentence_of(token.index).last].lower not in (",", ":") or number >= len(parsed.sentences):
        return ()
    following = parsed.sentences[number]
    if following.paragraph == parsed.sentences[token.sentence].paragraph:
        return ()
    last = [s for s in parsed.sentences[number:] if s.paragraph == following.paragraph][-1]
    return tidy(parsed.text, [Span(following.span.start, last.span.stop)])


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
    parted = words_before[-1].pos == g.VERB and words_after[0].lower == "that"  # "said, according to X, that ..."
    if any(_finite(t) for t in words_before) and not (open_ or parted or _resumes(words_after[0])):
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
    before = [t for t in parsed.tokens[sentence.first : token.index] if t.pos != g.PUNCTUATION]
    if before and before[-1].lower in RELATIVE_PRONOUNS and before[-1].role in g.SUBJECTS:
        start = before[-1].stop  # "a launch which, according to X, failed"
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
