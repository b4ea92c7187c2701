from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

import pytest

from safeconduct.assess.bundle.archive import (
    COMMENT_BYTES,
    END_BYTES,
    Slot,
    archive_bytes,
    directory,
    ends_as_ours,
    lay_out,
    local_header,
)
from safeconduct.assess.bundle.contents import CONTENTS, Member
from safeconduct.assess.errors import BundleError
from safeconduct.base import limits

DATA = {CONTENTS: b"{}", "a": b"", "b/c": b"bytes", "d": bytes(70_000)}
COMMENT = b"f" * COMMENT_BYTES


def made() -> tuple[tuple[Slot, ...], bytes]:
    slots = lay_out(2, [Member(name, len(data), "") for name, data in DATA.items() if name != CONTENTS])
    crcs = {name: zlib.crc32(data) for name, data in DATA.items()}
    parts = [local_header(slot, crcs[slot.name]) + DATA[slot.name] for slot in slots]
    return slots, b"".join(parts) + directory(slots, crcs, COMMENT)


def test_other_programs_read_the_archive() -> None:
    _, archive = made()
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        assert {name: read.read(name) for name in read.namelist()} == DATA
        assert read.namelist() == list(DATA)
        assert read.comment == COMMENT
        assert read.testzip() is None


def test_members_are_stored_without_date_attributes_or_extra_fields() -> None:
    with zipfile.ZipFile(io.BytesIO(made()[1])) as read:
        for info in read.infolist():
            assert info.compress_type == zipfile.ZIP_STORED
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert (info.external_attr, info.internal_attr, info.create_system, info.flag_bits) == (0, 0, 0, 0)
            assert (info.extra, info.comment, info.volume) == (b"", b"", 0)


def test_the_bytes_are_those_that_zipfile_would_write() -> None:
    """An independent writer, told to leave out all that it may, gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        written.comment = COMMENT
        for name, data in DATA.items():
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 0, 0
            written.writestr(info, data)
            info.external_attr = 0  # `writestr` puts permissions there
    assert buffer.getvalue() == made()[1]


def test_the_size_is_known_before_a_byte_is_written() -> None:
    slots, archive = made()
    assert archive_bytes(slots) == len(archive)
    assert ends_as_ours(archive[-END_BYTES:])
    assert not ends_as_ours(archive[-END_BYTES - 1 : -1])


@pytest.mark.parametrize(
    "members",
    [
        [Member("a", limits.BUNDLE_BYTES_MAX, "")],
        [Member("a", 2**31, ""), Member("b", 2**31, "")],
        (Member(f"{number}", 0, "") for number in range(limits.BUNDLE_MEMBERS_MAX)),
    ],
    ids=["one member", "two members", "too many"],
)
def test_what_an_archive_without_64_bit_extensions_cannot_hold_is_refused(members: Iterable[Member]) -> None:
    with pytest.raises(BundleError, match="at most"):
        lay_out(2, members)
