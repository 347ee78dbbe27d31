"""Letters that are not what they look like, and characters that break programs."""

from __future__ import annotations

import json
from time import process_time

import pytest

from sayso.gathering.entities.identities import identify
from sayso.gathering.entities.variants import Naming, Variant, variant_of
from sayso.intake import from_text
from sayso.intake.charset import in_utf8
from sayso.intake.encoding import decode
from sayso.intake.lines import from_line
from sayso.intake.look_alikes import look_alikes, plain
from sayso.knowledge.tables import rows

SAID = "The president met the leader of the north at the space port on Wednesday, and both praised the talks they held."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Vladimir Рutin spoke", '"Рutin" (Cyrillic) reads "Putin"'),
        ("Kim Jοng-un spoke", '"Jοng" (Greek) reads "Jong"'),
        ("the Рор said", '"Рор" (Cyrillic) reads "Pop"'),
        ("𝐏utin spoke", '"𝐏utin" (another form) reads "Putin"'),
        ("Ｋｉｍ spoke", '"Ｋｉｍ" (another form) reads "Kim"'),
    ],
)
def test_a_word_with_letters_of_another_script_is_named(words: str, told: str) -> None:
    document = from_text(f"{SAID} {words}.")
    assert [p.what for p in document.problems] == [f"letters that look like others: {told}"]
    assert words in document.text  # the text itself is never changed


@pytest.mark.parametrize(
    "words",
    [
        "Łódź, Østby and naïve Čapek",
        "5 µm and 3 kΩ of β-carotene",
        "Путин (in Russian)",
        "НАТО и мир",
        "東京 and Ελλάδα",
        "🚀",
    ],
)
def test_words_of_another_language_are_nothing_strange(words: str) -> None:
    assert look_alikes(f"{SAID} {words}") == ()


def test_many_such_words_are_one_problem_that_names_a_few() -> None:
    (problem,) = look_alikes(" ".join(f"Рutin{chr(97 + n)}" for n in range(9)))
    assert (problem.what.count("reads"), problem.what.endswith(" and 4 more")) == (5, True)


def test_the_table_of_letters_holds_each_once_and_none_that_is_plain() -> None:
    letters = [row["letter"] for row in rows("world/look_alikes.csv")]
    assert len(letters) == len(set(letters))
    assert all(len(letter) == 1 and not letter.isascii() for letter in letters)
    assert all(row["reads"].isascii() and row["reads"].isalpha() for row in rows("world/look_alikes.csv"))
    assert plain("".join(letters)).isascii()


NAMES = [
    ("person", "Vladimir Putin", "RU"),
    ("person", "Kim Jong Un", "KP"),
    ("person", "Sergei Shoigu", None),
    ("organisation", "Rosatom", "RU"),
    ("military", "Pacific Fleet", "RU"),
    ("media", "TASS", "RU"),
    ("group", "Wagner Group", None),
]


@pytest.mark.parametrize(("kind", "name", "country"), NAMES)
def test_a_name_with_such_a_letter_is_never_taken_for_the_plain_one(kind: str, name: str, country: str | None) -> None:
    like = {row["reads"]: row["letter"] for row in rows("world/look_alikes.csv") if row["script"] != "Cherokee"}
    places = [place for place, letter in enumerate(name) if letter in like]
    assert places
    for place in places:
        other = name[:place] + like[name[place]] + name[place + 1 :]
        found = identify([named("a#e1", kind, name, country), named("b#e1", kind, other, country)], [])
        assert len(found.identities) == 2, other


def named(raw: str, kind: str, name: str, country: str | None) -> Variant:
    found = variant_of(Naming(raw, kind, name, country, "government", ("the leader",)))
    assert found is not None
    return found


# --- characters ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ki\0m", "Ki m"),
        ("Ki\u200bm", "Kim"),
        ("Ki\u00adm", "Kim"),
        ("Ki\ufeffm", "Kim"),
        ("Ki\x9fm", "KiŸm"),
        ("Ki\ud800m", "Ki\ufffdm"),
        ("K\u0131\u0301m", "K\u0131\u0301m"),
        ("e\u0301", "é"),
        ("𝐊im 🚀", "𝐊im 🚀"),
        ("\u202emiK\u202c", "\u202emiK\u202c"),
    ],
)
def test_characters_that_break_programs_are_replaced_or_kept(written: str, kept: str) -> None:
    document = from_text(f"{written} {SAID}")
    assert document.text == f"{kept} {SAID}"
    assert document.text.encode().decode() == document.text


def test_the_same_in_json_lines_where_nothing_but_half_characters_is_touched() -> None:
    text = f"\ud83d {SAID} \u202e\0\U0001f680"
    document = from_line(json.dumps({"text": text}).encode())
    assert document.text == text.replace("\ud83d", "\ufffd")
    assert [p.what for p in document.problems] == ["half characters (lone surrogates) were replaced"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("naïve “Kim”".encode(), "naïve “Kim”"),
        ("a naïve leader, “Kim”, met him".encode("windows-1252"), "a naïve leader, “Kim”, met him"),
        ("naïve “Kim”".encode("utf-16"), "naïve “Kim”"),
        ("\ufeffKim".encode(), "Kim"),
        (b"Kim \xed\xa0\x80 met " + "“the leader”".encode() * 9, "Kim \ufffd\ufffd\ufffd met " + "“the leader”" * 9),
        (b"Kim \xc0\xaf\xfe " + "“the leader”".encode() * 9, "Kim \ufffd\ufffd\ufffd " + "“the leader”" * 9),
    ],
)
def test_bytes_become_characters_and_those_that_fit_nothing_are_replaced(data: bytes, text: str) -> None:
    assert decode(data)[0] == text


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"])
def test_an_encoding_that_is_none_of_texts_is_not_believed(charset: str) -> None:
    words = f"{SAID} “Café”. ".encode("windows-1252")
    page = f"<meta charset={charset}>".encode() + words * 2000
    began = process_time()
    assert "“Café”" in decode(page)[0]
    assert in_utf8(words * 2000, charset) == words * 2000
    assert process_time() - began < 5
