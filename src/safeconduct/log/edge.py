"""The right edge of a growing log: its tiles that are not full yet.

They are all that is needed to append, to tell the root, and to begin reading a log from its files. Between
two signatures an append only adds leaf hashes here; a node above is hashed once, when its tile is full. The
root is therefore not kept with each append: it is computed from the stored entries before it is signed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from safeconduct.base.limits import TILE_WIDTH
from safeconduct.log.storage import Batch, Piece
from safeconduct.merkle.hashing import HASH_BYTES, hash_leaves
from safeconduct.merkle.tile import Tile, entry_bundle_to_bytes, node_reader_from_tiles
from safeconduct.merkle.tree import Node, frontier_from_nodes, root_from_leaves

_TILE_BYTES = TILE_WIDTH * HASH_BYTES


class Edge(NamedTuple):
    """The rightmost, partial tile of each level of a log.

    size: number of entries.
    tiles: by tile level, the hashes in the rightmost tile, less than 256 of them, concatenated; maybe none.
    """

    size: int = 0
    tiles: tuple[bytes, ...] = ()

    @classmethod
    def load(cls, size: int, load: Callable[[Tile], bytes]) -> Edge:
        """Read the edge of the first `size` entries. Raises DamagedError where tiles are missing."""
        tiles, level = [], 0
        while size >> 8 * level:
            index, width = divmod(size >> 8 * level, TILE_WIDTH)
            tiles.append(load(Tile(level, index, width)) if width else b"")
            level += 1
        return cls(size, tuple(tiles))

    def root(self) -> bytes:
        """The root hash over all entries. Raises TileError if a tile has the wrong length."""
        read = node_reader_from_tiles(self.size, lambda tile: self.tiles[tile.level])
        return frontier_from_nodes(self.size, read).root()

    def grow(self, entries: Sequence[bytes]) -> tuple[Edge, Batch]:
        """Add one entry or more: the new edge, and what must be stored."""
        leaves = hash_leaves(entries)
        end, tiles = self.size, [*self.tiles] or [b""]
        if end % TILE_WIDTH + len(entries) < TILE_WIDTH:  # nearly always: no tile becomes full
            tiles[0] += leaves
            piece = Piece(end, leaves, entry_bundle_to_bytes(entries))
            return Edge(end + len(entries), tuple(tiles)), Batch((piece,), ())
        pieces: list[Piece] = []
        nodes: list[Node] = []
        while end < self.size + len(entries):
            taken = end - self.size
            count = min(TILE_WIDTH - end % TILE_WIDTH, len(entries) - taken)
            added = leaves[taken * HASH_BYTES : (taken + count) * HASH_BYTES]
            pieces.append(Piece(end, added, entry_bundle_to_bytes(entries[taken : taken + count])))
            tiles[0] += added
            end += count
            nodes += _close_full_tiles(tiles, end)
        return Edge(end, tuple(tiles)), Batch(tuple(pieces), tuple(nodes))


def _close_full_tiles(tiles: list[bytes], end: int) -> list[Node]:
    """Replace each tile that is full at size `end` by its hash in the tile above; these hashes."""
    nodes = []
    level = 0
    while len(tiles[level]) == _TILE_BYTES:
        above = level + 1
        if above == len(tiles):
            tiles.append(b"")
        node = root_from_leaves(tiles[level])
        nodes.append((above, (end >> 8 * above) - 1, node))
        tiles[level] = b""
        tiles[above] += node
        level = above
    return nodes
