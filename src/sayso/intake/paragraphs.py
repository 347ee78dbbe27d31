"""Lines of printed pages back to paragraphs: running heads and page numbers out, words whole that a line end cut."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

from sayso.intake.pdf_lines import Line
from sayso.knowledge.tables import table
from sayso.records import Cut

_EDGE = 3  # lines at the head and foot of a page that may be running
_LONGEST_HEAD = 200  # characters of a running head
_FEW_PAGES = 4  # among which two lines of one height and wording are a running head already
_NEAR = 15.0  # points by which a running head may move from page to page, as in scans
_GAP = 1.3  # times the usual distance of lines
_OTHER_SIZE = 0.08  # of the letters' height
_INDENT, _DEEP = 0.7, 8.0  # heights of letters
_NEAR_LINES = 200  # of a paragraph that a new line is compared with
_SHORT, _VERY_SHORT = 0.8, 0.6  # of a full line
_NUMBER = r"(?:\d{1,4}|[ivxl]{1,7})"
_PAGE = re.compile(rf"\W*(?:page|p\.|pg\.?)?\s*{_NUMBER}(?:\s*(?:of|/|\|)\s*{_NUMBER})?\W*", re.I)
_STOP = re.compile(r"[.!?…:][\"'”’)\]]*(?:\s?\[?\d{1,3}\]?)?$")
_ITEM = re.compile(r"[•▪‣◦●–—*-]\s|\(?(?:\d{1,2}|[a-z])[.)]\s")
_WHOLE = 4  # letters of a first part that may be a whole word
_CUT_WORD = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)-$")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, where it begins and how large its letters are."""

    text: str
    page: int
    size: float


def paragraphs(pages: Sequence[Sequence[Line]]) -> tuple[list[Paragraph], tuple[Cut, ...]]:
    """The paragraphs of the pages in reading order, and what was left out of them."""
    kept, cuts = without_running(pages)
    lines = [line for page in kept for line in page]
    groups = _grouped(lines)
    words = _words(lines)
    found = [Paragraph(_joined(group, words), group[0].page, group[0].size) for group in groups]
    return found, cuts


# --- running heads ---------------------------------------------------------------------------------------------------


def without_running(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], tuple[Cut, ...]]:
    """The pages without page numbers and without what stands at the head or foot of several, and what that was."""
    running = _running(pages)
    kept: list[list[Line]] = []
    cuts: dict[tuple[str, str], Cut] = {}
    for page in pages:
        edge = _edge(page)
        gone = {id(line): _why(line, edge, running) for line in edge}
        kept.append([line for line in page if not gone.get(id(line))])
        for line in page:
            reason = gone.get(id(line))
            if reason:
                cuts.setdefault((reason, _key(line)), Cut(reason, line.text))
    return kept, tuple(cuts.values())


def _edge(page: Sequence[Line]) -> list[Line]:
    """The lines at the head and at the foot of a page, whenever they are drawn."""
    ranked = sorted(page, key=lambda line: line.down)
    return ranked if len(ranked) <= 2 * _EDGE else [*ranked[:_EDGE], *ranked[-_EDGE:]]


def _why(line: Line, edge: Sequence[Line], running: dict[str, list[float]]) -> str | None:
    outermost = bool(edge) and line.down in (edge[0].down, edge[-1].down)
    if outermost and _PAGE.fullmatch(line.text):
        return "page number"
    again = any(abs(line.down - down) <= _NEAR for down in running.get(_key(line), ()))
    return "running head" if again else None


def _running(pages: Sequence[Sequence[Line]]) -> dict[str, list[float]]:
    """The lines, digits aside, that stand at one height of several pages, with these heights."""
    places: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for line in _edge(page):
            if len(line.text) <= _LONGEST_HEAD:
                places[_key(line)].append((line.down, number))
    enough = 2 if len(pages) <= _FEW_PAGES else 3
    return {key: heights for key, found in places.items() if (heights := _of_several(found, enough))}


def _of_several(places: Sequence[tuple[float, int]], enough: int) -> list[float]:
    """The heights, each for all that are near it, at which so many pages have a line."""
    groups: list[list[tuple[float, int]]] = []
    for place in sorted(places):
        if groups and place[0] - groups[-1][0][0] <= _NEAR:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [median(down for down, _ in group) for group in groups if len({page for _, page in group}) >= enough]


def _key(line: Line) -> str:
    """A line without its numbers, which change from page to page."""
    return "".join(_LETTERS.findall(line.text.lower())) or "#"


# --- paragraphs ------------------------------------------------------------------------------------------------------


def _grouped(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that belong to one paragraph."""
    leading, full = _leading(lines), _full(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _begins(groups[-1][-_NEAR_LINES:], line, leading, full):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _leading(lines: Sequence[Line]) -> dict[float, float]:
    """The usual distance of lines, by the height of their letters."""
    steps: defaultdict[float, list[float]] = defaultdict(list)
    for before, line in pairwise(lines):
        step = line.down - before.down
        if before.page == line.page and before.size == line.size and 0 < step < 4 * max(line.size, 1):
            steps[line.size].append(step)
    return {size: median(found) for size, found in steps.items()}


def _full(lines: Sequence[Line]) -> dict[float, float]:
    """How many characters a full line has, by the height of its letters."""
    lengths: defaultdict[float, list[int]] = defaultdict(list)
    for line in lines:
        lengths[line.size].append(len(line.text))
    return {size: sorted(found)[int(len(found) * 0.75)] for size, found in lengths.items()}


def _begins(group: Sequence[Line], line: Line, leading: dict[float, float], full: dict[float, float]) -> bool:
    """Whether a line begins a paragraph after those of `group`."""
    last = group[-1]
    step, usual = line.down - last.down, leading.get(last.size, 0.0)
    ended = _STOP.search(last.text) is not None
    if abs(line.size - last.size) > _OTHER_SIZE * max(line.size, last.size):
        return not _goes_on(last, line)
    if _ITEM.match(line.text) and (ended or step > 0):
        return not last.text.endswith("-")
    if last.page != line.page or step < 0:
        return not _goes_on(last, line) and (ended or len(last.text) < _SHORT * full.get(last.size, 0))
    if usual and step > _GAP * usual:
        return True
    if _far_shorter(group, line) and not line.text[:1].islower():
        return True
    short = len(last.text) < _SHORT * full.get(last.size, 0)
    return (short or _indented(group, line)) and ended


def _far_shorter(group: Sequence[Line], line: Line) -> bool:
    """Whether the last line is so much shorter than its neighbours that something ends with it."""
    widest = max(len(other.text) for other in (*group, line))
    return len(group[-1].text) < _VERY_SHORT * widest and not group[-1].text.endswith("-")


def _goes_on(last: Line, line: Line) -> bool:
    """Whether a sentence surely runs over from one line to the other."""
    return not _STOP.search(last.text) and line.text[:1].islower()


def _indented(group: Sequence[Line], line: Line) -> bool:
    left = min(other.along for other in group)
    return _INDENT < (line.along - left) / max(line.size, 1) < _DEEP


# --- words -----------------------------------------------------------------------------------------------------------


def _words(lines: Iterable[Line]) -> Counter[str]:
    """The words that stand whole in the lines, compounds too, in small letters."""
    return Counter(word.lower() for line in lines for word in _WORD.findall(line.text.removesuffix("-")))


def _joined(group: Sequence[Line], words: Counter[str]) -> str:
    ended = (_ended(line.text, following.text, words) for line, following in pairwise(group))
    return "".join((*ended, group[-1].text))


def _ended(line: str, following: str, words: Counter[str]) -> str:
    """A line with what parts it from the next: a hyphen at its end goes when it only cut the word."""
    cut = _CUT_WORD.search(line[-80:])
    if cut is None:
        return line if line.endswith(("-", "/")) and line[-2:-1].isalnum() else f"{line} "
    rest = _WORD.match(following)
    keeps = rest is None or not rest[0][0].islower() or _compound(cut[1], rest[0], words)
    return line if keeps else line[:-1]


def _compound(first: str, rest: str, words: Counter[str]) -> bool:
    """Whether a word that a line end cut at a hyphen is written with one: as elsewhere in the text, or by its parts."""
    whole, with_hyphen = words[f"{first}{rest}".lower()], words[f"{first}-{rest}".lower()]
    if whole or with_hyphen:
        return with_hyphen > whole
    before, after = first.lower().rpartition("-")[2], rest.lower().partition("-")[0]
    whole_word = len(before) >= _WHOLE or first[0].isupper()
    pair = before in _parts("begin") and after in _parts("end")
    return pair or before in _parts("always") or (whole_word and after in _parts("after_any"))


@cache
def _parts(which: str) -> frozenset[str]:
    return frozenset(table("en/compounds.toml")[which].split())


def merged(found: Sequence[Paragraph]) -> str:
    """The text of paragraphs, an empty line between two."""
    return "\n\n".join(paragraph.text for paragraph in found)
