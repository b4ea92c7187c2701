"""The layer check refuses what it must, and passes what it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.layers import cycles, main, picture, problems, read_tree

SOUND = {
    "__init__.py": "",
    "base/__init__.py": "",
    "base/errors.py": "",
    "log/__init__.py": "from safeconduct.log.append import Writer\n",
    "log/append.py": "from safeconduct.base.errors import SafeconductError\n",
    "testing/__init__.py": "from safeconduct.log import append\n",
    "web/__init__.py": "",
    "cli/__init__.py": "from safeconduct import web, __version__\n",
}


def written(folder: Path, files: dict[str, str]) -> Path:
    package = folder / "safeconduct"
    for name, text in files.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return package


def complaints(folder: Path, **changed: str) -> str:
    files = SOUND | {name.replace("__", "/") + ".py": text for name, text in changed.items()}
    return "\n".join(problems(read_tree(written(folder, files))))


def test_a_sound_tree_passes(tmp_path: Path) -> None:
    assert complaints(tmp_path) == ""


@pytest.mark.parametrize(
    "statement",
    [
        "import safeconduct.log.append",
        "from safeconduct.log import append",
        "from safeconduct.log.append import Writer",
        "from safeconduct import log",
        "from ..log import append",
        "def late():\n    from safeconduct.log import append",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from safeconduct.log import append",
        "import importlib\nimportlib.import_module('safeconduct.log.append')",
    ],
)
def test_an_upward_import_is_refused_in_every_form(tmp_path: Path, statement: str) -> None:
    found = complaints(tmp_path, base__errors=statement)
    line = statement.count("\n") + 1
    assert f"errors.py:{line}: base.errors imports log" in found
    assert "which lies above it" in found


def test_a_circle_of_modules_inside_one_package_is_refused(tmp_path: Path) -> None:
    found = complaints(
        tmp_path,
        base__errors="from safeconduct.base import text",
        base__text="from safeconduct.base import limits",
        base__limits="from safeconduct.base import errors",
    )
    assert found == "modules import each other in a circle: base.errors -> base.text -> base.limits -> base.errors"


def test_a_circle_of_packages_on_one_level_is_refused(tmp_path: Path) -> None:
    found = complaints(tmp_path, web__app="import safeconduct.cli")
    assert found == "packages import each other in a circle: cli -> web -> cli"


def test_fakes_are_not_imported_by_what_runs_and_know_nothing_of_the_node(tmp_path: Path) -> None:
    assert "which holds fakes for tests" in complaints(tmp_path, log__read="import safeconduct.testing")
    assert "which is not below node" in complaints(
        tmp_path, node__clock="", testing__clock="from safeconduct.node import clock"
    )


def test_a_package_without_a_level_is_refused(tmp_path: Path) -> None:
    assert "helpers: no level is declared" in complaints(tmp_path, helpers__things="")


def test_the_command_fails_on_a_bad_tree_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = written(tmp_path / "good", SOUND)
    bad = written(tmp_path / "bad", SOUND | {"base/errors.py": "import safeconduct.log"})
    assert main([str(good)]) == 0
    assert "no upward import, no circle" in capsys.readouterr().out
    assert main([str(bad)]) == 1
    assert main([str(tmp_path / "nothing")]) == 1


def test_the_picture_stands_with_its_top_up(tmp_path: Path) -> None:
    shown = [line.split()[1] for line in picture(read_tree(written(tmp_path, SOUND))).splitlines()]
    assert shown == ["cli", "web", "log", "base", "testing"]


def test_every_node_on_a_circle_is_named() -> None:
    edges = {"a": {"b"}, "b": {"a", "c"}, "c": {"b"}, "d": {"a"}, "e": {"e"}}
    assert {name for circle in cycles(edges) for name in circle} == {"a", "b", "c", "e"}


def test_our_own_tree_is_sound() -> None:
    assert problems(read_tree(Path(__file__).parents[3] / "src" / "safeconduct")) == []
