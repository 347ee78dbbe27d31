"""One text being searched for places: its words, their neighbours, and what a stretch of them may name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sayso.knowledge.gazetteer import Feature
from sayso.knowledge.toponymy import KINDS_OF, load_place_words
from sayso.reading import grammar as g
from sayso.reading.kit import Kit
from sayso.records import Entity, Mention
from sayso.spans import Span

PLACE_LABELS = frozenset({g.PLACE, g.LOCATION, g.FACILITY})
LONGEST = 5  # tokens of a name looked up beyond the model's names
LONGEST_ACRONYM = 4  # letters
CLOSED = frozenset({"group", "military", "media"})  # entities whose names hold no place
SETTLED = frozenset({"town", "capital", "admin1", "admin2"})
SAME = frozenset({"admin", "town"})  # "Nyanza Province" and "Nyanza" are one place, "Jolo Cathedral" and "Jolo" two
UNPLACED = frozenset({"road", "water"})  # a road or river is not where the town of its name is


@dataclass(frozen=True, slots=True)
class Toponym:
    """One mention of a place: `name` is what was looked up, `kind` the kind of the word beside it ("province").

    `country` comes from a nationality before it ("the Ukrainian city of"); `rule` says what spoke for a place; `exact`
    is false when only a part of the name is known ("Boone County Jail"); `pinned` when a comma chain left only the
    candidates that fit it. `state`: the code of the state that it stands for, when it is that state's capital;
    `attributive` before the townspeople or bodies that it describes ("a Lebanon woman").
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
    state: str | None = None
    attributive: bool = False


class Scan:
    """A text with its model's names by token; `taken` are the tokens of toponyms found so far, `known` their keys."""

    def __init__(self, parsed: g.Parsed, kit: Kit, entities: tuple[Entity, ...]) -> None:
        self.parsed, self.tokens, self.text = parsed, parsed.tokens, parsed.text
        self.gazetteer, self.nations = kit.gazetteer, kit.nations
        self.words = load_place_words()
        self.name_at = {i: n for n in parsed.names for i in range(n.first, n.last + 1)}
        self.surnames = frozenset(
            self.tokens[n.last].lower for n in parsed.names if n.label == g.PERSON and n.last > n.first
        )
        self.stands_for_state = {m.span: e.country for e in entities if e.kind == "country" for m in e.mentions}
        self.inside_bodies = {t.index for m in _closed(entities) for t in parsed.tokens_in(m.span)}
        owners = _named(entities, "person", "organisation")
        self.inside_names = {t.index for m in owners for t in parsed.tokens_in(m.span)}
        self._found: dict[str, tuple[Feature, ...]] = {}
        self.known: set[str] = set()
        self.taken: set[int] = set()

    # --- neighbours

    def slice(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last].stop]

    def next_word(self, index: int) -> g.Token | None:
        """The token after, when one space parts them and the sentence goes on."""
        here = self.tokens[index]
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return after if after is not None and after.sentence == here.sentence and after.start == here.stop + 1 else None

    def before(self, index: int) -> g.Token | None:
        """The token before in the same sentence, articles skipped."""
        here = self.tokens[index].sentence
        index -= 1
        while index >= 0 and self.tokens[index].lower in self.words.articles:
            index -= 1
        return self.tokens[index] if index >= 0 and self.tokens[index].sentence == here else None

    def word_of(self, index: int) -> g.Token | None:
        """The noun of "the city of" before a token."""
        of = self.before(index)
        return self.before(of.index) if of is not None and of.lower == "of" else None

    def is_person(self, index: int) -> bool:
        name = self.name_at.get(index)
        return name is not None and name.label == g.PERSON

    def is_tail(self, index: int) -> bool:
        """Whether a hyphen ties a token to the one before: "ri" of "Punggye-ri"."""
        if index < 2 or self.tokens[index - 1].text != "-" or not self.tokens[index].text.isalpha():
            return False
        joined = self.tokens[index - 2].stop == self.tokens[index - 1].start
        return joined and self.tokens[index - 1].stop == self.tokens[index].start

    def is_party(self, index: int, last: int) -> bool:
        """Whether a party and a hyphen stand before a lawmaker's home: "R-Florence"."""
        joined = index + 2 <= last and self.tokens[index + 1].text in _HYPHENS
        return joined and self.tokens[index].text in self.words.parties and not self.gap(index)

    def gap(self, index: int) -> bool:
        """Whether space parts a token from the next."""
        return self.tokens[index].stop != self.tokens[index + 1].start

    # --- where a name begins and ends

    def trimmed(self, first: int, last: int) -> tuple[int, int]:
        """Without an article, a party ("D-") or house number before, a possessive ending or small letters after."""
        tokens = self.tokens
        first += 2 * self.is_party(first, last)
        while first <= last and (tokens[first].lower in self.words.articles or not is_name_word(tokens[first])):
            first += 1
        while last >= first and not (is_capital(tokens[last]) or tokens[last].text[:1].isdigit() or self.is_tail(last)):
            last -= 1
        if last > first and tokens[last].text.isdigit() and self.words.abbreviation(self.slice(first, last - 1)):
            last -= 1
        return first, last

    def atoms(self, first: int, last: int, label: str) -> Iterator[tuple[int, int]]:
        """The single names in a stretch: "Baghdad, Iraq" and "Kern and Fresno" are two."""
        first, last = self.trimmed(first, last)
        if first > last:
            return
        last -= self.is_council(first, last)
        if self.candidates(self.slice(first, last)):
            yield first, last
            return
        cut = next((i for i in range(first + 1, last) if self.tokens[i].text in self.words.separators), None)
        if cut is None:
            yield self.core(first, last, label)
            return
        yield from self.atoms(first, cut - 1, label)
        yield from self.atoms(cut + 1, last, label)

    def core(self, first: int, last: int, label: str) -> tuple[int, int]:
        """Without "Northeast" when only what follows is known; a town alone for "Youngstown State University"."""
        if first + 2 <= last and self.is_kind_of(first) and self.candidates(self.slice(first + 2, last)):
            return self.trimmed(first + 2, last)
        start = first
        while start < last and (self.tokens[start].lower in self.words.directions or self.tokens[start].text == "-"):
            start += 1
        if start > first and self.candidates(self.slice(start, last)):
            return start, last
        known = self.known_start(first, last)
        if known is not None and label != g.FACILITY and self.tokens[known + 1].lower in self.words.bodies:
            return first, known
        return first, last

    def is_kind_of(self, index: int) -> bool:
        """Whether a name opens with "City of", "Residents of" and the like, the name proper coming after."""
        kind = self.words.of.get(self.tokens[index].lower)
        return kind in SAME and self.tokens[index + 1].lower == "of"

    def known_start(self, first: int, last: int) -> int | None:
        """The last token of the longest beginning that the gazetteer knows, short of the whole."""
        ends = (i for i in range(last - 1, first - 1, -1) if is_capital(self.tokens[i]) or self.is_tail(i))
        known = (i for i in ends if self.candidates(self.slice(first, i)))
        return next((i for i in known if not self.words.is_everyday(self.slice(first, i))), None)

    def widened(self, first: int, last: int) -> tuple[int, int]:
        """With the capitalised word for its kind: "Primorsky Krai", "Lake Erie", "Gulf of Oman"."""
        last = self.stretched(first, last)
        first -= self.is_cut(first, last)
        after = self.next_word(last)
        if after is not None and is_capital(after) and after.lower in self.words.after and self.is_kind(first, after):
            last = after.index
        before, word = self.before(first), self.word_of(first)
        if before is not None and is_capital(before) and before.lower in self.words.before:
            first = before.index
        elif word is not None and is_capital(word) and word.lower in self.words.of:
            leading = self.before(word.index)
            apart = self.is_kind_of(word.index) and not self.gazetteer.lookup(self.slice(word.index, last))
            first = (
                first if apart or (leading is not None and is_capital(leading)) else word.index
            )  # "Islamic State of"
        return first, last

    def is_kind(self, first: int, word: g.Token) -> bool:
        """Whether a word after a name tells its kind: "Orange County", not the council of "Dublin City Council"."""
        beyond, name = self.next_word(word.index), self.name_at.get(word.index)
        if beyond is not None and beyond.lower == "of":
            return False
        council = beyond is not None and is_capital(beyond) and beyond.lower in self.words.bodies
        if council and self.words.after[word.lower] == "town":
            return any(f.main for f in self.gazetteer.lookup(self.slice(first, word.index)))
        return name is None or name.label in PLACE_LABELS

    def is_council(self, first: int, last: int) -> bool:
        """Whether a name ends in the "City" that belongs to the council after it: "Springfield City Council"."""
        after = self.next_word(last)
        town = first < last and self.words.after.get(self.tokens[last].lower) == "town"
        if not town or after is None or after.lower not in self.words.bodies:
            return False
        return not any(f.main for f in self.gazetteer.lookup(self.slice(first, last)))

    def is_cut(self, first: int, last: int) -> bool:
        """Whether the model left out the first word of a name that is unknown without it: "Addis" of "Addis Ababa"."""
        before = self.tokens[first - 1] if first else None
        if before is None or not is_capital(before) or self.gazetteer.lookup(self.slice(first, last)):
            return False
        return any(f.main for f in self.gazetteer.lookup(self.slice(first - 1, last)))

    def stretched(self, first: int, last: int) -> int:
        """The end of the longest known name that begins here: "Cote" of "Cote d'Ivoire"."""
        ends = self.ends(first, last + 1, last + LONGEST)
        known = (e for e in reversed(ends) if self.gazetteer.lookup(self.slice(first, e)))
        return next((e for e in known if not self.is_council(first, e)), last)

    def ends(self, first: int, start: int, stop: int) -> list[int]:
        """The capitalised tokens in `[start, stop)` up to which a name from `first` could run without a break."""
        found, here = [], self.tokens[first].sentence
        for last in range(start, min(stop, len(self.tokens))):
            token = self.tokens[last]
            if token.sentence != here or last in self.taken:
                break
            if is_capital(token) or (last > first and self.is_tail(last)):
                found.append(last)
            elif token.text not in self.words.joiners:
                break
        return found

    # --- what a stretch may be

    def candidates(self, words: str) -> tuple[Feature, ...]:
        """The places of a name or of an abbreviated state."""
        found = self._found.get(words)
        if found is None:
            found = self._found[words] = self._candidates(words)
        return found

    def _candidates(self, words: str) -> tuple[Feature, ...]:
        short = self.words.shortened(words)
        if short is not None:
            same = self.gazetteer.lookup(short.name)
            return tuple(f for f in same if f.country == short.country and f.kind == short.kind)
        found = self.gazetteer.lookup(words)
        if len(words) > LONGEST_ACRONYM or words.isupper() or "." in words:
            return found
        return tuple(f for f in found if f.main or f.kind != "country")  # "Car" is not CAR

    def toponym(self, first: int, last: int, *, rule: str) -> Toponym:
        """A stretch with its candidates, narrowed by the word for its kind."""
        whole = self.slice(first, last)
        found, kind, name = self.candidates(whole), self.kind_beside(first, last), whole
        exact = bool(found)
        if exact and kind in KINDS_OF:
            found = tuple(f for f in found if f.kind in KINDS_OF[kind] or f.kind == "country") or found
        elif not exact:
            kind, name = self.kind_inside(first, last) or (kind, whole)
            if kind not in UNPLACED and name != whole:
                found = tuple(f for f in self.candidates(name) if f.kind in KINDS_OF.get(kind or "", SETTLED))
        shown = name if kind in SAME and found else whole
        span, country = self.span(first, last, whole), self.nationality(first)
        attributive = self.is_attributive(last) if exact else False
        return self.of_state(
            Toponym(span, first, last, shown, found, kind, country, rule, exact, attributive=attributive)
        )

    def is_attributive(self, last: int) -> bool:
        """Whether a name describes people of a town, or a body of one: "a Lebanon woman", "Lebanon High School"."""
        after = self.next_word(last)
        return after is not None and (after.lower in self.words.people or after.lower in self.words.municipal)

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
            while stop > first and self.tokens[stop].lower in self.words.fillers:
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
        if beside is not None and beside.lower in self.words.fillers:
            beside = self.next_word(beside.index)
        if beside is not None and not is_capital(beside) and beside.pos in g.NOMINALS:
            kind = self.words.after.get(beside.lower)
            if kind:
                return kind
        word = self.word_of(first)
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
        return self.nations.demonym(at.text) if is_capital(at) else None


_HYPHENS = frozenset({"-", "–"})


def is_capital(token: g.Token) -> bool:
    return token.text[:1].isupper()


def is_name_word(token: g.Token) -> bool:
    return token.pos != g.PUNCTUATION and token.role != g.CASE and not token.text[:1].isdigit()


def is_acronym(words: str) -> bool:
    return words.isupper() and len(words.replace(".", "")) <= LONGEST_ACRONYM


def _named(entities: tuple[Entity, ...], *kinds: str) -> Iterator[Mention]:
    """The mentions by name of entities of some kinds."""
    return (m for e in entities if e.kind in kinds for m in e.mentions if m.form == "name")


def _closed(entities: tuple[Entity, ...]) -> Iterator[Mention]:
    """The names that hold no place: of groups, forces and outlets, and full names of persons of known country."""
    for entity in entities:
        for mention in entity.mentions:
            full_name = entity.kind == "person" and mention.form == "name" and " " in mention.quote and entity.country
            if (entity.kind in CLOSED and mention.form == "name") or full_name:
                yield mention
