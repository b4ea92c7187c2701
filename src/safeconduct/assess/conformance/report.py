"""The agreement and the record of one corridor together: the one entry point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safeconduct.agreement.model import Agreement
from safeconduct.agreement.obligations import DutyState
from safeconduct.assess.conformance.clauses import ClauseResult, clause_results
from safeconduct.assess.conformance.duties import duties_of
from safeconduct.assess.conformance.periods import SuspensionResult, TermResult, suspensions_of, terms_of
from safeconduct.assess.conformance.record import Pass, QuestionCount
from safeconduct.assess.conformance.values import CannotShow, FactCount, Goods, cannot_show, counts_of, goods_of
from safeconduct.assess.conformance.waits import Waits, waits_of
from safeconduct.base.instant import instant_to_text
from safeconduct.facts.agreed.movements import agreed_facts
from safeconduct.facts.agreed.views import KeptLog, View
from safeconduct.facts.build import Facts, LogState


@dataclass(frozen=True, slots=True)
class Conformance:
    """What a record shows of an agreement, up to an instant. Readings and views stand side by side.

    digest: of the agreement. movements: how many were asked about. corridor: as its charter names it. since: the
    instant before which movements were left out, µs; None if none were.
    """

    corridor: str
    agreement: str
    digest: str
    as_of: int
    logs: tuple[LogState, ...]
    views: tuple[View, ...]
    readings: tuple[str, ...]
    movements: int
    questions: tuple[QuestionCount, ...]
    clauses: tuple[ClauseResult, ...]
    duties: tuple[DutyState, ...]
    waits: tuple[Waits, ...]
    terms: tuple[TermResult, ...]
    suspensions: tuple[SuspensionResult, ...]
    facts: tuple[FactCount, ...]
    goods: Goods
    cannot_show: tuple[CannotShow, ...]
    simulated: bool
    since: int | None = None

    def clause(self, name: str) -> ClauseResult:
        """A clause by its id. Raises KeyError."""
        found = next((one for one in self.clauses if one.clause == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def to_json(self) -> dict[str, object]:
        """As an object without floats; the same logs, agreement, views and instant give the same bytes."""
        found: dict[str, object] = {
            "corridor": self.corridor,
            "agreement": {"id": self.agreement, "sha256": self.digest},
            "as_of": instant_to_text(self.as_of),
            "logs": [{"origin": log.origin, "size": log.size, "root": log.root} for log in self.logs],
            "views": [{"view": view.name, "logs": list(view.origins)} for view in self.views],
            "readings": list(self.readings),
            "movements": self.movements,
            "questions": [question.to_json() for question in self.questions],
            "clauses": [clause.to_json() for clause in self.clauses],
            "duties": [duty.to_json() for duty in self.duties],
            "checks": [waits.to_json() for waits in self.waits],
            "terms": [term.to_json() for term in self.terms],
            "suspensions": [suspension.to_json() for suspension in self.suspensions],
            "facts": [count.to_json() for count in self.facts],
            "goods": self.goods.to_json(),
            "cannot_show": [one.to_json() for one in self.cannot_show],
        }
        if self.since is not None:
            found["since"] = instant_to_text(self.since)
        return {**found, "simulated": True} if self.simulated else found


def conformance(
    facts: Facts,
    agreement: Agreement,
    as_of: int | None = None,
    *,
    since: int | None = None,
    logs: Sequence[KeptLog] = (),
    views: Sequence[View] = (),
) -> Conformance:
    """Put an agreement to a record.

    as_of: instant up to which entries count, µs; left out, the end of the record. since: left out, every movement; else
    those of which nothing was recorded before it. logs: who keeps which log, from
    `kept_logs`. views: left out, all logs together, and each party's own where several keep logs.
    Raises FactsError for a record of more movements than are judged one by one.
    """
    agreed = agreed_facts(facts, agreement, logs=logs, views=views, as_of=as_of, since=since)
    counted = Pass(agreed)
    counted.run()
    duties = duties_of(agreed)
    waits = (waits_of(agreed, view.name) for view in agreed.views)
    return Conformance(
        corridor=facts.terms.corridor,
        agreement=agreement.id,
        digest=agreement.digest,
        as_of=agreed.as_of,
        since=since,
        logs=agreed.stamp,
        views=agreed.views,
        readings=tuple(agreement.readings),
        movements=len(agreed.movements),
        questions=tuple(counted.questions.values()),
        clauses=clause_results(agreement, counted.cells(), duties),
        duties=duties,
        waits=tuple(one for one in waits if one is not None),
        terms=terms_of(agreed),
        suspensions=suspensions_of(agreed),
        facts=counts_of(agreed),
        goods=goods_of(facts),
        cannot_show=cannot_show(agreed),
        simulated=facts.evidence == "simulated",
    )
