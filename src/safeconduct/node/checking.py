"""Check a folder that somebody hands out: the files of a log, or a whole node."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safeconduct.log import DiskFolder, Finding, check_files
from safeconduct.log.tiles import CHECKPOINT
from safeconduct.node.errors import InputFileError, NodeError
from safeconduct.node.node import open_node
from safeconduct.node.reading import check
from safeconduct.node.world import system_world
from safeconduct.notes.checkpoint import Checkpoint
from safeconduct.notes.keys import Verifier
from safeconduct.notes.note import note_from_bytes


@dataclass(frozen=True, slots=True)
class CheckedLog:
    """One log that was computed again; root: 64 hex digits of the state it signed last, empty if none."""

    origin: str
    vkey: str
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class CheckedFolder:
    """What checking a folder found; empty findings mean that everything follows from the entries."""

    logs: tuple[CheckedLog, ...]
    findings: tuple[Finding, ...]

    def lines(self) -> Iterator[str]:
        """What was checked, for people."""
        for log in self.logs:
            yield f"log       {log.origin}, {log.size:,} entries"
            yield f"          root {log.root}"
            yield f"          {log.vkey}"
        yield f"result    {'not everything matches' if self.findings else 'everything matches'}"

    def to_json(self) -> dict[str, Any]:
        """As an object."""
        logs = [
            {"origin": log.origin, "vkey": log.vkey, "size": log.size, "root": log.root} for log in self.logs
        ]
        findings = [{"code": f.code, "where": f.where, "what": f.what} for f in self.findings]
        return {"ok": not findings, "logs": logs, "findings": findings}
