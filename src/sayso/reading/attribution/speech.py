"""Direct quotations and who speaks them: the reporting verb beside the marks, and speech that runs on without one.

A quotation takes the verb right before or after it. One without such a verb goes to the speaker before it when the
speech plainly continues: the same paragraph, a paragraph that is nothing but speech, or a line that ends in a colon.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sayso.knowledge.reporting import Reporting
from sayso.reading import grammar as g
from sayso.reading.attribution.layout import ENDS, STOPS, Layout, chains
from sayso.reading.attribution.quotes import Quote, find_quotes, outermost
from sayso.reading.attribution.relays import cue_span
from sayso.reading.attribution.sayings import stance_of
from sayso.reading.attribution.sources import can_speak
from sayso.reading.attribution.speaking_verbs import Speaker, speaker_at, speaker_beside
from sayso.reading.grammar import Parsed, Token
from sayso.spans import Span

_FARTHEST_AFTER = 30  # tokens from the closing mark to its verb ("the minister, who leads the council, said")
_GOES_ON = frozenset(",;?!…—–-\"'”’")
_PAUSES = frozenset(",?!—")
_LONGEST_SUBJECT = 8  # tokens from the marks to the verb that no list knows
_DASHES = frozenset({"-", "--", "–", "—", "―"})
_LONGEST_SIGNATURE = 120  # characters of a name with its description after a dash
_LONGEST_SPEAKER = 4  # tokens of a speaker with the verb, right after the marks
_PEOPLE = frozenset({"official", "military", "expert", "witness", "person"})  # kinds of sources that are persons
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

    def take(self, chain: list[Quote]) -> None:
        """Adds quotations; the rule says so when they carry the source on."""
        way = "over paragraphs" if len(chain) > 1 else "carried on" if self.quotes else ""
        if way and way not in self.rule:
            self.rule += f"; {way}"
        self.quotes.extend(chain)


class SpeechReader:
    """Walks the outermost quotations of one text in order."""

    def __init__(self, parsed: Parsed, reporting: Reporting, quotes: tuple[Quote, ...]) -> None:
        self.parsed, self.reporting = parsed, reporting
        self.chains = chains(quotes)
        self.layout = Layout(parsed, quotes)
        self.speeches: list[Speech] = []
        self.by_verb: dict[int, Speech] = {}

    def read(self) -> list[Speech]:
        previous: Quote | None = None
        for chain in self.chains:
            speech = (
                self._at_verb(chain)
                or self._signed(chain[-1])
                or self._resumed(chain[0], previous)
                or self._run_on(chain, previous)
                or self._free(chain)
                or self._unsigned(chain[0])
            )
            if speech is not None:
                speech.take(chain)
                previous = chain[-1]
        return self.speeches

    # --- with a verb ---------------------------------------------------------------------------------------------

    def _at_verb(self, chain: list[Quote]) -> Speech | None:
        found = self._before(chain[0]) or self._after(chain[-1]) or self._beside(chain[-1])
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
        at = self.layout.next_outside(quote)
        if at is None or not self.layout.leads(quote):
            return None
        last = text[quote.inner.stop - 1]
        goes_on = last in _GOES_ON or tokens[at].lower == "," or (last in ENDS and tokens[at].text[:1].islower())
        if not goes_on and not self._unmarked(quote, at):
            return None
        for token in tokens[at : at + _FARTHEST_AFTER]:
            if (
                token.lower in STOPS
                or self.layout.inside[token.index]
                or self.layout.paragraph(token) != quote.paragraph
            ):
                return None
            found = self._speaker(token)
            if found is not None and found.source is not None:
                return found
        return None

    def _beside(self, quote: Quote) -> Speaker | None:
        """`"...," the minister fumed`: the verb of the clause right after a sentence in marks, known or not."""
        at = self.layout.next_outside(quote)
        if at is None or self.parsed.text[quote.inner.stop - 1] not in _PAUSES or not self._is_clause(quote):
            return None
        for token in self.parsed.tokens[at : at + _LONGEST_SUBJECT]:
            if token.pos == g.PUNCTUATION or self.layout.paragraph(token) != quote.paragraph:
                return None
            if token.pos == g.VERB and token.form in (g.PAST, g.PRESENT):
                return speaker_beside(self.parsed, self.reporting, self.layout.inside, token)
        return None

    def _unmarked(self, quote: Quote, at: int) -> bool:
        """Whether a verb and its speaker follow a sentence in marks that has lost its comma (`"It fell" Lee said`)."""
        near = (self._speaker(t) for t in self.parsed.tokens[at : at + _LONGEST_SPEAKER])
        found = next((s for s in near if s is not None and s.source is not None), None)
        return found is not None and found.source is not None and found.source.index >= at and self._is_clause(quote)

    def _is_clause(self, quote: Quote) -> bool:
        """Whether a quotation is a sentence, or begins one and has a finite verb."""
        tokens = self.parsed.tokens_in(quote.inner)
        return tokens[0].text[:1].isupper() and any(t.form in (g.PAST, g.PRESENT, g.MODAL) for t in tokens)

    def _before(self, quote: Quote) -> Speaker | None:
        """`The minister said, "..."`, `he told reporters: "..."`."""
        first = self.layout.first_token(quote)
        if first is None:
            return None
        between: list[Token] = []
        for token in reversed(self.parsed.tokens[max(0, first.index - _FARTHEST_AFTER) : first.index]):
            if self.layout.paragraph(token) != quote.paragraph or (
                token.lower in STOPS and (between or token.lower != ";")
            ):
                return None
            if self.layout.inside[token.index]:
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
        return paused or not words or (self.layout.sentence_like(quote) and len(words) <= 3)

    def _signed(self, quote: Quote) -> Speech | None:
        """`"..." — Ann Lee`, a name after a dash that ends the line."""
        at = self.layout.next_outside(quote)
        if at is None or self.parsed.tokens[at].lower not in _DASHES or not self.layout.leads(quote):
            return None
        dash = self.parsed.tokens[at]
        farthest = min(dash.stop + _LONGEST_SIGNATURE, len(self.parsed.text))
        end_of_line = self.parsed.text.find("\n", dash.stop, farthest)
        name = self.parsed.tokens_in(Span(dash.stop, end_of_line if end_of_line >= 0 else farthest))
        too_long = end_of_line < 0 and farthest < len(self.parsed.text)
        if too_long or not name or name[0].pos != g.NAME:
            return None
        head = next((t for t in name if self._named(t)), name[0])
        return self._new(Speech(None, head.index, dash.span, "asserts", "says: signature"))

    def _speaker(self, token: Token) -> Speaker | None:
        return speaker_at(self.parsed, self.reporting, self.layout.inside, token)

    # --- without one ---------------------------------------------------------------------------------------------

    def _resumed(self, quote: Quote, previous: Quote | None) -> Speech | None:
        """The speech that its speaker only interrupts: `"It is late," he said, but "not too late."`"""
        speech = self.speeches[-1] if self.speeches else None
        first = self.layout.first_token(quote)
        if speech is None or speech.verb is None or previous is None or first is None:
            return None
        if quote.paragraph != previous.paragraph:
            return None
        if not previous.span.stop <= self.parsed.tokens[speech.verb].start:
            return speech if previous in speech.quotes and self._paused(previous, quote) else None
        if not speech.verb < first.index <= speech.verb + _FARTHEST_AFTER:
            return None
        after = self.parsed.tokens[speech.verb + 1 : first.index]
        return None if any(t.lower in ENDS or t.pos in (g.VERB, g.AUX) for t in after) else speech

    def _paused(self, previous: Quote, quote: Quote) -> bool:
        """Whether a sentence in marks is only parted by what its speaker did (`"The well," then paused, "is dry."`)."""
        between = self.parsed.tokens_in(Span(previous.span.stop, quote.span.start))
        commas = previous.inner.of(self.parsed.text)[-1] == "," and bool(between) and between[-1].lower == ","
        acts = any(t.pos == g.VERB for t in between)
        return commas and acts and not any(t.role in g.SUBJECTS or t.lower in ENDS for t in between)

    def _run_on(self, chain: list[Quote], previous: Quote | None) -> Speech | None:
        """The speech before it goes on: in the same paragraph, or in a paragraph that is all speech."""
        quote = chain[0]
        if previous is None or not self.speeches:
            return None
        if not (
            self.layout.sentence_like(quote)
            or (quote.paragraph == previous.paragraph and self.layout.stands_alone(quote))
        ):
            return None
        near = quote.paragraph == previous.paragraph or (
            quote.paragraph == previous.paragraph + 1 and self.layout.all_speech(quote)
        )
        return self.speeches[-1] if near and self.layout.leads(quote) else None

    def _free(self, chain: list[Quote]) -> Speech | None:
        """The person whom the sentence before tells of speaks; or whoever the line before, with its colon, names."""
        quote = chain[0]
        first = self.layout.first_token(quote)
        if first is None or not self.layout.sentence_like(quote) or not self.layout.leads(quote):
            return None
        before = next((t for t in reversed(self.parsed.tokens[: first.index]) if t.pos != g.PUNCTUATION), None)
        if before is None or self.layout.inside[before.index]:
            return None
        colon = self.parsed.text[before.stop : quote.span.start].strip().startswith(":")
        if not colon and self.layout.paragraph(before) != quote.paragraph:
            return None
        return self._announced(before, colon)

    def _unsigned(self, quote: Quote) -> Speech | None:
        """A whole sentence in marks of which nothing tells who speaks: somebody does, and not the report."""
        closed = quote.span.stop > quote.inner.stop
        if not closed or not self.layout.sentence_like(quote) or not self.layout.leads(quote):
            return None
        return self._new(Speech(None, None, None, "asserts", "says: quotation of somebody"))

    def _announced(self, before: Token, colon: bool) -> Speech | None:
        tokens = self.parsed.tokens[self.parsed.sentence_of(before.index).first : before.index + 1]
        speakers = [s for t in tokens if (s := self._speaker(t)) is not None and s.source is not None]
        if colon and speakers:
            return self._spoken(speakers[-1], f"says: colon, {speakers[-1].word.word}")
        heard = speakers[0].source if len(speakers) == 1 and self._told_in(speakers[0]) else None
        subject = heard or self._told_of(tokens, colon)
        if subject is None:
            return None
        return self._new(Speech(None, subject.index, None, "asserts", "says: free quotation"))

    def _told_in(self, speaker: Speaker) -> bool:
        """Whether a sentence reports what its source said ("..., the police said"), as a quotation then bears out."""
        above = (speaker.verb, *g.ancestors(self.parsed, speaker.verb.index))
        return "that" in speaker.word.frames and all(t.role in (g.ROOT, g.PARATAXIS) for t in above)

    def _told_of(self, tokens: tuple[Token, ...], colon: bool) -> Token | None:
        """The person of whom a sentence tells; before a colon also a body or document, or else the last name."""
        person = next((t for t in tokens if t.role == g.SUBJECT and self._human(t)), None)
        if person is not None or not colon:
            return person
        doers = (t for t in tokens if t.role == g.SUBJECT and self.parsed.tokens[t.head].role != g.RELATIVE_CLAUSE)
        body = next((t for t in doers if can_speak(t, self.reporting, {})), None)
        return body or next((t for t in reversed(tokens) if self._named(t)), None)

    def _human(self, token: Token) -> bool:
        if token.lower in _HUMAN_PRONOUNS:
            return True
        known = any(t.lower == "the" for t in g.children(self.parsed, token.index, g.DETERMINES))
        if token.pos == g.NOUN and known and token.form != g.PLURAL:
            return self.reporting.source_kind(token.lemma) in _PEOPLE
        return any(n.label == g.PERSON and n.first <= token.index <= n.last for n in self.parsed.names)

    def _named(self, token: Token) -> bool:
        """Whether a token ends the name of a person or body."""
        labels = (g.PERSON, g.ORGANISATION)
        return any(n.label in labels and n.last == token.index for n in self.parsed.names)


def read_speech(parsed: Parsed, reporting: Reporting, quotes: tuple[Quote, ...]) -> tuple[list[Speech], list[bool]]:
    """The speeches of a text, and for each token whether it stands in a quotation."""
    reader = SpeechReader(parsed, reporting, quotes)
    return reader.read(), reader.layout.inside


@dataclass(frozen=True, slots=True)
class Spoken:
    """The quotations of a text, those that stand in others too, and who speaks the outermost ones."""

    quotes: tuple[Quote, ...]
    speeches: list[Speech]
    inside: list[bool]


def find_spoken(parsed: Parsed, reporting: Reporting) -> Spoken:
    """Everything that a text has in quotation marks."""
    quotes = find_quotes(parsed)
    return Spoken(quotes, *read_speech(parsed, reporting, outermost(quotes)))
