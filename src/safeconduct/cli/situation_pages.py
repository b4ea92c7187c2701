"""The situation on a node's roads, for the pages: computed once for each record, day and state, and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TypeAlias

from safeconduct.assess.situation.model import Pinned
from safeconduct.facts.build import LogState
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node
from safeconduct.node.situation import Shown, shown_of

KEPT_MAX = 32
LogStates: TypeAlias = tuple[LogState, ...]


class SituationPages:
    """Computes what is asked for, once for each state; others wait meanwhile. Keeps the newest few."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[LogStates, Pinned], Shown] = OrderedDict()

    def shown(self, node: Node, log: OwnLog, logs: LogStates, pinned: Pinned) -> Shown:
        """The situation that an address asks for."""
        key = (logs, pinned)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = shown_of(node, log, pinned)
                while len(self._kept) > KEPT_MAX:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]
