from __future__ import annotations

import pytest

from safeconduct.notes.cosignature import cosign, cosignature_parts, cosigned_message
from safeconduct.notes.errors import CheckpointError, CosignatureError
from safeconduct.notes.keys import Signer

HEAD = "mission.example/e1\n3\n" + "A" * 43 + "=\nan extension\n"


def test_a_cosignature_is_a_time_and_a_signature_over_time_and_whole_text(witness: Signer) -> None:
    line = cosign(HEAD, witness, 258)
    message = f"cosignature/v1\ntime 258\n{HEAD}".encode()
    assert cosigned_message(HEAD, 258) == message
    assert line.signature == b"\0\0\0\0\0\0\1\2" + witness.sign(message)
    assert (line.name, line.key_id) == (witness.name, witness.verifier.key_id)
    assert cosignature_parts(line.signature) == (258, witness.sign(message))


@pytest.mark.parametrize("seconds", [0, -1, 2**63, 2**64])
def test_a_time_that_cannot_be_is_not_signed(witness: Signer, seconds: int) -> None:
    with pytest.raises(CosignatureError, match="is not a time"):
        cosign(HEAD, witness, seconds)


def test_the_last_second_can_be_signed(witness: Signer) -> None:
    parts = cosignature_parts(cosign(HEAD, witness, 2**63 - 1).signature)
    assert parts is not None
    assert parts[0] == 2**63 - 1


def test_a_log_key_does_not_cosign(log: Signer) -> None:
    with pytest.raises(CosignatureError, match="not a cosigner"):
        cosign(HEAD, log, 1)


@pytest.mark.parametrize("text", ["", "text\n", HEAD[:-1], f"{HEAD}\n", HEAD.replace("3", "03")])
def test_only_checkpoints_are_cosigned(witness: Signer, text: str) -> None:
    with pytest.raises(CheckpointError):
        cosign(text, witness, 1)


@pytest.mark.parametrize(
    "data", [b"", bytes(72), b"\x80" + bytes(71), b"\0\0\0\0\0\0\0\1" + bytes(63), b"\1" + bytes(72)]
)
def test_what_is_no_time_and_signature_is_told_apart(data: bytes) -> None:
    assert cosignature_parts(data) is None
