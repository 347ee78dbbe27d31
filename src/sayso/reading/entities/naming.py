"""Proper names as spans of tokens with a kind: the parser's guesses, put right with tables and context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from sayso.knowledge.name_words import name_words
from sayso.knowledge.persons import load_persons
from sayso.reading import grammar as g
from sayso.reading.entities.marks import Marks, quote
from sayso.reading.entities.name_guesses import ACRONYM, names_of_model
from sayso.reading.entities.name_mentions import COUNTRY, FACILITY, GROUP, MEDIA, ORGANISATION, PERSON, NameMention
from sayso.reading.entities.name_words import names_after_nouns, names_after_titles, names_of_tables, surnames
from sayso.reading.entities.own_names import is_own, own_mentions
from sayso.reading.kit import Kit

_WHERE = frozenset({"in", "near", "at", "outside"})
_SETTLED_NOUNS = name_words("settled")
_JOINTS = name_words("joint")
_SETTLED = frozenset(
    {"organisations", "countries", "metonyms", "publishers", "surname", "title"}
    | {"noun before", "given name", "national"}
)


def find_name_mentions(parsed: g.Parsed, kit: Kit, marks: Marks) -> list[NameMention]:
    """The names of a text in order, none overlapping another."""
    guesses = names_of_model(parsed, marks)
    guesses = [*names_after_nouns(parsed, marks), *guesses, *names_after_titles(parsed, marks, guesses)]
    tables = [*own_mentions(parsed, marks, kit.own_names), *names_of_tables(parsed, kit, marks)]
    chosen = _chosen(parsed, marks, tables, guesses)
    chosen = sorted([*chosen, *surnames(parsed, marks, chosen)], key=lambda f: f.first)
    kinds = [_with_kind(kit, marks, f) for f in _voted(chosen, parsed) if not _no_body(marks, f)]
    return _without_overlaps(_with_state(parsed, marks, f) for f in kinds)


# --- one reading of each stretch -----------------------------------------------------------------------------------


def _chosen(parsed: g.Parsed, marks: Marks, tables: list[NameMention], model: list[NameMention]) -> list[NameMention]:
    """Tables against model: the table wins unless the model's name holds more name words than the table's entry."""
    kept: list[NameMention] = []
    taken: set[int] = set()
    guess_at = {i: m for m in model for i in range(m.first, m.last + 1)}
    for item in sorted(tables, key=lambda f: (not is_own(f.rule), f.kind == COUNTRY, f.first)):
        here = range(item.first, item.last + 1)
        rivals = (guess_at[i] for i in here if i in guess_at)
        settled = is_own(item.rule) and item.kind == PERSON and item.first < item.last
        if taken.isdisjoint(here) and (settled or not any(_outdoes(parsed, marks, m, item) for m in rivals)):
            kept.append(item)
            taken.update(here)
    places = _places(parsed, model)
    for item in model:
        here = range(item.first, item.last + 1)
        if item.name not in places and taken.isdisjoint(here) and _usable(parsed, marks, item):
            kept.append(item)
            taken.update(here)
    return sorted(kept, key=lambda f: f.first)


def _usable(parsed: g.Parsed, marks: Marks, item: NameMention) -> bool:
    """Whether a guess names a person or body at all."""
    if item.kind == PERSON and item.rule == "model" and item.name[:1].isdigit():
        return False
    known = item.kind in (PERSON, ORGANISATION, FACILITY) or item.rule != "model"
    if not known and not _plural_people(parsed, marks, item):
        return False
    return not _sign_alone(marks, item) and not _located(parsed, item)


def _places(parsed: g.Parsed, model: list[NameMention]) -> set[str]:
    """Words that most often stand as places, and are part of no longer name: places wherever they stand."""
    often = Counter(f.name for f in model if f.first == f.last)
    placed = Counter(f.name for f in model if f.first == f.last and _located(parsed, f))
    longer = {t.text for f in model if f.first < f.last for t in parsed.tokens[f.first : f.last + 1]}
    return {name for name, count in placed.items() if 2 * count > often[name] and name not in longer}


def _located(parsed: g.Parsed, found: NameMention) -> bool:
    """Whether a supposed person or body of one word stands after "in", "near", "the villages of": a place, then."""
    if found.rule != "model" or (found.kind != PERSON and found.first != found.last):
        return False
    before = parsed.tokens[found.first - 1].lower if found.first else ""
    first = g.first_conjunct(parsed, g.top(parsed, found.first, found.last).index)
    above = parsed.tokens[first.head]
    settled = above.lower == "of" and parsed.tokens[above.head].lower in _SETTLED_NOUNS
    return before in _WHERE or (first.role == g.PREPOSITION_OBJECT and settled)


def _outdoes(parsed: g.Parsed, marks: Marks, model: NameMention, table: NameMention) -> bool:
    """Whether the model's span holds capitalised name words besides the table's ("South China Sea" over "China")."""
    extra = [i for i in range(model.first, model.last + 1) if not table.first <= i <= table.last]
    words = [i for i in extra if parsed.tokens[i].pos == g.NAME and parsed.tokens[i].text[:1].isupper()]
    if table.kind != COUNTRY:
        words = [i for i in words if i not in marks.signs and not ACRONYM.fullmatch(parsed.tokens[i].text)]
    if model.kind == PERSON and table.kind == COUNTRY:
        return bool(words)
    return bool(words) and (table.kind == COUNTRY or model.first < table.first or model.last > table.last)


def _sign_alone(marks: Marks, found: NameMention) -> bool:
    """Whether a name is just a state, nationality or capital, which is no person or body."""
    sign = marks.signs.get(found.first)
    return sign is not None and sign.first <= found.first and sign.last >= found.last and sign.sign.use != "name"


def _plural_people(parsed: g.Parsed, marks: Marks, found: NameMention) -> bool:
    """Peoples, faiths and followers named in the plural ("Kurds", "Houthis") that are not a state's nationals."""
    token = parsed.tokens[found.last]
    return (
        found.kind == g.NATIONALITY
        and found.first == found.last
        and token.form == g.PLURAL
        and found.first not in marks.signs
    )


def _no_body(marks: Marks, found: NameMention) -> bool:
    """Names of treaties, wars, prizes: no persons or bodies."""
    if found.kind != ORGANISATION or is_own(found.rule):
        return False
    noun = _head_noun(marks, found)
    return noun == "other" or (noun is None and found.first == found.last and marks.words[found.first].islower())


def _with_state(parsed: g.Parsed, marks: Marks, found: NameMention) -> NameMention:
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


def _without_overlaps(found: Iterable[NameMention]) -> list[NameMention]:
    kept: list[NameMention] = []
    for item in found:
        if not kept or not kept[-1].overlaps(item):
            kept.append(item)
    return kept


# --- which kind ----------------------------------------------------------------------------------------------------


def _voted(found: list[NameMention], parsed: g.Parsed) -> list[NameMention]:
    """A name in full settles what its parts are: "Hotak" is a person where "Sharif Hotak" is one, "Mahan" a body
    where "Mahan Air" is one."""
    persons = [f for f in found if f.kind == PERSON and f.first < f.last]
    surnames = {parsed.tokens[i].lower for f in persons for i in (f.first, f.last)}
    openings = {
        parsed.tokens[f.first].lower
        for f in found
        if f.kind not in (PERSON, COUNTRY, g.NATIONALITY) and f.first < f.last
    }
    return [_one_voted(parsed, f, surnames, openings) for f in found]


def _one_voted(parsed: g.Parsed, found: NameMention, surnames: set[str], openings: set[str]) -> NameMention:
    last = parsed.tokens[found.last].lower
    short = found.first == found.last or quote(parsed, found.first, found.last).lower().startswith(("al-", "el-"))
    if not short or found.rule != "model":
        return found
    if found.kind == ORGANISATION and last in surnames:
        return replace(found, kind=PERSON, rule="surname")
    if (
        found.kind == PERSON
        and found.first
        and parsed.tokens[found.first - 1].text == "("
        and ACRONYM.fullmatch(found.name)
    ):
        return replace(found, kind=ORGANISATION)
    if found.kind == PERSON and last in openings and last not in surnames:
        return replace(found, kind=ORGANISATION, rule="short form")
    return found


def _head_noun(marks: Marks, found: NameMention) -> str | None:
    """The kind that the head noun of a name tells: the last word, or the one before "of", "for", ..."""
    end = next((i for i in range(found.first + 1, found.last + 1) if marks.words[i] in _JOINTS), None)
    for last in dict.fromkeys([found.last if end is None else end - 1, found.last]):
        mark = marks.nouns.get(last)
        if mark is not None and mark.first >= found.first:
            return mark.noun.kind
    return None


def _with_kind(kit: Kit, marks: Marks, found: NameMention) -> NameMention:
    if found.kind == g.NATIONALITY:
        return replace(found, kind=GROUP, rule="people")
    if found.rule in _SETTLED or is_own(found.rule):
        return found
    if found.kind == PERSON and found.first < found.last and _known_given(marks, found):
        return found
    if load_persons().known(found.name) is not None:
        return replace(found, kind=PERSON, rule="persons")
    noun = _head_noun(marks, found)
    if found.kind == PERSON:
        return (
            replace(found, kind=noun, rule="head noun")
            if noun not in (None, "other") and _capitalised(marks, found)
            else found
        )
    publisher = kit.publishers.by_name(found.name)
    if publisher is not None:
        return replace(found, kind=MEDIA, country=publisher.country, rule="publishers")
    return replace(found, kind=noun, rule="head noun") if noun is not None else found


def _capitalised(marks: Marks, found: NameMention) -> bool:
    return found.first < found.last and marks.words[found.last][:1].isupper()


def _known_given(marks: Marks, found: NameMention) -> bool:
    return load_persons().gender(marks.words[found.first]) is not None
