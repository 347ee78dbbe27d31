"""What speaks for a place in words that the model did not take for one: each rule votes or abstains."""

from __future__ import annotations

import calendar
from collections.abc import Callable

from sayso.knowledge.gazetteer import Feature, Gazetteer, fold
from sayso.knowledge.toponymy import KINDS_OF
from sayso.reading import grammar as g
from sayso.reading.places.bounds import is_council, is_party, trimmed
from sayso.reading.places.candidates import kind_beside, site_with_word
from sayso.reading.places.scan import SETTLED, Scan, is_acronym, is_capital

NOTABLE = 15_000  # people: a town that bodies are named after
CONTAINERS = frozenset({"admin1", "admin2", "country"})
CALENDAR = frozenset([*calendar.month_name[1:], *calendar.day_name])
VOTED = frozenset({g.PERSON, g.ORGANISATION, g.NATIONALITY, g.PRODUCT, g.EVENT_NAME, g.LAW, g.LANGUAGE})
BODIES = frozenset({g.ORGANISATION, g.EVENT_NAME, g.LAW})
MODIFYING = frozenset({g.COMPOUND, g.ADJECTIVAL, g.NOUN_MODIFIER})

Found = tuple[Feature, ...]


def vote(scan: Scan, first: int, last: int, found: Found) -> str | None:
    """The name of the rule that speaks for a place in tokens `[first, last]`, None when nothing does."""
    words, name = scan.slice(first, last), scan.name_at.get(first)
    if is_excluded(scan, first, last, words):
        return None
    if name is not None and trimmed(scan, name.first, name.last) != (first, last):
        return vote_inside(scan, first, last, found, name)
    surname = first == last and scan.tokens[first].lower in scan.surnames
    for rule, speaks in _RULES.items():
        if not (surname and rule in _WEAK) and speaks(scan, first, last, found):
            return rule
    if surname or scan.is_person(first):
        return None
    if any(f.kind == "country" for f in found) and len(words) > 2:
        return "state"
    return "known" if fold(words) in scan.known else None


def vote_inside(scan: Scan, first: int, last: int, found: Found, name: g.Name) -> str | None:
    """Bodies named after their place: "Clark County Fire Department", "the University of Georgia"."""
    if name.label not in BODIES or (first == last and scan.tokens[first].lower in scan.surnames):
        return None
    rest = [scan.tokens[i].lower for i in range(last + 1, name.last + 1)]
    if any(w in scan.words.press for w in rest) or is_council(scan, first, last):
        return None
    known = fold(scan.slice(first, last)) in scan.known
    unit = any(f.main and f.kind in CONTAINERS for f in found)
    if trimmed(scan, name.first, name.last)[0] == first:
        notable = any(f.main and f.population > NOTABLE and (f.kind in SETTLED or f.kind == "country") for f in found)
        body = notable and any(w in scan.words.bodies for w in rest)
        return "body" if known or body or (unit and first < last) else None
    before = scan.tokens[first - 1].lower if first > name.first else ""
    introduced = before in _INTRODUCING or before in scan.words.directions
    return "body" if introduced and (known or unit) else None


def is_excluded(scan: Scan, first: int, last: int, words: str) -> bool:
    """An everyday word, an adjective of a nation, an eponym, a part of a compound, "La" without a comma before."""
    before = scan.tokens[first - 1] if first else None
    if scan.words.is_everyday(words) or is_adjectival(scan, first, last):
        return True
    if before is not None and before.text == "-" and before.stop == scan.tokens[first].start:
        return not is_seat(scan, first, last, ())
    short = scan.words.shortened(words)
    if short is not None and not short.alone:
        return before is None or before.text != ","
    after = scan.next_word(last)
    return after is not None and scan.words.after.get(after.lower) == "eponym"


def is_adjectival(scan: Scan, first: int, last: int) -> bool:
    """Whether an abbreviated state serves as the adjective of its nation: "U.S. officials"."""
    if scan.slice(first, last).lower() not in scan.words.adjectival:
        return False
    token = scan.tokens[last]
    hyphen = last + 1 < len(scan.tokens) and scan.tokens[last + 1].text == "-"
    return hyphen or (token.role in MODIFYING and token.head > last)


# --- rules


def is_chained(scan: Scan, first: int, last: int, found: Found) -> bool:
    """A comma and a unit that contains a candidate follow: "Gary, Ind."."""
    tokens = scan.tokens
    if last + 2 >= len(tokens) or tokens[last + 1].text != "," or not is_capital(tokens[last + 2]):
        return False
    for stop in range(min(last + 4, len(tokens) - 1), last + 1, -1):
        units = {f.row for f in scan.candidates(scan.slice(last + 2, stop)) if f.kind in CONTAINERS}
        if units and within(found, units, scan.gazetteer):
            return True
    return False


def is_dateline(scan: Scan, first: int, last: int, found: Found) -> bool:
    """Capitals at the head of a paragraph name where a report was filed: "CAIRO (Wire) -"."""
    words = scan.slice(first, last)
    if scan.parsed.sentence_of(first).first != first or not words.isupper() or last + 1 >= len(scan.tokens):
        return False
    return scan.tokens[last + 1].text in _AFTER_DATELINE and not is_acronym(words)


def has_kind_word(scan: Scan, first: int, last: int, found: Found) -> bool:
    """The word for its kind stands beside it: "the Sulu region"."""
    kinds = KINDS_OF.get(kind_beside(scan, first, last) or "", frozenset())
    return bool(kinds.intersection(f.kind for f in found))


def is_located(scan: Scan, first: int, last: int, found: Found) -> bool:
    """ "in", "near" or "outside" governs a name that stands alone and is no everyday word."""
    token, before = scan.tokens[last], scan.tokens[first - 1] if first else None
    is_name = any(t.pos == g.NAME for t in scan.tokens[first : last + 1])
    if before is None or not is_name or token.role != g.PREPOSITION_OBJECT or is_followed(scan, last):
        return False
    if before.lower not in scan.words.strict and (before.lower != "at" or scan.is_person(first)):
        return False
    words = scan.slice(first, last)
    return words not in CALENDAR and not is_acronym(words) and any(f.main for f in found)


def is_listed(scan: Scan, first: int, last: int, found: Found) -> bool:
    """It stands in a list of places: "from Tacloban and Babatngon"."""
    tokens = scan.tokens
    if not any(f.main for f in found) or is_acronym(scan.slice(first, last)):
        return False
    left = first > 1 and tokens[first - 1].lower in _LISTING and first - 2 in scan.taken
    right = last + 2 < len(tokens) and tokens[last + 1].lower in _LISTING and last + 2 in scan.taken
    acts = first > 0 and tokens[last].role in g.SUBJECTS and tokens[first - 1].text == ","
    owns = last + 1 < len(tokens) and tokens[last + 1].role == g.CASE
    return (left or right) and not acts and not owns


def is_seat(scan: Scan, first: int, last: int, found: Found) -> bool:
    """It is the home of a lawmaker, after the party: "R-Florence"."""
    return first > 1 and is_party(scan, first - 2, last)


def is_site(scan: Scan, first: int, last: int, found: Found) -> bool:
    """A name of several words is that of a base, a plant, a sea: "Plesetsk Cosmodrome"."""
    return first < last and any(f.main and f.precision in _SITES for f in found)


def is_site_by_word(scan: Scan, first: int, last: int, found: Found) -> bool:
    """With the small-letter word after it, it is the name of a site: "the Engels airfield"."""
    return bool(site_with_word(scan, first, last))


def is_home(scan: Scan, first: int, last: int, found: Found) -> bool:
    """It tells where somebody lives: "Jane Roe, 87, of Williston"."""
    if first < 2 or scan.tokens[first - 1].lower not in _HOME or scan.tokens[first - 2].text != ",":
        return False
    return any(f.main for f in found) and not is_followed(scan, last)


def is_local(scan: Scan, first: int, last: int, found: Found) -> bool:
    """A town's name describes people or a thing: "a Kherson resident"."""
    after = scan.next_word(last)
    if after is None or after.lower not in scan.words.people or is_capital(after):
        return False
    return any(f.main and (f.population > NOTABLE or after.lower in scan.words.municipal) for f in found)


def is_reached(scan: Scan, first: int, last: int, found: Found) -> bool:
    """It is what somebody enters, leaves or shells: "troops entered Tell Tamer"."""
    token = scan.tokens[last]
    if token.role != g.OBJECT or scan.tokens[token.head].lemma not in scan.words.verbs or is_followed(scan, last):
        return False
    return first < last or not scan.is_person(first)


def is_followed(scan: Scan, last: int) -> bool:
    """Whether the name goes on, or owns what follows."""
    token = scan.tokens[last]
    after = scan.tokens[last + 1] if last + 1 < len(scan.tokens) else None
    return after is not None and after.start <= token.stop + 1 and (is_capital(after) or after.role == g.CASE)


def within(found: Found, units: set[int], gazetteer: Gazetteer) -> Found:
    """The candidates that lie in one of the units, unless the name is better known for a state or province itself."""
    kept = tuple(f for f in found if any(p.row in units for p in gazetteer.parents(f)))
    larger = any(f.kind == "country" or (f.kind == "admin1" and f.main) for f in found)
    return () if larger and not any(f.kind == "admin1" for f in kept) else kept


_RULES: dict[str, Callable[[Scan, int, int, Found], bool]] = {
    "chain": is_chained,
    "dateline": is_dateline,
    "kind word": has_kind_word,
    "preposition": is_located,
    "list": is_listed,
    "home": is_home,
    "seat": is_seat,
    "site": is_site,
    "site by its word": is_site_by_word,
    "local": is_local,
    "verb": is_reached,
}
_WEAK = frozenset({"preposition", "list", "local", "verb"})  # rules that do not outweigh a person of that name
_SITES = frozenset({"point", "sea"})
_INTRODUCING = frozenset({"of", "in", "the"})
_LISTING = frozenset({",", "and", "or", "&"})
_HOME = frozenset({"of", "from"})
_AFTER_DATELINE = frozenset({"-", "–", "—", "(", ",", "--", ":"})
