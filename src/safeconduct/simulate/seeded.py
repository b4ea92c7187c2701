"""Randomness from a seed: one independent stream for each use, so that more draws in one leave the others alone."""

from __future__ import annotations

import zlib

import numpy as np


def stream(seed: int, use: str) -> np.random.Generator:
    """The generator (PCG64) of one use, such as ``days``; a seed is a whole number from 0 up."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(use.encode())])))
