"""Read the columns of a mapping file: their types, formats and bounds, each checked where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from safeconduct.base.instant import InstantError, day_from_text, offset_from_text
from safeconduct.base.yaml_file import Node
from safeconduct.intake.amounts import KG_PER_UNIT, Separators
from safeconduct.intake.columns import (
    TEXT_CHARS_MAX,
    Choice,
    Column,
    ColumnType,
    Date,
    Integer,
    Quantity,
    Text,
    Time,
)
from safeconduct.intake.dates import DateFormat, date_format

_COMMON = ("type", "header", "optional", "empty", "differs")
_PATTERN_CHARS_MAX = 200
_OPEN_COUNTS_MAX = 2
_COUNT = re.compile(r"[?*+]|\{[0-9]{1,3}(?:,[0-9]{1,3})?\}", re.ASCII)
_ATOM = r"\[(?:[^\[\]\\^]|\\[\]\\\[^-])+\]|[^\W_]|[ _/:;,@#%&=<>!'\"~-]|\\[.()|?*+\[\]{}^$\\]"
_PATTERN = re.compile(rf"(?:(?:{_ATOM})(?:{_COUNT.pattern})?)+")
_SEPARATORS = {"none": "", ",": ",", ".": ".", "space": " ", "'": "'"}


def column_from_node(name: str, node: Node) -> Column:
    """One column. Raises YamlError."""
    kind = node.mapping()["type"].choice(_TYPES) if "type" in node.mapping() else "text"
    own, build = _TYPES[kind]
    fields = node.fields(("type",), (*_COMMON[1:], *own))
    return Column(
        name=name,
        header=fields["header"].text().strip() if "header" in fields else name,
        type=build(fields),
        optional=fields["optional"].boolean() if "optional" in fields else False,
        empty=frozenset(item.text() for item in fields["empty"].items()) if "empty" in fields else frozenset(),
        differs=fields["differs"].choice(["first", "refuse"]) == "first" if "differs" in fields else False,
    )


def check_day(node: Node) -> str:
    """The text of a day. Raises YamlError."""
    try:
        day_from_text(node.text())
    except InstantError as error:
        raise node.error(error.what, error.next_step) from error
    return node.text()


def whole_between(node: Node, low: int, high: int) -> int:
    """A whole number within bounds. Raises YamlError."""
    if not low <= node.integer() <= high:
        raise node.error(f"a whole number from {low} to {high} is expected here")
    return node.integer()


def _text(fields: dict[str, Node]) -> ColumnType:
    chars = whole_between(fields["chars"], 1, TEXT_CHARS_MAX) if "chars" in fields else TEXT_CHARS_MAX
    return Text(chars, _pattern(fields["pattern"]) if "pattern" in fields else None)


def _choice(fields: dict[str, Node]) -> ColumnType:
    if "of" not in fields:
        raise fields["type"].error("a choice needs `of`: a list of words, or a mapping from printed to recorded")
    node = fields["of"]
    pairs = node.mapping() if isinstance(node.value, dict) else {item.text(): item for item in node.items()}
    if not pairs:
        raise node.error("there is nothing to choose from")
    return Choice({printed.strip(): recorded.text() for printed, recorded in pairs.items()})


def _integer(fields: dict[str, Node]) -> ColumnType:
    return Integer(*_bounds(fields), _separators(fields))


def _quantity(fields: dict[str, Node]) -> ColumnType:
    if "unit" not in fields:
        raise fields["type"].error(f"a quantity needs a unit: {', '.join(KG_PER_UNIT)}")
    unit = fields["unit"].choice(KG_PER_UNIT)
    return Quantity(unit, KG_PER_UNIT[unit], *_bounds(fields), _separators(fields))


def _date(fields: dict[str, Node]) -> ColumnType:
    low, high = (check_day(fields[name]) if name in fields else "" for name in ("min", "max"))
    return Date(_formats(fields, with_time=False), low, high)


def _time(fields: dict[str, Node]) -> ColumnType:
    if "offset" not in fields:
        raise fields["type"].error('a time needs its offset from UTC, such as offset: "+03:00"')
    try:
        minutes = offset_from_text(fields["offset"].text())
    except InstantError as error:
        raise fields["offset"].error(error.what, error.next_step) from error
    return Time(_formats(fields, with_time=True), minutes)


def _formats(fields: dict[str, Node], *, with_time: bool) -> tuple[DateFormat, ...]:
    if "formats" not in fields:
        raise fields["type"].error("formats are needed, such as formats: [YYYY-MM-DD]")
    formats = []
    for item in fields["formats"].items():
        try:
            found = date_format(item.text())
        except ValueError as error:
            raise item.error(str(error)) from error
        if found.has_time != with_time:
            raise item.error("a time needs hh:mm" if with_time else "a date has no hh or mm; use type: time")
        formats.append(found)
    if not formats:
        raise fields["formats"].error("at least one format is needed")
    return tuple(formats)


def _bounds(fields: dict[str, Node]) -> tuple[Decimal | None, Decimal | None]:
    low, high = (Decimal(fields[name].number()) if name in fields else None for name in ("min", "max"))
    if low is not None and high is not None and low > high:
        raise fields["max"].error("max is below min")
    return low, high


def _separators(fields: dict[str, Node]) -> Separators:
    thousands = _SEPARATORS[fields["thousands"].choice(_SEPARATORS)] if "thousands" in fields else ""
    decimal = fields["decimal"].choice([".", ","]) if "decimal" in fields else "."
    if thousands == decimal:
        raise fields["thousands"].error("thousands and decimal cannot be the same mark", "State both.")
    return Separators(thousands, decimal)


def _pattern(node: Node) -> re.Pattern[str]:
    """A pattern of characters and classes with counts; without groups it cannot take long."""
    text = node.text()
    open_counts = [count for count in _COUNT.findall(text) if count in "*+" or "," in count]
    if len(text) > _PATTERN_CHARS_MAX or not _PATTERN.fullmatch(text) or len(open_counts) > _OPEN_COUNTS_MAX:
        raise node.error(
            f"{text!r} is not a pattern that is read here",
            "Use letters, digits, classes such as [A-Z0-9], counts such as {7}, at most two of + * {1,9}.",
        )
    try:
        return re.compile(text)
    except re.error as error:
        raise node.error(f"not a pattern: {error}") from error


_TYPES: dict[str, tuple[tuple[str, ...], Callable[[dict[str, Node]], ColumnType]]] = {
    "text": (("pattern", "chars"), _text),
    "choice": (("of",), _choice),
    "integer": (("min", "max", "thousands", "decimal"), _integer),
    "quantity": (("unit", "min", "max", "thousands", "decimal"), _quantity),
    "date": (("formats", "min", "max"), _date),
    "time": (("formats", "offset"), _time),
}
