"""The pages as answers: filters in the address, counts that hold, paging, downloads, errors; no browser needed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from html import unescape
from pathlib import Path
from time import process_time
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.chronicle.file import connect_to_read
from sayso.chronicle.store import Store
from sayso.chronicle.views.entries import View, entries
from sayso.chronicle.views.facets import FACETS, ORDERS, facet, how_many, identifiers
from sayso.cli import main
from sayso.export.formats import FORMATS, GROUPS, formats, grouped
from sayso.web.app import make_app
from sayso.web.filters import Filters, filters_of
from sayso.web.pages import PAGES
from sayso.web.settings import Settings
from sayso.web.templating import ASSETS, pieces, shown
from tests.asgi import Answer, ask
from tests.large_chronicle import make_large, put

WEB = ASSETS.parent
EVENTS = 400
Get = Callable[[str], Answer]


def getter(chronicle: Path) -> Get:
    settings = Settings(chronicle, 8321)
    app = make_app(settings)
    headers = [("Host", "127.0.0.1:8321"), ("Cookie", f"{settings.cookie}={settings.token}")]
    return lambda target: ask(app, target, headers)


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_large(tmp_path_factory.mktemp("pages") / "a.db", events=EVENTS)


@pytest.fixture(scope="module")
def get(chronicle: Path) -> Get:
    return getter(chronicle)


def listed(answer: Answer) -> list[str]:
    """The ids of the incidents of a table, in order."""
    assert answer.status == 200, answer.text
    return re.findall(r'href="/incident/(\w+)', answer.text)


# --- filters -----------------------------------------------------------------------------------------------------


def test_a_filter_comes_back_from_its_address() -> None:
    pairs = [
        ("actor", '"Kim & Co"'),
        ("since", "2023-09-01"),
        ("min_independent", "2"),
        ("page", "3"),
        ("order", "newest"),
    ]
    found = filters_of(pairs)
    assert found.view == View(actor='"Kim & Co"', since="2023-09-01", min_independent=2)
    assert (found.page, found.order) == (3, "newest")
    assert found.query == "actor=%22Kim+%26+Co%22&since=2023-09-01&min_independent=2&order=newest&page=3"
    assert found.with_(actor=None).query == "since=2023-09-01&min_independent=2&order=newest"
    assert Filters().link("/incidents") == "/incidents"


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60).map(str.strip).filter(bool)


@given(
    actor=NAMES, kind=NAMES, place=st.none() | NAMES, page=st.integers(1, 999), order=st.sampled_from(sorted(ORDERS))
)
def test_any_filter_comes_back_from_its_address(
    actor: str, kind: str, place: str | None, page: int, order: str
) -> None:
    found = Filters(View(actor=actor, kind=kind, place=place), order, page)
    assert filters_of(parse_qsl(found.query)) == found


WRONG = (
    "knd=visit", "status=maybe", "since=yesterday", "until=2023-13-01", "min_independent=-1", "min_independent=x",
    "page=0",
    "page=1e9", "page=99999999", "order=random", "kind=a&kind=b", "text=%22%22", "text=*", "actor=" + "a" * 501,
    "actor=a%00b", "watch=x", "since=0x7d0", "page=%D9%A3",
)  # fmt: skip


@pytest.mark.parametrize("query", WRONG)
def test_a_wrong_filter_is_told_and_never_left_out(get: Get, query: str) -> None:
    for path in ("/incidents", "/incidents/counts", "/incidents/download/csv"):
        answer = get(f"{path}?{query}")
        assert answer.status == 400
        assert "This cannot be shown" in answer.text


def test_many_things_may_be_asked_for_that_nothing_is(get: Get) -> None:
    for query in (
        "actor=%25",
        "text=%22a+OR+b%22+NEAR(",
        "place='--",
        "kind=%3Cb%3E",
        "country=zz",
        "page=999",
        "text=a*b*",
        "place=%E2%80%AEx",
    ):
        assert get(f"/incidents?{query}").status == 200


def test_empty_values_lead_to_the_shorter_address(get: Get) -> None:
    answer = get("/incidents?text=&actor=&kind=visit&since=&order=day")
    assert (answer.status, answer.header("location")) == (303, "/incidents?kind=visit")


def test_a_name_in_quotation_marks_is_the_whole_name(chronicle: Path) -> None:
    with closing(connect_to_read(chronicle)) as file:
        part, whole = how_many(file, View(actor="Actor 1")), how_many(file, View(actor='"actor 1"'))
    assert part > whole > 0


VIEWS = (
    View(), View(kind="visit"), View(status="happened", country="NO"), View(text="Norfjord"), View(actor="Actor 1"),
    View(since="2022-01-01", until="2022-12-31"), View(min_independent=2, kind="meet"), View(source='"Paper 2"'),
)  # fmt: skip


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_count_is_what_a_click_on_it_shows(chronicle: Path, view: View) -> None:
    from dataclasses import replace

    with closing(connect_to_read(chronicle)) as file:
        for name in FACETS:
            for count in facet(file, view, name)[:4]:
                value = f'"{count.value}"' if name in ("actor", "source") else count.value
                assert how_many(file, replace(view, **{name: value})) == count.incidents, (name, count)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_every_order_shows_the_same_incidents_as_the_lists_do(
    chronicle: Path, view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(connect_to_read(chronicle)) as file:
        expected = [found.id for found in entries(file, view)]
        for broad in (1, 10**6):  # both ways to find them
            monkeypatch.setattr("sayso.chronicle.views.chosen.BROAD", broad)
            for order in ORDERS:
                found = identifiers(file, view, order=order, number=10**6)
                assert sorted(found) == sorted(expected)
        assert (
            identifiers(file, view, order="day", number=10**6)[: len(expected) // 2] == expected[: len(expected) // 2]
        )


def test_orders_are_what_they_say(chronicle: Path) -> None:
    with closing(connect_to_read(chronicle)) as file:
        told = {found.id: found for found in entries(file, View())}
        newest = [told[i].earliest or "" for i in identifiers(file, View(), order="newest", number=999)]
        reports = [told[i].reports for i in identifiers(file, View(), order="reports", number=999)]
    assert newest == sorted(newest, reverse=True)
    assert reports == sorted(reports, reverse=True)


# --- the table ---------------------------------------------------------------------------------------------------


def test_the_pages_of_the_table_hold_every_incident_once(get: Get, chronicle: Path) -> None:
    with closing(connect_to_read(chronicle)) as file:
        number = how_many(file, View())
    found, target = [], "/incidents"
    while target:
        answer = get(target)
        found += listed(answer)
        onward = re.search(r'rel="next" href="([^"]+)"', answer.text)
        target = unescape(onward[1]) if onward else ""
    assert len(found) == len(set(found)) == number
    assert f"of {number} incidents" in answer.text


def test_found_words_are_marked(get: Get) -> None:
    answer = get("/incidents?text=norfjord")
    assert "<mark>Norfjord</mark>" in answer.text
    assert "<mark" not in get("/incidents").text
    assert pieces("a \x02b\x03 c\x03 \x02d") == [(False, "a "), (True, "b"), (False, " c\x03 "), (True, "d")]


def test_what_turns_lines_around_is_shown_and_what_spells_stays() -> None:
    assert shown("a\u202eb\x07\ud800c") == "a\ufffdb\ufffd\ufffdc"
    assert shown("قال \u200fالحاكم") == "قال \u200fالحاكم"
    assert [shown(None), shown(3), shown("")] == ["", 3, ""]


def test_an_empty_chronicle_says_how_to_begin(tmp_path: Path) -> None:
    with Store(tmp_path / "empty.db"):
        pass
    get = getter(tmp_path / "empty.db")
    assert "sayso add" in get("/incidents").text
    assert get("/incidents?kind=visit").status == 200


def test_nothing_found_leads_back(get: Get) -> None:
    answer = get("/incidents?actor=nobody")
    assert listed(answer) == []
    assert "see all incidents" in answer.text


def test_counts_of_many_events_come_later(chronicle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.web.counts.SMALL", 10)
    get = getter(chronicle)
    assert 'hx-get="/incidents/counts?kind=visit"' in get("/incidents?kind=visit").text
    counted = get("/incidents/counts?kind=visit")
    assert "hx-get" not in counted.text
    assert "hx-get" not in get("/incidents?kind=visit").text, "counted once, known from then on"


def test_counts_are_counted_again_when_the_file_has_changed(tmp_path: Path) -> None:
    get = getter(make_large(tmp_path / "b.db", events=20))
    before = get("/incidents").text
    with Store(tmp_path / "b.db") as store, store.writing() as file:
        file.execute("DELETE FROM incidents WHERE id IN (SELECT id FROM incidents LIMIT 3)")
    assert re.findall(r"of (\d+) incidents", before) != re.findall(r"of (\d+) incidents", get("/incidents").text)


# --- one incident ------------------------------------------------------------------------------------------------


def test_the_page_of_an_incident_has_every_telling(get: Get, chronicle: Path) -> None:
    with closing(connect_to_read(chronicle)) as file:
        told = max(entries(file, View()), key=lambda entry: entry.reports)
    answer = get(f"/incident/{told.id}")
    assert answer.status == 200
    assert answer.text.count('<li class="telling">') == len(told.tellings)
    assert "Why this is shown first" in answer.text


def test_an_incident_that_is_not_there_is_a_page_of_its_own(get: Get) -> None:
    answer = get("/incident/nothing")
    assert answer.status == 404
    assert "There is no incident with this id" in answer.text
    assert get("/nothing").status == 404


def test_a_former_id_leads_to_the_one_of_now(tmp_path: Path) -> None:
    get = getter(make_large(tmp_path / "c.db", events=10))
    now = listed(get("/incidents"))[0]
    with Store(tmp_path / "c.db") as store, store.writing() as file:
        put(file, "retired", id="former", incident=now)
    answer = get("/incident/former?kind=visit")
    assert (answer.status, answer.header("location")) == (302, f"/incident/{now}?kind=visit")
    assert get("/incident/former/download/csv").status == 200


# --- downloads ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [form.name for form in formats().values()])
def test_every_format_can_be_saved(get: Get, name: str) -> None:
    if formats()[name].needs:
        pytest.importorskip(formats()[name].needs[0])  # type: ignore[index]
    identifier = listed(get("/incidents"))[0]
    for target in (f"/incidents/download/{name}?kind=visit", f"/incident/{identifier}/download/{name}"):
        answer = get(target)
        assert answer.status == 200, answer.text
        assert answer.body
        assert (answer.header("content-disposition") or "").startswith("attachment;")
        assert answer.header("content-type") == "application/octet-stream"


def test_the_downloads_stand_in_groups_and_say_what_each_loses(get: Get) -> None:
    assert sorted(form.name for _, forms in grouped() for form in forms) == sorted(form.name for form in FORMATS)
    menu = unescape(get("/incidents").text).split("<summary>Download</summary>")[1].split("</details>")[0]
    assert re.findall(r'class="group"><b>([^<]+)</b>', menu) == list(GROUPS)
    for form in FORMATS:
        assert f"Loses: {form.loses}" in menu, form.name


def test_a_download_is_exactly_the_view(get: Get) -> None:
    rows = list(
        csv.DictReader(io.StringIO(get("/incidents/download/csv?kind=visit&country=NO").body.decode("utf-8-sig")))
    )
    assert {row["incident"] for row in rows} == set(listed(get("/incidents?kind=visit&country=NO")))
    folder = zipfile.ZipFile(io.BytesIO(get("/incidents/download/site?kind=visit").body))
    assert "index.html" in folder.namelist()
    assert get("/incidents/download/nothing").status == 404


# --- what holds for all pages ------------------------------------------------------------------------------------


def test_no_template_trusts_a_text_or_brings_script_along() -> None:
    templates = [*(WEB / "templates").glob("*.html")]
    assert len(templates) > 5
    for template in templates:
        words = template.read_text("utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape|Markup|tojson", words), template.name
        assert not re.search(r"<style|\sstyle=|\son\w+=|hx-on|hx-vals|javascript:", words), template.name
        assert not re.search(r"<script(?![^>]*\bsrc=)", words), template.name
        assert not re.search(r"\{\{[^}]*\}\}", "".join(re.findall(r"<(?:script|style)[^>]*>(.*?)</", words, re.S)))
    for module in WEB.rglob("*.py"):
        assert "Markup(" not in module.read_text("utf-8"), module.name


def test_every_attribute_that_is_filled_in_stands_in_quotation_marks() -> None:
    for template in (WEB / "templates").glob("*.html"):
        assert not re.search(r"\s[\w-]+=\{\{", template.read_text("utf-8")), template.name


def test_no_asset_leads_off_the_machine() -> None:
    for asset in (*ASSETS.glob("*.css"), *ASSETS.glob("*.js")):
        words = asset.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")  # the name of a language
        assert not re.search(r"https?://|//[a-z]+\.[a-z]|@import|url\(", words), asset.name


def test_vendored_files_are_those_of_the_manifest() -> None:
    vendor = ASSETS / "vendor"
    manifest = json.loads((vendor / "manifest.json").read_text("utf-8"))
    listed_files = {file["file"]: file["sha256"] for library in manifest for file in library["files"]}
    assert {path.name for path in vendor.iterdir()} == {*listed_files, "manifest.json"}
    for name, expected in listed_files.items():
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == expected, name
    lock = json.loads((Path(__file__).parents[1] / "tools/vendor_assets/package-lock.json").read_text("utf-8"))[
        "packages"
    ]
    for library in manifest:
        locked = lock[f"node_modules/{library['name']}"]
        assert (locked["version"], locked["license"]) == (library["version"], library["licence"])
        assert locked["integrity"].startswith("sha512-")


def test_every_page_of_the_navigation_answers(get: Get) -> None:
    tabs = [tab for module in PAGES for tab in module.TABS]
    assert tabs
    for tab in tabs:
        assert get(tab.path).status == 200
        assert f'href="{tab.path}?kind=visit"' in unescape(get("/incidents?kind=visit").text)


def test_assets_are_kept_and_pages_are_not(get: Get) -> None:
    style = re.search(r'href="(/assets/sayso\.css\?v=\w+)"', get("/incidents").text)
    assert style
    assert "immutable" in (get(style[1]).header("cache-control") or "")
    assert get("/assets/sayso.css").header("cache-control") == "no-store"
    assert get("/incidents").header("cache-control") == "no-store"


# --- the command -------------------------------------------------------------------------------------------------


def test_serve_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str], chronicle: Path) -> None:
    assert main(["serve", "-c", str(tmp_path / "none.db")]) == 2
    assert "sayso add" in capsys.readouterr().err
    assert main(["serve", "-c", str(chronicle), "--host", "0.0.0.0"]) == 2
    assert main(["serve", "-c", str(chronicle), "--host", "203.0.113.7"]) == 2
    assert "SAYSO_PASSWORD" in capsys.readouterr().err


def test_serve_prints_one_address_and_stops_by_an_interrupt(chronicle: Path) -> None:
    command = [sys.executable, "-m", "sayso.cli", "serve", "-c", str(chronicle), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout
        line = running.stdout.readline()
        assert re.search(r"is open at http://127\.0\.0\.1:\d+/\?token=[\w-]{43}$", line)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
    assert (running.returncode, err) == (0, "")
    assert out.splitlines()[-1] == "stopped"


@pytest.mark.long
def test_no_page_takes_long_at_a_hundred_thousand_events(tmp_path: Path) -> None:
    """Seconds of the processor: what else runs on the machine does not count."""
    get = getter(make_large(tmp_path / "large.db", events=100_000))
    identifier = listed(get("/incidents"))[0]
    targets = ["/incidents", "/incidents?status=happened", "/incidents?kind=visit&page=9", "/incidents?text=Norfjord"]
    targets += [f"/incidents?order={order}&status=happened&country=NO" for order in ORDERS]
    targets += [
        "/incidents?actor=Actor+1",
        "/incidents?since=2023-01-01&until=2023-02-01",
        "/incidents?min_independent=3",
    ]
    for target in (*targets, f"/incident/{identifier}"):
        took = []
        for _ in range(3):
            start = process_time()
            assert len(get(target).body) < 1_000_000
            took.append(process_time() - start)
        assert min(took) < 0.3, (target, took)
