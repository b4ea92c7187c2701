"""Reports from files, from a pipe and from addresses; the files that an extractor is scored with."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safeconduct.base.limits import PRESS_SOURCE_BYTES_MAX
from safeconduct.node.durable import read_input
from safeconduct.press.errors import SourceError
from safeconduct.press.source import Source

if TYPE_CHECKING:
    from safeconduct.press.score import Scores

PASTED = "-"
"""The name under which a report comes in through a pipe."""
_ADDRESS = ("http://", "https://")


def read_report(name: str) -> Source:
    """A report by its file, its address, or `-` for what is piped in. Raises SafeconductError."""
    return received(name)[0]


def received(name: str) -> tuple[Source, bytes]:
    """The same with its bytes as they came, to be kept. They are read where nothing can be reached."""
    from safeconduct.node.press.reading import read_confined

    if name == PASTED:
        data = sys.stdin.buffer.read(PRESS_SOURCE_BYTES_MAX + 1)
        return read_confined(data, "pasted", "text/plain"), data
    if name.startswith(_ADDRESS):
        from safeconduct.node.fetching import fetch

        page = fetch(name)
        return read_confined(page.data, name, page.media, url=page.url), page.data
    data = read_input(Path(name), PRESS_SOURCE_BYTES_MAX)
    return read_confined(data, Path(name).name), data


def scored(drafts: Path, gold: Path, texts: Path | None) -> Scores:
    """The score of one file against another. texts: the folder of the reports; those that are annotated are read.

    Raises SafeconductError.
    """
    from safeconduct.press.score import score

    annotated = _json(gold)
    named = annotated.get("documents") if isinstance(annotated, dict) else None
    found = sorted(texts.glob("*.txt")) if texts is not None and isinstance(named, dict) else []
    held = {path.name: read_report(str(path)).text.text for path in found if named and path.name in named}
    return score(_json(drafts), annotated, held)


def _json(path: Path) -> Any:
    try:
        return json.loads(read_input(path, PRESS_SOURCE_BYTES_MAX))
    except ValueError as error:
        raise SourceError(f"this is no JSON: {error}", where=path.name, next_step="Name a JSON file.") from error
