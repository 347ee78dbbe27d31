"""What people decided of an incident, in words."""

from __future__ import annotations

from collections.abc import Iterable

from sayso.export.printable import printable
from sayso.records import Entry, Judgement

_IDENTITY = {
    "same": "taken for one with other reports",
    "different": "told apart from other reports",
    "unsure": "asked whether it is one with other reports",
}
_DONE = {"accept": "accepted", "reject": "rejected", "add": "added"}


def judged(judgement: Judgement) -> str:
    """ "corrected by anna: kind was visit, is meet (the photo)"."""
    who, why = printable(judgement.who), printable(judgement.why or "")
    if judgement.verdict == "note":
        return f"note by {who}: {why}"
    return f"{_deed(judgement, who)}" + (f" ({why})" if why else "")


def _deed(judgement: Judgement, who: str) -> str:
    if judgement.verdict == "identity":
        return f"{_IDENTITY[judgement.after or '']} by {who}"
    if judgement.verdict == "correct":
        was, is_ = (printable(value or "") or "unknown" for value in (judgement.before, judgement.after))
        return f"corrected by {who}: {judgement.field} was {was}, is {is_}"
    claim = "a claim " if "." in judgement.target else ""
    return f"{claim}{_DONE[judgement.verdict]} by {who}"


def sentences(judgements: Iterable[Judgement]) -> list[str]:
    """What people decided, each sentence once."""
    return list(dict.fromkeys(judged(judgement) for judgement in judgements))


def all_judged(entry: Entry) -> list[str]:
    """What people decided of an incident."""
    return sentences(entry.judgements)
