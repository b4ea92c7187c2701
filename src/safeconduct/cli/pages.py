"""What the pages ask of a node (`web.source.Pages`), answered from its newest signed states.

Answers are computed once for each log state and kept; a lock lets one thread compute them while others wait.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from safeconduct.agreement.model import Agreement
from safeconduct.assess.claims import answer as engine
from safeconduct.assess.claims import phrases
from safeconduct.assess.claims.convention import Finding
from safeconduct.assess.conformance.report import Conformance
from safeconduct.assess.public import Naming, PublicRecord
from safeconduct.assess.situation.model import Pinned
from safeconduct.base.instant import day_to_text
from safeconduct.cli.agreement_pages import AgreementPages
from safeconduct.cli.kept import Kept, LogStates
from safeconduct.cli.road_pages import Asked, RoadPages
from safeconduct.facts.agreed.views import kept_logs
from safeconduct.facts.build import read_terms, states_of
from safeconduct.facts.columns import ColumnType
from safeconduct.facts.terms import Terms
from safeconduct.log import LogReader
from safeconduct.node.answering import Checked, check_claims
from safeconduct.node.bundling import bundle_of
from safeconduct.node.claimbook import ClaimBook, read_claimbook
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node, open_node
from safeconduct.node.overview import Overview, overview_of
from safeconduct.node.parquet import parquet_bytes
from safeconduct.node.planning import plan_of
from safeconduct.node.public_record import naming_of, record_from
from safeconduct.node.reading import LoggedEntry, entries, proven
from safeconduct.node.tables import open_tables
from safeconduct.node.world import World
from safeconduct.plan.results import PlanResult
from safeconduct.web import source
from safeconduct.web.judged import JudgedRecord

PLANS_MAX = 8
PUBLIC_MAX = 8
_ASSUMED = frozenset({phrases.DEF_SCOPE, phrases.DEF_TOLERANCE_IMPLIED, phrases.DEF_END_DEFAULT})


@dataclass(frozen=True, slots=True)
class _State:
    """What the logs of a corridor say as of their signed states.

    log: the first of them. readers: all, by origin. terms: of the corridor. value: the answers as the command line
    prints them. plan: whether a plan for its post is kept.
    """

    log: OwnLog
    readers: Mapping[str, LogReader]
    terms: Terms
    logs: tuple[source.LogState, ...]
    overview: Overview
    book: ClaimBook
    checked: Checked
    value: dict[str, Any]
    plan: bool


class NodePages(RoadPages):
    """The pages of a node. known: answers computed already, by corridor."""

    def __init__(self, root: Path, world: World, known: Mapping[str, Checked] | None = None) -> None:
        super().__init__()
        self._root = root
        self._world = world
        self._lock = threading.Lock()
        self._states: dict[str, _State] = {}
        self._known = dict(known or {})
        self._agreements = AgreementPages()
        self._plans: Kept[tuple[str, LogStates], PlanResult | None] = Kept(PLANS_MAX)
        self._public: Kept[tuple[LogStates, Pinned], PublicRecord] = Kept(PUBLIC_MAX)

    def prepare(self) -> int:
        """Compute the answers of all corridors; how many corridors there are."""
        return len(self._all())

    def close(self) -> None:
        """Close the logs and the tables."""
        self._tables.close()
        for state in self._states.values():
            for reader in state.readers.values():
                reader.close()

    def corridors(self) -> Sequence[source.Corridor]:
        """The corridors on this node."""
        return [_corridor(state) for state in self._all()]

    def overview(self, corridor: str) -> source.Overview | None:
        """What the corridor's record holds."""
        state = self._find(corridor)
        return None if state is None else _overview(state)

    def naming(self, corridor: str) -> Naming:
        """Names of ids: those that ship for the corridor."""
        return naming_of(corridor)

    def public_record(self, corridor: str, pinned: Pinned) -> PublicRecord | None:
        """Who said what in public, up to a day."""
        state = self._find(corridor)
        if state is None:
            return None
        asked = self._asked_of(state, pinned)
        return self._public.get((asked.logs, pinned), lambda: self._read_public(asked))

    def _read_public(self, asked: Asked) -> PublicRecord:
        with self._tables.held(asked) as held:
            return record_from(held.facts, asked.pinned, naming_of(asked.log.corridor))

    def plan(self, corridor: str) -> PlanResult | None:
        """The plan kept beside the corridor's record, worked out once for each state of its logs."""
        state = self._find(corridor)
        if state is None:
            return None
        return self._plans.get((corridor, state.checked.whole.logs), lambda: plan_of(self._node(), state.log))

    def parquet(self, columns: Mapping[str, ColumnType], rows: Sequence[Sequence[str | int | None]]) -> bytes:
        """A table as a Parquet file."""
        return parquet_bytes(columns, rows)

    def claims(self, corridor: str) -> Sequence[source.Claim]:
        """All claims with their answers, without evidence."""
        state = self._find(corridor)
        if state is None:
            return ()
        return [_claim(state, replace(answer, evidence=())) for answer in state.checked.whole.answers]

    def claim(self, corridor: str, claim: str) -> source.Claim | None:
        """One claim with its whole answer."""
        state = self._find(corridor)
        found = state.checked.whole.answers if state is not None else ()
        return next((_claim(state, one) for one in found if state and one.claim.id == claim), None)

    def conventions(self, corridor: str) -> Sequence[source.Convention]:
        """The conventions found."""
        state = self._find(corridor)
        if state is None:
            return ()
        values = state.value["conventions"]
        return [_convention(*pair) for pair in zip(state.checked.whole.conventions, values, strict=True)]

    def bundle(self, corridor: str, claim: str) -> Iterator[bytes] | None:
        """The bundle of the answers that the page of this claim shows a part of."""
        state = self._find(corridor)
        if state is None or all(one.claim.id != claim for one in state.checked.whole.answers):
            return None
        return bundle_of(self._node(), state.log, state.checked)

    def entries(self, origin: str, start: int, stop: int) -> Sequence[source.Entry]:
        """The entries start <= index < stop of a log."""
        state = self._of_origin(origin)
        return [] if state is None else [_entry(one) for one in entries(state.readers[origin], start, stop)]

    def entry(self, origin: str, index: int) -> source.ProvenEntry | None:
        """One entry with its proof."""
        state = self._of_origin(origin)
        if state is None or not 0 <= index < state.readers[origin].size:
            return None
        found = proven(state.readers[origin], index)
        proof = tuple(part.hex() for part in found.proof)
        log = next(one for one in state.logs if one.origin == origin)
        return source.ProvenEntry(_entry(found.entry), log, proof, found.receipt)

    def agreement(self, corridor: str) -> Agreement | None:
        """The agreement that the corridor's charter names."""
        state = self._find(corridor)
        return None if state is None else self._agreements.agreement(self._node(), state.log, state.checked.whole.logs)

    def conformance(self, corridor: str) -> Conformance | None:
        """What the record shows of that agreement."""
        record = self._record(corridor)
        return None if record is None else record.conformance()

    def movements(self, corridor: str) -> Sequence[source.JudgedMovement]:
        """Every movement on record with its verdicts."""
        record = self._record(corridor)
        return () if record is None else record.movements()

    def movement(self, corridor: str, movement: str) -> source.ExplainedMovement | None:
        """One movement, explained."""
        state = self._find(corridor)
        if state is None:
            return None
        return self._agreements.movement(self._node(), state.log, state.checked.whole.logs, movement)

    def _asked(self, corridor: str, pinned: Pinned) -> Asked | None:
        state = self._find(corridor)
        if state is None or state.terms.route is None:
            return None
        return self._asked_of(state, pinned)

    def _asked_of(self, state: _State, pinned: Pinned) -> Asked:
        return Asked(self._node(), state.log, state.checked.whole.logs, state.readers, pinned)

    def _record(self, corridor: str) -> JudgedRecord | None:
        state = self._find(corridor)
        return None if state is None else self._agreements.record(self._node(), state.log, state.checked.whole.logs)

    def _node(self) -> Node:
        return open_node(self._root, self._world)

    def _all(self) -> list[_State]:
        return [self._state(log) for log in self._node().config.logs if not log.name]

    def _find(self, corridor: str) -> _State | None:
        logs = (log for log in self._node().config.logs if log.corridor == corridor and not log.name)
        return next((self._state(log) for log in logs), None)

    def _of_origin(self, origin: str) -> _State | None:
        return next((self._find(log.corridor) for log in self._node().config.logs if log.origin == origin), None)

    def _state(self, log: OwnLog) -> _State:
        """What the logs of a corridor say as signed now; computed anew when one of them has grown."""
        with self._lock:
            held = self._states.get(log.corridor)
            readers = self._readers(log.corridor, {} if held is None else held.readers)
            if held is None or held.checked.whole.logs != states_of([*readers.values()]):
                held = self._read(log, readers)
                self._states[log.corridor] = held
            return held

    def _readers(self, corridor: str, held: Mapping[str, LogReader]) -> dict[str, LogReader]:
        node = self._node()
        return {
            log.origin: (held[log.origin].latest() if log.origin in held else node.reader(log)).signed()
            for log in node.logs(corridor)
        }

    def _read(self, log: OwnLog, readers: Mapping[str, LogReader]) -> _State:
        node, book = self._node(), read_claimbook(readers[log.origin])
        checked = self._known.pop(log.corridor, None)
        if checked is None or checked.whole.logs != states_of([*readers.values()]):
            checked = check_claims(node, log, book.claims_file())
        with open_tables(node, log) as facts:
            overview, terms = overview_of(facts), facts.terms
        logs = tuple(_log(one, readers[one.origin]) for one in node.logs(log.corridor))
        plan = node.layout.plan(log.corridor).is_file()
        return _State(log, readers, terms, logs, overview, book, checked, checked.whole.to_json(), plan)


def _log(log: OwnLog, reader: LogReader) -> source.LogState:
    _, evidence = read_terms([reader])
    (kept,) = kept_logs([reader])
    return source.LogState(
        origin=log.origin,
        vkey=log.vkey,
        size=reader.size,
        root=reader.root.hex(),
        checkpoint=reader.checkpoint().decode(),
        corridor=log.corridor,
        evidence=evidence,
        party=kept.party,
    )


def _corridor(state: _State) -> source.Corridor:
    titles = {"en": state.log.corridor, **state.terms.title}
    road = state.terms.route is not None
    return source.Corridor(state.log.corridor, titles, state.logs, state.terms.agreement, road, state.plan)


def _overview(state: _State) -> source.Overview:
    found = state.overview
    return source.Overview(
        corridor=_corridor(state),
        first="" if found.first is None else day_to_text(found.first),
        last="" if found.last is None else day_to_text(found.last),
        figures=tuple(_figures(found)),
        series=(_series(found),),
        cannot_know=state.terms.cannot_know,
    )


def _figures(found: Overview) -> Iterator[source.Figure]:
    """The figures in the words that the catalogues know (`web.views.phrases.FROM_NODES`)."""
    if found.passages and not found.movements:
        says = "Passages on record, in both directions."
        yield source.Figure("passages", "Passages", found.passages, "passages", says)
        return
    voyages = found.noun == "voyages"
    outbound = voyages and found.directions == ("outbound",)
    says = (
        "Outbound voyages, each counted once however many cargo lines it has."
        if outbound
        else "Movements on record, each counted once however many cargo lines it has."
    )
    rows = found.movements or None
    yield source.Figure(found.noun, "Voyages" if voyages else "Movements", rows, found.noun, says)
    if found.lines:
        says = "Lines of cargo; one voyage may carry several, for several countries." if voyages else ""
        yield source.Figure("cargo_lines", "Cargo lines", found.lines, "lines", says)
        says = (
            "Sum of the tonnes of all cargo lines, as published." if voyages else "Sum of the loads of all cargo lines."
        )
        yield source.Figure("cargo_tonnes", "Cargo", found.tonnes, "t", says)


def _series(found: Overview) -> source.Series:
    weeks = tuple(source.Week(day_to_text(week.monday), week.rows) for week in found.weeks)
    if found.column == "passed_on":
        return source.Series("passages", "Passages per week", "passages", "", weeks)
    outbound = found.noun == "voyages" and found.directions == ("outbound",)
    says = "Outbound voyages by the week, Monday to Sunday, in which they departed." if outbound else ""
    return source.Series("departures", "Departures per week", found.noun, says, weeks)


def _claim(state: _State, answer: engine.Answer) -> source.Claim:
    claim = answer.claim
    held = state.book.claims.get(claim.id)
    value = next(one for one in state.value["claims"] if one["id"] == claim.id)
    return source.Claim(
        id=claim.id,
        statement=claim.statement,
        speaker=claim.speaker,
        said_on=claim.said_on,
        source=claim.source,
        wording=claim.wording,
        answer=_answer(answer),
        value=value,
        as_of=claim.as_of,
        note=claim.note,
        entry=None if held is None else source.EntryRef(state.log.origin, held.index),
    )


def _answer(answer: engine.Answer) -> source.Answer:
    proposition = answer.claim.proposition
    interval = answer.recorded
    return source.Answer(
        verdict=answer.verdict.value,
        claimed=source.Claimed(proposition.comparator.value, proposition.value, proposition.unit, proposition.high),
        recorded=source.Recorded(
            None if interval is None else interval.low,
            None if interval is None else interval.high,
            proposition.unit,
        ),
        reason=answer.reason,
        definition=tuple(source.DefinitionPart(part, part.template in _ASSUMED) for part in answer.definition),
        reconciliations=tuple(_reconciliation(found) for found in answer.reconciliations),
        rows=answer.rows,
        evidence=tuple(_row(row) for row in answer.evidence),
        cannot_know=answer.cannot_know,
    )


def _reconciliation(found: engine.Reconciliation) -> source.Reconciliation:
    return source.Reconciliation(
        kind=found.kind,
        change=found.change,
        value=found.value,
        residual=found.residual,
        exact=found.exact,
        arithmetic=found.arithmetic,
        chance_permille=found.chance_permille,
        agree=found.agree,
        of=found.of,
        rows=tuple(_row(row) for row in found.rows),
        note=found.note,
    )


def _row(row: engine.EvidenceRow) -> source.EvidenceRow:
    refs = tuple(source.EntryRef(ref.log, ref.index) for ref in row.entries)
    return source.EvidenceRow(row.label, row.day, row.value, refs)


def _convention(found: Finding, value: dict[str, Any]) -> source.Convention:
    runner = found.runner_up
    return source.Convention(
        speaker=found.speaker,
        change=found.best.convention.words(),
        agree=len(found.best.agree),
        of=found.of,
        agree_as_stated=len(found.plain.agree),
        agree_held_out=found.held_out,
        value=value,
        consistent_only=found.consistent_only,
        runner_up=None if runner is None else runner.convention.words(),
        runner_up_agree=0 if runner is None else len(runner.agree),
        unexplained=tuple(left.claim for left in found.left),
    )


def _entry(entry: LoggedEntry) -> source.Entry:
    return source.Entry(entry.index, entry.data, entry.leaf.hex())
