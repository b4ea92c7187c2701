"""Signature lines, and the spellings they are made of: key names and base64 (c2sp.org/signed-note)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from safeconduct.notes.errors import NoteError

KEY_ID_BYTES = 4
_DASH = "\u2014 "


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line of a note, not verified. Raises NoteError for what no line can hold.

    name: name of the key.
    key_id: 4 bytes, a hash of name, kind and public key.
    signature: what follows them; its form depends on the kind of key.
    """

    name: str
    key_id: bytes
    signature: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name) or len(self.key_id) != KEY_ID_BYTES or not self.signature:
            raise NoteError("a signature needs the name of a key, a 4-byte key ID and at least one byte")

    def to_line(self) -> str:
        r"""The line, without its final newline.

        >>> NoteSignature("post", bytes(4), b"s").to_line()
        '— post AAAAAHM='
        """
        return f"{_DASH}{self.name} {base64_from_bytes(self.key_id + self.signature)}"


def signature_from_line(line: str) -> NoteSignature:
    """Read a signature line without its newline. Raises NoteError, naming the rule broken."""
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space:
        raise NoteError("a signature line does not have the form '\u2014 <key name> <base64>'")
    data = bytes_from_base64(encoded)
    return NoteSignature(name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])


def is_key_name(name: str) -> bool:
    """Whether a text can name a key: not empty, no space of Unicode, no control character, no plus sign."""
    return bool(name) and not any(char.isspace() or char == "+" or char < " " for char in name)


def base64_from_bytes(data: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def bytes_from_base64(text: str) -> bytes:
    """Read standard base64 with padding. Raises NoteError for any other spelling of the same bytes."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("not standard base64 with padding") from error
    if base64_from_bytes(data) != text:
        raise NoteError("base64 that is not in its one canonical spelling")
    return data
