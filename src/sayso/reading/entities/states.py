"""Words that stand for a state without naming it: capitals, nationalities, "the North", "the Saudis"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sayso.knowledge.tables import rows
from sayso.reading import grammar as g
from sayso.reading.entities.marks import Marks, SignMark

NATIONALITIES = frozenset({"adjective", "person", "people", "both"})  # uses of a sign
_COMPASS = {"north": "KP", "south": "KR"}
_SPOKEN = frozenset({"speak", "learn", "teach", "study", "understand", "translate"})
_WRITTEN = frozenset({"in", "into", "from"})
_DASHES = frozenset({"—", "–", "-", "--"})


@dataclass(frozen=True, slots=True)
class StateWord:
    """Tokens `[first, last]` that stand for the state with this code; `modifier`: an adjective before a noun."""

    first: int
    last: int
    code: str
    modifier: bool = False
    other: str | None = None  # of two states in one word ("the two Koreas")


def state_words(parsed: g.Parsed, marks: Marks, taken: frozenset[int]) -> dict[int, StateWord]:
    """The words for states outside names, by the token that ends them."""
    found = {w.last: w for m in _distinct(marks) if m.first not in taken for w in _state_word(parsed, marks, m)}
    found |= {t.index: StateWord(t.index, t.index, "KP", other="KR") for t in parsed.tokens if t.lower == "koreas"}
    if any(m.sign.code in ("KP", "KR") for m in marks.signs.values()):
        found |= {w.last: w for w in _koreas(parsed) if w.first not in taken}
    return found


def _distinct(marks: Marks) -> Iterator[SignMark]:
    return (m for index, m in marks.signs.items() if index == m.first)


def _state_word(parsed: g.Parsed, marks: Marks, mark: SignMark) -> Iterator[StateWord]:
    token = parsed.tokens[mark.last]
    if mark.sign.use == "capital":
        if stands_for_state(parsed, mark):
            yield StateWord(mark.first, mark.last, mark.sign.code)
    elif mark.sign.use in NATIONALITIES and is_thing(marks, mark):
        return
    elif mark.sign.use in ("adjective", "both") and _modifies(parsed, token):
        yield StateWord(mark.first, mark.last, mark.sign.code, modifier=True)
    elif mark.sign.use == "people" and mark.first and parsed.tokens[mark.first - 1].lower == "the":
        if not any(k.role == g.NUMERIC for k in g.children(parsed, mark.last)):
            yield StateWord(mark.first, mark.last, mark.sign.code)
    elif mark.sign.use == "country":
        yield StateWord(mark.first, mark.last, mark.sign.code)


def is_no_state(parsed: g.Parsed, marks: Marks, mark: SignMark) -> bool:
    """Whether a nationality tells of something else: "Irish coffee", "Latin American", "in Russian"."""
    return _beside(marks, mark) is not None or is_language(parsed, mark.last)


def is_thing(marks: Marks, mark: SignMark) -> bool:
    """Whether a nationality names a dish, a breed, a custom, a people within a state; of a language it may be told
    what is done to its state ("a ban on the Russian language")."""
    return _beside(marks, mark) not in (None, "language")


def _beside(marks: Marks, mark: SignMark) -> str | None:
    """What the words beside a nationality make of it, None when they leave it a nationality."""
    words = " ".join(marks.words[mark.first : mark.last + 1])
    before = marks.words[mark.first - 1] if mark.first else ""
    rest = marks.words[mark.last + 1 : mark.last + 3]
    after = "".join(rest) if rest[:1] == ("-",) else "".join(rest[:1])
    others = _not_nationalities()
    found = (others.get(key) for key in (("", "", after), ("", words, after), (before, words, "")))
    return next((why for why in found if why is not None), None)


def belongs_elsewhere(marks: Marks, mark: SignMark) -> bool:
    """Whether the words beside a nationality deny it to those it stands by: "ethnic Georgians", "Iran-backed"."""
    before = [w.lower() for w in marks.words[max(0, mark.first - 2) : mark.first]]
    after = [w.lower() for w in marks.words[mark.last + 1 : mark.last + 3]]
    prefix = before[0] if len(before) == 2 and before[1] == "-" else "".join(before[-1:])
    suffix = after[1] if len(after) == 2 and after[0] == "-" else ""
    return ("before", prefix) in _allegiances() or ("after", suffix) in _allegiances()


@cache
def _allegiances() -> frozenset[tuple[str, str]]:
    return frozenset((row["side"], row["word"]) for row in rows("en/allegiances.csv"))


@cache
def _not_nationalities() -> dict[tuple[str, str, str], str]:
    return {(r["before"], r["word"], r["after"]): r["why"] for r in rows("en/not_nationalities.csv")}


def is_language(parsed: g.Parsed, index: int) -> bool:
    """Whether a nationality stands for the language: "spoke Russian", "in French"."""
    token = g.first_conjunct(parsed, index)
    above = parsed.tokens[token.head]
    if parsed.tokens[index].form == g.PLURAL or g.child(parsed, index, g.DETERMINES, g.NUMERIC, g.ADJECTIVAL):
        return False
    if token.role == g.OBJECT:
        return above.lemma in _SPOKEN
    return token.role == g.PREPOSITION_OBJECT and above.lower in _WRITTEN


def _modifies(parsed: g.Parsed, token: g.Token) -> bool:
    """Whether a nationality modifies a common noun ("Russian forces"), not a name ("Persian Gulf")."""
    if token.role not in (g.ADJECTIVAL, g.COMPOUND, g.NOUN_MODIFIER):
        return False
    head, following = parsed.tokens[token.head], parsed.tokens[min(token.index + 1, len(parsed.tokens) - 1)]
    sentence = parsed.sentence_of(token.index)
    return not (head.pos == g.NAME and following.pos == g.NAME and following.text[:1].isupper()) or sentence.title


def stands_for_state(parsed: g.Parsed, mark: SignMark) -> bool:
    """Whether a capital acts or is acted on as a state: not a whereabouts, a dateline, or part of a place name."""
    token = parsed.tokens[mark.last]
    if _dateline(parsed, mark) or any(k.role == g.APPOSITION for k in g.children(parsed, mark.last)):
        return False
    head = parsed.tokens[token.head]
    if token.role == g.CONJUNCT:
        token = g.first_conjunct(parsed, token.index)
        head = parsed.tokens[token.head]
    if token.role == g.SUBJECT:
        return head.pos == g.VERB or any(k.role == g.OPEN_CLAUSE for k in g.children(parsed, head.index))
    if token.role in (g.OBJECT, g.DATIVE, g.PASSIVE_SUBJECT):
        return head.pos == g.VERB and ("verb", head.lemma) not in _whereabouts()
    if token.role in (g.POSSESSOR, g.COMPOUND):
        return head.pos == g.NOUN and token.role == g.POSSESSOR and ("noun", head.lemma) not in _whereabouts()
    if token.role == g.PREPOSITION_OBJECT and head.lower == "to" and _is_giving(parsed, head):
        return True
    return token.role == g.PREPOSITION_OBJECT and ("preposition", head.lower) not in _whereabouts()


def _is_giving(parsed: g.Parsed, preposition: g.Token) -> bool:
    """Whether what "to" brings gets something: "sold shells to Tripoli", "a loan to Tripoli"."""
    for above in g.ancestors(parsed, preposition.index):
        if (above.pos, above.lemma) in _giving():
            return True
        if above.pos == g.VERB:
            break
    return False


def is_whereabouts(parsed: g.Parsed, mark: SignMark) -> bool:
    """Whether a building is told as a place ("outside the Kremlin"), not as who sits in it."""
    token = parsed.tokens[mark.last]
    head = parsed.tokens[token.head]
    if token.role == g.PREPOSITION_OBJECT:
        return ("building", head.lower) in _whereabouts()
    return token.role == g.OBJECT and ("verb", head.lemma) in _whereabouts()


def _dateline(parsed: g.Parsed, mark: SignMark) -> bool:
    """Whether the capital opens a paragraph before a dash or bracket ("MOSCOW (Agency) -")."""
    sentence = parsed.sentence_of(mark.first)
    if mark.first != sentence.first:
        return False
    following = parsed.tokens[mark.last + 1 : min(mark.last + 8, sentence.last + 1)]
    return any(t.text in _DASHES and not (parsed.text[t.start - 1 : t.start].isalpha()) for t in following)


@cache
def _whereabouts() -> frozenset[tuple[str, str]]:
    return frozenset((row["pos"], row["word"]) for row in rows("en/whereabouts.csv"))


@cache
def _giving() -> frozenset[tuple[str, str]]:
    return frozenset((row["pos"], row["word"]) for row in rows("en/giving_words.csv"))


def _koreas(parsed: g.Parsed) -> Iterator[StateWord]:
    """ "the North", "the South", and "North" in "North and South Korea"."""
    for token in parsed.tokens:
        code = _COMPASS.get(token.lower)
        if code is None:
            continue
        follows = parsed.tokens[token.index + 1].lower if token.index + 1 < len(parsed.tokens) else ""
        before = parsed.tokens[token.index - 1].lower if token.index else ""
        joined = follows in ("and", "or") and _names_other(parsed, token.index + 2)
        if joined or (before == "the" and follows != "of" and _alone(token)):
            yield StateWord(token.index, token.index, code)


def _names_other(parsed: g.Parsed, index: int) -> bool:
    words = [t.lower for t in parsed.tokens[index : index + 2]]
    return words in (["south", "korea"], ["north", "korea"], ["south", "koreans"], ["north", "koreans"])


def _alone(token: g.Token) -> bool:
    heads = (g.SUBJECT, g.PASSIVE_SUBJECT, g.OBJECT, g.POSSESSOR, g.PREPOSITION_OBJECT, g.CONJUNCT, g.AGENT, g.DATIVE)
    return token.role in heads and (token.text[0].isupper() or token.role in g.SUBJECTS or token.role == g.POSSESSOR)
