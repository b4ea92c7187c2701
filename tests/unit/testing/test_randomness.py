from __future__ import annotations

import hashlib

from safeconduct.base.world import Random
from safeconduct.testing import SeededRandom


def test_a_seed_decides_every_byte_for_ever() -> None:
    random: Random = SeededRandom(7)
    assert random.random_bytes(8) == hashlib.sha256(b"7/0").digest()[:8] == bytes.fromhex("19b6554daa8a89aa")


def test_a_stream_does_not_depend_on_how_it_is_cut() -> None:
    parts, whole = SeededRandom(1), SeededRandom(1)
    assert b"".join(parts.random_bytes(count) for count in (0, 1, 31, 33, 100)) == whole.random_bytes(165)


def test_seeds_give_different_streams() -> None:
    assert len({SeededRandom(seed).random_bytes(16) for seed in range(-50, 50)}) == 100
