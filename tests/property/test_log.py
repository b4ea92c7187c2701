"""Laws of logs: grouping does not matter, files and database say the same, and no flipped bit stays unseen."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from safeconduct.log import (
    CannotWriteError,
    LogError,
    LogWriter,
    SqliteStorage,
    check_database,
    check_files,
    check_log,
    create_log,
    log_files,
    open_files,
    open_reader,
    rebuild,
)
from safeconduct.log.memory import MemoryStorage
from safeconduct.merkle.errors import TileError
from safeconduct.merkle.hashing import hash_leaves
from safeconduct.merkle.proof import verify_consistency, verify_inclusion
from safeconduct.merkle.tile import entry_bundle_from_bytes, entry_bundle_to_bytes
from safeconduct.merkle.tree import root_from_leaves
from safeconduct.notes.signed_checkpoint import open_checkpoint
from safeconduct.testing import (
    FakeClock,
    Fault,
    Faults,
    FaultySignOnce,
    FaultyStorage,
    InjectedError,
    MemoryFolder,
    MemorySignOnce,
    sample_entries,
    sample_signer,
    sample_writer,
)

SIGNER = sample_signer()
VKEY = SIGNER.vkey

untimed = settings(deadline=None)
groupings = st.lists(st.integers(0, 300), max_size=8)
bodies = st.lists(st.binary(max_size=40), max_size=30)


def grouped(counts: list[int]) -> LogWriter:
    """A log of numbered entries, appended in groups of the given sizes and signed after each."""
    writer = sample_writer()
    for count in counts:
        writer.append(sample_entries(count, writer.size))
        writer.sign()
    return writer


def files_of(writer: LogWriter) -> dict[str, bytes]:
    writer.sign()
    return dict(log_files(writer.reader()))


@untimed
@given(groupings)
def test_any_grouping_gives_the_same_root_and_the_same_files(counts: list[int]) -> None:
    writer = grouped(counts)
    entries = sample_entries(sum(counts))
    assert writer.root() == root_from_leaves(hash_leaves(entries))
    assert files_of(writer) == files_of(grouped([sum(counts)]))


@untimed
@given(groupings, st.data())
def test_what_was_appended_can_be_proved(counts: list[int], data: st.DataObject) -> None:
    reader = grouped([*counts, 1]).reader()
    new = data.draw(st.integers(1, reader.size))
    old = data.draw(st.integers(1, new))
    index = data.draw(st.integers(0, new - 1))
    verify_inclusion(index, new, reader.leaf(index), reader.prove_inclusion(index, new), reader.root_at(new))
    proof = reader.prove_consistency(old, new)
    verify_consistency(old, new, proof, reader.root_at(old), reader.root_at(new))


@untimed
@given(groupings)
def test_publishing_by_steps_and_at_once_agree_on_the_newest_state(counts: list[int]) -> None:
    folder, writer = MemoryFolder(), sample_writer()
    for count in counts:
        writer.append(sample_entries(count, writer.size))
        writer.publish(folder)
        assert check_files(folder, VKEY) == []
        assert list(open_files(folder, VKEY).entries()) == sample_entries(writer.size)
    assert files_of(writer).items() <= {**folder, "checkpoint": writer.sign()}.items()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)
@given(groupings, bodies)
def test_files_to_database_to_files_changes_nothing(counts: list[int], extra: list[bytes]) -> None:
    writer = grouped(counts)
    writer.append(extra)
    files = files_of(writer)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.sqlite"
        create_log(path, VKEY)
        with closing(SqliteStorage(path)) as storage:
            rebuild(open_files(files, VKEY), storage)
        with open_reader(path) as reader:
            assert dict(log_files(reader)) == files
        assert check_database(path) == []


@untimed
@given(bodies.filter(bool))
def test_bundles_go_round(entries: list[bytes]) -> None:
    assert entry_bundle_from_bytes(entry_bundle_to_bytes(entries), len(entries)) == entries


@untimed
@given(st.binary(max_size=60), st.integers(1, 20))
def test_only_bytes_that_the_writer_would_write_are_a_bundle(data: bytes, width: int) -> None:
    try:
        entries = entry_bundle_from_bytes(data, width)
    except TileError:
        return
    assert entry_bundle_to_bytes(entries) == data


FLIPPED = files_of(grouped([100, 200, 300]))


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(sorted(FLIPPED)), st.data())
def test_any_flipped_bit_of_a_file_is_found(path: str, data: st.DataObject) -> None:
    bit = data.draw(st.integers(0, 8 * len(FLIPPED[path]) - 1))
    damaged = bytearray(FLIPPED[path])
    damaged[bit // 8] ^= 1 << bit % 8
    assert check_files({**FLIPPED, path: bytes(damaged)}, VKEY)


@untimed
@given(st.sampled_from(sorted(FLIPPED)))
def test_any_missing_file_is_found(path: str) -> None:
    assert check_files({name: data for name, data in FLIPPED.items() if name != path}, VKEY)


@untimed
@given(st.sampled_from(sorted(FLIPPED)), st.binary(max_size=80), st.integers(0, 400))
def test_reading_damaged_files_gives_the_entries_or_a_log_error(path: str, patch: bytes, at: int) -> None:
    damaged = FLIPPED[path][:at] + patch + FLIPPED[path][at + len(patch) :]
    try:
        entries = list(open_files({**FLIPPED, path: damaged}, VKEY).entries())
    except LogError:
        return
    assert entries == sample_entries(600)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed log whose triggers are gone, as someone with the disk may have it."""
    path = tmp_path_factory.mktemp("flip") / "log.sqlite"
    create_log(path, VKEY)
    with sample_writer(SqliteStorage(path)) as writer:
        for count in (1, 10, 300):
            writer.append(sample_entries(count, writer.size))
            writer.sign()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
    return path


@contextmanager
def flipped(path: Path, table: str, column: str, row: int, bit: int) -> Iterator[None]:
    """One bit of one stored value changed, for the time of the `with`."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        rowids = [rowid for (rowid,) in connection.execute(f"SELECT {KEYS[table]} FROM {table}")]
        rowid = rowids[row % len(rowids)]
        where = f"{table} WHERE {KEYS[table]} = ?"
        (sound,) = connection.execute(f"SELECT {column} FROM {where}", (rowid,)).fetchone()
        damaged = bytearray(sound)
        damaged[bit // 8 % len(sound)] ^= 1 << bit % 8
        change = f"UPDATE {table} SET {column} = ? WHERE {KEYS[table]} = ?"
        connection.execute(change, (bytes(damaged), rowid))
        yield
        connection.execute(change, (sound, rowid))


KEYS = {"piece": "start", "node": "idx", "checkpoint": "size"}
COLUMNS = [("piece", "bundle"), ("piece", "leaves"), ("node", "hash"), ("checkpoint", "note")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(st.sampled_from(COLUMNS), st.integers(0, 100), st.integers(0, 80_000))
def test_any_flipped_bit_of_a_stored_value_is_found(database: Path, place: tuple[str, str], row: int, bit: int) -> None:
    with flipped(database, *place, row, bit):
        assert check_database(database)
    assert check_database(database) == []


class LogLife(RuleBasedStateMachine):
    """A log whose every write may fail, before or after it took effect, over many openings.

    The model is the list of entries that were acknowledged, and every checkpoint that was given out.
    """

    def __init__(self) -> None:
        super().__init__()
        self.storage, self.once = MemoryStorage(VKEY), MemorySignOnce()
        self.faults = Faults()
        self.folder = MemoryFolder(faults=self.faults)
        self.acknowledged: list[bytes] = []
        self.tried: list[bytes] = []
        self.notes: list[bytes] = []
        self.reopen()

    @rule()
    def reopen(self) -> None:
        storage = FaultyStorage(self.storage, self.faults)
        self.writer = LogWriter(storage, SIGNER, FaultySignOnce(self.once, self.faults), FakeClock())
        held = list(self.writer.reader().entries())
        assert held[: len(self.acknowledged)] == self.acknowledged
        assert held[len(self.acknowledged) :] in ([], self.tried), "an append is kept whole or not at all"
        self.acknowledged, self.tried = held, []

    @rule(entries=bodies)
    def append(self, entries: list[bytes]) -> None:
        self.tried = self.tried or entries
        try:
            assert self.writer.append(entries).start == len(self.acknowledged)
        except CannotWriteError:
            return
        self.acknowledged += entries
        self.tried = []

    @rule()
    def sign(self) -> None:
        try:
            self.notes.append(self.writer.sign())
        except CannotWriteError:
            return

    @rule()
    def publish(self) -> None:
        try:
            self.notes.append(self.writer.publish(self.folder))
        except CannotWriteError:
            return
        assert list(open_files(self.folder, VKEY).entries()) == self.acknowledged

    @precondition(lambda self: max(self.faults.plan, default=-1) < len(self.faults.writes))
    @rule(after=st.integers(0, 4), fault=st.sampled_from(Fault))
    def plan_a_fault(self, after: int, fault: Fault) -> None:
        self.faults.plan[len(self.faults.writes) + after] = fault

    @invariant()
    def every_checkpoint_given_out_is_one_of_this_history(self) -> None:
        reader = self.writer.reader()
        for note in self.notes[-3:]:
            signed = open_checkpoint(note, SIGNER.verifier).checkpoint
            assert reader.root_at(signed.size) == signed.root

    def teardown(self) -> None:
        self.faults.plan.clear()
        self.reopen()
        self.writer.publish(self.folder)
        assert check_log(self.storage) == []
        assert check_files(self.folder, VKEY) == []


TestLogLife = LogLife.TestCase
TestLogLife.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)


@untimed
@given(st.lists(st.sampled_from(list(Fault)), max_size=3))
def test_faults_are_injected_as_planned(plan: list[Fault]) -> None:
    faults, done = Faults(dict(enumerate(plan))), []
    for number in range(4):
        try:
            faults.around("write", lambda: done.append(number))  # noqa: B023  # called at once
        except InjectedError:
            assert number < len(plan)
    assert len(done) == 4 - plan.count(Fault.BEFORE)
