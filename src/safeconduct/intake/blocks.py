"""The bytes of a text file, checked block by block before anything reads them.

One pass counts, hashes and refuses: too many bytes, a NUL, anything but UTF-8, a line without an end. The
digest of every block is kept, so that a second reading of the same file stops before the first byte that
changed.
"""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

from safeconduct.base import limits
from safeconduct.intake.errors import ChangedError, TableError
from safeconduct.intake.problem import shown

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK_BYTES = 1024 * 1024
LINE_BYTES_MAX = 1024 * 1024
_SAVE_AS = "Save the file as UTF-8 (in a spreadsheet program: CSV UTF-8)."


class CheckedBlocks(io.RawIOBase):
    """A readable stream over another, which is read in blocks of 1 MiB.

    earlier: digests of the blocks as read before; ChangedError is raised at the first that differs.
    size, sha256: what was read so far. digests: 16 bytes a block.
    """

    def __init__(
        self,
        stream: IO[bytes],
        earlier: bytes | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__()
        self.size = 0
        self.has_mark = False
        self.digests = bytearray()
        self._stream = stream
        self._earlier = earlier
        self._progress = progress
        self._hash = hashlib.sha256()
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._lines = 0
        self._line_bytes = 0
        self._rest = b""

    @property
    def sha256(self) -> str:
        """Digest of all that was read, 64 hex digits."""
        return self._hash.hexdigest()

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer from the checked block. Raises TableError or ChangedError."""
        if not self._rest:
            self._rest = self._next_block()
        view = memoryview(buffer).cast("B")
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def _next_block(self) -> bytes:
        block = _read_full(self._stream)
        self._compare(block)
        if self.size == 0:
            self._check_start(block)
        self._check(block)
        self.size += len(block)
        if self.size > limits.CSV_BYTES_MAX:
            raise TableError(f"the file has more than {limits.CSV_BYTES_MAX} bytes")
        self._hash.update(block)
        if self._progress is not None and block:
            self._progress(len(block))
        return block

    def _compare(self, block: bytes) -> None:
        digest = hashlib.blake2b(block, digest_size=16).digest()
        start = len(self.digests)
        if self._earlier is not None and self._earlier[start : start + 16] != digest:
            raise ChangedError(
                "the file changed while it was being imported",
                where=f"byte {self.size}",
                next_step="Import it again when nothing writes to it; nothing is recorded twice.",
            )
        self.digests += digest

    def _check_start(self, block: bytes) -> None:
        self.has_mark = block.startswith(codecs.BOM_UTF8)
        if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise TableError("the file is UTF-16, not UTF-8", where="byte 0", next_step=_SAVE_AS)
        if block.startswith(b"PK\x03\x04"):
            raise TableError(
                "the file is a spreadsheet, not text",
                where="byte 0",
                next_step="Set `format: xlsx` in the mapping.",
            )

    def _check(self, block: bytes) -> None:
        nul = block.find(b"\0")
        if nul >= 0:
            hint = " (perhaps UTF-16)" if block[:200].count(b"\0") > 50 else ""
            raise TableError(f"the file holds a NUL byte{hint}", where=self._place(block, nul), next_step=_SAVE_AS)
        self._decode(block)
        self._check_lines(block)

    def _decode(self, block: bytes) -> None:
        held = self._decoder.getstate()[0]
        try:
            self._decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            at = error.start - len(held)
            raise TableError(
                f"byte 0x{error.object[error.start]:02x} is not UTF-8; {_reading(error.object, error.start)}",
                where=self._place(block, max(at, 0), at),
                next_step=_SAVE_AS,
            ) from error

    def _check_lines(self, block: bytes) -> None:
        """Bound the bytes between two line ends, so that no reader has to hold more of the file."""
        start = -self._line_bytes
        while (end := _line_end(block, start)) >= 0:
            if end - start > LINE_BYTES_MAX:
                break
            # Jump: the next check starts at the last line end within reach.
            start = end + 1
        if (end if end >= 0 else len(block)) - start > LINE_BYTES_MAX:
            raise TableError(
                f"a line has more than {LINE_BYTES_MAX} bytes", where=self._place(block, max(start, 0), start)
            )
        self._line_bytes = len(block) - start
        self._lines += block.count(b"\n")

    def _place(self, block: bytes, within: int, offset: int | None = None) -> str:
        line = self._lines + block.count(b"\n", 0, within) + 1
        return f"line {line}, byte {self.size + (within if offset is None else offset)}"


def _line_end(block: bytes, start: int) -> int:
    """The last line end that can be reached from `start` within the bound, else the first one after it."""
    low = max(start, 0)
    high = start + LINE_BYTES_MAX + 1
    near = max(block.rfind(b"\n", low, high), block.rfind(b"\r", low, high))
    if near >= 0 or high >= len(block):
        return near
    return len(block)


def _read_full(stream: IO[bytes]) -> bytes:
    """A whole block, or what is left; short reads of pipes are put together."""
    parts: list[bytes] = []
    wanted = BLOCK_BYTES
    while wanted and (part := stream.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def _reading(data: bytes, at: int) -> str:
    """How the place reads in two common encodings, to help a person recognise the right one."""
    before = data[max(at - 12, 0) : at].rpartition(b"\n")[2]
    word = before + data[at : at + 12].partition(b"\n")[0].rstrip(b"\r")
    readings = [(name, word.decode(name, "replace")) for name in ("cp1251", "cp1252")]
    return "; ".join(f"in {name.replace('cp', 'Windows-')} it reads {shown(text)}" for name, text in readings)
