"""Where quotations stand among the words around them: what leads into one, what follows it, what goes on."""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading.attribution.quotes import Quote
from sayso.reading.grammar import Parsed, Token

STOPS = frozenset({".", "?", "!", ";"})
ENDS = frozenset(".?!…")
_ENDING = ENDS | frozenset("\"'”’,")


class Layout:
    """The outermost quotations of one text; `inside` tells for each token whether it stands in one of them."""

    def __init__(self, parsed: Parsed, quotes: tuple[Quote, ...]) -> None:
        self.parsed = parsed
        self.inside = _inside(parsed, quotes)

    def leads(self, quote: Quote) -> bool:
        """Whether a quotation begins its sentence or goes on after its speaker: no words of the author lead into it."""
        first = self.first_token(quote)
        if first is None:
            return False
        if self._begins_line(first):
            return True
        for token in reversed(self.parsed.tokens[: first.index]):
            if self.paragraph(token) != quote.paragraph or token.text[-1] in STOPS or token.lower == ":":
                return True
            if self.inside[token.index]:
                return True
            if token.pos != g.PUNCTUATION:
                return False
        return True

    def paragraph(self, token: Token) -> int:
        return self.parsed.sentences[token.sentence].paragraph

    def first_token(self, quote: Quote) -> Token | None:
        return next(iter(self.parsed.tokens_in(quote.span)), None)

    def next_outside(self, quote: Quote) -> int | None:
        inside = self.parsed.tokens_in(quote.span)
        at = inside[-1].index + 1 if inside else len(self.parsed.tokens)
        return at if at < len(self.parsed.tokens) else None

    def sentence_like(self, quote: Quote) -> bool:
        """Whether a quotation can stand alone: it has a verb and ends as a sentence does."""
        tokens = self.parsed.tokens_in(quote.inner)
        if not any(t.pos in (g.VERB, g.AUX) for t in tokens):
            return False
        text = self.parsed.text
        ends = text[quote.inner.stop - 1] in _ENDING or text[quote.span.stop : quote.span.stop + 1] in ENDS
        return (
            len(tokens) >= 4 and (ends or quote.goes_on) and text[quote.inner.start].upper() == text[quote.inner.start]
        )

    def stands_alone(self, quote: Quote) -> bool:
        """Whether a quotation of any words begins and ends as a sentence does."""
        text = self.parsed.text
        ends = text[quote.inner.stop - 1] in ENDS or text[quote.span.stop : quote.span.stop + 1] in ENDS
        return ends and text[quote.inner.start].isupper()

    def _begins_line(self, token: Token) -> bool:
        before = self.parsed.tokens[token.index - 1].stop if token.index else 0
        return "\n" in self.parsed.text[before : token.start]

    def all_speech(self, quote: Quote) -> bool:
        first = self.first_token(quote)
        if first is None:
            return False
        around = [first.index - 1]
        while around[-1] >= 0 and self.paragraph(self.parsed.tokens[around[-1]]) == quote.paragraph:
            if not self.inside[around[-1]] and self.parsed.tokens[around[-1]].pos != g.PUNCTUATION:
                return False
            around.append(around[-1] - 1)
        return True


def chains(quotes: tuple[Quote, ...]) -> list[list[Quote]]:
    """Quotations that go on over paragraphs taken together."""
    found: list[list[Quote]] = []
    for quote in quotes:
        if found and found[-1][-1].goes_on and quote.paragraph == found[-1][-1].paragraph + 1:
            found[-1].append(quote)
        else:
            found.append([quote])
    return found


def _inside(parsed: Parsed, quotes: tuple[Quote, ...]) -> list[bool]:
    """For each token whether it stands in a quotation."""
    inside = [False] * len(parsed.tokens)
    for quote in quotes:
        for token in parsed.tokens_in(quote.span):
            inside[token.index] = True
    return inside
