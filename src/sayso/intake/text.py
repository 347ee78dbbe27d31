"""Plain text and Markdown to documents: title, byline, date and furniture told apart from the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sayso.intake import dates, markdown
from sayso.intake.compose import Draft, compose, given
from sayso.intake.encoding import tidy, without_surrogates
from sayso.intake.furniture import Unit, furniture, is_prose, join, trim_furniture, units
from sayso.intake.header import byline, read_header
from sayso.intake.sniff import looks_like_markdown
from sayso.records import Cut, Document

LONGEST_TITLE = 200
_MOST_WORDS = 30
_PARAGRAPH = 150  # characters of a line that is surely no second line of a title
_NO_TITLE_ENDS = (".", ";", ",", ":", ".”", '."', "…")


def from_text(
    text: str,
    *,
    title: str | None = None,
    published: str | date | None = None,
    id: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
) -> Document:
    """The document of a pasted text or Markdown: furniture cut and listed, the title (given or found) first.

    `published` dates it when its own first lines do not. ValueError when `published` is no day.
    """
    draft = draft_text(text, title=title, markdown_expected=looks_like_markdown(text))
    fallback = given(published)
    return compose(
        replace(draft, id=id, url=url, publisher=publisher or draft.publisher, published=draft.published or fallback)
    )


def draft_text(text: str, *, title: str | None = None, markdown_expected: bool = False) -> Draft:
    """What a text says of itself; `published` of the draft is the date of its own first lines or None."""
    text, problems = without_surrogates(text)
    plain = markdown.to_plain(tidy(text)) if markdown_expected else markdown.Plain(None, tidy(text), {})
    title = title.strip() if title else plain.title
    body, found, cuts = (plain.body, title, ()) if title else split_title(plain.body)
    header = read_header(body)
    body, trimmed = trim_furniture(header.body)
    stamps = ((plain.fields.get("published") or plain.fields.get("date"), "meta"), (header.date, "dateline"))
    published, doubts = dates.first_accepted(stamps, date.today())
    return Draft(
        title=" ".join(found.split()) if found else None,
        body=body,
        extractor="markdown/1" if markdown_expected else "text/1",
        byline=plain.fields.get("author") or plain.fields.get("byline") or header.byline,
        publisher=plain.fields.get("publisher"),
        published=published,
        cuts=(*cuts, *header.cuts, *trimmed),
        problems=(*problems, *doubts),
    )


def split_title(text: str) -> tuple[str, str | None, tuple[Cut, ...]]:
    """The body, the title and what was cut above it.

    A title is a first line that is short, ends in no full stop and has an empty line or a long paragraph under it.
    """
    lines = units(text)
    start = _first_of_report(lines)
    if not _is_title(lines[start:]):
        return text, None, ()
    above = [Cut(_reason(unit.text), unit.text) for unit in lines[:start]]
    kept = [unit for unit in lines[:start] if _heads(unit.text)]
    cuts = tuple(cut for cut, unit in zip(above, lines[:start], strict=True) if not _heads(unit.text))
    return join([*kept, *lines[start + 1 :]]), lines[start].text, cuts


def _first_of_report(lines: list[Unit]) -> int:
    return next((n for n, u in enumerate(lines) if not furniture(u.text, edge=True) and not _heads(u.text)), 0)


def _heads(line: str) -> bool:
    return dates.date_line(line) is not None or byline(line) is not None


def _reason(line: str) -> str:
    rule = furniture(line, edge=True)
    return rule.reason if rule else "date line"


def _is_title(lines: list[Unit]) -> bool:
    if len(lines) < 2:
        return False
    line, below = lines[0].text, lines[1]
    short = len(line) <= LONGEST_TITLE and len(line.split()) <= _MOST_WORDS and "\n" not in line
    apart = below.gap == "\n\n" or len(below.text) >= _PARAGRAPH or _heads(below.text)
    return short and apart and not line.endswith(_NO_TITLE_ENDS) and any(is_prose(u.text) for u in lines[1:])
