"""What was read in reports, out of one log and into another: reviewed bodies as lines of JSON, no text of a report.

A line holds the kind, the moment of the signature, the body, and the names of the bodies it rests on. `press.jsonl` of
a corridor that ships is such a file; recording it again adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from safeconduct.base.errors import SafeconductError
from safeconduct.base.instant import Instant, instant_from_text, instant_to_text
from safeconduct.entries.envelope import Envelope, entry_from_bytes
from safeconduct.entries.registry import validated
from safeconduct.log import LogReader
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import NodeError
from safeconduct.node.node import Node
from safeconduct.node.press.plan import NAME_FIELDS, is_of, planned
from safeconduct.press.review import Body

FORMAT = "safeconduct-press/1"
_ORDER = ("document", "claim", "statement", "stance")


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    at: str
    body: dict[str, Any]
    kind: str
    about: list[str] = []
    report: str = ""


def exported(node: Node, log: OwnLog) -> Iterator[dict[str, Any]]:
    """The lines: first the format, then reports, claims in words, statements and stances in the order of the log."""
    yield {"format": FORMAT, "corridor": log.corridor}
    with node.signed(log) as reader:
        lines = list(_lines(reader))
    yield from sorted(lines, key=lambda line: _ORDER.index(line["kind"]))


def _lines(reader: LogReader) -> Iterator[dict[str, Any]]:
    reports: dict[int, str] = {}
    for index, data in enumerate(reader.entries()):
        if not is_of(data, _ORDER):
            continue
        entry = entry_from_bytes(data)
        if not _was_read(entry):
            continue
        line: dict[str, Any] = {"at": instant_to_text(entry.at), "body": entry.body, "kind": entry.kind}
        if entry.kind == "document":
            reports[index] = entry.body["sha256"]
        if entry.kind == "statement":
            line["report"] = next(reports[ref.index] for ref in entry.refs if ref.index in reports)
            line["about"] = ["document", *([entry.body["within"]] if "within" in entry.body else [])]
        if entry.kind == "stance":
            line["about"] = [entry.body["statement"], entry.body["claim"]]
        yield line


def _was_read(entry: Envelope) -> bool:
    """Whether an entry comes from a reviewed report, or is a claim in words alone."""
    marks = {"document": "text_sha256", "statement": "target", "stance": "review"}
    if entry.kind == "claim":
        return "proposition" not in entry.body
    return marks.get(entry.kind, "\n") in entry.body


def record_lines(node: Node, log: OwnLog, data: bytes, where: str) -> int:
    """Record such lines in a log, sign and publish; how many entries were added. Raises NodeError for other lines."""
    lines = list(_read(data, log.corridor, where))
    with planned(node, log) as plan:
        for body, report, at in lines:
            plan.take(body, report, at)
    return len(plan.entries)


def _read(data: bytes, corridor: str, where: str) -> Iterator[tuple[Body, str, Instant]]:
    first, *rest = data.decode().splitlines()
    if msgspec.json.decode(first) != {"format": FORMAT, "corridor": corridor}:
        raise NodeError(f"this is no {FORMAT} of {corridor}", where=where)
    for number, text in enumerate(rest, 2):
        try:
            line = msgspec.json.decode(text, type=_Line)
            validated(line.kind, line.body)
            at = instant_from_text(line.at)
        except (msgspec.DecodeError, SafeconductError) as error:
            raise NodeError(f"a line that cannot be recorded: {error}", where=f"{where}:{number}") from error
        name = line.body[NAME_FIELDS[line.kind]]
        yield Body(line.kind, name, line.body, about=tuple(line.about)), line.report, at
