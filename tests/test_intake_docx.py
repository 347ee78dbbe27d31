"""Word documents: what a reader sees with all changes accepted; broken and hostile files say what is wrong."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from sayso.intake import documents
from sayso.intake.docx import from_docx
from sayso.records import Cut, Document, Failure

NAMES = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SAID = "The defence minister visited the shipyard on Thursday and inspected two frigates, the ministry told the press."
MORE = "The navy expects to receive the first of the two ships in October, an analyst told the paper on the phone."


def docx(body: str, *, about: str = "", **parts: str) -> bytes:
    """A Word file whose text is that XML; `parts` are further ones of its folder "word"."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f'<w:document xmlns:w="{NAMES}"><w:body>{body}</w:body></w:document>')
        package.writestr("docProps/core.xml", f"<p xmlns:dc='dc' xmlns:dcterms='terms'>{about}</p>")
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", f'<w:x xmlns:w="{NAMES}">{content}</w:x>')
    return out.getvalue()


def p(words: str, style: str = "") -> str:
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r><w:t>{words}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def read(data: bytes, **given: str) -> Document:
    found = from_docx(data, **given)
    assert isinstance(found, Document), found
    return found


def refused(data: bytes) -> Failure:
    found = from_docx(data, file="a.docx")
    assert isinstance(found, Failure), found
    return found


def test_the_text_may_have_a_number_in_its_name(tmp_path: Path) -> None:
    with ZipFile(BytesIO(docx(p(SAID) + p(MORE)))) as package, ZipFile(tmp_path / "a.docx", "w") as numbered:
        for name in package.namelist():
            numbered.writestr(name.replace("document.xml", "document2.xml"), package.read(name))
    (found,) = documents([tmp_path / "a.docx"])
    assert isinstance(found, Document)
    assert found.text == f"{SAID}\n\n{MORE}"


def test_paragraphs_and_rows_follow_each_other_under_the_title() -> None:
    table = f"<w:tbl>{row(p('Ship'), p('Year'))}{row(p('Ormen'), p('2021') + p('or 2022'))}</w:tbl>"
    found = read(docx(p("Frigates for the navy", "Title") + p("14 September 2023") + p(SAID) + table + p(MORE)))
    assert found.text.split("\n\n") == ["Frigates for the navy", SAID, "Ship | Year", "Ormen | 2021 or 2022", MORE]
    assert (found.title, found.published, found.published_from, found.extractor) == (
        "Frigates for the navy",
        "2023-09-14",
        "dateline",
        "docx/1",
    )


def test_a_first_heading_above_the_text_is_the_title() -> None:
    assert read(docx(p("Frigates at last", "Heading1") + p(SAID))).title == "Frigates at last"
    assert read(docx(p(SAID) + p("Background", "Heading1") + p(MORE))).title is None


def test_changes_count_as_accepted_and_what_is_hidden_or_remarked_is_left_out() -> None:
    changed = (
        "<w:p><w:r><w:t>The minister visited </w:t></w:r>"
        "<w:del><w:r><w:delText>Oslo</w:delText><w:t>Oslo</w:t></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>Bodø</w:t></w:r></w:moveFrom>"
        "<w:ins><w:r><w:t>the yard</w:t></w:r></w:ins><w:commentRangeStart w:id='1'/>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> in secret</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t> again</w:t></w:r>"
        "<w:r><w:instrText>HYPERLINK x</w:instrText><w:tab/><w:t>soon</w:t></w:r>"
        "<w:r><w:commentReference w:id='1'/><w:footnoteReference w:id='2'/></w:r></w:p>"
    )
    notes = f"<w:footnote>{p('The ministry did not answer.')}</w:footnote>"
    found = read(docx(changed + p(SAID), comments=p("Is this so?"), header1=p("Draft"), footnotes=notes))
    assert found.text == f"The minister visited the yard again soon\n\n{SAID}"
    assert Cut("note", "The ministry did not answer.") in found.cuts


def test_tables_that_only_lay_out_a_page_give_their_paragraphs() -> None:
    inner = f"<w:tbl>{row(p('a'), p('b'))}</w:tbl>"
    found = read(docx(f"<w:tbl>{row(p(SAID) + p(MORE), inner)}</w:tbl>"))
    assert found.text.split("\n\n") == [SAID, MORE, "a | b"]


def test_a_text_box_that_is_kept_in_two_forms_is_read_once() -> None:
    box = f"<w:txbxContent>{p(MORE)}</w:txbxContent>"
    both = f'<w:p><w:r><x:AlternateContent xmlns:x="mc"><x:Choice>{box}</x:Choice><x:Fallback>{box}</x:Fallback>'
    found = read(docx(p(SAID) + both + "</x:AlternateContent></w:r></w:p>"))
    assert found.text.split("\n\n") == [SAID, MORE]


def test_the_day_on_which_a_file_was_made_is_told_and_is_no_day_of_publication() -> None:
    about = "<dc:creator>Jane Doe</dc:creator><dcterms:created>2024-01-02T10:00:00Z</dcterms:created>"
    found = read(docx(p(SAID), about=about))
    assert (found.published, found.byline) == (None, "Jane Doe")
    assert [problem.what for problem in found.problems] == [
        "not dated: its first lines show no day; the file was made on 2024-01-02"
    ]
    assert read(docx(p(SAID), about=about), published="2024-01-01").problems == ()


def test_a_file_of_python_docx_reads_as_it_was_written() -> None:
    made = pytest.importorskip("docx").Document()
    made.add_heading("Frigates for the navy", 0)
    made.add_paragraph(SAID)
    out = BytesIO()
    made.save(out)
    assert read(out.getvalue()).text == f"Frigates for the navy\n\n{SAID}"


def without_text() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as package:
        package.writestr("word/other.xml", "<x/>")
    return out.getvalue()


def lying(data: bytes) -> bytes:
    """The same with a byte of its packed text changed."""
    at = data.index(b"document.xml") + 40
    return data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]


ENTITIES = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY a{n} '&a;&a;&a;'>" for n in range(9)) + "]>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "broken-docx"),
        (b"PK\x03\x04", "broken-docx"),
        (docx(p(SAID))[:200], "broken-docx"),
        (lying(docx(p(SAID) * 40)), "broken-docx"),
        (without_text(), "broken-docx"),
        (docx("<w:p>"), "broken-docx"),
        (docx("<w:p>" * 400 + "</w:p>" * 400), "broken-docx"),
        (docx("<w:p/>"), "no-text"),
        (docx(p("Hello there.")), "too-short"),
        (docx(p("x" * 31_000_000)), "too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    assert refused(data).reason == reason


def test_entities_are_not_resolved() -> None:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        body = f'{ENTITIES}<w:document xmlns:w="{NAMES}"><w:body>{p(SAID + " &a8; ")}</w:body></w:document>'
        package.writestr("word/document.xml", body)
    assert "haha" not in read(out.getvalue()).text


def test_the_page_explains_every_reason_of_documents_that_are_no_pages() -> None:
    root = Path(__file__).parents[1]
    explained = set(re.findall(r"`([\w-]+)`", (root / "docs" / "inputs.md").read_text("utf-8")))
    names = ("pdf", "pdf_file", "pdf_lines", "docx", "mail", "mail_parts", "dumps", "compose")
    sources = "".join((root / f"src/sayso/intake/{name}.py").read_text("utf-8") for name in names)
    codes = set(re.findall(r'(?:"intake", |Refused\()"([\w-]+)"', sources))
    assert len(codes) > 10
    assert codes <= explained
