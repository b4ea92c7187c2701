"""The corridors that ship with the program, set up in a node: the log, the table, the public claims.

Each step does nothing where it was done before, so an interrupted or repeated set-up goes on.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from safeconduct.assess.claims.load import claims_from_yaml
from safeconduct.base.limits import YAML_BYTES_MAX
from safeconduct.intake.corridor_file import Corridor, corridor_from_yaml
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.intake.shipped import CORRIDOR_FILE, shipped_agreement, shipped_corridors, shipped_file
from safeconduct.intake.table_map import TableMap
from safeconduct.node.agreements import chartered
from safeconduct.node.durable import read_input
from safeconduct.node.importing import Imported, TableFile, import_table
from safeconduct.node.node import Node
from safeconduct.node.progress import Listener, nobody
from safeconduct.node.recording import Recorded, add_claims
from safeconduct.node.starting import add_corridor


@dataclass(frozen=True, slots=True)
class SetUp:
    """A shipped corridor in a node: what was imported and recorded now; nothing if it was there."""

    node: Node
    imported: Imported
    recorded: Recorded

    @property
    def added(self) -> int:
        """How many entries were added, the charter not counted."""
        return sum(self.imported.entries.values()) + self.recorded.added + self.recorded.corrected


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
    return map_from_yaml(shipped_file(corridor, "map.yaml"), f"{corridor}/map.yaml")


def set_up(node: Node, corridor: str, *, listener: Listener = nobody) -> SetUp:
    """Set a shipped corridor up: its log, its table, its claims."""
    definition = shipped_corridor(corridor)
    node = begin_corridor(node, definition, shipped_agreement(corridor))
    log = node.log(definition.id)
    table = shipped_map(corridor)
    data = shipped_file(corridor, table.document.name)
    file = TableFile(table.document.name, len(data), lambda: io.BytesIO(data))
    imported = import_table(node, log, file, table, strict=True, listener=listener)
    claims = claims_from_yaml(shipped_file(corridor, "claims.yaml"), "claims.yaml")
    return SetUp(node, imported, add_claims(node, log, claims, strict=True))
