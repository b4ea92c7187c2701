"""What the processes that `node.confined` runs have in common: what they give up, how they answer, bounded requests."""

from __future__ import annotations

import http.client
import json
import resource
import socket
import sys
import time
from typing import Any

_CHUNK = 1 << 16


class TooLongError(ValueError):
    """More came than was asked for."""


def give_up(*, seconds: int, memory: int, files: int) -> None:
    """Give up what is not needed: time of the processor, memory, files beyond so many and to write, new processes."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def say(head: dict[str, Any], data: bytes, code: int) -> int:
    """Write the answer: one line of JSON, then bytes. Gives the exit code back."""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + data)
    sys.stdout.buffer.flush()
    return code


def left(until: float) -> float:
    """Seconds until an instant of the monotonic clock. Raises TimeoutError if it is over."""
    found = until - time.monotonic()
    if found <= 0:
        raise TimeoutError("it took too long")
    return found


def whole(response: http.client.HTTPResponse, held: socket.socket | None, bytes_max: int, until: float) -> bytes:
    """The whole body, within bytes and time, whatever length it states. held: the socket it comes through.

    Raises TooLongError, TimeoutError, IncompleteRead.
    """
    pieces: list[bytes] = []
    size = 0
    while True:
        if held is not None and held.fileno() >= 0:
            held.settimeout(left(until))
        piece = response.read1(_CHUNK)
        if not piece:
            break
        size += len(piece)
        if size > bytes_max:
            raise TooLongError
        left(until)
        pieces.append(piece)
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(pieces)


class Connected(http.client.HTTPConnection):
    """A request over a connection that is there already."""

    def __init__(self, host: str, port: int, held: socket.socket, scheme: str) -> None:
        super().__init__(f"[{host}]" if ":" in host else host, port)
        self.default_port = 443 if scheme == "https" else 80
        self.sock = held

    def connect(self) -> None:
        """Never: the connection was made to what had been checked."""
        raise http.client.CannotSendRequest
