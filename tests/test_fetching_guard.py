"""Only public machines at the usual ports are asked, and those of one's own that were named."""

from __future__ import annotations

import dataclasses
import re
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from sayso.intake.fetching.addresses import parse
from sayso.intake.fetching.answers import Limits, Refused
from sayso.intake.fetching.guard import allowed, check_machines, check_port, network_of
from sayso.knowledge.tables import rows

ROOT = Path(__file__).parents[1]
ASKED = (
    "8.8.8.8", "93.184.215.14", "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
    "169.253.0.1", "192.167.1.1", "223.255.255.255", "198.17.0.1", "198.20.0.1", "168.63.129.15",
    "2606:2800:21f:cb07::1", "2a00:1450::1", "2001:200::1", "64:ff9b::808:808",
)  # fmt: skip
NEVER = (
    "0.0.0.0", "0.1.2.3", "169.254.169.254", "169.254.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192",
    "192.0.2.1", "192.88.99.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "::", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::a00:1", "64:ff9b:1::808:808",
    "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1",
    "3fff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ff0e::1", "fd00:ec2::254", "fd20:ce::254", "4000::1",
    "::2", "5f00::1",
)  # fmt: skip
OWN = (
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1",
    "100.64.0.1", "100.127.255.255", "198.18.0.1", "198.19.255.255", "::1", "fc00::1", "fdff::1",
)  # fmt: skip
HERE = parse("http://intranet.example/")


@pytest.mark.parametrize("ip", ASKED)
def test_public_machines_are_asked(ip: str) -> None:
    assert check_machines(HERE, [ip_address(ip)], allowed([])) == (ip_address(ip),)


@pytest.mark.parametrize("ip", NEVER)
def test_some_machines_are_never_asked(ip: str) -> None:
    with pytest.raises(Refused) as told:
        check_machines(HERE, [ip_address(ip)], allowed(["intranet.example"]))
    assert told.value.reason == "private-address"
    assert "--allow-private" not in told.value.what


@pytest.mark.parametrize("ip", OWN)
def test_machines_of_ones_own_are_asked_when_they_are_named(ip: str) -> None:
    with pytest.raises(Refused, match=r"--allow-private intranet\.example allows it"):
        check_machines(HERE, [ip_address(ip)], allowed(["other.example"]))
    assert check_machines(HERE, [ip_address(ip)], allowed(["intranet.example"]))


@pytest.mark.parametrize("ip", OWN)
def test_machines_are_named_by_their_number_too(ip: str) -> None:
    written = f"[{ip}]" if ":" in ip else ip
    address = parse(f"http://{written}:8000/")
    assert address.ip is not None
    with pytest.raises(Refused):
        check_port(address, allowed([written]))
    own = allowed([f"{written}:8000"])
    check_port(address, own)
    assert check_machines(address, [address.ip], own) == (address.ip,)


def test_one_bad_machine_among_good_ones_refuses_the_name() -> None:
    good, bad = ip_address("8.8.8.8"), ip_address("10.0.0.1")
    for every in ([good, bad], [bad, good], [good, good, bad]):
        with pytest.raises(Refused):
            check_machines(HERE, every, allowed([]))


@pytest.mark.parametrize(("port", "asked"), [(80, True), (443, True), (8080, True), (8443, True), (22, False),
                                             (25, False), (3306, False), (6379, False), (8000, False)])  # fmt: skip
def test_only_usual_ports_are_asked(port: int, asked: bool) -> None:
    address = parse(f"http://example.org:{port}/")
    if asked:
        check_port(address, allowed([]))
    else:
        with pytest.raises(Refused, match=f"--allow-private example.org:{port} allows it"):
            check_port(address, allowed(["example.org"]))
    check_port(address, allowed([f"example.org:{port}"]))


def test_a_port_that_is_named_allows_this_port_of_a_machine_alone() -> None:
    own, ip = allowed(["intranet.example:8000"]), ip_address("10.0.0.1")
    assert check_machines(parse("http://intranet.example:8000/"), [ip], own)
    with pytest.raises(Refused):
        check_machines(parse("http://intranet.example/"), [ip], own)


@pytest.mark.parametrize("written", ["", ":80", "a b", "http://x/", "x:y", "x:0", "x:99999", "name@x", "0x7f.1", "::1"])
def test_what_is_no_host_allows_nothing(written: str) -> None:
    with pytest.raises(Refused):
        allowed([written])


def test_every_row_of_the_networks_is_in_force() -> None:
    """The first and the last address of a row are judged by it, or by a narrower row within it."""
    table = [(ip_network(row["network"]), row["reach"]) for row in rows("world/networks.csv")]
    assert len(table) == len({network for network, _ in table})
    for network, reach in table:
        for ip in (network[0], network[-1]):
            found = network_of(ip)
            assert found.network.prefixlen >= network.prefixlen or found.reach == "public"
            assert (found.reach == reach) or found.network != network or reach == "translated"


def test_the_page_of_the_documentation_tells_every_reason_and_limit() -> None:
    page = (ROOT / "docs" / "fetching.md").read_text("utf-8")
    code = "".join(path.read_text("utf-8") for path in (ROOT / "src/sayso/intake/fetching").glob("*.py"))
    reasons = set(re.findall(r'Refused\(\s*"([a-z-]+)"', code))
    assert len(reasons) >= 20
    assert reasons <= set(re.findall(r"`([a-z-]+)`", page))
    for limit in dataclasses.astuple(Limits()):
        assert f"{limit:,.0f}" in page


def test_the_networks_of_the_documentation_are_refused_as_it_says() -> None:
    page = (ROOT / "docs" / "fetching.md").read_text("utf-8")
    told = [line for line in page.splitlines() if line.startswith("| ") and re.search(r"\d::?|\d\.\d+\.\d", line)]
    for line in told:
        for written in re.findall(
            r"(?<![\w/:.])[0-9a-f:.]{3,}(?:/\d+)?(?=[,| ]|$)", line.split("|")[2].split("but not")[0]
        ):
            if "http" not in line and re.search(r"::|\.\d+\.", written):
                reach = network_of(ip_network(written, strict=False)[0]).reach
                assert reach == ("own" if "allows one host" in line else "never"), written
