"""What kind of source somebody is: by the words that name them, their office, and what they asked for."""

from __future__ import annotations

from itertools import pairwise

from sayso.knowledge.reporting import Reporting
from sayso.reading import grammar as g
from sayso.reading.grammar import Parsed, Token
from sayso.records import Entity
from sayso.spans import Span

_KIND_OF_ENTITY = {
    "person": "person",
    "organisation": "organisation",
    "government": "government",
    "military": "military",
    "media": "media",
    "group": "organisation",
    "country": "government",
}
_KIND_OF_NAME = {
    g.PERSON: "person",
    g.ORGANISATION: "organisation",
    g.PLACE: "government",
    g.NATIONALITY: "organisation",
    g.WORK: "document",
}
_STATE_RUN = frozenset({"state", "state-run", "state-owned", "state-controlled", "official"})
_NAMED = frozenset({"named", "identified"})
_UNNAMED = frozenset({"anonymous", "unnamed", "unidentified"})
MEDIA = frozenset({"media", "state media"})
_OPENING = frozenset({"The", "A", "An"})  # also after a heading that runs into a sentence ("NEW RAID A witness said")
_COUNTING = frozenset({g.NUMBER, g.PRONOUN, g.DETERMINER, g.ADJECTIVE})


def source_phrase(parsed: Parsed, token: Token) -> Span:
    """The noun phrase of a source, without a heading that runs into it; of a possessive pronoun the word alone."""
    if token.pos == g.PRONOUN and token.form == g.POSSESSIVE:
        return token.span
    span = g.phrase(parsed, token.index)
    openings = (t.start for t in parsed.tokens_in(span) if t.text in _OPENING and token.pos == g.NOUN)
    return Span(max((*openings, span.start)), span.stop)


class SourceKinds:
    """The kinds of the sources of one text; `labels` are those of the names that its tokens stand in."""

    def __init__(self, parsed: Parsed, reporting: Reporting, labels: dict[int, str]) -> None:
        self.parsed, self.reporting, self.labels = parsed, reporting, labels

    def of(self, token: Token, entity: Entity | None) -> str | None:
        """The kind of the source that a token heads, and that is this entity; None when nothing tells it."""
        words = [t.lower for t in self.parsed.tokens_in(source_phrase(self.parsed, token))]
        if any(w in _UNNAMED for w in words) or self._wants_no_name(token):
            return "anonymous"
        kind = self.of_noun(self._counted(token)) or self._of_entity(token, entity)
        if kind == "media" and any(w in _STATE_RUN for w in words):
            return "state media"
        return kind

    def _wants_no_name(self, token: Token) -> bool:
        """Whether the sentence grants anonymity ("on condition of anonymity", "asked not to be named", "a person
        familiar with the matter")."""
        if token.pos not in (g.NOUN, g.PRONOUN):
            return False
        following = self.parsed.tokens[token.index + 1 : self.parsed.sentence_of(token.index).last + 1]
        if following and following[0].lower == "familiar":
            return True
        pairs = pairwise(following)
        return any(b.lower == "anonymity" or (a.lower == "be" and b.lower in _NAMED) for a, b in pairs)

    def _counted(self, token: Token) -> Token:
        """The noun of which a number tells ("one of the officials", "two of the soldiers"); else the token."""
        if token.pos not in _COUNTING:
            return token
        return next(iter(g.prepositional(self.parsed, token.index, "of", "among")), token)

    def of_noun(self, token: Token) -> str | None:
        """The kind that the word itself tells, and the word before it."""
        named = token.pos == g.NAME and self.labels.get(token.index) != g.PERSON
        if token.pos != g.NOUN and not named:
            return None
        word = token.lower if named else token.lemma
        before = self.parsed.tokens[token.index - 1].lower if token.index else ""
        return self.reporting.source_kind(f"{before} {word}") or self.reporting.source_kind(word)

    def _of_entity(self, token: Token, entity: Entity | None) -> str | None:
        title = self._of_title(token, entity)
        if title is not None:
            return title
        if entity is not None:
            return self._of_description(entity) or _KIND_OF_ENTITY.get(entity.kind)
        if token.lower in ("he", "she"):
            return "person"
        return _KIND_OF_NAME.get(self.labels.get(token.index, ""))

    def _of_description(self, entity: Entity) -> str | None:
        """The kind of a person without a name by the noun that stands for them ("a guard said ... he added")."""
        first = self.parsed.head_of(entity.mentions[0].span) if entity.mentions else None
        if first is None or entity.kind != "person" or any(m.form == "name" for m in entity.mentions):
            return None
        return self.of_noun(first)

    def _of_title(self, token: Token, entity: Entity | None) -> str | None:
        """The kind by an office before or beside a person's name ("President X", "X, a spokesman")."""
        if entity is not None and entity.kind != "person":
            return None
        beside = g.children(self.parsed, token.index, g.COMPOUND, g.APPOSITION)
        words = [t.lemma if t.pos == g.NOUN else t.lower for t in beside]
        for role in entity.roles if entity else ():
            head = self.parsed.head_of(role.span)
            if head is not None:
                words.append(head.lemma)
        kinds = (self.reporting.source_kind(w) for w in words)
        return next((k for k in kinds if k is not None and k not in MEDIA), None)
