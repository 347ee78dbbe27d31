"""The network: each tie has the incidents behind it, places do not change, names do not touch."""

from __future__ import annotations

import re
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest

from sayso.chronicle.file import connect_to_read
from sayso.chronicle.store import Store
from sayso.chronicle.views.entries import View
from sayso.chronicle.views.network import Network, network_of
from sayso.chronicle.views.spans import among_of
from sayso.web.charts.graph import MOST, MOST_TIES, graph_of
from sayso.web.pages import network
from tests.large_chronicle import make_large
from tests.test_web_pages import Get, getter

ENTITIES = (
    "INSERT OR IGNORE INTO entities (reading, local, kind, name, named) SELECT e.reading, 'e ' || p.name, 'person',"
    " p.name, 1 FROM participants p JOIN events e ON e.id = p.event WHERE p.role <> 'equipment'",
    "UPDATE participants SET local = 'e ' || name WHERE role <> 'equipment'",
)


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make_large(tmp_path_factory.mktemp("network") / "a.db", events=600)
    with Store(path) as store, store.writing() as file:
        for statement in ENTITIES:
            file.execute(statement)
    return path


@pytest.fixture(scope="module")
def get(chronicle: Path) -> Get:
    return getter(chronicle)


def found_in(chronicle: Path, view: View) -> Network:
    with closing(connect_to_read(chronicle)) as file:
        return network_of(file, among_of(file, view))


def test_a_tie_is_told_by_its_incidents(chronicle: Path) -> None:
    found = found_in(chronicle, View())
    with closing(connect_to_read(chronicle)) as file:
        for tie in found.ties[:20]:
            told = file.execute(
                "SELECT count(*) FROM incidents i JOIN participants a ON a.event = i.shown AND a.name = ?"
                " JOIN participants b ON b.event = i.shown AND b.name = ? AND b.role = ?"
                " WHERE a.role = 'actor' AND (? = 0 OR NOT EXISTS"
                " (SELECT 1 FROM participants WHERE event = i.shown AND role = 'target'))",
                (tie.one, tie.other, "actor" if tie.mutual else "target", int(tie.mutual)),
            ).fetchone()[0]
            assert len(set(tie.incidents)) == len(tie.incidents) <= told
            assert sum(count for _, count in tie.kinds) == len(tie.incidents) == sum(n for _, n in tie.statuses)
            assert tie.one != tie.other


def test_a_view_narrows_the_network_down(chronicle: Path) -> None:
    visits = found_in(chronicle, View(kind="visit"))
    assert visits.ties
    assert len(visits.ties) < len(found_in(chronicle, View()).ties)
    key = visits.ties[0].one
    around = visits.around(key)
    assert all(key in (tie.one, tie.other) for tie in around.ties)
    assert set(around.parties) == {end for tie in around.ties for end in (tie.one, tie.other)}


@pytest.mark.parametrize("width", [300, 960])
def test_the_drawing_stays_and_no_name_touches_another(chronicle: Path, width: int) -> None:
    found = found_in(chronicle, View())
    graph = graph_of(found, width)
    assert graph == graph_of(found, width)
    assert len(graph.dots) == min(MOST, len(found.parties))
    assert len(graph.lines) <= MOST_TIES
    assert len(graph.dots) + graph.parties_left_out == len(found.parties)
    assert len(graph.lines) + graph.ties_left_out == len(found.ties)
    assert all(0 <= dot.x <= graph.width and 0 <= dot.y <= graph.height for dot in graph.dots)
    named = [(dot.label_x, dot.label_y) for dot in graph.dots if dot.label]
    assert len(set(named)) == len(named) == len(graph.dots) - graph.unnamed


def test_a_click_on_a_tie_shows_its_incidents(get: Get) -> None:
    page = unescape(get("/network").text)
    link = re.findall(r'class="tie-row" href="([^"]+)">(\d+)<', page)[0]
    picked = get(link[0]).text
    table = picked[picked.index('class="picked"') : picked.index("</table>")]
    assert len(set(re.findall(r'href="/incident/(\w+)', table))) == int(link[1])
    party = re.findall(r'class="party" href="([^"]+)"', page)[0]
    assert "the whole network" in get(party).text


def test_nobody_is_a_sentence_and_crooked_values_are_told(get: Get, tmp_path: Path) -> None:
    assert "No two people" in get("/network?actor=nobody").text
    assert get("/network?other=x").status == 400
    assert get("/network?one=nobody&other=nothing").status == 200
    with Store(tmp_path / "empty.db"):
        pass
    assert "No two people" in getter(tmp_path / "empty.db")("/network").text


def test_what_takes_long_is_drawn_afterwards(chronicle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "SMALL", 10)
    get = getter(chronicle)
    assert 'hx-get="/network/chart"' in get("/network").text
    assert "<svg" in get("/network/chart").text
    assert "<svg" in get("/network").text, "drawn once, known from then on"
