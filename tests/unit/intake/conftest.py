"""A small mapping, tables written in place, and logs in memory to import into."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import pytest

from safeconduct.base.instant import Instant, instant_from_text
from safeconduct.entries.envelope import Envelope, entry_from_bytes
from safeconduct.intake.existing import LogView
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.intake.plan import ImportPlan, Planned, plan_import
from safeconduct.log.append import LogWriter
from safeconduct.testing.samples import sample_writer

OFFSETS = ((Instant(0), 180),)
RECORDED = instant_from_text("2023-03-19T00:00:00.000Z")
MAP = """\
format: safeconduct-map/1
corridor: lane
dataset: trips
complete: true
input: {format: csv}
columns:
  trip: {type: integer, min: 1}
  line: {type: integer, min: 1}
  ship: {type: text, differs: first}
  port: {type: choice, of: [North, South]}
  goods: {type: text}
  tonnes: {type: quantity, unit: t, min: 0, max: 1000}
  left: {type: date, formats: [YYYY-MM-DD]}
  checked: {type: date, formats: [YYYY-MM-DD], optional: true}
group: [trip]
entries:
  - kind: notification
    at: left
    columns: {number: trip, place: port, vehicle: ship}
    values: {direction: outbound, category: vessel}
    lines: {columns: {line: line, commodity: goods, load_kg: tonnes}}
  - kind: check
    at: checked
    values: {method: unstated, result: unstated}
"""
HEADER = "trip,line,ship,port,goods,tonnes,left,checked"


class Plan(Protocol):
    """Plans an import of a table that is given as text or bytes."""

    def __call__(
        self, table: str | bytes, map_text: str = MAP, log: LogView | None = None, *, strict: bool = False
    ) -> ImportPlan: ...


@pytest.fixture
def plan() -> Plan:
    def planned(
        table: str | bytes, map_text: str = MAP, log: LogView | None = None, *, strict: bool = False
    ) -> ImportPlan:
        data = table if isinstance(table, bytes) else table.encode()
        return plan_import(
            lambda: io.BytesIO(data),
            map_from_yaml(map_text, "map.yaml"),
            offsets=OFFSETS,
            recorded=RECORDED,
            log=log,
            strict=strict,
        )

    return planned


@pytest.fixture
def trips() -> Callable[..., str]:
    """A table of the mapping's columns from short rows: trip, line, ship, tonnes, left, checked."""

    def table(*rows: tuple[Any, ...]) -> str:
        texts = [
            f"{trip},{line},{ship},North,flour,{tonnes},{left},{checked}"
            for trip, line, ship, tonnes, left, checked in rows
        ]
        return "\n".join([HEADER, *texts]) + "\n"

    return table


class Ledger:
    """A log in memory that imports are appended to."""

    def __init__(self) -> None:
        self.writer: LogWriter = sample_writer()

    @property
    def log(self) -> LogView:
        """The log as it is now."""
        return self.writer.reader()

    def write(self, plan: ImportPlan) -> dict[str, int]:
        """Append all of a plan and count it by action."""
        self.writer.append([planned.data for planned in plan.entries()])
        return dict(plan.tally)

    def entries(self) -> list[Envelope]:
        """All entries."""
        return [entry_from_bytes(data) for data in self.log.entries(0, self.log.size)]


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def map_text() -> str:
    return MAP


def decoded(planned: Iterable[Planned]) -> list[Envelope]:
    return [entry_from_bytes(each.data) for each in planned]


@pytest.fixture
def entries_of() -> Callable[[ImportPlan], list[Envelope]]:
    return lambda plan: decoded(plan.entries())
