"""A source as the work store keeps it: what was read of it as JSON, the text as a file of its own under its digest."""

from __future__ import annotations

import dataclasses
from typing import Any

import msgspec

from safeconduct.base.canonical import canonical_bytes
from safeconduct.node.errors import NodeFolderError
from safeconduct.press.source import Source

_NEXT = "Read the report again; its drafts and decisions are kept."


def source_to_bytes(source: Source) -> bytes:
    """Everything of a source but the characters of its text."""
    bare = dataclasses.replace(source, text=dataclasses.replace(source.text, text=""))
    return canonical_bytes(_without_none(msgspec.to_builtins(bare)))


def source_from_bytes(data: bytes, text: str, where: str) -> Source:
    """The source with its text again. Raises NodeFolderError if the two do not belong together."""
    bare = bare_from_bytes(data, where)
    source = dataclasses.replace(bare, text=dataclasses.replace(bare.text, text=text))
    if any(block.span.end > len(text) for block in source.text.blocks):
        raise NodeFolderError("the text of a report is shorter than it was", where=where, next_step=_NEXT)
    return source


def bare_from_bytes(data: bytes, where: str) -> Source:
    """The source without the characters of its text. Raises NodeFolderError."""
    try:
        return msgspec.json.decode(data, type=Source)
    except msgspec.DecodeError as error:
        raise NodeFolderError(
            f"what is kept of a report cannot be read: {error}", where=where, next_step=_NEXT
        ) from error


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_none(each) for name, each in value.items() if each is not None}
    return [_without_none(each) for each in value] if isinstance(value, list | tuple) else value
