"""Processes that append to a log are killed, run out of disk and get in each other's way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from safeconduct.log import (
    DiskFolder,
    SqliteSignOnce,
    WriterBusyError,
    WriterState,
    check_database,
    check_files,
    create_log,
    create_sign_once,
    open_files,
    open_reader,
    open_writer,
)
from safeconduct.testing import FakeClock, SeededRandom, sample_entries, sample_signer

PROCESS = Path(__file__).with_name("log_process.py")
SIGNER = sample_signer()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty log and its sign-once store."""
    create_log(tmp_path / "log.sqlite", SIGNER.vkey)
    create_sign_once(tmp_path / "once.sqlite").close()
    return tmp_path


@contextmanager
def process(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(PROCESS), *map(str, arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def lines(running: subprocess.Popen[str]) -> Iterator[list[str]]:
    assert running.stdout is not None
    for line in running.stdout:
        yield line.rstrip("\n").split(" ", 1)


def look(folder: Path, acknowledged: int, published: int) -> None:
    """Everything that was acknowledged is there, in order, and all that is stored follows from it."""
    assert check_database(folder / "log.sqlite") == []
    with open_reader(folder / "log.sqlite") as reader:
        assert reader.size >= acknowledged
        assert list(reader.entries()) == sample_entries(reader.size)
    if (folder / "tiles" / "checkpoint").exists():
        tiles = open_files(DiskFolder(folder / "tiles"), SIGNER.vkey)
        assert tiles.size >= published
        assert list(tiles.entries()) == sample_entries(tiles.size)
    else:
        assert published == 0


def finish(folder: Path) -> None:
    """Open the log again, go on, sign and publish; nothing in the folder is left over or wrong."""
    once = SqliteSignOnce(folder / "once.sqlite")
    with open_writer(folder / "log.sqlite", SIGNER, once, FakeClock()) as writer:
        assert writer.state is WriterState.READY
        writer.append(sample_entries(3, writer.size))
        writer.publish(DiskFolder(folder / "tiles"))
    once.close()
    assert check_database(folder / "log.sqlite") == []
    assert check_files(DiskFolder(folder / "tiles"), SIGNER.vkey) == []


def test_a_killed_process_has_lost_nothing_that_it_acknowledged(folder: Path) -> None:
    random = SeededRandom(11)
    acknowledged = published = 0
    for _ in range(8):
        patience = 5 + int.from_bytes(random.random_bytes(1), "big") % 60
        with process("append", folder) as running:
            for count, (word, size) in enumerate(lines(running)):
                if word == "open":
                    assert int(size) >= acknowledged
                acknowledged = max(acknowledged, int(size))
                published = int(size) if word == "published" else published
                if count == patience:
                    running.kill()  # SIGKILL; what it still said is read to the end
        assert running.returncode == -9
        look(folder, acknowledged, published)
    finish(folder)


@pytest.mark.parametrize("kibibytes", [40, 64, 100, 200, 400])
def test_a_process_on_a_full_disk_stops_says_so_and_goes_on_when_there_is_space(folder: Path, kibibytes: int) -> None:
    acknowledged = published = 0
    last = []
    with process("append", folder, kibibytes * 1024) as running:
        for last in lines(running):
            acknowledged = int(last[1]) if last[0] != "stopped" else acknowledged
            published = int(last[1]) if last[0] == "published" else published
    assert running.returncode == 0
    assert last[0] == "stopped"
    assert "failed" in last[1]
    assert "open the log again" in last[1]
    look(folder, acknowledged, published)
    finish(folder)


def test_a_second_writer_is_told_and_a_reader_is_not_disturbed(folder: Path) -> None:
    once = SqliteSignOnce(folder / "once.sqlite")
    with process("hold", folder) as holder:
        assert next(lines(holder)) == ["open", "0"]
        with pytest.raises(WriterBusyError, match="another process is writing to this log"):
            open_writer(folder / "log.sqlite", SIGNER, once, FakeClock())
        with open_reader(folder / "log.sqlite") as reader:
            assert reader.size == 0
        holder.kill()
        holder.wait()
        open_writer(folder / "log.sqlite", SIGNER, once, FakeClock()).close()
    once.close()


def test_a_reader_follows_a_writer_at_work(folder: Path) -> None:
    with process("append", folder) as running, open_reader(folder / "log.sqlite") as reader:
        for count, (_, size) in enumerate(lines(running)):
            now = reader.latest()
            assert now.size >= int(size)
            assert list(now.entries(max(now.size - 300, 0))) == sample_entries(now.size)[max(now.size - 300, 0) :]
            if count == 60:
                break
        running.kill()
