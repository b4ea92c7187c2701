"""A private key is used only by its log and only if nobody else can read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from safeconduct.node.errors import KeyFileError
from safeconduct.node.keys import create_key, load_key
from safeconduct.node.node import Node
from safeconduct.testing import SeededRandom


def test_a_key_goes_round(tmp_path: Path) -> None:
    signer = create_key(tmp_path / "k.seed", "road.example/x", SeededRandom(3))
    assert load_key(tmp_path / "k.seed", signer.vkey).vkey == signer.vkey


def test_a_key_that_others_may_read_is_refused_with_the_remedy(tmp_path: Path) -> None:
    place = tmp_path / "k.seed"
    signer = create_key(place, "road.example/x", SeededRandom(3))
    place.chmod(0o640)
    with pytest.raises(KeyFileError, match="may read this private key") as caught:
        load_key(place, signer.vkey)
    assert caught.value.next_step == f"Run: chmod 600 {place}"


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33), bytes(32)])
def test_another_key_is_refused(tmp_path: Path, seed: bytes) -> None:
    place = tmp_path / "k.seed"
    signer = create_key(place, "road.example/x", SeededRandom(3))
    place.write_bytes(seed)
    with pytest.raises(KeyFileError, match="not the key that signed"):
        load_key(place, signer.vkey)


def test_a_missing_key_leaves_the_log_readable(node: Node) -> None:
    log = node.log()
    node.layout.seed(log.key).unlink()
    with pytest.raises(KeyFileError, match="No such file"), node.writing(log):
        pass
    with node.signed(log) as reader:
        assert reader.size == 1
