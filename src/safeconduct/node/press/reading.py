"""Read the bytes of a report in a confined process: whoever made them does not get into this one."""

from __future__ import annotations

import json
from typing import Any

from safeconduct.base import limits
from safeconduct.node.confined import answer_of
from safeconduct.node.errors import NodeError
from safeconduct.node.press.kept import source_from_bytes
from safeconduct.press.errors import SourceError
from safeconduct.press.source import Source

_NEXT = "Save the text of the page alone and give that."


def read_confined(data: bytes, name: str, media: str | None = None, *, url: str = "", encoding: str = "") -> Source:
    """As `press.source.read_source`, elsewhere. Raises SourceError, also for what takes too much time or memory."""
    if len(data) > limits.PRESS_SOURCE_BYTES_MAX:
        raise SourceError(
            f"the report has {len(data):,} bytes; at most {limits.PRESS_SOURCE_BYTES_MAX:,} are read",
            where=name,
            next_step=_NEXT,
        )
    order = {
        "name": name,
        "media": media or "",
        "url": url,
        "encoding": encoding,
        "bytes": limits.PRESS_SOURCE_BYTES_MAX,
        "seconds": limits.PRESS_READ_SECONDS_MAX,
        "memory": limits.PRESS_READ_MEMORY_BYTES_MAX,
    }
    answer = answer_of(
        "safeconduct.node.press.read_child",
        data,
        arguments=[json.dumps(order)],
        seconds=limits.PRESS_READ_SECONDS_MAX * 2,
        bytes_max=limits.PRESS_ANSWER_BYTES_MAX,
    )
    head, _, text = answer.partition(b"\n")
    if not head or b'"source_sha256"' not in head:
        raise _refusal(head, name)
    try:
        return source_from_bytes(head, text.decode(), name)
    except (NodeError, UnicodeDecodeError) as error:
        raise SourceError("reading the report was cut short", where=name, next_step=_NEXT) from error


def _refusal(head: bytes, name: str) -> SourceError:
    try:
        found: dict[str, Any] = json.loads(head or b"{}")
    except ValueError:
        found = {}
    what = str(found.get("error") or "reading the report took more time or memory than is allowed")
    return SourceError(what, where=str(found.get("where") or name), next_step=str(found.get("next") or _NEXT))
