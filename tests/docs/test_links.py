"""Every link inside the documents leads somewhere, and every document can be reached."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.docs import ROOT, documents

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def links(path: Path) -> list[str]:
    return LINK.findall(CODE.sub("", path.read_text(encoding="utf-8")))


def anchors(path: Path) -> set[str]:
    """The names under which headings can be linked, as code hosts form them."""
    headings = HEADING.findall(path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", documents(), ids=named)
def test_links_inside_the_documents_resolve(path: Path) -> None:
    broken = []
    for link in links(path):
        if "://" in link or link.startswith("mailto:"):
            continue
        target, _, anchor = link.partition("#")
        there = (path.parent / target).resolve() if target else path
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(link)
    assert broken == []


def test_every_document_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    queue = [ROOT / "README.md"]
    while queue:
        path = queue.pop()
        seen.add(path)
        near = {(path.parent / link.partition("#")[0]).resolve() for link in links(path) if "://" not in link}
        queue += [there for there in near - seen if there.suffix == ".md" and there.exists()]
    assert [named(path) for path in documents() if path not in seen] == []


def test_decisions_are_numbered_without_gaps_and_carry_their_number() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        assert path.read_text(encoding="utf-8").startswith(f"# {path.name[:4]}: ")
