"""The confined process that fetches one page. Run by `fetched`; its standard input is the order, as JSON.

Standard output: one line of JSON, then the bytes of the page; or one line ``{"error": ..., "next": ...}`` and exit
code 1. Each name is resolved once, every address it resolves to is checked, and the connection goes to a checked
number, so that a name which answers otherwise the second time leads nowhere. Every redirect is a new address. No
cookies, no proxies, no credentials; the environment is empty.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import sys
import time
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urljoin

from safeconduct.node.confined_child import Connected, TooLongError, give_up, left, say, whole
from safeconduct.node.fetching.rules import PORTS, Address, RefusedError, checked_address, is_public

_FILES_MAX = 32
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "Accept": "text/html, text/plain, application/xhtml+xml, application/pdf;q=0.8",
    "Accept-Encoding": "identity",
    "Connection": "close",
    "User-Agent": "safeconduct (reads pages that a person names)",
}
_TROUBLE = (OSError, http.client.HTTPException, ValueError)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch: bytes of the page, seconds in all, redirects followed."""

    bytes_max: int
    seconds: float
    redirects: int


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be reached, and how; the defaults are the rules, tests put their own in place.

    resolve: the numeric addresses of a name. public: whether one may be connected to. trust: whose certificates count.
    """

    resolve: Callable[[str, int], list[str]]
    public: Callable[[str], bool] = is_public
    ports: Collection[int] = PORTS
    hosts: Collection[str] = ()
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context


@dataclass(frozen=True, slots=True)
class Page:
    """What came back. url: the last address; media: the type it was sent with."""

    url: str
    media: str
    data: bytes


def main() -> int:
    """Carry out the order on standard input."""
    order = json.loads(sys.stdin.buffer.read(1 << 20))
    give_up(seconds=order["cpu"], memory=order["memory"], files=_FILES_MAX)
    limits = Limits(order["bytes"], order["seconds"], order["redirects"])
    try:
        page = fetch_page(order["url"], limits, Reach(resolve, hosts=tuple(order["hosts"])))
    except RefusedError as error:
        return say({"error": error.what, "next": error.next_step, "refused": True}, b"", 1)
    except (*_TROUBLE, MemoryError) as error:
        return say({"error": f"the page cannot be fetched ({str(error) or type(error).__name__})", "next": ""}, b"", 1)
    return say({"url": page.url, "media": page.media, "bytes": len(page.data)}, page.data, 0)


def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of a name, by the system's resolver; of a number, that number."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def fetch_page(url: str, limits: Limits, reach: Reach) -> Page:
    """Fetch a page, following redirects. Raises RefusedError, OSError, HTTPException or ValueError."""
    until = time.monotonic() + limits.seconds
    address = checked_address(url, reach.ports, reach.hosts)
    for _ in range(limits.redirects + 1):
        answer = _ask(address, limits, reach, until)
        if isinstance(answer, Page):
            return answer
        following = checked_address(urljoin(str(address), answer), reach.ports, reach.hosts)
        if (address.scheme, following.scheme) == ("https", "http"):
            raise RefusedError("the page leads from https to http")
        address = following
    raise RefusedError(f"the page leads on more than {limits.redirects} times")


def _ask(address: Address, limits: Limits, reach: Reach, until: float) -> Page | str:
    """One request: the page, or where it leads."""
    numbers = reach.resolve(address.host, address.port)
    if not numbers or not all(reach.public(number) for number in numbers):
        raise RefusedError(f"{address.host} does not lead to the public internet")
    with (
        _connected(address, numbers, reach, until) as plain,
        closing(_sent_over(address, plain, reach, until)) as connection,
    ):
        connection.request("GET", address.target, headers=_HEADERS)
        held = connection.sock  # the connection lets go of it once the answer begins
        with connection.getresponse() as response:
            return _answer(address, response, limits, until, held)


def _answer(
    address: Address, response: http.client.HTTPResponse, limits: Limits, until: float, held: socket.socket | None
) -> Page | str:
    if response.status in _REDIRECTS:
        return _place(response)
    if response.status != 200:
        raise RefusedError(f"the site answered {response.status}")
    if (response.getheader("Content-Encoding") or "identity").lower() != "identity":
        raise RefusedError("the site sent the page packed, although asked not to")
    try:
        data = whole(response, held, limits.bytes_max, until)
    except TooLongError:
        raise RefusedError(f"the page has more than {limits.bytes_max:,} bytes") from None
    return Page(str(address), (response.getheader("Content-Type") or "")[:300], data)


def _place(response: http.client.HTTPResponse) -> str:
    place = response.getheader("Location")
    if not place:
        raise RefusedError("the page leads on, and does not say where")
    return place


def _connected(address: Address, numbers: list[str], reach: Reach, until: float) -> socket.socket:
    """A connection to one of the checked numbers, never to the name."""
    last: OSError = OSError("no address answered")
    for number in numbers[:4]:
        try:
            plain = socket.create_connection((number, address.port), timeout=min(left(until), 5.0))
        except OSError as error:
            last = error
            continue
        if reach.public(str(plain.getpeername()[0])):
            return plain
        plain.close()
    raise last


def _sent_over(address: Address, plain: socket.socket, reach: Reach, until: float) -> Connected:
    """A request over this connection; TLS is for the name, checked against the system's roots."""
    plain.settimeout(left(until))
    if address.scheme == "http":
        return Connected(address.host, address.port, plain, address.scheme)
    context = reach.trust()
    context.set_alpn_protocols(["http/1.1"])
    return Connected(
        address.host, address.port, context.wrap_socket(plain, server_hostname=address.host), address.scheme
    )
