"""The family of errors of `notes`.

NoteError                   not a signed note as our writer writes it
 +- KeyTextError            a key, key name or vkey that cannot be used
 +- SignatureError          a known key whose signature is bad, or no known key at all
 +- CheckpointError         the text of a note is not a checkpoint, or not the one asked for
 +- CosignatureError        a cosignature that must not be made
 +- ReceiptError            not a receipt (tlog-proof), or one that proves nothing
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class NoteError(SafeconductError):
    """The bytes are not a signed note."""

    code = "SC-NOT-01"


class KeyTextError(NoteError):
    """A key, its name or its vkey cannot be used."""

    code = "SC-NOT-02"


class SignatureError(NoteError):
    """A signature by a known key is bad, or no known key has signed."""

    code = "SC-NOT-03"


class CheckpointError(NoteError):
    """A text is not a checkpoint, or not one of the log asked for."""

    code = "SC-NOT-04"


class CosignatureError(NoteError):
    """A cosignature must not be made: wrong kind of key, or a time out of range."""

    code = "SC-NOT-05"


class ReceiptError(NoteError):
    """The bytes are not a receipt, or the receipt does not prove what it is shown for."""

    code = "SC-NOT-06"
