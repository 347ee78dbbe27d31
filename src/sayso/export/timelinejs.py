"""Incidents as a timeline for a page: the JSON of TimelineJS 3 (Knight Lab)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Any

from sayso.export.days import as_day
from sayso.export.incident_rows import IncidentRow, in_order, incident_row
from sayso.export.incident_words import day_of, headline, link, standing
from sayso.records import Entry

Slide = dict[str, Any]


def incidents_timelinejs(entries: Iterable[Entry]) -> str:
    """One slide an incident that has a day or a bound; the others are listed on the title slide.

    TimelineJS places a slide by `start_date`; `display_date` says what is known ("July 2023", "by 2023-09-16").
    """
    rows = [incident_row(entry) for entry in in_order(entries)]
    slides = [(row, _slide(row)) for row in rows]
    undated = [row for row, slide in slides if slide is None]
    events = [slide for _, slide in slides if slide is not None]
    return json.dumps({"title": _title(len(events), undated), "events": events}, ensure_ascii=False, indent=1) + "\n"


def _title(dated: int, undated: list[IncidentRow]) -> Slide:
    listed = "".join(f"<li>{escape(headline(row))}: {escape(standing(row))}</li>" for row in undated)
    text = f"<p>Not dated ({len(undated)}):</p><ul>{listed}</ul>" if undated else ""
    return {"text": {"headline": f"Chronicle: {dated + len(undated)} incidents", "text": text}}


def _slide(row: IncidentRow) -> Slide | None:
    first, last = as_day(row.earliest), as_day(row.latest)
    if first is None and last is None:
        return None
    slide: Slide = {"unique_id": row.incident, "start_date": _date(first or last), "display_date": day_of(row)}
    if first and last and first != last:
        slide["end_date"] = _date(last)
    text = {"headline": f"{row.certainty.split()[0]} {escape(headline(row))}", "text": _text(row)}
    return {**slide, "text": text, "group": row.kind, "status": row.status, "source": row.according_to}


def _text(row: IncidentRow) -> str:
    parts = [f"<p>{escape(standing(row))}</p>"]
    if row.quote:
        parts.append(f"<blockquote>{escape(row.quote)}</blockquote>")
    if address := link(row.url):
        parts.append(
            f'<p><a href="{escape(address)}">{escape(row.publisher or address)}</a> {escape(row.published)}</p>'
        )
    if row.disputes:
        parts.append(f"<p>In dispute: {escape(row.disputes)}</p>")
    return "".join(parts)


def _date(day: date | None) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day} if day else {}
