"""The contract of sign-once stores, run on both, and what only the file does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from safeconduct.base.instant import Instant
from safeconduct.log import LogFileError, SignOnceError, SignOnceStore, SqliteSignOnce, create_sign_once
from safeconduct.log.signonce import Signed, check_advance
from safeconduct.testing import Faults, FaultySignOnce, MemorySignOnce

ROOT, OTHER = bytes(32), bytes([1]) * 32


def signed(size: int, root: bytes = ROOT, at: int = 100) -> Signed:
    return Signed(size, root, Instant(at))


@pytest.fixture(params=["memory", "faultless", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SignOnceStore]:
    if request.param == "memory":
        yield MemorySignOnce()
    elif request.param == "faultless":
        yield FaultySignOnce(MemorySignOnce(), Faults())
    else:
        with closing(create_sign_once(tmp_path / "once.sqlite")) as once:
            yield once


def test_a_new_store_remembers_nothing(store: SignOnceStore) -> None:
    assert store.highest("key", "log") is None


def test_it_rises_and_remembers_each_key_and_log_apart(store: SignOnceStore) -> None:
    store.advance("key", "log", signed(0))
    store.advance("key", "log", signed(7, OTHER, 200))
    store.advance("key", "log 2", signed(3))
    store.advance("key 2", "log", signed(1))
    assert store.highest("key", "log") == signed(7, OTHER, 200)
    assert store.highest("key", "log 2") == signed(3)
    assert store.highest("key 2", "log") == signed(1)


def test_the_same_state_may_be_signed_again(store: SignOnceStore) -> None:
    store.advance("key", "log", signed(7))
    store.advance("key", "log", signed(7))
    store.advance("key", "log", signed(7, at=101))
    assert store.highest("key", "log") == signed(7, at=101)


@pytest.mark.parametrize(
    ("new", "what"),
    [
        (signed(6), "size 7 of this log was signed before"),
        (signed(7, OTHER), "another root of size 7"),
        (signed(8, at=99), "the clock is behind"),
        (signed(7, at=99), "the clock is behind"),
    ],
)
def test_anything_else_is_refused_and_nothing_changes(store: SignOnceStore, new: Signed, what: str) -> None:
    store.advance("key", "log", signed(7))
    with pytest.raises(SignOnceError, match=what) as caught:
        store.advance("key", "log", new)
    assert caught.value.next_step
    assert store.highest("key", "log") == signed(7)


def test_the_first_signature_may_be_of_any_state() -> None:
    check_advance(None, signed(12, OTHER, 0))


def test_the_file_remembers_after_reopening(tmp_path: Path) -> None:
    with closing(create_sign_once(tmp_path / "once.sqlite")) as once:
        once.advance("key", "log", signed(7))
    with closing(SqliteSignOnce(tmp_path / "once.sqlite")) as once:
        assert once.highest("key", "log") == signed(7)


def test_a_missing_file_is_never_made_by_opening_it(tmp_path: Path) -> None:
    with pytest.raises(SignOnceError, match="missing or unreadable") as caught:
        SqliteSignOnce(tmp_path / "once.sqlite")
    assert "new origin and key" in caught.value.next_step
    assert not (tmp_path / "once.sqlite").exists()


def test_a_file_is_never_made_twice(tmp_path: Path) -> None:
    create_sign_once(tmp_path / "once.sqlite").close()
    with pytest.raises(LogFileError, match="exists already"):
        create_sign_once(tmp_path / "once.sqlite")


def test_two_processes_cannot_both_advance_from_the_same_state(tmp_path: Path) -> None:
    with (
        closing(create_sign_once(tmp_path / "once.sqlite")) as first,
        closing(SqliteSignOnce(tmp_path / "once.sqlite")) as second,
    ):
        assert second.highest("key", "log") is None
        first.advance("key", "log", signed(7))
        with pytest.raises(SignOnceError):
            second.advance("key", "log", signed(7, OTHER))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM signed",
        "REPLACE INTO signed VALUES ('key', 'log', 1, zeroblob(32), 0)",
        "UPDATE signed SET size = 6",
        "UPDATE signed SET at = 99",
        "UPDATE signed SET root = randomblob(32)",
        "UPDATE signed SET origin = 'log 2'",
        "UPDATE signed SET vkey = 'key 2'",
        "INSERT INTO signed VALUES ('a', 'b', -1, zeroblob(32), 0)",
        "INSERT INTO signed VALUES ('a', 'b', 1, zeroblob(31), 0)",
    ],
)
def test_the_file_refuses_to_fall_or_forget(tmp_path: Path, statement: str) -> None:
    with closing(create_sign_once(tmp_path / "once.sqlite")) as once:
        once.advance("key", "log", signed(7))
        with pytest.raises(sqlite3.IntegrityError):
            once._connection.execute(statement)
        assert once.highest("key", "log") == signed(7)
