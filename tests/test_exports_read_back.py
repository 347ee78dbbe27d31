"""Each format as a reader of others takes it: a round trip, or a validator that finds no fault."""

from __future__ import annotations

import io
import json
from datetime import date
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree

import pytest
from geojson_pydantic import FeatureCollection
from markdown_it import MarkdownIt

from sayso.export.formats import formats, pages
from sayso.export.incident_rows import QUOTED
from sayso.records import Party
from sayso.spans import Span
from tests.invented_chronicle import BODY, FORMULA, HOSTILE, chronicle, entry, telling
from tests.test_exports import made

KML = "{http://www.opengis.net/kml/2.2}"


def test_a_map_has_no_point_for_a_country_or_an_unknown_place() -> None:
    collection = FeatureCollection.model_validate_json(made("geojson", chronicle()))
    by_id = {str(feature.id): feature for feature in collection.features}
    assert len(by_id) == len(chronicle())
    without = {identifier for identifier, feature in by_id.items() if feature.geometry is None}
    assert without == {"country-only", "unknown-place", "planned-day"}
    assert by_id["attack-1"].properties["urls"] == ["https://wire.example/1", "https://daily.example/9?a=1&b=2"]
    assert by_id["hostile"].properties["urls"] == []
    assert by_id["undated-test"].properties["earliest"] is None


def test_kml_is_xml_with_a_point_or_none_and_the_days_that_are_known() -> None:
    root = ElementTree.fromstring(made("kml", chronicle()))
    marks = {_datum(mark, "incident"): mark for mark in root.iter(f"{KML}Placemark")}
    assert len(marks) == len(chronicle())
    assert marks["plain-visit"].findtext(f"{KML}Point/{KML}coordinates") == "5.99,61.9"
    assert [marks[i].find(f"{KML}Point") for i in ("country-only", "unknown-place", "planned-day")] == [None] * 3
    assert marks["plain-visit"].findtext(f"{KML}TimeStamp/{KML}when") == "2031-05-03"
    assert marks["planned-month"].findtext(f"{KML}TimeSpan/{KML}end") == "2031-09-30"
    assert marks["undated-test"].find(f"{KML}TimeSpan") is None
    assert "<script>" not in (marks["hostile"].findtext(f"{KML}description") or "")
    order = [child.tag.removeprefix(KML) for child in marks["plain-visit"]]
    assert order == ["name", "description", "TimeStamp", "ExtendedData", "Point"]


def _datum(mark: ElementTree.Element, name: str) -> str | None:
    return mark.findtext(f"{KML}ExtendedData/{KML}Data[@name='{name}']/{KML}value")


def test_a_calendar_holds_what_is_planned_for_known_days() -> None:
    icalendar = pytest.importorskip("icalendar")
    calendar = icalendar.Calendar.from_ical(made("ics", chronicle()))
    events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {"planned-day@sayso", "planned-days@sayso", "pledge@sayso"}
    days = events["planned-days@sayso"]
    assert (days["DTSTART"].dt, days["DTEND"].dt) == (date(2031, 7, 1), date(2031, 7, 4))
    assert str(days["STATUS"]) == "TENTATIVE"
    assert "according to Harbour Wire itself" in str(days["DESCRIPTION"])


def test_lines_of_a_calendar_are_short_and_break_no_character() -> None:
    one = entry("x", status="planned", actors=(Party("Ø, ; \\ " + "ж" * 90),))
    calendar = made("ics", [one])
    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))
    assert "Ø\\, \\; \\\\ " + "ж" * 90 in calendar.decode().replace("\r\n ", "")


def test_graphml_is_a_network() -> None:
    networkx = pytest.importorskip("networkx")
    _check_network(networkx.parse_graphml(made("graphml", chronicle()).decode(), force_multigraph=True))


def test_gexf_is_a_network() -> None:
    networkx = pytest.importorskip("networkx")
    _check_network(networkx.read_gexf(io.BytesIO(made("gexf", chronicle())), version="1.3"))


def _check_network(graph: Any) -> None:
    labels = {node: values["label"] for node, values in graph.nodes(data=True)}
    incidents = {v["incident"]: n for n, v in graph.nodes(data=True) if v["sort"] == "incident"}
    assert len(incidents) == len(chronicle())
    around = [(labels[a], v["role"]) for a, _, v in graph.in_edges(incidents["attack-1"], data=True)]
    assert around == [("the army", "actor"), ("the governor", "asserts"), ("the army, via Rassvet News", "denies")]
    outward = [v["role"] for _, _, v in graph.out_edges(incidents["transfer-1"], data=True)]
    assert outward == ["target", "equipment", "equipment", "place"]
    assert all(v["status"] and v["according_to"] for _, _, v in graph.edges(data=True))


def test_a_network_is_xml_whatever_reads_it() -> None:
    for name, nodes in (
        ("graphml", "{http://graphml.graphdrawing.org/xmlns}node"),
        ("gexf", "{http://gexf.net/1.3}node"),
    ):
        assert len(list(ElementTree.fromstring(made(name, chronicle())).iter(nodes))) > len(chronicle())


def test_a_timeline_shows_open_days_and_lists_undated_incidents() -> None:
    timeline = json.loads(made("timelinejs", chronicle()))
    slides = {slide["unique_id"]: slide for slide in timeline["events"]}
    assert len(slides) == len(chronicle()) - 2
    assert slides["planned-month"]["display_date"] == "September 2031"
    assert slides["planned-month"]["end_date"] == {"year": 2031, "month": 9, "day": 30}
    assert slides["by-then"]["start_date"] == {"year": 2031, "month": 2, "day": 1}
    assert slides["by-then"]["display_date"] == "by 2031-02-01"
    assert timeline["title"]["text"]["text"].count("<li>") == 2
    assert HOSTILE not in slides["hostile"]["text"]["headline"]
    assert "javascript:" not in slides["hostile"]["text"]["text"]


def test_annotations_select_words_and_places() -> None:
    page = json.loads(made("annotations", chronicle()))
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    items = page["items"]
    assert len(items) == sum(len(e.tellings) for e in chronicle())
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        words, position = item["target"]["selector"]
        assert position["end"] - position["start"] == len(words["exact"])
        assert item["target"]["source"].startswith(("https://", "urn:sayso:"))
    (long,) = [item for item in items if item["sayso:incident"] == "long-quote"]
    assert long["target"]["selector"][0]["exact"] == BODY[:QUOTED]


def test_a_place_that_is_not_that_of_the_quote_is_not_selected() -> None:
    one = entry("x", tellings=(telling("The envoy toured Norfjord.", span=Span(110, 116)),))
    (item,) = json.loads(made("annotations", [one]))["items"]
    assert [selector["type"] for selector in item["target"]["selector"]] == ["TextQuoteSelector"]


def test_follow_the_money_takes_every_entity_and_value() -> None:
    # Not among the dev dependencies: followthemoney 4 needs PyICU, which PyPI has as source alone (it compiles against
    # the headers of ICU), and 3.7, which does not, holds networkx below 3.5, which reads no GEXF 1.3. 3.7.12 passes it.
    model = pytest.importorskip("followthemoney").model
    rows = [json.loads(line) for line in made("ftm", chronicle()).decode().splitlines()]
    for row in rows:
        proxy = model.get_proxy(row, cleaned=False)
        proxy.schema.validate({"properties": row["properties"]})
        kept = {name: sorted(proxy.get(name)) for name in row["properties"]}
        assert kept == {name: sorted(values) for name, values in row["properties"].items()}


def test_entities_of_follow_the_money_point_at_each_other() -> None:
    rows = {row["id"]: row for row in map(json.loads, made("ftm", chronicle()).decode().splitlines())}
    events = [row for row in rows.values() if row["schema"] == "Event"]
    assert len(events) == len(chronicle())
    for event in events:
        told = event["properties"]
        assert all(ref in rows for name in ("organizer", "involved", "proof") for ref in told.get(name, ()))
        assert told["publisher"]
        assert any(word.startswith("status: ") for word in told["keywords"])


def test_a_workbook_reads_back_without_formulas() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", chronicle())))
    assert book.sheetnames == ["Incidents", "Tellings", "Figures", "Disputes"]
    rows = _sheet(book["Incidents"])
    assert len(rows) == len(chronicle())
    by_id = {row["incident"]: row for row in rows}
    assert by_id["formulas"]["who"] == f"'{FORMULA}"
    assert (by_id["failed-launch"]["lat"], by_id["attack-1"]["reports"]) == (-12.5, 7)
    assert all(row["status"] and row["according_to"] for row in rows)
    assert all(row["status"] and row["source"] for name in ("Tellings", "Figures") for row in _sheet(book[name]))
    assert _sheet(book["Disputes"])[0]["other_source"] == "the army"
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", chronicle(), exact=True)))
    (cell,) = [cell for row in book["Incidents"] for cell in row if cell.value == FORMULA]
    assert cell.data_type == "s"


def _sheet(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_parquet_reads_back_with_days_and_tellings() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = {r["incident"]: r for r in parquet.read_table(io.BytesIO(made("parquet", chronicle()))).to_pylist()}
    assert len(rows) == len(chronicle())
    attack = rows["attack-1"]
    assert (attack["earliest"], attack["killed_max"]) == (date(2031, 5, 3), 15)
    assert [t["source"] for t in attack["tellings"]] == ["the governor", "the army, via Rassvet News"]
    assert [f["value"] for f in attack["figures"]] == [12.0, 15.0]
    assert attack["disputes"][0]["one_quote"] == "Twelve"
    assert rows["undated-test"]["earliest"] is None
    assert all(row["status"] and row["according_to"] for row in rows.values())


def test_a_table_of_markdown_has_its_cells_and_no_markup() -> None:
    wild = entry("x", actors=(Party("a|b *c* [d](http://e.example) <f> \\"),))
    tokens = MarkdownIt().enable("table").parse(made("markdown", [*chronicle(), wild]).decode())
    assert sum(token.type == "tr_open" for token in tokens) == len(chronicle()) + 2
    inner = [child.type for token in tokens for child in token.children or ()]
    assert set(inner) <= {"text", "text_special"}
    cells = ["".join(child.content for child in token.children) for token in tokens if token.children]
    assert "a|b *c* [d](http://e.example) <f> \\" in cells


def test_the_brief_links_to_reports_and_holds_no_markup_of_theirs() -> None:
    tokens = MarkdownIt().parse(made("brief", chronicle()).decode())
    assert [t.content for t in tokens if t.type == "inline" and t.level == 1][:1] == ["Brief"]
    links = {child.attrs["href"] for token in tokens for child in token.children or () if child.type == "link_open"}
    assert links == {"https://wire.example/1"}
    assert not [token for token in tokens if token.type.startswith("html")]


class Page(HTMLParser):
    """Tags and addresses of a page, and whether each tag that opens closes."""

    EMPTY = ("meta", "br")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_site_opens_from_a_stick() -> None:
    site = {path: text.decode() for path, text in pages(formats()["site"], chronicle())}
    assert len(site) == len(chronicle()) + 1
    assert len({path.lower() for path in site}) == len(site)
    for path, text in site.items():
        assert not PurePosixPath(path).is_absolute()
        assert ".." not in PurePosixPath(path).parts
        page = Page(text)
        assert page.open == []
        assert not page.tags & {"script", "link", "img", "iframe"}
        for address in page.addresses:
            assert address.startswith("https://") or _target(path, address) in site
    assert site["index.html"].count("<tr>") == len(chronicle()) + 1


def _target(path: str, address: str) -> str:
    return address.removeprefix("../") if address.startswith("../") else str(PurePosixPath(path).parent / address)


def test_a_page_of_an_incident_has_quotes_sources_links_and_hashes() -> None:
    attack = next(e for e in chronicle() if e.id == "attack-1")
    site = dict(pages(formats()["site"], [attack, entry("b", tellings=(telling(sha256=None, url=None),))]))
    text = site["incidents/attack-1.html"].decode()
    for words in (
        "Twelve people died, the governor said.",
        "the army, via Rassvet News",
        'href="https://daily.example/9?a=1&amp;b=2"',
        "cd" * 32,
        "characters 100 to 138",
        "Østby&#x27;s &lt;harbour&gt; &amp; quay",
        "15 (the army)",
    ):
        assert words in text
