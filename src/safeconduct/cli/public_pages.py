"""The public record of a node's corridors, for the pages: read once for each record, day and state, and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TypeAlias

from safeconduct.assess.public import PublicRecord
from safeconduct.assess.situation.model import Pinned
from safeconduct.facts.build import LogState
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node
from safeconduct.node.public_record import public_record_of

KEPT_MAX = 8
LogStates: TypeAlias = tuple[LogState, ...]


class PublicPages:
    """Reads what is asked for, once for each state; others wait meanwhile. Keeps the newest few."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[LogStates, Pinned], PublicRecord] = OrderedDict()

    def record(self, node: Node, log: OwnLog, logs: LogStates, pinned: Pinned) -> PublicRecord:
        """The public record that an address asks for."""
        key = (logs, pinned)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = public_record_of(node, log, pinned)
                while len(self._kept) > KEPT_MAX:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]
