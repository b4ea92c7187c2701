"""The confined process that asks an endpoint once. Run by `endpoint`; its standard input is the order, as JSON.

Standard output: one line of JSON, then the bytes of the answer; or one line ``{"error": ...}`` and exit code 1. One
POST: redirects are not followed, proxies and credentials of the environment do not exist, for it is empty. Plain http
goes to this machine only, whatever its name resolves to.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import re
import socket
import ssl
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from safeconduct.node.confined_child import Connected, TooLongError, give_up, left, say, whole

_CHARS_MAX = 2_048
_FILES_MAX = 32
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PRINTED = re.compile(r"[!-~]+", re.ASCII)
_TROUBLE = (OSError, http.client.HTTPException, ValueError, MemoryError)


class AddressError(ValueError):
    """An address that no endpoint can have."""


class RefusedError(ValueError):
    """An answer that is not taken."""


@dataclass(frozen=True, slots=True)
class Target:
    """The address of an endpoint, in its parts."""

    url: str
    scheme: str
    host: str
    port: int
    path: str


def main() -> int:
    """Carry out the order on standard input."""
    order = json.loads(sys.stdin.buffer.read())
    give_up(seconds=order["cpu"], memory=order["memory"], files=_FILES_MAX)
    try:
        data = post(
            target_of(order["url"]),
            order["body"].encode(),
            order["key"],
            bytes_max=order["bytes"],
            seconds=order["seconds"],
        )
    except _TROUBLE as error:
        what = f"the endpoint cannot be asked ({str(error) or type(error).__name__})"
        return say({"error": str(error) if isinstance(error, RefusedError) else what}, b"", 1)
    return say({"bytes": len(data)}, data, 0)


def target_of(url: str) -> Target:
    """Read the address that an operator set. Raises AddressError.

    >>> target_of("http://127.0.0.1:8080/v1/chat/completions").port
    8080
    """
    if len(url) > _CHARS_MAX or not _PRINTED.fullmatch(url) or "\\" in url:
        raise AddressError("the address of an endpoint has printed ASCII characters only")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressError("this is no address") from error
    if parts.scheme not in _DEFAULT_PORTS or not host or port == 0:
        raise AddressError("an endpoint has an https address with a host")
    if "@" in parts.netloc or "%" in parts.netloc or parts.fragment:
        raise AddressError("the address of an endpoint holds no user, password, escape or fragment")
    if parts.scheme == "http" and host != "localhost" and not _is_loopback(host):
        raise AddressError("plain http is for this machine only (127.0.0.1, ::1, localhost); use https")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, parts.scheme, host, port or _DEFAULT_PORTS[parts.scheme], path)


def _is_loopback(number: str) -> bool:
    try:
        return ipaddress.ip_address(number).is_loopback
    except ValueError:
        return False


def post(
    target: Target,
    body: bytes,
    key: str,
    *,
    bytes_max: int,
    seconds: float,
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
) -> bytes:
    """Ask once. Raises RefusedError, OSError, HTTPException or ValueError. trust: whose certificates count."""
    until = time.monotonic() + seconds
    plain = socket.create_connection((target.host, target.port), timeout=left(until))
    with plain, closing(_sent_over(target, plain, trust)) as connection:
        if target.scheme == "http" and not _is_loopback(str(plain.getpeername()[0])):
            raise RefusedError("the address leads to another machine; plain http is for this one only")
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        headers |= {"Connection": "close", "User-Agent": "safeconduct"}
        headers |= {"Authorization": f"Bearer {key}"} if key else {}
        connection.request("POST", target.path, body=body, headers=headers)
        held = connection.sock  # the connection lets go of it once the answer begins
        with connection.getresponse() as response:
            return _taken(response, held, bytes_max, until)


def _taken(response: http.client.HTTPResponse, held: socket.socket, bytes_max: int, until: float) -> bytes:
    """The whole answer, within bytes and time, whatever length it states."""
    if 300 <= response.status < 400:
        raise RefusedError(f"the endpoint answered {response.status}; where it leads is not followed")
    if response.status != 200:
        raise RefusedError(f"the endpoint answered {response.status}")
    if (response.getheader("Content-Encoding") or "identity").lower() != "identity":
        raise RefusedError("the endpoint sent its answer packed, although asked not to")
    try:
        return whole(response, held, bytes_max, until)
    except TooLongError:
        raise RefusedError(f"the answer has more than {bytes_max:,} bytes") from None


def _sent_over(target: Target, plain: socket.socket, trust: Callable[[], ssl.SSLContext]) -> Connected:
    """A request over this connection; TLS is for the name that the operator set."""
    held = plain if target.scheme == "http" else trust().wrap_socket(plain, server_hostname=target.host)
    return Connected(target.host, target.port, held, target.scheme)
