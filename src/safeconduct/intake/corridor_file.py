"""Read a corridor file, format ``safeconduct-corridor/1``: the body of a charter, as people write it.

Its keys are those of the charter (docs/reference/entries.md), and `id`; an offset is written ``+03:00``.
A corridor whose record has several authors lists their `logs`: each has its own evidence, party, organisation and
role, which then do not stand beside it; all else is common to their charters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from safeconduct.base.instant import InstantError, offset_from_text
from safeconduct.base.suggest import nearest
from safeconduct.base.yaml_file import Node, read_yaml
from safeconduct.entries.errors import BodyError
from safeconduct.entries.fields import CorridorId, Line
from safeconduct.entries.registry import field_names, kind_spec, typed
from safeconduct.facts.terms import EVIDENCE_ORDER
from safeconduct.intake.errors import IntakeError
from safeconduct.intake.placed import placed, refuse_unknown

FORMAT = "safeconduct-corridor/1"
_LISTS = ("scope", "missing", "empty", "coverage", "cannot_know")
_MAPS = ("names", "tables")
_OWN = ("evidence", "party", "organisation", "role")
_LOGS_MAX = 64

LogName = Annotated[str, Meta(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*(?!\n)$", max_length=32)]


@dataclass(frozen=True, slots=True)
class LogTerms:
    """What the charter of one log says of this log alone. name: unique within the corridor."""

    name: str
    evidence: str
    party: str
    organisation: str
    role: str

    def own(self) -> dict[str, str]:
        """The members of a charter that are this log's own."""
        return {name: getattr(self, name) for name in _OWN}


@dataclass(frozen=True, slots=True)
class Corridor:
    """A corridor: its id and the body of its charter, validated.

    logs: the logs that a file lists, in its order; empty where it describes one log.
    charter: of that one log, or of the first of several.
    """

    id: str
    charter: dict[str, Any]
    logs: tuple[LogTerms, ...] = ()

    def charter_of(self, log: str) -> dict[str, Any]:
        """The body of the charter of one log. Raises IntakeError, with the nearest name, if there is no such log."""
        found = next((terms for terms in self.logs if terms.name == log), None)
        if found is None:
            names = [terms.name for terms in self.logs]
            close = nearest(log, names)
            hint = f"Did you mean {close[0]}?" if close else f"There are {', '.join(names)}." if names else ""
            raise IntakeError(f"the corridor {self.id} has no log {log!r}", next_step=hint)
        return {**self.charter, **found.own()}


def corridor_from_yaml(data: str | bytes, name: str) -> Corridor:
    """Read a corridor file. Raises YamlError with ``name:line:column`` for anything that is not right."""
    root = read_yaml(data, name)
    top = root.fields(("format", "id"), ["logs", *(key for key in field_names("charter") if key != "source")])
    top["format"].choice([FORMAT])
    logs = _logs(root, top["logs"]) if "logs" in top else ()
    body: dict[str, Any] = {**{key: [] for key in _LISTS}, **{key: {} for key in _MAPS}}
    body |= {key: node.plain() for key, node in top.items() if key not in {"format", "id", "offsets", "logs"}}
    body |= logs[0].own() if logs else {}
    if "offsets" in top:
        body["offsets"] = [_offset(node) for node in top["offsets"].items()]
    try:
        charter = typed(kind_spec("charter"), body)
        msgspec.convert(top["id"].value, CorridorId)
    except BodyError as error:
        raise placed(root, "charter", error) from error
    except msgspec.ValidationError as error:
        raise top["id"].error("a corridor id looks like black-sea-2022") from error
    refuse_unknown(root, body, msgspec.to_builtins(charter))
    return Corridor(top["id"].text(), body, logs)


def _logs(root: Node, node: Node) -> tuple[LogTerms, ...]:
    """The logs of a file. Raises YamlError at what is wrong with one, or stands beside them."""
    beside = [key for key in _OWN if key in root.keys]
    if beside:
        raise root.keys[beside[0]].error(f"{beside[0]!r} belongs to each log here", "Write it in every item of logs.")
    items = node.items()
    if not 0 < len(items) <= _LOGS_MAX:
        raise node.error(f"a corridor has 1 to {_LOGS_MAX} logs")
    logs = tuple(_log(item) for item in items)
    for number, log in enumerate(logs):
        if log.name in {other.name for other in logs[:number]}:
            raise items[number].mapping()["name"].error(f"a second log is called {log.name!r}", "Rename one.")
    return logs


def _log(node: Node) -> LogTerms:
    fields = node.fields(("name", *_OWN))
    fields["evidence"].choice(EVIDENCE_ORDER)
    for key, value in fields.items():
        try:
            msgspec.convert(value.text(), LogName if key == "name" else Line)
        except msgspec.ValidationError as error:
            form = "lower-case letters, digits and - (at most 32)" if key == "name" else "one line of text"
            raise value.error(f"the {key} of a log is {form}") from error
    return LogTerms(**{key: value.text() for key, value in fields.items()})


def _offset(node: Node) -> dict[str, Any]:
    fields = node.fields(("from", "offset"))
    try:
        return {"from": fields["from"].text(), "minutes": offset_from_text(fields["offset"].text())}
    except InstantError as error:
        raise fields["offset"].error(error.what, error.next_step) from error
