"""Plain text, Markdown and JSON lines to documents."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.intake import from_lines, from_text
from sayso.intake.encoding import decode, tidy
from sayso.intake.language import language_of

BODY = (
    "Ministers of five states met in Oslo on Thursday to speak about the price of grain and of bread, officials "
    "said.\n\n"
    "They will meet again in March unless the harvest fails, one of them added, which few of the others expect."
)


def one(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def test_title_byline_and_date_line_are_told_apart() -> None:
    got = from_text(f"Ministers meet in Oslo\n\nBy A. Sample\nThursday, January 24, 2019\n\n{BODY}")
    assert (got.title, got.byline, got.published, got.published_from) == (
        "Ministers meet in Oslo",
        "A. Sample",
        "2019-01-24",
        "dateline",
    )
    assert got.text == f"Ministers meet in Oslo\n\n{BODY}"
    assert [c.reason for c in got.cuts] == ["byline", "date line"]


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"They met.\n\n{BODY}",
        "Ministers meet in Oslo\nand part in Bergen\nwithout a word",
        f"OSLO, Jan. 24, 2019 (Wire) - {BODY}",
        "One line alone",
        "",
    ],
)
def test_no_title_where_there_is_none(text: str) -> None:
    got = from_text(text)
    assert (got.title, got.title_stop) == (None, 0)
    assert got.text == text


def test_a_title_above_one_long_line_needs_no_empty_line() -> None:
    assert from_text("Ministers meet in Oslo\n" + BODY.replace("\n\n", " ")).title == "Ministers meet in Oslo"


def test_a_given_title_is_not_repeated() -> None:
    got = from_text(f"Ministers meet\n\n{BODY}", title="Ministers meet")
    assert got.text == f"Ministers meet\n\n{BODY}"


def test_markdown_is_read_as_its_words() -> None:
    got = from_text(
        '---\ntitle: "No"\ndate: 2019-01-24\nauthor: A. Sample\n---\n\n# Ministers *meet* in Oslo\n\n'
        "Ministers of **five** [states](https://x.example/a_(b)) met ![map](m.png)to speak of `<bread>` and 5 * 3.\n"
        "\n> They will meet again[^1] in snake_case_town, one of them said,\n> unless the harvest fails again.\n"
        "\n- first\n- second\n\n[^1]: Perhaps.\n"
    )
    assert got.text == (
        "Ministers meet in Oslo\n\nMinisters of five states met to speak of <bread> and 5 * 3.\n\n"
        "They will meet again in snake_case_town, one of them said,\nunless the harvest fails again.\n\n"
        "first\nsecond"
    )
    assert (got.title, got.published, got.published_from, got.byline) == (
        "Ministers meet in Oslo",
        "2019-01-24",
        "meta",
        "A. Sample",
    )


def test_characters_are_tidied_once_before_the_text_is_fixed() -> None:
    assert tidy("a\r\nb\rc\x0cd") == "a\nb\nc\nd"
    assert tidy("cafe\u0301 co\u00adop\u200b \x92 \x00.") == "café coop ’  ."


def test_bytes_of_many_kinds() -> None:
    assert decode("naïve “x”".encode()) == ("naïve “x”", ())
    assert decode(b"\xff\xfe" + "naïve".encode("utf-16-le"))[0] == "naïve"
    assert decode("“naïve” façade, the café’s owner said".encode("windows-1252"))[0].startswith("“naïve” façade")
    text, problems = decode("é".encode() * 50 + b"\xff")
    assert text.endswith("é\ufffd")
    assert problems


def test_language() -> None:
    assert language_of(BODY) == "en"
    assert language_of("Министры пяти стран встретились в Осло") == "und"
    assert (
        language_of("Ministrene fra fem land møttes i Oslo torsdag for å snakke om prisen på korn og brød i byen")
        == "und"
    )
    assert language_of("Kim") is None


# --- JSON lines ----------------------------------------------------------------------------------------------------


def test_a_line_is_taken_as_it_is() -> None:
    text = f"Leave a Reply\r\n\r\n  {BODY}  \n\nShare"
    [got] = from_lines(one(id="a", title=" Oslo ", text=f"\n{text} ", published="2019-01-24T10:00", publisher="P"))
    assert got.text == f"Oslo\n\n{text}"
    assert (got.id, got.title_stop, got.published, got.published_from, got.publisher) == (
        "a",
        4,
        "2019-01-24",
        "given",
        "P",
    )
    assert got.cuts == ()


@pytest.mark.parametrize(("text", "stop"), [("Oslo\n\nThey met.", 4), ("Oslo met.", 0), ("Oslo", 4)])
def test_title_that_the_text_begins_with(text: str, stop: int) -> None:
    [got] = from_lines(one(title="Oslo", text=text))
    assert (got.text, got.title_stop) == (text, stop)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[1]", "no JSON object but list"),
        (b'{"id": "a"}', 'no "text"'),
        (b'{"text": 7}', "no string but int"),
        (b'{"text": "half \\ud800"}', "surrogates"),
        (b'{"text": "x", "published": "soon"}', "no day"),
        (b'{"text": "x", "published": "9999-12-31"}', "future"),
        ('{"text": "Министры встретились в Осло"}'.encode(), "English"),
        (b'{"text": "caf\xe9"}', "read as"),
    ],
)
def test_nothing_is_refused_and_the_doubt_is_told(line: bytes, problem: str) -> None:
    before, got, after = from_lines(one(text=BODY) + b"\n\n" + line + b"\r\n" + one(text=BODY) + b"\n")
    assert before == after
    assert any(problem in p.what for p in got.problems), got.problems
    got.text.encode()


def test_lines_without_id_text_or_sense_still_differ() -> None:
    got = list(from_lines(b'{"a": 1}\n{"a": 2}\nfoo\nbar'))
    assert len({d.id for d in got}) == 4


def test_order_of_dates() -> None:
    url = "https://a.example/2018/01/02/x"
    dateline = f"OSLO, Jan. 24, 2019 (Wire) - {BODY}"
    [given_day] = from_lines(one(text=dateline, url=url, published="2017-05-05"))
    [from_text_itself] = from_lines(one(text=dateline, url=url), published="2016-06-06")
    [from_address] = from_lines(one(text=BODY, url=url), published="2016-06-06")
    [from_user] = from_lines(one(text=BODY), published="2016-06-06")
    assert [(d.published, d.published_from) for d in (given_day, from_text_itself, from_address, from_user)] == [
        ("2017-05-05", "given"),
        ("2019-01-24", "dateline"),
        ("2018-01-02", "url"),
        ("2016-06-06", "given"),
    ]


@given(st.text(), st.text())
def test_any_title_and_text(title: str, text: str) -> None:
    [got] = from_lines(one(title=title, text=text))
    clean = text.strip()
    assert got.text in (f"{title.strip()}\n\n{clean}", clean, title.strip())
    assert got.text[: got.title_stop] in ("", title.strip())


@given(st.text())
def test_any_pasted_text(text: str) -> None:
    got = from_text(text)
    assert got.text[: got.title_stop] == (got.title or "")
    assert from_text(text) == got


@given(st.binary(max_size=300))
def test_any_bytes_decode(data: bytes) -> None:
    decode(data)[0].encode()
