"""Start the confined process, hand it one address, and take back one page."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from safeconduct.base import limits
from safeconduct.node.confined import HEAD_BYTES_MAX, answer_of
from safeconduct.node.errors import FetchError, FetchRefusedError
from safeconduct.node.fetching.rules import RefusedError, checked_address


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: where it was found in the end, the type it was sent with, its bytes."""

    url: str
    media: str
    data: bytes


def fetch(url: str, *, hosts: Collection[str] = ()) -> Fetched:
    """Fetch one page. hosts: if any, only these and what lies below them.

    Raises FetchRefusedError for an address that is not fetched or leads to one, FetchError if the site does not answer.
    """
    try:
        checked_address(url, hosts=hosts)
    except RefusedError as error:
        raise FetchRefusedError(error.what, where=url[:200], next_step=error.next_step) from error
    order = {
        "url": url,
        "hosts": sorted(hosts),
        "bytes": limits.PRESS_FETCH_BYTES_MAX,
        "seconds": limits.PRESS_FETCH_SECONDS_MAX,
        "redirects": limits.PRESS_FETCH_REDIRECTS_MAX,
        "cpu": limits.PRESS_FETCH_SECONDS_MAX,
        "memory": limits.PRESS_FETCH_MEMORY_BYTES_MAX,
    }
    head, data = _read(_asked(json.dumps(order).encode()), url)
    return Fetched(head["url"], head["media"], data)


def _read(answer: bytes, url: str) -> tuple[dict[str, Any], bytes]:
    line, _, data = answer.partition(b"\n")
    try:
        head = json.loads(line[:HEAD_BYTES_MAX])
    except ValueError:
        head = {}
    if not isinstance(head, dict) or "bytes" not in head or head["bytes"] != len(data):
        found = head if isinstance(head, dict) else {}
        kind = FetchRefusedError if found.get("refused") else FetchError
        what = str(found.get("error") or "fetching took more time or memory than is allowed")
        raise kind(what, where=url[:200], next_step=str(found.get("next") or "Save the page and give the file."))
    return head, data


def _asked(order: bytes) -> bytes:
    return answer_of(
        "safeconduct.node.fetching.child",
        order,
        seconds=limits.PRESS_FETCH_SECONDS_MAX + 5,
        bytes_max=limits.PRESS_FETCH_BYTES_MAX + HEAD_BYTES_MAX,
    )
