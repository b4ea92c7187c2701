"""Laws of bundles: what we write reads back, and nothing else passes or does harm."""

from __future__ import annotations

import io
import json
import zipfile
import zlib

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from safeconduct.assess.bundle import BundleError, verify_bundle
from safeconduct.assess.bundle.archive import directory, lay_out, local_header
from safeconduct.assess.bundle.contents import (
    ANSWER,
    CONTENTS,
    QUESTION,
    README,
    Contents,
    Member,
    contents_from_bytes,
    json_to_bytes,
    log_folder,
    size_max,
)
from safeconduct.assess.bundle.differences import differences
from safeconduct.merkle.tile import Tile
from tests.unit.assess.bundle.sample import archived, members_of, packed, sample_bundle

BUNDLE = sample_bundle()
MEMBERS = members_of(BUNDLE)
LOG_MEMBERS = sorted(name for name in MEMBERS if name.startswith("log/"))

offsets = st.integers(0, len(BUNDLE))
paths = st.one_of(
    st.sampled_from(["origin", "vkey", "checkpoint"]),
    st.builds(Tile, st.integers(-1, 63), st.integers(0, 10**9), st.integers(1, 256)).map(Tile.path),
)
names = st.one_of(
    st.sampled_from([README, ANSWER, QUESTION]),
    st.builds(lambda origin, path: log_folder(origin) + path, st.text(max_size=3), paths),
)
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
listings = st.dictionaries(names, st.tuples(st.integers(0, 10), digests), max_size=6)
tables = st.builds(
    lambda code, listing: Contents(code, "facts/1", tuple(Member(n, *listing[n]) for n in sorted(listing))),
    st.text("0123456789.ab+", min_size=1, max_size=9),
    listings,
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def is_refused(data: bytes) -> bool:
    """Whether a file does not pass; anything but findings and BundleError rises."""
    try:
        return not verify_bundle(data).ok
    except BundleError:
        return True


@given(start=offsets, length=st.integers(0, 300), put=st.binary(max_size=300))
@settings(deadline=None)
def test_no_piece_of_a_bundle_can_be_replaced(start: int, length: int, put: bytes) -> None:
    other = BUNDLE[:start] + put + BUNDLE[start + length :]
    assume(other != BUNDLE)
    assert is_refused(other)


@given(one=offsets, two=offsets, three=offsets)
@settings(deadline=None)
def test_no_two_pieces_of_a_bundle_can_be_exchanged(one: int, two: int, three: int) -> None:
    first, second, third = sorted((one, two, three))
    other = BUNDLE[:first] + BUNDLE[second:third] + BUNDLE[first:second] + BUNDLE[third:]
    assume(other != BUNDLE)
    assert is_refused(other)


@given(data=st.binary(max_size=400))
@settings(deadline=None)
def test_no_other_file_passes_or_does_harm(data: bytes) -> None:
    assert is_refused(data)
    assert is_refused(BUNDLE[:43] + data)
    assert is_refused(data + BUNDLE[-86:])


@given(table=st.binary(max_size=60) | tables.map(Contents.to_bytes))
@settings(deadline=None)
def test_no_other_table_of_contents_passes_or_does_harm(table: bytes) -> None:
    assert is_refused(archived({CONTENTS: table}))


@given(data=st.data(), name=st.sampled_from(LOG_MEMBERS))
@settings(max_examples=60, deadline=None)
def test_no_file_of_a_log_can_be_changed_even_if_all_digests_are_made_to_fit(data: st.DataObject, name: str) -> None:
    old = MEMBERS[name]
    start = data.draw(st.integers(0, len(old)))
    put = data.draw(st.binary(max_size=40))
    new = old[:start] + put + old[start + data.draw(st.integers(0, 40)) :]
    assume(new != old)
    assert is_refused(packed({**MEMBERS, name: new}))


@given(start=st.integers(0, len(MEMBERS[ANSWER]) - 1), put=st.binary(max_size=20), length=st.integers(0, 20))
@settings(max_examples=10, deadline=None)
def test_no_part_of_an_answer_can_be_changed_even_if_all_digests_are_made_to_fit(
    start: int, put: bytes, length: int
) -> None:
    old = MEMBERS[ANSWER]
    new = old[:start] + put + old[start + length :]
    assume(new != old)
    assert is_refused(packed({**MEMBERS, ANSWER: new}))


@given(table=tables)
@settings(deadline=None)
def test_a_table_of_contents_goes_round(table: Contents) -> None:
    assert contents_from_bytes(table.to_bytes()) == table


@given(table=tables, start=st.integers(0, 400), put=st.binary(max_size=3))
@settings(deadline=None)
def test_a_table_of_contents_is_read_as_our_writer_writes_it_or_refused(
    table: Contents, start: int, put: bytes
) -> None:
    data = table.to_bytes()
    other = data[:start] + put + data[start + len(put) :]
    try:
        found = contents_from_bytes(other)
    except BundleError:
        return
    assert found.to_bytes() == other


@given(name=names)
@settings(deadline=None)
def test_every_name_that_our_writer_uses_has_a_largest_size(name: str) -> None:
    assert size_max(name) > 0
    assert size_max(f"{name}/") == size_max(f"/{name}") == size_max(f"../{name}") == -1


@given(members=st.dictionaries(st.text("abc/.", min_size=1, max_size=8), st.binary(max_size=50), max_size=8))
@settings(deadline=None)
def test_other_programs_read_every_archive_that_we_lay_out(members: dict[str, bytes]) -> None:
    held = {CONTENTS: b"{}", **dict(sorted(members.items()))}
    slots = lay_out(2, [Member(name, len(data), "") for name, data in sorted(members.items())])
    crcs = {name: zlib.crc32(data) for name, data in held.items()}
    parts = [local_header(slot, crcs[slot.name]) + held[slot.name] for slot in slots]
    archive = b"".join([*parts, directory(slots, crcs, b"0" * 64)])
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        assert {info.orig_filename: read.read(info) for info in read.infolist()} == held


@given(value=values)
@settings(deadline=None)
def test_json_of_bundles_goes_round_and_has_one_spelling(value: object) -> None:
    data = json_to_bytes(value)
    assert json_to_bytes(json.loads(data)) == data


@given(one=values, two=values)
@settings(deadline=None)
def test_values_of_different_json_differ_somewhere(one: object, two: object) -> None:
    assert bool(list(differences(one, two))) == (json_to_bytes(one) != json_to_bytes(two))
    assert all(str(found).isprintable() for found in differences(one, two))
