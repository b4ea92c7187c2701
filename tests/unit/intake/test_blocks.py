"""The bytes of a file are checked before anything reads them, and a second reading sees no other bytes."""

from __future__ import annotations

import hashlib
import io
from functools import partial

import pytest

from safeconduct.base import limits
from safeconduct.intake import blocks as module
from safeconduct.intake.blocks import CheckedBlocks
from safeconduct.intake.errors import ChangedError, TableError


class Trickle(io.RawIOBase):
    """A pipe that gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._parts = iter([data[at : at + 3] for at in range(0, len(data), 3)])

    def read(self, size: int = -1, /) -> bytes:
        assert size
        return next(self._parts, b"")


def drained(data: bytes, earlier: bytes | None = None) -> CheckedBlocks:
    blocks = CheckedBlocks(io.BytesIO(data), earlier)
    assert blocks.read() == data
    return blocks


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK_BYTES", 8)
    monkeypatch.setattr(module, "LINE_BYTES_MAX", 20)


def test_bytes_are_handed_on_counted_and_hashed() -> None:
    data = "Türkiye,1\r\n".encode() * 300_000
    seen: list[int] = []
    blocks = CheckedBlocks(io.BytesIO(data), progress=seen.append)
    assert blocks.read() == data
    assert (blocks.size, blocks.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert sum(seen) == len(data)
    assert len(blocks.digests) == 16 * (len(data) // module.BLOCK_BYTES + 2)


def test_short_reads_make_the_same_blocks() -> None:
    data = b"a,b\n" * 1000
    blocks = CheckedBlocks(Trickle(data))  # type: ignore[arg-type]  # all that is used of a stream is `read`
    assert blocks.read() == data
    assert blocks.digests == drained(data).digests


@pytest.mark.usefixtures("small_blocks")
def test_a_file_that_changed_stops_before_the_changed_block() -> None:
    data = b"abcdefg\n" * 4
    digests = bytes(drained(data).digests)
    drained(data, digests)
    for changed in (data[:17] + b"X" + data[18:], data[:-1], data + b"x", data[:16]):
        blocks = CheckedBlocks(io.BytesIO(changed), digests)
        got: list[bytes] = []
        with pytest.raises(ChangedError, match="changed while it was being imported"):
            got.extend(iter(partial(blocks.read, 4), b""))
        assert data.startswith(b"".join(got))


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("cut", range(12))
def test_a_bad_byte_is_found_at_its_place_wherever_blocks_end(cut: int) -> None:
    data = b"x\n" * 3 + b"y" * cut + b"\xe4" + b"zz\n"
    with pytest.raises(TableError) as error:
        CheckedBlocks(io.BytesIO(data)).read()
    assert error.value.where == f"line 4, byte {6 + cut}"
    assert "byte 0xe4 is not UTF-8" in error.value.what


def test_a_character_cut_at_the_end_of_the_file_is_bad() -> None:
    with pytest.raises(TableError, match="is not UTF-8"):
        CheckedBlocks(io.BytesIO("Türkiye".encode()[:2])).read()


@pytest.mark.usefixtures("small_blocks")
def test_a_character_across_blocks_is_good() -> None:
    drained("1234567ü\n".encode() * 5)


@pytest.mark.parametrize(
    ("data", "what", "where"),
    [
        ("a;ж\n".encode("utf-16"), "the file is UTF-16", "byte 0"),
        ("a;b\n".encode("utf-16-le") * 60, "holds a NUL byte (perhaps UTF-16)", "line 1, byte 1"),
        (b"a,b\n1,\x002\n", "holds a NUL byte", "line 2, byte 6"),
        ("ж\nю".encode("cp1251"), "in Windows-1251 it reads 'ж'", "line 1, byte 0"),
        ("a,b\nTürkiye,1".encode("latin-1"), "in Windows-1252 it reads 'Türkiye,1'", "line 2, byte 5"),
        (b"PK\x03\x04xxxx", "the file is a spreadsheet", "byte 0"),
    ],
)
def test_other_encodings_are_named_with_place_and_remedy(data: bytes, what: str, where: str) -> None:
    with pytest.raises(TableError) as error:
        CheckedBlocks(io.BytesIO(data)).read()
    assert what in error.value.what
    assert error.value.where == where
    assert error.value.next_step


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize(
    ("data", "is_good"),
    [
        (b"a" * 20 + b"\n" + b"b" * 20 + b"\r\n" + b"c" * 20, True),
        (b"\n" * 100, True),
        (b"a" * 20, True),
        (b"a" * 21 + b"\n", False),
        (b"\n" + b"a" * 21, False),
        (b"a\n" * 9 + b"a" * 21 + b"\na\n", False),
        (b"a" * 15 + b"\r" + b"b" * 15 + b"\r" + b"c" * 15, True),
    ],
)
def test_a_line_without_an_end_is_bounded(data: bytes, is_good: bool) -> None:
    if is_good:
        drained(data)
        return
    with pytest.raises(TableError, match="a line has more than 20 bytes"):
        CheckedBlocks(io.BytesIO(data)).read()


def test_the_file_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CSV_BYTES_MAX", 10)
    with pytest.raises(TableError, match="more than 10 bytes"):
        CheckedBlocks(io.BytesIO(b"1234\n" * 3)).read()


def test_a_mark_at_the_start_is_noticed() -> None:
    assert drained(b"\xef\xbb\xbfa,b\n").has_mark
    assert not drained(b"a,b\n").has_mark
