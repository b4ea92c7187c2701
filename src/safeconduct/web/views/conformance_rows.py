"""The table behind the conformance page: one row for each clause, question, view and reading."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.agreement.obligations import Score
from safeconduct.assess.conformance.report import Conformance
from safeconduct.web.views.files import Cell

CLAUSE_COLUMNS = (
    "clause", "says", "question", "view", "reading", "state", "score_low", "score_high", "movements", "decided",
    "kept", "departed", "verdicts", "rules", "no_rule", "evidence_rows", "missing_facts",
)  # fmt: skip


def clause_rows(found: Conformance) -> Iterator[tuple[Cell, ...]]:
    """One row for each cell; a clause that nothing applies has one row, which says why."""
    for clause in found.clauses:
        rules = " ".join(rule.id for rule in clause.rules)
        says = clause.says.get("en", "")
        if not clause.cells:
            nothing: tuple[Cell, ...] = (None,) * 5
            yield (clause.clause, says, "", "", "", "", *nothing, None, "", rules, clause.no_rule, None, "")
        for cell in clause.cells:
            verdicts = " ".join(f"{verdict}={count}" for verdict, count in cell.counts.items())
            tally = cell.tally
            yield (
                clause.clause, says, cell.question, cell.view, cell.reading, cell.state, *_ends(cell.score),
                tally.total, tally.covered, tally.met, tally.failed, verdicts, rules, clause.no_rule, cell.rows,
                " ".join(cell.missing),
            )  # fmt: skip


def _ends(score: Score | None) -> tuple[Cell, Cell]:
    return (None, None) if score is None else (score.low, score.high)
