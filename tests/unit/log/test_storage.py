"""The contract of stores, run on every store."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from safeconduct.log import DamagedError, LogError, LogStorage
from safeconduct.log.edge import Edge
from safeconduct.log.storage import Batch, Piece, cut_tile, width_at
from safeconduct.merkle.hashing import hash_leaves, leaf_hash
from safeconduct.merkle.tile import ENTRIES, Tile, entry_bundle_from_bytes, entry_bundle_to_bytes
from safeconduct.merkle.tree import root_from_leaves
from safeconduct.testing import sample_entries, sample_signer


def fill(storage: LogStorage, *counts: int) -> list[bytes]:
    """Append so many entries in each transaction; all entries."""
    entries: list[bytes] = []
    edge = Edge()
    for count in counts:
        added = sample_entries(count, len(entries))
        edge, batch = edge.grow(added)
        storage.append(batch)
        entries += added
    return entries


def test_an_empty_log_has_a_key_and_nothing_else(storage: LogStorage) -> None:
    assert storage.vkey == sample_signer().vkey
    assert (storage.size(), storage.checkpoint(), list(storage.checkpoints())) == (0, None, [])


def test_tiles_hold_what_was_appended_whatever_the_groups(storage: LogStorage) -> None:
    entries = fill(storage, 1, 2, 252, 1, 3, 300, 500)
    assert storage.size() == len(entries) == 1059
    for index in range(5):
        part = entries[index * 256 : index * 256 + 256]
        assert storage.load(Tile(ENTRIES, index, len(part))) == entry_bundle_to_bytes(part)
        assert storage.load(Tile(0, index, len(part))) == hash_leaves(part)
    upper = b"".join(root_from_leaves(hash_leaves(entries[i * 256 : i * 256 + 256])) for i in range(4))
    assert storage.load(Tile(1, 0, 4)) == upper


def test_a_narrower_tile_than_the_stored_one_is_its_beginning(storage: LogStorage) -> None:
    entries = fill(storage, 1, 40, 600)
    for width in (1, 2, 40, 41, 42, 255, 256):
        bundle = storage.load(Tile(ENTRIES, 0, width))
        assert entry_bundle_from_bytes(bundle, width) == entries[:width]
        assert storage.load(Tile(0, 0, width)) == hash_leaves(entries[:width])
    assert storage.load(Tile(1, 0, 1)) == storage.load(Tile(1, 0, 2))[:32]


@pytest.mark.parametrize(
    "tile", [Tile(ENTRIES, 0, 11), Tile(0, 0, 11), Tile(0, 1, 1), Tile(ENTRIES, 1, 1), Tile(1, 0, 1), Tile(9, 0, 1)]
)
def test_a_tile_that_is_not_all_there_is_an_error(storage: LogStorage, tile: Tile) -> None:
    fill(storage, 10)
    with pytest.raises(DamagedError, match="does not hold all of this tile") as caught:
        storage.load(tile)
    assert caught.value.where == tile.path()


@pytest.mark.parametrize("start", [0, 4, 6, 256])
def test_a_piece_that_does_not_follow_is_refused_and_changes_nothing(storage: LogStorage, start: int) -> None:
    fill(storage, 5)
    piece = Piece(start, leaf_hash(b"x"), entry_bundle_to_bytes([b"x"]))
    with pytest.raises(LogError):
        storage.append(Batch((piece,), ()))
    assert storage.size() == 5


def test_a_batch_is_added_whole_or_not_at_all(storage: LogStorage) -> None:
    fill(storage, 5)
    good = Piece(5, leaf_hash(b"x"), entry_bundle_to_bytes([b"x"]))
    with pytest.raises(LogError):
        storage.append(Batch((good, good), ()))
    assert storage.size() == 5
    storage.append(Batch((good,), ()))
    assert storage.size() == 6


def test_checkpoints_only_get_newer_and_name_a_size_on_record(storage: LogStorage) -> None:
    fill(storage, 3, 300)
    storage.put_checkpoint(0, b"empty")
    storage.put_checkpoint(3, b"three")
    for size in (0, 2, 3, 4, 302, 304):
        with pytest.raises(LogError):
            storage.put_checkpoint(size, b"no")
    storage.put_checkpoint(303, b"all")
    assert storage.checkpoint() == b"all"
    assert list(storage.checkpoints()) == [(0, b"empty"), (3, b"three"), (303, b"all")]


def test_everything_is_there_after_reopening(reopen: Callable[[], LogStorage]) -> None:
    storage = reopen()
    entries = fill(storage, 300)
    storage.put_checkpoint(300, b"note")
    storage.close()
    again = reopen()
    assert (again.size(), again.checkpoint()) == (300, b"note")
    assert again.load(Tile(ENTRIES, 1, 44)) == entry_bundle_to_bytes(entries[256:])


@pytest.mark.parametrize(
    ("size", "level", "index", "width"),
    [
        (0, 0, 0, 0),
        (256, 0, 0, 256),
        (256, 0, 1, 0),
        (256, 0, 9, 0),
        (256, 1, 0, 1),
        (257, ENTRIES, 1, 1),
        (70_000, 2, 0, 1),
    ],
)
def test_the_width_of_a_tile_follows_from_the_size(size: int, level: int, index: int, width: int) -> None:
    assert width_at(size, level, index) == width


def test_cutting_a_bundle_keeps_whole_entries() -> None:
    entries = [b"", b"a" * 300, b"b"]
    data = entry_bundle_to_bytes(entries)
    assert cut_tile(Tile(ENTRIES, 0, 2), data) == entry_bundle_to_bytes(entries[:2])
    assert cut_tile(Tile(0, 0, 2), bytes(96)) == bytes(64)
