"""Ed25519 with one acceptance rule, so that every reader reaches the same answer whatever library it has.

Libraries part on crafted keys and signatures (OpenSSL and libsodium on 165 of 914 CCTV vectors). Our rule:
canonical encodings and no point of small order, both for the public key and for R; S below the group order;
then plain verification without the cofactor, never in batches.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from safeconduct.notes.errors import KeyTextError

KEY_BYTES = 32
SIGNATURE_BYTES = 64

_FIELD = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_Y_MASK = 2**255 - 1
# The encodings, sign bit included, of the points whose order divides 8, less those refused as not canonical.
_SMALL_ORDER = frozenset(
    bytes.fromhex(text)
    for text in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    )
)


def private_key_from_seed(seed: bytes) -> Ed25519PrivateKey:
    """The private key of a 32-byte seed. Raises KeyTextError for another length."""
    if len(seed) != KEY_BYTES:
        raise KeyTextError(f"an Ed25519 seed has {KEY_BYTES} bytes, not {len(seed)}")
    return Ed25519PrivateKey.from_private_bytes(seed)


def is_sound_point(encoded: bytes) -> bool:
    """Whether 32 bytes may stand for a public key or for R: canonical, and not of small order."""
    if len(encoded) != KEY_BYTES or encoded in _SMALL_ORDER:
        return False
    return int.from_bytes(encoded, "little") & _Y_MASK < _FIELD


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the rule accepts this signature of `message` by `public_key`."""
    if len(signature) != SIGNATURE_BYTES or not is_sound_point(public_key):
        return False
    if not is_sound_point(signature[:32]) or int.from_bytes(signature[32:], "little") >= _ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True
