"""PDF files: the paragraphs of their pages, title and day as the first page shows them; no file hangs the reader."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import pytest

from sayso.intake.paragraphs import Paragraph, paragraphs
from sayso.intake.pdf import from_pdf
from sayso.intake.pdf_lines import Effort, Line
from sayso.records import Cut, Document, Failure
from tests.pdf_pages import Placed, column, of_objects, pdf

REPORT = (
    "The defence minister visited the shipyard in Fjordhaven on Thursday and in-",
    "spected two frigates that were built there, the ministry said in a state-",
    "ment. Both ships carry long-range missiles of a new type, and the long-",
    "range radar will be fitted in the spring.",
    "",
    "The navy expects to receive the first ship in October, a Tokyo-",
    "based analyst said.",
)
PLAIN = (
    "The defence minister visited the shipyard in Fjordhaven on Thursday and inspected two frigates that were built"
    " there, the ministry said in a statement. Both ships carry long-range missiles of a new type, and the long-range"
    " radar will be fitted in the spring.",
    "The navy expects to receive the first ship in October, a Tokyo-based analyst said.",
)


def read(data: bytes, **given: str) -> Document:
    found = from_pdf(data, **given)
    assert isinstance(found, Document), found
    return found


def refused(data: bytes) -> Failure:
    found = from_pdf(data, file="a.pdf")
    assert isinstance(found, Failure), found
    return found


def test_paragraphs_are_put_together_again_and_words_that_a_line_end_cut() -> None:
    found = read(pdf([column(REPORT)]))
    assert found.text.split("\n\n") == list(PLAIN)
    assert found.extractor.startswith("pdf/1 pypdf ")


def test_the_title_is_the_line_in_the_largest_letters_and_the_day_stands_below_it() -> None:
    page = [(72, 740, 20, "Minister visits the shipyard"), (72, 715, 10, "14 September 2023"), *column(REPORT, top=690)]
    found = read(pdf([page], info="/Title (Microsoft Word - draft7.docx) /CreationDate (D:20240102)"))
    assert (found.title, found.published, found.published_from) == (
        "Minister visits the shipyard",
        "2023-09-14",
        "dateline",
    )
    assert found.text == "\n\n".join(("Minister visits the shipyard", *PLAIN))


def test_what_the_file_calls_its_title_counts_when_its_page_says_it_too() -> None:
    page = [(72, 740, 10, "Two frigates for the navy"), (72, 715, 14, "By our own correspondent"), *column(REPORT)]
    assert read(pdf([page], info="/Title (Two Frigates for the Navy)")).title == "Two frigates for the navy"


def test_the_days_on_which_a_file_was_made_and_changed_are_no_days_of_publication() -> None:
    data = pdf([column(REPORT)], info="/CreationDate (D:20240102101112Z) /ModDate (D:20250102101112Z)")
    undated = read(data)
    assert (undated.published, undated.published_from) == (None, None)
    assert [p.what for p in undated.problems] == [
        "not dated: its first page shows no day; the file was made on 2024-01-02"
    ]
    assert (read(data, published="2023-09-14").published_from, read(data, published="2023-09-14").problems) == (
        "given",
        (),
    )


def test_running_heads_and_page_numbers_are_left_out_and_a_sentence_goes_on_over_the_page() -> None:
    first = [*column(REPORT[:2]), (72, 760, 8, "https://news.example/yard 1/2"), (300, 30, 8, "1")]
    second = [*column(REPORT[2:]), (72, 760, 8, "https://news.example/yard 2/2"), (300, 30, 8, "- 2 -")]
    found = read(pdf([first, second]))
    assert found.text.split("\n\n") == list(PLAIN)
    assert {cut.reason for cut in found.cuts} == {"running head", "page number"}
    assert found.url == "https://news.example/yard"


def test_lines_of_one_page_that_are_alike_are_no_running_heads() -> None:
    rows = [f"Ship {n} was built in Fjordhaven" for n in range(9)]
    found = read(pdf([[*column(REPORT), *column(rows, top=400)], column(REPORT, top=500)]))
    assert all(row in found.text for row in rows)
    assert [cut.reason for cut in found.cuts] == []


def test_a_head_and_a_foot_with_the_same_words_both_go() -> None:
    pages = [[(72, 760, 8, "Fjordhaven Post"), *column(REPORT), (72, 30, 8, "Fjordhaven Post")] for _ in range(3)]
    assert "Fjordhaven Post" not in read(pdf(pages)).text


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = column(REPORT[:4]), column(REPORT[5:], left=330)
    assert read(pdf([[*left, *right]])).text.split("\n\n") == list(PLAIN)


LEFT = (
    "The defence minister visited the ship-", "yard in Fjordhaven on Thursday and", "inspected two frigates there.",
    "Both ships carry missiles of a new", "type, and the radar will be fitted", "in the spring, the ministry said.",
)  # fmt: skip
RIGHT = (
    "The navy expects to receive the first", "ship in October, an analyst of the in-", "stitute said on Friday.",
    "Talks about a third frigate were", "broken off in March, when the finance", "ministry asked for a cheaper design.",
)  # fmt: skip
THIRD = (
    "In the north the harbour was closed", "for two days, since a storm had", "damaged both of its cranes.",
    "Fishermen from the islands waited", "outside until the pilots went out", "to them on Sunday morning.",
)  # fmt: skip
OF_LEFT = (
    "The defence minister visited the shipyard in Fjordhaven on Thursday and inspected two frigates there. Both ships"
    " carry missiles of a new type, and the radar will be fitted in the spring, the ministry said."
)
OF_RIGHT = (
    "The navy expects to receive the first ship in October, an analyst of the institute said on Friday. Talks about a"
    " third frigate were broken off in March, when the finance ministry asked for a cheaper design."
)


def across(*columns: Sequence[Placed]) -> list[Placed]:
    """The lines of columns, a line of each in turn."""
    return [line for row in zip(*columns, strict=True) for line in row]


def in_one_go(rows: Sequence[Sequence[str]]) -> bytes:
    """A page that draws rows of two cells without a pause between them."""
    drawn = "\n".join(f"({one}) Tj 258 0 Td ({other}) Tj -258 -12 Td" for one, other in rows)
    stream = f"BT /F 10 Tf 72 700 Td\n{drawn}\nET"
    font = "/Resources<</Font<</F 3 0 R>>>>"
    return of_objects([
        PAGES, "<</Type/Pages/Kids[4 0 R]/Count 1>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]{font}/Contents 5 0 R>>",
        f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream",
    ])  # fmt: skip


def test_columns_that_are_drawn_line_by_line_are_read_one_after_the_other() -> None:
    rows = across(column(LEFT), column(RIGHT, left=330))
    for data in (pdf([rows]), in_one_go(list(zip(LEFT, RIGHT, strict=True)))):
        assert " ".join(read(data).text.split()) == f"{OF_LEFT} {OF_RIGHT}"


def test_three_columns_with_a_line_over_all_of_them_between() -> None:
    above = across(column(LEFT, size=8), column(RIGHT, left=230, size=8), column(THIRD, left=390, size=8))
    line = (
        72.0,
        630.0,
        8.0,
        "Storm closes the harbour of Nordhavn for two days, and fishermen wait outside of it for pilots",
    )
    below = across(column(THIRD, top=600, size=8), column(LEFT, left=230, top=600, size=8))
    found = read(pdf([[*above, line, *below]])).text
    order = (
        "The defence",
        "Both ships",
        "The navy",
        "Talks about",
        "In the north",
        "Storm closes",
        "to them on",
        "Both ships",
    )
    places = [found.rindex(words) if n > 4 else found.index(words) for n, words in enumerate(order)]
    assert places == sorted(places)
    assert found.count(OF_LEFT) == 2


@pytest.mark.parametrize("ends", ["", " and was launched"])
def test_rows_of_a_table_stay_rows_however_long_their_cells(ends: str) -> None:
    ships = [(f"Frigate number {n}{ends}", f"Laid down in Fjordhaven in 20{n}") for n in range(11, 19)]
    rows = across(column([a for a, _ in ships], top=400), column([b for _, b in ships], left=330, top=400))
    for found in (read(pdf([[*column(REPORT), *rows]])).text, read(in_one_go(ships)).text):
        assert all(f"{one} {other}" in " ".join(found.split()) for one, other in ships)


def test_cells_beside_each_other_are_a_row() -> None:
    table = [(72, 400, 10, "Ship"), (200, 400, 10, "Year"), (72, 380, 10, "Ormen Lange"), (200, 380, 10, "2021")]
    assert read(pdf([[*column(REPORT), *table]])).text.endswith("Ship Year\n\nOrmen Lange 2021")


def test_a_page_that_is_a_picture_is_told_and_a_file_of_pictures_has_no_text() -> None:
    assert "no letters on page 2 of 2" in [p.what for p in read(pdf([column(REPORT), []])).problems]
    assert (refused(pdf([[], []])).reason, refused(pdf([])).reason) == ("no-text", "no-text")
    assert "OCR" in refused(pdf([[]])).what


def test_a_password_is_asked_for() -> None:
    from io import BytesIO

    from pypdf import PdfWriter

    for user, owner, reason in (("secret", "other", "encrypted"), ("", "other", None)):
        writer = PdfWriter(clone_from=BytesIO(pdf([column(REPORT)])))
        writer.encrypt(user_password=user, owner_password=owner, algorithm="RC4-128")
        out = BytesIO()
        writer.write(out)
        found = from_pdf(out.getvalue())
        assert (found.reason if isinstance(found, Failure) else None) == reason
        assert isinstance(found, Failure) or found.text.split("\n\n") == list(PLAIN)


PAGES = "<</Type/Catalog/Pages 2 0 R>>"
HOSTILE = {
    "a page tree that leads back to itself": [PAGES, "<</Type/Pages/Kids[2 0 R]/Count 1>>"],
    "two page trees in each other": [
        PAGES,
        "<</Type/Pages/Kids[3 0 R]/Count 9>>",
        "<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 9>>",
    ],
    "a million pages that are not there": [PAGES, "<</Type/Pages/Kids[]/Count 1000000>>"],
    "a page that draws itself": [
        PAGES,
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 4 0 R>>>>>>",
        "<</Type/XObject/Subtype/Form/Resources<</XObject<</X 4 0 R>>>>/Length 5>>\nstream\n/X Do\nendstream",
    ],
    "brackets in brackets": [PAGES.replace("2 0 R", "[" * 5000 + "]" * 5000), "<<>>"],
    "a length that is not there": [
        PAGES,
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
        "<</Length 99999999999>>\nstream\n(a) Tj\nendstream",
    ],
}


@pytest.mark.parametrize("objects", HOSTILE.values(), ids=HOSTILE.keys())
def test_files_that_run_in_circles_end_as_failures(objects: list[str]) -> None:
    assert refused(of_objects(objects)).reason in ("no-text", "broken-pdf", "too-short", "too-large")


def test_a_stream_that_unpacks_to_a_hundred_megabytes_is_not_unpacked() -> None:
    packed = zlib.compress(b"\0" * 100_000_000, 9).decode("latin-1")
    page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<<>>>>>>"
    bomb = f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n{packed}\nendstream"
    found = refused(of_objects([PAGES, "<</Type/Pages/Kids[3 0 R]/Count 1>>", page, bomb]))
    assert (found.reason, "Limit" in found.what) == ("broken-pdf", True)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.4\nstartxref\n5\n%%EOF", pdf([column(REPORT)])[:200]])
def test_what_is_cut_off_is_broken(data: bytes) -> None:
    assert refused(data).reason == "broken-pdf"


def test_a_document_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.intake.pdf_file.MOST_PAGES", 2)
    assert refused(pdf([column(REPORT)] * 3)).reason == "too-large"


def test_a_document_that_takes_too_long_or_too_many_steps_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(0, 10_000, 100))
    effort = Effort(clock=lambda: float(next(seconds)))
    with pytest.raises(Exception, match="seconds"):
        effort.look()
    monkeypatch.setattr("sayso.intake.pdf_lines.MOST_STEPS", 10)
    assert refused(pdf([column(REPORT)])).reason == "too-large"


def test_a_long_document_in_another_language_is_left_early(monkeypatch: pytest.MonkeyPatch) -> None:
    german = "Der Minister besuchte am Donnerstag die Werft und sah sich zwei neue Schiffe der Marine an."
    monkeypatch.setattr("sayso.intake.pdf_file._ENOUGH", 1000)
    seen: list[int] = []
    monkeypatch.setattr("sayso.intake.pdf_lines.Effort.look", lambda self: seen.append(1))
    assert refused(pdf([column([german] * 20)] * 50)).reason == "not-english"
    assert len(seen) < 5


# --- lines to paragraphs -------------------------------------------------------------------------------------------


def lines(*texts: str, page: int = 0, top: float = 100) -> list[Line]:
    return [Line(text, page, 72, top + 12 * n, 10) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("the govern-", "ment said", "the government said"),
        ("a nuclear-", "capable bomber", "a nuclear-capable bomber"),
        ("the anti-", "ship missile", "the anti-ship missile"),
        ("a Moscow-", "based paper", "a Moscow-based paper"),
        ("the MiG-", "29 fighter", "the MiG-29 fighter"),
        ("the season of war-", "ning shots", "the season of warning shots"),
        ("an air-", "craft carrier", "an aircraft carrier"),
        ("north-", "ern waters", "northern waters"),
        ("the South-", "North talks", "the South-North talks"),
        ("either/", "or", "either/or"),
        ("a dash -", "like this", "a dash - like this"),
    ],
)
def test_a_hyphen_at_a_line_end_goes_when_it_only_cut_the_word(above: str, below: str, whole: str) -> None:
    assert paragraphs([lines(above, below)])[0][0].text == whole


def test_a_compound_keeps_its_hyphen_when_the_text_writes_it_so_elsewhere() -> None:
    found = paragraphs([lines("leader Kim Jong-un and his", "sister met, and Kim Jong-", "un spoke for an hour there")])
    assert found[0][0].text.endswith("and Kim Jong-un spoke for an hour there")


def test_a_line_in_larger_letters_is_no_part_of_the_paragraph_below() -> None:
    head = Line("A heading of the report", 0, 72, 80, 14)
    assert paragraphs([[head, *lines("and a line of it")]])[0] == [
        Paragraph("A heading of the report and a line of it", 0, 14)
    ]
    assert len(paragraphs([[head, *lines("The line of it")]])[0]) == 2


def test_a_number_in_the_middle_of_a_page_stays() -> None:
    found, cuts = paragraphs([lines("The first line is here", "1945", "and a third line follows it")])
    assert (cuts, "1945" in found[0].text) == ((), True)
    assert paragraphs([lines("The only line of the page", "17")])[1] == (Cut("page number", "17"),)
