"""One record under one agreement, as the pages show it: verdicts of all movements, reasons of one, conformance.

Nothing is computed before it is asked for: the verdicts of all movements once, the reasons of a movement when
its page is opened. Safe for several threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from safeconduct.agreement.cel.evaluate import Facts as Values
from safeconduct.agreement.explain import Explainer
from safeconduct.agreement.logic import Outcome
from safeconduct.agreement.model import INSTANT_FACT, QUESTIONS, Question
from safeconduct.agreement.split import split_of
from safeconduct.assess.conformance.judge import WHOLE, Judge
from safeconduct.assess.conformance.report import Conformance
from safeconduct.base.instant import day_to_text
from safeconduct.facts.agreed.cases import case_of
from safeconduct.facts.agreed.movements import AgreedFacts, Movement
from safeconduct.web.source import ExplainedMovement, JudgedMovement


class JudgedRecord:
    """The movements of a record under its agreement. conform: computes the conformance, once."""

    def __init__(self, agreed: AgreedFacts, conform: Callable[[], Conformance]) -> None:
        self._agreed = agreed
        self._conform = conform
        self._lock = threading.Lock()
        self._judges: dict[tuple[str, Question], Judge] = {}
        self._explainers: dict[Question, Explainer] = {}
        self._movements: tuple[JudgedMovement, ...] | None = None
        self._conformance: Conformance | None = None

    def movements(self) -> Sequence[JudgedMovement]:
        """Every movement with its verdicts, in order of time."""
        with self._lock:
            if self._movements is None:
                self._movements = tuple(self._judged(movement) for movement in self._agreed.movements)
            return self._movements

    def conformance(self) -> Conformance:
        """What the record shows of the agreement."""
        with self._lock:
            if self._conformance is None:
                self._conformance = self._conform()
            return self._conformance

    def movement(self, movement: str) -> ExplainedMovement | None:
        """One movement with its facts and the reasons; None if the record has none of that id."""
        found = next((one for one in self._agreed.movements if one.id == movement), None)
        if found is None:
            return None
        with self._lock:
            views = [view.name for view in self._agreed.views]
            facts = {view: self._agreed.facts_of(view, movement) for view in views}
            case = case_of(self._agreed, movement)
            explanations = tuple(self._explainer(question).explain(case) for question in QUESTIONS)
            moments = [self._moments(values) for values in case.views.values()]
            dated = all(one is None or one[0] == one[1] for one in moments)
            return ExplainedMovement(self._judged(found), facts, explanations, dated)

    def _judged(self, movement: Movement) -> JudgedMovement:
        cells: dict[Question, dict[tuple[str, str], Outcome]] = {question: {} for question in QUESTIONS}
        for view in self._agreed.views:
            values = self._agreed.values_of(view.name, movement.id)
            moments = self._moments(values)
            for question in QUESTIONS:
                for reading in self._agreed.agreement.readings:
                    outcomes = self._judge(reading, question).outcomes(values, moments)
                    cells[question][view.name, reading] = outcomes[WHOLE]
        day = self._agreed.day_of(self._agreed.views[0].name, movement)
        splits = {question: split_of(found) for question, found in cells.items()}
        return JudgedMovement(movement.id, movement.label, day_to_text(day), cells, splits)

    def _moments(self, values: Values) -> tuple[int, int] | None:
        at = values.get(INSTANT_FACT)
        return self._agreed.moments(at) if isinstance(at, int) else None

    def _judge(self, reading: str, question: Question) -> Judge:
        agreement = self._agreed.agreement
        if (reading, question) not in self._judges:
            self._judges[reading, question] = Judge(agreement, question, agreement.readings[reading], {})
        return self._judges[reading, question]

    def _explainer(self, question: Question) -> Explainer:
        if question not in self._explainers:
            self._explainers[question] = Explainer(self._agreed.agreement, question)
        return self._explainers[question]
