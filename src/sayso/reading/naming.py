"""Proper names as spans of tokens with a kind: the model's guesses, put right with tables and context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sayso.knowledge.persons import load_persons
from sayso.reading import grammar as g
from sayso.reading.kit import Kit
from sayso.reading.marks import BodyMark, Marks, quote

PERSON, ORGANISATION, COUNTRY, FACILITY, GROUP, MEDIA = (
    "person",
    "organisation",
    "country",
    "facility",
    "group",
    "media",
)
_LABELS = {g.PERSON: PERSON, g.ORGANISATION: ORGANISATION, g.FACILITY: FACILITY, g.LAW: ORGANISATION}
_NAMING = frozenset({*_LABELS, g.PLACE, g.LOCATION, g.NATIONALITY, g.PRODUCT, g.WORK, g.EVENT_NAME})
_PREPOSITIONS_INSIDE = frozenset({"of", "for", "on", "in", "against", "to", "at", "de", "du", "del", "des", "and", "&"})
_LOOSE = frozenset({"the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our"})
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_SETTLED = frozenset(
    {"organisations", "countries", "metonyms", "surname", "title", "noun before", "given name", "national"}
)
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Z0-9&+]{1,7}")
_STRAY_STOP = re.compile(r"(?<=[a-z])\.(?= [A-Z]\.)")


@dataclass(frozen=True, slots=True)
class Found:
    """One mention by name: tokens `[first, last]`, entity kind, the name it stands for, country, and why."""

    first: int
    last: int
    kind: str
    name: str
    country: str | None = None
    rule: str = "model"

    def overlaps(self, other: Found) -> bool:
        return self.first <= other.last and other.first <= self.last


def find_found(parsed: g.Parsed, kit: Kit, marks: Marks) -> list[Found]:
    """The names of a text in order, none overlapping another."""
    from_model = _as_acronyms(parsed, _joined(parsed, [f for n in parsed.names for f in _from_model(parsed, marks, n)]))
    from_words = [*_after_titles(parsed, marks, from_model), *_after_nouns(parsed, marks), *_given_names(parsed, marks)]
    from_tables = [*_from_bodies(parsed, marks), *_from_signs(parsed, marks)]
    chosen = _chosen(parsed, marks, from_tables, [*from_model, *from_words])
    chosen = sorted([*chosen, *_surnames(parsed, marks, chosen)], key=lambda f: f.first)
    kinds = [_with_kind(parsed, kit, marks, f) for f in _voted(chosen, parsed) if not _no_body(marks, f)]
    return _without_overlaps(_with_state(parsed, marks, f) for f in kinds)


# --- what the tables say -------------------------------------------------------------------------------------------


def _from_bodies(parsed: g.Parsed, marks: Marks) -> Iterator[Found]:
    for first, mark in marks.bodies.items():
        if first == mark.first and _capitalised_name(parsed, mark.first, mark.last):
            yield _national(parsed, marks, mark)


def _national(parsed: g.Parsed, marks: Marks, mark: BodyMark) -> Found:
    """A body of the table; with the nationality before it when its name is one that many states use ("Libyan House
    of Representatives")."""
    body = mark.body
    sign = marks.signs.get(mark.first - 1)
    if sign is not None and sign.last == mark.first - 1 and sign.sign.use in ("adjective", "both", "name"):
        if body.kind in ("government", "military") and sign.sign.code != body.country and "'" not in marks.words[sign.last]:
            name = quote(parsed, sign.first, mark.last)
            return Found(sign.first, mark.last, body.kind, name, sign.sign.code, "national")
    return Found(mark.first, mark.last, body.kind, body.name, body.country, "organisations")


def _capitalised_name(parsed: g.Parsed, first: int, last: int) -> bool:
    """Whether a find looks like a name: one of its words was taken for one, or it is all capitals."""
    tokens = parsed.tokens[first : last + 1]
    if len(tokens) == 1 and tokens[0].pos in (g.ADJECTIVE, g.NOUN):
        return tokens[0].text[0].isupper() and tokens[0].index != parsed.sentence_of(first).first
    return any(t.pos == g.NAME or (t.text.isupper() and len(t.text) > 1) for t in tokens)


def _from_signs(parsed: g.Parsed, marks: Marks) -> Iterator[Found]:
    for first, mark in marks.signs.items():
        if first != mark.first:
            continue
        name = quote(parsed, mark.first, mark.last)
        if mark.sign.use == "name":
            yield Found(mark.first, mark.last, COUNTRY, name, mark.sign.code, "countries")
        elif mark.sign.use in ("government", "military"):
            yield Found(mark.first, mark.last, mark.sign.use, name, mark.sign.code, "metonyms")


# --- what the model says -------------------------------------------------------------------------------------------


def _from_model(parsed: g.Parsed, marks: Marks, name: g.Name) -> Iterator[Found]:
    """The model's name without what does not belong to it; nothing when nothing is left, or it is a weapon's."""
    if name.label not in _NAMING or any(i in marks.equipment for i in range(name.first, name.last + 1)):
        return
    trimmed = _trimmed(parsed, marks, name)
    if trimmed is None:
        return
    first, last = trimmed
    kind = _LABELS.get(name.label, name.label)
    if kind == PERSON:
        first, last = _grown(parsed, marks, first, last)
        first -= first == last and first > 0 and marks.words[first - 1] == "Pope"
    yield Found(first, last, kind, quote(parsed, first, last))


def _trimmed(parsed: g.Parsed, marks: Marks, name: g.Name) -> tuple[int, int] | None:
    first, last = _unquoted(parsed, name.first, name.last)
    while first <= last and _droppable(parsed, marks, first, name.label):
        mark = marks.titles.get(first) if name.label == g.PERSON else None
        first = max(first, mark.last if mark else first) + 1
    if name.label == g.PERSON:
        while last > first and parsed.tokens[last].pos not in (g.NAME, g.NOUN) and parsed.tokens[last].text.islower():
            last -= 1
    elif (mark := marks.in_title.get(first)) is not None and (mark.first < first or mark.last > last):
        first = mark.last + 1
    elif (mark := marks.in_title.get(last)) is not None and (mark.first < first or mark.last > last):
        last = mark.first - 1
    named = any(parsed.tokens[i].pos == g.NAME for i in range(first, last + 1))
    return (first, last) if first <= last and named else None


def _unquoted(parsed: g.Parsed, first: int, last: int) -> tuple[int, int]:
    """Without articles, possessive endings, quotation marks and half-open brackets at the ends."""
    tokens = parsed.tokens
    while first <= last and (tokens[first].lower in _LOOSE or tokens[first].pos in (g.PUNCTUATION, g.PARTICLE)):
        first += 1
    while last >= first and tokens[last].pos in (g.PUNCTUATION, g.PARTICLE, g.DETERMINER, g.PREPOSITION):
        last -= 1
    for index in range(first, last + 1):
        if tokens[index].text in ("(", "[") and not any(t.text in (")", "]") for t in tokens[index : last + 1]):
            return first, index - 1
    return first, last


def _droppable(parsed: g.Parsed, marks: Marks, first: int, label: str) -> bool:
    """Whether the first word of a name is a title or, before a person, a nationality."""
    if parsed.tokens[first].lower in _LOOSE:
        return True
    if label != g.PERSON:
        return False
    sign = marks.signs.get(first)
    if sign is not None and sign.last == first and sign.sign.use in ("adjective", "both"):
        return True
    return any(m is not None and m.first == first for m in (marks.titles.get(i) for i in range(first, first + 4)))


def _grown(parsed: g.Parsed, marks: Marks, first: int, last: int) -> tuple[int, int]:
    """A person's name with the name words beside it that the model left out ("Jr.", a first name)."""
    tokens = parsed.tokens
    stop = parsed.sentence_of(last).last
    while last < stop and _name_word(parsed, marks, last + 1) and tokens[last + 1].head in (last, tokens[last].head):
        last += 1
    if last < stop and tokens[last + 1].lower in _SUFFIXES:
        last += 1
    elif last + 1 < stop and tokens[last + 1].text == "," and tokens[last + 2].lower in _SUFFIXES:
        last += 2
    start = parsed.sentence_of(first).first
    while first > start and _name_word(parsed, marks, first - 1) and tokens[first - 1].role == g.COMPOUND:
        if not first <= tokens[first - 1].head <= last:
            break
        first -= 1
    return first, last


def _name_word(parsed: g.Parsed, marks: Marks, index: int) -> bool:
    token = parsed.tokens[index]
    known = index in marks.signs or index in marks.bodies or index in marks.titles or index in marks.nouns
    return token.pos == g.NAME and token.text[:1].isupper() and not known and index not in marks.equipment


def _joined(parsed: g.Parsed, found: list[Found]) -> list[Found]:
    """Neighbouring persons with nothing between them made one ("Vladimir" + "V. Putin"; "Biden" + "Jr.")."""
    joined: list[Found] = []
    for item in sorted(found, key=lambda f: (f.first, -f.last)):
        before = joined[-1] if joined else None
        if before is not None and before.overlaps(item):
            continue
        if before is not None and before.kind == item.kind == PERSON and before.last + 1 == item.first:
            name = quote(parsed, before.first, item.last)
            joined[-1] = replace(before, last=item.last, name=name)
        else:
            joined.append(item)
    return [replace(f, name=_STRAY_STOP.sub("", f.name)) for f in joined]


def _after_titles(parsed: g.Parsed, marks: Marks, found: list[Found]) -> Iterator[Found]:
    """Capitalised names that follow a title and that the model left out ("General Soleimani")."""
    taken = {i for f in found if f.kind in (PERSON, ORGANISATION, FACILITY) for i in range(f.first, f.last + 1)}
    for end, mark in marks.titles.items():
        stop = parsed.sentence_of(end).last
        last = end
        while last < stop and _name_word(parsed, marks, last + 1) and last + 1 not in taken:
            last += 1
        capital = mark.title.use == "address" or parsed.tokens[mark.first].text[:1].isupper()
        if last > end and capital and mark.title.use != "office" and last + 1 not in taken:
            yield Found(end + 1, last, PERSON, quote(parsed, end + 1, last), rule="title")


def _after_nouns(parsed: g.Parsed, marks: Marks) -> Iterator[Found]:
    """Capitalised names that follow the noun for their kind ("the news agency Fars")."""
    for end, mark in marks.nouns.items():
        if mark.noun.use == "name" or mark.noun.kind in (FACILITY, "other") or parsed.tokens[end].text[:1].isupper():
            continue
        last, stop = end, parsed.sentence_of(end).last
        while last < stop and _name_word(parsed, marks, last + 1):
            last += 1
        if last > end and parsed.tokens[end].role == g.COMPOUND and parsed.tokens[end].head <= last:
            yield Found(end + 1, last, mark.noun.kind, quote(parsed, end + 1, last), rule="noun before")


def _given_names(parsed: g.Parsed, marks: Marks) -> Iterator[Found]:
    """Runs of name words that begin with a common given name ("Penny Alvarez")."""
    genders = load_persons().genders
    for index in [i for i, word in enumerate(marks.words) if word in genders]:
        last, stop = index, parsed.sentence_of(index).last
        while last < stop and last < index + 3 and _name_word(parsed, marks, last + 1):
            last += 1
        if last > index and _name_word(parsed, marks, index):
            yield Found(index, last, PERSON, quote(parsed, index, last), rule="given name")


def _surnames(parsed: g.Parsed, marks: Marks, found: list[Found]) -> Iterator[Found]:
    """Bare surnames, elsewhere in the text, of persons named in full."""
    surnames = {marks.words[f.last] for f in found if f.kind == PERSON and f.first < f.last}
    surnames = {s for s in surnames if len(s) > 2 and s[0].isupper()}
    taken = {i for f in found for i in range(f.first, f.last + 1)}
    for token in parsed.tokens:
        if token.text in surnames and token.index not in taken and _name_word(parsed, marks, token.index):
            if not _beside_name(parsed, marks, token.index):
                yield Found(token.index, token.index, PERSON, token.text, rule="surname")


def _beside_name(parsed: g.Parsed, marks: Marks, index: int) -> bool:
    """Whether another name word stands right beside, so that this is part of some other name."""
    beside = [i for i in (index - 1, index + 1) if parsed.sentence_of(index).first <= i <= parsed.sentence_of(index).last]
    return any(_name_word(parsed, marks, i) for i in beside)


# --- one reading of each stretch -----------------------------------------------------------------------------------


def _chosen(parsed: g.Parsed, marks: Marks, tables: list[Found], model: list[Found]) -> list[Found]:
    """Tables against model: the table wins unless the model's name holds more name words than the table's entry."""
    kept: list[Found] = []
    for item in sorted(tables, key=lambda f: (f.kind == COUNTRY, f.first)):
        rivals = [m for m in model if m.overlaps(item)]
        if not any(_outdoes(parsed, marks, m, item) for m in rivals) and not any(k.overlaps(item) for k in kept):
            kept.append(item)
    for item in model:
        if item.kind in (PERSON, ORGANISATION, FACILITY) or item.rule != "model" or _plural_people(parsed, marks, item):
            if not (any(k.overlaps(item) for k in kept) or _sign_alone(marks, item) or _located(parsed, item)):
                kept.append(item)
    return sorted(kept, key=lambda f: f.first)


def _located(parsed: g.Parsed, found: Found) -> bool:
    """Whether a supposed person or body of one word stands after "in", "near": a place, then."""
    before = parsed.tokens[found.first - 1].lower if found.first else ""
    short = found.kind == PERSON or found.first == found.last
    return short and found.rule == "model" and before in ("in", "near", "at", "outside")


def _outdoes(parsed: g.Parsed, marks: Marks, model: Found, table: Found) -> bool:
    """Whether the model's span holds capitalised name words besides the table's ("South China Sea" over "China")."""
    extra = [i for i in range(model.first, model.last + 1) if not table.first <= i <= table.last]
    words = [i for i in extra if parsed.tokens[i].pos == g.NAME and parsed.tokens[i].text[:1].isupper()]
    if table.kind != COUNTRY:
        words = [i for i in words if i not in marks.signs and not _ACRONYM.fullmatch(parsed.tokens[i].text)]
    if model.kind == PERSON and table.kind == COUNTRY:
        return bool(words)
    return bool(words) and (table.kind == COUNTRY or model.first < table.first or model.last > table.last)


def _sign_alone(marks: Marks, found: Found) -> bool:
    """Whether a name is just a state, nationality or capital, which is no person or body."""
    sign = marks.signs.get(found.first)
    return sign is not None and sign.first <= found.first and sign.last >= found.last and sign.sign.use != "name"


def _plural_people(parsed: g.Parsed, marks: Marks, found: Found) -> bool:
    """Peoples, faiths and followers named in the plural ("Kurds", "Houthis") that are not a state's nationals."""
    token = parsed.tokens[found.last]
    return (
        found.kind == g.NATIONALITY
        and found.first == found.last
        and token.form == g.PLURAL
        and found.first not in marks.signs
    )


def _no_body(marks: Marks, found: Found) -> bool:
    """Names of treaties, wars, prizes: no persons or bodies."""
    if found.kind != ORGANISATION:
        return False
    noun = _head_noun(marks, found)
    return noun == "other" or (noun is None and found.first == found.last and marks.words[found.first].islower())


def _with_state(parsed: g.Parsed, marks: Marks, found: Found) -> Found:
    """A public body's name with the "of Belarus" that ends it, an embassy's with "in Baghdad" too."""
    if found.kind not in ("government", "military") or found.rule not in ("head noun", "organisations"):
        return found
    stop = parsed.sentence_of(found.last).last
    after = found.last + 1
    embassy = marks.words[found.last].lower() in ("embassy", "consulate")
    if after >= stop or marks.words[after] not in (("of", "in", "to") if embassy else ("of",)):
        return found
    first = after + 2 if marks.words[after + 1] == "the" and after + 2 <= stop else after + 1
    sign = marks.signs.get(first)
    if sign is None or sign.sign.use not in ("name", "capital") or (sign.sign.use == "capital" and not embassy):
        return found
    name = quote(parsed, found.first, sign.last) if found.rule == "head noun" else found.name
    return replace(found, last=sign.last, name=name)


def _without_overlaps(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in found:
        if not kept or not kept[-1].overlaps(item):
            kept.append(item)
    return kept


# --- which kind ----------------------------------------------------------------------------------------------------


def _as_acronyms(parsed: g.Parsed, found: list[Found]) -> list[Found]:
    """Persons that are written as an acronym among ordinary words are bodies."""
    return [replace(f, kind=ORGANISATION) if f.kind == PERSON and _acronym(parsed, f) else f for f in found]


def _acronym(parsed: g.Parsed, found: Found) -> bool:
    text = parsed.tokens[found.first].text
    if found.first != found.last or not _ACRONYM.fullmatch(text):
        return False
    sentence = parsed.sentence_of(found.first)
    return any(t.text.islower() for t in parsed.tokens[sentence.first : sentence.last + 1])


def _voted(found: list[Found], parsed: g.Parsed) -> list[Found]:
    """A name in full settles what its parts are: "Hotak" is a person where "Sharif Hotak" is one, "Mahan" a body
    where "Mahan Air" is one."""
    surnames = {parsed.tokens[f.last].lower for f in found if f.kind == PERSON and f.first < f.last}
    openings = {
        parsed.tokens[f.first].lower for f in found if f.kind not in (PERSON, COUNTRY, g.NATIONALITY) and f.first < f.last
    }
    return [_one_voted(parsed, f, surnames, openings) for f in found]


def _one_voted(parsed: g.Parsed, found: Found, surnames: set[str], openings: set[str]) -> Found:
    last = parsed.tokens[found.last].lower
    short = found.first == found.last or quote(parsed, found.first, found.last).lower().startswith(("al-", "el-"))
    if not short or found.rule != "model":
        return found
    if found.kind == ORGANISATION and last in surnames:
        return replace(found, kind=PERSON, rule="surname")
    if found.kind == PERSON and last in openings and last not in surnames:
        return replace(found, kind=ORGANISATION, rule="short form")
    return found


def _head_noun(marks: Marks, found: Found) -> str | None:
    """The kind that the head noun of a name tells: the last word, or the one before "of", "for", ..."""
    end = next((i for i in range(found.first + 1, found.last + 1) if marks.words[i] in _PREPOSITIONS_INSIDE), None)
    for last in dict.fromkeys([found.last if end is None else end - 1, found.last]):
        mark = marks.nouns.get(last)
        if mark is not None and mark.first >= found.first:
            return mark.noun.kind
    return None


def _with_kind(parsed: g.Parsed, kit: Kit, marks: Marks, found: Found) -> Found:
    if found.kind == g.NATIONALITY:
        return replace(found, kind=GROUP, rule="people")
    if found.rule in _SETTLED:
        return found
    if found.kind == PERSON and found.first < found.last and _known_given(marks, found):
        return found
    if load_persons().known(found.name) is not None:
        return replace(found, kind=PERSON, rule="persons")
    noun = _head_noun(marks, found)
    if found.kind == PERSON:
        return replace(found, kind=noun, rule="head noun") if noun not in (None, "other") and _capitalised(marks, found) else found
    if _is_publisher(kit, found.name):
        return replace(found, kind=MEDIA, rule="publishers")
    return replace(found, kind=noun, rule="head noun") if noun is not None else found


def _is_publisher(kit: Kit, name: str) -> bool:
    try:
        return kit.publishers.by_name(name) is not None
    except ModuleNotFoundError:
        return False


def _capitalised(marks: Marks, found: Found) -> bool:
    return found.first < found.last and marks.words[found.last][:1].isupper()


def _known_given(marks: Marks, found: Found) -> bool:
    return load_persons().gender(marks.words[found.first]) is not None


def unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
