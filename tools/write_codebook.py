"""Write docs/codebook.md from the kinds, the frames and the noun classes of the package.

python tools/write_codebook.py           writes the page
python tools/write_codebook.py --check   exits 1 when the page on disk is not what the data say
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from sayso.knowledge.frames import Frame, load_frames
from sayso.knowledge.kinds import NO_KIND, Kind, load_kinds
from sayso.show.codebook import crosswalks

PAGE = Path(__file__).parent.parent / "docs" / "codebook.md"
_OPENING = """\
# The codebook: 24 kinds of events

This page is made by `tools/write_codebook.py` from `knowledge/world/kinds.toml` and `knowledge/en/frames/`; correct it
there. `sayso kinds` prints the same definitions.

An *event* is one happening that a text tells, however often it mentions it. It has at most one place and one time, and
participants in three roles: *actor* (who does it), *target* (to, against or with whom or what) and *equipment*
(weapons, vehicles and military systems taking part). A person speaks for a state only when the text says so. A plain
statement ("X said that ...") is an attribution, not an event, unless the saying is itself the deed: accuse, threaten,
reject, request, support, agree. Feelings, abilities and standing states are no events. Planned, possible, denied and
failed events are entries all the same: their status says so.
"""


def to_page() -> str:
    """The whole page as Markdown."""
    words = _trigger_words(load_frames().all)
    kinds = load_kinds()
    index = "\n".join(f"- [{kind.label}](#{kind.id}): `{kind.id}`" for kind in kinds)
    return f"{_OPENING}\n{index}\n\n" + "\n".join(_section(kind, words[kind.id]) for kind in kinds)


def _section(kind: Kind, words: list[str]) -> str:
    """One kind: definition, roles, examples, borderline cases, crosswalks, words."""
    roles = "\n".join(f"- *{role}*: {filler}" for role, filler in kind.roles)
    examples = "\n>\n".join(f"> {sentence}" for sentence in kind.examples)
    cases = "\n".join(f"| {c.sentence} | {c.reason} | {_instead(c.kind)} |" for c in kind.borderline)
    return (
        f"## {kind.id}\n\n{kind.definition}\n\n{roles}\n\n{examples}\n\n"
        f"| Not this kind | because | instead |\n|---|---|---|\n{cases}\n\n{crosswalks(kind)}\n\n"
        f"Words that name it: {', '.join(words)}.\n"
    )


def _instead(kind: str) -> str:
    return "no event" if kind == NO_KIND else f"[{kind}](#{kind})"


def _trigger_words(frames: tuple[Frame, ...]) -> dict[str, list[str]]:
    """Kind to the words of its frames, in alphabetical order, each with its word class."""
    found: dict[str, set[str]] = defaultdict(set)
    for frame in frames:
        found[frame.kind].add(f"{' '.join(frame.words)} ({frame.pos[0]})")
    return defaultdict(list, {kind: sorted(words) for kind, words in found.items()})


def main() -> int:
    page = to_page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.read_text("utf-8") == page else 1
    PAGE.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
