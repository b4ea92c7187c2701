"""Signed notes and vkeys against golang.org/x/mod/sumdb/note, both ways. It knows plain Ed25519 keys only."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import pytest

from safeconduct.merkle.tree import root_from_leaves
from safeconduct.notes.checkpoint import Checkpoint
from safeconduct.notes.cosignature import cosign
from safeconduct.notes.errors import KeyTextError, NoteError
from safeconduct.notes.keys import KeyKind, Signer, Verifier
from safeconduct.notes.note import add_signatures, open_note, sign_note

pytestmark = pytest.mark.go

Ask: TypeAlias = Callable[[Iterable[dict[str, Any]]], list[dict[str, Any]]]

NAMES = ["mission.example/lachin-2020/post-3/e1", "party-a.example/hq", "ü.example"]
SEEDS = [bytes([number]) * 32 for number in (1, 2, 3)]
SIGNERS = [Signer.from_seed(name, seed) for name, seed in zip(NAMES, SEEDS, strict=True)]
TEXTS = [
    "\n",
    "text\n",
    "two\n\nparts\n\n",
    "\u2014 like a signature AAAA\n",
    "پست\u2028\n",
    "x" * 10_000 + "\n",
]
KEYS = [signer.vkey for signer in SIGNERS]


def skey(signer: Signer, seed: bytes) -> str:
    encoded = base64.b64encode(b"\x01" + seed).decode()
    return f"PRIVATE+KEY+{signer.name}+{signer.verifier.key_id.hex()}+{encoded}"


def data(content: bytes) -> str:
    return base64.b64encode(content).decode()


def opened_text(answer: dict[str, Any]) -> str | None:
    return base64.b64decode(answer["text"]).decode() if "error" not in answer else None


def our_text(note: bytes, verifiers: Iterable[Verifier]) -> str | None:
    try:
        return open_note(note, verifiers).text
    except NoteError:
        return None


def test_notes_signed_here_are_opened_by_go(oracle: Ask) -> None:
    notes = [sign_note(text, SIGNERS[:count]) for text in TEXTS for count in (1, 2, 3)]
    answers = oracle({"op": "open", "data": data(note), "keys": KEYS} for note in notes)
    assert [opened_text(answer) for answer in answers] == [text for text in TEXTS for _ in range(3)]
    assert [len(answer["names"]) for answer in answers] == [1, 2, 3] * len(TEXTS)


def test_notes_signed_by_go_are_ours_byte_for_byte_and_open_here(oracle: Ask) -> None:
    skeys = [skey(signer, seed) for signer, seed in zip(SIGNERS, SEEDS, strict=True)]
    answers = oracle({"op": "sign", "data": data(text.encode()), "keys": skeys} for text in TEXTS)
    for text, answer in zip(TEXTS, answers, strict=True):
        note = base64.b64decode(answer["data"])
        assert note == sign_note(text, SIGNERS)
        assert open_note(note, [signer.verifier for signer in SIGNERS]).text == text


def test_go_skips_the_cosignatures_of_a_checkpoint(oracle: Ask) -> None:
    witness = Signer.from_seed("party-a.example/w1", b"\x07" * 32, KeyKind.COSIGNATURE)
    head = Checkpoint("go.sum database tree", 5, root_from_leaves(bytes(160)))
    log = Signer.from_seed("go.sum", b"\x08" * 32)
    note = add_signatures(sign_note(head.to_text(), [log]), [cosign(head.to_text(), witness, 9)])
    opened, parsed = oracle(
        [
            {"op": "open", "data": data(note), "keys": [log.vkey]},
            {"op": "parse_tree", "data": data(head.to_text().encode())},
        ]
    )
    assert opened_text(opened) == head.to_text()
    assert (parsed["text"], base64.b64decode(parsed["hashes"][0])) == ("5", head.root)


def mutations(note: bytes, count: int, seed: int) -> list[bytes]:
    """Notes that differ in one byte, or by one byte more or less."""
    choose = random.Random(seed)
    made = []
    for _ in range(count):
        at = choose.randrange(len(note))
        byte = bytes([choose.choice([choose.randrange(256), *b"\n\n =+A\0"])])
        made.append(
            choose.choice([note[:at] + byte + note[at + 1 :], note[:at] + byte + note[at:], note[:at] + note[at + 1 :]])
        )
    return [changed for changed in made if changed != note]


def test_no_mutated_note_opens_here_that_go_refuses(oracle: Ask) -> None:
    note = sign_note("mission.example\n3\ntext\n\nmore\n", SIGNERS[:2])
    changed = mutations(note, 3_000, 1)
    answers = oracle({"op": "open", "data": data(each), "keys": KEYS[:1]} for each in changed)
    verifiers = [SIGNERS[0].verifier]
    opened_here = 0
    for each, answer in zip(changed, answers, strict=True):
        ours, theirs = our_text(each, verifiers), opened_text(answer)
        opened_here += ours is not None
        assert ours in (theirs, None)
        if theirs is not None and ours is None:
            assert is_loose_base64(each)
    assert opened_here > 100, "changes to a line by an unknown key leave the note open to both"


def is_loose_base64(note: bytes) -> bool:
    """Go accepts signature lines whose base64 has stray bits; we would not have written them."""
    lines = note.decode().rpartition("\n\n")[2].splitlines()
    encoded = [line.rpartition(" ")[2] for line in lines]
    return any(base64.b64encode(base64.b64decode(text)).decode() != text for text in encoded)


def test_a_mutated_text_or_signature_of_a_single_signer_is_refused_by_both(oracle: Ask) -> None:
    note = sign_note("mission.example\n3\n", SIGNERS[:1])
    changed = [note[:at] + bytes([note[at] ^ 1 << bit]) + note[at + 1 :] for at in range(len(note)) for bit in range(8)]
    answers = oracle({"op": "open", "data": data(each), "keys": KEYS[:1]} for each in changed)
    verifiers = [SIGNERS[0].verifier]
    assert [each for each in changed if our_text(each, verifiers) is not None] == []
    kept_by_go = [each for each, answer in zip(changed, answers, strict=True) if "error" not in answer]
    assert all(is_loose_base64(each) for each in kept_by_go)


def is_loose_vkey(text: str) -> bool:
    """Go accepts key IDs in upper case and stray bits in the base64 of a key, too."""
    _, key_id, key = text.split("+", 2)
    return key_id != key_id.lower() or base64.b64encode(base64.b64decode(key)).decode() != key


def test_vkeys_are_read_alike(oracle: Ask) -> None:
    choose = random.Random(2)
    good = SIGNERS[0].vkey
    changed = [good]
    for _ in range(1_000):
        at = choose.randrange(len(good))
        changed.append(good[:at] + choose.choice(["", *"+=A0a /"]) + good[at + choose.randrange(2) :])
    answers = oracle({"op": "vkey", "keys": [text]} for text in changed)
    for text, answer in zip(changed, answers, strict=True):
        try:
            name = Verifier.from_vkey(text).name
        except KeyTextError:
            assert "error" in answer or is_loose_vkey(text), text
        else:
            assert answer["text"] == name
