"""Addresses are read as browsers read them, or not at all."""

from __future__ import annotations

import json
import os
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.intake.fetching.addresses import parse, without_credentials
from sayso.intake.fetching.answers import Refused

BAD = Path(os.environ.get("SAYSO_SHARED", "../shared")) / "bad" / "ada-url" / "tests" / "wpt"

READ = (
    ("http://example.org", "http://example.org/"),
    (" HTTPS://Example.ORG/A?b#c\n", "https://example.org/A?b"),
    ("https://example.org:443/", "https://example.org/"),
    ("http://example.org:0080/x", "http://example.org/x"),
    ("https://example.org:8443/x", "https://example.org:8443/x"),
    ("http://example.org./x", "http://example.org/x"),
    ("http://example.org?q", "http://example.org/?q"),
    ("http://example.org/a/./b/../c/%2e%2E/d/..", "http://example.org/a/"),
    ("http://example.org/../..", "http://example.org/"),
    ("http://example.org/a b/é\"<>?q=é'", "http://example.org/a%20b/%C3%A9%22%3C%3E?q=%C3%A9%27"),
    ("http://example.org/%41%zz", "http://example.org/%41%zz"),
    ("http://bücher.example/", "http://xn--bcher-kva.example/"),
    ("http://ｅｘａｍｐｌｅ。org/", "http://example.org/"),
    ("http://правда.example/", "http://xn--80aafi6cg.example/"),
    ("http://r3---sn.example.org/", "http://r3---sn.example.org/"),
    ("http://under_score.example.org/", "http://under_score.example.org/"),
    ("http://8.8.8.8/", "http://8.8.8.8/"),
    ("http://[2606:2800:0:0::1]:8080/", "http://[2606:2800::1]:8080/"),
    ("http://example.org/\ud800", "http://example.org/%EF%BF%BD"),
)
REFUSED = (
    ("", "bad-address"), ("example.org/page", "bad-address"), ("//example.org/", "bad-address"),
    ("http:", "bad-address"), ("http:example.org", "bad-address"), ("http:/example.org", "bad-address"),
    ("http:///example.org", "bad-address"), ("http://", "bad-address"), ("http://:80/", "bad-address"),
    ("http://example.org:99999/", "bad-address"), ("http://example.org:0/", "bad-address"),
    ("http://example.org:8o/", "bad-address"), ("http://example.org:８０/", "bad-address"),
    ("http://exa mple.org/", "bad-address"), ("http://exa\nmple.org/", "bad-address"),
    ("http://example.org/\r\nHost: other.example", "bad-address"), ("http://example.org/\0x", "bad-address"),
    ("http://example.org\\@other.example/", "bad-address"), ("http:\\\\example.org/", "bad-address"),
    ("http://exam<ple.org/", "bad-address"), ("http://example..org/", "bad-address"),
    ("http://example.org../", "bad-address"), ("http://-example.org/", "bad-address"),
    ("http://xn--/", "bad-address"), ("http://xn--a-ecp.ru/", "bad-address"), ("http://\u200b/", "bad-address"),
    ("http://" + "a" * 64 + ".org/", "bad-address"), ("http://" + "a." * 130 + "org/", "bad-address"),
    ("http://" + "é" * 5000 + ".org/", "bad-address"), ("http://example.org/" + "a" * 8000, "bad-address"),
    ("http://[::1/", "bad-address"), ("http://::1/", "bad-address"), ("http://[1.2.3.4]/", "bad-address"),
    ("http://[v1.x]/", "bad-address"), ("http://[]/", "bad-address"), ("http://a[::1]/", "bad-address"),
    ("ftp://example.org/", "scheme"), ("file:///etc/passwd", "scheme"), ("javascript:alert(1)", "scheme"),
    ("data:text/html,x", "scheme"), ("gopher://example.org/", "scheme"), ("ws://example.org/", "scheme"),
    ("view-source:http://example.org/", "scheme"), ("blob:http://example.org/", "scheme"),
    ("http://name@example.org/", "credentials"), ("http://name:word@example.org/", "credentials"),
    ("http://@example.org/", "credentials"), ("http://example.org@other.example/", "credentials"),
    ("http://a@b@example.org/", "credentials"),
    ("http://0177.0.0.1/", "odd-host"), ("http://0x7f.0.0.1/", "odd-host"), ("http://0x7f000001/", "odd-host"),
    ("http://2130706433/", "odd-host"), ("http://127.1/", "odd-host"), ("http://127.0.1/", "odd-host"),
    ("http://0/", "odd-host"), ("http://0x/", "odd-host"), ("http://127.0.0.1./", "odd-host"),
    ("http://127.0.0.01/", "odd-host"), ("http://127.0.0.256/", "odd-host"), ("http://1.2.3.4.5/", "odd-host"),
    ("http://010.8.8.8/", "odd-host"), ("http://１２７.0.0.1/", "odd-host"), ("http://127。0。0。1/", "odd-host"),
    ("http://①②⑦.0.0.1/", "odd-host"), ("http://example.0x7f/", "odd-host"), ("http://example.1/", "odd-host"),
    ("http://%31%32%37.0.0.1/", "odd-host"), ("http://127%2e0.0.1/", "odd-host"), ("http://ex%61mple.org/", "odd-host"),
    ("http://[fe80::1%25eth0]/", "odd-host"), ("http://[fe80::1%eth0]/", "odd-host"), ("http://[::1%lo]/", "odd-host"),
)  # fmt: skip
LED = (
    ("/x", "https://example.org/x"), ("x", "https://example.org/a/x"), ("../x?y", "https://example.org/x?y"),
    ("?y", "https://example.org/a/b?y"), ("", "https://example.org/a/b?q"), ("#c", "https://example.org/a/b?q"),
    ("//other.example/x", "https://other.example/x"), ("http://other.example", "http://other.example/"),
    ("./", "https://example.org/a/"), ("..", "https://example.org/"), ("a:80", None), ("https:x", None),
    ("\\x", None), ("javascript:1", None), ("//name@other.example/", None), ("//0x7f.1/", None),
)  # fmt: skip


@pytest.mark.parametrize(("written", "plain"), READ)
def test_an_address_is_read_as_browsers_read_it(written: str, plain: str) -> None:
    assert str(parse(written)) == plain
    assert str(parse(plain)) == plain


@pytest.mark.parametrize(("written", "reason"), REFUSED)
def test_an_address_that_misleads_is_refused(written: str, reason: str) -> None:
    with pytest.raises(Refused) as told:
        parse(written)
    assert told.value.reason == reason
    assert len(told.value.what) < 200


@pytest.mark.parametrize(("written", "plain"), LED)
def test_a_relative_address_is_read_against_its_base(written: str, plain: str | None) -> None:
    base = parse("https://example.org/a/b?q")
    if plain is None:
        with pytest.raises(Refused):
            parse(written, base)
    else:
        assert str(parse(written, base)) == plain


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("http://name:word@example.org/x", "http://***@example.org/x"),
        (" HTTPS:\\\\name@x@example.org", " HTTPS:\\\\***@example.org"),
        ("http://example.org/a@b", "http://example.org/a@b"),
        ("http:name:word@example.org", "http:***@example.org"),
    ],
)
def test_credentials_are_not_shown(written: str, shown: str) -> None:
    assert without_credentials(written) == shown


@given(st.text(max_size=40), st.sampled_from(["", "http://", "https://a.example/", "http://a.example:"]))
def test_no_text_is_too_odd(text: str, before: str) -> None:
    try:
        address = parse(before + text)
    except Refused:
        return
    assert str(parse(str(address))) == str(address)
    assert str(address).isascii()
    assert not set(" \r\n\0") & set(str(address))


def collection(name: str) -> list[dict[str, Any]]:
    """The cases of a file of the web platform tests."""
    if not BAD.is_dir():
        pytest.skip(f"NO ADDRESSES at {BAD}: set SAYSO_SHARED")
    return [one for one in json.loads((BAD / name).read_text("utf-8")) if isinstance(one, dict) and "input" in one]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "floor"),
    [("urltestdata.json", 120), ("ada_extra_urltestdata.json", 1), ("urltestdata-javascript-only.json", 1)],
)
def test_what_is_taken_of_the_platform_tests_is_taken_as_they_say(name: str, floor: int) -> None:
    """Never another host, port or path than browsers see; what they refuse is refused."""
    taken = 0
    for case in collection(name):
        try:
            base = parse(case["base"]) if (case.get("base") or "about:blank") != "about:blank" else None
            found = parse(case["input"], base)
        except Refused:
            continue
        assert not case.get("failure"), case
        assert str(found) == case["href"].partition("#")[0], case
        taken += 1
    assert taken >= floor


@pytest.mark.shared
@pytest.mark.parametrize(("name", "floor"), [("toascii.json", 29), ("IdnaTestV2.json", 400)])
def test_names_in_other_letters_become_what_the_platform_tests_say(name: str, floor: int) -> None:
    taken = 0
    for case in collection(name):
        try:
            found = parse(f"https://{case['input']}/x")
        except Refused:
            continue
        assert case["output"] is not None, case
        assert found.host == case["output"].removesuffix("."), case
        taken += 1
    assert taken >= floor


@pytest.mark.shared
def test_the_numbers_of_the_platform_tests_are_the_same_machines() -> None:
    for case in collection("urltestdata.json"):
        host = case.get("hostname", "")
        if host.startswith("["):
            assert parse(f"http://{host}/").ip == ip_address(host[1:-1]), case
