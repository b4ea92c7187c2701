"""Read a claims file: strict shape, every problem with its line, each claim on its own.

A file whose frame is broken (YAML, duplicate ids, unknown top-level key) is refused as a whole. A claim with a
problem of its own is reported and left out; the others can still be answered, or the caller refuses them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from safeconduct.assess.claims.model import (
    Claim,
    Comparator,
    Measure,
    Over,
    Proposition,
    Snapshot,
)
from safeconduct.assess.errors import ClaimError
from safeconduct.base import limits
from safeconduct.base.errors import SafeconductError
from safeconduct.base.instant import InstantError, day_from_text
from safeconduct.base.yaml_file import Node, PlainValue, read_yaml

_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}", re.ASCII)
FILE_REQUIRED = ("claims",)
FILE_OPTIONAL = ("version", "format", "set", "record", "corridor", "title", "note", "not_recorded")
CLAIM_REQUIRED = ("id", "speaker", "claim")
CLAIM_OPTIONAL = ("statement", "said_on", "as_of", "source", "wording", "note", "office", "language")
PROPOSITION_REQUIRED = ("measure", "table")
PROPOSITION_OPTIONAL = (
    "column",
    "where",
    "over",
    "snapshot",
    "each",
    "comparator",
    "value",
    "high",
    "rounding",
    "unit",
    "reading",
)


@dataclass(frozen=True, slots=True)
class ClaimsFile:
    """The claims of one file, the problems of those left out, and the columns it declares as not recorded."""

    name: str
    claims: tuple[Claim, ...]
    problems: tuple[SafeconductError, ...]
    not_recorded: tuple[str, ...] = ()


def claims_from_yaml(data: str | bytes, name: str) -> ClaimsFile:
    """Read a claims file.

    Raises YamlError for a broken file, ClaimError for repeated ids, no claims, or more than
    `limits.CLAIMS_MAX`.
    """
    root = read_yaml(data, name)
    fields = root.fields(FILE_REQUIRED, FILE_OPTIONAL)
    version = fields.get("version")
    if version is not None and version.integer() != 1:
        raise version.error("this version of the claims format is not known", "Write version: 1.")
    nodes = fields["claims"].items()
    _check_count(nodes, fields["claims"])
    _check_ids(nodes)
    claims, problems = [], []
    for node in nodes:
        try:
            claims.append(_claim(node))
        except SafeconductError as problem:
            problems.append(problem)
    declared = fields.get("not_recorded")
    return ClaimsFile(
        name,
        tuple(claims),
        tuple(problems),
        () if declared is None else tuple(item.text() for item in declared.items()),
    )


def _check_count(nodes: tuple[Node, ...], holder: Node) -> None:
    if not nodes:
        raise _problem(holder, "the list of claims is empty")
    if len(nodes) > limits.CLAIMS_MAX:
        raise _problem(holder, f"{len(nodes)} claims; at most {limits.CLAIMS_MAX} are read from one file")


def _check_ids(nodes: tuple[Node, ...]) -> None:
    first: dict[str, Node] = {}
    for node in nodes:
        named = node.mapping().get("id")
        if named is None:
            continue
        key = named.text()
        if key in first:
            before = first[key].place.line
            raise _problem(named, f"the id {key!r} is used twice, first on line {before}", "Rename one.")
        first[key] = named


def _claim(node: Node) -> Claim:
    fields = node.fields(CLAIM_REQUIRED, CLAIM_OPTIONAL)
    said_on, as_of = _day_text(fields, "said_on"), _day_text(fields, "as_of")
    claim_id = fields["id"].text()
    if not claim_id.strip() or len(claim_id) > 120:
        raise _problem(fields["id"], "an id has 1 to 120 characters")
    return Claim(
        id=claim_id,
        statement=_text(fields, "statement") or claim_id,
        speaker=fields["speaker"].text(),
        said_on=said_on,
        as_of=as_of,
        source=_text(fields, "source"),
        wording=_text(fields, "wording"),
        note=_text(fields, "note"),
        proposition=proposition_from_node(fields["claim"]),
        place=f"{node.place.name}:{node.place.line}",
        places={key: f"{v.place.name}:{v.place.line}" for key, v in fields["claim"].mapping().items()},
    )


def proposition_from_node(node: Node) -> Proposition:
    """Read the `claim:` mapping. Raises YamlError or ClaimError with the line."""
    fields = node.fields(PROPOSITION_REQUIRED, PROPOSITION_OPTIONAL)
    measure = Measure(fields["measure"].choice(m.value for m in Measure))
    each = _each(fields)
    comparator, value, high = _value(fields, node, measure, each)
    over = _over(fields["over"]) if "over" in fields else None
    snapshot = _snapshot(fields["snapshot"]) if "snapshot" in fields else None
    if over is not None and snapshot is not None:
        raise _problem(node, "a claim has either `over` or `snapshot`, not both")
    _check_column(fields, node, measure)
    return Proposition(
        measure=measure,
        table=fields["table"].text(),
        column=_text(fields, "column") or None,
        where=_where(fields),
        over=over,
        snapshot=snapshot,
        each=each,
        comparator=comparator,
        value=value,
        high=high,
        rounding=_rounding(fields),
        unit=_text(fields, "unit"),
        reading=_text(fields, "reading"),
    )


def _value(
    fields: dict[str, Node], node: Node, measure: Measure, each: tuple[object, ...]
) -> tuple[Comparator, Fraction, Fraction | None]:
    stated = fields.get("value")
    comparator = Comparator.EXACTLY
    if "comparator" in fields:
        comparator = Comparator(fields["comparator"].choice(c.value for c in Comparator))
    if measure is Measure.NONE:
        return Comparator.EXACTLY, Fraction(0), None
    if measure is Measure.SOME and not each:
        return Comparator.AT_LEAST, Fraction(1), None
    if stated is None and measure is Measure.SOME:
        return Comparator.EXACTLY, Fraction(len(each)), None
    if stated is None:
        raise _problem(node, "value is missing here")
    high = fields.get("high")
    if (comparator is Comparator.BETWEEN) != (high is not None):
        raise _problem(node, "`high` goes with the comparator `between`, and only with it")
    top = None if high is None else _number(high)
    return comparator, _number(stated), top


def _check_column(fields: dict[str, Node], node: Node, measure: Measure) -> None:
    needs = {Measure.SUM, Measure.MEAN, Measure.MEDIAN, Measure.MAX, Measure.MIN}
    if measure in needs and "column" not in fields:
        raise _problem(node, f"the measure {measure.value} needs a `column`")
    if "each" in fields and measure is not Measure.SOME:
        raise _problem(fields["each"], "`each` goes with the measure `some`")


def _where(fields: dict[str, Node]) -> str:
    node = fields.get("where")
    if node is None:
        return "true"
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    return node.text()


def _number(node: Node) -> Fraction:
    """An exact number; a quoted decimal too, which is how entries hold what is not an integer."""
    if isinstance(node.value, str) and _DECIMAL.fullmatch(node.value):
        return Fraction(node.value)
    return Fraction(node.number())


def _rounding(fields: dict[str, Node]) -> Fraction | None:
    node = fields.get("rounding")
    if node is None:
        return None
    step = _number(node)
    if step <= 0:
        raise _problem(node, "rounding is a step above zero")
    return step


def _over(node: Node) -> Over:
    fields = node.fields(("column",), ("from", "until"))
    start = _day(fields["from"]) if "from" in fields else None
    end = _day(fields["until"]) if "until" in fields else None
    if start is not None and end is not None and start >= end:
        raise _problem(node, "the period is empty: `until` is the first day after it", "Check both days.")
    return Over(fields["column"].text(), start, end)


def _snapshot(node: Node) -> Snapshot:
    fields = node.fields(("at", "entered", "left"))
    return Snapshot(_day(fields["at"]), fields["entered"].text(), fields["left"].text())


def _each(fields: dict[str, Node]) -> tuple[tuple[tuple[str, str], ...], ...]:
    node = fields.get("each")
    if node is None:
        return ()
    conditions = tuple(
        tuple((column, _as_text(value.plain())) for column, value in item.mapping().items()) for item in node.items()
    )
    if not conditions or not all(conditions):
        raise _problem(node, "`each` lists at least one condition, each with a column and a value")
    return conditions


def _as_text(value: PlainValue) -> str:
    return str(value)


def _day(node: Node) -> int:
    try:
        return day_from_text(node.text())
    except InstantError as error:
        raise _problem(node, error.what, error.next_step) from error


def _day_text(fields: dict[str, Node], key: str) -> str:
    node = fields.get(key)
    if node is None:
        return ""
    _day(node)
    return node.text()


def _text(fields: dict[str, Node], key: str) -> str:
    node = fields.get(key)
    return "" if node is None else node.text()


def _problem(node: Node, what: str, next_step: str = "") -> ClaimError:
    return ClaimError(what, where=str(node.place), next_step=next_step)
