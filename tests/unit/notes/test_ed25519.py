from __future__ import annotations

import pytest

from safeconduct.notes.ed25519 import is_signed, is_sound_point, private_key_from_seed
from safeconduct.notes.errors import KeyTextError

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
PRIVATE = private_key_from_seed(b"\x01" * 32)
PUBLIC = PRIVATE.public_key().public_bytes_raw()
SIGNATURE = PRIVATE.sign(b"message")


def encoded(y: int, sign: int = 0) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


def test_a_signature_holds_for_its_key_and_message_only() -> None:
    other = private_key_from_seed(b"\x02" * 32).public_key().public_bytes_raw()
    assert is_signed(PUBLIC, b"message", SIGNATURE)
    assert not is_signed(other, b"message", SIGNATURE)
    assert not is_signed(PUBLIC, b"massage", SIGNATURE)


@pytest.mark.parametrize("byte", range(64))
def test_a_signature_with_a_changed_byte_is_refused(byte: int) -> None:
    changed = SIGNATURE[:byte] + bytes([SIGNATURE[byte] ^ 1]) + SIGNATURE[byte + 1 :]
    assert not is_signed(PUBLIC, b"message", changed)


@pytest.mark.parametrize("signature", [b"", SIGNATURE[:63], SIGNATURE + b"\0"])
def test_a_signature_has_64_bytes(signature: bytes) -> None:
    assert not is_signed(PUBLIC, b"message", signature)


def test_the_same_signature_with_a_larger_s_is_refused() -> None:
    s = int.from_bytes(SIGNATURE[32:], "little") + ORDER
    assert not is_signed(PUBLIC, b"message", SIGNATURE[:32] + s.to_bytes(32, "little"))


class Lenient:
    """A library that accepts whatever it is asked."""

    @classmethod
    def from_public_bytes(cls, _: bytes) -> Lenient:
        return cls()

    def verify(self, _signature: bytes, _message: bytes) -> None:
        """Accept."""


def test_the_rule_does_not_rely_on_the_library_for_encodings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safeconduct.notes.ed25519.Ed25519PublicKey", Lenient)
    point, s = SIGNATURE[:32], int.from_bytes(SIGNATURE[32:], "little")
    assert is_signed(PUBLIC, b"any", SIGNATURE)
    assert is_signed(PUBLIC, b"any", point + (ORDER - 1).to_bytes(32, "little"))
    for large in (ORDER, s + ORDER, 2**256 - 1):
        assert not is_signed(PUBLIC, b"any", point + large.to_bytes(32, "little"))
    for y in (0, 1, FIELD - 1, FIELD + 3):
        assert not is_signed(PUBLIC, b"any", encoded(y) + SIGNATURE[32:])
        assert not is_signed(encoded(y), b"any", SIGNATURE)


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("y", [0, 1, FIELD - 1, FIELD, FIELD + 1, 2**255 - 1])
def test_points_of_small_order_and_encodings_above_the_field_are_not_sound(y: int, sign: int) -> None:
    assert not is_sound_point(encoded(y, sign))


def test_points_of_order_8_are_not_sound() -> None:
    # y^2 of the points of order 8 solves d*y^4 + 2*y^2 - 1 = 0 on -x^2 + y^2 = 1 + d*x^2*y^2 with x^2 = -y^2.
    d = -121665 * pow(121666, -1, FIELD) % FIELD
    root = next(r for r in square_roots(1 + d) if square_roots((r - 1) * pow(d, -1, FIELD)))
    ys = square_roots((root - 1) * pow(d, -1, FIELD))
    assert len(ys) == 2
    for y in ys:
        assert not is_sound_point(encoded(y))
        assert not is_sound_point(encoded(y, 1))


def square_roots(value: int) -> list[int]:
    value %= FIELD
    root = pow(value, (FIELD + 3) // 8, FIELD)
    if root * root % FIELD != value:
        root = root * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    return [root, FIELD - root] if root * root % FIELD == value else []


@pytest.mark.parametrize("size", [0, 31, 33])
def test_keys_and_seeds_have_32_bytes(size: int) -> None:
    assert not is_sound_point(bytes([7]) * size)
    assert not is_signed(bytes([7]) * size, b"message", SIGNATURE)
    with pytest.raises(KeyTextError, match="32 bytes"):
        private_key_from_seed(bytes(size))
