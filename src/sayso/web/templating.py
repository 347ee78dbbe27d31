"""Templates into pages: everything is escaped, what steers a terminal or turns lines around is made visible."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from sayso import __version__
from sayso.chronicle.views.facets import FOUND
from sayso.export.incident_words import VERIFIED_NOTHING, link, stance_word
from sayso.export.printable import printable
from sayso.export.rows import MARKS
from sayso.web.filters import DECIDED, LABELS, ONE_OF, Filters
from sayso.web.words import country_name, meanings, value_word

_MARKS = "\u200e\u200f"
_ID = re.compile(r"\b([0-9a-f]{20})\b")
ASSETS = Path(str(resources.files("sayso.web") / "assets"))


@dataclass(frozen=True, slots=True)
class Tab:
    """An entry of the navigation: a page under the shared filter; `covers` begins the paths that belong to it too."""

    name: str
    path: str
    covers: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        return path.startswith((self.path, *self.covers))


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A template as an answer.

    Among the values `filters` is what the navigation carries on, `here` the path to which the filter form and the
    facets lead; the counts that take long are asked for at `here` and "/counts".
    """
    filters = values.pop("filters", Filters())
    tabs: tuple[Tab, ...] = request.app.state.tabs
    chronicle: Path = request.app.state.settings.chronicle
    own = {
        "here": "/incidents",
        "filters": filters,
        "tabs": tabs,
        "path": request.url.path,
        "chronicle": chronicle.name,
        "decided": request.app.state.outcomes.of(request.query_params.get(DECIDED, "")),
        "onward": _onward(request),
    }
    return HTMLResponse(environment().get_template(template).render(own | values), status)


def _onward(request: Request) -> str:
    """The address of this page, for forms that lead back to it."""
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != DECIDED]
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


def bare_page(template: str, *, status: int, **values: Any) -> HTMLResponse:
    """A page that tells nothing of the chronicle, for those who were not let in."""
    return HTMLResponse(environment().get_template(template).render(values), status)


@cache
def environment() -> Environment:
    """Jinja with what all templates use."""
    found = Environment(
        loader=PackageLoader("sayso.web"), autoescape=True, undefined=StrictUndefined, finalize=shown,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    found.globals.update(asset=asset, meanings=meanings(), labels=LABELS, marks=MARKS, version=__version__)
    found.globals.update(verified=VERIFIED_NOTHING, country_name=country_name, value_word=value_word, choices=ONE_OF)
    found.filters.update(pieces=pieces, ids=ids, stance=stance_word, web_address=link, thousands=thousands)
    return found


def shown(value: Any) -> Any:
    """A value as it stands on a page: "" for None; what steers a terminal or turns lines around becomes visible.

    The two marks that only say which way a letter belongs stay: they are a part of Arabic and Hebrew spelling.
    """
    if value is None:
        return ""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return "".join(part if part in _MARKS else printable(part) for part in re.split(f"([{_MARKS}])", value))


def pieces(sentence: str) -> list[tuple[bool, str]]:
    """A sentence in pieces, each with whether it was found.

    >>> pieces("a \\x02ship\\x03 sank")
    [(False, 'a '), (True, 'ship'), (False, ' sank')]
    """
    found = []
    for number, part in enumerate(sentence.split(FOUND[0])):
        hit, _, rest = part.partition(FOUND[1]) if number else ("", "", part)
        found += [(True, hit), (False, rest)]
    return [(is_hit, words) for is_hit, words in found if words]


def ids(sentence: str) -> list[tuple[bool, str]]:
    """A sentence in pieces, each with whether it is the id of an incident.

    >>> ids("in incident 0123456789abcdef0123")
    [(False, 'in incident '), (True, '0123456789abcdef0123')]
    """
    return [(bool(number % 2), part) for number, part in enumerate(_ID.split(sentence)) if part]


def thousands(number: int) -> str:
    """A number with its thousands set apart."""
    return f"{number:,}"


@cache
def asset(name: str) -> str:
    """The address of an asset, with a mark that changes when the file does."""
    return f"/assets/{name}?v={sha256((ASSETS / name).read_bytes()).hexdigest()[:12]}"
