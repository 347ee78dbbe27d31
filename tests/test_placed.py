"""Places that people name: with a point where the gazetteer leaves no doubt, by name alone everywhere else."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.chronicle.decided.deciding import judge
from sayso.chronicle.file import connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.views.entries import View, entries
from sayso.gathering.placed import placed
from sayso.records import Entity, Place, Reading
from tests.hand_made_reading import made


def of(*countries: str) -> Reading:
    """A report that names these countries."""
    told = tuple(Entity(f"e{n}", "country", code, country=code) for n, code in enumerate(countries))
    return replace(made(), entities=told, places=())


MEANT = {
    ("Odda", "NO"): "NO", ("Odda",): "NO", ("Bergen", "NO"): "NO", ("Norway", "RU"): "NO", ("Norway", "NO"): "NO",
    ("Black Sea", "UA"): None, ("Georgia", "RU"): "GE", ("vladivostok", "RU", "KP"): "RU",
}  # fmt: skip


@pytest.mark.parametrize("asked", MEANT, ids=" ".join)
def test_the_one_place_of_a_name_has_its_point(asked: tuple[str, ...]) -> None:
    found = placed("p", asked[0], of(*asked[1:]), ())
    assert (found.name, found.country) == (asked[0], MEANT[asked])
    assert found.lat is not None
    assert found.gazetteer


@pytest.mark.parametrize("asked", [("Springfield", "US"), ("Odda", "RU"), ("Nowhere Yard", "NO"), ("Georgia",)])
def test_a_doubtful_name_has_no_point(asked: tuple[str, ...]) -> None:
    assert placed("p", asked[0], of(*asked[1:]), ()) == Place("p", asked[0])


@pytest.mark.parametrize(("name", "point"), [("Odda", True), ("Nowhere Yard", False)])
def test_a_corrected_place_stands_on_the_map_or_is_said_not_to(tmp_path: Path, name: str, point: bool) -> None:
    with Store(tmp_path / "a.db") as store:
        store.add(made())
        gather_pending(store)
        event = store.connection.execute("SELECT id FROM events").fetchone()[0]
        told = judge(store, "correct", [event], field="place", after=name, who="Ada").told
    assert any("no point on the map" in sentence for sentence in told) != point
    with closing(connect_to_read(tmp_path / "a.db")) as file:
        (found,) = entries(file, View())
    assert (found.place, found.lat is not None) == (name, point)
