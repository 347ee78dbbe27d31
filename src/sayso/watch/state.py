"""What is kept between two rounds, in a file of JSON beside the chronicle: what was seen, what was told."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from sayso.watch.settings import WatchError

FORM = 1
MOST_SEEN = 20_000  # items of one feed, and pages, that are remembered; the oldest are forgotten first


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of one feed. Times are ISO 8601 in UTC.

    `seen` are the digests of its items by key; `waiting` are pages that could not be had yet, with how often they were
    tried; `failures` counts the rounds in a row without the feed, `held` is before when it is not asked again.
    """

    etag: str | None = None
    modified: str | None = None
    checked: str | None = None
    held: str | None = None
    failures: int = 0
    gone: bool = False
    seen: Mapping[str, str] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AlertState:
    """What was told: the marks of incidents by id, and for an RSS file what stands in it: id, mark, time, change."""

    told: Mapping[str, str] = field(default_factory=dict)
    listed: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """All that is kept. `pages` are the ETag and Last-Modified of fetched pages, by canonical address."""

    feeds: Mapping[str, FeedState] = field(default_factory=dict)
    pages: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    alerts: Mapping[str, AlertState] = field(default_factory=dict)

    def feed(self, url: str) -> FeedState:
        return self.feeds.get(url, FeedState())

    def with_feed(self, url: str, known: FeedState) -> State:
        """The same with another state of one feed, its newest items alone."""
        return replace(self, feeds={**self.feeds, url: replace(known, seen=_newest(known.seen))})

    def with_pages(self, pages: Mapping[str, tuple[str | None, str | None]]) -> State:
        kept = {address: value for address, value in self.pages.items() if address not in pages}
        return replace(self, pages=_newest({**kept, **pages}))

    def with_alert(self, name: str, known: AlertState) -> State:
        return replace(self, alerts={**self.alerts, name: known})


def state_path(chronicle: Path) -> Path:
    """The file beside a chronicle."""
    return chronicle.with_name(chronicle.name + "-watch.json")


def load_state(path: Path) -> State:
    """What was kept, nothing where there is no file; raises `WatchError` when it cannot be read."""
    try:
        value = json.loads(path.read_bytes())
        return _state(value)
    except FileNotFoundError:
        return State()
    except OSError as error:
        raise WatchError(f"{path}: {error.strerror or error}") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise WatchError(
            f"{path} cannot be read; without it all items are asked for again (none is stored twice), and alerts start"
            " anew: move it away to go on"
        ) from None


def save_state(path: Path, state: State) -> None:
    """Writes the file so that at every instant the old or the new one is there, whole."""
    text = json.dumps({"form": FORM, **asdict(state)}, ensure_ascii=True, separators=(",", ":"))
    write_whole(path, text.encode("ascii") + b"\n")


def write_whole(path: Path, data: bytes) -> None:
    """Puts a file in the place of another at once; WatchError when it cannot be written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise WatchError(f"{path}: cannot be written: {error.strerror or error}") from None


def _newest(kept: Mapping[str, Any]) -> dict[str, Any]:
    return dict(list(kept.items())[-MOST_SEEN:])


def _state(value: dict[str, Any]) -> State:
    if value["form"] != FORM:
        raise ValueError(value["form"])
    return State(
        {url: FeedState(**one) for url, one in value["feeds"].items()},
        {address: (etag, modified) for address, (etag, modified) in value["pages"].items()},
        {name: _alert_state(one) for name, one in value["alerts"].items()},
    )


def _alert_state(value: dict[str, Any]) -> AlertState:
    listed = tuple((one, mark, time, change) for one, mark, time, change in value["listed"])
    return AlertState(dict(value["told"]), listed)
