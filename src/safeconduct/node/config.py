"""The settings of a node, ``node.json``: who keeps it, and which logs are its own.

Canonical JSON, replaced whole. A log exists for the node once it stands here; files of a log that does not
are left over from an interrupted start and may be thrown away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

from safeconduct.base.canonical import CanonicalError, JsonValue, canonical_bytes, value_from_canonical
from safeconduct.entries.fields import Line
from safeconduct.node.errors import NodeError, NodeFolderError
from safeconduct.notes.errors import NoteError
from safeconduct.notes.keys import Verifier

VERSION = 1
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?", re.ASCII)


class OwnLog(msgspec.Struct, frozen=True):
    """A log that this node writes.

    key: name of its files under ``keys/``, without an extension. name: empty for the log that every corridor has,
    which holds its claims; a corridor whose record has several authors has one more for each.
    """

    corridor: Annotated[str, Meta(pattern="^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=64)]
    vkey: Line
    key: Annotated[str, Meta(pattern="^[a-z0-9-]+(?:[.][a-z0-9-]+)?[.]e[1-9][0-9]{0,3}$", max_length=104)]
    name: Annotated[str, Meta(pattern="^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$", max_length=32)] = ""

    @property
    def origin(self) -> str:
        """The name of the log."""
        return Verifier.from_vkey(self.vkey).name


class _Wire(msgspec.Struct, forbid_unknown_fields=True):
    logs: list[OwnLog]
    name: str
    organisation: str
    v: int


@dataclass(frozen=True, slots=True)
class Config:
    """Who keeps the node (`organisation`, a domain name), what he calls it, and its logs by corridor."""

    organisation: str
    name: str
    logs: tuple[OwnLog, ...] = ()

    def with_log(self, log: OwnLog) -> Config:
        """The settings with one more log."""
        logs = sorted((*self.logs, log), key=lambda item: (item.corridor, item.name))
        return Config(self.organisation, self.name, tuple(logs))


def config_to_bytes(config: Config) -> bytes:
    """Write the settings."""
    logs = [_log_to_json(log) for log in config.logs]
    return canonical_bytes({"logs": logs, "name": config.name, "organisation": config.organisation, "v": VERSION})


def _log_to_json(log: OwnLog) -> dict[str, JsonValue]:
    named = {"name": log.name} if log.name else {}
    return {"corridor": log.corridor, "key": log.key, "vkey": log.vkey, **named}


def config_from_bytes(data: bytes, where: str) -> Config:
    """Read the settings. Raises NodeFolderError for anything `config_to_bytes` would not have written."""
    try:
        wire = msgspec.convert(value_from_canonical(data), _Wire)
        config = Config(checked_name(wire.organisation), checked_name(wire.name), tuple(wire.logs))
        for log in config.logs:
            Verifier.from_vkey(log.vkey)
    except (CanonicalError, NodeError, NoteError, msgspec.ValidationError) as error:
        raise NodeFolderError(
            f"the settings of this node cannot be read: {error}",
            where=where,
            next_step="Put back the file as it was; the logs themselves are not touched.",
        ) from error
    if wire.v != VERSION or config_to_bytes(config) != data:
        raise NodeFolderError(f"the settings of this node are of version {wire.v} or were changed by hand", where=where)
    return config


def checked_name(text: str) -> str:
    """A name that may stand in the origin of a log. Raises NodeError.

    >>> checked_name("mission.example")
    'mission.example'
    """
    if not _NAME.fullmatch(text):
        raise NodeError(
            f"{text!r} cannot stand in the name of a log",
            next_step="Use small letters, digits, dots and hyphens, such as mission.example.",
        )
    return text
