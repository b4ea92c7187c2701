from __future__ import annotations

import errno

import pytest

from safeconduct.testing import Fault, Faults, FaultySignOnce, InjectedError, MemoryFolder, MemorySignOnce


def test_a_write_fails_before_or_after_it_took_effect() -> None:
    faults = Faults({1: Fault.BEFORE, 2: Fault.AFTER})
    done: list[str] = []
    faults.around("a", lambda: done.append("a"))
    for name in ("b", "c"):
        with pytest.raises(InjectedError) as caught:
            faults.around(name, lambda name=name: done.append(name))  # type: ignore[misc]  # a default binds the loop
        assert caught.value.errno == errno.EIO
    assert done == ["a", "c"]
    assert faults.writes == ["a", "b", "c"]


def test_a_folder_in_memory_passes_its_writes_through() -> None:
    folder = MemoryFolder({"kept": b"1"}, Faults({0: Fault.BEFORE, 1: Fault.AFTER}))
    with pytest.raises(InjectedError):
        folder.write("before", b"2")
    with pytest.raises(InjectedError):
        folder.write("after", b"3")
    assert dict(folder) == {"after": b"3", "kept": b"1"}


def test_partials_are_removed_beside_their_tile_only() -> None:
    folder = MemoryFolder({"tile/0/000.p/1": b"", "tile/0/0001.p/1": b"", "tile/0/000": b""})
    folder.remove_partials("tile/0/000")
    assert list(folder) == ["tile/0/000", "tile/0/0001.p/1"]


def test_reading_a_faulty_store_never_fails() -> None:
    once = FaultySignOnce(MemorySignOnce(), Faults({0: Fault.BEFORE}))
    assert once.highest("key", "log") is None
