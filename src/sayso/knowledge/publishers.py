"""Publishers: agencies, papers, broadcasters and sites, with country, role and who controls them.

`knowledge/world/publishers.csv` has a source and a year for every row; a user's own files of the same columns add
rows or replace those of the same name or domain.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from sayso.knowledge.phrases import unaccented

ROLES = ("wire", "paper", "broadcaster", "online", "magazine", "tv", "radio", "agency")
CONTROLS = ("state-run", "state-funded", "public-service", "private", "party", "unknown")
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: `country` is ISO 3166-1 alpha-2; `control` "state-funded" means with editorial independence.

    `source` and `year` say where role and control come from, and of when they are.
    """

    name: str
    aliases: tuple[str, ...]
    domain: str
    country: str
    role: str
    control: str
    source: str
    year: str


class Publishers:
    """The table, looked up by name (letter case, accents and "The" aside) or by domain."""

    def __init__(self, publishers: Iterable[Publisher]) -> None:
        rows: dict[str, Publisher] = {}
        keys: dict[str, str] = {}  # domain to key of its row
        for publisher in publishers:
            key = name_key(publisher.name)
            rows.pop(keys.get(publisher.domain, key), None)
            rows.pop(key, None)
            rows[key] = publisher
            if publisher.domain:
                keys[publisher.domain] = key
        self._rows = tuple(rows.values())
        self._names = {name_key(form): p for p in self._rows for form in (*p.aliases, p.name)}
        self._domains = {p.domain: p for p in self._rows if p.domain}

    def __iter__(self) -> Iterator[Publisher]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def by_name(self, name: str) -> Publisher | None:
        """The publisher of a name or alias: "the Korean Central News Agency", "KCNA"."""
        return self._names.get(name_key(name))

    def by_domain(self, address: str) -> Publisher | None:
        """The publisher of a domain or web address; a subdomain counts for its parent ("edition.cnn.com")."""
        parts = domain_of(address).split(".")
        hosts = (".".join(parts[i:]) for i in range(len(parts) - 1))
        return next((self._domains[h] for h in hosts if h in self._domains), None)


def name_key(name: str) -> str:
    """A name as names are compared: small, without accents, punctuation and a leading "the"."""
    return _NOT_WORD.sub(" ", unaccented(name).lower()).strip().removeprefix("the ")


def domain_of(address: str) -> str:
    """The host of an address, small, without "www." and port: "https://www.BBC.com/news" gives "bbc.com"."""
    host = "".join(address.split()).lower().split("://")[-1].split("/")[0].split("?")[0]
    return host.rsplit("@", 1)[-1].split(":")[0].removeprefix("www.").rstrip(".")


@lru_cache(maxsize=8)
def load_publishers(*extra: Path) -> Publishers:
    """The table shipped with the package, with a user's own files laid over it in order.

    Raises OSError when a file cannot be read, and ValueError for a row with an unknown role or control.
    """
    own = (files("sayso.knowledge") / "world" / "publishers.csv").read_text(encoding="utf-8")
    tables = [own, *(path.read_text(encoding="utf-8-sig") for path in extra)]
    return Publishers([_publisher(row) for table in tables for row in csv.DictReader(table.splitlines())])


def _publisher(row: dict[str, str | None]) -> Publisher:
    cell = {column: (value or "").strip() for column, value in row.items() if isinstance(column, str)}
    role, control = cell.get("role") or "online", cell.get("control") or "unknown"
    if not cell.get("name") or role not in ROLES or control not in CONTROLS:
        raise ValueError(f"publishers: {cell}: name needed, role one of {ROLES}, control one of {CONTROLS}")
    return Publisher(
        name=cell["name"],
        aliases=tuple(a for a in cell.get("aliases", "").split("|") if a),
        domain=domain_of(cell.get("domain", "")),
        country=cell.get("country", ""),
        role=role,
        control=control,
        source=cell.get("source", ""),
        year=cell.get("year", ""),
    )
