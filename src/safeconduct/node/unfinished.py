"""The note that an import is under way: it stays behind if the import is cut short.

A large import is appended in several transactions, and only its end is signed, so that answers never rest on
half of a table. Whoever signs next would sign the half: so nobody does, until the import was run again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from safeconduct.base.canonical import canonical_bytes
from safeconduct.log.database import sync_folder
from safeconduct.node.durable import write_durably
from safeconduct.node.errors import UnfinishedError


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An import that was begun: of which dataset, from which file."""

    dataset: str
    file: str


def unfinished(place: Path) -> Unfinished | None:
    """The import that was begun and not ended, if any."""
    try:
        return msgspec.convert(msgspec.json.decode(place.read_bytes()), Unfinished)
    except FileNotFoundError:
        return None


def begin(place: Path, dataset: str, file: str) -> None:
    """Note durably that an import is under way; nothing new if that stands there."""
    if unfinished(place) != Unfinished(dataset, file):
        write_durably(place, canonical_bytes({"dataset": dataset, "file": file}))


def end(place: Path) -> None:
    """Note durably that all of it is in the log and signed."""
    if place.exists():
        place.unlink()
        sync_folder(place.parent)


def require_none(place: Path, *, besides: str = "") -> None:
    """Raise UnfinishedError if an import was cut short, unless it was of the dataset `besides`."""
    found = unfinished(place)
    if found is not None and found.dataset != besides:
        raise UnfinishedError(
            f"an import of {found.dataset!r} from {found.file} was cut short",
            next_step="Run that import again; it goes on where it stopped.",
        )
