"""The three ways of an alert: an RSS file, a webhook, a command."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Protocol
from xml.etree.ElementTree import Element, SubElement

from sayso.export.incident_rows import incident_columns, incident_row
from sayso.export.incident_words import VERIFIED_NOTHING, headline, link, standing, urn
from sayso.export.xml_text import xml_of
from sayso.intake.fetching import Fetched, NotFetched
from sayso.jsonl import to_dict
from sayso.records import Entry
from sayso.watch.alerts import CHANGED, News
from sayso.watch.settings import Alert

PATIENCE = 60.0  # seconds for a command


class Sends(Protocol):
    """What sends to an address: `intake.fetching.Fetcher`."""

    def send(self, url: str, data: bytes, *, kind: str) -> Fetched | NotFetched: ...


def message(alert: Alert, news: News) -> dict[str, Any]:
    """What a webhook and a command get: the row of `sayso list`, and all that is known of the incident."""
    row = incident_row(news.entry)
    return {
        "alert": alert.name,
        "change": news.change,
        "headline": headline(row),
        "standing": standing(row),
        "row": dict(zip(incident_columns(), astuple(row), strict=True)),
        "incident": to_dict(news.entry),
        "note": VERIFIED_NOTHING,
    }


def post(sender: Sends, alert: Alert, news: News) -> str | None:
    """Sends an incident to the webhook of an alert; what went wrong, None when the server took it."""
    answer = sender.send(alert.webhook or "", as_bytes(message(alert, news)), kind="application/json")
    return f"{answer.what} ({answer.reason})" if isinstance(answer, NotFetched) else None


def run(alert: Alert, news: News) -> str | None:
    """Runs the command of an alert, without a shell, the incident on its standard input; what went wrong."""
    try:
        done = subprocess.run(
            alert.command, input=as_bytes(message(alert, news)), capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return f"{alert.command[0]} took over {PATIENCE:.0f} seconds and was ended"
    except OSError as fault:
        return f"{alert.command[0]} cannot be run: {fault.strerror or fault}"
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return f"{alert.command[0]} ended with {done.returncode}: {(said or [''])[-1][:200]}" if done.returncode else None


def as_bytes(value: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def rss_of(alert: Alert, listed: Iterable[tuple[Entry, str, str, str]], now: datetime) -> bytes:
    """An RSS 2.0 file of incidents: headline, who says so, the quotation, and the address of the first report.

    `listed` gives incident, mark, time and change; an incident that changed is an item of its own.
    """
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    _put(channel, title=f"sayso: {alert.name}", link=urn("alert", alert.name), description=VERIFIED_NOTHING)
    _put(channel, lastBuildDate=format_datetime(now), generator="sayso watch")
    for entry, mark, time, change in listed:
        row = incident_row(entry)
        item = SubElement(channel, "item")
        _put(item, title=("changed: " if change == CHANGED else "") + headline(row))
        _put(item, description=f"{standing(row)}. “{row.quote}”" if row.quote else standing(row))
        if (address := link(row.url)) is not None:
            _put(item, link=address)
        _put(item, guid=f"{urn('incident', entry.id)}#{mark}", pubDate=format_datetime(datetime.fromisoformat(time)))
        item[-2].set("isPermaLink", "false")
    return xml_of(root).encode("utf-8", "replace")


def _put(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = text
