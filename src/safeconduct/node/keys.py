"""Private keys of a node: 32 random bytes each, in a file that nobody else may read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from safeconduct.base.world import Random
from safeconduct.node.durable import write_durably
from safeconduct.node.errors import KeyFileError
from safeconduct.notes.keys import Signer

SEED_BYTES = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def create_key(path: Path, origin: str, random: Random) -> Signer:
    """Make a key for a log and store it durably before it is used."""
    seed = random.random_bytes(SEED_BYTES)
    signer = Signer.from_seed(origin, seed)
    write_durably(path, seed, mode=0o600)
    return signer


def load_key(path: Path, vkey: str) -> Signer:
    """The key of a log. Raises KeyFileError if it is missing, open to others, or another log's."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise KeyFileError(
            f"the private key cannot be read: {error.strerror}",
            where=str(path),
            next_step="Without it this log can be read, not continued.",
        ) from error
    with os.fdopen(descriptor, "rb") as file:
        if os.fstat(descriptor).st_mode & _OTHERS:
            raise KeyFileError(
                "other accounts of this machine may read this private key",
                where=str(path),
                next_step=f"Run: chmod 600 {path}",
            )
        seed = file.read(SEED_BYTES + 1)
    signer = Signer.from_seed(vkey.partition("+")[0], seed) if len(seed) == SEED_BYTES else None
    if signer is None or signer.vkey != vkey:
        raise KeyFileError("this is not the key that signed this log", where=str(path))
    return signer
