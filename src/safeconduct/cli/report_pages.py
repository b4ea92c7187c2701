"""The situation reports of a node's corridors, for the pages: computed once for each state of a record, and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TypeAlias

from safeconduct.assess.situation.model import Pinned
from safeconduct.assess.situation.report import SituationReport
from safeconduct.facts.build import LogState
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node
from safeconduct.node.reporting import report_of

KEPT_MAX = 16
LogStates: TypeAlias = tuple[LogState, ...]


class ReportPages:
    """Computes what is asked for, once for each state; others wait meanwhile. Keeps the newest few."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[LogStates, Pinned], SituationReport | None] = OrderedDict()

    def report(self, node: Node, log: OwnLog, logs: LogStates, pinned: Pinned) -> SituationReport | None:
        """The report that an address asks for."""
        key = (logs, pinned)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = report_of(node, log, pinned)
                while len(self._kept) > KEPT_MAX:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]
