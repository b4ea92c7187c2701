from __future__ import annotations

import base64
import hashlib

import pytest

from safeconduct.notes.errors import KeyTextError
from safeconduct.notes.keys import KeyKind, Signer, Verifier

PUBLIC = bytes.fromhex("8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c")


def vkey(name: str, key: bytes, key_id: bytes | None = None) -> str:
    key_id = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4] if key_id is None else key_id
    return f"{name}+{key_id.hex()}+{base64.b64encode(key).decode()}"


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_vkey_is_read_and_written_back(kind: KeyKind) -> None:
    signer = Signer.from_seed("post.example/e1", b"\x01" * 32, kind)
    assert signer.vkey == vkey("post.example/e1", bytes([kind]) + PUBLIC)
    assert Verifier.from_vkey(signer.vkey) == signer.verifier == Verifier("post.example/e1", kind, PUBLIC)
    assert (signer.name, signer.kind) == ("post.example/e1", kind)


def test_a_signer_signs_and_its_verifier_agrees() -> None:
    signer = Signer.from_seed("post", b"\x01" * 32)
    assert signer.verifier.is_signed(b"message", signer.sign(b"message"))
    assert not signer.verifier.is_signed(b"massage", signer.sign(b"message"))


def test_a_signer_never_shows_its_secret() -> None:
    signer = Signer.from_seed("post", b"\x01" * 32)
    assert "private" not in repr(signer).lower()
    assert (b"\x01" * 32).hex() not in repr(signer)


GOOD = vkey("post", b"\x01" + PUBLIC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "post",
        "post+00000000",
        vkey("post", b""),
        vkey("post", b"\x01"),
        vkey("post", b"\x01" + PUBLIC[:31]),
        vkey("post", b"\x01" + PUBLIC + b"\0"),
        vkey("post", b"\x02" + PUBLIC),
        vkey("post", b"\x06" + PUBLIC),
        vkey("post", b"\xff" + PUBLIC),
        vkey("post", b"\x01" + bytes(32)),
        vkey("post", b"\x01" + (2**255 - 18).to_bytes(32, "little")),
        vkey("post", b"\x01" + PUBLIC, b"\0\0\0\0"),
        vkey("", b"\x01" + PUBLIC),
        vkey("po st", b"\x01" + PUBLIC),
        vkey("n" * 256, b"\x01" + PUBLIC),
        pytest.param(vkey("n" * 1_000_000, b"\x01" + PUBLIC), id="long"),
        GOOD.replace("post+", "Post+"),
        GOOD + "\n",
        " " + GOOD,
        GOOD + "=",
        GOOD.replace(GOOD.split("+")[1], GOOD.split("+")[1].upper()),
    ],
)
def test_a_vkey_that_we_would_not_write_is_refused(text: str) -> None:
    assert text != GOOD
    with pytest.raises(KeyTextError):
        Verifier.from_vkey(text)


def test_a_plus_sign_within_the_key_is_not_a_separator() -> None:
    signers = (Signer.from_seed("post", bytes([seed]) * 32) for seed in range(256))
    signer = next(signer for signer in signers if signer.vkey.count("+") > 3)
    assert Verifier.from_vkey(signer.vkey) == signer.verifier


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "\ud800", "ü" * 128])
def test_a_key_needs_a_name_that_a_note_can_carry(name: str) -> None:
    with pytest.raises(KeyTextError, match="name"):
        Signer.from_seed(name, b"\x01" * 32)


def test_a_name_of_255_bytes_is_the_longest() -> None:
    assert Verifier.from_vkey(vkey("n" * 255, b"\x01" + PUBLIC)).name == "n" * 255


def test_a_seed_of_another_length_is_refused() -> None:
    with pytest.raises(KeyTextError, match="seed"):
        Signer.from_seed("post", b"\x01" * 31)
