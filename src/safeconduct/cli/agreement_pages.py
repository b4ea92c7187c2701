"""The agreements of a node's corridors and their records under them, for the pages; kept for each log state."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Generic, TypeVar

from safeconduct.agreement.model import Agreement
from safeconduct.cli.kept import LogStates
from safeconduct.node.agreed import agreed_record, conformance_of
from safeconduct.node.agreements import agreement_of
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node
from safeconduct.web.judged import JudgedRecord
from safeconduct.web.source import ExplainedMovement

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class _Held(Generic[Kept]):
    """Something computed for some log states."""

    logs: LogStates
    value: Kept


class AgreementPages:
    """Computes what is asked for, once for each log state; others wait meanwhile."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._agreements: dict[str, _Held[Agreement | None]] = {}
        self._records: dict[str, _Held[JudgedRecord | None]] = {}

    def agreement(self, node: Node, log: OwnLog, logs: LogStates) -> Agreement | None:
        """The agreement that the charter names. Raises NodeFolderError if the file is missing or another one."""
        with self._lock:
            return self._agreement(node, log, logs)

    def record(self, node: Node, log: OwnLog, logs: LogStates) -> JudgedRecord | None:
        """The movements of the log under that agreement; None without one. Raises FactsError."""
        with self._lock:
            held = self._records.get(log.corridor)
            if held is None or held.logs != logs:
                agreement = self._agreement(node, log, logs)
                held = _Held(logs, None if agreement is None else _record(node, log, agreement))
                self._records[log.corridor] = held
            return held.value

    def movement(self, node: Node, log: OwnLog, logs: LogStates, movement: str) -> ExplainedMovement | None:
        """One movement explained, also one that is too old to stand in the list."""
        record = self.record(node, log, logs)
        found = None if record is None else record.movement(movement)
        agreement = self.agreement(node, log, logs)
        if found is not None or agreement is None:
            return found
        return _record(node, log, agreement, only=movement).movement(movement)

    def _agreement(self, node: Node, log: OwnLog, logs: LogStates) -> Agreement | None:
        held = self._agreements.get(log.corridor)
        if held is None or held.logs != logs:
            held = _Held(logs, agreement_of(node, log))
            self._agreements[log.corridor] = held
        return held.value


def _record(node: Node, log: OwnLog, agreement: Agreement, *, only: str = "") -> JudgedRecord:
    return JudgedRecord(agreed_record(node, log, agreement, only=only), lambda: conformance_of(node, log, agreement))
