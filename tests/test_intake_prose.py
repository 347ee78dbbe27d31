"""Pages that show text always give it, or a reason: another extractor is tried before a page counts as empty."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from sayso.intake import from_page
from sayso.intake.prose import prose, visible_letters
from sayso.records import Document, Failure

SAID = "The minister of defence visited the northern port of Norfjord on Friday, the agency said."
TOLD = [f"{SAID} It was visit number {n}." for n in range(20)]
MENU = "<nav>" + "".join(f"<a href=/{n}>Section {n}.</a>" for n in range(30)) + "</nav>"


def page(body: str) -> Document | Failure:
    return from_page(f"<html><head><title>Visit to Norfjord</title></head><body>{body}</body></html>".encode())


LAYOUTS = {
    "paragraphs in 260 divisions": "<div>" * 260 + "".join(f"<p>{t}</p>" for t in TOLD) + "</div>" * 260,
    "lines in 260 divisions": "<div>" * 260 + "<br><br>".join(TOLD) + "</div>" * 260,
    "nothing but text": " ".join(TOLD),
    "spans": "".join(f"<span>{t}</span> " for t in TOLD),
    "elements of its own": "".join(f"<x-paragraph>{t}</x-paragraph>" for t in TOLD),
    "all in an aside": "<aside>" + "".join(f"<p>{t}</p>" for t in TOLD) + "</aside>",
    "breaks in a cell": "<table><tr><td>" + "<br><br>".join(TOLD) + "</td></tr></table>",
    "one paragraph of 300 kB": "<p>" + f"{SAID} " * 3_500 + "</p>",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_page_with_visible_text_is_never_empty(name: str) -> None:
    got = page(MENU + LAYOUTS[name])
    assert isinstance(got, Document)
    body = got.text[got.title_stop :]
    assert body.count(SAID) >= 20
    assert "Section 3" not in body or "prose" not in got.extractor


def test_text_that_is_no_prose_is_a_reason() -> None:
    got = page("".join(f"<x-cell>Price {'of coal ' * (n % 3)}</x-cell>" for n in range(60)))
    assert isinstance(got, Failure)
    assert got.reason == "no-text"
    assert "letters, but none of them is running text" in got.what


@pytest.mark.parametrize("body", ["", "<img src=a>", "<script>var text = 'The minister visited.'</script>"])
def test_a_page_that_shows_nothing_says_so(body: str) -> None:
    got = page(body)
    assert isinstance(got, Failure)
    assert got.reason == "nothing-extracted"


def test_endless_pages_are_refused_quickly() -> None:
    got = page("<p>" + f"{SAID} " * 50_000 + "</p>")
    assert isinstance(got, Failure)
    assert got.reason == "too-long"
    got = page("<b>" * 500_000)
    assert isinstance(got, Failure)
    assert got.reason == "too-many-elements"


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("<div>{0}<br><br>{1}</div>", "{0}\n\n{1}"),
        ("<div>{0}<br> {1}</div>", "{0} {1}"),
        ("<div>{0}<p>{1}</p></div>", "{0}\n\n{1}"),
        ("<p>{0}</p>Short.<p>{1}</p>", "{0}\n\n{1}"),
        ("<div><b>{0}</b> <i>{1}</i></div>", "{0} {1}"),
        ("<button>{0}</button><div>{1}</div>", "{1}"),
        ("<div>{0}<script>{1}</script></div>", "{0}"),
        ("<div>{0}<!-- {1} --></div>", "{0}"),
    ],
)
def test_blocks(markup: str, blocks: str) -> None:
    tree = lxml_html.document_fromstring(f"<body>{markup.format(*TOLD)}</body>")
    assert prose(tree) == blocks.format(*TOLD)


def test_letters_that_are_seen() -> None:
    tree = lxml_html.document_fromstring("<head><title>T</title></head><body><nav>ab</nav><p>c1d</p><style>x</style>")
    assert visible_letters(tree) == 4
