"""Check a folder that somebody hands out: the files of a log, or a whole node."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safeconduct.base.errors import SafeconductError
from safeconduct.log import DiskFolder, Finding, check_files
from safeconduct.log.tiles import CHECKPOINT
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import InputFileError, NodeError
from safeconduct.node.node import Node, open_node
from safeconduct.node.reading import check
from safeconduct.node.world import World
from safeconduct.notes.checkpoint import Checkpoint
from safeconduct.notes.keys import Verifier
from safeconduct.notes.note import note_from_bytes

KEY_NOT_TRUSTED = "SC-NOD-F1"


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
        logs = [{"origin": log.origin, "vkey": log.vkey, "size": log.size, "root": log.root} for log in self.logs]
        findings = [{"code": f.code, "where": f.where, "what": f.what} for f in self.findings]
        return {"ok": not findings, "logs": logs, "findings": findings}


def check_folder(path: Path, keys: Sequence[str], world: World) -> CheckedFolder:
    """Check the logs of a node's folder, or the files of one log.

    keys: vkeys that are trusted; the files of a log cannot be checked without its key.
    Raises InputFileError if the folder is neither, NodeError without a key, KeyTextError for a bad one.
    """
    trusted = [Verifier.from_vkey(key) for key in keys]
    if (path / "node.json").exists():
        return _check_node(open_node(path, world), keys)
    note = DiskFolder(path).get(CHECKPOINT)
    if note is None:
        raise InputFileError(
            "this folder is neither a node nor the files of a log",
            where=str(path),
            next_step="A node has node.json in it, the files of a log a file named checkpoint.",
        )
    origin = Checkpoint.from_text(note_from_bytes(note).text).origin
    vkey = next((key.vkey for key in trusted if key.name == origin), None)
    if vkey is None:
        raise NodeError(
            f"these are files of the log {origin!r}, and its key was not named",
            where=str(path),
            next_step="Add --key with the key of that log, which you got by another way.",
        )
    found = check_files(DiskFolder(path), vkey)
    state = Checkpoint.from_text(note_from_bytes(note).text)
    return CheckedFolder((CheckedLog(origin, vkey, state.size, state.root.hex()),), tuple(found))


def check_log(node: Node, log: OwnLog) -> CheckedFolder:
    """Check one log of a node, its database and its public files."""
    return CheckedFolder((_state(node, log),), tuple(check(node, log)))


def check_logs(node: Node, logs: Sequence[OwnLog]) -> CheckedFolder:
    """Check some logs of a node, their databases and public files."""
    findings = [finding for log in logs for finding in check(node, log)]
    return CheckedFolder(tuple(_state(node, log) for log in logs), tuple(findings))


def _check_node(node: Node, keys: Sequence[str]) -> CheckedFolder:
    logs: list[CheckedLog] = []
    findings: list[Finding] = []
    for log in node.config.logs:
        findings += check(node, log)
        if keys and log.vkey not in keys:
            findings.append(Finding(KEY_NOT_TRUSTED, log.origin, "its key is none of those you trust"))
        logs.append(_state(node, log))
    return CheckedFolder(tuple(logs), tuple(findings))


def _state(node: Node, log: OwnLog) -> CheckedLog:
    try:
        with node.signed(log) as reader:
            return CheckedLog(log.origin, log.vkey, reader.size, reader.root.hex())
    except SafeconductError:
        return CheckedLog(log.origin, log.vkey, 0, "")  # what is wrong stands among the findings
