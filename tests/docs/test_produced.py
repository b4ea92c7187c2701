"""What the documents show is what the program prints."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import safeconduct
from tools.docs import ROOT, DocsError, block_differences, page_differences, rendered, runner
from tools.pages import error_rows, limit_groups

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(safeconduct.__path__, "safeconduct.")
    if not module.name.endswith("__main__")
)


def test_generated_pages_are_up_to_date() -> None:
    assert [path.relative_to(ROOT).as_posix() for path, _ in page_differences()] == [], "run make docs"


@pytest.mark.slow
def test_what_blocks_show_is_what_the_program_prints() -> None:
    assert [path.relative_to(ROOT).as_posix() for path, _ in block_differences()] == [], "run make docs"


@pytest.mark.parametrize("name", [*MODULES, "tools.layers", "tools.seams", "tools.setup"])
def test_examples_in_docstrings_are_true(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_every_error_code_stands_for_one_family() -> None:
    rows = error_rows()
    own = {code: name for code, name, _ in reversed(rows)}
    assert all(meaning for _, _, meaning in rows)
    assert len(own) > 10


def test_a_block_is_run_and_what_it_prints_replaces_what_stood_there() -> None:
    text = "one\n<!-- produced -->\n```console\n$ first\nold\n$ second\n```\nend\n"
    outputs = {"first": "new  \n\n", "second": ""}
    assert rendered(text, outputs.__getitem__, _no_file) == (
        "one\n<!-- produced -->\n```console\n$ first\nnew\n$ second\n```\nend\n"
    )


def test_other_blocks_stay_and_named_ones_are_saved() -> None:
    saved: dict[str, str] = {}
    text = "```sh\n$ stays\n```\n<!-- file: a.yaml -->\n```yaml\nversion: 1\n```\n"
    assert rendered(text, _no_command, saved.__setitem__) == text
    assert saved == {"a.yaml": "version: 1\n"}


def test_a_command_that_does_not_exist_stops_the_writing(tmp_path: Path) -> None:
    with pytest.raises(DocsError, match="no-such-command"):
        runner(tmp_path)("no-such-command")


def test_the_groups_of_limits_follow_their_comments() -> None:
    source = "# First,\n# in two lines.\nA = 1\nB = 2\n\n# Second.\nC = 3\n"
    assert limit_groups(source) == [("First, in two lines.", ["A", "B"]), ("Second.", ["C"])]


def _no_file(name: str, _body: str) -> None:
    raise AssertionError(name)


def _no_command(command: str) -> str:
    raise AssertionError(command)
