"""Every byte of the archive counts: whatever is changed in it is found and the place is named."""

from __future__ import annotations

import hashlib
import io
import random
import zipfile
from collections.abc import Iterator

import pytest

from safeconduct.assess.bundle import BundleError, BundleVersionError, Finding, verify_bundle
from safeconduct.assess.bundle.contents import AGREEMENT, ANSWER, CONTENTS, QUESTION, README, Contents, Member
from safeconduct.assess.bundle.examine import examine
from safeconduct.assess.bundle.report import ARCHIVE_DIFFERS, COMMENT, DIRECTORY, MEMBER_DIFFERS, MEMBER_ODD
from safeconduct.base import limits
from tests.unit.assess.bundle.sample import FOLDER, agreed_bundle, archived, members_of, packed, sample_bundle

BUNDLE = sample_bundle()
CHANGES = 1_000
SEED = 20_230_318


def places(bundle: bytes) -> list[tuple[int, str]]:
    """Where each part of the file ends, and its name, by an independent reader of zip files."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
        ends = [*(info.header_offset for info in infos[1:]), archive.start_dir]
        named = list(zip(ends, (info.filename for info in infos), strict=True))
        return [*named, (len(bundle) - len(archive.comment), DIRECTORY), (len(bundle), COMMENT)]


PLACES = places(BUNDLE)


def place_of(offset: int, named: list[tuple[int, str]] = PLACES) -> str:
    return next(name for end, name in named if offset < end)


def changed(offset: int, mask: int, bundle: bytes = BUNDLE) -> bytes:
    return bundle[:offset] + bytes([bundle[offset] ^ mask]) + bundle[offset + 1 :]


def findings(bundle: bytes) -> tuple[Finding, ...]:
    report = verify_bundle(bundle)
    assert not report.ok
    assert not report.recomputed
    return report.findings


@pytest.mark.parametrize("bundle", [BUNDLE, agreed_bundle()], ids=["plain", "with an agreement"])
def test_a_thousand_random_single_byte_changes_are_all_found_and_the_file_is_named(bundle: bytes) -> None:
    chance, named = random.Random(SEED), places(bundle)
    for _ in range(CHANGES):
        offset, mask = chance.randrange(len(bundle)), chance.randrange(1, 256)
        found = findings(changed(offset, mask, bundle))
        assert [one.member for one in found] == [place_of(offset, named)], (offset, mask)


def test_every_byte_of_the_agreement_is_compared() -> None:
    bundle, document = agreed_bundle(), members_of(agreed_bundle())[AGREEMENT]
    start = bundle.index(document)
    for offset in range(start, start + len(document)):
        found = findings(changed(offset, 1, bundle))
        assert [(one.code, one.member) for one in found] == [(MEMBER_DIFFERS, AGREEMENT)]


def frame_offsets() -> Iterator[int]:
    """Every byte of the archive that is not a byte of a member's data."""
    with zipfile.ZipFile(io.BytesIO(BUNDLE)) as archive:
        for info in archive.infolist():
            yield from range(info.header_offset, info.header_offset + 30 + len(info.filename))
        yield from range(archive.start_dir, len(BUNDLE))


def test_every_byte_of_every_header_of_the_directory_and_of_the_comment_is_compared() -> None:
    chance = random.Random(SEED)
    for offset in frame_offsets():
        mask = chance.randrange(1, 256)
        assert [found.member for found in findings(changed(offset, mask))] == [place_of(offset)], (offset, mask)


def test_the_first_middle_and_last_byte_of_every_member_are_compared() -> None:
    start = 0
    for end, name in PLACES[:-2]:
        data = start + 30 + len(name)
        for offset in (data, (data + end) // 2, end - 1):
            for bit in range(8):
                found = findings(changed(offset, 1 << bit))
                assert [(one.code, one.member) for one in found] == [(MEMBER_DIFFERS, name)]
        start = end


def test_every_truncation_is_found() -> None:
    shortest = 43 + 86  # a first header and an end
    for size in [*range(shortest, len(BUNDLE), 997), len(BUNDLE) - 1]:
        assert {found.code for found in findings(BUNDLE[:size])} == {ARCHIVE_DIFFERS}
    for size in range(shortest):
        with pytest.raises(BundleError):
            verify_bundle(BUNDLE[:size])


@pytest.mark.parametrize("added", [b"\0", b"PK\x05\x06", BUNDLE[-86:], BUNDLE], ids=["zero", "mark", "end", "all"])
def test_bytes_after_the_end_are_found(added: bytes) -> None:
    assert [found.code for found in findings(BUNDLE + added)] == [ARCHIVE_DIFFERS]


@pytest.mark.parametrize("added", [b"\0", b"#!/bin/sh\n", bytes(5_000)], ids=["zero", "script", "zeros"])
def test_bytes_before_the_beginning_are_found_and_called_so(added: bytes) -> None:
    assert [(found.code, found.member) for found in findings(added + BUNDLE)] == [(ARCHIVE_DIFFERS, CONTENTS)]
    assert "put before it" in findings(added + BUNDLE)[0].what


def test_two_bundles_one_after_the_other_are_found() -> None:
    assert [found.code for found in findings(BUNDLE + BUNDLE)] == [ARCHIVE_DIFFERS]


def test_bytes_in_the_middle_are_found_and_so_are_bytes_left_out() -> None:
    for end, _ in PLACES[:-1]:
        assert findings(BUNDLE[:end] + b"\0" + BUNDLE[end:])
        assert findings(BUNDLE[: end - 1] + BUNDLE[end:])


def test_members_in_another_order_are_found() -> None:
    (first, _), (second, name), (third, other) = PLACES[:3]
    swapped = BUNDLE[:first] + BUNDLE[second:third] + BUNDLE[first:second] + BUNDLE[third:]
    assert {found.member for found in findings(swapped)} >= {name, other}


def test_the_bytes_of_two_members_exchanged_are_found_and_both_named() -> None:
    members = members_of(BUNDLE)
    one, two = FOLDER + "tile/0/000", FOLDER + "tile/0/001.p/45"
    members[CONTENTS] = Contents("0.1.0", "facts/1", listed(members)).to_bytes()
    members[one], members[two] = (
        members[two] + bytes(8192 - len(members[two])),
        members[one][: len(members[two])],
    )
    assert [(found.code, found.member) for found in findings(archived(members))] == [
        (MEMBER_DIFFERS, one),
        (MEMBER_DIFFERS, two),
    ]


def listed(members: dict[str, bytes]) -> tuple[Member, ...]:
    return tuple(Member(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in sorted(members.items()))


def rezipped(compression: int) -> bytes:
    """The same members and comment as another program would zip them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BUNDLE)) as ours, zipfile.ZipFile(buffer, "w", compression) as other:
        other.comment = ours.comment
        for name in ours.namelist():
            other.writestr(zipfile.ZipInfo(name), ours.read(name), compression)
    return buffer.getvalue()


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_of_the_same_members_by_another_program_is_found(compression: int) -> None:
    assert findings(rezipped(compression))


def test_a_bomb_unfolds_into_nothing() -> None:
    """Much in little: the header is not ours, and nothing is ever unpacked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.comment = b"0" * 64
        with bomb.open(CONTENTS, "w") as member:
            for _ in range(64):
                member.write(bytes(1024 * 1024))
    assert [found.member for found in findings(buffer.getvalue())] == [CONTENTS]


def test_a_table_that_names_more_than_the_file_holds_is_found_before_anything_is_read() -> None:
    members = dict.fromkeys((README, ANSWER, QUESTION), b"")
    huge = Contents("1", "1", (Member(ANSWER, limits.BUNDLE_ANSWER_BYTES_MAX, "0" * 64),)).to_bytes()
    assert [found.member for found in findings(archived({CONTENTS: huge, **members}))] == [DIRECTORY]


def test_members_that_overlap_are_found() -> None:
    """The directory lets two names share one place: it does not list the members as our writer does."""
    at = BUNDLE.rindex(b"PK\x01\x02")
    overlapping = BUNDLE[: at + 42] + bytes(4) + BUNDLE[at + 46 :]
    assert [found.member for found in findings(overlapping)] == [DIRECTORY]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "log/x", "a" * 5_000])
def test_a_member_of_another_name_is_found(name: str) -> None:
    found = findings(packed({**members_of(BUNDLE), name: b""}))
    assert [(one.code, one.member) for one in found] == [(MEMBER_ODD, CONTENTS)]


def test_a_table_of_contents_that_is_none_is_found() -> None:
    for table in (b"", b"null", b"{}", b"[" * 10_000, b'{"version": 1}'):
        assert [found.member for found in findings(archived({CONTENTS: table}))] == [CONTENTS]


def test_many_findings_are_cut_at_a_limit() -> None:
    names = [f"{FOLDER}tile/0/{number:03}" for number in range(200)]
    table = Contents("1", "1", tuple(Member(name, 0, "0" * 64) for name in names)).to_bytes()
    found = findings(archived({CONTENTS: table, **dict.fromkeys(names, b"")}))
    assert len(found) == limits.BUNDLE_FINDINGS_MAX


@pytest.mark.parametrize("data", [b"", b"PK", bytes(500), b"%PDF-1.7" + bytes(500), b"PK\x03\x04" + bytes(500)])
def test_what_is_no_bundle_at_all_is_an_error_with_a_next_step(data: bytes) -> None:
    with pytest.raises(BundleError, match="not a bundle") as refused:
        verify_bundle(data)
    assert refused.value.next_step


def test_an_ordinary_zip_file_is_no_bundle() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "x" * 500)
    with pytest.raises(BundleError, match="not a bundle"):
        verify_bundle(buffer.getvalue())


def test_a_bundle_of_a_later_version_is_an_error_and_not_a_failed_check() -> None:
    with pytest.raises(BundleVersionError, match="version 2"):
        verify_bundle(archived({CONTENTS: b'{"version": 2}'}))


class _Large(io.BytesIO):
    """A file that says that it is larger than any bundle."""

    def seek(self, offset: int, whence: int = 0) -> int:
        super().seek(offset, whence)
        return limits.BUNDLE_BYTES_MAX + 1


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(BundleError, match="no bundle has more"):
        examine(_Large(BUNDLE))


class _Short(io.BytesIO):
    """A file that gives a few bytes at a time, as a pipe or a slow disk may."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(7_000, size) if size is not None and size >= 0 else 7_000)


def test_a_file_that_gives_fewer_bytes_than_asked_for_is_read_whole() -> None:
    assert examine(_Short(BUNDLE)).findings == ()


def test_a_file_that_is_cut_or_changed_while_it_is_read_is_an_error() -> None:
    stream = io.BytesIO(BUNDLE)
    archive = examine(stream).archive
    assert archive is not None
    stream.seek(BUNDLE.index(b'"version":1}') + 11)
    stream.write(b" ")
    with pytest.raises(BundleError, match="changed while"):
        archive.read(QUESTION)
    stream.truncate(1000)
    with pytest.raises(BundleError, match="cut short while"):
        archive.read(QUESTION)
