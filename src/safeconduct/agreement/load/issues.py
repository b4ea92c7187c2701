"""Issues with their positions, and the readings: which position each takes, and when."""

from __future__ import annotations

from collections.abc import Mapping

from safeconduct.agreement.load import keys
from safeconduct.agreement.load.block import Block, is_common, open_block
from safeconduct.agreement.load.known import Ids, Known
from safeconduct.agreement.load.problems import shown, suggestion
from safeconduct.agreement.load.values import NAME
from safeconduct.agreement.model import BASES, Holder, Issue, Position, Reading
from safeconduct.agreement.timeline import Since, Span, Timeline, always, timeline
from safeconduct.base.limits import AGREEMENT_READINGS_MAX
from safeconduct.base.yaml_file import Node

SILENT = "silent"
PARTY = "party"


def read_issues(file: Block, known: Known) -> dict[str, Issue]:
    """The block `issues`."""
    found = (_issue(file, known, key, node) for key, node in file.members("issues", "issue"))
    return {issue.id: issue for issue in found if issue is not None}


def _issue(file: Block, known: Known, key: str, node: Node) -> Issue | None:
    block = open_block(file.problems, node, f"issue {shown(key)}", keys.ISSUE)
    if block is None:
        return None
    found = (_position(block, known, name, inner) for name, inner in block.members("positions", "position"))
    positions = {position.id: position for position in found if position is not None}
    if "positions" in block.fields and not known.positions.get(key):
        block.problem("positions", "there is no position", "Write at least one answer, and who holds it.")
    return Issue(key, block.words("asks"), positions, block.text("note"), block.line)


def _position(issue: Block, known: Known, key: str, node: Node) -> Position | None:
    block = open_block(issue.problems, node, f"{issue.subject}, position {shown(key)}", keys.POSITION)
    if key == SILENT:
        mend = "Give the position another name."
        issue.problems.add(node.place, issue.subject, f"{SILENT!r} means that no position is known, always", mend)
    if block is None:
        return None
    return Position(
        id=key,
        holders=tuple(_holders(block, known)),
        basis=block.choice("basis", BASES),
        cites=known.references(block, "cites"),
        says=block.words("says"),
        note=block.text("note"),
        line=block.line,
    )


def _holders(block: Block, known: Known) -> list[Holder]:
    found = []
    for node in block.items("held_by"):
        if isinstance(node.value, dict):
            inner = open_block(block.problems, node, block.subject, keys.HOLDER)
            if inner:
                found.append(Holder(inner.name("party", known.parties, "party"), inner.span()))
        else:
            text = block.text_of(node, "`held_by`")
            if text:
                block.check_name(node, text, known.parties, "party")
            found.append(Holder(text, Span()))
    return found


def read_readings(file: Block, known: Known) -> dict[str, Reading]:
    """The block `readings`."""
    found = {key: _reading(file, known, key, node) for key, node in file.members("readings", "reading")}
    if "readings" in file.fields and not found:
        file.problem("readings", "there is no reading", "Write at least one, with a position on every issue.")
    if len(found) > AGREEMENT_READINGS_MAX:  # every answer is given under each of them
        mend = f"At most {AGREEMENT_READINGS_MAX} are read; take some out."
        file.problem("readings", f"{len(found)} readings are too many", mend)
    return found


def _reading(file: Block, known: Known, key: str, node: Node) -> Reading:
    subject = f"reading {shown(key)}"
    if not isinstance(node.value, dict):
        file.problems.add(node.place, subject, f"{node.shape} stands where positions belong", "Write issue: position.")
        return Reading(key, {})
    fields = {name: value for name, value in node.value.items() if not is_common(node, name)}
    block = Block(node, subject, file.problems, fields)
    _check_keys(block, known)
    held = {issue: _held(block, issue, known.positions[issue]) for issue in sorted(known.positions) if issue in fields}
    party = key if key in known.parties else ""
    if PARTY in fields and PARTY not in known.positions:
        party = block.name(PARTY, known.parties, "party")
    return Reading(key, held, party, block.line)


def _check_keys(block: Block, known: Known) -> None:
    for issue in block.fields:
        if issue not in known.positions and issue != PARTY:
            mend = suggestion(issue, known.positions, "Declare it under `issues`.")
            block.problems.add(block.node.keys[issue], block.subject, f"there is no issue {shown(issue)}", mend)
    for issue in known.positions:
        if issue not in block.fields:
            mend = f"Add {issue}: and one of {', '.join([*known.positions[issue], SILENT])}."
            block.fault(block.node, f"it says nothing on the issue {shown(issue)}", mend)


def _held(block: Block, issue: str, positions: Ids) -> Timeline[str | None]:
    node = block.fields[issue]
    if not isinstance(node.value, tuple):
        return always(_taken(block, node, issue, positions))
    pieces: list[Since[str | None]] = []
    for one in block.items(issue):
        inner = open_block(block.problems, one, block.subject, keys.DATED_POSITION)
        start = inner.instant("from") if inner else None
        if inner is None or start is None or "position" not in inner.fields:
            continue
        if pieces and start <= (pieces[-1].start or 0):
            inner.problem("from", "this position does not begin after the one before it", "List them in order of time.")
        else:
            pieces.append(Since(start, _taken(block, inner.fields["position"], issue, positions)))
    return timeline(pieces, None)


def _taken(block: Block, node: Node, issue: str, positions: Mapping[str, Node]) -> str | None:
    text = block.text_of(node, f"the position on {issue}")
    if not text or text == SILENT:
        return None
    block.check_name(node, text, {**positions, SILENT: node}, f"position on {issue}")
    return text if NAME.fullmatch(text) else None
