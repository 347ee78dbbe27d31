"""Who a source is: its words in the text, the entity it means, and the country it speaks for."""

from __future__ import annotations

from dataclasses import replace

from sayso.knowledge.name_words import name_words
from sayso.knowledge.publishers import Publisher
from sayso.knowledge.reporting import Reporting
from sayso.reading import grammar as g
from sayso.reading.attribution.joint import ARTICLES, joint_nationalities
from sayso.reading.attribution.source_kinds import MEDIA, SourceKinds, source_phrase
from sayso.reading.grammar import RELATIVE_PRONOUNS, Parsed, Token
from sayso.reading.kit import Kit
from sayso.records import Entity, Source
from sayso.spans import Span

_AGENCY = "agency"  # of news, where a publisher's name stands before it
_SPEAKING_NAMES = frozenset({g.PERSON, g.ORGANISATION, g.PLACE, g.NATIONALITY})
_SPEAKING_PRONOUNS = name_words("speaker")
_DROPPED = name_words("dropped")
_PERSONAL = frozenset({"official", "person", "expert"})
_TELLING_APART = frozenset({"in", "from", "at", "within", "for", "with", "of", "near", "to"})
_BREAKS = frozenset({g.PUNCTUATION})
_BODIES = frozenset({"country", "government", "organisation", "media", "military", "group"})
_OPENERS = ARTICLES | RELATIVE_PRONOUNS | {"whose"}
_LONGEST_NAME = 14  # tokens of a source that is told from others by more than its noun


def labels_of(parsed: Parsed) -> dict[int, str]:
    """The label of the name that each token stands in."""
    return {i: n.label for n in parsed.names for i in range(n.first, n.last + 1)}


def can_speak(token: Token, reporting: Reporting, labels: dict[int, str]) -> bool:
    """Whether a noun phrase with this head can say or want something: people, bodies, states and documents can."""
    if token.pos in (g.NAME, g.NUMBER) or token.lower in _SPEAKING_PRONOUNS:
        return True
    return reporting.source_kind(token.lemma) is not None or labels.get(token.index) in _SPEAKING_NAMES


def maker(parsed: Parsed, token: Token, reporting: Reporting) -> Token:
    """Who made the document that a token names ("a report by the ministry"); else the token itself."""
    if token.pos != g.NOUN or reporting.source_kind(token.lemma) != "document":
        return token
    return next(iter(g.prepositional(parsed, token.index, "from", "by")), token)


class Sources:
    """Turns a token into a `Source`; holds where the entities of one text are mentioned."""

    def __init__(self, parsed: Parsed, kit: Kit, entities: tuple[Entity, ...]) -> None:
        self.parsed, self.kit = parsed, kit
        self.at = _mentions(parsed, entities)
        self.labels = labels_of(parsed)
        self.kinds = SourceKinds(parsed, kit.reporting, self.labels)
        self.people = _people(parsed)

    def of(self, index: int | None) -> Source:
        """The source whose head is a token; one without any value when there is none."""
        if index is None:
            return Source(None, None, None, None)
        token = self.parsed.tokens[index]
        referent = self._referent(token)
        span = token.span if token.pos == g.PRONOUN or token.lower in RELATIVE_PRONOUNS else self._whole(token)
        entity = self._entity(referent)
        name = self._name_of(entity) if entity else self._name(referent)
        outlet = self._outlet(referent, name, entity)
        return Source(
            entity=entity.id if entity else None,
            name=name,
            kind=_kind_of_outlet(outlet) if outlet else self.kinds.of(referent, entity),
            span=span,
            country=(entity.country if entity else None)
            or (outlet and outlet.country)
            or self._country(self._issuer(referent)),
        )

    def all_of(self, index: int | None) -> tuple[Source, ...]:
        """The sources that a token heads: several where a noun has several nationalities ("U.S. and Korean aides")."""
        source = self.of(index)
        if source.span is None or index is None or self.parsed.tokens[index].pos != g.NOUN:
            return (source,)
        states, shared = joint_nationalities(" ".join(source.span.of(self.parsed.text).split()), self.kit.nations)
        if len(states) < 2:
            return (source,)
        return tuple(replace(source, entity=None, name=f"{n} {shared}", country=c) for n, c in states)

    def _outlet(self, token: Token, name: str | None, entity: Entity | None) -> Publisher | None:
        """The known publisher that a name is, or whose name stands before a noun ("the official IRNA news agency")."""
        if name is None or (entity is not None and entity.kind in ("person", "country")):
            return None
        named = token.pos == g.NAME or token.index in self.labels or token.text.isupper()
        known = self.kit.publishers.by_name(name) if named else None
        if known is not None:
            return known
        if token.lemma != _AGENCY and self.kinds.of_noun(token) not in MEDIA:
            return None
        before = [t.text for t in self.parsed.tokens_in(source_phrase(self.parsed, token)) if t.pos == g.NAME]
        return self.kit.publishers.by_name(" ".join(before)) if before else None

    def _referent(self, token: Token) -> Token:
        """The noun that a relative pronoun stands for; else the token."""
        if token.lower not in RELATIVE_PRONOUNS or token.role not in g.SUBJECTS:
            return token
        verb = self.parsed.tokens[token.head]
        while verb.role not in (g.RELATIVE_CLAUSE, g.ROOT):
            verb = self.parsed.tokens[verb.head]
        return self.parsed.tokens[verb.head] if verb.role == g.RELATIVE_CLAUSE else token

    def _name_of(self, entity: Entity) -> str:
        """The name of an entity; of one without a name the words that first tell it from others."""
        first = self.parsed.head_of(entity.mentions[0].span) if entity.mentions else None
        if first is None or first.pos != g.NOUN or any(m.form == "name" for m in entity.mentions):
            return entity.name
        named = self._words(self._whole(first))
        return named if len(named) > len(entity.name) else entity.name

    def _name(self, referent: Token) -> str | None:
        """The words of a source that is no known entity: the name beside it when there is one; no pronoun or amount."""
        if referent.pos == g.PRONOUN:
            return None
        beside = self._beside(referent)
        named = next((t for t in beside if t.pos == g.NAME and referent.pos != g.NAME), referent)
        if named is referent and all(map(self._says_nobody, self.parsed.tokens_in(self._whole(referent)))):
            return None
        return self._words(self.people.get(named.index) or self._whole(named))

    def _says_nobody(self, token: Token) -> bool:
        """Whether a word tells no more than how many somebodies: "another", "at least two", "a third"."""
        counts = token.pos == g.NUMBER or self.labels.get(token.index) == g.ORDINAL
        return counts or token.lower in _SPEAKING_PRONOUNS | _DROPPED

    def _words(self, span: Span) -> str:
        """The words of a span without the article or the relative word that opens them ("whose owners")."""
        words = " ".join(span.of(self.parsed.text).split())
        opener, _, rest = words.partition(" ")
        if rest and opener.lower() in _OPENERS:
            return rest
        owner = self._owner(span) if rest else None
        return f"{owner}'s {rest}" if owner else words

    def _owner(self, span: Span) -> str | None:
        """Whose the possessive pronoun at the start of a span is ("its ministry"), when the text names it."""
        first = next(iter(self.parsed.tokens_in(span)), None)
        if first is None or first.pos != g.PRONOUN or first.form != g.POSSESSIVE:
            return None
        entity = self.at.get(first.index) or (self._body_before(first) if first.lower == "its" else None)
        return entity.name if entity and any(m.form == "name" for m in entity.mentions) else None

    def _body_before(self, token: Token) -> Entity | None:
        """The state or body that is the last subject before a token of its sentence."""
        found = None
        for other in self.parsed.tokens_in(self.parsed.sentence_of(token.index).span):
            entity = self.at.get(other.index)
            if other.index < token.index and other.role in g.SUBJECTS and entity and entity.kind in _BODIES:
                found = entity
        return found

    def _whole(self, token: Token) -> Span:
        """A noun phrase with what tells it from others ("officials in Omsk", "a spokesman for the port", "people
        waiting at the gate"), as far as nothing parts them."""
        span = source_phrase(self.parsed, token)
        if token.pos != g.NOUN:
            return span
        for kid in g.children(self.parsed, token.index):
            if kid.index > token.index and kid.start <= span.stop + 1 and self._tells_apart(token, kid):
                below = g.subtree(self.parsed, kid.index)
                if all(t.pos not in _BREAKS for t in below) and below[-1].index - token.index < _LONGEST_NAME:
                    span = Span(span.start, max(span.stop, below[-1].stop))
        return span

    def _tells_apart(self, token: Token, kid: Token) -> bool:
        if kid.role in (g.ADJECTIVAL, g.NOUN_CLAUSE):
            telling = kid.form == g.GERUND and self.kit.reporting.verb(kid.lemma) is not None
            return kid.role == g.ADJECTIVAL or (kid.form in (g.GERUND, g.PARTICIPLE) and not telling)
        inner = g.child(self.parsed, kid.index, g.PREPOSITION_OBJECT)
        dated = inner is not None and self.labels.get(inner.index) in (g.DATE, g.TIME_OF_DAY)
        issued = kid.lower == "by" and self.kinds.of_noun(token) == "document"
        telling = kid.lower in _TELLING_APART or issued
        return kid.role == g.PREPOSITIONAL and telling and inner is not None and not dated

    def _entity(self, token: Token) -> Entity | None:
        """The entity mentioned at a token, or at the name that stands beside it ("the spokesman, Ivan Petrov")."""
        found = self.at.get(token.index)
        if found is None or not any(m.form == "name" for m in found.mentions):
            found = next((self.at[t.index] for t in self._beside(token) if t.index in self.at), found)
        return found

    def _beside(self, token: Token) -> list[Token]:
        """The names beside a noun; a person's also where the parse hangs it on the one who is spoken for ("a spokesman
        for the port, Ivan Petrov, said")."""
        beside = g.children(self.parsed, token.index, g.APPOSITION)
        if beside or self.kinds.of_noun(token) not in _PERSONAL:
            return beside
        served = g.prepositional(self.parsed, token.index, "for", "of", "to")
        names = [t for s in served for t in g.children(self.parsed, s.index, g.APPOSITION)]
        return [t for t in names if t.index in self.people]

    def _issuer(self, token: Token) -> Token:
        """Who issued the document that a token names: its state is the document's."""
        return maker(self.parsed, token, self.kit.reporting)

    def _country(self, token: Token) -> str | None:
        """The state that a word of the phrase names ("Russian officials"), or of the body that it names."""
        nations = self.kit.nations
        known = self.at.get(token.index)
        if known is not None and known.country is not None:
            return known.country
        for word in self.parsed.tokens_in(source_phrase(self.parsed, token)):
            if word.text[:1].isupper():
                found = nations.demonym(word.text) or nations.code(word.text)
                if found is not None:
                    return found
        return None


def _people(parsed: Parsed) -> dict[int, Span]:
    """The span of the person's name that ends at a token."""
    tokens = parsed.tokens
    return {n.last: Span(tokens[n.first].start, tokens[n.last].stop) for n in parsed.names if n.label == g.PERSON}


def _kind_of_outlet(outlet: Publisher) -> str:
    return "state media" if outlet.control == "state-run" else "media"


def _mentions(parsed: Parsed, entities: tuple[Entity, ...]) -> dict[int, Entity]:
    """The entity at the head of each mention, and at its other words where no mention is headed."""
    heads: dict[int, Entity] = {}
    for entity in entities:
        for mention in entity.mentions:
            head = parsed.head_of(mention.span)
            if head is not None:
                heads.setdefault(head.index, entity)
    return heads
