"""The codebook of event kinds for a terminal: what counts, who fills the roles, what it is not, codes elsewhere."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sayso.knowledge.frames import Frames
from sayso.knowledge.kinds import NO_KIND, Kind
from sayso.knowledge.own_kinds import OWN

WIDTH = 100
_LABEL = 13  # columns of the words before a line


def to_codebook(kinds: Iterable[Kind], frames: Frames, *, width: int = WIDTH) -> str:
    """The kinds as plain text, a paragraph each, with the number of `frames` that find them."""
    counts = Counter((frame.kind, frame.id.startswith(OWN)) for frame in frames.all)
    return "\n\n".join("\n".join(_kind(kind, _found_by(kind, counts), width)) for kind in kinds) + "\n"


def crosswalks(kind: Kind) -> str:
    """The codes of the kind in PLOVER, CAMEO and ACLED."""
    pairs = (("PLOVER", kind.plover), ("CAMEO", kind.cameo), ("ACLED", kind.acled))
    return " · ".join(f"{name}: {', '.join(codes) or 'none'}" for name, codes in pairs)


def _kind(kind: Kind, frames: str, width: int) -> Iterator[str]:
    yield f"{kind.id}  ({kind.label})"
    yield _line("", kind.definition, width)
    for role, filler in kind.roles:
        yield _line(role, filler, width)
    for sentence in kind.examples:
        yield _line("example", sentence, width)
    for case in kind.borderline:
        instead = "no event" if case.kind == NO_KIND else case.kind
        yield _line("not", f"{case.sentence} ({case.reason}: {instead})", width)
    yield _line("codes", crosswalks(kind), width)
    if kind.like:
        yield _line("like", f"{kind.like}: its place, time and participants are found as there", width)
    yield _line("found by", frames, width)


def _found_by(kind: Kind, counts: Mapping[tuple[str, bool], int]) -> str:
    """How many frames there are and where they stand."""
    package, own = counts[kind.id, False], counts[kind.id, True]
    told = [f"{package} frames in knowledge/en/frames/{kind.id}.toml"] if package else []
    told += [f"{own} frames of your own"] if own else []
    return ", ".join(told) or "no frame: nothing finds it"


def _line(label: str, words: str, width: int) -> str:
    head = f"  {label:<{_LABEL - 2}}" if label else "  "
    return textwrap.fill(words, width, initial_indent=head, subsequent_indent=" " * len(head))
