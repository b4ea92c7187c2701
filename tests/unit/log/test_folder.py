"""Publishing: what lands in the folder, in which order, and what stops it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from safeconduct.base.limits import NOTE_BYTES_MAX
from safeconduct.log import (
    DamagedError,
    DiskFolder,
    ExportError,
    Folder,
    LogReader,
    check_files,
    log_files,
    open_files,
    publish,
)
from safeconduct.testing import MemoryFolder, sample_entries, sample_signer, sample_writer

VKEY = sample_signer().vkey


@pytest.fixture(params=["memory", "disk"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    return MemoryFolder() if request.param == "memory" else DiskFolder(tmp_path / "new" / "tiles")


def signed(count: int, first: int = 0) -> LogReader:
    writer = sample_writer()
    writer.append(sample_entries(count, first))
    writer.sign()
    return writer.reader()


def test_a_published_log_has_exactly_its_files(folder: Folder) -> None:
    reader = signed(600)
    assert publish(reader, folder) == 8
    assert dict(folder) == dict(log_files(reader))
    assert list(folder) == sorted(folder)
    assert len(folder) == 8


def test_publishing_again_writes_nothing(folder: Folder) -> None:
    publish(signed(600), folder)
    assert publish(signed(600), folder) == 0


def test_only_new_files_are_written_and_old_partials_stay_until_their_tile_is_full(folder: Folder) -> None:
    writer = sample_writer()
    for size, partials in ((10, {10}), (100, {10, 100}), (256, set()), (300, {44})):
        writer.append(sample_entries(size - writer.size, writer.size))
        writer.publish(folder)
        names = {path for path in folder if path.startswith("tile/entries/") and ".p/" in path}
        assert {int(name.rpartition("/")[2]) for name in names} == partials
        assert list(open_files(folder, VKEY).entries()) == sample_entries(size)
        assert check_files(folder, VKEY) == []


def test_a_file_with_other_bytes_stops_publishing_and_stays(folder: Folder) -> None:
    folder.write("tile/0/001", b"something else")
    with pytest.raises(ExportError, match="exists with other bytes") as caught:
        publish(signed(600), folder)
    assert caught.value.where == "tile/0/001"
    assert folder["tile/0/001"] == b"something else"
    assert "checkpoint" not in folder


def test_a_folder_of_another_log_is_left_alone(folder: Folder) -> None:
    publish(signed(10), folder)
    before = dict(folder)
    other = sample_writer()
    other.append([b"x"])
    other.sign()
    with pytest.raises(ExportError, match="ahead of the log"):
        publish(other.reader(), folder)
    with pytest.raises(ExportError, match="another history at size 10"):
        publish(signed(20, 5), folder)
    folder.write("checkpoint", before["checkpoint"].replace(b"corridor", b"another"))
    with pytest.raises(ExportError, match="another log"):
        publish(signed(20), folder)


def test_publishing_goes_on_after_it_was_cut_at_any_file(tmp_path: Path) -> None:
    whole = list(log_files(signed(600)))
    for count in range(len(whole)):
        folder = DiskFolder(tmp_path / str(count))
        for path, data in whole[:count]:
            folder.write(path, data)
        assert publish(signed(600), folder) == len(whole) - count
        assert dict(folder) == dict(whole)


def test_on_disk_the_checkpoint_is_renamed_after_all_else_is_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts: list[str] = []
    replace, fsync = Path.replace, os.fsync

    def watched_replace(self: Path, target: Path) -> Path:
        acts.append(f"rename {target.name}")
        return replace(self, target)

    def watched_fsync(descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        acts.append(f"flush {name}")
        fsync(descriptor)

    monkeypatch.setattr(Path, "replace", watched_replace)
    monkeypatch.setattr(os, "fsync", watched_fsync)
    publish(signed(3), DiskFolder(tmp_path / "tiles"))
    assert acts == [
        *("flush .new", "rename 3", "flush .new", "rename 3"),
        *("flush 000.p", "flush entries", "flush 000.p", "flush 0", "flush tile", "flush tiles"),
        tmp_flush(tmp_path),
        *("flush .new", "rename checkpoint", "flush tiles"),
    ]


def tmp_flush(tmp_path: Path) -> str:
    return f"flush {tmp_path.name}"


def test_a_draft_left_by_a_crash_is_no_file_of_the_log(tmp_path: Path) -> None:
    folder = DiskFolder(tmp_path)
    (tmp_path / ".new").write_bytes(b"half")
    publish(signed(3), folder)
    assert ".new" not in list(folder)
    assert not (tmp_path / ".new").exists()


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "tile/0/../../secret", "secret", "tile/0/0", ""])
def test_nothing_but_files_of_a_log_can_be_read_through_a_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "secret").write_bytes(b"secret")
    with pytest.raises(KeyError):
        DiskFolder(tmp_path / "log")[path]


def plant_link(path: Path) -> None:
    path.with_name("elsewhere").write_bytes(b"x")
    path.symlink_to(path.with_name("elsewhere"))


def plant_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(max(NOTE_BYTES_MAX, 256 * 65_537) + 1)


@pytest.mark.parametrize("plant", [plant_link, plant_huge, os.mkfifo, Path.mkdir])
def test_links_pipes_folders_and_huge_files_are_not_read(tmp_path: Path, plant: Callable[[Path], None]) -> None:
    plant(tmp_path / "checkpoint")
    with pytest.raises(DamagedError, match="no file of a log"):
        DiskFolder(tmp_path)["checkpoint"]
    assert [finding.where for finding in check_files(DiskFolder(tmp_path), VKEY)] == ["checkpoint"]
