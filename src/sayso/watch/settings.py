"""What a user wants followed and told: a TOML file, checked to the last key (docs/watching.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sayso.chronicle.views.entries import View
from sayso.watch.filters import view_from

ARTICLES = ("missing", "always", "never")
WAYS = ("rss", "webhook", "command")


class WatchError(ValueError):
    """A file of feeds, or what is kept beside the chronicle, cannot be used; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed or sitemap. `articles` tells whose pages are fetched: of items of which the feed does not give the whole
    report, always, never. `most` is how many pages are fetched in one round, `minutes` pass at least between two."""

    url: str
    publisher: str | None = None
    articles: str = "missing"
    most: int = 100
    minutes: float | None = None
    robots: bool = True
    match: str | None = None

    @property
    def host(self) -> str:
        """The host that is asked first."""
        return (urlsplit(self.url).hostname or "").lower()


@dataclass(frozen=True, slots=True)
class Alert:
    """A saved filter, and one way in which somebody is told of what is new or changed in it.

    `backlog` tells what was there before the first round, too. `most` is how many are told in one round, or stand in
    the RSS file.
    """

    name: str
    view: View = field(default_factory=View)
    rss: Path | None = None
    webhook: str | None = None
    command: tuple[str, ...] = ()
    backlog: bool = False
    most: int = 100


@dataclass(frozen=True, slots=True)
class Settings:
    """A file of feeds. `minutes` pass between two rounds of a loop, `delay` seconds between two requests to a host."""

    feeds: tuple[Followed, ...]
    alerts: tuple[Alert, ...] = ()
    minutes: float = 30.0
    delay: float = 2.0
    agent: str | None = None
    allow: tuple[str, ...] = ()


def load_settings(path: Path, *, kinds: Collection[str]) -> Settings:
    """The contents of a file; `kinds` are those that a filter may name. Raises `WatchError` on what is wrong first."""
    content = _content(path)
    try:
        return _settings(content, path.parent, kinds)
    except WatchError as error:
        raise WatchError(f"{path}: {error}") from None


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise WatchError(f"{path}: {error.strerror or error}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WatchError(f"{path}: is not TOML: {error}") from None


def _settings(content: dict[str, Any], folder: Path, kinds: Collection[str]) -> Settings:
    _known("the file", content, ("watch", "feed", "alert"))
    general = _checked("[watch]", content.get("watch", {}), Settings, leave=("feeds", "alerts"))
    feeds = tuple(_feed(row, n) for n, row in enumerate(_tables(content, "feed"), 1))
    alerts = tuple(_alert(row, n, folder, kinds) for n, row in enumerate(_tables(content, "alert"), 1))
    if not feeds and not alerts:
        raise WatchError("there is nothing to follow in it: it needs a [[feed]] with a url")
    _once("url", "feed", [feed.url for feed in feeds])
    _once("name", "alert", [alert.name for alert in alerts])
    return Settings(feeds, alerts, **general)


def _feed(row: Mapping[str, Any], number: int) -> Followed:
    where = f"[[feed]] {number}"
    feed = Followed(**_checked(where, row, Followed, needs=("url",)))
    _web_address(f"{where}: url", feed.url)
    if feed.articles not in ARTICLES:
        raise WatchError(f"{where}: articles is {feed.articles!r}, must be one of {', '.join(ARTICLES)}")
    return feed


def _alert(row: Mapping[str, Any], number: int, folder: Path, kinds: Collection[str]) -> Alert:
    where = f"[[alert]] {number}"
    wanted = row.get("filter", {})
    if not isinstance(wanted, dict):
        raise WatchError(f"{where}: filter must be a table")
    plain = {name: value for name, value in row.items() if name != "filter"}
    alert = Alert(**_checked(where, plain, Alert, needs=("name",), leave=("view",), folder=folder))
    if sum(bool(getattr(alert, way)) for way in WAYS) != 1:
        raise WatchError(f"{where}: needs one of {', '.join(WAYS)}")
    if alert.webhook is not None:
        _web_address(f"{where}: webhook", alert.webhook)
    try:
        view = view_from(wanted, folder=folder, kinds=kinds)
    except ValueError as error:
        raise WatchError(f"{where}: filter: {error}") from None
    return Alert(**{one.name: getattr(alert, one.name) for one in fields(Alert)} | {"view": view})


# --- one table ------------------------------------------------------------------------------------------------------

_SORTS: dict[str, tuple[type, ...]] = {
    "str": (str,), "bool": (bool,), "int": (int,), "float": (int, float), "Path": (str,), "tuple[str, ...]": (list,),
}  # fmt: skip


def _checked(
    where: str, row: Any, record: type, *, needs: tuple[str, ...] = (), leave: tuple[str, ...] = (),
    folder: Path = Path(),
) -> dict[str, Any]:  # fmt: skip
    """The values of a table by the fields of a record, each of the sort that its field has."""
    if not isinstance(row, dict):
        raise WatchError(f"{where} must be a table")
    sorts = {one.name: str(one.type).removesuffix(" | None") for one in fields(record) if one.name not in leave}
    _known(where, row, tuple(sorts))
    missing = [name for name in needs if not row.get(name)]
    if missing:
        raise WatchError(f"{where}: {', '.join(missing)} missing")
    return {name: _value(f"{where}: {name}", value, sorts[name], folder) for name, value in row.items()}


def _value(where: str, value: Any, sort: str, folder: Path) -> Any:
    fits = isinstance(value, _SORTS[sort]) and (sort == "bool" or not isinstance(value, bool))
    if isinstance(value, list):
        fits = fits and bool(value) and all(isinstance(part, str) and part for part in value)
    if not fits or value == "" or (sort in ("int", "float") and not 0 < value < 1_000_000):
        words = {"str": "text", "Path": "the name of a file", "bool": "true or false", "tuple[str, ...]": "texts"}
        raise WatchError(f"{where} is {value!r}, must be {words.get(sort, 'a number above 0')}")
    if sort == "Path":
        return folder / value
    return tuple(value) if isinstance(value, list) else value


def _known(where: str, row: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    unknown = sorted(row.keys() - set(allowed))
    if unknown:
        raise WatchError(f"{where}: unknown: {', '.join(unknown)} (there are {', '.join(allowed)})")


def _tables(content: Mapping[str, Any], name: str) -> list[Any]:
    rows = content.get(name, [])
    if not isinstance(rows, list):
        raise WatchError(f"{name} must be a list of tables ([[{name}]])")
    return rows


def _once(key: str, name: str, values: list[str]) -> None:
    twice = next((value for n, value in enumerate(values) if value in values[:n]), None)
    if twice is not None:
        raise WatchError(f"two [[{name}]] have the {key} {twice!r}")


def _web_address(where: str, address: str) -> None:
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WatchError(f"{where} is {address!r}, must be an address (https://...)")
