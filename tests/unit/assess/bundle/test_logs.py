"""Bundles whose digests all fit, made by somebody who changed a log: every such change is found and named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from safeconduct.assess.bundle import verify_bundle
from safeconduct.assess.bundle.contents import ANSWER, CONTENTS, QUESTION, README, log_folder
from safeconduct.assess.bundle.report import KEY_BAD, KEY_NOT_TRUSTED, MEMBER_ODD
from safeconduct.log import log_files
from safeconduct.log.check import CHECKPOINT_BAD, ENTRY_DIFFERS, NODE_DIFFERS, ROOT_DIFFERS
from safeconduct.merkle.hashing import hash_leaves
from safeconduct.merkle.tile import entry_bundle_from_bytes, entry_bundle_to_bytes
from safeconduct.merkle.tree import root_from_leaves
from safeconduct.notes.checkpoint import Checkpoint
from safeconduct.notes.cosignature import cosign
from safeconduct.notes.errors import KeyTextError
from safeconduct.notes.keys import KeyKind, Signer
from safeconduct.notes.note import add_signatures, note_from_bytes, sign_note
from tests.unit.assess.bundle.sample import (
    FOLDER,
    NOW,
    ORIGIN,
    OTHER_SIGNER,
    SIGNER,
    bundle_of,
    entries,
    forged,
    log_of,
    members_of,
    packed,
    sample_bundle,
)

FULL_BUNDLE = FOLDER + "tile/entries/000"
LAST_BUNDLE = FOLDER + "tile/entries/001.p/45"
FULL_TILE = FOLDER + "tile/0/000"
LAST_TILE = FOLDER + "tile/0/001.p/45"
UPPER_TILE = FOLDER + "tile/1/000.p/1"
CHECKPOINT = FOLDER + "checkpoint"
VKEY = FOLDER + "vkey"


def found_in(bundle: bytes, *trusted_keys: str) -> list[tuple[str, str]]:
    report = verify_bundle(bundle, trusted_keys=trusted_keys)
    assert not report.ok
    return [(finding.code, finding.member) for finding in report.findings]


def put(name: str, change: Callable[[bytes], bytes]) -> bytes:
    return forged(lambda members: members.update({name: change(members[name])}))


def heavier(data: bytes) -> bytes:
    """A bundle with one load changed, of the same length."""
    width = len(entry_bundle_from_bytes(data, data.count(b'"corridor"')))
    changed = [entry.replace(b'"load_kg":2', b'"load_kg":9') for entry in entry_bundle_from_bytes(data, width)]
    assert len(entry_bundle_to_bytes(changed)) == len(data)
    return entry_bundle_to_bytes(changed)


def flipped(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.parametrize("name", [FULL_BUNDLE, LAST_BUNDLE])
def test_an_entry_replaced_is_found_in_its_bundle(name: str) -> None:
    assert found_in(put(name, heavier)) == [(ENTRY_DIFFERS, name)]


def test_an_entry_replaced_together_with_its_leaf_is_found_in_its_tile() -> None:
    def change(members: dict[str, bytes]) -> None:
        members[FULL_BUNDLE] = heavier(members[FULL_BUNDLE])
        members[FULL_TILE] = hash_leaves(entry_bundle_from_bytes(members[FULL_BUNDLE], 256))

    assert found_in(forged(change)) == [(NODE_DIFFERS, FULL_TILE)]


def rehashed(members: dict[str, bytes]) -> bytes:
    """Replace an entry and recompute all above it; the new root."""
    members[FULL_BUNDLE] = heavier(members[FULL_BUNDLE])
    members[FULL_TILE] = hash_leaves(entry_bundle_from_bytes(members[FULL_BUNDLE], 256))
    members[UPPER_TILE] = root_from_leaves(members[FULL_TILE])
    return root_from_leaves(members[FULL_TILE] + members[LAST_TILE])


def test_an_entry_replaced_with_all_hashes_above_it_does_not_lead_to_the_signed_root() -> None:
    assert found_in(forged(rehashed)) == [(ROOT_DIFFERS, CHECKPOINT)]


def test_a_checkpoint_with_the_new_root_and_the_old_signature_is_not_signed() -> None:
    def change(members: dict[str, bytes]) -> None:
        text = Checkpoint(ORIGIN, 301, rehashed(members)).to_text()
        signatures = note_from_bytes(members[CHECKPOINT]).signatures
        members[CHECKPOINT] = add_signatures(sign_note(text, [OTHER_SIGNER]), signatures)

    assert found_in(forged(change)) == [(CHECKPOINT_BAD, CHECKPOINT)]


def test_a_checkpoint_signed_by_another_key_is_not_signed_by_the_key_of_the_log() -> None:
    def change(members: dict[str, bytes]) -> None:
        members[CHECKPOINT] = sign_note(Checkpoint(ORIGIN, 301, rehashed(members)).to_text(), [OTHER_SIGNER])

    assert found_in(forged(change)) == [(CHECKPOINT_BAD, CHECKPOINT)]


def test_a_history_signed_anew_with_another_key_shows_that_key_and_is_refused_if_the_true_one_is_known() -> None:
    forgery = bundle_of(log_of(entries(50), OTHER_SIGNER))
    unknown = verify_bundle(forgery)
    assert unknown.ok
    assert unknown.logs[0].key_id == OTHER_SIGNER.verifier.key_id.hex() != SIGNER.verifier.key_id.hex()
    assert unknown.logs[0].trusted is None
    known = verify_bundle(forgery, trusted_keys=[SIGNER.vkey])
    assert not known.ok
    assert known.recomputed
    assert [(finding.code, finding.member) for finding in known.findings] == [(KEY_NOT_TRUSTED, VKEY)]
    assert SIGNER.verifier.key_id.hex() in known.findings[0].what
    assert known.logs[0].trusted is False


def test_a_trusted_key_is_named_as_such() -> None:
    other = Signer.from_seed("post.example/e1", bytes([9]) * 32)
    report = verify_bundle(sample_bundle(), trusted_keys=[other.vkey, SIGNER.vkey])
    assert report.ok
    assert report.logs[0].trusted is True
    assert found_in(sample_bundle(), other.vkey) == [(KEY_NOT_TRUSTED, VKEY)]


def test_a_trusted_key_that_is_no_key_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyTextError):
        verify_bundle(sample_bundle(), trusted_keys=["desk.example+00000000+AAAA"])


@pytest.mark.parametrize(
    "vkey",
    [
        b"",
        b"no key\n",
        SIGNER.vkey.encode(),
        SIGNER.vkey.encode() + b"\r\n",
        SIGNER.vkey.encode() + b"\n\n",
        b"\xff\n",
        Signer.from_seed("post.example/e1", bytes([7]) * 32).vkey.encode() + b"\n",
        Signer.from_seed(ORIGIN, bytes([7]) * 32, KeyKind.COSIGNATURE).vkey.encode() + b"\n",
    ],
)
def test_a_key_that_is_not_the_key_of_this_log_is_found(vkey: bytes) -> None:
    assert found_in(put(VKEY, lambda _: vkey)) == [(KEY_BAD, VKEY)]


@pytest.mark.parametrize("origin", [b"", b"post.example/e1\n", ORIGIN.encode(), b"\xff\n"])
def test_a_name_that_is_not_that_of_the_folder_is_found(origin: bytes) -> None:
    assert found_in(put(FOLDER + "origin", lambda _: origin)) == [(KEY_BAD, FOLDER + "origin")]


@pytest.mark.parametrize("name", [LAST_TILE, UPPER_TILE])
def test_a_partial_tile_with_another_hash_is_found(name: str) -> None:
    codes = found_in(put(name, flipped))
    assert name in {member for _, member in codes}


def test_a_full_tile_with_another_hash_is_found() -> None:
    assert found_in(put(FULL_TILE, flipped)) == [(NODE_DIFFERS, FULL_TILE)]


@pytest.mark.parametrize("name", [FULL_BUNDLE, LAST_BUNDLE, FULL_TILE, LAST_TILE, UPPER_TILE])
@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda _: b"", lambda data: data[1:]])
def test_a_tile_of_another_length_is_found(name: str, change: Callable[[bytes], bytes]) -> None:
    assert name in {member for _, member in found_in(put(name, change))}


@pytest.mark.parametrize(
    "name", [FULL_BUNDLE, LAST_BUNDLE, FULL_TILE, LAST_TILE, UPPER_TILE, CHECKPOINT, VKEY, FOLDER + "origin"]
)
def test_a_file_of_a_log_left_out_is_named(name: str) -> None:
    assert (MEMBER_ODD, name) in found_in(forged(lambda members: members.pop(name)))


@pytest.mark.parametrize("name", [README, QUESTION, ANSWER])
def test_any_other_file_left_out_is_named(name: str) -> None:
    assert found_in(forged(lambda members: members.pop(name))) == [(MEMBER_ODD, name)]


@pytest.mark.parametrize("path", ["tile/0/000.p/9", "tile/0/002", "tile/2/000.p/1", "tile/entries/001.p/44"])
def test_a_file_that_the_log_does_not_have_is_named(path: str) -> None:
    assert found_in(forged(lambda members: members.update({FOLDER + path: b""}))) == [(MEMBER_ODD, FOLDER + path)]


def test_a_bundle_without_a_log_is_found() -> None:
    def change(members: dict[str, bytes]) -> None:
        for name in [name for name in members if name.startswith("log/")]:
            del members[name]

    assert found_in(forged(change)) == [(MEMBER_ODD, CONTENTS)]


def test_an_older_state_signed_by_the_same_key_does_not_fit_the_newer_entries() -> None:
    older = log_of(entries()[:256]).checkpoint()
    found = found_in(put(CHECKPOINT, lambda _: older))
    assert (MEMBER_ODD, LAST_BUNDLE) in found


def test_an_older_state_with_its_own_files_holds_but_has_another_answer() -> None:
    """The same key did sign it; that it is older shows in its size, and in the answer it gives."""
    older = log_of(entries()[:256])

    def change(members: dict[str, bytes]) -> None:
        for name in [name for name in members if name.startswith(FOLDER + "tile/")]:
            del members[name]
        members.update({FOLDER + path: data for path, data in log_files(older)})

    report = verify_bundle(forged(change))
    assert report.logs[0].size == 256
    assert {finding.member for finding in report.findings} == {ANSWER}
    assert any("logs[0].size" in finding.what for finding in report.findings)


@pytest.mark.parametrize("size", [300, 302, 2**40, 2**62, 0])
def test_a_signed_size_that_the_entries_do_not_have_is_found_without_counting_to_it(size: int) -> None:
    note = sign_note(Checkpoint(ORIGIN, size, bytes(32)).to_text(), [SIGNER])
    assert {code for code, _ in found_in(put(CHECKPOINT, lambda _: note))} == {MEMBER_ODD}


def test_a_checkpoint_of_another_log_is_found() -> None:
    other = Signer.from_seed("post.example/e1", bytes([9]) * 32)
    note = sign_note(Checkpoint(other.name, 301, bytes(32)).to_text(), [other])
    assert found_in(put(CHECKPOINT, lambda _: note)) == [(CHECKPOINT_BAD, CHECKPOINT)]


def test_a_text_for_people_that_is_not_ours_is_found() -> None:
    """Nobody can put instructions of his own where readers expect ours."""
    assert found_in(put(README, lambda data: data.replace(b"no network", b"my network"))) == [(MEMBER_ODD, README)]


def test_damage_in_one_of_two_logs_is_named_and_the_other_is_reported() -> None:
    other = Signer.from_seed("post.example/strait-2031/e1", bytes([9]) * 32)
    members = members_of(bundle_of(log_of(entries(20)), log_of(entries(3), other)))
    damaged = log_folder(other.name) + "tile/0/000.p/10"
    members[damaged] = flipped(members[damaged])
    report = verify_bundle(packed(members))
    assert {finding.member for finding in report.findings} == {damaged}
    assert ORIGIN in {log.origin for log in report.logs}
    assert not report.recomputed


def test_lines_of_cosigners_in_a_checkpoint_are_kept() -> None:
    """Nobody asked for their keys, so they say nothing; but they do no harm."""
    witness = Signer.from_seed("party-a.example/w1", bytes([3]) * 32, KeyKind.COSIGNATURE)

    def change(members: dict[str, bytes]) -> None:
        note = members[CHECKPOINT]
        line = cosign(note_from_bytes(note).text, witness, NOW // 1_000_000)
        members[CHECKPOINT] = add_signatures(note, [line])

    assert verify_bundle(forged(change)).ok
