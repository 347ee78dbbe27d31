"""What a source answers for: the words of a clause, a phrase or a quotation, as spans without cue, source and marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.reading import grammar as g
from sayso.reading.grammar import Parsed, Token
from sayso.spans import Span

Content = tuple[Span, ...]

EDGES = " \t\r\n,;:.—–-…·|"
_PAIRS = {"“": "”", '"': '"', "‘": "’", "«": "»", "„": "“”", "''": "''", "(": ")", "[": "]"}
_CLOSING = frozenset("”\"’»)]'")
_CITED = (": source, citing", ": source, quoting")
_CONTRASTING = frozenset({"while", "whereas", "although", "though"})
_CONNECTIVES = frozenset({"that", "and", "but", ",", ";", ":", "—", "–", "-", "--"})


@dataclass(frozen=True, slots=True)
class Citation:
    """One finding of a rule: cue, the head of the source (None when it is only implied), and the content.

    `aside` tells that cue and source interrupt or close the clause they report ("..., the minister said, ..."): no
    other content may hold them; `host` is then the stretch they take up, when a rule knows it. `source` is the index of
    a token.
    """

    cue: Span | None
    source: int | None
    content: tuple[Span, ...]
    stance: str
    rule: str
    aside: bool = False
    host: Span | None = None


def is_cited(rule: str) -> bool:
    """Whether a rule tells whom a report cites, and not who reports ("citing an aide")."""
    return rule.endswith(_CITED)


def runs(parsed: Parsed, tokens: Iterable[Token]) -> tuple[Span, ...]:
    """Tokens as spans: neighbours joined, also over punctuation between them; each trimmed."""
    found: list[Span] = []
    last = -2
    for token in tokens:
        between = parsed.tokens[last + 1 : token.index] if last >= 0 else ()
        if found and all(t.pos == g.PUNCTUATION for t in between):
            found[-1] = Span(found[-1].start, token.stop)
        else:
            found.append(token.span)
        last = token.index
    return tidy(parsed.text, found)


def tidy(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans without white space, stops and lone quotation marks at their ends; empty ones go."""
    trimmed = (unquoted(text, s) for s in spans)
    return tuple(s for s in trimmed if any(c.isalnum() for c in s.of(text)))


def unquoted(text: str, span: Span) -> Span:
    """A span without stops at its ends and without the marks that enclose it or have no partner in it."""
    start, stop = span
    while start < stop:
        first, last = text[start], text[stop - 1]
        if first in EDGES or (first in _CLOSING and first not in _PAIRS):
            start += 1
        elif last in EDGES and not _abbreviation(text, start, stop):
            stop -= 1
        elif first in _PAIRS and last in _PAIRS[first] and not _inner(text, start, stop, first, last):
            start, stop = start + 1, stop - 1
        elif first in _PAIRS and not _partner(text, start + 1, stop, _PAIRS[first]):
            start += 1
        elif (last in _CLOSING and not _opened(text, start, stop - 1, last)) or last in _PAIRS:
            stop -= 1
        else:
            break
    return Span(start, stop)


def _abbreviation(text: str, start: int, stop: int) -> bool:
    """Whether the final full stop belongs to a word of capitals ("the U.S.")."""
    return text[stop - 1] == "." and stop - start > 3 and text[stop - 3] == "." and text[stop - 2].isupper()


def _inner(text: str, start: int, stop: int, first: str, last: str) -> bool:
    """Whether marks of the same kind stand inside, so that those at the ends are not each other's partners."""
    return any(text.find(mark, start + 1, stop - 1) >= 0 for mark in {first, last})


def _partner(text: str, start: int, stop: int, closers: str) -> bool:
    return any(text.find(mark, start, stop) >= 0 for mark in closers)


def _opened(text: str, start: int, stop: int, mark: str) -> bool:
    if mark in "\"'":
        return text.count(mark, start, stop) % 2 == 1
    openers = [o for o, c in _PAIRS.items() if mark in c]
    return any(text.find(o, start, stop) >= 0 for o in openers)


def clause(parsed: Parsed, head: int, without: Iterable[int] = ()) -> tuple[Span, ...]:
    """The words of a clause, without its "that" and without what hangs on the tokens `without`."""
    left_out = {t.index for w in without for t in g.subtree(parsed, w)}
    for act in _own_acts(parsed, head):
        left_out.update(t.index for t in (*_joining(parsed, act), *g.subtree(parsed, act.index)))
    words = [t for t in g.subtree(parsed, head) if t.index not in left_out]
    words = _to_semicolon(parsed, words)
    while words and (words[0].lower in _CONNECTIVES) and (words[0].pos != g.DETERMINER or words[0].role == g.MARKER):
        words = words[1:]
    return runs(parsed, words)


def _own_acts(parsed: Parsed, head: int) -> list[Token]:
    """What the source did besides saying it, which the parse joins to the clause ("said it would leave, and fired")."""
    if g.child(parsed, head, g.AUXILIARY) is None or parsed.tokens[head].form != g.BASE:
        return []
    modal = any(t.form == g.MODAL for t in g.children(parsed, head, g.AUXILIARY))
    joined = g.children(parsed, head, g.CONJUNCT) if modal else []
    return [t for t in joined if t.form == g.PAST and g.child(parsed, t.index, *g.SUBJECTS) is None]


def _joining(parsed: Parsed, conjunct: Token) -> list[Token]:
    """The "and" or "but" right before a conjunct."""
    first = g.subtree(parsed, conjunct.index)[0].index
    return [t for t in parsed.tokens[max(0, first - 1) : first] if t.role == g.COORDINATOR]


def _to_semicolon(parsed: Parsed, words: list[Token]) -> list[Token]:
    """The words before the first semicolon after a finite verb: what follows is a sentence of its own."""
    verb = next((t.index for t in words if t.form in (g.PAST, g.PRESENT, g.MODAL)), None)
    if verb is None:
        return words
    stops = (t.index for t in parsed.tokens[verb : words[-1].index] if t.lower == ";")
    stop = next(stops, len(parsed.tokens))
    return [t for t in words if t.index < stop]


def essential(parsed: Parsed, head: Token) -> list[Token]:
    """A noun with what hangs on it, without relative clauses after a comma: those are the author's."""
    left_out: set[int] = set()
    for kid in g.children(parsed, head.index, g.RELATIVE_CLAUSE):
        below = g.subtree(parsed, kid.index)
        if parsed.tokens[below[0].index - 1].lower == ",":
            left_out.update(t.index for t in below)
    return [t for t in g.subtree(parsed, head.index) if t.index not in left_out]


def phrases(parsed: Parsed, heads: Iterable[Token]) -> tuple[Span, ...]:
    """The words under several heads, in order."""
    words = {
        t.index: t for h in heads for t in (essential(parsed, h) if h.pos == g.NOUN else g.subtree(parsed, h.index))
    }
    contrast = next((i for i in sorted(words) if _contrasts(parsed, words[i])), None)
    return runs(parsed, [words[i] for i in sorted(words) if contrast is None or i < contrast])


def _contrasts(parsed: Parsed, token: Token) -> bool:
    """Whether a word begins a clause that only stands against what a phrase says ("accused rebels, while Chad ...")."""
    clause_ = parsed.tokens[token.head]
    opens = token.lower in _CONTRASTING and token.role == g.MARKER and clause_.role == g.ADVERBIAL_CLAUSE
    return opens and g.child(parsed, clause_.index, *g.SUBJECTS) is not None


def extent(spans: Iterable[Span]) -> int:
    """How many characters the spans hold."""
    return sum(s.stop - s.start for s in spans)


def holds(content: tuple[Span, ...], span: Span) -> bool:
    return any(s.covers(span) for s in content)
