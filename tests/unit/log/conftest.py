"""What tests of logs share: the stores that must keep one contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from safeconduct.log import LogStorage, SqliteStorage, create_log
from safeconduct.log.memory import MemoryStorage
from safeconduct.testing import Faults, FaultyStorage, sample_signer

Reopen: TypeAlias = Callable[[], LogStorage]


@pytest.fixture(params=["memory", "faultless", "sqlite"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Reopen]:
    """Opens one and the same empty log, in a store of each kind; close it before opening it again."""
    vkey = sample_signer().vkey
    opened: list[LogStorage] = []
    memory = MemoryStorage(vkey)
    create_log(tmp_path / "log.sqlite", vkey)

    def open_again() -> LogStorage:
        if request.param == "sqlite":
            opened.append(SqliteStorage(tmp_path / "log.sqlite"))
        else:
            opened.append(memory if request.param == "memory" else FaultyStorage(memory, Faults()))
        return opened[-1]

    yield open_again
    for storage in opened:
        storage.close()


@pytest.fixture
def storage(reopen: Reopen) -> LogStorage:
    return reopen()


@pytest.fixture
def log_path(tmp_path: Path) -> Path:
    """An empty log in a database, for the key of `sample_signer`."""
    path = tmp_path / "log.sqlite"
    create_log(path, sample_signer().vkey)
    return path
