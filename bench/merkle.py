"""Speed of trees, proofs and signatures, next to peers measured in the same run.

Ratios are ours over the peer's, so above 1 we are the faster. Only ratios of one run compare: machines, and one
machine from hour to hour, differ by more than the differences of interest.

    python bench/merkle.py [seconds]
"""

from __future__ import annotations

import gc
import hashlib
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import TypedDict

import pymerkle
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from safeconduct.merkle.hashing import hash_leaves
from safeconduct.merkle.proof import prove_inclusion, verify_inclusion
from safeconduct.merkle.tree import Frontier, node_reader_from_leaves, root_from_leaves
from safeconduct.notes.ed25519 import is_signed, private_key_from_seed

SMALL, LARGE = 60_000, 1_000_000
ENTRY_BYTES = 200
APPEND = 100
ROUNDS_MIN = 3


class Row(TypedDict):
    """One measurement. value: per second; ratio: ours over the peer's in the same run."""

    name: str
    value: float
    unit: str
    ratio: float
    peer: str


def run(seconds_budget: float = 60, large: int = LARGE) -> list[Row]:
    """All measurements; the rounds of each are cut to about its share of the budget, but are at least three."""
    share = seconds_budget / 8
    rows = [*tree_build(SMALL, share), *tree_build(large, share)]
    return [*rows, pymerkle_build(share), appends(share), inclusion(share, large), signature(share)]


def tree_build(count: int, seconds: float) -> list[Row]:
    """From entries to the root, and the same with every node kept for storage, against a bare hashlib loop."""
    made = entries(count)
    assert bare_root(made) == root_from_leaves(hash_leaves(made)) == frontier_root(made)
    peer = "bare hashlib loop"
    ours, nodes, _ = compare(
        [
            lambda: root_from_leaves(hash_leaves(made)),
            lambda: frontier_root(made),
            lambda: bare_root(made),
        ],
        count,
        seconds,
    )
    return [
        row(f"tree build, n = {count:,}", "leaves/s", ours, peer),
        row(f"tree build with its nodes, n = {count:,}", "leaves/s", nodes, peer),
    ]


def pymerkle_build(seconds: float) -> Row:
    """The same tree by the Merkle tree package most in use on PyPI."""
    made = entries(SMALL)

    def theirs() -> object:
        tree = pymerkle.InmemoryTree(algorithm="sha256")
        for entry in made:
            tree.append_entry(entry)
        return tree.get_root()

    assert theirs() == bare_root(made)
    ours, _ = compare([lambda: root_from_leaves(hash_leaves(made)), theirs], SMALL, seconds)
    return row(f"tree build, n = {SMALL:,}", "leaves/s", ours, "pymerkle 7")


def appends(seconds: float) -> Row:
    """Entries added a hundred at a time to a growing tree, each time with its root."""
    made = entries(SMALL)

    def in_groups() -> object:
        frontier = Frontier()
        for start in range(0, SMALL, APPEND):
            frontier, _ = frontier.extend(hash_leaves(made[start : start + APPEND]))
            frontier.root()
        return frontier

    grouped, _ = compare([in_groups, lambda: frontier_root(made)], SMALL, seconds)
    return row(f"appends of {APPEND}, each with its root", "leaves/s", grouped, "one batch")


def inclusion(seconds: float, size: int) -> Row:
    """Inclusion checks in a large tree."""
    leaves = hash_leaves(entries(size))
    read, root = node_reader_from_leaves(leaves), root_from_leaves(leaves)
    cases = [(index, read(0, index), prove_inclusion(index, size, read)) for index in range(7, size, 4_999)]
    assert all(bare_inclusion(index, size, leaf, proof) == root for index, leaf, proof in cases)

    def ours() -> None:
        for index, leaf, proof in cases:
            verify_inclusion(index, size, leaf, proof, root)

    def bare() -> object:
        return all(bare_inclusion(index, size, leaf, proof) == root for index, leaf, proof in cases)

    found, _ = compare([ours, bare], len(cases), seconds)
    return row(f"inclusion check, n = {size:,}", "checks/s", found, "RFC 9162 loop, no checks of input")


def signature(seconds: float) -> Row:
    """Ed25519 under our acceptance rule, against the bare call of the library."""
    private_key = private_key_from_seed(b"\x01" * 32)
    public = private_key.public_key().public_bytes_raw()
    cases = [(message, private_key.sign(message)) for message in entries(500)]

    def ours() -> object:
        return [is_signed(public, message, signed) for message, signed in cases]

    def bare() -> object:
        key = Ed25519PublicKey.from_public_bytes
        return [key(public).verify(signed, message) for message, signed in cases]

    found, _ = compare([ours, bare], len(cases), seconds)
    return row("Ed25519 check", "checks/s", found, "cryptography")


def entries(count: int) -> list[bytes]:
    """Entries of 200 bytes that differ."""
    return [b"%0200d" % index for index in range(count)]


def frontier_root(made: list[bytes]) -> bytes:
    """The root by way of the frontier, which hands out every node it completes."""
    frontier, _ = Frontier().extend(hash_leaves(made))
    return frontier.root()


def bare_root(made: list[bytes]) -> bytes:
    """The least that Python must do for a root: a call of hashlib for each leaf and node, lists between levels."""
    sha256 = hashlib.sha256
    level = [sha256(b"\x00" + entry).digest() for entry in made]
    while len(level) > 1:
        above = [sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]


def bare_inclusion(index: int, size: int, leaf: bytes, proof: list[bytes]) -> bytes:
    """RFC 9162 §2.1.3.2 without a check of any length."""
    first, last, found = index, size - 1, leaf
    for sibling in proof:
        if first & 1 or first == last:
            found = hashlib.sha256(b"\x01" + sibling + found).digest()
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            found = hashlib.sha256(b"\x01" + found + sibling).digest()
        first >>= 1
        last >>= 1
    return found


def compare(calls: list[Callable[[], object]], count: int, seconds: float) -> list[tuple[float, float]]:
    """For each call: items per CPU second, and its speed over that of the last call.

    Both are medians over interleaved rounds, the ratio taken within each round: what else the machine does then
    weighs on both sides.
    """
    rounds: list[list[float]] = []
    end = time.monotonic() + seconds
    while len(rounds) < ROUNDS_MIN or time.monotonic() < end:
        rounds.append([cpu_seconds(call) for call in calls])
    return [
        (count / median(taken[at] for taken in rounds), median(taken[-1] / taken[at] for taken in rounds))
        for at in range(len(calls))
    ]


def cpu_seconds(call: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    gc.collect()
    start = time.process_time()
    call()
    return time.process_time() - start


def row(name: str, unit: str, found: tuple[float, float], peer: str) -> Row:
    """A row of the table."""
    return Row(name=name, value=found[0], unit=unit, ratio=found[1], peer=peer)


def main() -> None:
    """Print the table."""
    for found in run(float(sys.argv[1]) if len(sys.argv) > 1 else 60):
        value, ratio = f"{found['value']:>12,.0f} {found['unit']}", f"{found['ratio']:.2f}"
        print(f"{found['name']:<44}{value:<24}{ratio:>6} x {found['peer']}")


if __name__ == "__main__":
    main()
