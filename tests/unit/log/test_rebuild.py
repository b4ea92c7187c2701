from __future__ import annotations

from pathlib import Path

import pytest

from safeconduct.log import (
    DamagedError,
    LogError,
    LogReader,
    SqliteStorage,
    WriterState,
    check_database,
    create_log,
    log_files,
    open_files,
    open_reader,
    rebuild,
)
from safeconduct.log.memory import MemoryStorage
from safeconduct.testing import MemorySignOnce, sample_entries, sample_signer, sample_writer

VKEY = sample_signer().vkey


def published(size: int, once: MemorySignOnce | None = None) -> dict[str, bytes]:
    writer = sample_writer(None, once)
    writer.append(sample_entries(size))
    writer.sign()
    return dict(log_files(writer.reader()))


@pytest.mark.parametrize("size", [0, 1, 256, 600, 20_000])
def test_a_database_rebuilt_from_files_publishes_the_same_files(log_path: Path, size: int) -> None:
    files = published(size)
    storage = SqliteStorage(log_path)
    assert rebuild(open_files(files, VKEY), storage) == size
    storage.close()
    with open_reader(log_path) as reader:
        assert dict(log_files(reader)) == files
    assert check_database(log_path) == []


def test_a_rebuilt_log_goes_on_if_nothing_later_was_signed(log_path: Path) -> None:
    once = MemorySignOnce()
    storage = SqliteStorage(log_path)
    rebuild(open_files(published(300, once), VKEY), storage)
    storage.close()
    with sample_writer(SqliteStorage(log_path), once) as writer:
        assert writer.state is WriterState.READY
        writer.append(sample_entries(5, 300))
        writer.sign()


def test_a_rebuilt_log_that_is_behind_is_restored(log_path: Path) -> None:
    once = MemorySignOnce()
    published(301, once)
    storage = SqliteStorage(log_path)
    rebuild(open_files(published(300), VKEY), storage)
    storage.close()
    with sample_writer(SqliteStorage(log_path), once) as writer:
        assert writer.state is WriterState.RESTORED


def test_only_what_is_signed_is_rebuilt() -> None:
    writer = sample_writer()
    writer.append(sample_entries(3))
    writer.sign()
    writer.append(sample_entries(3, 3))
    storage = MemoryStorage(VKEY)
    assert rebuild(writer.reader(), storage) == storage.size() == 3


def test_a_storage_that_is_in_use_or_of_another_key_is_left_alone(tmp_path: Path) -> None:
    reader = open_files(published(3), VKEY)
    used = MemoryStorage(VKEY)
    sample_writer(used).append([b"x"])
    signed = MemoryStorage(VKEY)
    sample_writer(signed).sign()
    create_log(tmp_path / "other.sqlite", sample_signer(seed=2).vkey)
    other = SqliteStorage(tmp_path / "other.sqlite")
    for storage in (used, signed, other):
        with pytest.raises(LogError, match="empty storage for the same key"):
            rebuild(reader, storage)
    other.close()


def test_entries_that_do_not_lead_to_the_root_are_not_signed_off() -> None:
    source = MemoryStorage(VKEY)
    writer = sample_writer(source)
    writer.append(sample_entries(3))
    writer.sign()
    source._entries[1] = b"!"
    storage = MemoryStorage(VKEY)
    with pytest.raises(DamagedError, match="do not lead to the signed root"):
        rebuild(LogReader(source), storage)
    assert storage.checkpoint() is None
