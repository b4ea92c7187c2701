"""Roots, proofs and tiles against golang.org/x/mod/sumdb/tlog, both ways."""

from __future__ import annotations

import base64
import hashlib
import random
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any, TypeAlias

import pytest

from safeconduct.merkle.errors import ProofError, TileError
from safeconduct.merkle.hashing import hash_leaves
from safeconduct.merkle.proof import prove_consistency, prove_inclusion, verify_consistency, verify_inclusion
from safeconduct.merkle.tile import Tile, tile_from_path, tile_to_bytes, tiles_for
from safeconduct.merkle.tree import Frontier, NodeReader, frontier_from_nodes, node_reader_from_leaves

pytestmark = pytest.mark.go

Ask: TypeAlias = Callable[[Iterable[dict[str, Any]]], list[dict[str, Any]]]

SMALL = range(601)
EDGES = [*range(254, 259), *range(65_534, 65_539)]
LARGE = [256**k + d for k in (3, 4, 5, 6, 7) for d in (-2, -1, 0, 1, 2)] + [2**61 - 1, 2**61]
ENTRIES = [b"%d" % index for index in range(max(EDGES))]
LEAVES = hash_leaves(ENTRIES)


@pytest.fixture(scope="module")
def read() -> NodeReader:
    return node_reader_from_leaves(LEAVES)


def synthetic(level: int, index: int) -> bytes:
    return hashlib.sha256(f"{level}/{index}".encode()).digest()


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def texts(hashes: Iterable[bytes]) -> list[str]:
    return [text(hash_) for hash_ in hashes]


def hashes(answer: dict[str, Any]) -> list[bytes]:
    assert "error" not in answer, answer
    return [base64.b64decode(encoded) for encoded in answer.get("hashes", [])]


def root(size: int, read: NodeReader) -> bytes:
    return frontier_from_nodes(size, read).root()


def test_the_roots_of_all_sizes_to_600_and_at_the_edges_of_tiles(oracle: Ask) -> None:
    sizes = [*SMALL, *EDGES]
    frontier, ours = Frontier(), []
    for before, size in pairwise([0, *sizes]):
        frontier = frontier if size >= before else Frontier()
        frontier, _ = frontier.extend(LEAVES[32 * frontier.size : 32 * size])
        ours.append(frontier.root())
    assert ours == [hashes(answer)[0] for answer in oracle({"op": "root", "size": size} for size in sizes)]


def digest(size: int, read: NodeReader) -> str:
    sha256 = hashlib.sha256()
    for proof in (
        *(prove_inclusion(index, size, read) for index in range(size)),
        *(prove_consistency(old, size, read) for old in range(1, size + 1)),
    ):
        sha256.update(bytes([len(proof)]) + b"".join(proof))
    return sha256.hexdigest()


def test_every_proof_of_every_tree_to_600_leaves_is_the_same_byte_for_byte(oracle: Ask, read: NodeReader) -> None:
    answers = oracle({"op": "digest", "size": size} for size in SMALL)
    assert [digest(size, read) for size in SMALL] == [answer["text"] for answer in answers]


def inclusion_cases(seed: int) -> Iterator[tuple[int, int]]:
    choose = random.Random(seed)
    for size in [*range(1, 40), *EDGES, *choose.choices(range(40, max(EDGES)), k=60)]:
        for index in {0, size - 1, size // 2, *choose.choices(range(size), k=3)}:
            yield index, size


def consistency_cases(seed: int) -> Iterator[tuple[int, int]]:
    return ((index + 1, size) for index, size in inclusion_cases(seed))


def mutations(proof: list[bytes]) -> Iterator[list[bytes]]:
    for at in range(len(proof)):
        yield [*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :]]
        yield proof[:at] + proof[at + 1 :]
        yield [*proof[:at], proof[at][:12], *proof[at + 1 :]]
    yield [*proof, bytes(32)]
    yield [bytes(32), *proof]


def refuses(verify: Callable[[], None]) -> bool:
    try:
        verify()
    except ProofError:
        return True
    return False


def test_inclusion_both_ways_and_mutated_proofs_refused_by_both(oracle: Ask, read: NodeReader) -> None:
    cases = list(inclusion_cases(1))
    go = oracle({"op": "prove_record", "size": size, "index": index} for index, size in cases)
    asked = []
    for (index, size), answer in zip(cases, go, strict=True):
        leaf, head = read(0, index), root(size, read)
        verify_inclusion(index, size, leaf, hashes(answer), head)
        ours = prove_inclusion(index, size, read)
        for proof in (ours, *mutations(ours)):
            wrong = refuses(partial(verify_inclusion, index, size, leaf, proof, head))
            assert wrong is (proof != ours)
            question = {
                "op": "check_record",
                "size": size,
                "index": index,
                "leaf": text(leaf),
                "root": text(head),
            }
            asked.append((question | {"proof": texts(proof)}, wrong))
    answers = oracle(question for question, _ in asked)
    assert [bool(answer.get("error")) for answer in answers] == [wrong for _, wrong in asked]


def test_consistency_both_ways_and_mutated_proofs_refused_by_both(oracle: Ask, read: NodeReader) -> None:
    cases = list(consistency_cases(2))
    go = oracle({"op": "prove_tree", "size": new, "old": old} for old, new in cases)
    asked = []
    for (old, new), answer in zip(cases, go, strict=True):
        before, after = root(old, read), root(new, read)
        verify_consistency(old, new, hashes(answer), before, after)
        ours = prove_consistency(old, new, read)
        for proof in (ours, *mutations(ours)):
            wrong = refuses(partial(verify_consistency, old, new, proof, before, after))
            assert wrong is (proof != ours)
            question = {
                "op": "check_tree",
                "size": new,
                "old": old,
                "old_root": text(before),
                "root": text(after),
            }
            asked.append((question | {"proof": texts(proof)}, wrong))
    answers = oracle(question for question, _ in asked)
    assert [bool(answer.get("error")) for answer in answers] == [wrong for _, wrong in asked]


def test_a_claim_that_is_false_is_refused_by_both(oracle: Ask, read: NodeReader) -> None:
    questions, choose = [], random.Random(3)
    for index, size in inclusion_cases(3):
        other = choose.choice([near for near in (index - 1, index + 1, index ^ 2, 0) if near != index])
        proof, leaf, head = prove_inclusion(index, size, read), read(0, index), root(size, read)
        assert refuses(partial(verify_inclusion, other, size, leaf, proof, head))
        claim = {"op": "check_record", "size": size, "index": other, "leaf": text(leaf), "root": text(head)}
        questions.append(claim | {"proof": texts(proof)})
    assert all("error" in answer for answer in oracle(questions))


def test_roots_and_proofs_of_trees_too_large_to_build(oracle: Ask) -> None:
    choose = random.Random(4)
    places = [(size, choose.randrange(size)) for size in LARGE for _ in range(3)]
    questions = [
        {"op": op, "synthetic": True, "size": size, "index": at, "old": at + 1}
        for size, at in places
        for op in ("root", "prove_record", "prove_tree")
    ]
    answers = iter(oracle(questions))
    for size, at in places:
        assert hashes(next(answers)) == [root(size, synthetic)]
        assert hashes(next(answers)) == prove_inclusion(at, size, synthetic)
        assert hashes(next(answers)) == prove_consistency(at + 1, size, synthetic)


def go_path(tile: Tile) -> str:
    """Go puts the height of tiles in front, as the checksum database of Go does."""
    return tile.path().replace("tile/", "tile/8/", 1)


def test_the_tiles_of_every_growth_are_the_same(oracle: Ask) -> None:
    grown = [*pairwise(SMALL), *pairwise(EDGES), *((0, size) for size in [*SMALL, *EDGES]), (300, 70_000)]
    grown += [(size - 3, size) for size in LARGE]
    answers = oracle({"op": "new_tiles", "old": old, "size": new} for old, new in grown)
    for (old, new), answer in zip(grown, answers, strict=True):
        assert [go_path(tile) for tile in tiles_for(old, new)] == answer.get("paths", [])


def test_the_bytes_of_tiles_are_the_same(oracle: Ask, read: NodeReader) -> None:
    tiles = [*tiles_for(0, 600), *tiles_for(65_000, 65_538)]
    questions = [
        {"op": "tile_data", "size": 65_538, "level": t.level, "index": t.index, "width": t.width} for t in tiles
    ]
    answers = oracle(questions)
    assert [text(tile_to_bytes(tile, read)) for tile in tiles] == [answer["data"] for answer in answers]


def test_paths_are_written_alike(oracle: Ask) -> None:
    choose = random.Random(5)
    tiles = [
        Tile(level, index, width)
        for level in (0, 1, 7, 63)
        for index in (0, 9, 999, 1000, 999_999, 1_000_000, 2**62, choose.randrange(2**40))
        for width in (1, 17, 255, 256)
    ]
    answers = oracle({"op": "tile_path", "level": t.level, "index": t.index, "width": t.width} for t in tiles)
    assert [go_path(tile) for tile in tiles] == [answer["text"] for answer in answers]


def test_a_path_is_read_alike_or_refused_by_both(oracle: Ask) -> None:
    choose = random.Random(6)
    paths = []
    for tile in (Tile(0, 5, 17), Tile(1, 1234067), Tile(63, 999_999, 255), Tile(2, 0, 1)):
        good = tile.path()
        paths.append(good)
        for _ in range(300):
            at = choose.randrange(5, len(good))
            cut = at + choose.randrange(2)
            paths.append(good[:at] + choose.choice(["", *"0123456789x./p-"]) + good[cut:])
    answers = oracle({"op": "parse_path", "path": path.replace("tile/", "tile/8/", 1)} for path in paths)
    for path, answer in zip(paths, answers, strict=True):
        try:
            tile = tile_from_path(path)
        except TileError:
            assert "error" in answer or answer["tile"]["L"] > 63, path  # Go leaves out this bound
        else:
            assert answer["tile"] == {"H": 8, "L": tile.level, "N": tile.index, "W": tile.width}
