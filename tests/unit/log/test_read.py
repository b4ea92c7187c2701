from __future__ import annotations

from collections.abc import Callable

import pytest

from safeconduct.log import DamagedError, LogError, LogReader, UnsignedError
from safeconduct.log.memory import MemoryStorage
from safeconduct.merkle.errors import ProofError
from safeconduct.merkle.hashing import EMPTY_ROOT, hash_leaves, leaf_hash
from safeconduct.merkle.proof import verify_consistency, verify_inclusion
from safeconduct.merkle.tree import root_from_leaves
from safeconduct.testing import sample_entries, sample_signer, sample_writer

SIZE = 66_000  # more than one tile on level 1
ENTRIES = sample_entries(SIZE)


@pytest.fixture(scope="module")
def reader() -> LogReader:
    writer = sample_writer()
    writer.append(ENTRIES[:65_000])
    writer.sign()
    writer.append(ENTRIES[65_000:])
    return writer.reader()


def test_a_reader_knows_its_log(reader: LogReader) -> None:
    assert (reader.size, reader.origin, reader.vkey) == (SIZE, sample_signer().name, sample_signer().vkey)
    assert reader.root == root_from_leaves(hash_leaves(ENTRIES))


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, SIZE), (0, 0), (0, 1), (255, 257), (256, 512), (3, 3), (SIZE, SIZE), (SIZE - 1, SIZE), (1000, 3000)],
)
def test_entries_and_leaves_of_any_range(reader: LogReader, start: int, end: int) -> None:
    assert list(reader.entries(start, end)) == ENTRIES[start:end]
    assert b"".join(reader.leaves(start, end)) == hash_leaves(ENTRIES[start:end])


def test_without_an_end_reading_goes_to_the_end(reader: LogReader) -> None:
    assert list(reader.entries(SIZE - 300)) == ENTRIES[-300:]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (0, SIZE + 1), (SIZE + 1, None)])
def test_a_range_that_is_not_there_is_an_error(reader: LogReader, start: int, end: int | None) -> None:
    with pytest.raises(LogError, match="there are no entries"):
        list(reader.entries(start, end))
    with pytest.raises(LogError):
        list(reader.leaves(start, end))


@pytest.mark.parametrize("index", [-1, SIZE])
def test_an_entry_that_is_not_there_is_an_error(reader: LogReader, index: int) -> None:
    for read in (reader.entry, reader.leaf):
        with pytest.raises(LogError):
            read(index)


def test_every_proof_of_inclusion_holds(reader: LogReader) -> None:
    for index in (0, 1, 255, 256, 257, 32_767, 32_768, 65_535, 65_536, SIZE - 1):
        for size in {index + 1, 65_536, 65_537, SIZE}:
            if index < size:
                assert reader.entry(index) == ENTRIES[index]
                assert reader.leaf(index) == leaf_hash(ENTRIES[index])
                proof = reader.prove_inclusion(index, size)
                verify_inclusion(index, size, reader.leaf(index), proof, reader.root_at(size))
    verify_inclusion(7, SIZE, reader.leaf(7), reader.prove_inclusion(7), reader.root)


def test_every_proof_of_consistency_holds(reader: LogReader) -> None:
    sizes = (1, 2, 255, 256, 257, 65_535, 65_536, 65_537, SIZE)
    for old in sizes:
        for new in sizes:
            if old <= new:
                proof = reader.prove_consistency(old, new)
                verify_consistency(old, new, proof, reader.root_at(old), reader.root_at(new))


def test_what_cannot_be_proved_is_an_error(reader: LogReader) -> None:
    with pytest.raises(LogError):
        reader.prove_inclusion(0, SIZE + 1)
    with pytest.raises(LogError):
        reader.prove_consistency(1, SIZE + 1)
    with pytest.raises(ProofError):
        reader.prove_inclusion(5, 5)
    with pytest.raises(ProofError):
        reader.prove_consistency(6, 5)


def test_the_signed_view_has_the_size_of_the_checkpoint(reader: LogReader) -> None:
    signed = reader.signed()
    assert (signed.size, signed.root) == (65_000, signed.signed_state().root)
    assert signed.checkpoint() == reader.checkpoint()


def test_a_checkpoint_that_comes_meanwhile_is_never_ahead_of_the_reader() -> None:
    class Racing(MemoryStorage):
        def size(self) -> int:
            before = super().size()
            while pending:
                pending.pop()()
            return before

    storage, pending = Racing(sample_signer().vkey), list[Callable[[], object]]()
    writer = sample_writer(storage)
    writer.append(ENTRIES[:3])
    writer.sign()
    pending += [writer.sign, lambda: writer.append(ENTRIES[3:5])]
    reader = LogReader(storage)
    assert reader.signed_state().size == reader.size == 3


def test_the_signed_view_keeps_the_checkpoint_of_its_reader() -> None:
    writer = sample_writer()
    writer.append(ENTRIES[:3])
    note = writer.sign()
    earlier = writer.reader()
    writer.append(ENTRIES[3:5])
    writer.sign()
    assert earlier.signed().checkpoint() == earlier.checkpoint() == note
    assert earlier.latest().signed().size == 5


def test_a_view_at_an_earlier_size(reader: LogReader) -> None:
    assert reader.at(300).root == root_from_leaves(hash_leaves(ENTRIES[:300]))
    assert list(reader.at(300).entries(299)) == ENTRIES[299:300]
    assert reader.at(0).root == EMPTY_ROOT
    with pytest.raises(LogError):
        reader.at(SIZE + 1)


def test_an_unsigned_log_has_no_checkpoint() -> None:
    unsigned = LogReader(MemoryStorage(sample_signer().vkey))
    with pytest.raises(UnsignedError, match="not signed anything yet"):
        unsigned.checkpoint()
    with pytest.raises(UnsignedError):
        unsigned.signed()
    assert unsigned.root == EMPTY_ROOT
    assert list(unsigned.entries()) == []


def test_a_bundle_that_cannot_be_parsed_is_damage_with_its_place() -> None:
    class Odd(MemoryStorage):
        def load(self, tile: object) -> bytes:
            return b"\x00\x09short"

    writer = sample_writer()
    writer.append([b"x"])
    with pytest.raises(DamagedError) as caught:
        LogReader(Odd(sample_signer().vkey), 1).entry(0)
    assert caught.value.where == "tile/entries/000.p/1"


def test_a_reader_in_a_with_closes_its_source() -> None:
    closed = []

    class Closing(MemoryStorage):
        def close(self) -> None:
            closed.append(True)

    with LogReader(Closing(sample_signer().vkey)):
        pass
    assert closed == [True]
