from __future__ import annotations

import pytest

from safeconduct.log import DamagedError
from safeconduct.log.edge import Edge
from safeconduct.log.memory import MemoryStorage
from safeconduct.merkle.errors import TileError
from safeconduct.merkle.hashing import EMPTY_ROOT, hash_leaves
from safeconduct.merkle.tree import root_from_leaves
from safeconduct.testing import sample_entries


def test_an_empty_log_has_the_root_of_nothing() -> None:
    assert Edge().root() == EMPTY_ROOT


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_537])
def test_the_root_is_that_of_all_entries(size: int) -> None:
    entries = sample_entries(size)
    edge, _ = Edge().grow(entries)
    assert edge.size == size
    assert edge.root() == root_from_leaves(hash_leaves(entries))


def test_an_edge_read_back_is_the_edge_that_was_written() -> None:
    storage = MemoryStorage("key")
    edge = Edge()
    for count in (1, 254, 1, 1, 255, 256, 66_000):
        edge, batch = edge.grow(sample_entries(count, edge.size))
        storage.append(batch)
        assert Edge.load(edge.size, storage.load) == edge


def test_nodes_come_in_their_order_and_once() -> None:
    edge, batch = Edge().grow(sample_entries(65_536))
    assert [(level, index) for level, index, _ in batch.nodes] == [*((1, i) for i in range(256)), (2, 0)]
    assert edge.tiles[:2] == (b"", b"")
    assert edge.tiles[2] == batch.nodes[-1][2]


def test_pieces_never_cross_a_bundle() -> None:
    edge, first = Edge().grow(sample_entries(250))
    _, batch = edge.grow(sample_entries(600, 250))
    assert [(piece.start, piece.end) for piece in (*first.pieces, *batch.pieces)] == [
        (0, 250),
        (250, 256),
        (256, 512),
        (512, 768),
        (768, 850),
    ]


def test_a_missing_tile_is_an_error() -> None:
    with pytest.raises(DamagedError):
        Edge.load(3, MemoryStorage("key").load)


def test_a_tile_of_another_length_has_no_root() -> None:
    with pytest.raises(TileError):
        Edge(3, (bytes(64),)).root()
