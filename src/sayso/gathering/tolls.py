"""Numbers that several sources give of one thing: which are of one thing, and which cannot both be true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sayso.gathering.fact_words import stems
from sayso.records import Figure

TOLLS = ("killed", "wounded", "missing", "detained", "displaced", "casualties")
_COUNTED = "people"  # stands for a filler that says no more


def of_one_thing(figures: Iterable[Figure]) -> list[list[Figure]]:
    """The figures in groups that count the same in the same unit, in order of what and of the first.

    Of what is no toll, only exact numbers. "12 people" and "three civilians" are not of one thing, for one may be a
    part of the other; neither are "60 Russian diplomats" and "23 British diplomats".
    """
    found: dict[tuple[str, str, tuple[str, ...]], list[Figure]] = {}
    for figure in figures:
        if figure.of not in TOLLS and figure.low != figure.high:
            continue
        found.setdefault((figure.of, figure.unit or "", _counted(figure)), []).append(figure)
    return [found[thing] for thing in sorted(found) if len(found[thing]) > 1]


def _counted(figure: Figure) -> tuple[str, ...]:
    words = tuple(sorted(stems(figure.filler))) if figure.filler else ()
    return () if set(words) <= set(stems(_COUNTED)) else words


def without_bounds_in_common(one: Figure, other: Figure) -> bool:
    """Whether no number is within the bounds of both."""
    return (one.high is not None and other.low is not None and one.high < other.low) or (
        other.high is not None and one.low is not None and other.high < one.low
    )


def extremes(group: Sequence[Figure]) -> tuple[Figure, Figure]:
    """The lowest and the highest of figures that count the same."""
    return min(group, key=_value), max(group, key=_value)


def _value(figure: Figure) -> tuple[float, str, str]:
    known = next((v for v in (figure.value, figure.low, figure.high) if v is not None), 0.0)
    return known, figure.document, figure.source


def most_told(group: Sequence[Figure], texts: Mapping[str, str], published: Mapping[str, str] | None = None) -> Figure:
    """The value that most texts give; of several that of the latest report, then the higher.

    An exact one where there is any: "at least 5" rules out little. `texts` has the text that a document brings,
    `published` its day: copies count once.
    """
    days = published or {}
    told: dict[tuple[float | None, float | None], set[str]] = {}
    for figure in group:
        told.setdefault((figure.low, figure.high), set()).add(texts[figure.document])
    return max(
        [f for f in group if f.low == f.high and f.low is not None] or group,
        key=lambda f: (
            len(told[f.low, f.high]), days.get(f.document, ""), f.document, f.high or f.low or 0.0, f.quote, f.source,
        ),
    )  # fmt: skip
