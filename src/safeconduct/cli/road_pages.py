"""The situation, reports, journeys, incidents and supplies of a node's roads, for the pages.

The tables of the newest few states asked for stay open, so that a page need not open and check every log again. One
thread at a time reads them: a connection of DuckDB is not for two at once, and the tables of an earlier state belong to
their connection alone.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field

from safeconduct.agreement.model import Agreement
from safeconduct.assess.situation.journeys import (
    JourneyChoices,
    JourneyFilter,
    JourneyPage,
    read_choices,
    read_journeys,
)
from safeconduct.assess.situation.model import At, Pinned, Situation
from safeconduct.assess.situation.one_journey import JourneyTold, read_journey_told
from safeconduct.assess.situation.report import SituationReport
from safeconduct.assess.situation.supply_record import SupplyRecord, read_supply_record
from safeconduct.assess.sources import Question
from safeconduct.cli.kept import Kept, LogStates
from safeconduct.facts.agreed.views import kept_logs
from safeconduct.facts.build import Facts
from safeconduct.log import LogReader
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node
from safeconduct.node.reporting import report_from, rooted
from safeconduct.node.situation import NEWEST, Shown, as_pinned, live_entry, shown_from
from safeconduct.node.tables import open_tables
from safeconduct.web.source import IncidentWords

TABLES_MAX = 4
SITUATIONS_MAX = 32
REPORTS_MAX = 16


@dataclass(slots=True)
class _Held:
    """The open tables of one state, and what was read of them so far."""

    facts: Facts
    stack: ExitStack
    choices: JourneyChoices | None = None
    supplies: SupplyRecord | None = None
    words: dict[At, IncidentWords] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A state of the record of a corridor. logs: as signed now; readers: all of its logs, by origin."""

    node: Node
    log: OwnLog
    logs: LogStates
    readers: Mapping[str, LogReader]
    pinned: Pinned


class RoadPages(ABC):
    """The part of `web.source.Pages` that is about a road. Whoever completes it says what is asked for."""

    def __init__(self) -> None:
        self._tables = _Tables()
        self._situations: Kept[tuple[LogStates, Pinned], Shown] = Kept(SITUATIONS_MAX)
        self._reports: Kept[tuple[LogStates, Pinned], SituationReport | None] = Kept(REPORTS_MAX)

    @abstractmethod
    def _asked(self, corridor: str, pinned: Pinned) -> Asked | None:
        """The state of the record that an address asks for; None where there is no road."""

    @abstractmethod
    def agreement(self, corridor: str) -> Agreement | None:
        """The agreement that the corridor's charter names."""

    def situation(self, corridor: str, pinned: Pinned) -> Situation | None:
        """The situation on the corridor's road as of a day."""
        asked = self._asked(corridor, pinned)
        return None if asked is None else self._shown(asked).situation

    def disagreements(self, corridor: str, pinned: Pinned) -> Sequence[Question]:
        """Questions on which sources on record differ."""
        asked = self._asked(corridor, pinned)
        return () if asked is None else self._shown(asked).disagreements

    def report(self, corridor: str, pinned: Pinned) -> SituationReport | None:
        """The situation report of a day."""
        asked = self._asked(corridor, pinned)
        if asked is None:
            return None
        return self._reports.get((asked.logs, pinned), lambda: self._report(asked, self.agreement(corridor)))

    def _shown(self, asked: Asked) -> Shown:
        return self._situations.get((asked.logs, asked.pinned), lambda: self._read_shown(asked))

    def _read_shown(self, asked: Asked) -> Shown:
        with self._tables.held(asked) as held:
            return shown_from(held.facts)

    def _report(self, asked: Asked, agreement: Agreement | None) -> SituationReport | None:
        shown, readers = self._shown(asked), [*asked.readers.values()]
        with self._tables.held(asked) as held:
            found = report_from(held.facts, shown, agreement, kept_logs(readers))
        return None if found is None else rooted(found, readers)

    def journey_choices(self, corridor: str, pinned: Pinned) -> JourneyChoices | None:
        """What the journeys on the corridor's road can be chosen by."""
        asked = self._asked(corridor, pinned)
        if asked is None:
            return None
        with self._tables.held(asked) as held:
            if held.choices is None:
                held.choices = read_choices(held.facts)
            return held.choices

    def journeys(self, corridor: str, pinned: Pinned, wanted: JourneyFilter, start: int, stop: int) -> JourneyPage:
        """The journeys start <= place < stop of those chosen, newest first."""
        asked = self._asked(corridor, pinned)
        if asked is None:
            return JourneyPage((), 0)
        with self._tables.held(asked) as held:
            return read_journeys(held.facts, wanted, start, stop)

    def journey(self, corridor: str, pinned: Pinned, journey: str) -> JourneyTold | None:
        """One journey with all its entries."""
        asked = self._asked(corridor, pinned)
        if asked is None:
            return None
        with self._tables.held(asked) as held:
            return read_journey_told(held.facts, journey)

    def incident_words(self, corridor: str, pinned: Pinned) -> Mapping[At, IncidentWords]:
        """What the entries of the situation's incidents say beyond their rows."""
        asked = self._asked(corridor, pinned)
        shown = None if asked is None else self._shown(asked).situation
        if asked is None or shown is None:
            return {}
        with self._tables.held(asked) as held:
            for entry in (one.entry for one in shown.happenings):
                if entry not in held.words:
                    held.words[entry] = _words(held.facts, asked.readers[entry.log], entry)
            return dict(held.words)

    def supplies(self, corridor: str, pinned: Pinned) -> SupplyRecord | None:
        """Stocks, days of supply and cuts of services of the days that the situation shows."""
        asked = self._asked(corridor, pinned)
        shown = None if asked is None else self._shown(asked).situation
        if asked is None or shown is None:
            return None
        with self._tables.held(asked) as held:
            if held.supplies is None:
                held.supplies = read_supply_record(held.facts, shown.first, shown.day)
            return held.supplies


class _Tables:
    """The open tables of the newest few states."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[LogStates, Pinned], _Held] = OrderedDict()

    def close(self) -> None:
        """Close them all."""
        with self._lock:
            while self._kept:
                self._kept.popitem()[1].stack.close()

    @contextmanager
    def held(self, asked: Asked) -> Iterator[_Held]:
        """The tables of a state, for this thread alone."""
        key = (asked.logs, asked.pinned)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = _opened(asked)
                while len(self._kept) > TABLES_MAX:
                    self._kept.popitem(last=False)[1].stack.close()
            self._kept.move_to_end(key)
            yield self._kept[key]


def _opened(asked: Asked) -> _Held:
    with ExitStack() as stack:
        facts = stack.enter_context(open_tables(asked.node, asked.log))
        if asked.pinned != NEWEST:
            facts = as_pinned(facts, asked.pinned)
            stack.enter_context(closing(facts.con))
        return _Held(facts, stack.pop_all())


def _words(facts: Facts, reader: LogReader, entry: At) -> IncidentWords:
    """The body of an incident with the corrections that count in this state."""
    body = live_entry(facts, reader, entry.index).entry.body
    made_up = body.get("extra", {}).get("simulated") == 1
    return IncidentWords(tuple(body.get("cites", ())), body.get("attributed_to", ""), made_up)
