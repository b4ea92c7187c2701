"""Laws of notes, keys, checkpoints and receipts: round trip or refuse."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from safeconduct.notes.checkpoint import Checkpoint
from safeconduct.notes.cosignature import cosign
from safeconduct.notes.errors import (
    CheckpointError,
    KeyTextError,
    NoteError,
    ReceiptError,
    SignatureError,
)
from safeconduct.notes.keys import KeyKind, Signer, Verifier
from safeconduct.notes.note import Note, add_signatures, note_from_bytes, open_note, sign_note
from safeconduct.notes.receipt import Receipt, receipt_from_bytes
from safeconduct.notes.signature import NoteSignature, is_key_name, signature_from_line

LOG = Signer.from_seed("mission.example/e1", b"\x01" * 32)
WITNESS = Signer.from_seed("party-a.example/w1", b"\x02" * 32, KeyKind.COSIGNATURE)

printable = st.characters(min_codepoint=0x20, exclude_categories=["Cs"])
lines = st.text(printable, max_size=20)
texts = st.lists(lines, min_size=1, max_size=5).map(lambda parts: "".join(f"{part}\n" for part in parts))
names = st.text(printable, min_size=1, max_size=20).filter(is_key_name)
seeds = st.binary(min_size=32, max_size=32)
times = st.integers(1, 2**63 - 1)
hashes = st.binary(min_size=32, max_size=32)
signatures = st.builds(NoteSignature, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=90))
notes = st.builds(Note, texts, st.lists(signatures, min_size=1, max_size=4, unique=True).map(tuple))
checkpoints = st.builds(
    Checkpoint,
    st.text(printable, min_size=1, max_size=20),
    st.integers(0, 2**63 - 1),
    hashes,
    st.lists(st.text(printable, min_size=1, max_size=9), max_size=3).map(tuple),
)


@st.composite
def spoiled(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with one byte changed, put in or taken out."""
    at = draw(st.integers(0, len(data) - 1))
    byte = draw(st.sampled_from(b"\n\n  =+A0\0\xe2\r") | st.integers(0, 255))
    kind = draw(st.sampled_from(["change", "insert", "remove"]))
    changed = data[:at] + (b"" if kind == "remove" else bytes([byte])) + data[at + (kind != "insert") :]
    assume(changed != data)
    return changed


@given(notes)
@settings(deadline=None)
def test_notes_come_back(note: Note) -> None:
    assert note_from_bytes(note.to_bytes()) == note


@given(signatures)
@settings(deadline=None)
def test_signature_lines_come_back(signature: NoteSignature) -> None:
    assert signature_from_line(signature.to_line()) == signature


@given(notes, st.data())
@settings(deadline=None)
def test_a_spoiled_note_is_refused_or_is_what_it_would_write(note: Note, data: st.DataObject) -> None:
    changed = data.draw(spoiled(note.to_bytes()))
    try:
        read = note_from_bytes(changed)
    except NoteError:
        return
    assert read.to_bytes() == changed
    assert read != note


@given(
    st.binary(max_size=60) | st.text(max_size=60).map(lambda text: f"{text}\n\n— a AAAAAAA=\n".encode(errors="replace"))
)
@settings(deadline=None)
def test_any_bytes_are_refused_or_are_what_they_would_write(data: bytes) -> None:
    try:
        note = note_from_bytes(data)
    except NoteError:
        return
    assert note.to_bytes() == data


@given(texts, names, seeds)
@settings(deadline=None)
def test_what_was_signed_opens_with_its_key(text: str, name: str, seed: bytes) -> None:
    signer = Signer.from_seed(name, seed)
    opened = open_note(sign_note(text, [signer]), [signer.verifier])
    assert (opened.text, opened.unknown) == (text, ())
    assert opened.signers() == {signer.verifier}


@given(texts, st.data())
@settings(deadline=None)
def test_a_spoiled_signed_note_never_opens(text: str, data: st.DataObject) -> None:
    changed = data.draw(spoiled(sign_note(text, [LOG])))
    with pytest.raises(NoteError):
        open_note(changed, [LOG.verifier])


@given(checkpoints, times, times)
@settings(deadline=None)
def test_a_cosignature_holds_for_its_time_and_text_only(head: Checkpoint, seconds: int, other: int) -> None:
    text = head.to_text()
    line = cosign(text, WITNESS, seconds)
    note = Note(text, (line,)).to_bytes()
    assert [found.seconds for found in open_note(note, [WITNESS.verifier]).verified] == [seconds]
    if other != seconds:
        moved = NoteSignature(line.name, line.key_id, other.to_bytes(8, "big") + line.signature[8:])
        with pytest.raises(SignatureError):
            open_note(Note(text, (moved,)).to_bytes(), [WITNESS.verifier])


@given(checkpoints)
@settings(deadline=None)
def test_checkpoints_come_back(head: Checkpoint) -> None:
    assert Checkpoint.from_text(head.to_text()) == head


@given(checkpoints, st.data())
@settings(deadline=None)
def test_a_spoiled_checkpoint_is_refused_or_is_what_it_would_write(head: Checkpoint, data: st.DataObject) -> None:
    changed = data.draw(spoiled(head.to_text().encode())).decode(errors="replace")
    try:
        read = Checkpoint.from_text(changed)
    except CheckpointError:
        return
    assert read.to_text() == changed


@given(names, seeds, st.sampled_from(KeyKind))
@settings(deadline=None)
def test_vkeys_come_back(name: str, seed: bytes, kind: KeyKind) -> None:
    signer = Signer.from_seed(name, seed, kind)
    assert Verifier.from_vkey(signer.vkey) == signer.verifier


@given(st.data())
@settings(deadline=None)
def test_a_spoiled_vkey_is_refused(data: st.DataObject) -> None:
    changed = data.draw(spoiled(LOG.vkey.encode())).decode(errors="replace")
    with pytest.raises(KeyTextError):
        Verifier.from_vkey(changed)


@given(checkpoints, st.lists(hashes, max_size=63), st.integers(0, 2**63 - 1), st.binary(max_size=99), st.data())
@settings(deadline=None)
def test_receipts_come_back_and_spoiled_ones_are_refused_or_are_what_they_would_write(
    head: Checkpoint, proof: list[bytes], index: int, extra: bytes, data: st.DataObject
) -> None:
    note = add_signatures(sign_note(head.to_text(), [LOG]), [cosign(head.to_text(), WITNESS, 9)])
    receipt = Receipt(index, tuple(proof), note, extra)
    assert receipt_from_bytes(receipt.to_bytes()) == receipt
    changed = data.draw(spoiled(receipt.to_bytes()))
    try:
        read = receipt_from_bytes(changed)
    except ReceiptError:
        return
    assert read.to_bytes() == changed
    assert read != receipt
