"""Incidents on a map: GeoJSON (RFC 7946) and KML (OGC 07-147r2). A country or an unknown place has no point."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from html import escape
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from sayso.export.geojson import BETWEEN, HEAD, TAIL
from sayso.export.incident_rows import IncidentRow, clean, in_order, incident_row, on_map
from sayso.export.incident_words import day_of, headline, link, reports_of, standing
from sayso.export.xml_text import xml_of
from sayso.records import Entry


def incidents_geojson(entries: Iterable[Entry]) -> Iterator[str]:
    """A feature collection in pieces: one feature an incident, its properties the cells of its row."""
    yield HEAD
    for number, entry in enumerate(in_order(entries)):
        yield (BETWEEN if number else "") + json.dumps(_feature(entry), ensure_ascii=False)
    yield TAIL


def _feature(entry: Entry) -> dict[str, Any]:
    row = incident_row(entry)
    cells = {name: None if cell == "" else cell for name, cell in asdict(row).items()}
    more = {
        "place": clean(entry.place) or None,
        "urls": [address for telling in reports_of(entry) if (address := link(telling.url))],
    }
    geometry = {"type": "Point", "coordinates": [entry.lon, entry.lat]} if on_map(entry) else None
    return {"type": "Feature", "id": row.incident, "geometry": geometry, "properties": {**cells, **more}}


def incidents_kml(entries: Iterable[Entry]) -> str:
    """KML with one placemark an incident; those without a point lie in a folder of their own."""
    root = Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = SubElement(root, "Document")
    SubElement(document, "name").text = "Chronicle"
    chosen = in_order(entries)
    folders = {
        "On the map": [entry for entry in chosen if on_map(entry)],
        "Not on the map": [entry for entry in chosen if not on_map(entry)],
    }
    for name, within in folders.items():
        folder = SubElement(document, "Folder")
        SubElement(folder, "name").text = f"{name} ({len(within)})"
        for entry in within:
            folder.append(_placemark(entry))
    return xml_of(root)


def _placemark(entry: Entry) -> Element:
    row = incident_row(entry)
    mark = Element("Placemark")
    SubElement(mark, "name").text = f"{row.certainty.split()[0]} {headline(row)}"
    SubElement(mark, "description").text = "<br/>".join(escape(line) for line in _description(row) if line)
    _add_time(mark, row)
    told = SubElement(mark, "ExtendedData")
    for name, cell in asdict(row).items():
        if cell not in ("", None):
            SubElement(SubElement(told, "Data", name=name), "value").text = str(cell)
    if on_map(entry):
        SubElement(SubElement(mark, "Point"), "coordinates").text = f"{entry.lon},{entry.lat}"
    return mark


def _description(row: IncidentRow) -> tuple[str, ...]:
    """Lines of words; the reader of a KML takes them for HTML, so they are escaped once more by who calls this."""
    quoted = f"“{row.quote}”" if row.quote else ""
    return (
        day_of(row),
        standing(row),
        quoted,
        link(row.url) or "",
        f"In dispute: {row.disputes}" if row.disputes else "",
    )


def _add_time(mark: Element, row: IncidentRow) -> None:
    if row.earliest and row.earliest == row.latest:
        SubElement(SubElement(mark, "TimeStamp"), "when").text = row.earliest
    elif row.earliest or row.latest:
        span = SubElement(mark, "TimeSpan")
        for name, day in (("begin", row.earliest), ("end", row.latest)):
            if day:
                SubElement(span, name).text = day
