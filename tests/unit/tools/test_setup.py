"""Setting up: what decides whether it works again, and who may install system packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import setup


def test_another_lock_another_folder_or_another_python_calls_for_setup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    lock = tmp_path / "run.txt"
    lock.write_text("one")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    first = setup.setup_key(lock)
    assert setup.setup_key(lock) == first
    lock.write_text("two")
    assert setup.setup_key(lock) != first
    lock.write_text("one")
    monkeypatch.setattr("sys.version", "3.99")
    assert setup.setup_key(lock) != first


@pytest.mark.parametrize("content", ["", "no json", "[]"])
def test_a_damaged_stamp_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setattr(setup, "VENV", tmp_path)
    assert setup.read_stamp("run") == {}
    (tmp_path / ".setup-run.json").write_text(content)
    assert setup.read_stamp("run") == {}


def test_sudo_is_used_only_by_those_who_are_not_root_and_asks_only_at_a_terminal() -> None:
    command = ["apt-get", "update"]
    assert setup.system_command(command, root=True, sudo=True, terminal=True) == command
    assert setup.system_command(command, root=False, sudo=True, terminal=True) == ["sudo", *command]
    assert setup.system_command(command, root=False, sudo=True, terminal=False) == ["sudo", "-n", *command]
    assert setup.system_command(command, root=False, sudo=False, terminal=True) is None


def test_without_a_way_to_install_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(setup.SetupError, match=r"apt-get install chromium\) and run make again, or run `make"):
        setup.install_browser()


def test_a_library_is_looked_for_by_loading_it() -> None:
    assert setup.library_loads("libc.so.6")
    assert not setup.library_loads("libnothing.so.0")


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(setup, "PYTHON_MIN", (99, 0))
    assert setup.main(["run"]) == 1
    assert "make PYTHON=" in capsys.readouterr().err
