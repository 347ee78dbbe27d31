"""Names by table and by the words around them: states, known bodies, what follows a title or a given name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from sayso.knowledge.persons import load_persons
from sayso.knowledge.phrases import PhraseTable, tokens_of
from sayso.knowledge.publishers import Publisher, Publishers
from sayso.reading import grammar as g
from sayso.reading.entities.marks import BodyMark, Marks, SignMark, quote
from sayso.reading.entities.name_mentions import COUNTRY, FACILITY, MEDIA, ORGANISATION, PERSON, NameMention, name_word
from sayso.reading.entities.states import is_whereabouts
from sayso.reading.kit import Kit


def names_of_tables(parsed: g.Parsed, kit: Kit, marks: Marks) -> list[NameMention]:
    """The states, seats of government, well-known bodies and publishers of a text."""
    return [*_from_bodies(parsed, marks), *_from_signs(parsed, marks), *_from_publishers(parsed, kit, marks)]


def names_after_titles(parsed: g.Parsed, marks: Marks, found: list[NameMention]) -> list[NameMention]:
    """Persons that a title or a given name shows; `found` are those that the parser took for names."""
    return [*_after_titles(parsed, marks, found), *_given_names(parsed, marks)]


def surnames(parsed: g.Parsed, marks: Marks, found: list[NameMention]) -> list[NameMention]:
    """Bare surnames, elsewhere in the text, of persons named in full."""
    return list(_surnames(parsed, marks, found))


def _from_bodies(parsed: g.Parsed, marks: Marks) -> Iterator[NameMention]:
    for first, mark in marks.bodies.items():
        if first == mark.first and _capitalised_name(parsed, mark.first, mark.last):
            yield _national(parsed, marks, mark)


def _national(parsed: g.Parsed, marks: Marks, mark: BodyMark) -> NameMention:
    """A body of the table; with the nationality before it when its name is one that many states use ("Libyan House
    of Representatives")."""
    body, sign = mark.body, marks.signs.get(mark.first - 1)
    many = body.kind in ("government", "military") or (body.country is None and _heads(parsed, mark, sign))
    if sign is not None and many and _nationality_of(mark, sign):
        name = quote(parsed, sign.first, mark.last)
        return NameMention(sign.first, mark.last, body.kind, name, sign.sign.code, "national")
    return NameMention(mark.first, mark.last, body.kind, body.name, body.country, "organisations")


def _heads(parsed: g.Parsed, mark: BodyMark, sign: SignMark | None) -> bool:
    """Whether the body is what the word before it tells of ("Kenyan Red Cross", not "the German UN envoy")."""
    return sign is not None and mark.first <= parsed.tokens[sign.last].head <= mark.last


def _nationality_of(mark: BodyMark, sign: SignMark) -> bool:
    """Whether a nationality right before a body makes it another state's than the table says."""
    adjacent = sign.last == mark.first - 1 and sign.sign.use in ("adjective", "both", "name")
    return adjacent and sign.sign.code != mark.body.country


def _capitalised_name(parsed: g.Parsed, first: int, last: int) -> bool:
    """Whether a find looks like a name: one of its words was taken for one, or it is all capitals."""
    tokens = parsed.tokens[first : last + 1]
    if len(tokens) == 1 and tokens[0].pos in (g.ADJECTIVE, g.NOUN):
        return tokens[0].text[0].isupper() and tokens[0].index != parsed.sentence_of(first).first
    return any(t.pos == g.NAME or (t.text.isupper() and len(t.text) > 1) for t in tokens)


def _from_publishers(parsed: g.Parsed, kit: Kit, marks: Marks) -> Iterator[NameMention]:
    """Publishers by names of several words, and by one word where it reports ("Time said", "told Reuters")."""
    sentences = ((s.first, s.last + 1) for s in parsed.sentences)
    for match in _publisher_names(kit.publishers).all_in(marks.words, sentences):
        first, last = match.start, match.stop - 1
        if _capitalised_name(parsed, first, last) and (last > first or _reports(parsed, kit, last)):
            yield NameMention(first, last, MEDIA, quote(parsed, first, last), match.value.country, "publishers")


@lru_cache(maxsize=4)
def _publisher_names(publishers: Publishers) -> PhraseTable[Publisher]:
    names = ((name.removeprefix("The "), p) for p in publishers for name in (p.name, *p.aliases))
    return PhraseTable((tokens_of(name), p) for name, p in names if name[:1].isupper())


def _reports(parsed: g.Parsed, kit: Kit, index: int) -> bool:
    """Whether a word is the subject of saying, is told something, or is what something accords to."""
    token = parsed.tokens[index]
    head = parsed.tokens[token.head]
    if token.role == g.PREPOSITION_OBJECT:
        return head.lower == "to" and parsed.tokens[head.index - 1].lower == "according"
    word = kit.reporting.verb(head.lemma) if head.pos == g.VERB else None
    told = token.role in (g.OBJECT, g.DATIVE) and head.lemma in ("tell", "cite", "quote")
    return told or (token.role == g.SUBJECT and word is not None and word.act == "says")


def _from_signs(parsed: g.Parsed, marks: Marks) -> Iterator[NameMention]:
    for first, mark in marks.signs.items():
        if first != mark.first:
            continue
        name = quote(parsed, mark.first, mark.last)
        if mark.sign.use == "name":
            yield NameMention(mark.first, mark.last, COUNTRY, name, mark.sign.code, "countries")
        elif mark.sign.use in ("government", "military"):
            kind = FACILITY if is_whereabouts(parsed, mark) else mark.sign.use
            yield NameMention(mark.first, mark.last, kind, name, mark.sign.code, "metonyms")


def _after_titles(parsed: g.Parsed, marks: Marks, found: list[NameMention]) -> Iterator[NameMention]:
    """Capitalised names that follow a title and that the model left out ("General Soleimani")."""
    taken = {i for f in found if f.kind in (PERSON, ORGANISATION, FACILITY) for i in range(f.first, f.last + 1)}
    for end, mark in marks.titles.items():
        stop = parsed.sentence_of(end).last
        last = end
        while last < stop and name_word(parsed, marks, last + 1) and last + 1 not in taken:
            last += 1
        capital = mark.title.use == "address" or parsed.tokens[mark.first].text[:1].isupper()
        if last > end and capital and mark.title.use != "office" and last + 1 not in taken:
            yield NameMention(end + 1, last, PERSON, quote(parsed, end + 1, last), rule="title")


def names_after_nouns(parsed: g.Parsed, marks: Marks) -> Iterator[NameMention]:
    """Capitalised names that follow the noun for their kind ("the news agency Fars")."""
    for end, mark in marks.nouns.items():
        if mark.noun.use == "name" or mark.noun.kind in (FACILITY, "other") or parsed.tokens[end].text[:1].isupper():
            continue
        last, stop = end, parsed.sentence_of(end).last
        while last < stop and name_word(parsed, marks, last + 1):
            last += 1
            if marks.words[last + 1 : last + 3] in (("al", "-"), ("el", "-")) and last + 3 <= stop:
                last += 3  # "Asharq al-Awsat"
        if last > end and _names(parsed.tokens[end], parsed.tokens[last]):
            yield NameMention(end + 1, last, mark.noun.kind, quote(parsed, end + 1, last), rule="noun before")


def _names(noun: g.Token, name: g.Token) -> bool:
    """Whether a noun belongs to the name right after it; two subjects of one verb are noun and name too."""
    if noun.role == g.COMPOUND:
        return noun.index < noun.head <= name.index
    return noun.role == g.SUBJECT == name.role and noun.head == name.head


def _given_names(parsed: g.Parsed, marks: Marks) -> Iterator[NameMention]:
    """Runs of name words that begin with a common given name ("Penny Alvarez")."""
    genders = load_persons().genders
    for index in [i for i, word in enumerate(marks.words) if word in genders]:
        last, stop = index, parsed.sentence_of(index).last
        while last < stop and last < index + 3 and name_word(parsed, marks, last + 1):
            last += 1
        if last > index and name_word(parsed, marks, index):
            yield NameMention(index, last, PERSON, quote(parsed, index, last), rule="given name")


def _surnames(parsed: g.Parsed, marks: Marks, found: list[NameMention]) -> Iterator[NameMention]:
    """Bare surnames, elsewhere in the text, of persons named in full."""
    surnames = {marks.words[f.last] for f in found if f.kind == PERSON and f.first < f.last}
    surnames = {s for s in surnames if len(s) > 2 and s[0].isupper()}
    taken = {i for f in found for i in range(f.first, f.last + 1)}
    for token in parsed.tokens:
        known = token.text in surnames and token.index not in taken
        named = known and (name_word(parsed, marks, token.index) or _acts_alone(parsed, token))
        if named and not _beside_name(parsed, marks, token.index):
            yield NameMention(token.index, token.index, PERSON, token.text, rule="surname")


def _acts_alone(parsed: g.Parsed, token: g.Token) -> bool:
    """Whether a surname that opens a sentence was only taken for a common noun ("Fomin rejected the claim")."""
    bare = token.pos == g.NOUN and token.form == g.SINGULAR and not token.children
    return bare and token.role == g.SUBJECT and parsed.sentence_of(token.index).first == token.index


def _beside_name(parsed: g.Parsed, marks: Marks, index: int) -> bool:
    """Whether another name word stands right beside, so that this is part of some other name."""
    beside = [
        i for i in (index - 1, index + 1) if parsed.sentence_of(index).first <= i <= parsed.sentence_of(index).last
    ]
    return any(name_word(parsed, marks, i) for i in beside)
