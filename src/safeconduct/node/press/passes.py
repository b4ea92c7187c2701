"""Which passes ran over each report of a work store, as they ended last; a small file beside the report."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import msgspec

from safeconduct.base.canonical import canonical_bytes
from safeconduct.log.database import sync_folder
from safeconduct.node.durable import write_durably
from safeconduct.node.press.work import WorkStore
from safeconduct.press.extraction import Pass


def note_passes(work: WorkStore, source_sha256: str, passes: Sequence[Pass]) -> None:
    """Keep which passes ran, in place of what was kept of those before."""
    folder = work.folder / "passes"
    if not folder.is_dir():
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(work.folder)
    value = [dataclasses.asdict(one) for one in passes]
    write_durably(folder / f"{source_sha256}.json", canonical_bytes(value), mode=0o600)


def passes_of(work: WorkStore, source_sha256: str) -> tuple[Pass, ...]:
    """Which passes ran; empty if nothing is kept about it."""
    path = work.folder / "passes" / f"{source_sha256}.json"
    if not path.is_file():
        return ()
    return msgspec.json.decode(path.read_bytes(), type=tuple[Pass, ...])


def has_answered(passes: Sequence[Pass]) -> bool:
    """Whether a model has answered about the report; one that failed is asked again."""
    return any(one.model and not one.problem for one in passes)
