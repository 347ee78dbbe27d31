"""Two tables of arms researchers: transfers as in SIPRI's register, and tests as in CNS's table of missile tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.export.incident_rows import IncidentRow, clean, in_order, incident_row
from sayso.export.sheets import sheet_csv
from sayso.records import Entry, Figure

Cell = str | int | float | None

SIPRI_COLUMNS: tuple[str, ...] = (
    "supplier",
    "recipient",
    "weapon_designation",
    "weapon_description",
    "number_low",
    "number_high",
    "numbers",
    "when",
)
SIPRI_COLUMNS += ("earliest", "latest", "status", "factuality", "source", "comments", "reports", "origins", "disputes")
SIPRI_COLUMNS += ("url", "incident")
MISSILE_COLUMNS: tuple[str, ...] = (
    "event",
    "date",
    "when",
    "earliest",
    "latest",
    "missile_name",
    "launch_authority",
    "facility_name",
)
MISSILE_COLUMNS += ("country", "facility_latitude", "facility_longitude", "precision", "numbers", "confirmation_status")
MISSILE_COLUMNS += ("test_outcome", "status", "factuality", "source", "additional_information", "reports", "origins")
MISSILE_COLUMNS += ("disputes", "url", "incident")
TESTS = ("test", "launch")
FIRED = ("happened", "failed", "possible")


def transfers_csv(entries: Iterable[Entry], *, exact: bool = False) -> str:
    """One row for each weapon of each transfer, pledged ones (status planned) and denied ones too.

    A number stands in `number_low` and `number_high` when one weapon alone changes hands; `numbers` has the words.
    """
    chosen = [entry for entry in in_order(entries) if entry.kind == "transfer"]
    return sheet_csv(SIPRI_COLUMNS, (row for entry in chosen for row in _transfers(entry)), exact=exact)


def _transfers(entry: Entry) -> Iterator[list[Cell]]:
    row = incident_row(entry)
    low, high = _items(entry.figures) if len(entry.equipment) == 1 else (None, None)
    sides = [row.who, _recipients(entry)]
    last: list[Cell] = [row.status, row.factuality, row.according_to, row.quote, row.reports, row.origins, row.disputes]
    for weapon, class_ in named_with_class(entry):
        days = [row.numbers, row.when, row.earliest, row.latest]
        yield [*sides, weapon, class_, low, high, *days, *last, row.url, row.incident]


def named_with_class(entry: Entry) -> Iterator[tuple[str, str]]:
    """Each piece of equipment with its class, "" where that is not known."""
    yield from zip(map(clean, entry.equipment), (*entry.equipment_classes, *[""] * len(entry.equipment)), strict=False)


def _recipients(entry: Entry) -> str:
    return clean(", ".join(party.name for party in entry.targets if party.name not in entry.equipment))


def _items(figures: Iterable[Figure]) -> tuple[float | None, float | None]:
    """The least and the most that all sources together allow for the number of pieces."""
    counts = [figure for figure in figures if figure.of == "items"]
    lows = [n for f in counts if (n := f.low if f.low is not None else f.value) is not None]
    highs = [n for f in counts if (n := f.high if f.high is not None else f.value) is not None]
    return min(lows, default=None), max(highs, default=None)


def missiles_csv(entries: Iterable[Entry], *, exact: bool = False) -> str:
    """One row for each weapon or rocket of each test or space launch that took place, failed, or may have been.

    `test_outcome` is "failure" or "success" where the texts say so and "unknown" elsewhere: a test that is told is no
    success yet.
    """
    chosen = [entry for entry in in_order(entries) if entry.kind in TESTS and entry.status in FIRED]
    return sheet_csv(MISSILE_COLUMNS, (row for entry in chosen for row in _tests(entry)), exact=exact)


def _tests(entry: Entry) -> Iterator[list[Cell]]:
    row = incident_row(entry)
    day = row.earliest if row.earliest == row.latest else ""
    told = "failed" if row.status == "failed" else row.outcome
    outcome = {"failed": "failure", "succeeded": "success"}.get(told, "unknown")
    last: list[Cell] = [
        outcome,
        row.status,
        row.factuality,
        row.according_to,
        row.quote,
        row.reports,
        row.origins,
        row.disputes,
    ]
    for weapon in entry.equipment or ("",):
        what = [row.kind, day, row.when, row.earliest, row.latest, clean(weapon), row.who]
        yield [*what, *_site(entry, row), row.numbers, _confirmed(row), *last, row.url, row.incident]


def _site(entry: Entry, row: IncidentRow) -> list[Cell]:
    name = "" if entry.precision == "country" else clean(entry.place)
    return [name, row.country, row.lat, row.lon, row.precision]


def _confirmed(row: IncidentRow) -> str:
    """In the words of the table: whether those who tell it are sure, and whether anyone contradicts."""
    if row.disputes:
        return "disputed"
    return "asserted" if row.factuality in ("CT+", "CT-") else "uncertain"
