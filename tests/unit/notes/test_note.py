from __future__ import annotations

import pytest

from safeconduct.notes.cosignature import cosign
from safeconduct.notes.errors import KeyTextError, NoteError, SignatureError
from safeconduct.notes.keys import KeyKind, Signer, Verifier
from safeconduct.notes.note import Note, add_signatures, note_from_bytes, open_note, sign_note
from safeconduct.notes.signature import NoteSignature

LINE = "\u2014 post AAECA3M=\n"
HEAD = "mission.example/e1\n3\n" + "A" * 43 + "=\n"


def signature(number: int) -> NoteSignature:
    return NoteSignature("post", number.to_bytes(4, "big"), b"s")


@pytest.mark.parametrize("text", ["\n", "a\n", "\n\na\n\n\n", "\u2014 not a signature\n", "\ufeff\u2028\x7f\n"])
def test_a_note_is_read_and_written_back(text: str) -> None:
    data = f"{text}\n{LINE}".encode()
    note = note_from_bytes(data)
    assert note == Note(text, (NoteSignature("post", b"\0\1\2\3", b"s"),))
    assert note.to_bytes() == data


def test_text_and_signatures_part_at_the_last_empty_line() -> None:
    data = f"text\n\n{LINE}\n{LINE}".encode()
    assert note_from_bytes(data).text == f"text\n\n{LINE}"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\n\n",
        b"text\n\n",
        b"text\n",
        LINE.encode(),
        f"\n{LINE}".encode(),
        f"text\n{LINE}".encode(),
        f"text\n\n{LINE}".encode()[:-1],
        f"text\n\n{LINE}{LINE[:-1]}".encode(),
        f"text\n\n{LINE}\n".encode(),
        f"text\n\n{LINE}more\n".encode(),
        f"text\n\n{LINE}{LINE}".encode(),
        f"text\r\n\n{LINE}".encode(),
        f"te\0xt\n\n{LINE}".encode(),
        f"te\txt\n\n{LINE}".encode(),
        f"te\x1bxt\n\n{LINE}".encode(),
        b"te\xffxt\n\n" + LINE.encode(),
        b"te\xed\xa0\x80xt\n\n" + LINE.encode(),
        b"text\n\n\xe2\x80\x94 po\xffst AAECA3M=\n",
    ],
)
def test_a_note_that_we_would_not_write_is_refused(data: bytes) -> None:
    with pytest.raises(NoteError):
        note_from_bytes(data)


def test_a_note_without_an_empty_line_is_told_so() -> None:
    with pytest.raises(NoteError, match="an empty line"):
        note_from_bytes(f"text\n{LINE}".encode())


def test_64_signatures_are_the_most() -> None:
    lines = [signature(number).to_line() + "\n" for number in range(70)]
    assert len(note_from_bytes(("text\n\n" + "".join(lines[:64])).encode()).signatures) == 64
    for count in (65, 66, 70):
        with pytest.raises(NoteError):
            note_from_bytes(("text\n\n" + "".join(lines[:count])).encode())


def test_256_kib_are_the_most() -> None:
    tail = f"\n\n{LINE}"
    largest = "x" * (256 * 1024 - len(tail.encode())) + tail
    note = note_from_bytes(largest.encode())
    assert note.to_bytes() == largest.encode()
    with pytest.raises(NoteError, match="262144 bytes"):
        note_from_bytes(f"x{largest}".encode())
    with pytest.raises(NoteError, match="262144 bytes"):
        Note(f"x{note.text}", note.signatures).to_bytes()


@pytest.mark.parametrize("text", ["", "a", "a\nb", "a\x00\n", "a\r\n", "\ud800\n"])
def test_a_text_that_a_note_cannot_hold_is_not_signed(log: Signer, text: str) -> None:
    with pytest.raises(NoteError, match="text of a note"):
        sign_note(text, [log])


def test_a_note_needs_a_signer(log: Signer) -> None:
    with pytest.raises(NoteError, match="1 to 64"):
        sign_note("text\n", [])
    with pytest.raises(NoteError, match="twice"):
        sign_note("text\n", [log, log])


def test_a_cosigner_does_not_sign_a_bare_note(witness: Signer) -> None:
    with pytest.raises(KeyTextError, match="together with a time"):
        sign_note(HEAD, [witness])


def test_open_tells_known_signers_from_unknown_ones(log: Signer, stranger: Signer) -> None:
    data = sign_note("text\n", [stranger, log])
    opened = open_note(data, [log.verifier])
    assert opened.text == "text\n"
    assert [(found.verifier, found.seconds) for found in opened.verified] == [(log.verifier, None)]
    assert [line.name for line in opened.unknown] == ["stranger.example"]
    assert opened.signers() == {log.verifier}


def test_open_refuses_a_note_that_no_known_key_signed(log: Signer, stranger: Signer) -> None:
    with pytest.raises(SignatureError, match="none of the known keys"):
        open_note(sign_note("text\n", [stranger]), [log.verifier])
    with pytest.raises(SignatureError, match="none of the known keys"):
        open_note(sign_note("text\n", [log]), [])


def test_one_bad_signature_by_a_known_key_refuses_the_whole_note(log: Signer, stranger: Signer) -> None:
    signed = note_from_bytes(sign_note("text\n", [log, stranger]))
    other = note_from_bytes(sign_note("other\n", [stranger]))
    data = Note(signed.text, (signed.signatures[0], *other.signatures)).to_bytes()
    assert open_note(data, [log.verifier]).signers() == {log.verifier}
    with pytest.raises(SignatureError, match=r"stranger\.example"):
        open_note(data, [log.verifier, stranger.verifier])
    good_then_bad = Note(signed.text, (*signed.signatures, *other.signatures)).to_bytes()
    with pytest.raises(SignatureError, match=r"stranger\.example"):
        open_note(good_then_bad, [log.verifier, stranger.verifier])


def test_a_changed_text_is_refused(log: Signer) -> None:
    data = sign_note("100 t\n", [log])
    with pytest.raises(SignatureError, match="does not fit this text"):
        open_note(data.replace(b"100 t", b"900 t"), [log.verifier])


def test_a_key_of_the_same_name_and_another_id_is_unknown(log: Signer) -> None:
    namesake = Signer.from_seed(log.name, b"\x07" * 32)
    opened = open_note(sign_note("text\n", [log, namesake]), [log.verifier])
    assert (len(opened.verified), len(opened.unknown)) == (1, 1)


def test_keys_that_cannot_be_told_apart_are_refused(log: Signer) -> None:
    data = sign_note("text\n", [log])
    assert open_note(data, [log.verifier, Verifier.from_vkey(log.vkey)]).signers() == {log.verifier}
    same_key = Verifier("party.example/w1", KeyKind.COSIGNATURE, log.verifier.public_key)
    with pytest.raises(KeyTextError, match="same public key"):
        open_note(data, [log.verifier, same_key])


def test_keys_of_one_name_and_id_are_refused(log: Signer, monkeypatch: pytest.MonkeyPatch) -> None:
    namesake = Signer.from_seed(log.name, b"\x07" * 32)
    data = sign_note("text\n", [log])
    monkeypatch.setattr(Verifier, "key_id", property(lambda _: b"\0\0\0\0"))
    with pytest.raises(KeyTextError, match="same name and key ID"):
        open_note(data, [log.verifier, namesake.verifier])


def test_cosignatures_are_verified_with_their_time(log: Signer, witness: Signer) -> None:
    lines = [cosign(HEAD, witness, seconds) for seconds in (1_767_225_600, 1_767_225_601)]
    data = add_signatures(sign_note(HEAD, [log]), lines)
    opened = open_note(data, [witness.verifier, log.verifier])
    assert [found.seconds for found in opened.verified] == [None, 1_767_225_600, 1_767_225_601]
    assert opened.signers() == {log.verifier, witness.verifier}


@pytest.mark.parametrize("change", ["time", "cut", "zero", "late", "empty"])
def test_a_bad_cosignature_refuses_the_whole_note(log: Signer, witness: Signer, change: str) -> None:
    good = cosign(HEAD, witness, 5)
    bad = {
        "time": (6).to_bytes(8, "big") + good.signature[8:],
        "cut": good.signature[:-1],
        "zero": bytes(8) + good.signature[8:],
        "late": b"\xff" * 8 + good.signature[8:],
        "empty": b"\0",
    }[change]
    data = add_signatures(sign_note(HEAD, [log]), [NoteSignature(good.name, good.key_id, bad)])
    with pytest.raises(SignatureError, match=r"party-a\.example/w1"):
        open_note(data, [log.verifier, witness.verifier])


def test_lines_are_added_once_and_in_order(log: Signer, witness: Signer) -> None:
    data = sign_note(HEAD, [log])
    line = cosign(HEAD, witness, 5)
    assert add_signatures(data, []) == data
    once = add_signatures(data, [line])
    assert once == data + f"{line.to_line()}\n".encode()
    assert add_signatures(once, [line, *note_from_bytes(data).signatures]) == once
