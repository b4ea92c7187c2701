"""The text that lies in every bundle for a person who unpacks it without knowing what it is.

It has one more line if there is an agreement in the bundle. It is part of version 1 of the format, byte for byte: a
bundle with other words in this place is refused, so that nobody can put instructions of his own there. To change it,
raise the version.
"""

from __future__ import annotations

_README = b"""\
This archive is a bundle of safeconduct: one answer to claims about a corridor,
with everything that is needed to check it. Believe nothing of it before you have.

HOW TO CHECK IT

    safeconduct verify THIS_FILE.scz

It needs no network, no account and no node. It checks every byte, every
signature and every hash, answers the question again from the entries, and says
what matched. If anything does not, it names the file in here, and its exit code
is 3.

Then compare by yourself, because no file can vouch for itself:

- the key. "verify" shows the name and the key of each log. Get the same from
  whoever keeps the log, by another way: a printed sheet, a telephone, a person.
  A whole bundle can be made up with another key.
- the size and root of each log, with somebody else who has seen it. For the
  same size the roots must be the same; if they are not, two people were shown
  two histories.

WHAT LIES IN IT

    contents.json         every other file in here, its size and its SHA-256;
                          the comment of the archive is the SHA-256 of this one
    question.json         the claims that were put to the record
    answer.json           what the record says of them
    log/<hash>/origin     the name of a log; the folder is the SHA-256 of it
    log/<hash>/vkey       the public key that signs it
    log/<hash>/checkpoint its size and root, signed (c2sp.org/tlog-checkpoint)
    log/<hash>/tile/...   its entries and hashes (c2sp.org/tlog-tiles)

WITHOUT OUR PROGRAM

Any unzip reads the archive, sha256sum compares the files with contents.json, and
other people's programs for c2sp.org/signed-note and c2sp.org/tlog-tiles check the
signatures and the hashes. Only answering the question again needs safeconduct,
whose source is open.
"""
_ANSWER_LINE = b"    answer.json           what the record says of them\n"
_AGREEMENT_LINE = b"    agreement.json        the agreement; the first entry of the log names its SHA-256\n"


def readme_bytes(*, agreement: bool) -> bytes:
    """The text. agreement: whether the bundle holds one."""
    return _README.replace(_ANSWER_LINE, _ANSWER_LINE + _AGREEMENT_LINE) if agreement else _README
