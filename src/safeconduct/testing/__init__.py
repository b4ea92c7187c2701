"""A world that does as it is told: clock, randomness, stores and folders, for us and for integrators.

Nothing here reads the real clock, the real disk or real randomness; one integer seed decides everything.
"""

from __future__ import annotations

from safeconduct.log.memory import MemoryStorage
from safeconduct.testing.clock import FakeClock
from safeconduct.testing.faults import Fault, Faults, InjectedError
from safeconduct.testing.folder import MemoryFolder
from safeconduct.testing.randomness import SeededRandom
from safeconduct.testing.samples import sample_entries, sample_signer, sample_writer
from safeconduct.testing.storage import FaultySignOnce, FaultyStorage, MemorySignOnce

__all__ = [
    "FakeClock",
    "Fault",
    "Faults",
    "FaultySignOnce",
    "FaultyStorage",
    "InjectedError",
    "MemoryFolder",
    "MemorySignOnce",
    "MemoryStorage",
    "SeededRandom",
    "sample_entries",
    "sample_signer",
    "sample_writer",
]
