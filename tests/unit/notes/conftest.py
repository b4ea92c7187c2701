"""Keys of fixed seeds that the tests of notes share."""

from __future__ import annotations

import pytest

from safeconduct.notes.keys import KeyKind, Signer


@pytest.fixture
def log() -> Signer:
    return Signer.from_seed("mission.example/e1", b"\x01" * 32)


@pytest.fixture
def witness() -> Signer:
    return Signer.from_seed("party-a.example/w1", b"\x02" * 32, KeyKind.COSIGNATURE)


@pytest.fixture
def stranger() -> Signer:
    return Signer.from_seed("stranger.example", b"\x09" * 32)
