"""The zip archive of a bundle, every byte of which follows from names, sizes and contents of its members.

Members lie one after the other without gaps, ``contents.json`` first, then by name. They are stored, not
compressed: compressors of different makers give different bytes, and a hostile one could unfold. There are no
dates, no attributes, no extra fields and no 64-bit extensions (APPNOTE.TXT of PKWARE, sections 4.3 to 4.5).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from safeconduct.assess.bundle.contents import CONTENTS, Member
from safeconduct.assess.errors import BundleError
from safeconduct.base import limits

_LOCAL = struct.Struct("<4s5H3I2H")
_RECORD = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK, _RECORD_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION = 20
_DATE = 0x0021  # 1980-01-01, the first day that the format can write

COMMENT_BYTES = 64
END_BYTES = _END.size + COMMENT_BYTES
CONTENTS_HEADER_BYTES = _LOCAL.size + len(CONTENTS)


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one member. offset: where its header begins; the data follow the header."""

    name: str
    size: int
    offset: int

    @property
    def data_offset(self) -> int:
        """Where its data begin."""
        return self.offset + _LOCAL.size + len(self.name)

    @property
    def end(self) -> int:
        """Where the next member begins."""
        return self.data_offset + self.size


def lay_out(contents_size: int, members: Iterable[Member]) -> tuple[Slot, ...]:
    """The places of the table of contents and of the members it names, in their order in the archive.

    Raises BundleError if they are more, or larger, than an archive holds.
    """
    slots = [Slot(CONTENTS, contents_size, 0)]
    for member in members:
        slots.append(Slot(member.name, member.size, slots[-1].end))
    if len(slots) > limits.BUNDLE_MEMBERS_MAX or archive_bytes(slots) > limits.BUNDLE_BYTES_MAX:
        raise BundleError(
            f"a bundle holds at most {limits.BUNDLE_MEMBERS_MAX} files and {limits.BUNDLE_BYTES_MAX} bytes,"
            f" not {len(slots)} and {archive_bytes(slots)}",
            next_step="Give the logs themselves, as files, and the question and the answer beside them.",
        )
    return tuple(slots)


def archive_bytes(slots: Sequence[Slot]) -> int:
    """The size of the whole archive in bytes."""
    return slots[-1].end + sum(_RECORD.size + len(slot.name) for slot in slots) + END_BYTES


def local_header(slot: Slot, crc: int) -> bytes:
    """What stands before the data of a member. crc: the CRC-32 of the data."""
    fixed = (_LOCAL_MARK, _VERSION, 0, 0, 0, _DATE)
    return _LOCAL.pack(*fixed, crc, slot.size, slot.size, len(slot.name), 0) + slot.name.encode()


def crc_and_size(header: bytes) -> tuple[int, int]:
    """The CRC-32 and the size that a header of a member names, at least 30 bytes long; nothing else is looked at."""
    fields = _LOCAL.unpack_from(header)
    return fields[6], fields[8]


def directory(slots: Sequence[Slot], crcs: Mapping[str, int], comment: bytes) -> bytes:
    """What stands after the last member: a record for each, and the end of the archive with its comment."""
    records = b"".join([_record(slot, crcs[slot.name]) for slot in slots])
    count, start = len(slots), slots[-1].end
    end = _END.pack(_END_MARK, 0, 0, count, count, len(records), start, len(comment))
    return records + end + comment


def ends_as_ours(tail: bytes) -> bool:
    """Whether the last `END_BYTES` of a file begin like the end of an archive with a comment of 64 bytes."""
    return tail.startswith(_END_MARK) and tail[_END.size - 2 : _END.size] == COMMENT_BYTES.to_bytes(2, "little")


def _record(slot: Slot, crc: int) -> bytes:
    fixed = (_RECORD_MARK, _VERSION, _VERSION, 0, 0, 0, _DATE)
    sizes = (crc, slot.size, slot.size, len(slot.name))
    return _RECORD.pack(*fixed, *sizes, 0, 0, 0, 0, 0, slot.offset) + slot.name.encode()
