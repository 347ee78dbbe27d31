"""Inputs made to be slow, large or endless: feeds, archives, web archives, mail, PDF and Word files."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib

from tests.pathological import SAID, fill, hostile, page
from tests.pdf_pages import column, of_objects, pdf

# --- feeds ---------------------------------------------------------------------------------------------------------

ITEM = f"<item><title>Envoys meet</title><link>https://post.example/1</link><description>{SAID}</description></item>"


def rss(inside: str, *, above: str = "") -> bytes:
    return f'<?xml version="1.0"?>{above}<rss version="2.0"><channel>{inside}{ITEM}</channel></rss>'.encode()


def entity(name: str, value: str) -> str:
    return f'<!ENTITY {name} "{value}">'


@hostile("feed.xml", 300)
def entities_of_entities(size: int) -> bytes:
    names = [f"e{n}" for n in range(size // 30)]
    told = "".join(entity(b, f"&{a};" * 10) for a, b in zip(["lol", *names], names, strict=False))
    return rss(f"<title>&{names[-1]};</title>", above=f"<!DOCTYPE rss [{entity('lol', 'lol')}{told}]>")


@hostile("feed.xml", 20_000)
def one_entity_many_times(size: int) -> bytes:
    return rss(f"<title>{fill('&a;', size)}</title>", above=f"<!DOCTYPE rss [{entity('a', fill('a', size))}]>")


@hostile("feed.xml", 10_000)
def nested_elements(size: int) -> bytes:
    return rss(fill("<item><a>", size))


@hostile("feed.xml", 20_000)
def many_items(size: int) -> bytes:
    return rss(fill(ITEM, size))


@hostile("feed.xml", 10_000)
def empty_items(size: int) -> bytes:
    return rss(fill("<item/>", size))


@hostile("feed.xml", 20_000)
def items_without_end(size: int) -> bytes:
    return rss(fill("<item><title>a<description>&lt;p", size))


@hostile("feed.xml", 20_000)
def broken_tags(size: int) -> bytes:
    return rss(fill("<item <title &a <![CDATA[", size))


@hostile("feed.xml", 20_000)
def declared_names(size: int) -> bytes:
    return rss(fill('<a:b xmlns:a="https://a.example/"/>', size))


@hostile("feed.xml", 20_000)
def markup_in_items(size: int) -> bytes:
    return rss(f"<item><description><![CDATA[{fill('<div><b>', size)}{SAID}]]></description></item>")


@hostile("feed.json", 20_000)
def items_of_json(size: int) -> bytes:
    items = fill('{"content_html": "<p>' + SAID + '"},', size)
    return f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{items}{{"id": {"9" * 5000}}}]}}'.encode()


# --- archives ------------------------------------------------------------------------------------------------------


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


@hostile("a.zip", 400_000)
def packed_zeros(size: int) -> bytes:
    return zipped(a_txt=bytes(20 * size), b_html=page(""))


@hostile("a.gz", 400_000)
def packed_twice(size: int) -> bytes:
    return gzip.compress(gzip.compress(SAID.encode() + b" " * 20 * size))


@hostile("a.gz", 10_000)
def many_packed_parts(size: int) -> bytes:
    return gzip.compress(SAID.encode()) + gzip.compress(b"") * (size // 20) + gzip.compress(b"\nEnd.")


@hostile("a.zip", 40)
def zip_in_zip(size: int) -> bytes:
    data = page("")
    for _ in range(size):
        data = zipped(a_zip=data, b_html=page("")) if len(data) < 20_000 else data
    return data


@hostile("a.zip", 20)
def files_in_one_place(size: int) -> bytes:
    """Every file of the list is the same bytes: 50 of them tell of 50 times what is there."""
    whole = zipped(a_txt=fill(SAID + "\n\n", 5_000).encode())
    start = struct.unpack("<I", whole[-6:-2])[0]
    entry = whole[start:-22]
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, size, size, size * len(entry), start, 0)
    return whole[:start] + entry * size + end


@hostile("a.zip", 20_000)
def headers_of_no_list(size: int) -> bytes:
    header = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, 9, 9, 1, 0) + b"a"
    return header + fill("ab", 40).encode() + (header + b"\x55" * 8) * (size // 40)


@hostile("a.zip", 10)
def bombs_of_no_list(size: int) -> bytes:
    bomb = zlib.compress(bytes(60_000_000), 1)[2:-4]
    header = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(bomb), 9, 1, 0) + b"a"
    return (header + bomb) * (size // 10)


@hostile("a.tar", 40)
def files_of_a_tar(size: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for n in range(size):
            archive.addfile(tarfile.TarInfo(f"{n}.txt"))
            archive.addfile(header := tarfile.TarInfo("a/" * 60 + f"{n}.txt"), io.BytesIO(bytes(header.size)))
    return out.getvalue()


@hostile("a.tar", 40_000)
def broken_blocks_of_a_tar(size: int) -> bytes:
    return files_of_a_tar(2)[:2048] + b"\x01" * (size // 512 * 512)


# --- web archives --------------------------------------------------------------------------------------------------


def record(block: bytes, *, length: int | None = None, more: str = "") -> bytes:
    size = len(block) if length is None else length
    told = f"WARC-Type: resource\r\nWARC-Target-URI: https://a.example/1\r\n{more}Content-Length: {size}"
    return f"WARC/1.0\r\n{told}\r\n\r\n".encode() + block + b"\r\n\r\n"


@hostile("a.warc", 250_000)
def one_length_too_great(size: int) -> bytes:
    return record(b"", length=99_000_000) + record(b"") * (size // 120) + record(page(""))


@hostile("a.warc", 40_000)
def every_length_too_great(size: int) -> bytes:
    return record(b"a", length=10_000) * (size // 120) + record(page(""))


@hostile("a.warc", 40_000)
def endless_header(size: int) -> bytes:
    return record(b"a", more=fill("A: b\r\n", size)) + record(page(""))


@hostile("a.warc", 40_000)
def beginnings_of_records(size: int) -> bytes:
    return record(page("")) + fill("WARC/1.0\r\n", size).encode() + record(page(""))


@hostile("a.warc.gz", 8_000)
def broken_packed_records(size: int) -> bytes:
    packed = gzip.compress(record(page("")))
    return (packed + packed[:60] + b"\xff" * 40) * (size // 600) + packed


# --- mail ----------------------------------------------------------------------------------------------------------

HEAD = "From: Ada <ada@post.example>\r\nTo: b@post.example\r\nSubject: Envoys\r\nMIME-Version: 1.0\r\n"


@hostile("a.eml", 20)
def parts_in_parts(size: int) -> bytes:
    around = (f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(size))
    return (HEAD + "".join(around) + f"\r\n{SAID}\r\n").encode()


@hostile("a.eml", 20)
def letters_in_letters(size: int) -> bytes:
    return (HEAD + f"Content-Type: message/rfc822\r\n\r\n{HEAD}" * size + f"\r\n{SAID}").encode()


@hostile("a.eml", 20_000)
def many_parts(size: int) -> bytes:
    parts = fill(f"--b\r\nContent-Type: text/plain\r\n\r\n{SAID}\r\n", size)
    return f"{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--".encode()


@hostile("a.eml", 40_000)
def many_fields(size: int) -> bytes:
    fields = fill("A: =?utf-8?q?b?= <c@d.example>,\r\n", size)
    return f"{HEAD}{fields}\r\n{SAID}".encode()


@hostile("a.eml", 40_000)
def one_field(size: int) -> bytes:
    return f"{HEAD}References: {fill('=?utf-8?b?QQ==?= (', size)}\r\n\r\n{SAID}".encode()


@hostile("a.eml", 20_000)
def beginnings_of_answers(size: int) -> bytes:
    begun = fill("From: a\nSent: b\nTo: c\n", size)
    return f"{HEAD}\r\n{SAID}\n\n{begun}On Friday a wrote:\n\n{SAID}".encode()


@hostile("a.eml", 15_000)
def quotes_of_quotes(size: int) -> bytes:
    quoted = fill(">>>>>>>> a\n_____________\n", size)
    return f"{HEAD}\r\n{SAID}\n\n{quoted}{fill('>', size)}\n{SAID}".encode()


@hostile("a.mbox", 20_000)
def box_of_letters(size: int) -> bytes:
    return fill(f"From ada Fri Sep 15 10:00:00 2023\r\n{HEAD}\r\n{SAID}\r\n\r\n", size).encode()


# --- PDF -----------------------------------------------------------------------------------------------------------


@hostile("a.pdf", 10_000)
def lines_of_one_paragraph(size: int) -> bytes:
    return pdf([column(["and the envoys of both towns met again"] * (size // 40), top=700, size=0.5)])


@hostile("a.pdf", 20)
def pages_in_a_circle(size: int) -> bytes:
    kids = " ".join(["2 0 R", "3 0 R"] * size)
    return of_objects(["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {size}>>", "<</Type/Page>>"])


@hostile("a.pdf", 100)
def forms_in_forms(size: int) -> bytes:
    told = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Length 5>>"
    form = f"{told}\nstream\n/X Do\nendstream"
    drawn = "/X Do " * size
    return of_objects([
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Contents 5 0 R>>", form,
        f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream",
    ])  # fmt: skip


@hostile("a.pdf", 1_000_000)
def packed_pages(size: int) -> bytes:
    drawn = zlib.compress(b"BT (a) Tj ET " * (size // 13), 9).decode("latin-1")
    return of_objects([
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        f"<</Filter/FlateDecode/Length {len(drawn)}>>\nstream\n{drawn}\nendstream",
    ])  # fmt: skip


@hostile("a.pdf", 20_000)
def nested_objects(size: int) -> bytes:
    return of_objects(["<</Type/Catalog/Pages 2 0 R>>", fill("[", size), fill("<</A", size)])


@hostile("a.pdf", 20_000)
def objects_without_a_table(size: int) -> bytes:
    return b"%PDF-1.4\n" + fill("1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\n", size).encode()


# --- Word files ----------------------------------------------------------------------------------------------------


def docx(body: str, *, above: str = "") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    text = f'<?xml version="1.0"?>{above}<w:document {space}><w:body>{body}</w:body></w:document>'
    return zipped(**{"word/document_xml": text.encode(), "[Content_Types]_xml": b"<Types/>"})


@hostile("a.docx", 40_000)
def paragraphs_of_word(size: int) -> bytes:
    return docx(fill(f"<w:p><w:r><w:t>{SAID}</w:t></w:r></w:p>", size))


@hostile("a.docx", 20)
def tables_in_tables(size: int) -> bytes:
    return docx(
        "<w:tbl><w:tr><w:tc>" * size + f"<w:p><w:r><w:t>{SAID}</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * size
    )


@hostile("a.docx", 300)
def entities_of_word(size: int) -> bytes:
    told = "".join(entity(f"e{n + 1}", f"&e{n};" * 10) for n in range(size // 30))
    return docx(f"<w:p><w:r><w:t>&e{size // 30};</w:t></w:r></w:p>", above=f"<!DOCTYPE a [{entity('e0', 'a')}{told}]>")
