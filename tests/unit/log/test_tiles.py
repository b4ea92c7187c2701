"""A log as files: which there are, and what reading them back believes."""

from __future__ import annotations

import pytest

from safeconduct.log import DamagedError, LogFileError, LogReader, UnsignedError, log_files, open_files
from safeconduct.log.memory import MemoryStorage
from safeconduct.log.tiles import FileSource, VerifiedSource
from safeconduct.merkle.hashing import hash_leaves
from safeconduct.merkle.proof import verify_inclusion
from safeconduct.merkle.tile import ENTRIES as BUNDLE
from safeconduct.merkle.tile import Tile, entry_bundle_to_bytes
from safeconduct.testing import sample_entries, sample_signer, sample_writer

VKEY = sample_signer().vkey
ENTRIES = sample_entries(600)


@pytest.fixture(scope="module")
def whole() -> dict[str, bytes]:
    writer = sample_writer()
    writer.append(ENTRIES)
    writer.sign()
    return dict(log_files(writer.reader()))


@pytest.fixture
def files(whole: dict[str, bytes]) -> dict[str, bytes]:
    return dict(whole)


def test_the_files_of_a_log_in_the_order_they_are_published(files: dict[str, bytes]) -> None:
    assert list(files) == [
        "tile/entries/000",
        "tile/entries/001",
        "tile/entries/002.p/88",
        "tile/0/000",
        "tile/0/001",
        "tile/0/002.p/88",
        "tile/1/000.p/2",
        "checkpoint",
    ]
    assert files["tile/entries/002.p/88"] == entry_bundle_to_bytes(ENTRIES[512:])
    assert files["tile/0/001"] == hash_leaves(ENTRIES[256:512])


def test_files_of_a_size_that_was_published_are_left_out() -> None:
    writer = sample_writer()
    writer.append(ENTRIES)
    writer.sign()
    assert [path for path, _ in log_files(writer.reader(), 512)] == [
        "tile/entries/002.p/88",
        "tile/0/002.p/88",
        "checkpoint",
    ]
    assert [path for path, _ in log_files(writer.reader(), 600)] == ["checkpoint"]


def test_only_what_is_signed_has_files() -> None:
    writer = sample_writer()
    writer.append(ENTRIES[:10])
    with pytest.raises(UnsignedError):
        list(log_files(writer.reader()))
    writer.sign()
    writer.append(ENTRIES[10:])
    assert "tile/entries/000.p/10" in dict(log_files(writer.reader()))
    assert len(dict(log_files(writer.reader()))) == 3


def test_an_empty_log_is_one_file() -> None:
    writer = sample_writer()
    writer.sign()
    files = dict(log_files(writer.reader()))
    assert list(files) == ["checkpoint"]
    assert (open_files(files, VKEY).size, list(open_files(files, VKEY).entries())) == (0, [])


def test_a_log_reads_back_from_its_files(files: dict[str, bytes]) -> None:
    reader = open_files(files, VKEY)
    assert list(reader.entries()) == ENTRIES
    assert b"".join(reader.leaves()) == hash_leaves(ENTRIES)
    assert reader.checkpoint() == files["checkpoint"]
    assert dict(log_files(reader)) == files
    for index in range(0, 600, 37):
        verify_inclusion(index, 600, reader.leaf(index), reader.prove_inclusion(index), reader.root)
    reader.close()


def test_files_that_nobody_asks_for_may_be_missing(files: dict[str, bytes]) -> None:
    del files["tile/entries/000"], files["tile/entries/002.p/88"], files["tile/0/000"]
    reader = open_files(files, VKEY)
    assert reader.entry(300) == ENTRIES[300]
    assert reader.leaf(599) == hash_leaves(ENTRIES[599:])
    with pytest.raises(DamagedError, match="missing") as caught:
        reader.entry(3)
    assert caught.value.where == "tile/entries/000"


def test_a_full_tile_stands_in_for_a_partial_one_that_has_gone(files: dict[str, bytes]) -> None:
    writer = sample_writer()
    writer.append(sample_entries(1000))
    writer.sign()
    later = dict(log_files(writer.reader()))
    for level in ("entries", "0"):
        del files[f"tile/{level}/002.p/88"]
        files[f"tile/{level}/002"] = later[f"tile/{level}/002"]
    assert list(open_files(files, VKEY).entries()) == ENTRIES


def test_without_a_checkpoint_there_is_no_log(files: dict[str, bytes]) -> None:
    del files["checkpoint"]
    with pytest.raises(LogFileError, match="no checkpoint"):
        open_files(files, VKEY)


def test_the_checkpoint_of_another_key_is_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(DamagedError) as caught:
        open_files(files, sample_signer(seed=2).vkey)
    assert caught.value.where == "checkpoint"


@pytest.mark.parametrize("path", ["tile/0/002.p/88", "tile/1/000.p/2"])
@pytest.mark.parametrize("damage", ["flip", "cut", "longer"])
def test_rightmost_tiles_that_do_not_lead_to_the_root_are_refused(
    files: dict[str, bytes], path: str, damage: str
) -> None:
    data = files[path]
    files[path] = {"flip": b"!" + data[1:], "cut": data[:-1], "longer": data + bytes(32)}[damage]
    with pytest.raises(DamagedError):
        open_files(files, VKEY)


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("tile/entries/000", "not the one that was signed"),
        ("tile/entries/002.p/88", "not the one that was signed"),
        ("tile/0/000", "does not lead to the signed root"),
    ],
)
def test_nothing_unverified_is_given_out(files: dict[str, bytes], path: str, what: str) -> None:
    files[path] = files[path][:-1] + b"!"
    reader = open_files(files, VKEY)
    with pytest.raises(DamagedError, match=what) as caught:
        list(reader.entries())
    assert caught.value.where == path


def test_a_bundle_of_the_wrong_length_is_named(files: dict[str, bytes]) -> None:
    files["tile/entries/001"] += b"\x00\x00"
    with pytest.raises(DamagedError) as caught:
        open_files(files, VKEY).entry(256)
    assert caught.value.where == "tile/entries/001"


def test_what_was_verified_once_is_not_read_again_from_files_that_change(files: dict[str, bytes]) -> None:
    reader = open_files(files, VKEY)
    files["tile/1/000.p/2"] = bytes(64)
    assert list(reader.entries()) == ENTRIES


@pytest.mark.parametrize("tile", [Tile(0, 2, 89), Tile(0, 2), Tile(0, 3, 1), Tile(BUNDLE, 3, 1), Tile(2, 0, 1)])
def test_tiles_beyond_the_checkpoint_cannot_be_had(files: dict[str, bytes], tile: Tile) -> None:
    files[tile.path()] = bytes(32 * tile.width)
    with pytest.raises(DamagedError, match="does not cover this tile"):
        VerifiedSource(FileSource(files, VKEY)).load(tile)


def test_the_same_log_gives_the_same_files_whatever_the_history() -> None:
    by_steps = sample_writer()
    for entry in ENTRIES:
        by_steps.append([entry])
        by_steps.sign()
    at_once = sample_writer()
    at_once.append(ENTRIES)
    at_once.sign()
    assert list(log_files(by_steps.reader())) == list(log_files(at_once.reader()))


def test_files_can_be_listed_from_a_reader_of_any_store() -> None:
    assert dict(log_files(open_files(dict(log_files(signed_reader())), VKEY)))


def signed_reader() -> LogReader:
    storage = MemoryStorage(VKEY)
    with sample_writer(storage) as writer:
        writer.append(ENTRIES[:3])
        writer.sign()
    return LogReader(storage)
