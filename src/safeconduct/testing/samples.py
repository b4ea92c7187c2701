"""Small things that tests of logs begin with: a key, entries, a writer over memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeconduct.log.append import LogWriter
from safeconduct.log.memory import MemoryStorage
from safeconduct.notes.keys import Signer
from safeconduct.testing.clock import FakeClock
from safeconduct.testing.randomness import SeededRandom
from safeconduct.testing.storage import MemorySignOnce

if TYPE_CHECKING:
    from safeconduct.log.signonce import SignOnceStore
    from safeconduct.log.storage import LogStorage


def sample_signer(name: str = "post.example/corridor/e1", seed: int = 1) -> Signer:
    """A log key that a seed decides. Never use it outside a test."""
    return Signer.from_seed(name, SeededRandom(seed).random_bytes(32))


def sample_entries(count: int, first: int = 0) -> list[bytes]:
    """Entries that differ, and differ in length, too."""
    return [b'{"n":%d,"pad":"%b"}' % (number, b"x" * (number % 7)) for number in range(first, first + count)]


def sample_writer(storage: LogStorage | None = None, sign_once: SignOnceStore | None = None) -> LogWriter:
    """A writer of a log in memory, or in the given stores, for the key of `sample_signer`."""
    signer = sample_signer()
    return LogWriter(storage or MemoryStorage(signer.vkey), signer, sign_once or MemorySignOnce(), FakeClock())
