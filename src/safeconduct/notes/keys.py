"""Keys that sign notes, and their text form, the vkey (c2sp.org/signed-note).

One key has one kind and one name: the cosigned message does not name its cosigner, so a public key that
serves two names would let one signature be passed off as the other.
"""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from safeconduct.base.limits import KEY_NAME_BYTES_MAX
from safeconduct.notes.ed25519 import is_signed, is_sound_point, private_key_from_seed
from safeconduct.notes.errors import KeyTextError, NoteError
from safeconduct.notes.signature import (
    KEY_ID_BYTES,
    base64_from_bytes,
    bytes_from_base64,
    is_key_name,
)

_VKEY_CHARS_MAX = KEY_NAME_BYTES_MAX + 64


class KeyKind(enum.IntEnum):
    """What a key signs; the byte before the public key in a vkey. Other kinds are not implemented."""

    ED25519 = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name and kind. Raises KeyTextError for a key that must not be enrolled.

    name: name of the key; of a log key, the origin of the log.
    kind: what the key signs.
    public_key: 32 bytes, a sound Ed25519 point.
    """

    name: str
    kind: KeyKind
    public_key: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if not is_sound_point(self.public_key):
            raise KeyTextError(f"the public key of {self.name!r} is not a sound Ed25519 key")

    @classmethod
    def from_vkey(cls, text: str) -> Verifier:
        """Read a vkey. Raises KeyTextError for an unknown kind, a wrong key ID or another spelling."""
        name, _, rest = text.partition("+") if len(text) <= _VKEY_CHARS_MAX else ("", "", "")
        try:
            data = bytes_from_base64(rest.partition("+")[2])
        except NoteError as error:
            raise KeyTextError(f"the key in the vkey of {name!r} is {error.what}") from error
        if not data or data[0] not in tuple(KeyKind):
            raise KeyTextError(f"the vkey of {name!r} has no key of a kind known here")
        verifier = cls(name, KeyKind(data[0]), data[1:])
        if verifier.vkey != text:
            raise KeyTextError(f"the key ID in the vkey of {name!r} does not belong to its name and key")
        return verifier

    @property
    def key_id(self) -> bytes:
        """The 4 bytes that tell keys of one name apart: a hash of name, kind and public key."""
        hashed = self.name.encode() + b"\n" + bytes([self.kind]) + self.public_key
        return hashlib.sha256(hashed).digest()[:KEY_ID_BYTES]

    @property
    def vkey(self) -> str:
        """The text form: name, key ID and key joined by plus signs."""
        encoded = base64_from_bytes(bytes([self.kind]) + self.public_key)
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    def is_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether this key has made the bare Ed25519 signature of a message (see `ed25519` for the rule)."""
        return is_signed(self.public_key, message, signature)


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its verifier. Make it with `from_seed`; it never shows its secret.

    verifier: the public half.
    """

    verifier: Verifier
    _private_key: Ed25519PrivateKey = field(repr=False, compare=False)

    @classmethod
    def from_seed(cls, name: str, seed: bytes, kind: KeyKind = KeyKind.ED25519) -> Signer:
        """The signer of a 32-byte seed. Raises KeyTextError for a bad name or length."""
        private_key = private_key_from_seed(seed)
        return cls(Verifier(name, kind, private_key.public_key().public_bytes_raw()), private_key)

    @property
    def name(self) -> str:
        """The name of the key."""
        return self.verifier.name

    @property
    def kind(self) -> KeyKind:
        """What the key signs."""
        return self.verifier.kind

    @property
    def vkey(self) -> str:
        """The text form of the public half."""
        return self.verifier.vkey

    def sign(self, message: bytes) -> bytes:
        """The bare Ed25519 signature of a message, 64 bytes. Notes are signed by `note.sign_note`."""
        return self._private_key.sign(message)


def _check_name(name: str) -> None:
    if not is_key_name(name):
        raise KeyTextError(f"{name!r} cannot name a key: it is empty, or has a space or a plus sign")
    try:
        size_bytes = len(name.encode())
    except UnicodeEncodeError as error:
        raise KeyTextError(f"{name!r} cannot name a key: it is not Unicode text") from error
    if size_bytes > KEY_NAME_BYTES_MAX:
        raise KeyTextError(f"the name of a key has at most {KEY_NAME_BYTES_MAX} bytes")
