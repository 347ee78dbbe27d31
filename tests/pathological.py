"""Inputs made to be slow, large or endless, each at any size: pages, texts and lines of JSON."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice

SAID = (
    "The envoys of Norfjord met in the old harbour on Friday and spoke about the ferry for six hours, said the office "
    "of the mayor. They agreed that the line will run again in the spring, and that both towns will share the cost."
)
Make = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Generator:
    """One sort of hostile input: what makes one of about so many bytes (or steps), its name, its smallest size."""

    make: Make
    file: str
    size: int

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Small, middle and large, each four times the one before."""
        return self.size, 4 * self.size, 16 * self.size


GENERATORS: dict[str, Generator] = {}


def hostile(file: str, size: int) -> Callable[[Make], Make]:
    """Lists what makes an input of that name, with its smallest size."""

    def listed(make: Make) -> Make:
        GENERATORS[make.__name__] = Generator(make, file, size)
        return make

    return listed


def fill(piece: str, size: int) -> str:
    """The piece over and over, of about that size."""
    return piece * max(1, size // len(piece))


def page(inside: str, *, head: str = "") -> bytes:
    """A page that tells of the ferry, with something else in it."""
    return f"<!doctype html><html><head>{head}</head><body><p>{SAID}</p>{inside}<p>{SAID}</p></body></html>".encode()


# --- pages ---------------------------------------------------------------------------------------------------------


@hostile("page.html", 30_000)
def nested_blocks(size: int) -> bytes:
    return page(fill("<div>", size // 2) + SAID + fill("</div>", size // 2))


@hostile("page.html", 30_000)
def nested_words(size: int) -> bytes:
    return page(fill("<b><i>", size // 2) + SAID)


@hostile("page.html", 15_000)
def nested_lists(size: int) -> bytes:
    return page(fill("<ul><li>a", size))


@hostile("page.html", 30_000)
def nested_tables(size: int) -> bytes:
    return page(fill("<table><tr><td>", size) + SAID)


@hostile("page.html", 15_000)
def paragraphs_in_items(size: int) -> bytes:
    return page(fill("<dl><dd><p>a</p>", size))


@hostile("page.html", 10_000)
def cells_without_end(size: int) -> bytes:
    return page("<table><tr>" + fill("<td>envoys and ", size))


@hostile("page.html", 60_000)
def one_tag_of_attributes(size: int) -> bytes:
    return page(f"<p {' '.join(f'a{n}=1' for n in range(size // 8))}>{SAID}</p>")


@hostile("page.html", 60_000)
def tags_of_attributes(size: int) -> bytes:
    return page(fill(f"<p {' '.join(f'a{n}=1' for n in range(800))}>{SAID}</p>", size))


@hostile("page.html", 60_000)
def one_attribute(size: int) -> bytes:
    return page(f'<p title="{fill("a ", size)}">{SAID}</p>')


@hostile("page.html", 60_000)
def attribute_without_end(size: int) -> bytes:
    return page('<p title="' + fill("a ", size))


@hostile("page.html", 60_000)
def one_long_line(size: int) -> bytes:
    return page(f"<p>{fill(SAID + ' ', size)}</p>")


@hostile("page.html", 60_000)
def words_without_tags(size: int) -> bytes:
    return b"<html>" + fill(SAID + "\n\n", size).encode()


@hostile("page.html", 40_000)
def many_paragraphs(size: int) -> bytes:
    return page(fill(f"<p>{SAID}</p>", size))


@hostile("page.html", 15_000)
def empty_paragraphs(size: int) -> bytes:
    return page(fill("<p></p>", size))


@hostile("page.html", 10_000)
def breaks(size: int) -> bytes:
    return page(fill("a<br>", size))


@hostile("page.html", 30_000)
def links(size: int) -> bytes:
    return page(fill('<a href="/a">More on the ferry</a> ', size))


@hostile("page.html", 15_000)
def headings(size: int) -> bytes:
    return page(fill("<h1>Envoys meet in the harbour</h1>", size))


@hostile("page.html", 15_000)
def dates_in_elements(size: int) -> bytes:
    return page(fill('<h1>Envoys</h1><time datetime="2023-13-45">x</time>', size))


@hostile("page.html", 30_000)
def fields_of_a_head(size: int) -> bytes:
    return page("", head=fill('<meta name="author" content="13"><link rel="canonical" href="/">', size))


@hostile("page.html", 60_000)
def entities(size: int) -> bytes:
    return page(f"<p>{fill('&amp;&#x41;&nosuch;', size)}</p>")


@hostile("page.html", 60_000)
def ampersands(size: int) -> bytes:
    return page(f"<p>{fill('&', size)}</p>")


@hostile("page.html", 60_000)
def angles(size: int) -> bytes:
    return page(fill("<", size))


@hostile("page.html", 60_000)
def tags_without_end(size: int) -> bytes:
    return page(fill("<p <a <b ", size))


@hostile("page.html", 60_000)
def comments(size: int) -> bytes:
    return page(fill("<!-- a -->", size) + fill("<!--", size // 8))


@hostile("page.html", 40_000)
def scripts(size: int) -> bytes:
    return page(fill("<script>a<b</script>", size) + fill("<script><svg>", size // 8))


@hostile("page.html", 60_000)
def scripts_without_end(size: int) -> bytes:
    return page(fill("<script>if(a<b)</scrip>", size))


@hostile("page.html", 60_000)
def linked_data(size: int) -> bytes:
    nodes = [{"@type": "Person", "name": "a", "@id": f"#{n}"} for n in range(size // 60)]
    report = json.dumps({"@type": "NewsArticle", "datePublished": "2023-09-13", "mentions": nodes})
    return page("", head=f'<script type="application/ld+json">{report}</script>')


@hostile("page.html", 60_000)
def blanks_in_linked_data(size: int) -> bytes:
    return page("", head=f'<script type="application/ld+json">{{{fill(" ", min(size, 480_000))}}}</script>')


@hostile("page.html", 60_000)
def nested_linked_data(size: int) -> bytes:
    return page("", head=f'<script type="application/ld+json">{fill("[", size)}</script>')


@hostile("page.html", 60_000)
def pictures_in_the_page(size: int) -> bytes:
    return page(f'<img src="data:image/png;base64,{b64encode(bytes(size)).decode()}">')


@hostile("page.html", 15_000)
def hyphens_in_capitals(size: int) -> bytes:
    return f"<html><body>{fill('<p>' + 'AB-' * 60 + 'C said that ' + SAID + '</p>', size)}</body></html>".encode()


# --- texts ---------------------------------------------------------------------------------------------------------


def said_between(words: str) -> bytes:
    """The report, some words, and the report again."""
    return f"{SAID}\n\n{words}\n\n{SAID}".encode("utf-8", "surrogatepass")


@hostile("report.txt", 4_000)
def marks_of_exclamation(size: int) -> bytes:
    return said_between(fill("!!!!", size))


@hostile("report.txt", 4_000)
def stops_and_brackets(size: int) -> bytes:
    return said_between(fill(".([", size))


@hostile("report.txt", 60_000)
def one_word(size: int) -> bytes:
    return said_between(fill("a", size))


@hostile("report.txt", 60_000)
def one_line(size: int) -> bytes:
    return fill(SAID + " ", size).encode()


@hostile("report.txt", 200_000)
def lines_that_go_on(size: int) -> bytes:
    return said_between(fill("and the envoys met again\n", size))


@hostile("report.txt", 20_000)
def lines_of_menus(size: int) -> bytes:
    return said_between(fill("Home | World | Sport | Home | World | x\n\n", size))


@hostile("report.txt", 20_000)
def lines_of_dates(size: int) -> bytes:
    return said_between(fill("Sept. 13, 2023, , , , , , , , 2023-09-13 x\n\n", size))


@hostile("report.txt", 60_000)
def blank_lines(size: int) -> bytes:
    return said_between(fill(" \n \t", size))


@hostile("report.txt", 40_000)
def turned_words(size: int) -> bytes:
    return said_between(fill("\u202e\u2066yrref\u2069\u202c ", size // 2))


@hostile("report.txt", 10_000)
def combining_marks(size: int) -> bytes:
    return said_between("a" + fill("\u0301\u0323", size // 2))


@hostile("report.txt", 60_000)
def zeros(size: int) -> bytes:
    return said_between(fill("\0 ", size))


@hostile("report.txt", 60_000)
def half_characters(size: int) -> bytes:
    return said_between(fill("\ud83d ", size // 4))


@hostile("report.txt", 60_000)
def mended_wrongly(size: int) -> bytes:
    return said_between(fill("â€œThe ferryâ€\x9d Ã©tÃ© ", size // 2))


@hostile("report.txt", 60_000)
def bytes_of_no_encoding(size: int) -> bytes:
    return SAID.encode() + bytes(islice(cycle(range(0x80, 0x100)), size))


@hostile("report.txt", 60_000)
def far_characters(size: int) -> bytes:
    return said_between(fill("𝐟𝐞𝐫𝐫𝐲 🚢 ", size // 4))


@hostile("report.md", 40_000)
def marks_of_markdown(size: int) -> bytes:
    marks = ("[", "**a", "![a](", "`a", "_a", "<a ")
    return f"# Envoys meet\n\n{SAID}\n\n{''.join(fill(mark, size // 6) for mark in marks)}".encode()


# --- lines of JSON -------------------------------------------------------------------------------------------------


def line(**fields: object) -> bytes:
    """A line with the report."""
    return json.dumps({"text": SAID, **fields}).encode()


@hostile("a.jsonl", 60_000)
def nested_values(size: int) -> bytes:
    return b'{"text": "' + SAID.encode() + b'", "a": ' + fill("[", size).encode() + b"\n" + line()


@hostile("a.jsonl", 4_000)
def endless_numbers(size: int) -> bytes:
    return b'{"id": ' + fill("9", size).encode() + b', "text": "' + SAID.encode() + b'"}\n' + line()


@hostile("a.jsonl", 60_000)
def names_told_twice(size: int) -> bytes:
    return b'{"text": "a", ' + fill('"text": "b", ', size).encode() + line()[1:]


@hostile("a.jsonl", 20_000)
def many_lines(size: int) -> bytes:
    return fill(line(title="Envoys meet").decode() + "\n", size).encode()


@hostile("a.jsonl", 60_000)
def escapes(size: int) -> bytes:
    return line(title=fill("\ud83d\u0301", size // 6))


@hostile("a.jsonl", 20_000)
def broken_lines(size: int) -> bytes:
    return line() + b"\n" + fill('{"text": "a\n', size).encode()
