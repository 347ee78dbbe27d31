"""Direct quotations and who speaks them: the reporting verb beside the marks, and speech that runs on without one.

A quotation takes the verb right before or after it. One without such a verb goes to the speaker before it when the
speech plainly continues: the same paragraph, a paragraph that is nothing but speech, or a line that ends in a colon.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sayso.knowledge.reporting import Reporting, ReportingWord
from sayso.reading import grammar as g
from sayso.reading.contents import Citation, tidy
from sayso.reading.grammar import Parsed, Token
from sayso.reading.quotes import Quote
from sayso.reading.sayings import cue_span, stance_of, words_at
from sayso.spans import Span

_FARTHEST_AFTER = 30  # tokens from the closing mark to its verb ("the minister, who leads the council, said")
_STOPS = frozenset({".", "?", "!", ";"})
_GOES_ON = frozenset(",?!…—–-\"'”’")
_ENDS = frozenset(".?!…")
_HUMAN_PRONOUNS = frozenset({"he", "she", "they"})


@dataclass(slots=True)
class Speech:
    """What one source says at one cue, piece by piece; `verb` and `source` are token indices."""

    verb: int | None
    source: int | None
    cue: Span | None
    stance: str
    rule: str
    quotes: list[Quote] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Speaker:
    verb: Token
    last: Token
    word: ReportingWord
    source: Token | None


class SpeechReader:
    """Walks the outermost quotations of one text in order."""

    def __init__(self, parsed: Parsed, reporting: Reporting, quotes: tuple[Quote, ...]) -> None:
        self.parsed, self.reporting = parsed, reporting
        self.chains = _chains(quotes)
        self.inside = _inside(parsed, quotes)
        self.speeches: list[Speech] = []
        self.by_verb: dict[int, Speech] = {}

    def read(self) -> list[Speech]:
        previous: Quote | None = None
        for chain in self.chains:
            speech = self._at_verb(chain) or self._run_on(chain, previous) or self._free(chain)
            if speech is not None:
                speech.quotes.extend(chain)
                previous = chain[-1]
        return self.speeches

    # --- with a verb ---------------------------------------------------------------------------------------------

    def _at_verb(self, chain: list[Quote]) -> Speech | None:
        found = self._before(chain[0]) or self._after(chain[-1])
        if found is None:
            return None
        known = self.by_verb.get(found.verb.index)
        return known or self._spoken(found, f"{found.word.act}: quotation, {found.word.word}")

    def _spoken(self, found: Speaker, rule: str) -> Speech:
        """A new speech at a verb."""
        cue = cue_span(self.parsed, found.verb, found.last)
        stance = stance_of(self.parsed, found.verb, found.word)
        source = found.source.index if found.source else None
        return self._new(Speech(found.verb.index, source, cue, stance, rule))

    def _new(self, speech: Speech) -> Speech:
        self.speeches.append(speech)
        if speech.verb is not None:
            self.by_verb[speech.verb] = speech
        return speech

    def _after(self, quote: Quote) -> Speaker | None:
        """`"...," the minister said`, `"...," said the minister`."""
        tokens, text = self.parsed.tokens, self.parsed.text
        at = self._next_outside(quote)
        if at is None or not self._leads(quote):
            return None
        last = text[quote.inner.stop - 1]
        if last not in _GOES_ON and tokens[at].lower != "," and not (last in _ENDS and tokens[at].text[:1].islower()):
            return None
        for token in tokens[at : at + _FARTHEST_AFTER]:
            if token.lower in _STOPS or self.inside[token.index] or self._paragraph(token) != quote.paragraph:
                return None
            found = self._speaker(token)
            if found is not None and found.source is not None:
                return found
        return None

    def _leads(self, quote: Quote) -> bool:
        """Whether a quotation begins its sentence or goes on after its speaker: no words of the author lead into it."""
        first = self._first_token(quote)
        if first is None:
            return False
        for token in reversed(self.parsed.tokens[: first.index]):
            if self._paragraph(token) != quote.paragraph or token.lower in _STOPS or token.lower == ":":
                return True
            if self.inside[token.index]:
                return True
            if token.pos != g.PUNCTUATION:
                return False
        return True

    def _before(self, quote: Quote) -> Speaker | None:
        """`The minister said, "..."`, `he told reporters: "..."`."""
        first = self._first_token(quote)
        if first is None:
            return None
        between: list[Token] = []
        for token in reversed(self.parsed.tokens[max(0, first.index - _FARTHEST_AFTER) : first.index]):
            if self._paragraph(token) != quote.paragraph or (token.lower in _STOPS and token.start < quote.span.start):
                return None
            if self.inside[token.index]:
                return None
            found = self._speaker(token)
            if found is not None and self._introduces(found, between, quote):
                return found
            between.append(token)
        return None

    def _introduces(self, found: Speaker, between: list[Token], quote: Quote) -> bool:
        """Whether nothing but hearers, circumstances and a comma or colon stand between the verb and the marks."""
        words = [t for t in between if t.pos != g.PUNCTUATION]
        if any(t.lower in ("that", "whether") or t.form in (g.PAST, g.PRESENT, g.MODAL) for t in words):
            return False
        if found.source is None and found.verb.form not in (g.GERUND, g.PAST, g.PARTICIPLE):
            return False
        paused = bool(between) and between[0].lower in (",", ":")
        if paused and any(t.pos == g.VERB and self._speaker(t) is not None for t in words):
            return False
        return paused or not words or (self._sentence_like(quote) and len(words) <= 3)

    def _speaker(self, token: Token) -> Speaker | None:
        if token.pos != g.VERB or (token.form == g.BASE and g.child(self.parsed, token.index, g.AUXILIARY) is None):
            return None
        for word, last in words_at(self.parsed, token, self.reporting):
            if "quote" in word.frames:
                return Speaker(token, last, word, self._source(token))
        return None

    def _source(self, verb: Token) -> Token | None:
        """The subject as parsed, when it stands outside the marks; else the name or pronoun right beside the verb."""
        for found in (g.child(self.parsed, verb.index, g.SUBJECT), g.subject(self.parsed, verb.index)):
            if found is not None and not self.inside[found.index] and found.pos in g.NOMINALS:
                return found
        for index in (verb.index + 1, verb.index - 1):
            if 0 <= index < len(self.parsed.tokens):
                beside = self.parsed.tokens[index]
                if beside.pos in (g.NAME, g.PRONOUN) and not self.inside[index]:
                    return _top_of_name(self.parsed, beside)
        return None

    # --- without one ---------------------------------------------------------------------------------------------

    def _run_on(self, chain: list[Quote], previous: Quote | None) -> Speech | None:
        """The speech before it goes on: in the same paragraph, or in a paragraph that is all speech."""
        quote = chain[0]
        if previous is None or not self.speeches or not self._sentence_like(quote):
            return None
        near = quote.paragraph == previous.paragraph or (
            quote.paragraph == previous.paragraph + 1 and self._all_speech(quote)
        )
        return self.speeches[-1] if near and self._leads(quote) else None

    def _free(self, chain: list[Quote]) -> Speech | None:
        """The person whom the sentence before tells of speaks; or whoever the line before, with its colon, names."""
        quote = chain[0]
        first = self._first_token(quote)
        if first is None or not self._sentence_like(quote) or not self._leads(quote):
            return None
        before = next((t for t in reversed(self.parsed.tokens[: first.index]) if t.pos != g.PUNCTUATION), None)
        if before is None or self.inside[before.index]:
            return None
        colon = self.parsed.text[before.stop : quote.span.start].strip().startswith(":")
        if not colon and self._paragraph(before) != quote.paragraph:
            return None
        return self._announced(before, colon)

    def _announced(self, before: Token, colon: bool) -> Speech | None:
        sentence = self.parsed.sentence_of(before.index)
        tokens = self.parsed.tokens[sentence.first : sentence.last + 1]
        if colon:
            speakers = [s for t in tokens if (s := self._speaker(t)) is not None and s.source is not None]
            if speakers:
                return self._spoken(speakers[-1], f"says: colon, {speakers[-1].word.word}")
        subject = next((t for t in tokens if t.role == g.SUBJECT and self._human(t)), None)
        if subject is None and colon:
            subject = next((t for t in reversed(tokens) if self._named(t)), None)
        if subject is None:
            return None
        return self._new(Speech(None, subject.index, None, "asserts", "says: free quotation"))

    def _human(self, token: Token) -> bool:
        if token.lower in _HUMAN_PRONOUNS:
            return True
        return any(n.label == g.PERSON and n.first <= token.index <= n.last for n in self.parsed.names)

    def _named(self, token: Token) -> bool:
        """Whether a token ends the name of a person or body."""
        labels = (g.PERSON, g.ORGANISATION)
        return any(n.label in labels and n.last == token.index for n in self.parsed.names)

    # --- where things stand --------------------------------------------------------------------------------------

    def _paragraph(self, token: Token) -> int:
        return self.parsed.sentences[token.sentence].paragraph

    def _first_token(self, quote: Quote) -> Token | None:
        return next(iter(self.parsed.tokens_in(quote.span)), None)

    def _next_outside(self, quote: Quote) -> int | None:
        inside = self.parsed.tokens_in(quote.span)
        at = inside[-1].index + 1 if inside else len(self.parsed.tokens)
        return at if at < len(self.parsed.tokens) else None

    def _sentence_like(self, quote: Quote) -> bool:
        """Whether a quotation can stand alone: it has a verb and ends as a sentence does."""
        tokens = self.parsed.tokens_in(quote.inner)
        if not any(t.pos in (g.VERB, g.AUX) for t in tokens):
            return False
        text = self.parsed.text
        ends = text[quote.inner.stop - 1] in _ENDS or text[quote.inner.stop - 1] in "\"'”’,"
        return (
            len(tokens) >= 4 and (ends or quote.goes_on) and text[quote.inner.start].upper() == text[quote.inner.start]
        )

    def _all_speech(self, quote: Quote) -> bool:
        first = self._first_token(quote)
        if first is None:
            return False
        around = [first.index - 1]
        while around[-1] >= 0 and self._paragraph(self.parsed.tokens[around[-1]]) == quote.paragraph:
            if not self.inside[around[-1]] and self.parsed.tokens[around[-1]].pos != g.PUNCTUATION:
                return False
            around.append(around[-1] - 1)
        return True


def _chains(quotes: tuple[Quote, ...]) -> list[list[Quote]]:
    """Quotations that go on over paragraphs taken together."""
    chains: list[list[Quote]] = []
    for quote in quotes:
        if chains and chains[-1][-1].goes_on and quote.paragraph == chains[-1][-1].paragraph + 1:
            chains[-1].append(quote)
        else:
            chains.append([quote])
    return chains


def _inside(parsed: Parsed, quotes: tuple[Quote, ...]) -> list[bool]:
    """For each token whether it stands in a quotation."""
    inside = [False] * len(parsed.tokens)
    for quote in quotes:
        for token in parsed.tokens_in(quote.span):
            inside[token.index] = True
    return inside


def _top_of_name(parsed: Parsed, token: Token) -> Token:
    """The head of the name that a token belongs to."""
    while token.role == g.COMPOUND and parsed.tokens[token.head].pos == g.NAME:
        token = parsed.tokens[token.head]
    return token


def read_speech(parsed: Parsed, reporting: Reporting, quotes: tuple[Quote, ...]) -> tuple[list[Speech], list[bool]]:
    """The speeches of a text, and for each token whether it stands in a quotation."""
    reader = SpeechReader(parsed, reporting, quotes)
    return reader.read(), reader.inside


def find_speech(parsed: Parsed, speeches: list[Speech]) -> Iterator[Citation]:
    """The speeches as citations."""
    for speech in speeches:
        content = tidy(parsed.text, [q.inner for q in speech.quotes])
        if content:
            yield Citation(speech.cue, speech.source, content, speech.stance, speech.rule)
