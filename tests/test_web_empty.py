"""A chronicle with nothing in it: every page says what to do next; `sayso serve` makes one when it is asked to."""

from __future__ import annotations

import signal
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from sayso.chronicle.store import Store
from sayso.cli import main
from sayso.web.words import country_name
from tests.test_web_pages import getter

LISTS = ("/incidents", "/documents", "/timeline", "/map", "/network", "/sources", "/review")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    with Store(tmp_path / "new.db"):
        pass
    return tmp_path / "new.db"


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_page_leads_to_where_reports_are_added(empty: Path, path: str) -> None:
    answer = getter(empty)(path)
    assert answer.status == 200
    assert '<a href="/capture">Add reports</a>' in answer.text
    assert "fulfils all conditions" not in answer.text


@pytest.mark.parametrize("path", LISTS)
def test_a_filter_that_leaves_nothing_can_be_taken_away(empty: Path, path: str) -> None:
    text = getter(empty)(f"{path}?actor=nobody").text
    assert f'href="{path}"' in text.split("<main")[1]
    assert "Add reports" not in text


def test_pages_of_decisions_say_what_will_stand_there(empty: Path) -> None:
    get = getter(empty)
    assert "Begin to review" in get("/decisions").text
    assert "<select" not in get("/decisions").text, "there is nothing to choose from"
    assert "Nobody has accepted or rejected anything so far" in get("/review/agreement").text


def test_the_table_says_where_it_ends(empty: Path) -> None:
    assert (
        'The table ends before this page. <a href="/incidents?kind=visit">'
        in getter(empty)("/incidents?kind=visit&page=7").text
    )


def test_countries_are_named() -> None:
    assert (country_name("RU"), country_name("??")) == ("Russia", "??")


def test_a_condition_names_the_country(empty: Path) -> None:
    assert "<bdi>North Korea</bdi>" in unescape(getter(empty)("/incidents?country=KP").text)


def test_serve_says_how_a_chronicle_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "-c", str(tmp_path / "none.db")]) == 2
    told = capsys.readouterr().err
    assert "`sayso add FOLDER`" in told
    assert "`sayso serve --new`" in told
    assert not list(tmp_path.iterdir()), "nothing is made that was not asked for"


def test_serve_makes_an_empty_chronicle_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    command = [sys.executable, "-m", "sayso.cli", "serve", "--new", "-c", str(path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert "is open at http://127.0.0.1:" in running.stdout.readline()
        assert "in a browser" in running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    assert (running.returncode, err) == (0, "")
    assert getter(path)("/incidents").status == 200
