"""The table of tricks: every way known to us of writing a private address, and none of them is fetched."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.node.fetching.rules import RefusedError, checked_address, is_public
from tests.unit.node.fetching.tricks import REFUSED


@pytest.mark.parametrize("url", REFUSED)
def test_a_trick_is_refused_as_written(url: str) -> None:
    with pytest.raises(RefusedError) as caught:
        checked_address(url)
    assert caught.value.next_step


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("http://news.example.org", "http://news.example.org/"),
        ("HTTPS://NEWS.Example.org/A?b=c%20d#e", "https://news.example.org/A?b=c%20d"),
        ("https://news.example.org:443/", "https://news.example.org/"),
        ("http://news.example.org:443/", "http://news.example.org:443/"),
        ("http://1.1.1.1/", "http://1.1.1.1/"),
        ("https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"),
        ("https://xn--e1afmkfd.xn--p1ai/", "https://xn--e1afmkfd.xn--p1ai/"),
        ("http://news.example.org/@x:y", "http://news.example.org/@x:y"),
    ],
)
def test_an_address_of_a_page_is_read(url: str, read: str) -> None:
    address = checked_address(url)
    assert str(address) == read
    assert checked_address(read) == address


def test_only_hosts_of_the_list_if_there_is_one() -> None:
    hosts = ("example.org",)
    for url in ("http://example.org/", "http://news.example.org/"):
        checked_address(url, hosts=hosts)
    for url in ("http://example.org.news.net/", "http://badexample.org/", "http://1.1.1.1/"):
        with pytest.raises(RefusedError, match="not on the list"):
            checked_address(url, hosts=hosts)


@pytest.mark.parametrize(
    "number",
    [
        *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254"),
        *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1"),
        *("198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:1.1.1.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1"),
        *(
            "64:ff9b::101:101",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::",
        ),
        *("2002:a9fe:a9fe::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1"),
        *(
            "fe80::1%eth0",
            "2606:4700::1%1",
            "4000::1",
            "",
            "x",
            "127.1",
            "0x7f.0.0.1",
            "0177.0.0.1",
            "2130706433",
            "1.1.1.1.1",
        ),
    ],
)
def test_a_number_that_is_not_of_the_public_internet(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number",
    [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "2606:4700:4700::1111",
        "2a00::1",
    ],
)
def test_a_number_of_the_public_internet(number: str) -> None:
    assert is_public(number)


@given(st.ip_addresses())
def test_nothing_is_public_that_python_calls_private(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not number.is_global or number.is_multicast or number.is_loopback or number.is_link_local or number.is_reserved:
        assert not is_public(str(number))


@given(st.ip_addresses(v=4))
def test_no_private_number_hides_in_a_longer_one(number: ipaddress.IPv4Address) -> None:
    value = int(number)
    for prefix in (0xFFFF << 32, 0, 0xFFFF << 48, 0x64FF9B << 96, 0x2002 << 112 | value << 80):
        assert not is_public(str(ipaddress.IPv6Address(prefix | value)))


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for url in (text, f"http://{text}/", f"http://news.example.org{text}"):
        try:
            address = checked_address(url)
        except RefusedError:
            continue
        assert address.port in {80, 443}
        assert checked_address(str(address)) == address
