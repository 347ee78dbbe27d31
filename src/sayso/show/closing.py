"""What stands at the foot of a chronicle: which reports were read, and what could not be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sayso.export.printable import printable
from sayso.records import Document, Failure, Reading

_FOUND_IN = {
    "given": "as given",
    "json-ld": "from the page's JSON-LD",
    "meta": "from the page's metadata",
    "time-element": "from the page's time element",
    "feed": "from the feed",
    "dateline": "from the dateline",
    "sent": "when the message was sent",
    "url": "from the address",
}


def report_lines(readings: Sequence[Reading]) -> list[tuple[str, str]]:
    """A number and a line for each report: who published it, when and how that is known, its title, what was cut."""
    many = len(readings) > 1
    return [(f"[{n}]" if many else "read", printable(_report(r.document))) for n, r in enumerate(readings, 1)]


def _report(document: Document) -> str:
    dated = f"{document.published} ({_FOUND_IN.get(document.published_from or '', 'as found')})"
    parts = [document.publisher or "", dated if document.published else "no date"]
    parts += [f"“{' '.join(document.title.split())}”"] if document.title else []
    parts += [_name(document)] if document.file else []
    cut = Counter(c.reason for c in document.cuts)
    parts += ["left out: " + ", ".join(sorted(cut))] if cut else []
    return " · ".join(p for p in parts if p)


def problem_lines(readings: Sequence[Reading]) -> list[str]:
    """What stayed undone in the readings, a line each."""
    found = [f"{_name(r.document)}: {p.stage}: {p.what}" for r in readings for p in r.problems]
    return [printable(line) for line in (*found, *_open_days(readings))]


def _open_days(readings: Sequence[Reading]) -> Iterator[str]:
    """How many expressions count from a publication day that is not known."""
    undated = [r for r in readings if r.document.published is None]
    count = sum(t.value.startswith("XXXX") for r in undated for t in r.times)
    if count:
        dates = "1 date stays" if count == 1 else f"{count} dates stay"
        yield f"{dates} open: the report is not dated (--published YYYY-MM-DD dates it)"


def _name(document: Document) -> str:
    """The file, with the id of the line where it holds many documents."""
    if document.file and document.extractor.startswith("jsonl"):
        return f"{document.file} {document.id}"
    return document.file or document.id


def failure_lines(failures: Sequence[Failure]) -> list[str]:
    """The inputs that gave no reading, each with its reason."""
    return [printable(f"{f.input}: {f.what} ({f.reason})") for f in failures]
