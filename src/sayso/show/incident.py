"""One incident for a terminal: every telling with its words, by origin, and why it is told as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.export.incident_rows import clean, incident_row, show_linked, teller
from sayso.export.incident_words import VERIFIED_NOTHING, day_of, headline, reports_of, stance_word, standing
from sayso.export.judged import all_judged
from sayso.gathering.independence import Separate, told_in
from sayso.gathering.tolls import extremes, most_told, of_one_thing
from sayso.records import Entry, Telling
from sayso.show.disputes import dispute_lines


@dataclass(frozen=True, slots=True)
class Because:
    """Why an incident is told as it is: what joins its tellings, whose its reports are, what is shown and dated."""

    joined: Sequence[str] = ()
    origins: Sequence[Separate] = ()
    shown: Sequence[str] = ()
    dated: Sequence[str] = ()


def to_card(entry: Entry, because: Because | None = None) -> str:
    """Everything that is told of one incident: values, every telling with its words by origin, disputes, and why."""
    row, why = incident_row(entry), because or Because()
    sources = "; sources: " + ", ".join(map(_source, why.origins)) if why.origins else ""
    lines = [f"{day_of(row)}  {headline(row)}", standing(row) + sources, f"incident {entry.id}", ""]
    lines += _by_origin(entry, why.origins)
    lines += _part("Numbers", _numbers(entry, why.origins))
    lines += _part("Disputed", (line for d in entry.disputes for line in dispute_lines(entry, d)))
    lines += _part("Developed", (line for d in entry.developments for line in dispute_lines(entry, d)))
    lines += _part("Linked", (show_linked(linked) for linked in entry.linked))
    lines += _part("Decided", (clean(judged) for judged in all_judged(entry)))
    lines += _part("Dated", map(clean, why.dated))
    lines += _part("Shown", map(clean, why.shown))
    lines += _part("One incident because", why.joined)
    return "\n".join([*lines, "", VERIFIED_NOTHING])


def _source(origin: Separate) -> str:
    return clean(origin.name) + (" (against it)" if origin.denies else "")


def _part(title: str, lines: Iterable[str]) -> list[str]:
    found = [f"  {line}" for line in lines]
    return ["", f"{title}:", *found] if found else []


def _by_origin(entry: Entry, origins: Sequence[Separate]) -> Iterator[str]:
    """The reports with their tellings, those of one origin together."""
    reports = {report.document: report for report in reports_of(entry)}
    left = dict(reports)
    for number, origin in enumerate(origins, 1):
        if len(origins) > 1 or len(reports) > 1:
            yield f"Origin {number}{' (against it)' if origin.denies else ''}: {clean(origin.name)}"
        for document, why in origin.reports:
            if document in reports:
                yield from _report_lines(reports[document], why, told_in(origin, document, entry.tellings))
                left.pop(document, None)
    for report in left.values():
        yield from _report_lines(report, "", [t for t in entry.tellings if t.document == report.document])


def _report_lines(report: Telling, why: str, tellings: Iterable[Telling]) -> Iterator[str]:
    yield f"  {_report(report)}" + (f"  ({clean(why)})" if why else "")
    yield from (f"      {telling_line(telling)}" for telling in tellings)


def _numbers(entry: Entry, origins: Sequence[Separate]) -> Iterator[str]:
    """Of what several reports count the lowest, the one that most origins tell, and the highest, with who says so."""
    texts = {figure.document: figure.document for figure in entry.figures}
    texts |= {document: origin.name for origin in origins for document, _ in origin.reports}
    published = {telling.document: telling.published or "" for telling in entry.tellings}
    for group in of_one_thing(entry.figures):
        low, high = extremes(group)
        if low.quote.lower() != high.quote.lower():
            best = most_told(group, texts, published)
            named = (("low", low), ("best", best), ("high", high))
            yield f"{group[0].of}: " + ", ".join(f"{what} {clean(f.quote)} ({clean(f.source)})" for what, f in named)


def _report(report: Telling) -> str:
    parts = (
        clean(report.publisher),
        report.published or "not dated",
        clean(report.title),
        clean(report.url or report.document),
    )
    return "  ".join(part for part in parts if part)


def telling_line(telling: Telling) -> str:
    """How firmly a claim is made, by whom, in which words."""
    return (
        f"{stance_word(telling)}: {telling.status} ({telling.factuality}), {teller(telling)}: “{clean(telling.quote)}”"
    )
