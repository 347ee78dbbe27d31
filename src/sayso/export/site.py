"""The chronicle as a folder of static pages that opens from a stick: no scripts, no network, relative links only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from sayso.export.incident_rows import IncidentRow, clean, in_order, incident_row, shown_quote, teller
from sayso.export.incident_words import VERIFIED_NOTHING, counted, day_of, headline, link, stance_word, standing
from sayso.export.quotations import QUOTED
from sayso.export.rows import MARKS
from sayso.ids import digest
from sayso.records import Dispute, Entry, Figure, Telling

HEADS = ("when", "what", "where", "according to", "how certain", "reports (origins)")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """body{font:16px/1.5 sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color:#222}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.4em .6em;border-bottom:1px solid #ccc}
blockquote{margin:.3em 0;padding-left:.8em;border-left:3px solid #999}code{font-size:.8em;overflow-wrap:anywhere}"""


def site_pages(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Relative path and HTML of every page: the index with all rows first, then one page an incident."""
    chosen = in_order(entries)
    rows = [incident_row(entry) for entry in chosen]
    yield "index.html", _index(chosen, rows)
    for entry, row in zip(chosen, rows, strict=True):
        yield page_of(entry), _incident(entry, row)


def page_of(entry: Entry) -> str:
    """Where the page of an incident lies; a name that every file system takes."""
    name = re.sub(r"[^a-z0-9]+", "-", entry.id.lower()).strip("-")[:40]
    own = name if name == entry.id else f"{name}-{digest(entry.id)[:8]}".strip("-")
    return f"incidents/{own}.html"


def _index(entries: Sequence[Entry], rows: Sequence[IncidentRow]) -> str:
    lines = [_index_row(entry, row) for entry, row in zip(entries, rows, strict=True)]
    count = f"{len(rows)} incident" + ("" if len(rows) == 1 else "s")
    return _page("Chronicle", f"<p>{count}. {VERIFIED_NOTHING}</p>\n{_table(HEADS, lines)}")


def _index_row(entry: Entry, row: IncidentRow) -> list[str]:
    to_page = f'<a href="{page_of(entry)}">{_words(headline(row))}</a>'
    number = f"{row.reports} ({row.origins})" + (" disputed" if row.disputes else "")
    return [_words(day_of(row)), to_page, *map(_words, (row.where, row.according_to, row.certainty, number))]


def _incident(entry: Entry, row: IncidentRow) -> str:
    parts = [
        f"<p><strong>{_words(day_of(row))}</strong>. {_words(standing(row))}.</p>",
        _table((), [[f"<b>{name}</b>", _words(cell)] for name, cell in _facts(row) if cell]),
        _section("Who says so", ("source", "says", "words", "report"), [_telling(t) for t in entry.tellings]),
        _section("Figures", ("of", "figure", "source", "words"), [_figure(f) for f in entry.figures]),
        _section("In dispute", ("field", "one", "other"), [_dispute(d) for d in entry.disputes]),
        f'<p>{VERIFIED_NOTHING}</p>\n<p><a href="../index.html">All incidents</a></p>',
    ]
    return _page(headline(row), "\n".join(part for part in parts if part))


def _facts(row: IncidentRow) -> list[tuple[str, str]]:
    within = f"{row.where} ({row.within})" if row.within else row.where
    precision = f"{within}; precision: {row.precision}" if row.precision else within
    days = f"{row.earliest or '?'} to {row.latest or '?'}" if row.when else ""
    return [
        ("who", row.who),
        ("what", f"{row.kind}: {row.what}"),
        ("to whom / what", row.whom),
        ("with", row.equipment),
        ("numbers", row.numbers),
        ("where", precision),
        ("days that bound it", days),
        ("status", f"{row.status} ({row.factuality})"),
        ("reports", counted(row)),
        ("incident", row.incident),
    ]


def _telling(telling: Telling) -> list[str]:
    mark = f"{MARKS.get(telling.status, '?')} {telling.status}, {stance_word(telling)} ({telling.factuality})"
    quoted = f'<blockquote dir="auto">{escape(shown_quote(telling.quote, QUOTED - 1))}</blockquote>'
    place = f"characters {telling.span.start} to {telling.span.stop} of text <code>{_words(telling.version)}</code>"
    return [_words(teller(telling)), _words(mark), f"{quoted}{place}", _report(telling)]


def _report(telling: Telling) -> str:
    name = _words(telling.title or telling.document)
    address = link(telling.url)
    linked = f'<a href="{escape(address)}" rel="noreferrer">{name}</a>' if address else name
    day = telling.published or "day of publication unknown"
    hashed = f"<br>SHA-256 of the original <code>{_words(telling.sha256)}</code>" if telling.sha256 else ""
    return f"{linked}<br>{_words(telling.publisher or 'publisher unknown')}, {_words(day)}{hashed}"


def _figure(figure: Figure) -> list[str]:
    bounds = [f"{x:g}" if x is not None else "" for x in (figure.low, figure.value, figure.high)]
    number = " / ".join(dict.fromkeys(b for b in bounds if b)) or "?"
    return [_words(x) for x in (figure.of, f"{number} {figure.unit or ''}", figure.source, f"“{figure.quote}”")]


def _dispute(dispute: Dispute) -> list[str]:
    one = f"{dispute.one} ({dispute.one_source}): “{dispute.one_quote}”"
    other = f"{dispute.other} ({dispute.other_source}): “{dispute.other_quote}”"
    return [_words(dispute.field), _words(one), _words(other)]


def _words(words: str | None) -> str:
    return escape(clean(words))


def _section(head: str, heads: Sequence[str], rows: list[list[str]]) -> str:
    return f"<h2>{head}</h2>\n{_table(heads, rows)}" if rows else ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = f"<thead><tr>{''.join(f'<th>{name}</th>' for name in heads)}</tr></thead>\n" if heads else ""
    lines = ["<tr>" + "".join(f'<td dir="auto">{cell}</td>' for cell in row) + "</tr>" for row in rows]
    return f"<table>\n{head}<tbody>\n" + "\n".join(lines) + "\n</tbody>\n</table>"


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{_words(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<h1>{_words(title)}</h1>\n{body}\n</body>\n</html>\n"
    )
