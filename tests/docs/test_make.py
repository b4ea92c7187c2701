"""The documents and the Makefile speak of the same targets, and nothing is pinned to one machine."""

from __future__ import annotations

import re
import subprocess

import pytest

from tools.docs import ROOT, documents
from tools.pages import TARGET, make_page

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = {name for name, _ in TARGET.findall(MAKEFILE)}
PHONY = set(re.findall(r"^\.PHONY: (\S+)$", MAKEFILE, re.MULTILINE))
LOCKS = ["requirements/run.txt", "requirements/dev.txt"]


def test_every_target_has_a_note_and_is_documented() -> None:
    assert PHONY == TARGETS
    page = (ROOT / "docs" / "reference" / "make.md").read_text(encoding="utf-8")
    assert page == make_page(MAKEFILE), "run make docs"


def test_every_make_command_in_the_documents_exists() -> None:
    for path in documents():
        used = re.findall(r"(?:^|`)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(used) <= TARGETS, path


def test_make_alone_lists_the_targets() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make ([a-z-]+)", shown, re.MULTILINE)) == TARGETS


def test_the_continuous_run_calls_the_test_command_of_the_readme() -> None:
    assert re.search(r"^(env \S+ )?make test ", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert "\nmake test\n" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_pins_every_package_by_hash_and_names_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\n(?:    --hash=\S+[^\n]*\n)*", text, re.MULTILINE)
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


def test_what_runs_is_locked_alike_for_use_and_for_work() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins(LOCKS[0]) <= pins(LOCKS[1])
