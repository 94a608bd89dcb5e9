"""Only the public web may be contacted, whatever form an address is written in."""

import re
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis.strategies import ip_addresses

from bot.fetching.addresses import AllowedHosts, is_host, is_public


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - nothing is bound to it
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::10.0.0.1",
        "2001::1",
        "2001:db8::1",
        "2a00:1450::5efe:127.0.0.1",
        "2a00:1450::200:5efe:10.0.0.1",
        "2a00:1450::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%lo",
        "fec0::1",
        "ff02::1",
        "4000::1",
    ],
)
def test_addresses_outside_the_public_web_are_recognized(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "93.184.216.34",
        "::ffff:1.1.1.1",
        "2002:101:101::1",
        "64:ff9b::1.1.1.1",
        "2606:4700:4700::1111",
        "2a00:1450:4009:80b::200e",
    ],
)
def test_the_public_web_is_open(address: str) -> None:
    assert is_public(ip_address(address))


@given(ip_addresses(v=4))
def test_an_address_within_another_counts_as_itself(address: object) -> None:
    alone = is_public(ip_address(str(address)))
    assert is_public(ip_address(f"::ffff:{address}")) == alone
    assert is_public(ip_address(f"64:ff9b::{address}")) == alone


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "127.1",
        "0177.0.0.1",
        "127.0.0.08",
        "1.2.3",
        "fe80::1%eth0",
        "fe80::1%25lo",
        "a b",
        "a/b",
        "",
        "-a.example",
        "exa\0mple",
        "a" * 64,
        ".".join(["abc"] * 80),
    ],
)
def test_what_only_a_resolver_takes_for_an_address_is_no_host(host: str) -> None:
    assert not is_host(host)


@pytest.mark.parametrize(
    "host", ["warta.example", "xn--bcher-kva.example.", "127.0.0.1", "::1", "3com.com", "localhost"]
)
def test_names_and_plain_addresses_are_hosts(host: str) -> None:
    assert is_host(host)


def test_what_is_allowed_is_named_with_or_without_its_port() -> None:
    allowed = AllowedHosts.parse(["Intranet.example", "127.0.0.1:8080", "[::1]:81", "fd00::0:1"])
    assert allowed.allow("intranet.example.", 80)
    assert allowed.allow("INTRANET.example", 8443)
    assert allowed.allow("127.0.0.1", 8080)
    assert not allowed.allow("127.0.0.1", 80)
    assert allowed.allow("::1", 81)
    assert not allowed.allow("::1", 80)
    assert allowed.allow("fd00::1", 443)
    assert not allowed.allow("other.example", 80)


@pytest.mark.parametrize("entry", ["", ":80", "host:", "host:0", "host:99999", "a b", "0x7f.1:80"])
def test_what_cannot_be_allowed_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match=re.escape(entry) or None):
        AllowedHosts.parse([entry])
