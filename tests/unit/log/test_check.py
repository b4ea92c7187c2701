"""The whole-log check: silent on a sound log, and naming whatever does not follow from the entries."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from safeconduct.base.limits import LOG_FINDINGS_MAX
from safeconduct.log import (
    Finding,
    LogFileError,
    SqliteStorage,
    check_database,
    check_files,
    check_log,
    log_files,
)
from safeconduct.log import check as codes
from safeconduct.log.check import check_tail
from safeconduct.log.memory import MemoryStorage
from safeconduct.notes.checkpoint import Checkpoint
from safeconduct.notes.note import sign_note
from safeconduct.testing import SeededRandom, sample_entries, sample_signer, sample_writer

SIGNER = sample_signer()
VKEY = SIGNER.vkey
SIZE = 600


def sound() -> MemoryStorage:
    """A log signed at 100, 300 and 600 entries, with two more that are not signed."""
    storage = MemoryStorage(VKEY)
    writer = sample_writer(storage)
    for size in (100, 300, SIZE):
        writer.append(sample_entries(size - writer.size, writer.size))
        writer.sign()
    writer.append(sample_entries(2, SIZE))
    return storage


@pytest.fixture
def storage() -> MemoryStorage:
    return sound()


@pytest.fixture
def files() -> dict[str, bytes]:
    writer = sample_writer()
    writer.append(sample_entries(SIZE))
    writer.sign()
    return dict(log_files(writer.reader()))


@pytest.fixture
def path(log_path: Path) -> Path:
    with sample_writer(SqliteStorage(log_path)) as writer:
        writer.append(sample_entries(300))
        writer.sign()
        writer.append(sample_entries(300, 300))
        writer.sign()
    return log_path


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """The database without its triggers, as someone with the disk sees it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        yield connection


def found(findings: list[Finding]) -> list[tuple[str, str, int | None]]:
    return [(finding.code, finding.where, finding.index) for finding in findings]


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 512, 66_000])
def test_a_sound_log_has_no_findings(size: int) -> None:
    storage = MemoryStorage(VKEY)
    writer = sample_writer(storage)
    for count in (size // 3, size - size // 3):
        writer.append(sample_entries(count, writer.size))
        writer.sign()
    assert check_log(storage) == []
    assert check_files(dict(log_files(writer.reader())), VKEY) == []


def test_a_sound_database_has_no_findings(path: Path) -> None:
    assert check_database(path) == []


def test_a_changed_entry_is_named_by_its_index(storage: MemoryStorage) -> None:
    storage._entries[400] = b"!"
    findings = check_log(storage)
    assert found(findings)[0] == (codes.ENTRY_DIFFERS, "tile/0/001", 400)
    assert str(findings[0]) == "tile/0/001: the entry and its stored leaf hash differ"
    assert {finding.code for finding in findings[1:]} == {codes.NODE_DIFFERS, codes.ROOT_DIFFERS}


def test_a_changed_leaf_is_the_only_finding(storage: MemoryStorage) -> None:
    storage._hashes[0][17] = bytes(32)
    assert found(check_log(storage)) == [(codes.ENTRY_DIFFERS, "tile/0/000", 17)]


def test_a_changed_node_is_the_only_finding(storage: MemoryStorage) -> None:
    storage._hashes[1][1] = bytes(32)
    assert found(check_log(storage)) == [(codes.NODE_DIFFERS, "tile/1/000.p/2", 1)]


def test_missing_entries_are_named_and_their_leaves_stand_in(files: dict[str, bytes]) -> None:
    del files["tile/entries/001"]
    assert found(check_files(files, VKEY)) == [(codes.UNREADABLE, "tile/entries/001", None)]


def test_without_entries_and_leaves_the_rest_cannot_be_checked(files: dict[str, bytes]) -> None:
    del files["tile/entries/001"], files["tile/0/001"]
    assert found(check_files(files, VKEY)) == [
        (codes.UNREADABLE, "tile/entries/001", None),
        (codes.UNREADABLE, "tile/0/001", None),
    ]


@pytest.mark.parametrize("leaves", [b"", b"x", bytes(32), bytes(257 * 32)])
def test_leaves_of_the_wrong_length_never_stand_in_for_entries(files: dict[str, bytes], leaves: bytes) -> None:
    del files["tile/entries/001"]
    files["tile/0/001"] = leaves
    assert found(check_files(files, VKEY)) == [
        (codes.UNREADABLE, "tile/entries/001", None),
        (codes.UNREADABLE, "tile/0/001", None),
    ]


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("tile/entries/001", b"\x00"),
        ("tile/entries/001", b""),
        ("tile/0/001", b"\x00" * 31),
        ("tile/0/001", b""),
        ("tile/1/000.p/2", b"\x00" * 96),
        ("tile/1/000.p/2", b""),
        ("checkpoint", b""),
        ("checkpoint", b"\n\n"),
    ],
)
def test_files_of_the_wrong_length_are_found(files: dict[str, bytes], file: str, data: bytes) -> None:
    files[file] = data
    assert file in [finding.where for finding in check_files(files, VKEY)]


def test_a_missing_checkpoint_is_a_finding(files: dict[str, bytes]) -> None:
    del files["checkpoint"]
    assert found(check_files(files, VKEY)) == [(codes.CHECKPOINT_BAD, "checkpoint", None)]


def test_a_log_that_was_signed_over_with_another_root_is_found(files: dict[str, bytes]) -> None:
    files["checkpoint"] = sign_note(Checkpoint(SIGNER.name, SIZE, bytes(32)).to_text(), [SIGNER])
    assert found(check_files(files, VKEY)) == [(codes.ROOT_DIFFERS, "checkpoint 600", None)]


@pytest.mark.parametrize("name", ["tile/0/003", "tile/2/000.p/1", "tile/entries/002.p/89", "tile/0/002"])
def test_files_beyond_the_checkpoint_are_named(files: dict[str, bytes], name: str) -> None:
    files[name] = b""
    findings = check_files(files, VKEY)
    assert found(findings) == [(codes.FILE_STRAY, name, None)]
    assert "cut short or is under way" in findings[0].what


@pytest.mark.parametrize("name", ["README", "tile/0/0", "tile/00/000", "tile/entries/000.p/256", "tile/0/000.p/01"])
def test_files_that_no_log_has_are_named(files: dict[str, bytes], name: str) -> None:
    files[name] = b""
    assert found(check_files(files, VKEY)) == [(codes.FILE_STRAY, name, None)]


@pytest.mark.parametrize("level", ["entries", "0"])
def test_partial_tiles_of_earlier_sizes_are_checked_too(files: dict[str, bytes], level: str) -> None:
    writer = sample_writer()
    writer.append(sample_entries(530))
    writer.sign()
    name = f"tile/{level}/002.p/18"
    files[name] = dict(log_files(writer.reader()))[name]
    assert check_files(files, VKEY) == []
    files[name] = files[name][:-1] + b"!"
    assert found(check_files(files, VKEY)) == [(codes.NODE_DIFFERS, name, None)]


def test_every_checkpoint_that_was_ever_stored_is_checked(storage: MemoryStorage) -> None:
    other = sample_signer(seed=2)
    root = bytes(32)
    storage._checkpoints[100] = sign_note(Checkpoint(SIGNER.name, 100, root).to_text(), [SIGNER])
    storage._checkpoints[300] = sign_note(Checkpoint(SIGNER.name, 300, root).to_text(), [other])
    storage._checkpoints[600] = sign_note(Checkpoint(SIGNER.name, 601, root).to_text(), [SIGNER])
    assert found(check_log(storage)) == [
        (codes.ROOT_DIFFERS, "checkpoint 100", None),
        (codes.CHECKPOINT_BAD, "checkpoint 300", None),
        (codes.CHECKPOINT_BAD, "checkpoint 600", None),
        (codes.ROOT_DIFFERS, "checkpoint 600", None),
    ]


def test_a_checkpoint_beyond_the_end_shows_a_tail_that_was_cut(storage: MemoryStorage) -> None:
    del storage._entries[590:]
    findings = check_log(storage)
    assert found(findings) == [(codes.ROOT_DIFFERS, "checkpoint 600", None)]
    assert findings[0].what == "there is no state of size 600 in this log of 590 entries"


def test_checkpoints_out_of_order_are_found(storage: MemoryStorage) -> None:
    storage._checkpoints = {300: storage._checkpoints[300], 100: storage._checkpoints[100]}
    assert found(check_log(storage)) == [(codes.ROOT_DIFFERS, "checkpoint 100", None)]


def test_a_key_that_is_none_is_a_finding(storage: MemoryStorage) -> None:
    storage.vkey = "nonsense"
    assert found(check_log(storage)) == [(codes.CHECKPOINT_BAD, "the key of the log", None)]


def test_the_number_of_findings_is_bounded(storage: MemoryStorage) -> None:
    storage._hashes[0] = [bytes(32)] * len(storage._hashes[0])
    assert len(check_log(storage)) == LOG_FINDINGS_MAX


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE piece SET bundle = CAST(replace(bundle, '41', '14') AS BLOB) WHERE start = 0", codes.ENTRY_DIFFERS),
        ("UPDATE piece SET leaves = zeroblob(8192) WHERE start = 0", codes.ENTRY_DIFFERS),
        ("UPDATE piece SET leaves = zeroblob(8191) WHERE start = 0", codes.UNREADABLE),
        ("UPDATE piece SET bundle = x'00' WHERE start = 256", codes.UNREADABLE),
        ("UPDATE piece SET count = 255 WHERE start = 0", codes.UNREADABLE),
        ("UPDATE piece SET start = 299 WHERE start = 300", codes.UNREADABLE),
        ("UPDATE node SET hash = zeroblob(32)", codes.NODE_DIFFERS),
        ("UPDATE node SET idx = 7 WHERE idx = 1", codes.UNREADABLE),
        ("UPDATE checkpoint SET size = 299 WHERE size = 300", codes.CHECKPOINT_BAD),
        ("UPDATE checkpoint SET note = CAST(replace(note, '300', '301') AS BLOB)", codes.CHECKPOINT_BAD),
        ("UPDATE log SET vkey = 'x'", codes.CHECKPOINT_BAD),
        ("DELETE FROM piece WHERE start = 0", codes.UNREADABLE),
        ("DELETE FROM piece WHERE start >= 512", codes.ROOT_DIFFERS),
        ("DELETE FROM node WHERE idx = 1", codes.UNREADABLE),
    ],
)
def test_whatever_someone_with_the_disk_changes_is_found(path: Path, statement: str, code: str) -> None:
    with unguarded(path) as connection:
        changed = connection.execute(statement).rowcount
        assert changed > 0
    assert code in [finding.code for finding in check_database(path)]


def test_a_deleted_name_of_the_log_is_an_error(path: Path) -> None:
    with unguarded(path) as connection:
        connection.execute("DELETE FROM log")
    with pytest.raises(LogFileError, match="names no key"):
        check_database(path)


def test_damaged_pages_are_findings_not_errors(path: Path) -> None:
    sound_bytes = path.read_bytes()
    random = SeededRandom(7)
    silent = 0
    for _ in range(60):
        page = 1 + int.from_bytes(random.random_bytes(4), "big") % (len(sound_bytes) // 4096 - 1)
        damaged = sound_bytes[: page * 4096] + random.random_bytes(4096) + sound_bytes[(page + 1) * 4096 :]
        path.write_bytes(damaged)
        try:
            silent += not check_database(path)
        except LogFileError:  # the page that names the log is gone
            continue
    assert silent == 0


def test_what_only_sqlite_can_see_is_found(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[28:32] = (len(data) // 4096 + 1).to_bytes(4, "big")  # one page more, which nothing uses
    path.write_bytes(bytes(data) + bytes(4096))
    findings = check_database(path)
    assert [finding.code for finding in findings] == [codes.DATABASE_DAMAGED]
    assert "never used" in findings[0].what


def test_there_must_be_a_database_to_check(tmp_path: Path) -> None:
    with pytest.raises(LogFileError):
        check_database(tmp_path / "log.sqlite")


@pytest.mark.parametrize("since", [0, 1, 255, 256, 300, 512, 601])
def test_the_check_of_the_tail_agrees_with_that_of_the_whole(since: int) -> None:
    storage = sound()
    root = sample_writer_root(storage)
    assert check_tail(storage, since, root) == []
    assert codes.ROOT_DIFFERS in [finding.code for finding in check_tail(storage, since, bytes(32))]


def sample_writer_root(storage: MemoryStorage) -> bytes:
    writer = sample_writer()
    writer.append(storage._entries)
    return writer.root()


@pytest.mark.parametrize("change", [lambda s: s._entries, lambda s: s._hashes[0]])
def test_the_check_of_the_tail_looks_at_whole_bundles(change: Callable[[MemoryStorage], list[bytes]]) -> None:
    storage = sound()
    root = sample_writer_root(storage)
    change(storage)[512] = bytes(32)
    assert check_tail(storage, 601, root) != []
    storage = sound()
    change(storage)[511] = bytes(32)
    assert check_tail(storage, 601, root) == []
