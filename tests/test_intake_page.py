"""Pages: each file in tests/pages says in its first line what it must give."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sayso.intake import from_page
from sayso.intake.article import _MOST_COMPARED, _by_paragraphs
from sayso.intake.tree import parse_page
from sayso.records import Document, Failure

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
PROSE = (
    "<p>The minister of trade met his colleague in a hotel by the harbor, officials said, and they spoke of coal.</p>"
)


def expected(page: Path) -> dict[str, Any]:
    found = re.match(r"<!-- expects (.*) -->", page.read_text())
    assert found, f"{page.name} does not say what it expects"
    return dict(json.loads(found[1]))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_page(page: Path) -> None:
    wanted = expected(page)
    got = from_page(page.read_bytes(), file=page.name)
    if "failure" in wanted:
        assert isinstance(got, Failure)
        assert got.reason == wanted["failure"]
        return
    assert isinstance(got, Document)
    for field in ("published", "published_from", "title", "publisher", "byline", "url"):
        if field in wanted:
            assert getattr(got, field) == wanted[field], field
    assert all(words in got.text for words in wanted.get("has", ()))
    assert not any(words in got.text[got.title_stop :] for words in wanted.get("lacks", ()))
    assert all(any(words in p.what for p in got.problems) for words in wanted.get("problems", ()))
    assert set(wanted.get("cuts", ())) <= {cut.reason for cut in got.cuts}


def read(html: str | bytes, **options: Any) -> Document:
    got = from_page(html.encode() if isinstance(html, str) else html, **options)
    assert isinstance(got, Document)
    return got


def test_title_is_its_own_first_segment_and_stands_once() -> None:
    got = read(f"<title>Ministers meet</title><body><h1>Ministers meet</h1>{PROSE * 3}")
    assert got.text.startswith("Ministers meet\n\nThe minister")
    assert got.text[: got.title_stop] == "Ministers meet"
    assert got.text.count("Ministers meet") == 1


def test_a_given_day_dates_only_what_has_none() -> None:
    assert read(f"<p>{PROSE * 3}", published="2020-02-02").published_from == "given"
    dated = read(f'<meta name="date" content="2019-09-09"><p>{PROSE * 3}', published="2020-02-02")
    assert (dated.published, dated.published_from) == ("2019-09-09", "meta")


def test_a_day_that_is_none_is_the_callers_error() -> None:
    with pytest.raises(ValueError, match="not a day"):
        from_page(PROSE.encode(), published="yesterday")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_encodings(encoding: str) -> None:
    html = f'<html><head><meta charset="iso-8859-1"></head><body><p>“Café,” the minister said.</p>{PROSE * 3}'
    assert "“Café,” the minister" in read(html.encode(encoding)).text


def test_identity_is_the_address_else_the_text() -> None:
    html = f"<body>{PROSE * 3}</body>"
    assert read(html, url="https://a.example/x?utm_source=y#z").id == "https://a.example/x"
    assert read(html).id == read(html + "<!-- other bytes -->").id
    assert read(html).capture != read(html + "<!-- other bytes -->").capture


BOMBS = {
    "a tag with 60,000 attributes": "<div " + " ".join(f"a{n}" for n in range(60_000)) + ">" + PROSE * 9,
    "100,000 open elements of a made-up kind": "<x>" * 100_000 + PROSE * 9,
    "50,000 open scripts after the report": PROSE * 9 + "<script>" * 50_000,
    "one paragraph of 2 MB": "<p>" + "The minister met his colleague in the hotel. " * 45_000 + "</p>",
    "3 MB of JSON-LD": '<script type="application/ld+json">['
    + '{"@type":"Article"},' * 150_000
    + "{}]</script>"
    + PROSE * 9,
    "deep JSON-LD": '<script type="application/ld+json">' + "[" * 50_000 + "</script>" + PROSE * 9,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_still_give_their_paragraphs(name: str) -> None:
    assert "met his colleague" in read(f"<html><body>{BOMBS[name]}").text


def test_too_large() -> None:
    got = from_page(b"<p>" + b" " * 20_000_001)
    assert isinstance(got, Failure)
    assert got.reason == "too-large"


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html>\n<!-- saved from url=(0033)https://a.example/news/quay-closed -->\n<html>{}",
        "<!-- saved from url=(0033)https://a.example/news/quay-closed --><html>{}",
        "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://a.example/news/quay-closed \n"
        " saved date: Thu May 06 2021 10:00:00 GMT+0000\n--><head></head>{}",
    ],
)
def test_a_page_that_a_browser_saved_knows_its_address(page: str) -> None:
    text = "<body><p>The harbour office closed the northern quay on Thursday, the spokesman of the mayor said.</p>"
    got = from_page(page.format(text * 2).encode())
    assert isinstance(got, Document)
    assert got.url == "https://a.example/news/quay-closed"


def sentence(number: int) -> str:
    told = f"On day {number} the council heard {number} fishermen, who asked that the harbour be dredged before winter"
    return f"{told}, and the mayor told them that the money for it had been found in the budget of last year."


def links(words: str, count: int) -> str:
    return "".join(f"<div><a href='/{words}/{n}'>{words} {n} of the paper</a></div>" for n in range(count))


@pytest.mark.parametrize(
    ("opened", "between", "closed"),
    [
        ("<article><p>", "</p><p>", "</p></article>"),
        ("<div class='x1'><p>", "</p><p>", "</p></div>"),
        ("<div class='story'>", "<br><br>", "</div>"),
        ("<div class='story'><div>", "</div><div>", "</div></div>"),
    ],
)
@pytest.mark.parametrize("paragraphs", [12, 900])
def test_of_a_very_long_page_the_whole_article_and_nothing_else_is_read(
    paragraphs: int, opened: str, between: str, closed: str
) -> None:
    told = [sentence(n) for n in range(paragraphs)]
    title = "Council hears the fishermen of the fjord"
    html = (
        f"<html><head><title>{title}</title></head><body><div class='menu'>{links('Section', 2500)}</div>"
        f"<h1>{title}</h1>{opened}{between.join(told)}{closed}<aside>{links('Headline', 900)}</aside></body></html>"
    )
    assert html.count("<") > 2 * _MOST_COMPARED
    document = from_page(html.encode())
    assert isinstance(document, Document)
    assert " ".join(document.text.split()) == " ".join((title, *told))


@pytest.mark.parametrize(
    ("inner", "joins"),
    [
        ("<p>{}<br>{}<br>{}</p>", (" ", " ")),
        ("<div>{}<br><br>{}<br/>\n{}</div>", ("\n\n", " ")),
        ("<p>{}</p><p>{}<br> <br>{}</p>", ("\n\n", "\n\n")),
    ],
)
def test_words_before_and_behind_a_line_break_are_no_word(inner: str, joins: tuple[str, str]) -> None:
    one, two, three = map(sentence, range(3))
    document = from_page(
        f"<html><body><h1>The council of the fjord</h1>{inner.format(one, two, three)}</body></html>".encode()
    )
    assert isinstance(document, Document)
    assert document.text.endswith(f"{one}{joins[0]}{two}{joins[1]}{three}")


def test_scripts_among_the_words_of_a_paragraph_are_none_of_them() -> None:
    tree, _ = parse_page(f"<body><p>{sentence(1)}<script>x()</script> <!-- y -->{sentence(2)}</p></body>")
    assert _by_paragraphs(tree) == f"{sentence(1)} {sentence(2)}"
