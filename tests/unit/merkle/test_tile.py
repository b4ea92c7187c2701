from __future__ import annotations

import pytest

from safeconduct.merkle.errors import TileError
from safeconduct.merkle.hashing import hash_leaves
from safeconduct.merkle.tile import (
    ENTRIES,
    Tile,
    bundles_for,
    entry_bundle_from_bytes,
    entry_bundle_to_bytes,
    node_reader_from_tiles,
    tile_from_path,
    tile_to_bytes,
    tiles_for,
)
from safeconduct.merkle.tree import frontier_from_nodes, node_reader_from_leaves, root_from_leaves

PATHS = [
    (Tile(0, 0), "tile/0/000"),
    (Tile(0, 5, 1), "tile/0/005.p/1"),
    (Tile(63, 999, 255), "tile/63/999.p/255"),
    (Tile(2, 1000), "tile/2/x001/000"),
    (Tile(0, 1234067), "tile/0/x001/x234/067"),
    (Tile(ENTRIES, 999_999, 17), "tile/entries/x999/999.p/17"),
    (Tile(0, 2**64 - 1), "tile/0/x018/x446/x744/x073/x709/x551/615"),
]


@pytest.mark.parametrize(("tile", "path"), PATHS)
def test_paths_are_written_and_read_as_tlog_tiles_has_them(tile: Tile, path: str) -> None:
    assert tile.path() == path
    assert tile_from_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "tile/0/5",
        "tile/0/0005",
        "tile/00/005",
        "tile/01/005",
        "tile/64/005",
        "tile/-1/005",
        "tile/0/x000/005",
        "tile/0/001/005",
        "tile/0/x001/x005",
        "tile/0/005.p/0",
        "tile/0/005.p/256",
        "tile/0/005.p/01",
        "tile/0/005.p/",
        "tile/0/005.p",
        "tile/0/005/",
        "/tile/0/005",
        "tile/0/005\n",
        "tile/\u0660/005",
        "tile/0/\u0660\u0660\u0665",
        "tile/0/../000",
        "tile/Entries/000",
        "tile/0/x018/x446/x744/x073/x709/x551/616",
        pytest.param("tile/0/" + "x001/" * 100_000 + "000", id="long"),
    ],
)
def test_a_path_that_we_would_not_write_is_refused(path: str) -> None:
    with pytest.raises(TileError):
        tile_from_path(path)


@pytest.mark.parametrize(
    ("level", "index", "width"), [(-2, 0, 1), (64, 0, 1), (0, -1, 1), (0, 2**64, 1), (0, 0, 0), (0, 0, 257)]
)
def test_there_is_no_tile_out_of_range(level: int, index: int, width: int) -> None:
    with pytest.raises(TileError, match="there is no tile"):
        Tile(level, index, width)


def test_the_tiles_of_70_000_leaves_are_those_that_the_format_counts() -> None:
    paths = [tile.path() for tile in tiles_for(0, 70_000)]
    assert len(paths) == 273 + 1 + 1 + 1 + 1
    assert paths[273:] == ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]
    assert [tile.path() for tile in tiles_for(0, 256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert tiles_for(0, 0) == tiles_for(9, 9) == bundles_for(9, 9) == []


def test_growth_names_the_tiles_that_grew_and_no_others() -> None:
    assert [tile.path() for tile in tiles_for(250, 260)] == ["tile/0/000", "tile/0/001.p/4", "tile/1/000.p/1"]
    assert [tile.path() for tile in tiles_for(256, 260)] == ["tile/0/001.p/4"]
    assert [tile.path() for tile in bundles_for(250, 260)] == ["tile/entries/000", "tile/entries/001.p/4"]


@pytest.mark.parametrize(("old", "new"), [(5, 4), (-1, 4), (0, 2**64)])
def test_a_tree_does_not_shrink(old: int, new: int) -> None:
    for grown in (tiles_for, bundles_for):
        with pytest.raises(TileError, match="does not grow"):
            grown(old, new)


def test_tiles_and_bundles_sort_into_the_order_of_export() -> None:
    tiles = [*tiles_for(0, 70_000), *bundles_for(0, 70_000)]
    assert [tile.level for tile in sorted(tiles)] == [ENTRIES] * 274 + [0] * 274 + [1] * 2 + [2]


def test_a_tree_is_read_back_from_its_tiles() -> None:
    size = 256 * 3 + 70
    leaves = hash_leaves([b"%d" % index for index in range(size)])
    read = node_reader_from_leaves(leaves)
    files = {tile.path(): tile_to_bytes(tile, read) for tile in tiles_for(0, size)}
    from_tiles = node_reader_from_tiles(size, lambda tile: files[tile.path()])
    for level in range(10):
        for index in range(size >> level):
            assert from_tiles(level, index) == read(level, index)
    assert frontier_from_nodes(size, from_tiles).root() == root_from_leaves(leaves)


@pytest.mark.parametrize(("level", "index"), [(0, 5), (1, 2), (2, 1), (3, 0), (8, 0), (0, 300)])
def test_a_subtree_beyond_the_size_is_not_read_from_tiles(level: int, index: int) -> None:
    read = node_reader_from_tiles(5, lambda tile: bytes(32 * tile.width))
    with pytest.raises(TileError, match="no full subtree"):
        read(level, index)


def test_a_tile_of_the_wrong_length_is_refused() -> None:
    read = node_reader_from_tiles(5, lambda tile: bytes(32 * tile.width + 1))
    with pytest.raises(TileError, match="cannot have 161 bytes"):
        read(0, 0)


def test_bundles_hold_each_entry_after_its_length() -> None:
    entries = [b"", b"a", b"b" * 65_535]
    data = entry_bundle_to_bytes(entries)
    assert data == b"\x00\x00\x00\x01a\xff\xff" + b"b" * 65_535
    assert entry_bundle_from_bytes(data, 3) == entries


@pytest.mark.parametrize("entries", [[], [b""] * 257, [b"x" * 65_536]])
def test_what_does_not_fit_a_bundle_is_not_written(entries: list[bytes]) -> None:
    with pytest.raises(TileError):
        entry_bundle_to_bytes(entries)


@pytest.mark.parametrize(
    ("data", "width"),
    [
        (b"", 0),
        (b"", 1),
        (b"\x00", 1),
        (b"\x00\x01", 1),
        (b"\x00\x01a", 2),
        (b"\x00\x01a\x00", 2),
        (b"\x00\x01a\x00\x00", 1),
        (b"\x00\x01a\x00", 1),
        (b"\x00\x02a", 1),
        (b"\x00\x00" * 257, 257),
    ],
)
def test_a_bundle_with_more_or_less_than_its_width_is_refused(data: bytes, width: int) -> None:
    with pytest.raises(TileError):
        entry_bundle_from_bytes(data, width)
