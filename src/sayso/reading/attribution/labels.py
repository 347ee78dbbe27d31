"""Sources that only punctuation names: "Minister: Talks Have Failed", the turns of a transcript, "(Reuters)"."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.knowledge.reporting import Reporting
from sayso.reading import grammar as g
from sayso.reading.attribution.contents import Citation, tidy
from sayso.reading.attribution.sources import can_speak
from sayso.reading.grammar import Parsed, Token
from sayso.spans import Span

_LONGEST_LABEL = 8  # tokens of a headline's source
_LONGEST_DASHED = 3  # tokens of a source after a headline's dash
_DASHES = frozenset({"-", "--", "–", "—"})
_LONGEST_INITIALS = 5  # letters of a source in capitals ("NATO", "IAEA")
_TELLING = 5  # words of a headline
_LONGEST_TURN = 5  # tokens of the name before a speaker's turn
_LONGEST_HEADLINE = 250  # characters
_ENDS = frozenset('.!?”"')
_SPEAKING = frozenset({g.PERSON, g.ORGANISATION, g.PLACE})


def find_labelled(parsed: Parsed, reporting: Reporting, labels: dict[int, str]) -> Iterator[Citation]:
    """What a colon ascribes: in the first line of a text, and in a transcript."""
    yield from _headlines(parsed, reporting, labels)
    yield from _turns(parsed)
    yield from _credits(parsed, labels)


def _headlines(parsed: Parsed, reporting: Reporting, labels: dict[int, str]) -> Iterator[Citation]:
    """ "Minister: Talks Have Failed", "Talks have failed: minister" in the first line of a text."""
    if not parsed.sentences:
        return
    stop = _end_of_paragraph(parsed, 0)
    line = parsed.tokens_in(Span(parsed.sentences[0].span.start, stop))
    colons = [t for t in line if t.lower == ":"]
    if len(colons) != 1 or line[-1].stop - line[0].start > _LONGEST_HEADLINE:
        yield from _dashed(parsed, line, reporting)
        return
    colon = colons[0]
    before = _without_verb([t for t in line if t.index < colon.index], reporting)
    after = [t for t in line if t.index > colon.index]
    for label, said in ((before, after), (after, before)):
        source = _label(parsed, label, reporting, labels)
        if source is not None and _is_cry(parsed, label, said, source, reporting, labels):
            continue
        if source is not None and _tells(said, labels.get(source.index)):
            content = tidy(parsed.text, [Span(said[0].start, said[-1].stop)])
            yield Citation(colon.span, source.index, content, "asserts", "says: headline colon")
            return


def _is_cry(
    parsed: Parsed, label: list[Token], said: list[Token], source: Token, reporting: Reporting, labels: dict[int, str]
) -> bool:
    """Whether capitals before a colon cry out what a headline is about ("BLOODBATH: Missile kills nine"): a source in
    capitals is short, or a known noun, or a name that the text has again."""
    words = "".join(t.text for t in label)
    shouted = words.isupper() and not "".join(t.text for t in said).isupper()
    if not shouted or len(words) <= _LONGEST_INITIALS or reporting.source_kind(source.text.lower()) is not None:
        return False
    name = source.text.capitalize()
    return not any(t.text == name and labels.get(t.index) in _SPEAKING for t in parsed.tokens)


def _without_verb(label: list[Token], reporting: Reporting) -> list[Token]:
    """The words before "tweets:" or "says:", from the last comma on ("After the raid, Lee tweets: ...")."""
    word = reporting.verb(label[-1].lemma) or reporting.verb(label[-1].lower.removesuffix("s")) if label else None
    if word is None or "quote" not in word.frames or len(label) < 2:
        return label
    commas = [n for n, t in enumerate(label) if t.lower == ","]
    return label[commas[-1] + 1 if commas else 0 : -1]


def _dashed(parsed: Parsed, line: list[Token], reporting: Reporting) -> Iterator[Citation]:
    """ "Two held over raid - police": a noun after the last dash of a headline; a name there is that of the site."""
    dash = next((t for t in reversed(line) if t.lower in _DASHES), None)
    if dash is None or not parsed.sentences[0].title:
        return
    label = [t for t in line if t.index > dash.index]
    said = [t for t in line if t.index < dash.index]
    spaced = dash.stop < len(parsed.text) and parsed.text[dash.stop].isspace()
    if not spaced or not 1 <= len(label) <= _LONGEST_DASHED or not _tells(said, None):
        return
    if label[-1].pos == g.NOUN and reporting.source_kind(label[-1].lemma) is not None:
        content = tidy(parsed.text, [Span(said[0].start, said[-1].stop)])
        yield Citation(dash.span, label[-1].index, content, "asserts", "says: headline dash")


def _tells(said: list[Token], label: str | None) -> bool:
    """Whether words of a headline tell something: with a verb, or as long as one whose capitals hide the verb."""
    if any(t.pos in (g.VERB, g.AUX) for t in said):
        return True
    return label in (g.PERSON, g.ORGANISATION) and sum(t.pos != g.PUNCTUATION for t in said) >= _TELLING


def _label(parsed: Parsed, label: list[Token], reporting: Reporting, labels: dict[int, str]) -> Token | None:
    """The head of a short noun phrase that can speak."""
    words = [t for t in label if t.pos != g.PUNCTUATION]
    if not 1 <= len(words) <= _LONGEST_LABEL or any(t.pos == g.VERB for t in words[1:]):
        return None
    head = parsed.head_of(Span(words[0].start, words[-1].stop))
    if head is None or head.pos not in g.NOMINALS:
        head = words[-1]
    if len(words) == 1 and words[0].text.istitle():
        return head
    known = labels.get(head.index) in _SPEAKING or reporting.source_kind(head.lemma) is not None
    return head if known or (head.pos != g.NAME and can_speak(head, reporting, labels)) else None


# --- transcripts -----------------------------------------------------------------------------------------------------


def _turns(parsed: Parsed) -> Iterator[Citation]:
    """ "LOPEZ: We will not go back." The paragraphs of a text two or more of which begin so."""
    found = [(n, colon) for n, sentence in enumerate(parsed.sentences) if (colon := _turn(parsed, n)) is not None]
    for n, colon in found if len(found) > 1 else ():
        content = tidy(parsed.text, [Span(colon.stop, _end_of_paragraph(parsed, n))])
        if content:
            yield Citation(colon.span, colon.index - 1, content, "asserts", "says: transcript turn")


def _turn(parsed: Parsed, number: int) -> Token | None:
    """The colon after the name in capitals that begins a paragraph."""
    sentence = parsed.sentences[number]
    if number == 0 or parsed.sentences[number - 1].paragraph == sentence.paragraph:
        return None
    opening = parsed.tokens[sentence.first : sentence.first + _LONGEST_TURN + 1]
    colon = next((t for t in opening if t.lower == ":"), None)
    if colon is None or not parsed.tokens[colon.index - 1].text[-1:].isalpha():
        return None
    return colon if parsed.text[opening[0].start : colon.start].isupper() else None


def _end_of_paragraph(parsed: Parsed, number: int) -> int:
    paragraph = parsed.sentences[number].paragraph
    last = number
    while last + 1 < len(parsed.sentences) and parsed.sentences[last + 1].paragraph == paragraph:
        last += 1
    return parsed.sentences[last].span.stop


# --- credit lines ----------------------------------------------------------------------------------------------------


def _credits(parsed: Parsed, labels: dict[int, str]) -> Iterator[Citation]:
    """ "Rebels hold the airport. (Reuters)": whose words a paragraph is, in parentheses after its last sentence."""
    for n, sentence in enumerate(parsed.sentences):
        last = parsed.tokens[sentence.last]
        if last.text != ")" or _end_of_paragraph(parsed, n) != sentence.span.stop:
            continue
        opening = next((t for t in reversed(parsed.tokens[max(0, last.index - 6) : last.index]) if t.text == "("), None)
        if opening is None or opening.index + 1 == last.index or labels.get(last.index - 1) != g.ORGANISATION:
            continue
        told = Span(_start_of_paragraph(parsed, n), opening.start)
        content = tidy(parsed.text, [told])
        if content and parsed.text[: opening.start].rstrip()[-1:] in _ENDS:
            yield Citation(None, last.index - 1, content, "asserts", "says: credit line")


def _start_of_paragraph(parsed: Parsed, number: int) -> int:
    paragraph = parsed.sentences[number].paragraph
    first = number
    while first > 0 and parsed.sentences[first - 1].paragraph == paragraph:
        first -= 1
    return parsed.sentences[first].span.start
