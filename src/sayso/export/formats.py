"""All export formats of a chronicle: what each is for, what it loses, and the function that makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from sayso.records import Entry


@dataclass(frozen=True, slots=True)
class Format:
    """One export format.

    `maker` is "module:function" under `sayso.export`, loaded when it is used; the function takes the entries and gives
    str, bytes or pieces of str, or for a folder pairs of path and text. `suffix` is empty for a folder. `cells` tells
    that it takes `exact`. `needs` names a library that sayso does not install by itself, with the extra that does.
    """

    name: str
    suffix: str
    maker: str
    use: str
    loses: str
    cells: bool = False
    needs: tuple[str, str] | None = None

    @property
    def is_folder(self) -> bool:
        return not self.suffix


class MissingLibrary(RuntimeError):
    """A format needs a library that is not installed; the message says how to get it."""


_INCIDENTS_ONLY = "single tellings: a row names all sources, and has one quote; figures are words and bounds"
_DYADS = "what PLOVER has no type for, planned and negated incidents; modes, intensities, contexts are not coded"

FORMATS: tuple[Format, ...] = (
    Format("csv", ".csv", "sheets:incidents_csv", "a table, one row an incident", _INCIDENTS_ONLY, cells=True),
    Format(
        "xlsx",
        ".xlsx",
        "sheets:incidents_xlsx",
        "a workbook with sheets of incidents, tellings, figures and disputes",
        "kinds and countries of parties; words beyond 32,767 characters a cell; over 1,048,575 rows are refused",
        cells=True,
    ),
    Format(
        "jsonl",
        ".jsonl",
        "sheets:incidents_lines",
        "all that is known of each incident, one JSON object a line, for programs",
        "nothing of an incident but quotations beyond 600 characters, which every format cuts",
    ),
    Format(
        "parquet",
        ".parquet",
        "sheets:incidents_parquet",
        "data frames: pandas, DuckDB, R, Spark; tellings, figures and disputes are nested",
        "line breaks and direction marks in quotes; days that are no calendar days",
        needs=("pyarrow", "parquet"),
    ),
    Format(
        "markdown",
        ".md",
        "sheets:incidents_markdown",
        "a table in a note, a ticket or a wiki",
        "addresses, quotes, bounds, disputes",
    ),
    Format(
        "brief",
        ".md",
        "brief:brief_page",
        "one page for an editor: told most, in dispute, planned",
        "all but 10 incidents told most, 5 in dispute and 5 planned; it says how many are left out",
    ),
    Format(
        "site",
        "",
        "site:site_pages",
        "a folder of static pages to hand over on a stick: an index, and one page an incident with quotes and hashes",
        "the texts of the reports",
    ),
    Format(
        "geojson",
        ".geojson",
        "incident_maps:incidents_geojson",
        "maps: QGIS, geojson.io, Datawrapper, Leaflet",
        f"{_INCIDENTS_ONLY}; a country or an unknown place has no point",
    ),
    Format(
        "kml",
        ".kml",
        "incident_maps:incidents_kml",
        "Google Earth",
        f"{_INCIDENTS_ONLY}; incidents without a point lie in a folder of their own",
    ),
    Format(
        "ics",
        ".ics",
        "calendars:planned_ics",
        "a diary of what is planned, all of it tentative",
        "everything that is not planned for a known day; times of day",
    ),
    Format(
        "timelinejs",
        ".json",
        "timelinejs:incidents_timelinejs",
        "a timeline in a page (TimelineJS 3)",
        f"{_INCIDENTS_ONLY}; undated incidents stand on the title slide",
    ),
    Format(
        "graphml",
        ".graphml",
        "networks:incidents_graphml",
        "networks of incidents, parties, equipment, places and sources: yEd, Cytoscape, NetworkX, igraph",
        "figures, all quotes but one; parties are one node when name, kind and country are the same",
    ),
    Format(
        "gexf",
        ".gexf",
        "networks:incidents_gexf",
        "the same network for Gephi",
        "as GraphML; days are words, not intervals",
    ),
    Format(
        "annotations",
        ".jsonld",
        "annotations:tellings_as_annotations",
        "W3C Web Annotations: each telling with its words and their place in the text",
        "figures, places, disputes; positions count in the text that sayso read, not in the page",
    ),
    Format(
        "ftm",
        ".ftm.json",
        "ftm:incidents_ftm",
        "FollowTheMoney entities for Aleph and OpenSanctions tools, one JSON object a line",
        "coordinates, single tellings, figures; actors are organizers, targets are involved; relation of time",
    ),
    Format(
        "acled",
        ".csv",
        "schemes:acled_csv",
        "a table in the columns of ACLED, with status and bounds behind them",
        "kinds that ACLED does not have, planned and negated incidents; a type is filled in only where ACLED has one",
        cells=True,
    ),
    Format(
        "plover",
        ".csv",
        "schemes:plover_csv",
        "a table in the manner of POLECAT: one row for each actor and recipient, PLOVER types",
        _DYADS,
        cells=True,
    ),
    Format(
        "sipri",
        ".csv",
        "arms_tables:transfers_csv",
        "transfers of arms in the manner of SIPRI's register: one row a weapon",
        "everything but transfers that name equipment; years of order and of delivery are not told apart",
        cells=True,
    ),
    Format(
        "missiles",
        ".csv",
        "arms_tables:missiles_csv",
        "tests and space launches in the manner of CNS's table of missile tests: one row a weapon",
        "all other kinds, planned and negated tests; apogee, range and time of day are not columns",
        cells=True,
    ),
)

GROUPS = {
    "Tables": ("csv", "xlsx", "parquet", "markdown"),
    "Map": ("geojson", "kml"),
    "Network": ("graphml", "gexf", "ftm"),
    "Timeline": ("timelinejs", "ics"),
    "To read, and to keep": ("brief", "site", "jsonl", "annotations"),
    "Tables in the manner of others": ("acled", "plover", "sipri", "missiles"),
}


def grouped() -> list[tuple[str, list[Format]]]:
    """The formats by what they are for, each group behind its title."""
    known = formats()
    return [(title, [known[name] for name in names]) for title, names in GROUPS.items()]


def formats() -> dict[str, Format]:
    """The formats by name."""
    return {form.name: form for form in FORMATS}


def chunks(form: Format, entries: Iterable[Entry], *, exact: bool = False) -> Iterator[bytes]:
    """The file of a format in pieces; UTF-8 for text. MissingLibrary without its library, ValueError for a folder,
    both before the first piece."""
    if form.is_folder:
        raise ValueError(f"{form.name} is a folder of pages: see pages()")
    made = _make(form, entries, exact)
    if isinstance(made, bytes):
        return iter((made,))
    return (piece.encode("utf-8", "replace") for piece in ([made] if isinstance(made, str) else made))


def pages(form: Format, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """Relative path and content of every file of a folder."""
    for path, text in _make(form, entries, False):
        yield path, text.encode("utf-8", "replace")


def _make(form: Format, entries: Iterable[Entry], exact: bool) -> Any:
    if form.needs:
        _require(form, *form.needs)
    module, function = form.maker.split(":")
    maker: Callable[..., Any] = getattr(import_module(f"sayso.export.{module}"), function)
    return maker(entries, exact=exact) if form.cells else maker(entries)


def _require(form: Format, library: str, extra: str) -> None:
    try:
        import_module(library)
    except ImportError as error:
        raise MissingLibrary(f"{form.name} needs {library}: pip install 'sayso[{extra}]'") from error
