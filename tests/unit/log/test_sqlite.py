"""What only the database does: settings, triggers, the lock, and reading beside a writer."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from safeconduct.log import (
    LogFileError,
    SqliteStorage,
    WriterBusyError,
    create_log,
    create_sign_once,
    open_reader,
    open_writer,
)
from safeconduct.log.database import connect, create
from safeconduct.log.errors import DamagedError
from safeconduct.log.sqlite import _APPLICATION_ID, SqliteSource
from safeconduct.merkle.hashing import leaf_hash
from safeconduct.merkle.proof import verify_inclusion
from safeconduct.notes.errors import KeyTextError
from safeconduct.notes.keys import KeyKind, Signer
from safeconduct.testing import FakeClock, sample_entries, sample_signer, sample_writer


def filled(path: Path) -> None:
    with sample_writer(SqliteStorage(path)) as writer:
        writer.append(sample_entries(300))
        writer.sign()


def test_every_connection_flushes_fully_and_fires_nested_triggers(log_path: Path) -> None:
    for read_only in (True, False):
        with closing(connect(log_path, _APPLICATION_ID, read_only=read_only)) as connection:
            assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
            assert connection.execute("PRAGMA recursive_triggers").fetchone() == (1,)
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_all_tables_are_strict(log_path: Path) -> None:
    with closing(connect(log_path, _APPLICATION_ID)) as connection:
        tables = connection.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").fetchall()
    ours = {name: strict for name, strict in tables if not name.startswith("sqlite_")}
    assert ours == {"log": 1, "piece": 1, "node": 1, "checkpoint": 1}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE piece SET bundle = bundle",
        "UPDATE node SET hash = hash",
        "UPDATE checkpoint SET note = note",
        "UPDATE log SET vkey = vkey",
        "DELETE FROM piece",
        "DELETE FROM node",
        "DELETE FROM checkpoint",
        "DELETE FROM log",
        "INSERT OR REPLACE INTO piece SELECT * FROM piece WHERE start = 256",
        "REPLACE INTO node SELECT * FROM node",
        "REPLACE INTO checkpoint SELECT * FROM checkpoint",
        "REPLACE INTO log SELECT * FROM log",
        "INSERT INTO piece VALUES (300, 213, zeroblob(32 * 213), zeroblob(999))",
        "INSERT INTO piece VALUES (300, 1, zeroblob(33), zeroblob(2))",
        "INSERT INTO piece VALUES (300, 0, zeroblob(0), zeroblob(0))",
        "INSERT INTO node VALUES (1, 2, zeroblob(32))",
        "INSERT INTO node VALUES (1, 1, zeroblob(31))",
        "INSERT INTO node VALUES (0, 0, zeroblob(32))",
        "INSERT INTO checkpoint VALUES (299, 'x')",
        "INSERT INTO checkpoint VALUES (301, x'00')",
    ],
)
def test_the_database_refuses_what_is_not_an_append(log_path: Path, statement: str) -> None:
    filled(log_path)
    with closing(connect(log_path, _APPLICATION_ID)) as connection:
        before = "\n".join(connection.iterdump())
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
        assert "\n".join(connection.iterdump()) == before


def test_the_triggers_on_order_hold_even_without_recursive_triggers(log_path: Path) -> None:
    filled(log_path)
    with closing(sqlite3.connect(log_path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("REPLACE INTO node SELECT * FROM node")


def test_a_second_writer_is_told_that_the_log_is_taken(log_path: Path) -> None:
    first = SqliteStorage(log_path)
    with pytest.raises(WriterBusyError, match="another process is writing to this log") as caught:
        SqliteStorage(log_path)
    assert "reading needs no lock" in caught.value.next_step
    first.close()
    SqliteStorage(log_path).close()


def test_a_writer_that_fails_to_open_lets_go_of_the_lock(log_path: Path, tmp_path: Path) -> None:
    other = Signer.from_seed("other.example/e1", bytes(32))
    with closing(create_sign_once(tmp_path / "once.sqlite")) as once:
        with pytest.raises(Exception, match="signed by another key"):
            open_writer(log_path, other, once, FakeClock())
        open_writer(log_path, sample_signer(), once, FakeClock()).close()


def test_a_reader_needs_no_lock_and_sees_each_durable_append(log_path: Path) -> None:
    with sample_writer(SqliteStorage(log_path)) as writer, open_reader(log_path) as reader:
        assert reader.size == 0
        writer.append(sample_entries(3))
        assert reader.size == 0
        assert reader.latest().size == 3
        assert list(reader.latest().entries()) == sample_entries(3)


def test_a_reader_is_not_disturbed_by_what_comes_after_it(log_path: Path) -> None:
    with sample_writer(SqliteStorage(log_path)) as writer:
        writer.append(sample_entries(700))
        with open_reader(log_path) as reader:
            stream = reader.entries()
            first = next(stream)
            root = reader.root
            writer.append(sample_entries(700, 700))
            assert [first, *stream] == sample_entries(700)
            assert reader.root_at(700) == root
            assert reader.latest().root_at(700) == root


def test_a_reader_works_when_no_writer_has_left_a_journal(log_path: Path) -> None:
    filled(log_path)
    assert not log_path.with_name("log.sqlite-wal").exists()
    with open_reader(log_path) as reader:
        assert reader.size == 300


def test_a_reader_cannot_write(log_path: Path) -> None:
    with closing(SqliteSource(log_path)) as source, pytest.raises(sqlite3.OperationalError, match="readonly"):
        source._connection.execute("INSERT INTO checkpoint VALUES (0, x'00')")


def test_creating_never_overwrites(log_path: Path) -> None:
    filled(log_path)
    with pytest.raises(LogFileError, match="exists already"):
        create_log(log_path, sample_signer().vkey)
    with open_reader(log_path) as reader:
        assert reader.size == 300


def test_two_that_create_the_same_file_do_not_overwrite_each_other(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"

    def lose_the_race(_: sqlite3.Connection) -> None:
        path.write_bytes(b"the other one was faster")

    with pytest.raises(LogFileError, match="exists already"):
        create(path, 1, lose_the_race)
    assert path.read_bytes() == b"the other one was faster"
    assert list(tmp_path.iterdir()) == [path]


def test_threads_may_share_a_reader(log_path: Path) -> None:
    filled(log_path)

    def read(index: int) -> None:
        verify_inclusion(index, 300, leaf_hash(reader.entry(index)), reader.prove_inclusion(index), reader.root)

    with open_reader(log_path) as reader, ThreadPoolExecutor(8) as threads:
        list(threads.map(read, range(300)))


def test_creating_again_after_being_cut_short_works(tmp_path: Path) -> None:
    (tmp_path / "log.sqlite.new").write_bytes(b"half a database")
    create_log(tmp_path / "log.sqlite", sample_signer().vkey)
    with open_reader(tmp_path / "log.sqlite") as reader:
        assert reader.size == 0
    assert not (tmp_path / "log.sqlite.new").exists()


@pytest.mark.parametrize("vkey", ["", "post.example", "a+00000000+AAAA"])
def test_a_log_needs_a_key(tmp_path: Path, vkey: str) -> None:
    with pytest.raises(KeyTextError):
        create_log(tmp_path / "log.sqlite", vkey)


def test_a_cosigner_cannot_sign_a_log(tmp_path: Path) -> None:
    cosigner = Signer.from_seed("witness.example/w1", bytes(32), KeyKind.COSIGNATURE)
    with pytest.raises(KeyTextError, match="cosigner"):
        create_log(tmp_path / "log.sqlite", cosigner.vkey)


def test_other_files_are_named_for_what_they_are(tmp_path: Path) -> None:
    missing, text, empty, other = (tmp_path / name for name in ("missing", "text", "empty", "other"))
    text.write_bytes(b"not a database, but long enough to be taken for one" * 10)
    empty.write_bytes(b"")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (x)")
    for path, what in (
        (missing, "no such file"),
        (text, "cannot be read as a database"),
        (empty, "another program"),
        (other, "another program"),
    ):
        with pytest.raises(LogFileError, match=what):
            open_reader(path)
    with pytest.raises(LogFileError, match="no log here"):
        SqliteStorage(missing)
    assert not missing.exists()


def test_a_later_format_is_refused(log_path: Path) -> None:
    with closing(sqlite3.connect(log_path)) as connection:
        connection.execute("PRAGMA user_version = 2")
    with pytest.raises(LogFileError, match="format 2, this version reads format 1"):
        open_reader(log_path)


def test_damage_to_the_file_has_a_name(log_path: Path) -> None:
    filled(log_path)
    data = bytearray(log_path.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096] ^= 0xFF  # the kind of each page of a tree
    log_path.write_bytes(data)
    with pytest.raises(DamagedError, match="database is damaged"), open_reader(log_path) as reader:
        list(reader.entries())
