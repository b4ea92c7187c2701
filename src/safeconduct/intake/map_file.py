"""Read a mapping file, format ``safeconduct-map/1``: docs/reference/mapping.md.

Everything is checked here, with the line of every mistake: names of columns, kinds and their fields, fixed
values, formats. A mapping that loads can only fail on the rows themselves.
"""

from __future__ import annotations

from typing import Literal, cast

import msgspec

from safeconduct.base import limits
from safeconduct.base.yaml_file import Node, read_yaml
from safeconduct.entries.fields import CorridorId, Word, refusal_in_words
from safeconduct.entries.registry import KINDS
from safeconduct.intake.columns import Column
from safeconduct.intake.map_columns import check_day, column_from_node, whole_between
from safeconduct.intake.table_map import FORMAT, Document, EntryRule, Fields, Input, TableMap

_MEDIA = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_DELIMITERS = {",": ",", ";": ";", "|": "|", "tab": "\t"}
_IMPORTABLE = tuple(name for name, spec in KINDS.items() if "movement" in spec.type.__struct_fields__)
_GIVEN = frozenset({"movement", "precision", "source", "extra", "lines"})
_GIVEN_LINES = frozenset({"line", "extra"})
_DOCUMENT_FACTS = ("title", "publisher", "url", "licence", "retrieved")


def map_from_yaml(data: str | bytes, name: str) -> TableMap:
    """Read a mapping. Raises YamlError with ``name:line:column`` for anything that is not right."""
    root = read_yaml(data, name)
    top = root.fields(
        ("format", "corridor", "dataset", "input", "columns", "group", "entries"),
        ("document", "complete", "may_shrink"),
    )
    top["format"].choice([FORMAT])
    columns = _columns(top["columns"])
    input_ = _input(top["input"])
    table = TableMap(
        name=name,
        corridor=_slug(top["corridor"]),
        dataset=_slug(top["dataset"]),
        complete=top["complete"].boolean() if "complete" in top else False,
        may_shrink=top["may_shrink"].boolean() if "may_shrink" in top else False,
        document=_document(top.get("document"), input_.format, top["dataset"].text()),
        input=input_,
        columns=tuple(columns.values()),
        group=_names(top["group"], columns),
        entries=_entries(top["entries"], columns),
    )
    _check_group(top["group"], table, columns)
    return table


def _input(node: Node) -> Input:
    fields = node.fields(("format",), ("header", "delimiter", "sheet"))
    kind = cast("Literal['csv', 'xlsx']", fields["format"].choice(_MEDIA))
    for name, only in (("delimiter", "csv"), ("sheet", "xlsx")):
        if name in fields and kind != only:
            raise node.keys[name].error(f"{name} is for {only} files")
    header = whole_between(fields["header"], 1, 1000) if "header" in fields else 1
    delimiter = _DELIMITERS[fields["delimiter"].choice(_DELIMITERS)] if "delimiter" in fields else ","
    return Input(kind, header, delimiter, fields["sheet"].text() if "sheet" in fields else "")


def _columns(node: Node) -> dict[str, Column]:
    columns = {name: column_from_node(name, item) for name, item in node.mapping().items()}
    if not 0 < len(columns) <= limits.CSV_COLUMNS_MAX:
        raise node.error(f"a mapping has 1 to {limits.CSV_COLUMNS_MAX} columns")
    for name in columns:
        _check_key(node, name)
    headers = [column.header for column in columns.values()]
    for name, column in columns.items():
        if headers.count(column.header) > 1:
            raise node.keys[name].error(f"two columns have the header {column.header!r}")
    return columns


def _document(node: Node | None, format_: str, dataset: str) -> Document:
    if node is None:
        return Document(f"{dataset}.{format_}", _MEDIA[format_])
    fields = node.fields((), ("name", "media", *_DOCUMENT_FACTS))
    types = {item.encode_name: item.type for item in msgspec.structs.fields(KINDS["document"].type)}
    for key, value in fields.items():
        _check(value, value.text(), types[key])
    if "retrieved" in fields:
        check_day(fields["retrieved"])
    texts = {key: value.text() for key, value in fields.items()}
    facts = {key: texts[key] for key in _DOCUMENT_FACTS if key in texts}
    return Document(texts.get("name", f"{dataset}.{format_}"), texts.get("media", _MEDIA[format_]), facts)


def _entries(node: Node, columns: dict[str, Column]) -> tuple[EntryRule, ...]:
    items = node.items()
    if not 0 < len(items) <= 32:
        raise node.error("a mapping makes 1 to 32 entries of a movement")
    rules = tuple(_entry(item, columns) for item in items)
    for number, rule in enumerate(rules):
        if (rule.kind, rule.part) in {(other.kind, other.part) for other in rules[:number]}:
            raise items[number].error(
                f"a second entry of kind {rule.kind!r}", "Give each a `part`, such as part: arrived."
            )
    return rules


def _entry(node: Node, columns: dict[str, Column]) -> EntryRule:
    top = node.fields(("kind", "at"), ("part", "columns", "values", "extra", "lines", "each_row"))
    kind = top["kind"].choice(_IMPORTABLE)
    spec = KINDS[kind]
    has_lines = spec.lines is not None
    if has_lines != ("lines" in top):
        raise node.error(f"the kind {kind!r} {'needs' if has_lines else 'has no'} lines")
    if has_lines and "each_row" in top:
        raise node.keys["each_row"].error("a kind with lines has one line a row, not one entry")
    at = _name(top["at"], columns)
    if not columns[at].says_when:
        raise top["at"].error(f"{at!r} is neither a date nor a time")
    if "part" in top:
        _check(top["part"], top["part"].text(), Word)
    return EntryRule(
        kind=kind,
        at=at,
        fields=_fields(node, columns, spec.type, _GIVEN),
        part=top["part"].text() if "part" in top else "",
        each_row=_names(top["each_row"], columns) if "each_row" in top else (),
        lines=_lines(top["lines"], columns, spec.lines) if spec.lines is not None else None,
    )


def _lines(node: Node, columns: dict[str, Column], spec: type[msgspec.Struct]) -> Fields:
    node.fields((), ("columns", "values", "extra"))
    return _fields(node, columns, spec, _GIVEN_LINES)


def _fields(node: Node, columns: dict[str, Column], spec: type[msgspec.Struct], given: frozenset[str]) -> Fields:
    """The columns and values for the fields of a type; `given` are those the importer fills in itself."""
    types = {item.encode_name: item for item in msgspec.structs.fields(spec)}
    known = [name for name in types if name not in given or name == "line"]
    top = node.mapping()
    empty = Node({}, node.place)
    by_column, by_value, extra = (top.get(name, empty) for name in ("columns", "values", "extra"))
    by_column.fields((), known)
    by_value.fields((), [name for name in known if name not in by_column.mapping()])
    have = {*by_column.mapping(), *by_value.mapping(), *given}
    missing = [name for name, item in types.items() if item.required and name not in have]
    if missing:
        raise node.error(f"no column and no value for {', '.join(missing)}")
    for name in extra.mapping():
        _check_key(extra, name)
    return Fields(
        {name: _field_column(item, columns, types[name]) for name, item in by_column.mapping().items()},
        {name: _fixed(item, types[name]) for name, item in by_value.mapping().items()},
        {name: _name(item, columns) for name, item in extra.mapping().items()},
    )


def _field_column(node: Node, columns: dict[str, Column], field: msgspec.structs.FieldInfo) -> str:
    """A column whose values the field can take: numbers for numbers, and never empty where needed."""
    name = _name(node, columns)
    column = columns[name]
    try:
        msgspec.convert(0 if column.is_number else "x", field.type)
    except msgspec.ValidationError as error:
        if "got" in str(error):
            what = refusal_in_words(error)[0]
            raise node.error(f"{field.encode_name!r} cannot hold {name!r}: {what}") from error
    if field.required and column.optional:
        raise node.error(f"{field.encode_name!r} is needed in every entry, and {name!r} may be empty")
    return name


def _fixed(node: Node, field: msgspec.structs.FieldInfo) -> str | int:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise node.error("text or a whole number is expected here")
    _check(node, value, field.type)
    return value


def _check_group(node: Node, table: TableMap, columns: dict[str, Column]) -> None:
    if not table.group:
        raise node.error("at least one column must tell the movements apart")
    for item, name in zip(node.items(), table.group, strict=True):
        if columns[name].optional or columns[name].differs:
            raise item.error(f"{name!r} tells the movements apart, so it can be neither optional nor differ")


def _names(node: Node, columns: dict[str, Column]) -> tuple[str, ...]:
    return tuple(_name(item, columns) for item in node.items())


def _name(node: Node, columns: dict[str, Column]) -> str:
    return node.choice(columns)


def _slug(node: Node) -> str:
    _check(node, node.text(), CorridorId)
    return node.text()


def _check(node: Node, value: object, wanted: object) -> None:
    """Raise YamlError at the node unless the value is of the type wanted, its pattern and bounds included."""
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        raise node.error(f"{node.shape} does not fit here: {refusal_in_words(error)[0]}") from error


def _check_key(node: Node, key: str) -> None:
    _check(Node(key, node.keys[key], key), key, Word)
