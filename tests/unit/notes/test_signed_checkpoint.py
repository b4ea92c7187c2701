from __future__ import annotations

import pytest

from safeconduct.notes.checkpoint import Checkpoint
from safeconduct.notes.cosignature import cosign
from safeconduct.notes.errors import CheckpointError, SignatureError
from safeconduct.notes.keys import Signer
from safeconduct.notes.note import Note, add_signatures, sign_note
from safeconduct.notes.signed_checkpoint import open_checkpoint


def head(log: Signer) -> Checkpoint:
    return Checkpoint(log.name, 3, bytes(32))


def test_a_checkpoint_of_the_log_is_opened_with_its_cosignatures(log: Signer, witness: Signer) -> None:
    text = head(log).to_text()
    data = add_signatures(sign_note(text, [log]), [cosign(text, witness, 9)])
    signed = open_checkpoint(data, log.verifier, [witness.verifier])
    assert (signed.checkpoint, signed.data) == (head(log), data)
    assert [(found.verifier, found.seconds) for found in signed.cosignatures()] == [(witness.verifier, 9)]
    assert open_checkpoint(data, log.verifier).cosignatures() == ()


def test_a_witness_alone_does_not_speak_for_the_log(log: Signer, witness: Signer) -> None:
    text = head(log).to_text()
    data = Note(text, (cosign(text, witness, 9),)).to_bytes()
    with pytest.raises(SignatureError, match="has not signed"):
        open_checkpoint(data, log.verifier, [witness.verifier])


def test_a_log_does_not_speak_for_another(log: Signer, stranger: Signer) -> None:
    data = sign_note(head(log).to_text(), [stranger])
    with pytest.raises(CheckpointError, match=r"not of 'stranger\.example'"):
        open_checkpoint(data, stranger.verifier)


def test_a_signed_text_that_is_no_checkpoint_is_refused(log: Signer) -> None:
    with pytest.raises(CheckpointError):
        open_checkpoint(sign_note("text\n", [log]), log.verifier)
