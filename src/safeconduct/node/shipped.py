"""The corridors that ship with the program, set up in a node: logs, table, record, reports, traffic, claims, plan.

Each step does nothing where it was done before, so an interrupted or repeated set-up goes on.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from safeconduct.assess.claims.load import claims_from_yaml
from safeconduct.base.instant import instant_from_text
from safeconduct.base.limits import YAML_BYTES_MAX
from safeconduct.entries.envelope import Envelope, entry_from_bytes, entry_to_bytes
from safeconduct.intake.corridor_file import Corridor, corridor_from_yaml
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.intake.record_file import record_from_yaml
from safeconduct.intake.shipped import CORRIDOR_FILE, has_file, shipped_agreement, shipped_corridors, shipped_file
from safeconduct.intake.table_map import TableMap
from safeconduct.node.agreements import chartered
from safeconduct.node.config import OwnLog
from safeconduct.node.durable import read_input, write_durably
from safeconduct.node.importing import Imported, TableFile, import_table
from safeconduct.node.node import Node
from safeconduct.node.press.shipping import record_lines
from safeconduct.node.progress import Listener, Progress, nobody
from safeconduct.node.recording import Recorded, add_claims
from safeconduct.node.simulating import record_simulated
from safeconduct.node.starting import add_corridor
from safeconduct.simulate.read import traffic_from_yaml
from safeconduct.simulate.simulation import simulate

SEED = 20221212
"""Of the simulated traffic that ships; another seed gives other vehicles under the same figures."""
_MAP, _RECORD, _TRAFFIC, _PLAN, _MISSION = "map.yaml", "record.yaml", "traffic.yaml", "plan.yaml", "mission"
_PRESS = "press.jsonl"


@dataclass(frozen=True, slots=True)
class SetUp:
    """A shipped corridor in a node: what was imported and recorded now; nothing if it was there.

    imported: None for a corridor without a table. entries: added to its logs in other ways.
    """

    node: Node
    imported: Imported | None
    recorded: Recorded
    entries: int = 0

    @property
    def added(self) -> int:
        """How many entries were added, the charter not counted."""
        imported = 0 if self.imported is None else sum(self.imported.entries.values())
        return imported + self.recorded.added + self.recorded.corrected + self.entries


def shipped_corridor(corridor: str) -> Corridor:
    """The corridor file that ships. Raises SafeconductError, with the nearest name, if there is none."""
    return corridor_from_yaml(shipped_file(corridor, CORRIDOR_FILE), f"{corridor}/{CORRIDOR_FILE}")


def corridor_of(path: Path) -> Corridor:
    """The corridor a file describes, or the one that ships if no such file exists and the name is its id."""
    if not path.exists() and str(path) in shipped_corridors():
        return shipped_corridor(str(path))
    return corridor_from_yaml(read_input(path, YAML_BYTES_MAX), path.name)


def begin_corridor(node: Node, definition: Corridor, agreement: bytes = b"") -> Node:
    """Set up a corridor whose charter names this agreement, if one is given. Raises AgreementFileError."""
    charter = chartered(definition.charter, agreement) if agreement else definition.charter
    return add_corridor(node, definition.id, charter, agreement)


def shipped_map(corridor: str) -> TableMap:
    """The mapping that ships with a corridor."""
    return map_from_yaml(shipped_file(corridor, _MAP), f"{corridor}/{_MAP}")


def set_up(node: Node, corridor: str, *, listener: Listener = nobody) -> SetUp:
    """Set a shipped corridor up: its logs, its table or its record, its simulated traffic, its claims, its reports."""
    definition = shipped_corridor(corridor)
    node = begin_corridor(node, definition, shipped_agreement(corridor))
    log = node.log(definition.id)
    imported = _import(node, log, listener) if has_file(corridor, _MAP) else None
    added = 0
    if has_file(corridor, _RECORD):
        added += _record(node, log, definition)
    if has_file(corridor, _TRAFFIC):
        node, more = _simulate(node, definition, listener)
        added += more
    if has_file(corridor, _PLAN):
        write_durably(node.layout.plan(corridor), shipped_file(corridor, _PLAN))
    claims = claims_from_yaml(shipped_file(corridor, "claims.yaml"), "claims.yaml")
    recorded = add_claims(node, log, claims, strict=True)
    if has_file(corridor, _PRESS):
        added += record_lines(node, log, shipped_file(corridor, _PRESS), f"{corridor}/{_PRESS}")
    return SetUp(node, imported, recorded, added)


def _import(node: Node, log: OwnLog, listener: Listener) -> Imported:
    table = shipped_map(log.corridor)
    data = shipped_file(log.corridor, table.document.name)
    file = TableFile(table.document.name, len(data), lambda: io.BytesIO(data))
    return import_table(node, log, file, table, strict=True, listener=listener)


def _record(node: Node, log: OwnLog, definition: Corridor) -> int:
    """Put the entries of the shipped record behind the charter; how many were added."""
    offsets = [(instant_from_text(row["from"]), row["minutes"]) for row in definition.charter["offsets"]]
    record = record_from_yaml(shipped_file(definition.id, _RECORD), f"{definition.id}/{_RECORD}", tuple(offsets))
    now = node.world.clock.now()
    with node.writing(log) as writer:
        held = writer.reader().size - 1
        if held >= len(record.entries):
            return 0
        entries = [
            entry_to_bytes(Envelope(at=draft.at, body=draft.body, corridor=log.corridor, kind=draft.kind, recorded=now))
            for draft in record.entries[held:]
        ]
        writer.append(entries)
        node.publish(log, writer)
    return len(entries)


def _simulate(node: Node, definition: Corridor, listener: Listener) -> tuple[Node, int]:
    """Set up the other logs of the corridor and put its simulated traffic into them."""
    for terms in definition.logs[1:]:
        charter = {**definition.charter_of(terms.name), "agreement": _agreement_of(node, definition.id)}
        node = add_corridor(node, definition.id, charter, name=terms.name)
    logs = {log.name: log for log in node.logs(definition.id) if log.name}
    traffic = traffic_from_yaml(shipped_file(definition.id, _TRAFFIC), f"{definition.id}/{_TRAFFIC}")
    listener(Progress("simulate", 0, 0, "entries"))
    made = simulate(traffic, SEED, {name: log.origin for name, log in logs.items()})
    return node, record_simulated(node, logs, made, mission=_MISSION, listener=listener)


def _agreement_of(node: Node, corridor: str) -> str:
    """The digest of the agreement that the first log's charter names."""
    with node.signed(node.log(corridor)) as reader:
        return str(entry_from_bytes(reader.entry(0)).body["agreement"])
