"""Files are put in place whole; files from outside are plain and bounded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from safeconduct.node.durable import locked, open_input, read_input, write_durably, write_pieces
from safeconduct.node.errors import InputFileError, NodeBusyError


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"new"
        raise OSError(28, "No space left on device")

    place = tmp_path / "file"
    write_durably(place, b"old")
    with pytest.raises(OSError, match="No space"):
        write_pieces(place, broken())
    assert place.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_draft_left_over_does_not_stand_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file.new").write_bytes(b"half")
    assert write_pieces(tmp_path / "file", [b"a", b"bc"]) == 3
    assert (tmp_path / "file").read_bytes() == b"abc"


def test_a_missing_file_says_what_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="No such file") as caught:
        read_input(tmp_path / "no", 10)
    assert caught.value.where == str(tmp_path / "no")
    assert "Check the name" in caught.value.next_step


@pytest.mark.parametrize("kind", ["folder", "pipe", "large"])
def test_what_is_no_plain_file_of_bounded_size_is_refused_without_waiting(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "it"
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.write_bytes(b"12345678901")
    with pytest.raises(InputFileError, match=r"folder|plain file|at most 10 are read"):
        open_input(place, 10)


def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    with locked(tmp_path / "lock"), pytest.raises(NodeBusyError), locked(tmp_path / "lock"):
        pass
    with locked(tmp_path / "lock"):
        pass
