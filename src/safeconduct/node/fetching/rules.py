"""Which addresses may be fetched: http and https, at names and numbers of the public internet, and nothing else.

A name is checked as written, and once more as what it resolves to. What is doubtful is refused: a person can always
save the page and give the file. (WHATWG URL; IANA registries of special-purpose addresses; RFC 6761, RFC 2606.)
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

PORTS = frozenset({80, 443})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ADDRESS_CHARS_MAX = 2_048
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_PRINTED = re.compile(r"[!-~]+", re.ASCII)
# Names that are not of the public internet, wherever they would lead.
_NOT_PUBLIC = frozenset(
    {
        *("localhost", "local", "localdomain", "internal", "intranet", "private", "corp", "home", "lan", "arpa"),
        *("test", "example", "invalid", "onion", "alt", "i2p", "cluster", "svc"),
    }
)
_NETWORKS_4 = tuple(
    ipaddress.IPv4Network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
)
# Of IPv6 only 2000::/3 is handed out; within it these lead elsewhere: Teredo and protocols, documentation, 6to4.
_NETWORK_6 = ipaddress.IPv6Network("2000::/3")
_NETWORKS_6 = tuple(
    ipaddress.IPv6Network(each)
    for each in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48")
)


class RefusedError(Exception):
    """An address is refused; the arguments are what and the next step."""

    def __init__(self, what: str, next_step: str = "Save the page in a browser and give the file.") -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step


@dataclass(frozen=True, slots=True)
class Address:
    """One address, checked as written. host: small letters, no brackets. target: path and query."""

    scheme: str
    host: str
    port: int
    target: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.target}"


def checked_address(text: str, ports: Collection[int] = PORTS, hosts: Collection[str] = ()) -> Address:
    """Read an address. Raises RefusedError. hosts: if any, only these and what lies below them.

    >>> str(checked_address("HTTPS://News.Example.ORG/a?b#c"))
    'https://news.example.org/a?b'
    """
    if len(text) > _ADDRESS_CHARS_MAX or not _PRINTED.fullmatch(text) or "\\" in text:
        raise RefusedError("an address has printed ASCII characters only", "Write a name in other letters as xn--...")
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise RefusedError("this is no address") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise RefusedError("only http and https addresses are fetched")
    if "@" in parts.netloc or "%" in parts.netloc or parts.netloc.endswith(":"):
        raise RefusedError("the address holds a user, a password, an escape or a zone before its path")
    port = _DEFAULT_PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise RefusedError(f"the port {port} is not one of pages")
    _check_host(host, bracketed=parts.netloc.startswith("["))
    if hosts and not any(host == each or host.endswith(f".{each}") for each in hosts):
        raise RefusedError(f"{host} is not on the list of hosts", "Ask the keeper of the node to add it.")
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    return Address(parts.scheme, host, port, target)


def _check_host(host: str, *, bracketed: bool) -> None:
    labels = host.split(".")
    if bracketed:
        if not is_public(host):
            raise RefusedError("the address is not of the public internet")
    elif _NUMBER.fullmatch(labels[-1]):
        if len(labels) != 4 or not is_public(host):
            raise RefusedError("the number is not an address of the public internet, or is written unusually")
    elif len(labels) < 2 or len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise RefusedError("this is no name of a site on the public internet")
    elif labels[-1] in _NOT_PUBLIC:
        raise RefusedError(f"names in .{labels[-1]} are not of the public internet")


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet; False for anything that is none.

    >>> is_public("1.1.1.1"), is_public("169.254.169.254"), is_public("::ffff:1.1.1.1"), is_public("127.1")
    (True, False, False, False)
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global and not any(found in network for network in _NETWORKS_4)
    if found.scope_id is not None:
        return False
    return found.is_global and found in _NETWORK_6 and not any(found in network for network in _NETWORKS_6)
