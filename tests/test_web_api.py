"""The API: every route answers what its own description says, to whoever shows the token, and nobody else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from starlette.types import ASGIApp

from sayso.chronicle.decided.deciding import identify, judge
from sayso.chronicle.file import connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.views.entries import View, entries
from sayso.records import Failure
from sayso.web.api.asked import MOST, PARAMETERS, asked_of
from sayso.web.api.description import ROUTES, openapi
from sayso.web.api.routes import ROOT
from sayso.web.app import make_app
from sayso.web.filters import LABELS, WrongFilter
from sayso.web.settings import Settings
from tests.asgi import Answer, Header, ask
from tests.hostile_chronicle import OWN, make_hostile
from tests.large_chronicle import make_large
from tests.test_decisions import TEXTS, read

HERE = "127.0.0.1:8321"
TOKEN = "secret-token-of-the-api"
BEARER = ("Authorization", f"Bearer {TOKEN}")
Get = Callable[..., Answer]


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four reports that two incidents share, with decisions of three sorts."""
    path = tmp_path_factory.mktemp("api") / "a.db"
    with Store(path) as store:
        for name in TEXTS:
            store.add(read(name))
        gather_pending(store)
        attack, visit = (next(entries(store.connection, View(kind=kind))).id for kind in ("attack", "visit"))
        judge(store, "accept", [attack], who="anna", why="seen the film")
        identify(store, "unsure", [attack, visit], who="ben")
        judge(store, "correct", [visit], field="status", after="planned", who="anna")
    return path


def getter(chronicle: Path) -> Get:
    app = make_app(Settings(chronicle, 8321, token=TOKEN))

    def get(target: str, *headers: Header) -> Answer:
        return ask(app, target, [("Host", HERE), *(headers or [BEARER])])

    return get


@pytest.fixture(scope="module")
def get(chronicle: Path) -> Get:
    return getter(chronicle)


def told(answer: Answer) -> Any:
    assert answer.status == 200, answer.text
    assert answer.header("content-type") == "application/json"
    return json.loads(answer.text)


def problem(answer: Answer, status: int) -> str:
    """What a problem says; it has the shape of RFC 9457 whatever went wrong."""
    assert (answer.status, answer.header("content-type")) == (status, "application/problem+json"), answer.text
    found = json.loads(answer.text)
    assert found.keys() == {"type", "title", "status", "detail"}
    assert found["status"] == status
    return str(found["detail"])


# --- the description -----------------------------------------------------------------------------------------------


def refs(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from ([part["$ref"]] if "$ref" in part else [])
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from refs(one)


def test_the_description_is_whole() -> None:
    found = openapi()
    assert found["openapi"].startswith("3.1.")
    schemas = found["components"]["schemas"]
    assert {ref.rpartition("/")[2] for ref in refs(found)} <= schemas.keys()
    assert {schema["type"] for schema in schemas.values()} <= {"object", "array"}
    operations = [told["get"] for told in found["paths"].values()]
    assert all(told.keys() == {"get"} for told in found["paths"].values()), "read-only"
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names) == len(ROUTES) + 1
    assert all(operation["description"] and "default" in operation["responses"] for operation in operations)


def test_every_value_of_a_path_is_described_once() -> None:
    for path, told_of in openapi()["paths"].items():
        parameters = told_of["get"].get("parameters", [])
        names = [one["name"] for one in parameters]
        assert len(set(names)) == len(names)
        assert {one["name"] for one in parameters if one["in"] == "path"} == set(re.findall(r"{(\w+)}", path))
        assert all(one["description"] and one["schema"]["type"] for one in parameters)


def test_what_pages_can_filter_the_api_can(get: Get) -> None:
    assert PARAMETERS.keys() >= LABELS.keys()
    described = openapi()["paths"][f"{ROOT}/incidents"]["get"]["parameters"]
    assert {one["name"] for one in described} == {*LABELS, "order", "page", "limit"}


def test_the_description_and_its_page_are_served(get: Get) -> None:
    assert told(get(f"{ROOT}/openapi.json")) == json.loads(json.dumps(openapi()))
    page = get("/api")
    assert page.status == 200
    for path in openapi()["paths"]:
        assert f"GET {path}" in page.text


# --- answers -------------------------------------------------------------------------------------------------------


def examples(chronicle: Path) -> dict[str, list[dict[str, str]]]:
    """Calls of every route that has something to tell, by its path."""
    with closing(connect_to_read(chronicle)) as file:
        attack = next(entries(file, View(kind="attack"))).id
        who = file.execute("SELECT id FROM identities ORDER BY public DESC LIMIT 1").fetchone()[0]
    filtered = [{}, {"kind": "attack"}, {"actor": "nobody"}, {"since": "2024-05-07", "order": "newest", "limit": "1"}]
    plain = [{k: v for k, v in one.items() if k != "order"} for one in filtered]
    return {
        "/incidents": filtered, "/claims": filtered, "/disputes": filtered, "/documents": filtered,
        "/sources": plain, "/network": [*plain, {"party": "x"}], "/places": plain,
        "/timeline": [{}, {"from": "2024-05-01", "to": "2024-05-31", "bins": "day"}, {"kind": "visit"}],
        "/counts": [{}, {"kind": "visit"}], "/incidents/{id}": [{"id": attack}],
        "/document": [{"id": "a"}, {"id": "c", "with_text": "1", "with_left_out": "1", "with_report": "1"}],
        "/review": [{}, {"state": "all", "limit": "1"}, {"state": "rejected"}], "/agreement": [{}], "/failures": [{}],
        "/entities": [{"name": "Alder"}, {"name": "nobody"}],
        "/entities/{id}": [{"id": who, "private": "a test"}], "/search": [{"words": "Alder"}, {"words": "no such"}],
        "/decisions": [{}, {"who": "anna", "verdict": "accept"}], "/exports": [{}], "/holdings": [{}],
    }  # fmt: skip


def target(path: str, given: dict[str, str]) -> str:
    """A path of the API with its values in it and behind it."""
    in_path = {name: value for name, value in given.items() if f"{{{name}}}" in path}
    for name, value in in_path.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    query = urlencode({name: value for name, value in given.items() if name not in in_path})
    return ROOT + path + (f"?{query}" if query else "")


def test_there_is_an_example_of_every_route(chronicle: Path) -> None:
    assert examples(chronicle).keys() == {route.path for route in ROUTES}


@cache
def schema_of(path: str) -> dict[str, Any]:
    """The schema of the answer of a route, with all that it refers to, as JSON Schema 2020-12."""
    answer = openapi()["paths"][ROOT + path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return {**answer, "components": openapi()["components"]}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_answers_are_as_described(get: Get, chronicle: Path, route: Any) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(schema_of(route.path))
    for given in examples(chronicle)[route.path]:
        validator.validate(told(get(target(route.path, given))))


def test_answers_of_any_chronicle_are_as_described(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    for path in (make_large(tmp_path / "l.db", events=120), make_hostile(tmp_path / "h.db", OWN)):
        ask_it = getter(path)
        for route in ROUTES:
            if all(not PARAMETERS[name].required for name in route.parameters):
                answer = told(ask_it(ROOT + route.path))
                jsonschema.Draft202012Validator(schema_of(route.path)).validate(answer)


def test_an_incident_comes_with_all_that_its_page_shows(get: Get, chronicle: Path) -> None:
    given = examples(chronicle)["/incidents/{id}"][0]
    found = told(get(target("/incidents/{id}", given)))
    assert found["incident"]["id"] == given["id"]
    telling = found["incident"]["tellings"][0]
    assert telling["quote"]
    assert telling["span"][1] - telling["span"][0] == len(telling["quote"])
    assert [one["listed"]["decision"]["who"] for one in found["history"]] == ["anna", "ben"]
    assert found["joined_because"]
    assert [near["incident"]["kind"] for near in found["around"]["after"]] == ["meet"]


def test_a_text_is_given_only_to_who_asks_for_it(get: Get) -> None:
    bare = told(get(f"{ROOT}/document?id=a"))
    assert {text["text"] for text in bare["texts"]} == {None} == {bare["report"], bare["left_out"]}
    assert bare["document"]["events"][0]["quote"] == bare["events"][0]["quote"]
    assert bare["events"][0]["quote"] in TEXTS["a"]
    whole = told(get(f"{ROOT}/document?id=a&with_text=1&with_report=1"))
    assert [text["text"] for text in whole["texts"] if text["current"]] == [TEXTS["a"]]
    assert whole["report"]["schema"] == "sayso.report/1"
    assert whole["report"]["document"]["text"] is None


def test_pages_follow_one_another_until_the_last(tmp_path: Path) -> None:
    ask_it, seen, page = getter(make_large(tmp_path / "l.db", events=120)), [], 1
    while page:
        found = told(ask_it(f"{ROOT}/incidents?limit=17&page={page}"))
        assert found["page"] == page
        seen += [one["id"] for one in found["items"]]
        page = found["next_page"]
    assert len(seen) == len(set(seen)) == told(ask_it(f"{ROOT}/counts"))["incidents"]


def test_the_queue_goes_on_behind_a_place_until_its_end(get: Get) -> None:
    whole = told(get(f"{ROOT}/review?state=all"))
    assert whole["next_after"] is None
    seen, after = [], ""
    while after is not None:
        found = told(get(f"{ROOT}/review?" + urlencode({"state": "all", "limit": "1", "after": after})))
        seen += found["items"]
        after = found["next_after"]
    assert seen == whole["items"]
    assert all(bool(one["incident"]) != bool(one["rejected"]) for one in seen)
    assert get(f"{ROOT}/review?after=nowhere").status == 400
    assert get(f"{ROOT}/review?state=lost").status == 400


def test_reviewers_and_failures_are_told(tmp_path: Path) -> None:
    path = tmp_path / "f.db"
    with Store(path) as store:
        for number in range(3):
            store.fail(Failure(f"{number}.doc", "intake", "unknown", "of a sort that is not read"))
    found = told(getter(path)(f"{ROOT}/failures?limit=2"))
    assert [one["input"] for one in found["items"]] == ["2.doc", "1.doc"]
    assert found["next_page"] == 2
    assert told(getter(path)(f"{ROOT}/agreement")) == {"reviewers": [], "reviewed": [], "pairs": []}


def test_nothing_is_gathered_on_a_private_person_without_a_reason(get: Get) -> None:
    who = told(get(f"{ROOT}/entities?name=Alder"))["items"][0]
    assert not who["public"]
    words = problem(get(f"{ROOT}/entities/{who['id']}"), 403)
    assert "no public role" in words
    card = told(get(f"{ROOT}/entities/{who['id']}?private=a+court+case"))
    assert card["unlisted"] == 1, "the attack weighs on the name"
    assert "shelled" not in json.dumps(card["lines"])


def test_a_view_is_saved_in_every_format(get: Get) -> None:
    names = [form["name"] for form in told(get(f"{ROOT}/exports"))]
    assert "geojson" in names
    answer = get(f"{ROOT}/exports/jsonl?kind=attack")
    assert len(answer.body.splitlines()) == 1
    problem(get(f"{ROOT}/exports/docx"), 404)


# --- problems ------------------------------------------------------------------------------------------------------

WRONG = (
    "/incidents?knd=visit", "/incidents?status=maybe", "/incidents?limit=0", f"/incidents?limit={MOST + 1}",
    "/incidents?limit=1e9", "/incidents?limit=-1", "/incidents?limit=%D9%A3", "/incidents?page=0",
    "/incidents?order=random",
    "/incidents?kind=a&kind=b", "/incidents?since=yesterday", "/incidents?actor=" + "a" * 501, "/incidents?actor=a%00b",
    "/search", "/search?words=", "/search?words=%22%22", "/document", "/document?id=a&with_text=yes",
    "/entities", "/timeline?from=x", "/timeline?bins=hour", "/decisions?kind=attack", "/decisions?verdict=maybe",
    "/exports?x=1", "/counts?page=2",
)  # fmt: skip
MISSING = ("/", "/incident", "/incidents/nothing", "/document?id=nothing", "/entities/nothing", "/incidents/a/b")


@pytest.mark.parametrize("path", WRONG)
def test_a_wrong_value_is_told_and_never_left_out(get: Get, path: str) -> None:
    assert problem(get(ROOT + path), 400)


@pytest.mark.parametrize("path", MISSING)
def test_what_is_not_there_is_told(get: Get, path: str) -> None:
    assert problem(get(ROOT + path), 404)


def test_a_fault_tells_nothing_of_the_program(get: Get, chronicle: Path, tmp_path: Path) -> None:
    ask_it = getter(tmp_path / "gone.db")
    assert "gone.db" in problem(ask_it(f"{ROOT}/incidents"), 500)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_can_be_changed(chronicle: Path, method: str) -> None:
    app = make_app(Settings(chronicle, 8321, token=TOKEN))
    for path in ("/incidents", "/decisions", "/document?id=a"):
        answer = ask(app, ROOT + path, [("Host", HERE), BEARER], method=method)
        assert problem(answer, 405)


# --- who is answered -----------------------------------------------------------------------------------------------

CREDENTIALS: tuple[tuple[Header, ...], ...] = (
    (), (("Authorization", ""),), (("Authorization", "Bearer"),), (("Authorization", "Bearer "),),
    (("Authorization", f"Basic {TOKEN}"),), (("Authorization", TOKEN),), (("Authorization", f"Bearer {TOKEN}x"),),
    (("Authorization", f"Bearer {TOKEN[:-1]}"),), (("Authorization", f"Bearer {TOKEN.upper()}"),),
    (("Authorization", f"Bearer  {TOKEN}"),), (("Authorization", f"Bearer {TOKEN}, Bearer x"),),
    (("Authorization", f"Bearer {TOKEN}\x00"),), (("Authorization", f"Bearer\t{TOKEN}"),),
    (("X-Authorization", f"Bearer {TOKEN}"),), (("Proxy-Authorization", f"Bearer {TOKEN}"),),
    (("Cookie", f"token={TOKEN}"),), (("Cookie", f"sayso_8322={TOKEN}"),), (("Cookie", "sayso_8321="),),
)  # fmt: skip


@pytest.mark.parametrize("headers", CREDENTIALS, ids=str)
def test_without_the_token_nothing_is_told(chronicle: Path, headers: tuple[Header, ...]) -> None:
    app = make_app(Settings(chronicle, 8321, token=TOKEN))
    for path in ("/incidents", "/openapi.json", "/search?words=Alder", f"/incidents?token={TOKEN}", "/nothing"):
        answer = ask(app, ROOT + path, [("Host", HERE), *headers])
        assert problem(answer, 403)
        assert "Alder" not in answer.text
        assert "a.db" not in answer.text


FOREIGN: tuple[tuple[int, tuple[Header, ...]], ...] = (
    (421, (("Host", "evil.example"),)), (421, (("Host", "evil.example:8321"),)),
    (403, (("Host", HERE), ("Origin", "https://evil.example"))), (403, (("Host", HERE), ("Origin", "null"))),
    (403, (("Host", HERE), ("Sec-Fetch-Site", "cross-site"))), (403, (("Host", HERE), ("Sec-Fetch-Site", "same-site"))),
    (403, (("Host", HERE), ("Sec-Fetch-Dest", "iframe"))), (400, (("Host", HERE), BEARER)),
)  # fmt: skip


@pytest.mark.parametrize(("status", "headers"), FOREIGN, ids=str)
def test_the_token_does_not_open_the_way_for_other_sites(
    chronicle: Path, status: int, headers: tuple[Header, ...]
) -> None:
    app: ASGIApp = make_app(Settings(chronicle, 8321, token=TOKEN))
    answer = ask(app, f"{ROOT}/incidents", [*headers, BEARER])
    assert problem(answer, status)
    assert "Alder" not in answer.text


def test_the_cookie_of_the_pages_lets_in_too(get: Get) -> None:
    assert get(f"{ROOT}/incidents", ("Cookie", f"sayso_8321={TOKEN}")).status == 200


# --- what is asked -------------------------------------------------------------------------------------------------


def test_what_is_asked_comes_out_of_its_pairs() -> None:
    found = asked_of(
        [("kind", "visit"), ("limit", "7"), ("page", "3"), ("private", " why ")], ("kind", "limit", "page", "private")
    )
    assert (found.filters.view, found.limit, found.start) == (View(kind="visit"), 7, 14)
    assert found.own == {"private": "why"}
    with pytest.raises(WrongFilter, match="'kind'"):
        asked_of([("kind", "visit")], ("limit",))


def test_the_manual_lists_every_route_as_it_describes_itself() -> None:
    manual = (Path(__file__).parents[1] / "docs" / "api.md").read_text("utf-8")
    for path, found in openapi()["paths"].items():
        assert f"| `{path}` | {found['get']['description']} |" in manual, "`python tools/fill_readme.py` writes it"
