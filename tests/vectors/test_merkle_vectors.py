"""The 518 proof vectors of transparency-dev/merkle, and the digests of its generators."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from safeconduct.merkle.errors import ProofError
from safeconduct.merkle.hashing import hash_leaves
from safeconduct.merkle.proof import (
    prove_subtree_consistency,
    prove_subtree_inclusion,
    verify_consistency,
    verify_inclusion,
    verify_subtree_consistency,
    verify_subtree_inclusion,
)
from safeconduct.merkle.tree import node_reader_from_leaves, subtree_root

pytestmark = pytest.mark.shared

COUNTS = {
    "inclusion": (98, 6),
    "consistency": (98, 6),
    "subtreeinclusion": (204, 12),
    "subtreeconsistency": (118, 12),
}

# These want 12-byte "roots" accepted; our verifiers refuse every hash that is not 32 bytes long.
WAIVED = {
    "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json",
    "subtreeconsistency/additional/sizes-are-equal-one-and-proof-is-empty.json",
    "subtreeconsistency/additional/subtree-is-empty-sizes-are-equal-one-subtree-root-valid-tree-root-random-proof-is-empty.json",
    "subtreeconsistency/additional/subtree-is-empty-sizes-are-equal-zero-subtree-root-valid-tree-root-random-proof-is-empty.json",
}


def hashes(vector: dict[str, Any], name: str) -> bytes:
    return base64.b64decode(vector[name], validate=True)


def proof(vector: dict[str, Any]) -> list[bytes]:
    return [base64.b64decode(text, validate=True) for text in vector["proof"] or []]


def inclusion(v: dict[str, Any]) -> None:
    verify_inclusion(v["leafIdx"], v["treeSize"], hashes(v, "leafHash"), proof(v), hashes(v, "root"))


def consistency(v: dict[str, Any]) -> None:
    verify_consistency(v["size1"], v["size2"], proof(v), hashes(v, "root1"), hashes(v, "root2"))


def subtree_inclusion(v: dict[str, Any]) -> None:
    leaf, root = hashes(v, "leafHash"), hashes(v, "root")
    verify_subtree_inclusion(v["leafIdx"], v["start"], v["end"], leaf=leaf, proof=proof(v), root=root)


def subtree_consistency(v: dict[str, Any]) -> None:
    subtree, root = hashes(v, "root1"), hashes(v, "root2")
    verify_subtree_consistency(v["start"], v["end"], v["size"], proof=proof(v), subtree=subtree, root=root)


CHECKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "inclusion": inclusion,
    "consistency": consistency,
    "subtreeinclusion": subtree_inclusion,
    "subtreeconsistency": subtree_consistency,
}


def accepts(check: Callable[[dict[str, Any]], None], vector: dict[str, Any]) -> bool:
    try:
        check(vector)
    except ProofError:
        return False
    return True


@pytest.mark.parametrize("kind", COUNTS)
def test_every_vector_has_the_verdict_of_its_file_but_the_four_waived(shared: Path, kind: str) -> None:
    folder = shared / "vectors" / "merkle"
    vectors = {
        path.relative_to(folder).as_posix(): json.loads(path.read_bytes())
        for path in sorted((folder / kind).rglob("*.json"))
    }
    wanted = {name for name, vector in vectors.items() if not vector["wantErr"]}
    accepted = {name for name, vector in vectors.items() if accepts(CHECKS[kind], vector)}
    assert (len(vectors), len(accepted | (wanted & WAIVED))) == COUNTS[kind]
    assert wanted - accepted == {name for name in WAIVED if name.startswith(f"{kind}/")}
    assert not accepted - wanted


@pytest.mark.parametrize("name", sorted(WAIVED))
def test_a_waived_vector_is_refused_for_the_length_of_a_hash_and_for_nothing_else(shared: Path, name: str) -> None:
    vector = json.loads((shared / "vectors" / "merkle" / name).read_bytes())
    check = CHECKS[name.partition("/")[0]]
    assert vector["wantErr"] is False
    with pytest.raises(ProofError, match="a hash is not 32 bytes long"):
        check(vector)
    short = {key for key in ("root1", "root2") if len(hashes(vector, key)) != 32}
    assert short
    check(vector | dict.fromkeys(short, base64.b64encode(bytes(32)).decode()))


LEAVES_MAX = 130


def subtrees() -> Iterator[tuple[int, int]]:
    for end in range(LEAVES_MAX + 1):
        for start in range(end + 1):
            if start == end or start % (1 << (end - start - 1).bit_length()) == 0:
                yield start, end


def digest(lines: Iterator[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def with_hex(head: str, proof: list[bytes]) -> str:
    return " ".join([head, *(node.hex() for node in proof)])


READ = node_reader_from_leaves(hash_leaves([bytes([index]) for index in range(LEAVES_MAX)]))


def test_the_hash_of_every_subtree_up_to_130_leaves() -> None:
    lines = (f"[{s}, {e}) {subtree_root(s, e, READ).hex()}" for s, e in subtrees())
    assert digest(lines) == "b82806ad4265bb151c1119c0f4db437bb4d1a1f887b3a7fba1cd4ebf552e3e81"


def test_the_inclusion_proof_of_every_leaf_in_every_subtree_up_to_130_leaves() -> None:
    lines = (
        with_hex(f"{i} [{s}, {e})", prove_subtree_inclusion(i, s, e, READ)) for s, e in subtrees() for i in range(s, e)
    )
    assert digest(lines) == "ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f"


def test_the_consistency_proof_of_every_subtree_in_every_tree_up_to_130_leaves() -> None:
    lines = (
        with_hex(f"[{s}, {e}) {size}", prove_subtree_consistency(s, e, size, READ))
        for size in range(LEAVES_MAX + 1)
        for s, e in subtrees()
        if e <= size
    )
    assert digest(lines) == "10fa99b37bf9bf9ffa26b412fbd98bd75363256d0b75d61bc4538b9c9c5a0a74"
