"""A round of `sayso watch` against a site of this machine, with a store that reads nothing: for test_watch*.py."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sayso.chronicle.known import Added
from sayso.intake import document_of
from sayso.intake.capture import Capture
from sayso.intake.fetching import Fetcher
from sayso.intake.fetching.robots import Robots
from sayso.records import Document, Failure
from sayso.watch.polite import Polite
from sayso.watch.rounds import Round, follow
from sayso.watch.settings import Followed, Settings
from sayso.watch.state import load_state, save_state
from tests.news_server import Site

WORDS = "The envoys met in the harbour of {} on Friday and spoke about the ferry for six hours, the mayor said. "


def page(title: str, town: str = "Norfjord", times: int = 4) -> bytes:
    """A page of a report."""
    body = "".join(f"<p>{WORDS.format(town)}</p>" for _ in range(times))
    head = f"<title>{title}</title>"
    return f"<html><head>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def rss(site: Site, items: Iterable[tuple[str, str]], words: str = "In short.") -> bytes:
    """A feed of (path, title)."""
    told = "".join(
        f"<item><title>{title}</title><link>{site.url(path)}</link><guid>{path}</guid>"
        f"<description>{words}</description></item>"
        for path, title in items
    )
    return f"<rss version='2.0'><channel><title>Post</title>{told}</channel></rss>".encode()


@dataclass
class Watched:
    """Rounds over one site; `documents` are the texts that were added by id, in the order of their arrival."""

    site: Site
    path: Path
    delay: float = 0.01
    clock: datetime = datetime(2031, 5, 4, 12, tzinfo=UTC)
    documents: dict[str, list[Document]] = field(default_factory=dict)
    captures: list[Capture] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def round(self, *feeds: Followed, hours: float = 1.0, **settings: Any) -> Counter[str]:
        """One round so many hours after the one before; what it counted."""
        self.clock += timedelta(hours=hours)
        counts: Counter[str] = Counter()
        fetcher = Fetcher(allow=[self.site.host])
        polite = Polite(fetcher, Robots(fetcher), delay=self.delay, clock=time.monotonic, stop=self.stop)
        work = Round(
            Settings(feeds, **settings), self.path, polite, self.add, lambda: self.clock, self.stop,
            self.lines.append, self.lines.append,
        )  # fmt: skip
        state = follow(work, load_state(self.path), counts)
        save_state(self.path, state)
        return +counts

    def add(self, found: Iterable[Capture | Failure]) -> Iterator[Added | Failure]:
        for one in found:
            made = one if isinstance(one, Failure) else document_of(one)
            if isinstance(made, Failure):
                self.failures.append(made)
                yield made
                continue
            assert isinstance(one, Capture)
            self.captures.append(one)
            yield self._stored(made)

    def _stored(self, document: Document) -> Added:
        versions = self.documents.setdefault(document.id, [])
        known = any(document.version == one.version for one in versions)
        outcome = "known" if known else "new version" if versions else "new"
        versions += [] if known else [document]
        return Added(document.id, document.version, outcome)

    def texts(self, path: str) -> list[str]:
        """The texts of the document at a path, the earliest first."""
        return [document.text for document in self.documents.get(self.site.url(path), [])]
