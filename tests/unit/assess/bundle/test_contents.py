from __future__ import annotations

import hashlib
import json

import pytest

from safeconduct.assess.bundle.contents import (
    AGREEMENT,
    ANSWER,
    CONTENTS,
    QUESTION,
    README,
    Contents,
    Member,
    contents_from_bytes,
    folder_of,
    json_to_bytes,
    log_folder,
    size_max,
)
from safeconduct.assess.bundle.errors import BundleVersionError, MemberError
from safeconduct.assess.bundle.readme import readme_bytes
from safeconduct.base import limits

SHA = "0" * 64
LOG = "log/" + "a" * 64 + "/"
TABLE = Contents("0.1.0", "facts/1", (Member(README, 3, SHA), Member(ANSWER, 5, SHA), Member(LOG + "origin", 7, SHA)))


def test_a_table_of_contents_reads_back_and_is_plain_json() -> None:
    data = TABLE.to_bytes()
    assert contents_from_bytes(data) == TABLE
    assert json.loads(data)["members"][ANSWER] == {"sha256": SHA, "size": 5}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"size": 5', b'"size": 5.0'),
        (b'"size": 5', b'"size": -1'),
        (b'"size": 5', b'"size": true'),
        (b'"size": 5', b'"size": "5"'),
        (b'"size": 5', b'"size": 05'),
        (b'"size": 5', b'"size":  5'),
        (b'"size": 5', b'"size": 5, "more": 1'),
        (b'"size": 5', b'"size": 1, "size": 5'),
        (b'"code": "0.1.0"', b'"code": ""'),
        (b'"code": "0.1.0"', b'"code": "0.1.0\\n"'),
        (b'"code": "0.1.0"', b'"code": "0\\u002e1.0"'),
        (b'"version": 1', b'"version": 0'),
        (b'"version": 1', b'"version": 1.0'),
        (b'"version": 1', b'"version": 1, "z": 1'),
        (SHA.encode(), b"A" * 64),
        (SHA.encode(), b"0" * 63),
        (b"}\n", b"}"),
        (b"}\n", b"}\n\n"),
        (b"{", b"\xff{"),
        (b"{", b"[" * 100_000 + b"{"),
    ],
)
def test_a_table_that_our_writer_would_not_write_is_refused(old: bytes, new: bytes) -> None:
    data = TABLE.to_bytes()
    assert old in data
    with pytest.raises(MemberError) as refused:
        contents_from_bytes(data.replace(old, new, 1) if old != b"}\n" else data[: -len(old)] + new)
    assert refused.value.where == CONTENTS


@pytest.mark.parametrize(
    "name",
    [
        "../answer.json",
        "/answer.json",
        "answer.json/",
        "ANSWER.JSON",
        "contents.json",
        "log/origin",
        "log/" + "A" * 64 + "/origin",
        "log/" + "a" * 63 + "/origin",
        LOG + "../origin",
        LOG + "tile/0/0",
        LOG + "tile/00/000",
        LOG + "tile/0/000.p/256",
        LOG + "tile/entries/000.p/0",
        LOG + "origin\n",
        "a.json\\..\\b",
        "",
        "\ud800",
    ],
)
def test_no_other_name_can_be_a_member(name: str) -> None:
    assert size_max(name) == -1
    if name.isascii():
        with pytest.raises(MemberError, match="no bundle has a member"):
            contents_from_bytes(Contents("1", "1", (Member(name, 1, SHA),)).to_bytes())


@pytest.mark.parametrize(
    ("name", "most"),
    [
        (README, len(readme_bytes(agreement=True))),
        (QUESTION, limits.YAML_BYTES_MAX),
        (AGREEMENT, limits.YAML_BYTES_MAX),
        (LOG + "checkpoint", limits.NOTE_BYTES_MAX),
        (LOG + "tile/0/000", 8192),
        (LOG + "tile/3/000.p/2", 64),
        (LOG + "tile/entries/x001/000.p/1", 65_537),
    ],
)
def test_each_kind_of_member_has_a_largest_size(name: str, most: int) -> None:
    assert size_max(name) == most
    table = Contents("1", "1", (Member(name, most, SHA),))
    assert contents_from_bytes(table.to_bytes()) == table
    with pytest.raises(MemberError, match="cannot have"):
        contents_from_bytes(Contents("1", "1", (Member(name, most + 1, SHA),)).to_bytes())


def test_a_later_version_is_named_as_such_whatever_else_is_in_it() -> None:
    with pytest.raises(BundleVersionError, match="version 2"):
        contents_from_bytes(b'{"version": 2, "new": []}')


def test_the_folder_of_a_log_is_the_digest_of_its_name() -> None:
    folder = log_folder("desk.example/e1")
    assert folder == f"log/{hashlib.sha256(b'desk.example/e1').hexdigest()}/"
    assert folder_of(folder + "tile/0/000") == folder
    assert folder_of(ANSWER) == ""


def test_json_has_one_spelling() -> None:
    assert json_to_bytes({"ж": 0.1, "a": [1, True, None], "": "é\u2028\n"}) == (
        '{\n "": "é\u2028\\n",\n "a": [\n  1,\n  true,\n  null\n ],\n "ж": 0.1\n}\n'.encode()
    )
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_to_bytes(float("inf"))


def test_the_readme_is_part_of_the_format_and_does_not_change_within_a_version() -> None:
    plain, agreed = readme_bytes(agreement=False), readme_bytes(agreement=True)
    assert hashlib.sha256(plain).hexdigest() == "e5e25c739500e56c0f3e1e13adfd13fceffa986d27009912ac0dfe7257f9212f"
    assert hashlib.sha256(agreed).hexdigest() == "71dc8e54fe267976e7ca9afaa04d69a83075ec282219f2c94eabfb4a1caa76c0"
    assert agreed.isascii()
    assert max(map(len, agreed.splitlines())) <= 85
    assert [line for line in agreed.splitlines() if line not in plain.splitlines()] == [
        b"    agreement.json        the agreement; the first entry of the log names its SHA-256"
    ]
