"""What a team has already: rows checked one by one, kept in versions, and put beside the incidents of the reports."""

from __future__ import annotations

import csv
import io
import itertools
import random
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import api
from sayso.chronicle.coded.imported import rows_in
from sayso.chronicle.coded.row_matches import derive_rows, match_rows
from sayso.chronicle.file import connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.upkeep import remove
from sayso.cli import main
from sayso.intake import from_text
from sayso.intake.coded_rows import coded_rows
from sayso.intake.coded_tables import TableError, read_table
from sayso.knowledge.import_maps import ImportMap, MapError, load_map, shipped_maps
from sayso.knowledge.kinds import load_kinds
from sayso.records import CodedRow, Reading, RejectedRow, TakenRow

MAP = """\
name = "desk"
formats = ["%d.%m.%Y", "%d %B %Y", "%B %Y"]
empty = ["?"]

[columns]
id = "no"
day = "day"
precision = "known to"
kind = "kind"
status = "sure"
actors = "who"
targets = "whom"
place = "where"
country = "state"
lat = "lat"
lon = "lon"
killed = ["dead", "dead at most"]
note = "note"

[separators]
actors = ";"

[kinds]
"strike" = "attack"
"trip" = "visit"
"song" = "none"

[statuses]
"yes" = "happened"
"plan" = "planned"

[precisions]
"w" = "week"
"m" = "month"

[countries]
"Old Union" = "RU"
"""
HEAD = "no,day,known to,kind,sure,who,whom,where,state,lat,lon,dead,dead at most,note"
ROW = {"no": "1", "day": "2024-05-06", "kind": "strike", "who": "Orla Kane", "where": "Odessa", "state": "Ukraine"}
TEXTS = {
    "wire": "Rockets hit the port of Odessa on Monday, killing 12 people, the governor said.",
    "copy": "Port in flames. Rockets struck the port of Odessa on Monday and killed 12 people, officials said.",
    "other": "Moldova denied that it had attacked Odessa on Monday. The president of Peru visited Lima on Tuesday.",
    "late": "The foreign minister of Chile, Orla Kane, visited Lima on Wednesday for talks, the ministry said.",
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> ImportMap:
    path = tmp_path_factory.mktemp("map") / "columns.toml"
    path.write_text(MAP, "utf-8")
    return load_map(str(path))


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    documents = [from_text(text, published="2024-05-08", id=name) for name, text in TEXTS.items()]
    return list(api.read_documents(documents))


@pytest.fixture
def run(tmp_path: Path, readings: list[Reading], capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """A chronicle of four reports, and a table and map of one's own beside it."""
    (tmp_path / "columns.toml").write_text(MAP, "utf-8")
    with Store(tmp_path / "a.db") as store:
        for reading in readings:
            store.add(reading)
        gather_pending(store)

    def run_main(*arguments: str, rows: list[dict[str, str]] | None = None) -> tuple[int, str, str]:
        if rows is not None:
            (tmp_path / "rows.csv").write_text(table(*rows), "utf-8")
            arguments = ("import", str(tmp_path / "rows.csv"), "--map", str(tmp_path / "columns.toml"), *arguments)
        code = main([*arguments, "-c", str(tmp_path / "a.db")])
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return run_main


def table(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, HEAD.split(","), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def taken(wanted: ImportMap, **cells: str) -> CodedRow:
    named = {name.replace("_", " "): cell for name, cell in cells.items()}
    (found,) = coded_rows(read_table(table(ROW | named).encode()), wanted)
    assert isinstance(found, TakenRow), found
    return found.row


def reason(wanted: ImportMap, **cells: str) -> str:
    named = {name.replace("_", " "): cell for name, cell in cells.items()}
    (found,) = coded_rows(read_table(table(ROW | named).encode()), wanted)
    assert isinstance(found, RejectedRow), found
    return found.reason


def beside(run: Run, *arguments: str) -> list[dict[str, str]]:
    code, out, _ = run("imported", "--format", "csv", *arguments)
    assert code == 0
    return list(csv.DictReader(io.StringIO(out)))


# --- cells ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "known_to", "days"),
    [
        ("2024-05-06", "", ("2024-05-06", "2024-05-06")),
        ("06.05.2024", "", ("2024-05-06", "2024-05-06")),
        ("6 May 2024", "", ("2024-05-06", "2024-05-06")),
        ("2024-05-06T14:00:00Z", "", ("2024-05-06", "2024-05-06")),
        ("May 2024", "", ("2024-05-01", "2024-05-31")),
        ("2024-02", "", ("2024-02-01", "2024-02-29")),
        ("2024", "", ("2024-01-01", "2024-12-31")),
        ("2019-2021", "", ("2019-01-01", "2021-12-31")),
        ("(2019); 2021", "", ("2019-01-01", "2021-12-31")),
        ("2024-05-15", "w", ("2024-05-09", "2024-05-21")),
        ("2024-05-15", "m", ("2024-05-01", "2024-05-31")),
        ("?", "", (None, None)),
    ],
)
def test_days_keep_the_precision_that_they_have(
    wanted: ImportMap, day: str, known_to: str, days: tuple[str | None, str | None]
) -> None:
    row = taken(wanted, day=day, known_to=known_to)
    assert (row.earliest, row.latest) == days


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"day": "31.09.2024"}, "no day as the map writes them"),
        ({"day": "05/06/2024"}, "no day"),
        ({"day": "2024-13-01"}, "no day"),
        ({"no": ""}, "no id"),
        ({"known_to": "x"}, "no precision 'x'"),
        ({"sure": "maybe"}, "no status 'maybe'"),
        ({"state": "Atlantis"}, "no state is called 'Atlantis'"),
        ({"dead": "many"}, "killed 'many' is no number"),
        ({"lat": "95", "lon": "1"}, "outside -90 to 90"),
        ({"lat": "5"}, "without a longitude"),
        ({"lat": "x", "lon": "1"}, "lat 'x' is no number"),
        ({"day": "", "who": "", "where": "", "state": ""}, "neither when, nor where, nor who"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_told(wanted: ImportMap, cells: dict[str, str], why: str) -> None:
    assert why in reason(wanted, **cells)


def test_a_day_that_two_formats_read_differently_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text('kind = "attack"\nformats = ["%d/%m/%Y", "%m/%d/%Y"]\n[columns]\nday = "day"\n', "utf-8")
    found = list(coded_rows(read_table(b"day\n05/06/2024\n06/06/2024\n25/06/2024\n"), load_map(str(path))))
    assert [isinstance(row, TakenRow) for row in found] == [False, True, True]
    assert isinstance(found[0], RejectedRow)
    assert "can be 2024-05-06 or 2024-06-05" in found[0].reason


def test_cells_become_lists_codes_and_bounds(wanted: ImportMap) -> None:
    row = taken(
        wanted,
        who="Orla Kane; ; Zoran Velt",
        state="Old Union",
        dead="1,200",
        dead_at_most="1,500",
        lat="46,5",
        lon="30.7",
    )
    assert row.actors == ("Orla Kane", "Zoran Velt")
    assert (row.country, row.killed, row.lat) == ("RU", (1200, 1500), 46.5)
    assert taken(wanted, dead="10-15").killed == (10, 15)
    assert taken(wanted, lat="0", lon="0").lat is None
    assert (taken(wanted, kind="song").kind, taken(wanted, kind="dance").told_kind) == (None, "dance")


def test_of_two_rows_with_one_id_the_second_is_told(wanted: ImportMap) -> None:
    found = list(coded_rows(read_table(table(ROW, ROW | {"day": "2024-05-07"}).encode()), wanted))
    assert isinstance(found[1], RejectedRow)
    assert found[1].reason == "1 stands in line 2 already"


# --- hostile tables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_delimiters_and_encodings_are_found(mark: str, encoding: str) -> None:
    text = (
        mark.join(["id", "place"]) + "\r\n" + mark.join(["1", "Göteborg – Malmö"]) + "\r\n\r\n" + mark.join(["2", ""])
    )
    found = read_table(text.encode(encoding))
    assert [row.cells for row in found.rows] == [{"id": "1", "place": "Göteborg – Malmö"}, {"id": "2", "place": ""}]
    assert [row.line for row in found.rows] == [2, 4]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_only() -> None:
    body = 'id,place,note\n1,Oslo,fine\n2,"Bergen,open\n3,"Malmö, Sweden",ok\n4,Turku,"two\nlines"\n5,"Riga" x,y\n'
    found = read_table(body.encode())
    assert [(row.line, row.cells["id"], row.fault is None) for row in found.rows] == [
        (2, "1", True), (3, "2", False), (4, "3", True), (5, "4", True), (7, "5", True),
    ]  # fmt: skip
    assert found.rows[3].cells["note"] == "two\nlines"


def test_huge_cells_extra_cells_and_many_columns() -> None:
    head = ",".join(f"c{n}" for n in range(100))
    line = ",".join(str(n) for n in range(100))
    found = read_table(f"{head}\n{line}\n{line},101\n{'x' * 200_001}\n\n,,,\n".encode())
    assert [row.fault for row in found.rows] == [
        None,
        "it has 101 cells, the head has 100",
        "'c0' has 200,001 characters",
    ]
    twice = read_table(b"a,a,\n1,2,3\n")
    assert twice.columns == ("a", "a (2)", "column 3")


def test_json_lines_are_rows_too() -> None:
    body = '{"no": 1, "who": ["A", "B"], "n": null, "x": "\\ud800"}\n[1]\n{broken\n'
    found = read_table(body.encode())
    (row, *_) = coded_rows(found, replace(load_map("sipri-transfers"), columns={"actors": ("who",)}))
    assert isinstance(row, TakenRow)
    assert row.row.actors == ("A", "B")
    assert found.rows[0].cells == {"no": "1", "who": '["A", "B"]', "n": "", "x": "\ufffd"}
    assert [bool(row.fault) for row in found.rows] == [False, True, True]


@pytest.mark.parametrize(("data", "why"), [(b"", "empty"), (b"\n \n", "empty"), (b"PK\x03\x04rest", "workbook")])
def test_what_is_no_table_says_so(data: bytes, why: str) -> None:
    with pytest.raises(TableError, match=why):
        read_table(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_told(data: bytes) -> None:
    try:
        found = read_table(b"no,day\n" + data)
    except TableError:
        return
    assert all(set(row.cells) <= {*found.columns, "further cells", "line"} for row in found.rows)


@given(st.lists(st.sampled_from(['1,"a,b",c', '2,"x', "3,y,z", '4,"","q""r"', "", '5,a"b,c']), max_size=8))
def test_every_line_with_words_is_in_a_row(lines: list[str]) -> None:
    """No row is lost, whatever its quotation marks do to those about it."""
    found = read_table("\n".join(["id,one,two", *lines]).encode())
    told = "\n".join(cell for row in found.rows for cell in row.cells.values())
    assert all(line[0] in told for line in lines if line)


# --- maps ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", shipped_maps())
def test_maps_that_come_with_sayso_can_be_used(name: str) -> None:
    found = load_map(name)
    assert found.columns
    assert set(found.kinds.values()) <= {*load_kinds().ids, "none"}


SHIPPED = {
    "acled": (
        "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,location,latitude,"
        "longitude,source,notes,fatalities\n"
        "XXX1,03 February 2031,1,Battles,Armed clash,Military Forces of Norland (2029-),,Norway,Bergen,60.4,5.3,Wire,"
        "A clash,3\n",
        ("attack", "2031-02-03", (3, 3)),
    ),
    "gtd": (
        "eventid;iyear;imonth;iday;attacktype1_txt;gname;target1;weapsubtype1_txt;city;country_txt;latitude;longitude;"
        "nkill;nwound;scite1;summary\n203102030001;2031;2;0;Hijacking;Unknown;Bus;;Bergen;Norway;60.4;5.3;-99;2;;x\n",
        ("seize", "2031-02-01", ()),
    ),
    "sipri-transfers": (
        "Recipient,Supplier,Year of order,Weapon designation,Weapon description,Year(s) of delivery,Comments\n"
        "Norway,Sweden,2029,Auk-3,corvette,2030; 2031,invented\n",
        ("transfer", "2030-01-01", ()),
    ),
    "cns-missile-tests": (
        "Date,Missile Name,Launch Agency/Authority,Facility Name,Facility Latitude,Facility Longitude,Test Outcome,"
        "Source(s),Additional Information\n03-Feb-31,Auk-9,Norland,Andøya,69.3,16.0,Failure,Wire,N/A\n",
        ("test", "2031-02-03", ()),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHIPPED)
def test_rows_of_tables_that_many_keep(name: str) -> None:
    body, (kind, day, dead) = SHIPPED[name]
    (found,) = coded_rows(read_table(body.encode()), load_map(name))
    assert isinstance(found, TakenRow), found
    assert (found.row.kind, found.row.earliest, found.row.killed) == (kind, day, dead)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("kind = [", "not TOML"),
        ("[columns]\nday = 'd'", "column of the kind"),
        ("kind = 'party'", "must be one of"),
        ("kind = 'visit'\nspeed = 3", "unknown: speed"),
        ("kind = 'visit'\n[columns]\nmood = 'x'", "no such field"),
        ("kind = 'visit'\n[columns]\nday = 3", "list of texts"),
        ("kind = 'visit'\n[kinds]\nx = 'party'", "must be one of"),
        ("kind = 'visit'\ndelimiter = 'xx'", "one character"),
        ("kind = 'visit'\nname = 'a/b'", "without a slash"),
    ],
)
def test_a_map_that_cannot_be_used_says_why(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(MapError, match=why):
        load_map(str(path))


# --- in a chronicle ------------------------------------------------------------------------------------------------


def test_rows_are_new_known_changed_or_rejected_and_none_is_lost(run: Run) -> None:
    rows = [ROW, ROW | {"no": "2", "day": "x"}, ROW | {"no": "3", "kind": "dance"}]
    code, out, err = run(rows=rows)
    assert (code, out.splitlines()[0].partition(" (")[0]) == (1, "3 rows: 2 new, 1 rejected")
    assert "line 3: not taken: 'x' is no day" in err
    assert "'dance' (1)" in err
    assert "2 known, 1 rejected; nothing has changed" in run(rows=rows)[1]
    code, out, _ = run(rows=[ROW | {"dead": "12"}, rows[2]])
    assert (code, out.splitlines()[0].partition(" (")[0]) == (0, "2 rows: 1 changed, 1 known")
    assert "1 of before are not in this file and stay" in run(rows=[rows[2]])[1]
    found = list(
        csv.DictReader(io.StringIO(run("sql", "SELECT row, number, current FROM imported", "--format", "csv")[1]))
    )
    assert [(r["row"], r["number"], r["current"]) for r in found] == [
        ("desk/1", "1", "0"),
        ("desk/3", "1", "1"),
        ("desk/1", "2", "1"),
    ]


def test_a_row_stands_beside_its_incident_with_the_reason_and_what_disagrees(run: Run) -> None:
    run(rows=[ROW | {"dead": "20"}, ROW | {"no": "2", "kind": "trip", "where": "Quito", "state": "Ecuador"}])
    (both,) = beside(run, "--only", "both")
    assert both["row"] == "desk/1"
    assert "both on 2024-05-06" in both["same because"]
    assert "number: 20 killed in the row, 12 killed" in both["disagrees"]
    assert "12" in both["our quote"]
    assert [r["row"] for r in beside(run, "--only", "disagree")] == ["desk/1"]
    assert [r["row"] for r in beside(run, "--only", "theirs")] == ["desk/2"]
    ours = {r["incident"] for r in beside(run, "--only", "ours")}
    assert ours
    assert both["incident"] not in ours
    held = [r["held"] for r in beside(run)]
    assert (held.count("both"), held.count("theirs"), held.count("ours")) == (1, 1, len(ours))
    assert "Imported rows taken for it:" in run("show", both["incident"])[1]
    assert "taken for one:" in run("imported")[1]


def test_a_day_that_slipped_and_another_actor_are_told(run: Run) -> None:
    run(rows=[ROW | {"day": "2024-05-07", "kind": "trip", "who": "Orla Kane", "where": "Lima", "state": "Peru"}])
    (both,) = beside(run, "--only", "both")
    assert "Orla Kane" in both["our what"]
    assert "day: 2024-05-07 in the row, 2024-05-08" in both["disagrees"]


def test_rows_that_no_report_tells_are_listed_when_asked_and_never_counted(run: Run) -> None:
    before = run("list")[1]
    run(rows=[ROW | {"kind": "trip", "where": "Quito", "state": "Ecuador"}])
    assert run("list")[1] == before
    listed = list(csv.DictReader(io.StringIO(run("list", "--imported", "--format", "csv")[1])))
    (row,) = [r for r in listed if r["status"] == "imported"]
    assert (row["incident"], row["reports"], row["origins"], row["according_to"]) == ("desk/1", "0", "0", "")
    assert "a row of your own" in run("list", "--imported")[1]


def test_filters_choose_rows_and_incidents(run: Run, tmp_path: Path) -> None:
    run(
        rows=[
            ROW,
            ROW | {"no": "2", "kind": "trip", "where": "Quito", "state": "Ecuador", "note": "by the night train"},
        ]
    )
    (tmp_path / "w.txt").write_text("orla kane\n", "utf-8")
    chosen = {
        ("--place", "quito"): {"desk/2"},
        ("--country", "EC"): {"desk/2"},
        ("--kind", "visit"): {"desk/2"},
        ("--text", "night train"): {"desk/2"},
        ("--until", "2024-05-05"): set(),
        ("--since", "2024-05-06"): {"desk/1", "desk/2"},
        ("--min-independent", "9"): set(),
        ("--watch", str(tmp_path / "w.txt")): {"desk/1", "desk/2"},
    }
    for arguments, expected in chosen.items():
        assert {r["row"] for r in beside(run, *arguments)} - {""} == expected, arguments


def test_a_person_overrules_a_match(run: Run) -> None:
    run(rows=[ROW])
    (both,) = beside(run, "--only", "both")
    assert run("decide", "different", "desk/1", both["incident"], "--who", "me")[0] == 0
    assert [r["row"] for r in beside(run, "--only", "theirs")] == ["desk/1"]
    other = next(r["incident"] for r in beside(run, "--only", "ours") if "Lima" in r["our what"])
    assert run("decide", "same", "desk/1", other, "--who", "me")[0] == 0
    assert [r["incident"] for r in beside(run, "--only", "both")] == [other]
    assert run("rebuild")[0] == 0
    assert [r["incident"] for r in beside(run, "--only", "both")] == [other]


def test_cells_that_would_be_formulas_are_neutralised_and_a_collection_can_go(run: Run) -> None:
    formula = '=HYPERLINK("http://evil.example")'
    assert run("--as", "our sheet", rows=[ROW | {"who": formula, "where": "@Odessa"}])[0] == 0
    row = next(r for r in beside(run) if r["row"])
    assert (row["row"], row["their who"][:2]) == ("our sheet/1", "'=")
    assert run("imported", "--forget", "our sheet")[0] == 0
    assert run("imported", "--forget", "our sheet")[0] == 2
    assert beside(run, "--only", "theirs") == []


def test_wrong_calls_are_told_in_one_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    for arguments, why in (
        ((str(path), "--map", str(tmp_path / "columns.toml")), "has no column no, day"),
        ((str(path), "--map", "nothing"), "maps that come with sayso: acled"),
        ((str(tmp_path / "none.csv"), "--map", "acled"), "No such file"),
        ((str(path), "--map", "acled", "--as", "a/b"), "without a slash"),
    ):
        code, _, err = run("import", *arguments)
        assert (code, err.count("\n")) == (2, 1)
        assert why in err


def test_checking_writes_nothing(run: Run) -> None:
    code, out, _ = run("--check", rows=[ROW, ROW | {"no": ""}])
    assert (code, out) == (1, "2 rows: 1 can be taken, 1 not\n")
    assert beside(run, "--only", "theirs") == []


# --- whatever comes first ------------------------------------------------------------------------------------------


def matches(store: Store) -> list[tuple[str, str]]:
    return sorted(store.connection.execute("SELECT row, event FROM imported_matches").fetchall())


def put(store: Store, wanted: ImportMap) -> None:
    from sayso.chronicle.coded.imported import put_rows

    cells = [
        ROW,
        ROW | {"no": "2", "day": "2024-05-07", "kind": "trip", "who": "Orla Kane", "where": "Lima", "state": "Peru"},
    ]
    found = coded_rows(read_table(table(*cells).encode()), wanted)
    put_rows(store, "desk", "rows.csv", [r for r in found if isinstance(r, TakenRow)])


def test_the_order_in_which_rows_and_reports_come_makes_no_difference(
    readings: list[Reading], wanted: ImportMap, tmp_path: Path
) -> None:
    steps: list[Reading | None] = [*readings, None]
    orders = random.Random(7).sample(list(itertools.permutations(steps)), 6)
    found = []
    for number, order in enumerate(orders):
        with Store(tmp_path / f"{number}.db") as store:
            for step in order:
                put(store, wanted) if step is None else store.add(step)
                gather_pending(store)
            found.append(matches(store))
            derive_rows(store)
            match_rows(store)
            assert matches(store) == found[-1]
    assert len(found[0]) == 2
    assert all(one == found[0] for one in found)


def test_a_match_goes_with_the_report_that_it_rests_on(
    readings: list[Reading], wanted: ImportMap, tmp_path: Path
) -> None:
    with Store(tmp_path / "a.db") as store:
        for reading in readings:
            store.add(reading)
        gather_pending(store)
        put(store, wanted)
        events = dict(matches(store))
        remove(store, "late", why="test")
        without = dict(matches(store))
        assert without["desk/1"] == events["desk/1"]
        assert without["desk/2"] != events["desk/2"]  # the other visit to Lima, with another actor
        store.add(readings[-1])
        gather_pending(store)
        assert dict(matches(store)) == events
        assert [row.id for row in rows_in(store.connection)] == ["desk/1", "desk/2"]


def test_the_example_of_the_page_is_true(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """docs/what-you-have.md: the commands that it shows print what it shows."""
    root = Path(__file__).parents[1]
    page = (root / "docs" / "what-you-have.md").read_text("utf-8")
    examples = root / "examples"
    db = str(tmp_path / "kim.db")
    assert main(["add", str(examples / "kim-in-russia"), "-c", db, "--quiet"]) == 0
    columns = str(examples / "what-you-have" / "columns.toml")
    assert main(["import", str(examples / "what-you-have" / "incidents.csv"), "--map", columns, "-c", db]) == 1
    out = capsysbinary.readouterr().out.decode()
    assert out.splitlines()[0].partition(" (")[0] in page
    assert main(["imported", "--only", "disagree", "-c", db]) == 0
    shown = capsysbinary.readouterr().out.decode()
    told = [line.strip() for line in page.splitlines() if line.strip().startswith("≠")]
    assert told
    assert all(line.partition(": “")[0] in shown for line in told)
    with closing(connect_to_read(Path(db))) as file:
        rows = file.execute("SELECT count(*), sum(json_valid(cells)) FROM imported").fetchone()
    assert rows == (9, 9)
