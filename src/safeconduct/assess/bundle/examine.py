"""Look at every byte of a bundle's archive, from the outside in, and trust nothing that is not checked yet.

The comment leads to the table of contents, the table to the place and the digest of every member, these to every
header; the archive's own directory is only compared. So a file that no bundle could be (a link, a bomb, members that
overlap, bytes before or after) has nowhere to hide and unfolds into nothing: memory is bounded by the table.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from safeconduct.assess.bundle.archive import (
    COMMENT_BYTES,
    CONTENTS_HEADER_BYTES,
    END_BYTES,
    Slot,
    archive_bytes,
    crc_and_size,
    directory,
    ends_as_ours,
    lay_out,
    local_header,
)
from safeconduct.assess.bundle.contents import CONTENTS, Contents, contents_from_bytes
from safeconduct.assess.bundle.errors import BundleVersionError
from safeconduct.assess.bundle.report import ARCHIVE_DIFFERS, COMMENT, DIRECTORY, MEMBER_DIFFERS, MEMBER_ODD, Finding
from safeconduct.assess.errors import BundleError
from safeconduct.base import limits

_CHUNK_BYTES = 1024 * 1024
_HEADER_DIFFERS = "the header before it is not the one our writer makes"
_DATA_DIFFERS = "its bytes are not those that the table of contents names"


@dataclass(frozen=True, slots=True)
class Archive:
    """The members of a bundle, once `examine` has found nothing wrong with their bytes."""

    contents: Contents
    _stream: BinaryIO
    _slots: dict[str, Slot]
    _digests: dict[str, str]

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises KeyError if there is none, BundleError if the file changes meanwhile."""
        slot = self._slots[name]
        data = read_at(self._stream, slot.data_offset, slot.size)
        if hashlib.sha256(data).hexdigest() != self._digests[name]:
            raise BundleError("the file was changed while it was being read", where=name)
        return data


@dataclass(frozen=True, slots=True)
class Examined:
    """What looking at an archive gave. contents: None if the table could not be read."""

    size_bytes: int
    findings: tuple[Finding, ...]
    contents: Contents | None = None
    archive: Archive | None = None


def examine(stream: BinaryIO) -> Examined:
    """Compare a whole file with what our writer would make of its members.

    stream: can be read and positioned. Raises BundleError if it is no bundle at all, too large, or of a later version.
    """
    size_bytes = stream.seek(0, 2)
    head, tail = _ends(stream, size_bytes)
    if not ends_as_ours(tail):
        what = "the file does not end as a bundle does: it was cut short, changed there, or bytes were added"
        return Examined(size_bytes, (Finding(ARCHIVE_DIFFERS, DIRECTORY, what),))
    comment = tail[-COMMENT_BYTES:]
    data = _table_data(stream, size_bytes, head)
    wrong = _wrong_table(head, data, comment)
    if wrong is not None:
        return Examined(size_bytes, (wrong,))
    try:
        contents = contents_from_bytes(data)
        slots = lay_out(len(data), contents.members)
    except BundleVersionError:
        raise
    except BundleError as error:
        return Examined(size_bytes, (Finding(MEMBER_ODD, CONTENTS, error.what),))
    digests = {member.name: member.sha256 for member in contents.members}
    digests[CONTENTS] = comment.decode()
    found = tuple(_compare(stream, size_bytes, slots, digests))
    if found:
        return Examined(size_bytes, found, contents)
    archive = Archive(contents, stream, {slot.name: slot for slot in slots}, digests)
    return Examined(size_bytes, (), contents, archive)


def read_at(stream: BinaryIO, offset: int, count: int) -> bytes:
    """Bytes from a place in a file. Raises BundleError if it is shorter by now."""
    stream.seek(offset)
    pieces = []
    while count > 0:
        piece = stream.read(count)
        if not piece:
            raise BundleError("the file was cut short while it was being read")
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _ends(stream: BinaryIO, size_bytes: int) -> tuple[bytes, bytes]:
    """The first header and the end of a file. Raises BundleError unless one of them looks like ours."""
    if size_bytes > limits.BUNDLE_BYTES_MAX:
        raise BundleError(f"the file has {size_bytes} bytes; no bundle has more than {limits.BUNDLE_BYTES_MAX}")
    if size_bytes >= CONTENTS_HEADER_BYTES + END_BYTES:
        head = read_at(stream, 0, CONTENTS_HEADER_BYTES)
        tail = read_at(stream, size_bytes - END_BYTES, END_BYTES)
        if head.endswith(CONTENTS.encode()) or ends_as_ours(tail):
            return head, tail
    raise BundleError(
        "this is not a bundle",
        next_step="A bundle is a file that `safeconduct claim check ... --bundle` has written; its name ends in .scz.",
    )


def _table_data(stream: BinaryIO, size_bytes: int, head: bytes) -> bytes:
    """The bytes where the first header says that the table of contents is, at most as many as there can be."""
    _, named = crc_and_size(head)
    most = min(limits.BUNDLE_CONTENTS_BYTES_MAX, size_bytes - CONTENTS_HEADER_BYTES)
    return read_at(stream, CONTENTS_HEADER_BYTES, min(named, most))


def _wrong_table(head: bytes, data: bytes, comment: bytes) -> Finding | None:
    """What is wrong with the table of contents or with the comment, which vouch for each other."""
    crc, _ = crc_and_size(head)
    if head != local_header(Slot(CONTENTS, len(data), 0), crc):
        what = "the file does not begin with it as a bundle does: bytes were changed there, or put before it"
        return Finding(ARCHIVE_DIFFERS, CONTENTS, what)
    if hashlib.sha256(data).hexdigest().encode() == comment:
        return None
    if zlib.crc32(data) == crc:
        return Finding(ARCHIVE_DIFFERS, COMMENT, f"it is not the SHA-256 of {CONTENTS}")
    return Finding(MEMBER_DIFFERS, CONTENTS, "its SHA-256 is not the comment of the archive")


def _compare(stream: BinaryIO, size_bytes: int, slots: tuple[Slot, ...], digests: dict[str, str]) -> Iterator[Finding]:
    """Every difference, up to a bound, between the file and the archive that the table of contents describes."""
    if size_bytes != archive_bytes(slots):
        what = f"the file has {size_bytes} bytes, its members make {archive_bytes(slots)}: cut short, or bytes added"
        yield Finding(ARCHIVE_DIFFERS, DIRECTORY, what)
        return
    found = 0
    crcs: dict[str, int] = {}
    for slot in slots:
        header = read_at(stream, slot.offset, slot.data_offset - slot.offset)
        sha256, crc = _digest(stream, slot)
        sound = sha256 == digests[slot.name]
        # Where the data are wrong, the header still has the CRC that the directory must repeat.
        crcs[slot.name] = crc if sound else crc_and_size(header)[0]
        if sound and header == local_header(slot, crc):
            continue
        code, what = (ARCHIVE_DIFFERS, _HEADER_DIFFERS) if sound else (MEMBER_DIFFERS, _DATA_DIFFERS)
        yield Finding(code, slot.name, what)
        found += 1
        if found == limits.BUNDLE_FINDINGS_MAX:
            return
    wanted = directory(slots, crcs, digests[CONTENTS].encode())
    if read_at(stream, slots[-1].end, len(wanted)) != wanted:
        yield Finding(ARCHIVE_DIFFERS, DIRECTORY, "it does not list the members as our writer does")


def _digest(stream: BinaryIO, slot: Slot) -> tuple[str, int]:
    """SHA-256 in hex and CRC-32 of a member, one piece in memory at a time."""
    sha256, crc = hashlib.sha256(), 0
    for start in range(slot.data_offset, slot.end, _CHUNK_BYTES):
        piece = read_at(stream, start, min(_CHUNK_BYTES, slot.end - start))
        sha256.update(piece)
        crc = zlib.crc32(piece, crc)
    return sha256.hexdigest(), crc
