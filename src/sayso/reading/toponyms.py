"""Find the words of a text that name places, and what each may be.

The model's names for places come first; then words that the gazetteer knows and whose surroundings speak for a place.
Every further word has a vote: a preposition of place before it, a state or province after a comma, a dateline, the same
word as a place elsewhere in the text. A nationality is no place, and a capital that acts stands for its state.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sayso.knowledge.gazetteer import Feature, Gazetteer, fold
from sayso.knowledge.toponymy import KINDS_OF, load_place_words
from sayso.reading import grammar as g
from sayso.reading.kit import Kit
from sayso.records import Entity, Mention
from sayso.spans import Span

PLACE_LABELS = frozenset({g.PLACE, g.LOCATION, g.FACILITY})
LONGEST = 5  # tokens of a name looked up outside the model's names
NOTABLE = 15_000  # people: a town that bodies are named after


@dataclass(frozen=True, slots=True)
class Toponym:
    """One mention of a place: `name` is what was looked up, `kind` the kind of the word beside it ("province").

    `country` comes from a nationality before it ("the Ukrainian city of"); `rule` says what spoke for a place; `exact`
    is false when only a part of the name is known ("Boone County Jail"); `pinned` when a comma chain left only the
    candidates that fit it.
    """

    span: Span
    first: int
    last: int
    name: str
    candidates: tuple[Feature, ...]
    kind: str | None = None
    country: str | None = None
    rule: str = "model"
    exact: bool = True
    pinned: bool = False


def find_toponyms(parsed: g.Parsed, kit: Kit, entities: tuple[Entity, ...]) -> tuple[Toponym, ...]:
    """The mentions of places, in order of text, none overlapping."""
    search = _Search(parsed, kit, entities)
    found = sorted([*search.named(), *search.unnamed()], key=lambda t: t.span)
    return tuple(t for t in linked(found, parsed.text, kit.gazetteer) if not search.is_metonym(t))


class _Search:
    """One text being searched: which token belongs to which name, and what is known so far."""

    def __init__(self, parsed: g.Parsed, kit: Kit, entities: tuple[Entity, ...]) -> None:
        self.parsed, self.tokens, self.text = parsed, parsed.tokens, parsed.text
        self.gazetteer, self.nations = kit.gazetteer, kit.nations
        self.words = load_place_words()
        self.name_at = {i: n for n in parsed.names for i in range(n.first, n.last + 1)}
        self.surnames = frozenset(
            self.tokens[n.last].lower for n in parsed.names if n.label == g.PERSON and n.last > n.first
        )
        self.stands_for_state = frozenset(m.span for e in entities if e.kind == "country" for m in e.mentions)
        self.inside_bodies = {t.index for m in _closed(entities) for t in parsed.tokens_in(m.span)}
        self.votes = {
            "chain": self.is_chained,
            "dateline": self.is_dateline,
            "kind word": self.has_kind_word,
            "preposition": self.is_located,
            "list": self.is_listed,
            "home": self.is_home,
            "local": self.is_local,
            "verb": self.is_reached,
        }
        self.known: set[str] = set()
        self.taken: set[int] = set()

    # --- names of the model

    def named(self) -> list[Toponym]:
        """What the model took for places, cut and widened to whole names."""
        found = []
        for name in self.parsed.names:
            if name.label in PLACE_LABELS:
                for first, last in self.atoms(name.first, name.last, name.label):
                    toponym = self.toponym(*self.widened(first, last), rule="model")
                    if not self.is_no_place(toponym, name.label):
                        found.append(self.of_state(toponym))
        found = _apart(found)
        for toponym in found:
            self.taken.update(range(toponym.first, toponym.last + 1))
            if toponym.candidates and toponym.exact:
                self.known.add(fold(toponym.name))
        return found

    def atoms(self, first: int, last: int, label: str) -> Iterator[tuple[int, int]]:
        """The single names in a stretch: "Baghdad, Iraq" and "Kern and Fresno" are two."""
        first, last = self.trimmed(first, last)
        if first > last:
            return
        if self.candidates(self.slice(first, last)):
            yield first, last
            return
        cut = next((i for i in range(first + 1, last) if self.tokens[i].text in _SEPARATORS), None)
        if cut is not None:
            yield from self.atoms(first, cut - 1, label)
            yield from self.atoms(cut + 1, last, label)
            return
        yield self.core(first, last, label)

    def trimmed(self, first: int, last: int) -> tuple[int, int]:
        """Without an article or house number before, a possessive ending or words in small letters after."""
        while first <= last and (self.tokens[first].lower in _ARTICLES or not _is_name_word(self.tokens[first])):
            first += 1
        while last >= first and not (_is_capital(self.tokens[last]) or self.tokens[last].text[:1].isdigit()):
            last -= 1
        if last > first and self.tokens[last].text.isdigit() and self.words.abbreviation(self.slice(first, last - 1)):
            last -= 1
        return first, last

    def core(self, first: int, last: int, label: str) -> tuple[int, int]:
        """Without "Northeast" when only what follows is known; a town alone for "Youngstown State University"."""
        start = first
        while start < last and (self.tokens[start].lower in self.words.directions or self.tokens[start].text == "-"):
            start += 1
        if start > first and self.candidates(self.slice(start, last)):
            return start, last
        known = self.known_start(first, last)
        if known is not None and label != g.FACILITY and self.tokens[known + 1].lower in self.words.bodies:
            return first, known
        return first, last

    def known_start(self, first: int, last: int) -> int | None:
        """The last token of the longest beginning that the gazetteer knows, short of the whole."""
        return next((i for i in range(last - 1, first - 1, -1) if self.candidates(self.slice(first, i))), None)

    def widened(self, first: int, last: int) -> tuple[int, int]:
        """With the capitalised word for its kind: "Primorsky Krai", "Lake Erie", "Gulf of Oman"."""
        last = self.stretched(first, last)
        after = self.next_word(last)
        if after is not None and _is_capital(after) and after.lower in self.words.after:
            beyond, name = self.next_word(after.index), self.name_at.get(after.index)
            if not (beyond is not None and beyond.lower == "of") and (name is None or name.label in PLACE_LABELS):
                last = after.index
        before = self.before(first)
        if before is not None and _is_capital(before) and before.lower in self.words.before:
            first = before.index
        elif before is not None and before.lower == "of":
            kind = self.before(before.index)
            if kind is not None and _is_capital(kind) and kind.lower in self.words.of:
                first = kind.index
        return first, last

    def stretched(self, first: int, last: int) -> int:
        """The end of the longest known name that begins here: "Cote" of "Cote d'Ivoire"."""
        for stop in range(min(last + LONGEST, len(self.tokens)) - 1, last, -1):
            token = self.tokens[stop]
            if token.sentence != self.tokens[first].sentence or not _is_capital(token):
                continue
            inner = self.tokens[last + 1 : stop]
            if all(_is_capital(t) or t.text in _JOINERS for t in inner) and self.gazetteer.lookup(self.slice(first, stop)):
                return stop
        return last

    def next_word(self, index: int) -> g.Token | None:
        """The token after, when one space parts them and the sentence goes on."""
        here = self.tokens[index]
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return after if after is not None and after.sentence == here.sentence and after.start == here.stop + 1 else None

    def before(self, index: int) -> g.Token | None:
        """The token before in the same sentence, articles skipped."""
        here = self.tokens[index].sentence
        index -= 1
        while index >= 0 and self.tokens[index].lower in _ARTICLES:
            index -= 1
        return self.tokens[index] if index >= 0 and self.tokens[index].sentence == here else None

    # --- what a stretch may be

    def slice(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last].stop]

    def candidates(self, words: str) -> tuple[Feature, ...]:
        """The places of a name or of an abbreviated state."""
        short = self.words.abbreviation(words) or self.words.abbreviation(words + ".")
        if short is None:
            return self.known_as(words)
        return tuple(f for f in self.gazetteer.lookup(short.name) if f.country == short.country and f.kind == short.kind)

    def known_as(self, words: str) -> tuple[Feature, ...]:
        """The gazetteer's places, a state not by its code in small letters ("Car" is not CAR)."""
        found = self.gazetteer.lookup(words)
        if len(words) > LONGEST_ACRONYM or words.isupper() or "." in words:
            return found
        return tuple(f for f in found if f.main or f.kind != "country")

    def toponym(self, first: int, last: int, *, rule: str) -> Toponym:
        """A stretch with its candidates, narrowed by the word for its kind."""
        whole = self.slice(first, last)
        found, kind, name = self.candidates(whole), self.kind_beside(first, last), whole
        exact = bool(found)
        if exact and kind in KINDS_OF:
            found = tuple(f for f in found if f.kind in KINDS_OF[kind] or f.kind == "country") or found
        elif not exact:
            kind, name = self.kind_inside(first, last) or (kind, whole)
            if kind not in _UNPLACED and name != whole:
                found = tuple(f for f in self.candidates(name) if f.kind in KINDS_OF.get(kind or "", _SETTLED))
        span = self.span(first, last, whole)
        return Toponym(span, first, last, name if kind in _SAME and found else whole, found, kind, self.nationality(first), rule, exact)

    def of_state(self, toponym: Toponym) -> Toponym:
        """The region as its state's when the gazetteer knows that: "Russia's Far East"."""
        case = self.tokens[toponym.first - 1] if toponym.first > 1 else None
        if case is None or case.role != g.CASE:
            return toponym
        found = self.gazetteer.lookup(self.slice(toponym.first - 2, toponym.last))
        return replace(toponym, candidates=found) if found else toponym

    def span(self, first: int, last: int, words: str) -> Span:
        """The characters, with the stop of an abbreviation."""
        stop = self.tokens[last].stop
        stop += self.text[stop : stop + 1] == "." and self.words.abbreviation(words + ".") is not None
        return Span(self.tokens[first].start, stop)

    def kind_inside(self, first: int, last: int) -> tuple[str, str] | None:
        """The kind that a word of the name tells, and the name without it: "Nyanza Province", "County Cork"."""
        if first == last:
            return None
        after = self.words.after.get(self.tokens[last].lower)
        if after:
            stop = last - 1
            while stop > first and self.tokens[stop].lower in _FILLERS:
                stop -= 1
            return after, self.slice(first, stop)
        before = self.words.before.get(self.tokens[first].lower)
        if before:
            return before, self.slice(first + 1, last)
        known = self.known_start(first, last)
        return None if known is None else ("building", self.slice(first, known))

    def kind_beside(self, first: int, last: int) -> str | None:
        """The kind that a word in small letters next to the name tells: "Helmand province", "the city of Bakhmut"."""
        beside = self.next_word(last)
        if beside is not None and beside.lower in _FILLERS:
            beside = self.next_word(beside.index)
        if beside is not None and not _is_capital(beside) and beside.pos in g.NOMINALS:
            kind = self.words.after.get(beside.lower)
            if kind:
                return kind
        of = self.before(first)
        word = self.before(of.index) if of is not None and of.lower == "of" else None
        return self.words.of.get(word.lower) if word is not None else None

    def nationality(self, first: int) -> str | None:
        """The state of "the Ukrainian city of Bakhmut", "Russia's Belgorod"."""
        at = self.before(first)
        if at is not None and at.lower == "of":
            at = self.before(at.index)
            at = self.before(at.index) if at is not None else None
        if at is None:
            return None
        if at.role == g.CASE and at.index:
            return self.gazetteer.country(self.tokens[at.index - 1].text)
        return self.nations.demonym(at.text) if _is_capital(at) else None

    # --- words that are no name of a place for the model

    def unnamed(self) -> list[Toponym]:
        """Names that the gazetteer knows and whose surroundings speak for a place."""
        found, beyond = self.told_by_kind(), -1
        for index in [t.index for t in self.tokens if t.text[:1].isupper()]:
            match = self.match(index) if index > beyond else None
            if match is None:
                continue
            beyond = match[0]
            first, last = self.widened(index, beyond)
            if not self.taken.intersection(range(first, last + 1)):
                found.append(self.toponym(first, last, rule=match[1]))
        return _apart(found)

    def told_by_kind(self) -> list[Toponym]:
        """Names that the gazetteer lacks, after the word for their kind: "the village of Prisi"."""
        found = []
        for name in self.parsed.names:
            if name.label in _VOTED and name.first not in self.taken and name.first not in self.inside_bodies:
                first, last = self.trimmed(name.first, name.last)
                if first <= last and self.of_kind(first) and not self.candidates(self.slice(first, last)):
                    found.append(self.toponym(first, last, rule="kind word"))
        return found

    def of_kind(self, first: int) -> bool:
        """Whether "village of" or the like stands before a token."""
        of = self.before(first)
        word = self.before(of.index) if of is not None and of.lower == "of" else None
        return word is not None and self.words.of.get(word.lower) in ("town", "admin") and word.lower in _SETTLEMENTS

    def match(self, first: int) -> tuple[int, str] | None:
        """The last token and the rule of the longest name of a place that begins at a token."""
        token, name = self.tokens[first], self.name_at.get(first)
        if first in self.taken or first in self.inside_bodies or len(token.text) < 2:
            return None
        if name is not None and (name.label not in _VOTED or (name.label == g.PERSON and not self.begins(first, name))):
            return None
        for last in self.ends(first, name):
            words = self.slice(first, last)
            found = self.candidates(words)
            if found and self.nations.demonym(words) is None:
                rule = self.vote(first, last, words, found, name)
                if rule:
                    return last, rule
        return None

    def begins(self, first: int, name: g.Name) -> bool:
        """Whether a name of the model begins here, its article left out."""
        return first == name.first or (first == name.first + 1 and self.tokens[name.first].lower in _ARTICLES)

    def ends(self, first: int, name: g.Name | None) -> list[int]:
        """Where a name that begins at a token may end, the farthest first; a person's name is whole or none."""
        if name is not None and name.label == g.PERSON:
            return [self.trimmed(name.first, name.last)[1]]
        found, here = [], self.tokens[first].sentence
        for last in range(first, min(first + LONGEST, len(self.tokens))):
            token = self.tokens[last]
            if token.sentence != here or last in self.taken:
                break
            if _is_capital(token):
                found.append(last)
            elif token.text not in _JOINERS:
                break
        return found[::-1]

    def vote(self, first: int, last: int, words: str, found: tuple[Feature, ...], name: g.Name | None) -> str | None:
        """The rule that speaks for a place, None when nothing does."""
        if first == last and (self.tokens[first].lower in self.words.never or self.tokens[first].lower in self.words.directions):
            return None
        after = self.next_word(last)
        if self.is_adjectival(first, last) or (after is not None and self.words.after.get(after.lower) == "eponym"):
            return None
        if name is not None and self.trimmed(name.first, name.last) != (first, last):
            return self.vote_inside(first, last, words, found, name)
        for rule, speaks in self.votes.items():
            if speaks(first, last, words, found):
                return rule
        is_person = name is not None and name.label == g.PERSON
        if not is_person and any(f.kind == "country" for f in found) and len(words) > 2:
            return "state"
        if not is_person and fold(words) in self.known and self.tokens[first].lower not in self.surnames:
            return "known"
        return None

    def is_adjectival(self, first: int, last: int) -> bool:
        """Whether an abbreviated state serves as the adjective of its nation: "U.S. officials"."""
        if self.slice(first, last).lower() not in self.words.adjectival:
            return False
        token = self.tokens[last]
        hyphen = last + 1 < len(self.tokens) and self.tokens[last + 1].text == "-"
        return hyphen or (token.role in _MODIFYING and token.head > last)

    def vote_inside(
        self, first: int, last: int, words: str, found: tuple[Feature, ...], name: g.Name
    ) -> str | None:
        """Bodies named after their place: "Clark County Fire Department", "the University of Georgia"."""
        if name.label not in _BODIES or self.tokens[first].lower in self.words.directions:
            return None
        known = fold(words) in self.known
        begins = self.trimmed(name.first, name.last)[0] == first
        body = any(self.tokens[i].lower in self.words.bodies for i in range(last + 1, name.last + 1))
        if begins and body and (known or any(f.main and f.population > NOTABLE for f in found)):
            return "body"
        if begins and any(f.main and f.kind in ("admin1", "admin2") for f in found) and (first < last or known):
            return "body"
        introduced = first > name.first and self.tokens[first - 1].lower in _INTRODUCING
        return "body" if introduced and (known or any(f.main and f.kind in _CONTAINERS for f in found)) else None

    def is_located(self, first: int, last: int, words: str, found: tuple[Feature, ...]) -> bool:
        """Whether "in", "near" or "outside" governs a name that stands alone and is no everyday word."""
        token = self.tokens[last]
        before = self.tokens[first - 1] if first else None
        strict = before is not None and (before.lower in _STRICT or (before.lower == "at" and not self.is_person(first)))
        if not strict or token.pos != g.NAME or token.role != g.PREPOSITION_OBJECT:
            return False
        if self.followed(last):
            return False
        return words not in _CALENDAR and not _is_acronym(words) and any(f.main for f in found)

    def is_person(self, first: int) -> bool:
        name = self.name_at.get(first)
        return name is not None and name.label == g.PERSON

    def has_kind_word(self, first: int, last: int, words: str, found: tuple[Feature, ...]) -> bool:
        """Whether the word for its kind stands beside it: "the Sulu region"."""
        return bool(KINDS_OF.get(self.kind_beside(first, last) or "", frozenset()).intersection(f.kind for f in found))

    def is_listed(self, first: int, last: int, words: str, found: tuple[Feature, ...]) -> bool:
        """Whether it stands in a list of places: "from Tacloban and Babatngon"."""
        if not any(f.main for f in found) or _is_acronym(words):
            return False
        tokens = self.tokens
        left = first > 1 and tokens[first - 1].lower in _LISTING and first - 2 in self.taken
        right = last + 2 < len(tokens) and tokens[last + 1].lower in _LISTING and last + 2 in self.taken
        return (left or right) and self.tokens[first].lower not in self.surnames

    def is_home(self, first: int, last: int, words: str, found: tuple[Feature, ...]) -> bool:
        """Whether it tells where somebody lives: "Jane Roe, 87, of Williston"."""
        if first < 2 or self.tokens[first - 1].lower not in _HOME or self.tokens[first - 2].text != ",":
            return False
        return any(f.main for f in found) and not self.followed(last)

    def is_local(self, first: int, last: int, words: str, found: tuple[Feature, ...]) -> bool:
        """Whether a town's name describes people or a body: "a Kherson resident"."""
        after = self.next_word(last)
        if after is None or after.lower not in self.words.people or _is_capital(after):
            return False
        return any(f.main and f.population > NOTABLE for f in found) and self.tokens[first].lower not in self.surnames

    def is_reached(self, first: int, last: int, words: str, found: tuple[Feature, ...]) -> bool:
        """Whether it is what somebody enters, leaves or shells: "troops entered Tell Tamer"."""
        token = self.tokens[last]
        if token.role != g.OBJECT or self.tokens[token.head].lemma not in self.words.verbs or self.followed(last):
            return False
        name = self.name_at.get(first)
        return first < last or name is None or name.label != g.PERSON

    def followed(self, last: int) -> bool:
        """Whether the name goes on, or owns what follows."""
        token = self.tokens[last]
        after = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        return after is not None and after.start <= token.stop + 1 and (_is_capital(after) or after.role == g.CASE)

    def is_dateline(self, first: int, last: int, words: str, found: tuple[Feature, ...]) -> bool:
        """Whether capitals at the head of a paragraph name where a report was filed: "CAIRO (Wire) -"."""
        sentence = self.parsed.sentence_of(first)
        if sentence.first != first or not words.isupper() or last + 1 >= len(self.tokens):
            return False
        return self.tokens[last + 1].text in _AFTER_DATELINE and not _is_acronym(words)

    def is_chained(self, first: int, last: int, words: str, found: tuple[Feature, ...]) -> bool:
        """Whether a comma and a unit that contains a candidate follow: "Gary, Ind."."""
        tokens = self.tokens
        if last + 2 >= len(tokens) or tokens[last + 1].text != "," or not _is_capital(tokens[last + 2]):
            return False
        for stop in range(min(last + 4, len(tokens) - 1), last + 1, -1):
            units = {f.row for f in self.candidates(self.slice(last + 2, stop)) if f.kind in _CONTAINERS}
            if units and within(found, units, self.gazetteer):
                return True
        return False

    # --- what is no place after all

    def is_no_place(self, toponym: Toponym, label: str) -> bool:
        """A nationality, a number, an acronym, the surname of a person of the text with no preposition of place."""
        words = self.slice(toponym.first, toponym.last)
        if not any(c.isalpha() for c in words):
            return True
        if self.is_adjectival(toponym.first, toponym.last) or self.is_inside_body(toponym) or self.is_eponym(toponym):
            return True
        if self.gazetteer.country(words) is not None:
            return False
        if toponym.first == toponym.last and (words.lower() in self.words.never or words.lower() in self.words.directions):
            return True
        if not toponym.candidates and self.tokens[toponym.last].pos == g.ADJECTIVE:
            return True
        if self.nations.demonym(words) is not None or words in _CALENDAR:
            return True
        short = self.words.abbreviation(words) or self.words.abbreviation(words + ".")
        if short is not None and not short.alone:
            return self.tokens[toponym.first - 1].text != "," or toponym.first == 0
        if _is_acronym(words) and short is None:
            return not any(f.main for f in toponym.candidates)
        before = self.before(toponym.first)
        located = before is not None and self.words.prepositions.get(before.lower) == "locative"
        if toponym.first == toponym.last and self.tokens[toponym.first].lower in self.surnames:
            return not located
        return label == g.FACILITY and not toponym.candidates and toponym.kind is None and not located

    def is_eponym(self, toponym: Toponym) -> bool:
        """Whether a disease or a prize is named after it: "Marburg virus"."""
        after = self.next_word(toponym.last)
        words = {self.tokens[toponym.last].lower, after.lower if after is not None else ""}
        return any(self.words.after.get(w) == "eponym" for w in words)

    def is_inside_body(self, toponym: Toponym) -> bool:
        """Whether it is a part of the name of an armed group, a force or an outlet: "Islamic State of Iraq"."""
        return toponym.first in self.inside_bodies or toponym.last in self.inside_bodies

    def is_metonym(self, toponym: Toponym) -> bool:
        """Whether a capital or a seat of government stands for its state here."""
        words = toponym.span.of(self.text)
        if self.nations.code(words) is not None:
            return False
        if toponym.span in self.stands_for_state:
            return True
        return self.nations.metonym(words) is not None and self.acts(toponym)

    def acts(self, toponym: Toponym) -> bool:
        """Whether a name is a doer, or one dealt with: "Moscow said", "talks between Moscow and Kyiv"."""
        token = g.first_conjunct(self.parsed, toponym.last)
        if token.role == g.SUBJECT:
            return self.tokens[token.head].pos == g.VERB
        before = self.tokens[token.head] if token.role == g.PREPOSITION_OBJECT else None
        use = self.words.prepositions.get(before.lower) if before is not None else None
        return use == "dealing" or (
            before is not None and use == "dealing after a noun" and self.tokens[before.head].pos == g.NOUN
        )


_ARTICLES = frozenset({"the", "a", "an"})
_INTRODUCING = frozenset({"of", "in", "the"})
_SEPARATORS = frozenset({",", "/", "–", "—", "and", "&", "(", ")", ";", "or"})
_JOINERS = frozenset({"-", "of", "the", "de", "la", "le", "du", "al", "el", "on", "and", "upon", "sur", "da", "do", "dos", "in", "d'", "d’"})
_FILLERS = frozenset({"international", "air", "naval", "nuclear", "power", "military", "national", "autonomous", "army", "oil", "gas", "refugee", "border", "enrichment", "missile"})
_STRICT = frozenset({"in", "near", "outside"})
_SAME = frozenset({"admin", "town"})  # "Nyanza Province" and "Nyanza" are one place, "Jolo Cathedral" and "Jolo" two
_LISTING = frozenset({",", "and", "or", "&"})
_SETTLEMENTS = frozenset({"village", "town", "city", "district", "province", "suburb", "hamlet", "villages", "towns"})
_HOME = frozenset({"of", "from"})
_BUILT = frozenset({"building", "point"})
_UNPLACED = frozenset({"road", "water"})
_SETTLED = frozenset({"town", "admin1", "admin2"})
_CONTAINERS = frozenset({"admin1", "admin2", "country"})
_MODIFYING = frozenset({g.COMPOUND, g.ADJECTIVAL, g.NOUN_MODIFIER})
_VOTED = frozenset({g.PERSON, g.ORGANISATION, g.NATIONALITY, g.PRODUCT, g.EVENT_NAME, g.LAW, g.LANGUAGE})
_BODIES = frozenset({g.ORGANISATION, g.EVENT_NAME, g.LAW})
_CLOSED = frozenset({"group", "military", "media"})  # entities whose names hold no place
_AFTER_DATELINE = frozenset({"-", "–", "—", "(", ",", "--", ":"})
_CALENDAR = frozenset([*calendar.month_name[1:], *calendar.day_name])
LONGEST_ACRONYM = 4


def _is_capital(token: g.Token) -> bool:
    return token.text[:1].isupper()


def _is_name_word(token: g.Token) -> bool:
    return token.pos != g.PUNCTUATION and token.role != g.CASE and not token.text[:1].isdigit()


def _is_acronym(words: str) -> bool:
    return words.isupper() and len(words) <= LONGEST_ACRONYM


def _closed(entities: tuple[Entity, ...]) -> Iterator[Mention]:
    """The names that hold no place: of groups, forces and outlets, and persons' full names."""
    for entity in entities:
        for mention in entity.mentions:
            full_name = entity.kind == "person" and mention.form == "name" and " " in mention.quote and entity.country
            if entity.kind in _CLOSED or full_name:
                yield mention


def _apart(found: list[Toponym]) -> list[Toponym]:
    """Those that do not overlap an earlier one."""
    kept: list[Toponym] = []
    for toponym in sorted(found, key=lambda t: (t.span.start, -t.span.stop)):
        if not kept or toponym.first > kept[-1].last:
            kept.append(toponym)
    return kept


def within(found: tuple[Feature, ...], units: set[int], gazetteer: Gazetteer) -> tuple[Feature, ...]:
    """The candidates that lie in one of the units, unless the name is better known for a state or province itself."""
    kept = tuple(f for f in found if any(p.row in units for p in gazetteer.parents(f)))
    larger = any(f.kind == "country" or (f.kind == "admin1" and f.main) for f in found)
    return () if larger and not any(f.kind == "admin1" for f in kept) else kept


def linked(found: list[Toponym], text: str, gazetteer: Gazetteer) -> list[Toponym]:
    """The toponyms with comma chains used: "Springfield, Illinois" keeps the one in Illinois, and the state."""
    chained = list(found)
    for n in range(len(found) - 2, -1, -1):
        inner, outer = chained[n], chained[n + 1]
        if text[inner.span.stop : outer.span.start] not in _JOINED:
            continue
        if not inner.candidates and inner.kind in _BUILT:
            towns = tuple(f for f in outer.candidates if f.kind == "town")
            chained[n] = replace(inner, candidates=towns, exact=False, pinned=bool(towns))
            continue
        units = {f.row for f in outer.candidates if f.kind in _CONTAINERS}
        kept = within(inner.candidates, units, gazetteer)
        if kept:
            rows = {p.row for f in kept for p in gazetteer.parents(f)}
            around = tuple(f for f in outer.candidates if f.row in rows)
            chained[n] = replace(inner, candidates=kept, pinned=True)
            chained[n + 1] = replace(outer, candidates=around, pinned=outer.pinned or len(around) == 1)
    return chained


_JOINED = frozenset({", ", " (", ", in ", " in ", ", in the ", ", the ", " in the ", " at "})
