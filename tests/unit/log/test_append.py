"""The writer: what it answers, what it refuses, and what it does when a write fails."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from safeconduct.base.instant import Instant
from safeconduct.base.limits import APPEND_ENTRIES_MAX, ENTRY_BYTES_MAX
from safeconduct.log import (
    CannotWriteError,
    DamagedError,
    EntryRefusedError,
    ExportError,
    Finding,
    LogError,
    LogSource,
    LogWriter,
    RestoredError,
    SignOnceError,
    SqliteStorage,
    WriteFailedError,
    WriterState,
    check_files,
    check_log,
    open_files,
)
from safeconduct.log.check import check_tail
from safeconduct.log.memory import MemoryStorage
from safeconduct.log.signonce import Signed
from safeconduct.merkle.hashing import EMPTY_ROOT, hash_leaves
from safeconduct.merkle.tree import root_from_leaves
from safeconduct.notes.signed_checkpoint import open_checkpoint
from safeconduct.testing import (
    FakeClock,
    Fault,
    Faults,
    FaultySignOnce,
    FaultyStorage,
    MemoryFolder,
    MemorySignOnce,
    sample_entries,
    sample_signer,
    sample_writer,
)

SIGNER = sample_signer()
STATES = [Fault.BEFORE, Fault.AFTER]


def stores() -> tuple[MemoryStorage, MemorySignOnce]:
    return MemoryStorage(SIGNER.vkey), MemorySignOnce()


def open_again(storage: MemoryStorage, once: MemorySignOnce | None) -> LogWriter:
    return LogWriter(storage, SIGNER, once, FakeClock())


def test_appending_answers_with_the_indexes() -> None:
    writer = sample_writer()
    assert writer.append(sample_entries(3)) == range(3)
    assert writer.append([]) == range(3, 3)
    assert writer.append(sample_entries(300, 3)) == range(3, 303)
    assert writer.size == 303
    assert list(writer.reader().entries()) == sample_entries(303)
    assert (writer.origin, writer.vkey) == (SIGNER.name, SIGNER.vkey)


def test_signing_gives_a_checkpoint_of_all_entries() -> None:
    writer = sample_writer()
    writer.append(sample_entries(700))
    signed = open_checkpoint(writer.sign(), SIGNER.verifier)
    assert (signed.checkpoint.origin, signed.checkpoint.size) == (SIGNER.name, 700)
    assert signed.checkpoint.root == root_from_leaves(hash_leaves(sample_entries(700))) == writer.root()
    assert writer.reader().checkpoint() == signed.data


def test_an_empty_log_can_be_signed() -> None:
    writer = sample_writer()
    assert open_checkpoint(writer.sign(), SIGNER.verifier).checkpoint.root == EMPTY_ROOT


def test_signing_again_gives_the_same_bytes_and_writes_nothing() -> None:
    faults = Faults()
    writer = sample_writer(FaultyStorage(MemoryStorage(SIGNER.vkey), faults))
    writer.append(sample_entries(5))
    note = writer.sign()
    assert writer.sign() == note
    assert faults.writes == ["append", "put_checkpoint"]


def test_the_limits_of_entries_and_batches() -> None:
    writer = sample_writer()
    writer.append([b"", bytes(ENTRY_BYTES_MAX)])
    with pytest.raises(EntryRefusedError, match="an entry of 65536 bytes is too long"):
        writer.append([b"fine", bytes(ENTRY_BYTES_MAX + 1)])
    with pytest.raises(EntryRefusedError, match="65537 entries at once"):
        writer.append([b""] * (APPEND_ENTRIES_MAX + 1))
    with pytest.raises(EntryRefusedError, match="bytes at once"):
        writer.append([bytes(ENTRY_BYTES_MAX)] * 4097)
    assert writer.size == 2
    assert writer.state is WriterState.READY


def test_the_key_must_be_that_of_the_log() -> None:
    with pytest.raises(LogError, match="signed by another key"):
        LogWriter(MemoryStorage(sample_signer("other.example/e1").vkey), SIGNER, MemorySignOnce(), FakeClock())


def test_a_closed_writer_does_nothing() -> None:
    with sample_writer() as writer:
        pass
    with pytest.raises(CannotWriteError, match="closed"):
        writer.append([b"x"])


def test_the_order_of_writes_is_entries_then_sign_once_then_checkpoint_then_files() -> None:
    faults = Faults()
    once = FaultySignOnce(MemorySignOnce(), faults)
    writer = sample_writer(FaultyStorage(MemoryStorage(SIGNER.vkey), faults), once)
    writer.append(sample_entries(256))
    writer.publish(MemoryFolder(faults=faults))
    assert faults.writes == [
        "append",
        "advance",
        "put_checkpoint",
        "write tile/entries/000",
        "write tile/0/000",
        "write tile/1/000.p/1",
        "sync",
        "write checkpoint",
        "sync",
        "remove_partials tile/entries/000",
        "remove_partials tile/0/000",
    ]


def scene(faults: Faults, storage: MemoryStorage, once: MemorySignOnce, folder: MemoryFolder) -> list[int]:
    """Append, sign and publish twice; the sizes that were acknowledged, the last of them signed."""
    acknowledged = []
    writer = LogWriter(FaultyStorage(storage, faults), SIGNER, FaultySignOnce(once, faults), FakeClock())
    for _ in range(2):
        acknowledged.append(writer.append(sample_entries(200, writer.size)).stop)
        writer.publish(folder)
    return acknowledged


WRITES = 21


@pytest.mark.parametrize("fault", STATES)
@pytest.mark.parametrize("number", range(WRITES))
def test_whatever_write_fails_the_writer_stops_and_reopening_goes_on(number: int, fault: Fault) -> None:
    faults = Faults({number: fault})
    storage, once = stores()
    folder = MemoryFolder(faults=faults)
    writer = LogWriter(FaultyStorage(storage, faults), SIGNER, FaultySignOnce(once, faults), FakeClock())
    acknowledged, notes = 0, []
    with suppress(WriteFailedError):
        for _ in range(2):
            acknowledged = writer.append(sample_entries(200, writer.size)).stop
            notes.append(writer.publish(folder))
    assert len(faults.writes) == number + 1, "the writer went on after a failed write"
    with pytest.raises(CannotWriteError, match="stopped"):
        writer.append([b"x"])
    with pytest.raises(CannotWriteError, match="stopped"):
        writer.sign()
    assert faults.writes[number + 1 :] == []
    assert writer.size == acknowledged
    assert list(writer.reader().entries(0, acknowledged)) == sample_entries(acknowledged), "reading goes on"

    faults.plan.clear()
    again = LogWriter(FaultyStorage(storage, faults), SIGNER, FaultySignOnce(once, faults), FakeClock())
    assert again.state is WriterState.READY
    assert again.size >= acknowledged
    assert list(again.reader().entries()) == sample_entries(again.size)
    again.append(sample_entries(100, again.size))
    note = again.publish(folder)
    assert check_log(storage) == []
    assert check_files(folder, SIGNER.vkey) == []
    for earlier in notes:
        old = open_checkpoint(earlier, SIGNER.verifier).checkpoint
        assert again.reader().root_at(old.size) == old.root
    assert folder["checkpoint"] == note


def test_the_faults_above_cover_every_write() -> None:
    faults = Faults()
    scene(faults, *stores(), MemoryFolder(faults=faults))
    assert len(faults.writes) == WRITES


@pytest.mark.parametrize("second", STATES)
@pytest.mark.parametrize("first", STATES)
def test_two_faults_in_a_row_lose_nothing_that_was_acknowledged(first: Fault, second: Fault) -> None:
    for number in range(WRITES):
        faults = Faults({number: first, number + 1: second, number + 2: second})
        storage, once = stores()
        folder = MemoryFolder(faults=faults)
        acknowledged = 0
        for _ in range(6):
            writer = LogWriter(FaultyStorage(storage, faults), SIGNER, FaultySignOnce(once, faults), FakeClock())
            assert writer.size >= acknowledged
            with suppress(WriteFailedError):
                acknowledged = writer.append(sample_entries(200, writer.size)).stop
                writer.publish(folder)
        assert check_log(storage) == []
        assert check_files(folder, SIGNER.vkey) == []
        assert list(open_files(folder, SIGNER.vkey).entries()) == sample_entries(acknowledged)


def test_an_interruption_stops_the_writer_too(monkeypatch: pytest.MonkeyPatch) -> None:
    storage, once = stores()
    writer = open_again(storage, once)

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(MemoryStorage, "append", lambda _, batch: interrupt(batch))
    with pytest.raises(KeyboardInterrupt):
        writer.append([b"x"])
    assert writer.state is WriterState.STOPPED


def test_a_log_behind_the_sign_once_store_is_restored_and_only_read() -> None:
    storage, once = stores()
    writer = open_again(storage, once)
    writer.append(sample_entries(5))
    writer.sign()
    once._signed[SIGNER.vkey, SIGNER.name] = Signed(6, bytes(32), Instant(0))
    restored = open_again(storage, once)
    assert restored.state is WriterState.RESTORED
    for act in (restored.sign, lambda: restored.append([b"x"]), lambda: restored.publish(MemoryFolder())):
        with pytest.raises(RestoredError, match="size 6 was signed, the log has only 5 entries") as caught:
            act()
        assert "new origin and key" in caught.value.next_step
    assert list(restored.reader().entries()) == sample_entries(5)
    assert storage.size() == 5


def test_another_root_in_the_sign_once_store_means_restored() -> None:
    storage, once = stores()
    open_again(storage, once).append(sample_entries(5))
    once._signed[SIGNER.vkey, SIGNER.name] = Signed(3, bytes(32), Instant(0))
    assert open_again(storage, once).state is WriterState.RESTORED


@pytest.mark.parametrize("lost", ["no store", "empty store"])
def test_a_lost_sign_once_store_means_restored_once_the_log_has_signed(lost: str) -> None:
    storage, once = stores()
    writer = open_again(storage, once)
    writer.append(sample_entries(5))
    writer.sign()
    after = open_again(storage, None if lost == "no store" else MemorySignOnce())
    with pytest.raises(RestoredError, match="missing or empty"):
        after.sign()


def test_a_sign_once_store_behind_the_log_means_restored() -> None:
    storage, once = stores()
    writer = open_again(storage, once)
    writer.append(sample_entries(3))
    writer.sign()
    old = dict(once._signed)
    writer.append(sample_entries(4, 3))
    writer.sign()
    with pytest.raises(RestoredError, match="remembers only 3"):
        open_again(storage, MemorySignOnce(old)).sign()


def test_a_sign_once_store_level_with_the_log_lets_it_go_on() -> None:
    storage, once = stores()
    writer = open_again(storage, once)
    writer.append(sample_entries(3))
    note = writer.sign()
    assert open_again(storage, once).sign() == note


def test_a_log_that_never_signed_needs_no_memory_of_it_but_a_store_to_sign() -> None:
    storage, _ = stores()
    writer = open_again(storage, None)
    writer.append(sample_entries(3))
    with pytest.raises(SignOnceError, match="no sign-once store"):
        writer.sign()
    assert open_again(storage, MemorySignOnce()).state is WriterState.READY


def test_a_signature_lost_between_sign_once_store_and_log_is_made_again() -> None:
    storage, once = stores()
    faults = Faults({1: Fault.BEFORE})
    writer = sample_writer(FaultyStorage(storage, faults), once)
    writer.append(sample_entries(3))
    with pytest.raises(WriteFailedError, match="sign failed"):
        writer.sign()
    assert storage.checkpoint() is None
    highest = once.highest(SIGNER.vkey, SIGNER.name)
    assert highest is not None
    assert highest.size == 3
    assert open_checkpoint(open_again(storage, once).sign(), SIGNER.verifier).checkpoint.size == 3


def test_a_clone_that_shares_the_sign_once_store_cannot_sign_another_history() -> None:
    storage, once = stores()
    open_again(storage, once).append(sample_entries(3))
    clone = MemoryStorage(SIGNER.vkey)
    twin = open_again(clone, once)
    twin.append(sample_entries(3))
    first = open_again(storage, once)
    twin.append([b"twin"])
    first.append([b"first"])
    first.sign()
    with pytest.raises(SignOnceError, match="another root of size 4"):
        twin.sign()
    assert twin.state is WriterState.STOPPED
    assert clone.checkpoint() is None


def test_a_clock_that_was_ahead_does_not_stop_a_post() -> None:
    storage, once = stores()
    clock = FakeClock("2090-01-01T00:00:00.000Z")
    writer = LogWriter(storage, SIGNER, once, clock)
    writer.sign()
    clock.set(Instant(0))
    writer.append([b"x"])
    writer.sign()
    highest = once.highest(SIGNER.vkey, SIGNER.name)
    assert highest is not None
    assert (highest.size, highest.at) == (1, FakeClock("2090-01-01T00:00:00.000Z").now())


@pytest.mark.parametrize("index", [0, 255, 256, 511, 512, 599])
def test_an_entry_that_changed_since_it_was_appended_is_never_signed(index: int) -> None:
    storage, once = stores()
    writer = open_again(storage, once)
    writer.append(sample_entries(600))
    storage._entries[index] = b"!" + storage._entries[index][1:]
    with pytest.raises(DamagedError, match="the entry and its stored leaf hash differ"):
        writer.sign()
    assert writer.state is WriterState.STOPPED
    assert (storage.checkpoint(), once.highest(SIGNER.vkey, SIGNER.name)) == (None, None)


@pytest.mark.parametrize(("level", "index"), [(0, 3), (0, 599), (1, 0), (1, 1)])
def test_a_hash_that_changed_since_it_was_written_is_never_signed(level: int, index: int) -> None:
    storage, once = stores()
    writer = open_again(storage, once)
    writer.append(sample_entries(600))
    storage._hashes[level][index] = bytes(32)
    with pytest.raises(DamagedError):
        writer.sign()
    assert once.highest(SIGNER.vkey, SIGNER.name) is None


def test_only_what_is_new_is_computed_again_before_a_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = sample_writer()
    writer.append(sample_entries(1000))
    writer.sign()
    since = []

    def watched(source: LogSource, start: int, root: bytes) -> list[Finding]:
        since.append(start)
        return check_tail(source, start, root)

    monkeypatch.setattr("safeconduct.log.append.check_tail", watched)
    writer.append([b"x"])
    writer.sign()
    assert since == [1000]


def test_a_log_whose_end_is_damaged_does_not_open() -> None:
    storage, once = stores()
    open_again(storage, once).append(sample_entries(300))
    storage._entries[299] = b"!"
    with pytest.raises(DamagedError):
        open_again(storage, once)


def test_a_log_whose_signed_root_is_not_that_of_its_nodes_does_not_open() -> None:
    storage, once = stores()
    writer = open_again(storage, once)
    writer.append(sample_entries(600))
    writer.sign()
    storage._hashes[1][0] = bytes(32)
    with pytest.raises(DamagedError, match="do not lead to the root that was signed"):
        open_again(storage, once)


def test_a_folder_that_is_ahead_of_the_log_stops_the_writer() -> None:
    storage, once = stores()
    folder = MemoryFolder()
    ahead = open_again(*stores())
    ahead.append(sample_entries(10))
    ahead.publish(folder)
    writer = open_again(storage, once)
    writer.append(sample_entries(5))
    with pytest.raises(ExportError, match="ahead of the log"):
        writer.publish(folder)
    assert writer.state is WriterState.STOPPED


def test_a_real_write_error_stops_the_writer_and_reopening_finds_what_was_kept(log_path: Path) -> None:
    once = MemorySignOnce()
    writer = sample_writer(SqliteStorage(log_path), once)
    writer.append(sample_entries(10))
    writer._storage._connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]  # a full disk
    with pytest.raises(WriteFailedError, match="database or disk is full") as caught:
        writer.append([bytes(60_000)] * 10)
    assert "open the log again" in caught.value.next_step
    with pytest.raises(CannotWriteError):
        writer.sign()
    writer.close()
    with sample_writer(SqliteStorage(log_path), once) as again:
        assert again.size == 10
        again.append(sample_entries(5, 10))
        again.sign()
        assert check_log(again._storage) == []
