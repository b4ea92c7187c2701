"""Declared facts: names, types, ranges, and where the values come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from safeconduct.agreement.cel import ConditionError, FactType, Kind
from safeconduct.agreement.cel.parse import parse
from safeconduct.agreement.cel.source import Source
from safeconduct.agreement.load import keys
from safeconduct.agreement.load.block import Block, noted, open_block
from safeconduct.agreement.load.known import Known
from safeconduct.agreement.load.problems import shown
from safeconduct.agreement.load.values import DOTTED, FIELD, limit_value
from safeconduct.agreement.model import INSTANT_FACT, NOBODY, DeclaredFact
from safeconduct.agreement.ruling import UNKNOWN
from safeconduct.base.instant import InstantError
from safeconduct.base.yaml_file import Node

PER: Final[tuple[Literal["movement", "window", "day", "agreement"], ...]] = ("movement", "window", "day", "agreement")
STATUS = "status"
_KINDS = tuple(kind.value for kind in Kind if kind is not Kind.LIST)
_RANGED = {Kind.INT: "a whole number", Kind.INSTANT: "an instant", Kind.DURATION: "a duration such as PT15M"}
_SPACES = ("list", "limit", "recorded")
_MEMBERS_MAX = 200


def read_facts(file: Block, known: Known) -> dict[str, DeclaredFact]:
    """The block `facts`."""
    facts: dict[str, DeclaredFact] = {}
    for key, node in file.members("facts", "fact", DOTTED):
        with file.problems.naming(key):
            fact = _fact(file, known, key, node)
        if fact is not None:
            facts[key] = fact
    _check_instant(file, facts)
    return facts


def _check_instant(file: Block, facts: Mapping[str, DeclaredFact]) -> None:
    at = facts.get(INSTANT_FACT)
    if "facts" in file.fields and (at is None or at.type.kind is not Kind.INSTANT or at.per != "movement"):
        what = f"the fact {INSTANT_FACT!r}, the instant of a movement, is not declared as such"
        file.problem("facts", what, f"Add {INSTANT_FACT}: {{type: instant, from: passage.at}}.")


def _fact(file: Block, known: Known, key: str, node: Node) -> DeclaredFact | None:
    block = open_block(file.problems, node, f"fact {shown(key)}", keys.FACT)
    if block is None:
        return None
    _check_name(block, known, key)
    per = block.choice("per", PER) if "per" in block.fields else "movement"
    return DeclaredFact(
        name=key,
        type=_type(block, known),
        per=per,
        unit=block.text("unit"),
        source=_field(block, "from"),
        otherwise=_field(block, "else"),
        says=block.words("says"),
        line=block.line,
    )


def _check_name(block: Block, known: Known, key: str) -> None:
    first = key.partition(".")[0]
    if first in _SPACES or key in {STATUS, UNKNOWN} or key in known.parties:
        what = "this name already means something else in conditions"
        block.fault(block.node, what, "Give the fact another name.")
    elif DOTTED.fullmatch(key):
        try:
            parse(Source(key))
        except ConditionError as error:
            block.fault(block.node, f"no condition could use this name: {error.what}", "Give it another name.")


def _field(block: Block, key: str) -> str:
    text = block.text(key)
    if text and not FIELD.fullmatch(text):
        block.problem(key, f"`{key}` is {shown(text)}", "Write KIND.FIELD of what is recorded, such as passage.at.")
    return text


def _type(block: Block, known: Known) -> FactType:
    kind = Kind(block.choice("type", _KINDS))
    low, high = _bound(block, "min", kind), _bound(block, "max", kind)
    members = _members(block, known, kind)
    stand_in = FactType(Kind.BOOL)
    if kind in {Kind.ENUM, Kind.PARTY, Kind.PARTIES} and not members:
        return stand_in
    try:
        return FactType(kind, members, low, high, open=block.flag("open"))
    except ConditionError as error:
        noted(block.problems, block.node, block.subject, error)
    return stand_in


def _members(block: Block, known: Known, kind: Kind) -> tuple[str, ...]:
    parties = tuple(sorted(set(known.parties) - {NOBODY}))
    if kind is Kind.ENUM:
        if "of" not in block.fields and "type" in block.fields:
            block.problem("type", "`of` is missing: the values of the enum", "Add of: [..].")
        found = tuple(text for text, _ in block.texts("of", most=_MEMBERS_MAX))
        for text in found:
            if len(text) > 64:
                block.problem("of", f"the value {shown(text)} is too long", "Use 64 characters at most.")
        return found
    if "of" in block.fields:
        block.problem("of", f"`of` does not go with the type {kind.value}", "Only an enum has `of`; take it out.")
    if kind is Kind.PARTY:
        return (*parties, NOBODY)
    return parties if kind is Kind.PARTIES else ()


def _bound(block: Block, key: str, kind: Kind) -> int | None:
    node = block.fields.get(key)
    if node is None:
        return None
    if kind not in _RANGED:
        block.problem(key, f"`{key}` does not go with the type {kind.value}", "Take it out.")
        return None
    try:
        found = limit_value(node.value)
    except InstantError:
        found = None
    if found is None or found[0] is not kind:
        block.problem(key, f"`{key}` is {node.shape}", f"Write {_RANGED[kind]}.")
        return None
    return found[1]
