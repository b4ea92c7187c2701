from __future__ import annotations

import pytest

from safeconduct.notes.errors import NoteError
from safeconduct.notes.signature import (
    NoteSignature,
    bytes_from_base64,
    is_key_name,
    signature_from_line,
)

LINE = "\u2014 post-3.example/e1 AAECA3NpZ25hdHVyZQ=="


def test_a_line_is_read_and_written_back() -> None:
    signature = signature_from_line(LINE)
    assert signature == NoteSignature("post-3.example/e1", b"\0\1\2\3", b"signature")
    assert signature.to_line() == LINE


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\u2014",
        "\u2014 ",
        "\u2014 post",
        "\u2014 post ",
        "- post AAECA3M=",
        "\u2013 post AAECA3M=",
        "\u2014post AAECA3M=",
        "\u2014  AAECA3M=",
        "\u2014  post AAECA3M=",
        " \u2014 post AAECA3M=",
        "\u2014 post AAECA3M= ",
        "\u2014 post AAECA3M=\r",
        "\u2014 post  AAECA3M=",
        "\u2014 po+st AAECA3M=",
        "\u2014 po\u00a0st AAECA3M=",
        "\u2014 po\u2003st AAECA3M=",
        "\u2014 po\tst AAECA3M=",
        "\u2014 post AAECA3M",
        "\u2014 post AAECA3N=",
        "\u2014 post AAECA3M==",
        "\u2014 post AAEC A3M=",
        "\u2014 post AAEC-_M=",
        "\u2014 post AAECAw==",
        "\u2014 post AAEC",
    ],
)
def test_a_line_that_we_would_not_write_is_refused(line: str) -> None:
    with pytest.raises(NoteError):
        signature_from_line(line)


@pytest.mark.parametrize("text", ["=", "A", "AA", "AAA", "AB==", "AAB=", "!AA==", "AA==\n", "AA==AA==", "ÄA=="])
def test_base64_has_one_spelling(text: str) -> None:
    with pytest.raises(NoteError, match="base64"):
        bytes_from_base64(text)


def test_base64_of_nothing_is_nothing() -> None:
    assert bytes_from_base64("") == b""


@pytest.mark.parametrize("name", ["a", "mission.example/lachin-2020/post-3/e1", "پست", "a-b_c:d", "\u200b"])
def test_names_of_keys(name: str) -> None:
    assert is_key_name(name)


@pytest.mark.parametrize("space", " \t\n\v\f\r\u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000+\0\x1f")
def test_no_space_plus_or_control_character_in_a_name(space: str) -> None:
    assert not is_key_name(f"a{space}b")
    assert not is_key_name("")


@pytest.mark.parametrize("key_id", [b"", b"123", b"12345"])
def test_a_key_id_has_four_bytes(key_id: bytes) -> None:
    with pytest.raises(NoteError, match="4-byte"):
        NoteSignature("post", key_id, b"signature")
