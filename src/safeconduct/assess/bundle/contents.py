"""What lies in a bundle: the names its members may have, how large each may be, and the table of contents.

The table names every other member with its size and SHA-256; the comment of the archive is the SHA-256 of the
table. So one comparison leads from the last bytes of the file to every other byte.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Annotated

import msgspec

from safeconduct.assess.bundle.errors import BundleVersionError, MemberError
from safeconduct.assess.bundle.readme import readme_bytes
from safeconduct.base import limits
from safeconduct.log.tiles import CHECKPOINT
from safeconduct.merkle.errors import TileError
from safeconduct.merkle.hashing import HASH_BYTES
from safeconduct.merkle.tile import ENTRIES, tile_from_path

FORMAT_VERSION = 1
CONTENTS = "contents.json"
README = "README.txt"
QUESTION = "question.json"
AGREEMENT = "agreement.json"
ANSWER = "answer.json"
ORIGIN = "origin"
VKEY = "vkey"

_LOG = re.compile(r"(log/[0-9a-f]{64}/)(.+)", re.ASCII)
_VKEY_CHARS_MAX = limits.KEY_NAME_BYTES_MAX + 64
_BYTES_MAX = {
    README: len(readme_bytes(agreement=True)),
    QUESTION: limits.YAML_BYTES_MAX,
    AGREEMENT: limits.YAML_BYTES_MAX,
    ANSWER: limits.BUNDLE_ANSWER_BYTES_MAX,
}
_LOG_BYTES_MAX = {
    ORIGIN: limits.KEY_NAME_BYTES_MAX + 1,
    VKEY: _VKEY_CHARS_MAX + 1,
    CHECKPOINT: limits.NOTE_BYTES_MAX,
}


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive: name, size in bytes, SHA-256 in 64 hex digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents.

    code, facts: versions of the program and of its tables that gave the answer.
    members: all but the table itself, by name.
    """

    code: str
    facts: str
    members: tuple[Member, ...]

    def to_bytes(self) -> bytes:
        """The table as it lies in the archive."""
        listed = {member.name: {"sha256": member.sha256, "size": member.size} for member in self.members}
        return json_to_bytes({"code": self.code, "facts": self.facts, "members": listed, "version": FORMAT_VERSION})


def contents_from_bytes(data: bytes) -> Contents:
    """Read a table of contents, its members in the order of their names.

    Raises BundleVersionError for a later version, MemberError for what `Contents.to_bytes` would not have written,
    for a member of an unknown name, and for one that is larger than its kind can be.
    """
    try:
        version = msgspec.json.decode(data, type=_Version).version
        if version > FORMAT_VERSION:
            raise BundleVersionError(
                f"a bundle of version {version}; this program knows version {FORMAT_VERSION}",
                where=CONTENTS,
                next_step="Check it with a newer release of safeconduct.",
            )
        table = msgspec.json.decode(data, type=_Table)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MemberError(f"not a table of contents: {error}", where=CONTENTS) from error
    listed = sorted(table.members.items())
    contents = Contents(table.code, table.facts, tuple(Member(name, m.size, m.sha256) for name, m in listed))
    for member in contents.members:
        _check_member(member)
    if contents.to_bytes() != data:
        raise MemberError("not written as our writer writes it", where=CONTENTS)
    return contents


def json_to_bytes(value: object) -> bytes:
    r"""JSON for people and programs: keys in the order of their code points, one space of indentation a level.

    Numbers are as Python prints them (`repr`): the shortest decimal that reads back as the same double. Raises
    ValueError for what JSON has not, such as infinity.

    >>> json_to_bytes({"b": 53.727, "a": []})
    b'{\n "a": [],\n "b": 53.727\n}\n'
    """
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode()


def log_folder(origin: str) -> str:
    """The folder of a log, a slash at its end: `log/` and the SHA-256 of its name."""
    return f"log/{hashlib.sha256(origin.encode()).hexdigest()}/"


def folder_of(name: str) -> str:
    """The folder of the log that a member belongs to; empty for the others."""
    match = _LOG.fullmatch(name)
    return match[1] if match else ""


def size_max(name: str) -> int:
    """How many bytes a member of this name can have; -1 if there is no such member."""
    match = _LOG.fullmatch(name)
    if match is None:
        return _BYTES_MAX.get(name, -1)
    if match[2] in _LOG_BYTES_MAX:
        return _LOG_BYTES_MAX[match[2]]
    try:
        tile = tile_from_path(match[2])
    except TileError:
        return -1
    return tile.width * (2 + limits.ENTRY_BYTES_MAX if tile.level == ENTRIES else HASH_BYTES)


def _check_member(member: Member) -> None:
    most = size_max(member.name)
    if most < 0:
        raise MemberError(f"no bundle has a member {member.name[:200]!r}", where=CONTENTS)
    if member.size > most:
        raise MemberError(f"{member.name} cannot have {member.size} bytes, at most {most}", where=CONTENTS)


class _Version(msgspec.Struct):
    version: Annotated[int, msgspec.Meta(ge=1)]


class _Member(msgspec.Struct, forbid_unknown_fields=True):
    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
    size: Annotated[int, msgspec.Meta(ge=0, le=limits.BUNDLE_BYTES_MAX)]


class _Table(msgspec.Struct, forbid_unknown_fields=True):
    code: Annotated[str, msgspec.Meta(pattern=r"^[!-~]{1,64}\Z")]
    facts: Annotated[str, msgspec.Meta(pattern=r"^[!-~]{1,64}\Z")]
    members: Annotated[dict[str, _Member], msgspec.Meta(max_length=limits.BUNDLE_MEMBERS_MAX - 1)]
    version: Annotated[int, msgspec.Meta(ge=1)]
