"""Mail: what a message itself says, when it was sent, what is attached to it, and boxes of many messages."""

from __future__ import annotations

from base64 import b64encode
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

from sayso.intake import documents
from sayso.intake.capture import Capture, Member
from sayso.intake.mail import from_mail, messages_in
from sayso.records import Cut, Document, Failure

SAID = (
    "The defence minister visited the shipyard in Fjordhaven on Thursday and inspected two frigates, the ministry said."
)
MORE = "The navy expects to receive the first of the two ships in October, an analyst told the paper on the phone."
HEAD = (
    b"From: Jane Doe <jane@news.example>\r\nTo: list@news.example\r\nSubject: Minister at the yard\r\n"
    b"Date: Thu, 14 Sep 2023 23:30:00 +0900\r\nMessage-ID: <a1@news.example>\r\nMIME-Version: 1.0\r\n"
)


def letter(body: bytes, kind: bytes = b"text/plain; charset=utf-8", head: bytes = HEAD, how: bytes = b"8bit") -> bytes:
    return head + b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: " + how + b"\r\n\r\n" + body


def read(data: bytes) -> Document:
    found = from_mail(data, file="a.eml")
    assert isinstance(found, Document), found
    return found


def page(words: str) -> str:
    return f"<html><body><p>{words}</p></body></html>"


def test_a_message_has_its_subject_as_title_and_the_day_on_which_it_was_sent() -> None:
    found = read(letter(SAID.encode()))
    assert (found.title, found.text) == ("Minister at the yard", f"Minister at the yard\n\n{SAID}")
    assert (found.published, found.published_from) == ("2023-09-14", "sent")  # the day of the sender's own clock
    assert (found.byline, found.id, found.extractor) == ("Jane Doe", "mid:a1@news.example", "mail/1")


def test_a_dateline_tells_the_day_of_publication_better_than_the_day_of_sending() -> None:
    found = read(letter(f"OSLO, Sept. 1, 2023 (Wire) - {SAID}".encode()))
    assert (found.published, found.published_from) == ("2023-09-01", "dateline")
    assert any("dates disagree" in problem.what for problem in found.problems)


def test_a_day_that_cannot_be_is_not_believed_and_the_servers_own_is_taken() -> None:
    head = b"Received: from a by b; Thu, 14 Sep 2023 10:00:00 +0000\r\n" + HEAD.replace(b"2023", b"2099")
    found = read(letter(SAID.encode(), head=head))
    assert (found.published, found.published_from) == ("2023-09-14", "sent")
    assert any("lies in the future" in problem.what for problem in found.problems)


def test_answers_and_list_marks_are_no_part_of_a_subject() -> None:
    head = HEAD.replace(b"Minister at", b"Fwd: RE: [yards] Minister at")
    assert read(letter(SAID.encode(), head=head)).title == "Minister at the yard"


@pytest.mark.parametrize(
    ("declared", "encoded"),
    [
        ("utf-8", "utf-8"),
        ("us-ascii", "utf-8"),
        ("iso-8859-1", "windows-1252"),
        ("koi8-r", "utf-8"),
        ("utf-8", "windows-1252"),
        ("no-such-charset", "utf-8"),
        ("windows-1252", "windows-1252"),
    ],
)
def test_the_encoding_is_what_the_bytes_are_and_not_what_they_are_said_to_be(declared: str, encoded: str) -> None:
    words = f"{SAID} “Très bien”, she said."
    found = read(letter(words.encode(encoded), f"text/plain; charset={declared}".encode()))
    assert found.text.endswith("“Très bien”, she said.")


def test_seven_bit_encodings_and_headers_in_raw_bytes() -> None:
    words = f"{SAID} 日本"
    found = read(letter(words.encode("iso-2022-jp"), b"text/plain; charset=iso-2022-jp", how=b"7bit"))
    assert found.text.endswith("日本")
    head = HEAD.replace(b"Minister at the yard", "Ministère à l’œuvre".encode())
    assert read(letter(SAID.encode(), head=head)).title == "Ministère à l’œuvre"
    coded = HEAD.replace(b"Minister at the yard", b"=?utf-8?B?" + b64encode("Ministère".encode()) + b"?=")
    assert read(letter(SAID.encode(), head=coded)).title == "Ministère"


def test_quotes_signatures_and_the_foot_of_a_list_are_listed_and_left_out() -> None:
    body = (
        f"{SAID}\n\nOn Tue, 12 Sep 2023 at 9:54, John Roe <john@news.example>\nwrote:\n> What did he do there?\n"
        f"> I cannot tell.\n\n{MORE}\n-- \nJane Doe\nThe Paper\n"
        "_______________________________________________\nYards mailing list\nhttps://news.example/listinfo/yards\n"
    )
    found = read(letter(body.encode()))
    assert found.text == f"Minister at the yard\n\n{SAID}\n\n{MORE}"
    assert [cut.reason for cut in found.cuts] == ["quoted reply", "foot of a mailing list", "signature"]
    assert found.cuts[0].quote == "> What did he do there?\n> I cannot tell."


def test_an_original_below_an_answer_is_a_quote_but_a_forwarded_report_is_the_message() -> None:
    below = f"-----Original Message-----\nFrom: John\nSent: Monday\nTo: Jane\nSubject: x\n\n{MORE}"
    assert MORE not in read(letter(f"{SAID}\n\n{below}".encode())).text
    assert MORE in read(letter(f"Please see.\n\n{below}".encode())).text
    quoted = "\n".join(f"> {line}" for line in (SAID, MORE))
    assert read(letter(f"See below:\n\n{quoted}".encode())).text.endswith(f"{SAID}\n{MORE}")


def test_lines_that_flow_are_one_paragraph() -> None:
    flowed = SAID.replace("on Thursday", "\r\non Thursday").encode()
    found = read(letter(flowed, b"text/plain; charset=utf-8; format=flowed"))
    assert found.text.endswith(SAID)


def mixed(*parts: bytes, sort: bytes = b"mixed") -> bytes:
    joined = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return HEAD + b"Content-Type: multipart/" + sort + b'; boundary="b"\r\n\r\n' + joined + b"--b--\r\n"


def part(words: str, kind: str = "text/plain", more: str = "") -> bytes:
    return f"Content-Type: {kind}; charset=utf-8\r\n{more}\r\n{words}".encode()


def test_of_several_ways_to_say_one_thing_the_plain_one_is_read_unless_it_only_points_to_the_page() -> None:
    ways = mixed(part(SAID), part(page(MORE), "text/html"), sort=b"alternative")
    assert read(ways).text.endswith(SAID)
    pointer = mixed(part("Read this in your browser."), part(page(MORE), "text/html"), sort=b"alternative")
    assert read(pointer).text.endswith(MORE)


def test_a_page_in_a_message_is_read_as_a_page_without_what_it_quotes() -> None:
    quote = "<blockquote type='cite'><p>What did he do there?</p></blockquote>"
    found = read(letter(f"<div><p>{SAID}</p><p>{MORE}</p>{quote}</div>".encode(), b"text/html; charset=utf-8"))
    assert found.text == f"Minister at the yard\n\n{SAID}\n\n{MORE}"
    assert Cut("quoted reply", "What did he do there?") in found.cuts
    assert found.extractor.startswith("mail/1 page/1")


def test_a_newsletter_that_is_built_of_tables_is_not_lost() -> None:
    table = f"<table><tr><td>{SAID}</td></tr><tr><td><div>{MORE}</div></td></tr></table>"
    found = read(letter(table.encode(), b"text/html; charset=utf-8"))
    assert (SAID in found.text, MORE in found.text) == (True, True)


def attached(data: bytes, name: str = "a.eml") -> list[tuple[str, bytes]]:
    found = list(messages_in(BytesIO(data), name))
    return [(f"{member.name}", member.data) for member in found if isinstance(member, Member)]  # type: ignore[misc]


def test_attachments_are_parts_of_their_own_with_names_that_lead_nowhere() -> None:
    named = 'Content-Disposition: attachment; filename="../../etc/re\tport.txt"\r\n'
    data = mixed(part(SAID), part(MORE, more=named), part("x", "image/png", "Content-Disposition: inline\r\n"))
    (first, words), (second, _) = attached(data)
    assert (first, words.strip().decode(), second) == ("a.eml!/re_port.txt", MORE, "a.eml!/part-4")


def test_the_pictures_of_a_page_are_no_attachments() -> None:
    picture = part("x", "image/png", "Content-ID: <logo>\r\n")
    assert attached(mixed(part(page(SAID), "text/html"), picture, sort=b"related")) == []


def test_a_message_in_a_message_is_a_document_of_its_own(tmp_path: Path) -> None:
    inner = letter(MORE.encode(), head=HEAD.replace(b"a1@", b"a2@").replace(b"Minister at", b"Ships at"))
    outer = tmp_path / "outer.eml"
    outer.write_bytes(mixed(part(SAID), b"Content-Type: message/rfc822\r\n\r\n" + inner))
    found = [d for d in documents([outer]) if isinstance(d, Document)]
    assert [(d.id, d.title, d.file) for d in found] == [
        ("mid:a1@news.example", "Minister at the yard", f"{outer}"),
        ("mid:a2@news.example", "Ships at the yard", f"{outer}!/Ships at the yard.eml"),
    ]


def test_a_box_holds_many_messages_and_one_broken_one_costs_no_other(tmp_path: Path) -> None:
    line = b"From jane@news.example Thu Sep 14 10:00:00 2023\n"
    one, two = (letter(f"{words}\r\n\r\nFrom here on,\r\n>From the yard.".encode()) for words in (SAID, MORE))
    broken = letter(b"%%%", b"text/plain; charset=utf-8", how=b"base64")
    box = tmp_path / "yard.mbox"
    box.write_bytes(b"".join(line + message + b"\n\n" for message in (one, broken, two)))
    first, failed, last = documents([box])
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(failed, Failure)
    assert (first.file, failed.input, last.file) == (f"{box}!/1", f"{box}!/2", f"{box}!/3")
    assert first.text.endswith("From the yard.")
    assert MORE in last.text


def test_a_box_without_empty_lines_is_parted_and_a_sentence_parts_none() -> None:
    line = b"From jane@news.example Thu Sep 14 10:00:00 2023\r\n"
    one = letter(f"{SAID}\r\n\r\nFrom the yard they went home at 14:05.\r\n{MORE}\r\n".encode())
    two = letter(f"{MORE}\r\n".encode())
    found = [one for one in messages_in(BytesIO(line + one + line + two), "a.mbox") if isinstance(one, Capture)]
    assert [(one.name, one.data) for one in found] == [("a.mbox!/1", one), ("a.mbox!/2", two)]


def test_the_length_that_apple_mail_writes_above_a_message_is_no_part_of_it(tmp_path: Path) -> None:
    data = letter(SAID.encode())
    path = tmp_path / "1.emlx"
    path.write_bytes(f"{len(data)}\n".encode() + data + b'<?xml version="1.0"?><plist></plist>')
    (found,) = documents([path])
    assert isinstance(found, Document)
    assert found.text.endswith(SAID)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (letter(b""), "no-text"),
        (mixed(part(MORE, "application/pdf", "Content-Disposition: attachment\r\n")), "no-text"),
        (mixed(part("Version: 1", "application/pgp-encrypted"), sort=b"encrypted"), "encrypted"),
        (letter(b"Hello."), "too-short"),
        (letter(b"Der Minister besuchte am Donnerstag die Werft und sah sich zwei Schiffe an. " * 3), "not-english"),
    ],
)
def test_a_message_without_words_of_its_own_says_so(data: bytes, reason: str) -> None:
    found = from_mail(data, file="a.eml")
    assert isinstance(found, Failure)
    assert found.reason == reason


def nested(depth: int) -> bytes:
    opened = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(depth))
    return HEAD + opened + b"\r\n" + SAID.encode()


HOSTILE = {
    "parts in parts": nested(3000),
    "thousands of parts": mixed(*[part("x")] * 5000),
    "a boundary that never comes": HEAD + b'Content-Type: multipart/mixed; boundary="zz"\r\n\r\n' + SAID.encode(),
    "no boundary at all": HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + SAID.encode(),
    "an encoding of bytes": letter(SAID.encode(), b"text/plain; charset=zlib_codec"),
    "a charset of nonsense": letter(SAID.encode(), b'text/plain; charset="=?x?Q??="'),
    "a header of two million": b"Subject: " + b"=?utf-8?Q?" * 100_000 + b"\r\n" + letter(SAID.encode()),
    "a field of quotation marks": letter(SAID.encode(), b"text/plain" + b';a="' * 300_000),
    "uuencoding without an end": letter(b"begin 644 x\n" + b"M" * 500, how=b"x-uuencode"),
    "NUL and controls": letter(SAID.replace(" ", "\0 ").encode() + b"\x01\x02"),
    "a message in a message in a message": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 400 + letter(b"x"),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_broken_messages_end_as_documents_or_failures(data: bytes) -> None:
    found = [one for one in messages_in(BytesIO(data), "a.eml") if isinstance(one, Capture)]
    for capture in found:
        read_or_not = from_mail(capture.data, file="a.eml")
        assert isinstance(read_or_not, Failure) or read_or_not.text.encode()
        assert not isinstance(read_or_not, Document) or "\0" not in read_or_not.text


def test_a_message_made_by_a_mail_program_reads_as_it_was_written() -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = (
        "Åse <a@b.example>",
        "Fjords",
        "Thu, 14 Sep 2023 10:00:00 +0200",
    )
    message.set_content(f"{SAID}\n\n{MORE}\n")
    message.add_alternative(page(SAID), subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="Å report.pdf")
    found = read(message.as_bytes())
    assert (found.text, found.byline) == (f"Fjords\n\n{SAID}\n\n{MORE}", "Åse")
    assert attached(message.as_bytes()) == [("a.eml!/Å report.pdf", b"%PDF-1.4")]
