"""Tiles and entry bundles: how a log lies in files (c2sp.org/tlog-tiles).

A full tile of level l holds the hashes of 256 full subtrees of 256^l leaves each; a partial tile holds fewer
and is never hashed upwards. An entry bundle holds the entries under the level-0 tile of its index and width.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from safeconduct.base.limits import ENTRY_BYTES_MAX, TILE_WIDTH
from safeconduct.merkle.errors import TileError
from safeconduct.merkle.hashing import HASH_BYTES, SIZE_MAX
from safeconduct.merkle.tree import NodeReader, root_from_leaves

ENTRIES = -1
"""The level of an entry bundle, which lies at ``tile/entries/...`` in place of a number."""

_LEVEL_MAX = 63
_TILE_BITS = 8
_PATH = re.compile(r"tile/(entries|\d{1,2})/((?:x\d{3}/)*\d{3})(?:\.p/(\d{1,3}))?", re.ASCII)
_PATH_CHARS_MAX = 64


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """One tile or entry bundle. Raises TileError if there is no such tile.

    level: 0..63, in steps of 256 leaves; ENTRIES for a bundle.
    index: the position in its level, 0 the leftmost.
    width: how many hashes or entries it holds, 1..256.

    >>> Tile(0, 1234067, 256).path(), Tile(ENTRIES, 5, 3).path()
    ('tile/0/x001/x234/067', 'tile/entries/005.p/3')
    """

    level: int
    index: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        known = ENTRIES <= self.level <= _LEVEL_MAX and 0 <= self.index <= SIZE_MAX
        if not known or not 1 <= self.width <= TILE_WIDTH:
            raise TileError(f"there is no tile of level {self.level}, index {self.index}, width {self.width}")

    def path(self) -> str:
        """The path below the prefix of the log, ``/`` between its parts."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        digits = f"{self.index:03}"
        digits = digits.rjust(-(-len(digits) // 3) * 3, "0")
        groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
        index = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        return f"tile/{level}/{index}" + ("" if self.width == TILE_WIDTH else f".p/{self.width}")


def tile_from_path(path: str) -> Tile:
    """Read the path of a tile or an entry bundle. Raises TileError for another spelling of it, too.

    >>> tile_from_path("tile/1/000.p/17")
    Tile(level=1, index=0, width=17)
    """
    match = _PATH.fullmatch(path) if len(path) <= _PATH_CHARS_MAX else None
    if match:
        level = ENTRIES if match[1] == "entries" else int(match[1])
        index = int(match[2].replace("/", "").replace("x", ""))
        tile = Tile(level, index, int(match[3] or TILE_WIDTH))
        if tile.path() == path:
            return tile
    raise TileError(f"{path[:_PATH_CHARS_MAX]!r} is not the path of a tile")


def tiles_for(old_size: int, new_size: int) -> list[Tile]:
    """The hash tiles that a tree of `new_size` has and one of `old_size` had not, by level, then by index.

    Of each tile that grew there is the last width only. Raises TileError unless 0 <= old_size <= new_size.

    >>> [tile.path() for tile in tiles_for(255, 256)]
    ['tile/0/000', 'tile/1/000.p/1']
    """
    _check_growth(old_size, new_size)
    shifts = [(level, _TILE_BITS * level) for level in range(_LEVEL_MAX + 1)]
    return [tile for level, shift in shifts for tile in _grown(level, old_size >> shift, new_size >> shift)]


def bundles_for(old_size: int, new_size: int) -> list[Tile]:
    """The entry bundles that a log of `new_size` has and one of `old_size` had not; like `tiles_for`."""
    _check_growth(old_size, new_size)
    return _grown(ENTRIES, old_size, new_size)


def tile_to_bytes(tile: Tile, read: NodeReader) -> bytes:
    """The bytes of a hash tile: its hashes, left to right."""
    first, level = tile.index * TILE_WIDTH, tile.level * _TILE_BITS
    return b"".join([read(level, first + column) for column in range(tile.width)])


def node_reader_from_tiles(size: int, load: Callable[[Tile], bytes]) -> NodeReader:
    """Read nodes of the tree of `size` leaves from its tiles, by `load`; each read loads one tile.

    Nothing here is checked against a root: verify each proof made from it, or compare a whole tree with a
    signed root, before relying on it. Reading raises TileError for a tile of the wrong length.
    """

    def read(level: int, index: int) -> bytes:
        tile_level, height = divmod(level, _TILE_BITS)
        tile_index, first = divmod(index << height, TILE_WIDTH)
        width = min(TILE_WIDTH, (size >> tile_level * _TILE_BITS) - tile_index * TILE_WIDTH)
        if first + (1 << height) > width:
            raise TileError(f"a tree of {size} leaves has no full subtree {index} of level {level}")
        hashes = load(Tile(tile_level, tile_index, width))
        if len(hashes) != width * HASH_BYTES:
            raise TileError(f"a tile of width {width} cannot have {len(hashes)} bytes")
        return root_from_leaves(hashes[first * HASH_BYTES : (first + (1 << height)) * HASH_BYTES])

    return read


def entry_bundle_to_bytes(entries: Sequence[bytes]) -> bytes:
    r"""The bytes of a bundle of 1 to 256 entries: each as a 16-bit length and its bytes. Raises TileError.

    >>> entry_bundle_to_bytes([b"abc", b""])
    b'\x00\x03abc\x00\x00'
    """
    if not 1 <= len(entries) <= TILE_WIDTH:
        raise TileError(f"a bundle holds 1 to {TILE_WIDTH} entries, not {len(entries)}")
    try:
        return b"".join([len(entry).to_bytes(2, "big") + entry for entry in entries])
    except OverflowError as error:
        raise TileError(f"an entry has more than {ENTRY_BYTES_MAX} bytes") from error


def entry_bundle_from_bytes(data: bytes, width: int) -> list[bytes]:
    """Read a bundle of exactly `width` entries. Raises TileError if it holds more, fewer or part of one."""
    if not 1 <= width <= TILE_WIDTH:
        raise TileError(f"a bundle holds 1 to {TILE_WIDTH} entries, not {width}")
    entries, position = [], 0
    for _ in range(width):
        start = position + 2
        position = start + int.from_bytes(data[position:start], "big")
        entries.append(data[start:position])
    if position != len(data):
        raise TileError(f"{len(data)} bytes are not a bundle of {width} entries")
    return entries


def _grown(level: int, old: int, new: int) -> list[Tile]:
    """The tiles of one level that hold the hashes [old, new)."""
    indexes = range(old // TILE_WIDTH, -(-new // TILE_WIDTH)) if old < new else ()
    return [Tile(level, index, min(TILE_WIDTH, new - index * TILE_WIDTH)) for index in indexes]


def _check_growth(old_size: int, new_size: int) -> None:
    if not 0 <= old_size <= new_size <= SIZE_MAX:
        raise TileError(f"a tree does not grow from {old_size} to {new_size} leaves")
