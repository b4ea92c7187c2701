"""What the documents show is what the program prints."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import safeconduct
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.load.keys import BLOCKS
from tools.agreement_page import PLACES, severities
from tools.docs import CORRIDORS, ROOT, DocsError, block_differences, page_differences, rendered, runner
from tools.excerpts import ExcerptError, changed, excerpt
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


@pytest.mark.parametrize("name", [*MODULES, "tools.excerpts", "tools.layers", "tools.seams", "tools.setup"])
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
    assert rendered(text, outputs.__getitem__, _no_saving, _no_file) == (
        "one\n<!-- produced -->\n```console\n$ first\nnew\n$ second\n```\nend\n"
    )


def test_other_blocks_stay_and_named_ones_are_saved() -> None:
    saved: dict[str, str] = {}
    text = "```sh\n$ stays\n```\n<!-- file: a.yaml -->\n```yaml\nversion: 1\n```\n"
    assert rendered(text, _no_command, saved.__setitem__, _no_file) == text
    assert saved == {"a.yaml": "version: 1\n"}


def test_a_shown_part_is_what_the_file_says_now() -> None:
    text = "<!-- shown: a.yaml b.d -->\n```yaml\nold\n```\n"
    files = {"a.yaml": "b:\n  c: 1\n  d: 2\n"}
    wanted = "<!-- shown: a.yaml b.d -->\n```yaml\nb:\n  d: 2\n```\n"
    assert rendered(text, _no_command, _no_saving, files.__getitem__) == wanted


def test_a_change_is_applied_and_saved_under_the_new_name() -> None:
    text = "<!-- changed: new.yaml from a.yaml -->\n```diff\n-b: 1\n+b: 2\n```\n"
    files = {"a.yaml": "a: 0\nb: 1\n"}
    assert rendered(text, _no_command, files.__setitem__, files.__getitem__) == text
    assert files["new.yaml"] == "a: 0\nb: 2\n"


@pytest.mark.parametrize("path", ["c", "b.e", "b.c.d"])
def test_a_part_that_a_file_does_not_have_stops_the_writing(path: str) -> None:
    with pytest.raises(ExcerptError, match=re.escape(path)):
        excerpt("a: 1\nb:\n  c: 2  # d\n  d: 3\n", [path])


@pytest.mark.parametrize("text", ["a: 2\n", "a: 1\na: 1\n", " a: 1\n"])
def test_a_change_that_does_not_fit_once_stops_the_writing(text: str) -> None:
    with pytest.raises(ExcerptError):
        changed(text, "-a: 1\n+a: 3\n")


def test_parts_of_an_agreement_keep_the_words_of_the_file() -> None:
    source = (CORRIDORS / "mill-bridge" / "agreement.yaml").read_text(encoding="utf-8")
    for rule in sample_rules(source):
        part = excerpt(source, [f"rules.{rule}"])
        assert part.startswith(f"rules:\n  - id: {rule}\n")
        assert set(part.splitlines()) <= set(source.splitlines())
        assert len(re.findall(r"^  - id: ", part, re.MULTILINE)) == 1


def test_every_block_of_the_agreement_format_has_its_place_on_the_page() -> None:
    assert list(PLACES) == [keys.name for keys in BLOCKS]


def test_every_check_has_a_severity_on_the_page() -> None:
    assert all(severities().values())


def test_a_command_that_does_not_exist_stops_the_writing(tmp_path: Path) -> None:
    with pytest.raises(DocsError, match="no-such-command"):
        runner(tmp_path)("no-such-command")


def test_the_groups_of_limits_follow_their_comments() -> None:
    source = "# First,\n# in two lines.\nA = 1\nB = 2\n\n# Second.\nC = 3\n"
    assert limit_groups(source) == [("First, in two lines.", ["A", "B"]), ("Second.", ["C"])]


def sample_rules(source: str) -> list[str]:
    """The ids of the rules of a file."""
    return [rule.id for rule in agreement_from_yaml(source, "agreement.yaml").rules]


def _no_saving(name: str, _body: str) -> None:
    raise AssertionError(name)


def _no_file(name: str) -> str:
    raise AssertionError(name)


def _no_command(command: str) -> str:
    raise AssertionError(command)
