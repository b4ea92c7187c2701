"""Power cuts: of what a process wrote and had not flushed, any part may be lost, torn or kept.

One life of a writer is recorded, system call by system call. For every moment of it the disk is then rebuilt as a
power cut could have left it: flushed writes are there, of the others each is kept, lost, or torn at 512 bytes. From
every such disk the log must open with all that was acknowledged, check clean, and be allowed to go on.

Killing a process does not show this, since the system still flushes; and a harness that never fails proves nothing:
the same life with weaker flushing must lose acknowledged entries.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from safeconduct.log import (
    LogError,
    SqliteSignOnce,
    WriterState,
    check_database,
    create_log,
    create_sign_once,
    open_reader,
    open_writer,
)
from safeconduct.testing import FakeClock, SeededRandom, sample_entries, sample_signer

PROCESS = Path(__file__).with_name("log_process.py")
SIGNER = sample_signer()
CALL = re.compile(r'\d+ +(\w+)\((?:(\d+)<([^>]*)>|"([^"]*)")(?:, (?:"([^"]*)")?)?([^)]*)\) += (\d+)')
CALLS = "pwrite64,write,ftruncate,fdatasync,fsync,unlink"
SECTOR = 512


@dataclass
class File:
    """What is surely on the disk, and the writes that may or may not be."""

    flushed: bytes
    pending: list[tuple[int, bytes]] = field(default_factory=list)

    def flush(self) -> None:
        self.flushed, self.pending = apply(self.flushed, self.pending), []

    def after_cut(self, random: SeededRandom) -> bytes:
        kept = []
        for offset, data in self.pending:
            fate = random.random_bytes(1)[0]
            if fate < 100:
                kept.append((offset, data))
            elif fate < 160:  # torn: each sector by itself
                parts = [(offset + at, data[at : at + SECTOR]) for at in range(0, len(data), SECTOR)]
                kept += [part for part in parts if random.random_bytes(1)[0] < 128]
        return apply(self.flushed, kept)


def apply(data: bytes, writes: list[tuple[int, bytes]]) -> bytes:
    changed = bytearray(data)
    for offset, part in writes:
        changed.extend(bytes(max(0, offset - len(changed))))
        changed[offset : offset + len(part)] = part
    return bytes(changed)


def record(folder: Path, synchronous: str) -> list[str]:
    """The system calls of one brief life of a writer."""
    create_log(folder / "log.sqlite", SIGNER.vkey)
    create_sign_once(folder / "once.sqlite").close()
    shutil.copytree(folder, folder / "before")
    trace = folder / "trace"
    command = ["strace", "-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-e", "signal=none"]
    life = [sys.executable, str(PROCESS), "brief", str(folder), synchronous]
    try:
        done = subprocess.run([*command, "-o", str(trace), *life], capture_output=True, check=False, timeout=120)
    except FileNotFoundError:
        pytest.skip("strace is not installed")
    if b"ptrace" in done.stderr.lower():
        pytest.skip("this system does not allow one process to watch another")
    assert done.returncode == 0, done.stderr
    return trace.read_text().splitlines()


def text(encoded: str) -> str:
    return plain(encoded).decode()


def plain(encoded: str | None) -> bytes:
    return bytes.fromhex((encoded or "").replace("\\x", ""))


def moments(folder: Path, trace: list[str]) -> Iterator[tuple[dict[str, File], int]]:
    """After every call that changes a file: the files, and the size that was acknowledged by then."""
    files = {path.name: File(path.read_bytes()) for path in (folder / "before").iterdir()}
    acknowledged = 0
    for line in trace:
        match = CALL.match(line)
        if match is None:
            continue
        call, descriptor, opened, named, data, rest, _ = match.groups()
        path = Path(text(opened or named or ""))
        if descriptor == "1" and plain(data).startswith(b"appended "):
            acknowledged = int(plain(data).split()[1])
        if path.parent != folder or path.name.endswith(("-shm", ".lock", "trace")):
            continue
        file = files.setdefault(path.name, File(b""))
        if call == "pwrite64":
            file.pending.append((int(rest.split(",")[2]), plain(data)))
        elif call in ("fdatasync", "fsync"):
            file.flush()
        elif call == "unlink":
            del files[path.name]
        else:
            file.flush()  # cutting a file is taken as durable with all before it; only closing does it
            file.flushed = file.flushed[: int(rest.split(",")[-1])]
        yield files, acknowledged


def lost(disk: Path, acknowledged: int) -> str:
    """What is wrong with the log on a disk; nothing if it goes on."""
    try:
        with open_reader(disk / "log.sqlite") as reader:
            if reader.size < acknowledged:
                return f"{acknowledged} were acknowledged, {reader.size} are there"
            if list(reader.entries()) != sample_entries(reader.size):
                return "other entries"
        if findings := check_database(disk / "log.sqlite"):
            return str(findings[0])
        with (
            closing(SqliteSignOnce(disk / "once.sqlite")) as once,
            open_writer(disk / "log.sqlite", SIGNER, once, FakeClock()) as writer,
        ):
            if writer.state is not WriterState.READY:
                return "taken for restored"
            writer.append(sample_entries(1, writer.size))
            writer.sign()
    except LogError as error:
        return str(error)
    return ""


def cut(folder: Path, synchronous: str, states_max: int) -> tuple[int, list[str]]:
    """Cut the power at moments spread over a life: how many disks were tried, and what was wrong with them."""
    random = SeededRandom(5)
    trace = record(folder, synchronous)
    count = sum(1 for _ in moments(folder, trace))
    tried, wrong = 0, []
    for number, (files, acknowledged) in enumerate(moments(folder, trace)):
        for _ in range(states_max * (number + 1) // count - states_max * number // count):
            disk = folder / "disk"
            shutil.rmtree(disk, ignore_errors=True)
            disk.mkdir()
            for name, file in files.items():
                (disk / name).write_bytes(file.after_cut(random))
            tried += 1
            if problem := lost(disk, acknowledged):
                wrong.append(f"after call {number}: {problem}")
    return tried, wrong


@pytest.mark.slow
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    tried, wrong = cut(tmp_path, "FULL", 200)
    assert wrong == []
    assert tried == 200


@pytest.mark.slow
@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_the_same_life_with_weaker_flushing_loses_entries(tmp_path: Path, synchronous: str) -> None:
    _, wrong = cut(tmp_path, synchronous, 60)
    assert any("were acknowledged" in problem for problem in wrong)
