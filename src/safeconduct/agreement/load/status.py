"""When the road counts as open, what deliveries are measured against, and the promises of presence."""

from __future__ import annotations

from collections.abc import Mapping

from safeconduct.agreement.load import keys
from safeconduct.agreement.load.block import Block, open_block
from safeconduct.agreement.load.conditions import STATUS_FACTS, Conditions
from safeconduct.agreement.load.duties import read_per
from safeconduct.agreement.load.known import Known
from safeconduct.agreement.load.problems import shown, suggestion
from safeconduct.agreement.load.values import fixed_duration
from safeconduct.agreement.model import BASES, DeclaredFact, Heartbeat, State, StatusLine, StatusTable, Supply
from safeconduct.base.limits import INTEGER_MAX
from safeconduct.base.yaml_file import Node

STATES: tuple[State, ...] = ("open", "restricted", "closed")
POPULATION = "population"
UNKNOWN = "unknown"
_DAYS_MAX = 10_000


def read_status(
    file: Block, known: Known, conditions: Conditions, facts: Mapping[str, DeclaredFact]
) -> StatusTable | None:
    """The block `status`; None where there is none."""
    found = file.block("status", keys.STATUS)
    if found is None:
        return None
    block = Block(found.node, "status", found.problems, found.fields)
    block.choice("otherwise", (UNKNOWN,))
    lines = (_line(block, node, conditions) for node in block.items("lines"))
    return StatusTable(
        window=fixed(block, "window"),
        per=read_per(block, facts),
        lines=tuple(line for line in lines if line is not None),
        basis=block.optional_choice("basis", BASES),
        baseline=_baseline(block, known),
        line=block.line,
    )


def fixed(block: Block, key: str) -> str:
    """A duration of fixed length; "" where the key is absent."""
    text = block.text(key)
    if text and fixed_duration(text) is None:
        what = f"`{key}` is {shown(text)}, which is no duration of fixed length"
        block.problem(key, what, "Write it as PT15M, PT12H or P1D.")
    return text


def _line(status: Block, node: Node, conditions: Conditions) -> StatusLine | None:
    block = open_block(status.problems, node, f"status line {node.place.line}", keys.STATUS_LINE)
    if block is None:
        return None
    condition = conditions.read(block, "when", STATUS_FACTS)
    text = condition.pieces[-1].value.text if condition and condition.pieces[-1].value else ""
    return StatusLine(block.choice("is", STATES), text, condition or conditions.nothing(), block.line)


def _baseline(status: Block, known: Known) -> dict[str, object]:
    node = status.fields.get("baseline")
    if node is None:
        return {}
    if not isinstance(node.value, dict):
        status.problem("baseline", f"`baseline` is {node.shape}", "Write figures by name.")
        return {}
    block = Block(node, "status, baseline", status.problems, node.value)
    found: dict[str, object] = {}
    for key in sorted(node.value):
        if key == "basis":
            found[key] = block.choice(key, BASES)
        elif key == "by":
            found[key] = block.name(key, known.parties, "party")
        elif key in keys.COMMON:
            found[key] = block.flag(key) if key == "unconfirmed" else block.text(key)
        else:
            found[key] = block.integer(key, 0, INTEGER_MAX)
    return found


def read_supply(file: Block, known: Known) -> tuple[dict[str, Supply], dict[str, object]]:
    """The block `supply`: what each good is measured against, and the population."""
    population: dict[str, object] = {}
    supply: dict[str, Supply] = {}
    for key, node in file.members("supply", "supply"):
        if key == POPULATION:
            population = _population(file, known, node)
            continue
        block = open_block(file.problems, node, f"supply {shown(key)}", keys.SUPPLY)
        if block:
            supply[key] = _supply(block, known, key)
    return supply, population


def _population(file: Block, known: Known, node: Node) -> dict[str, object]:
    block = open_block(file.problems, node, "population", keys.POPULATION)
    if block is None:
        return {}
    found = {
        "value": block.integer("value", 0, INTEGER_MAX),
        "basis": block.choice("basis", BASES),
        "by": block.name("by", known.parties, "party"),
        "cite": block.text("cite"),
        "note": block.text("note"),
    }
    return {key: value for key, value in found.items() if key in block.fields}


def _supply(block: Block, known: Known, key: str) -> Supply:
    need = block.fields.get("need_kg_per_day")
    unknown = need is not None and need.value == UNKNOWN
    basis = block.choice("basis", BASES)
    return Supply(
        id=key,
        need_kg_per_day=None if unknown else block.integer("need_kg_per_day", 0, INTEGER_MAX),
        low_days=block.integer("low_days", 0, _DAYS_MAX) or 0,
        basis=basis,
        low_days_basis=block.optional_choice("low_days_basis", BASES) or basis,
        by=block.name("by", known.parties, "party"),
        cite=block.text("cite"),
        line=block.line,
    )


def read_heartbeats(file: Block, known: Known) -> dict[str, Heartbeat]:
    """The block `heartbeats`."""
    found = {}
    for key, node in file.members("heartbeats", "heartbeat"):
        block = open_block(file.problems, node, f"heartbeat {shown(key)}", keys.HEARTBEAT)
        if key not in known.posts:
            mend = suggestion(key, known.posts, "Declare it under route.posts.")
            file.problems.add(node.place, f"heartbeat {shown(key)}", f"there is no post {shown(key)}", mend)
        if block:
            every, grace = fixed(block, "every"), fixed(block, "grace")
            found[key] = Heartbeat(key, every, grace, block.text("hours"), block.choice("basis", BASES), block.line)
    return found
