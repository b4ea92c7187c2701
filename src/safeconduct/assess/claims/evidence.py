"""The rows behind an answer, each with the entries that show it; at most 200 are listed, all are counted."""

from __future__ import annotations

from fractions import Fraction

from safeconduct.assess.claims.answer import EvidenceRow, refs
from safeconduct.assess.claims.definition import ENTRY_KEYS, Definition
from safeconduct.assess.claims.evaluate import Evaluator, condition_of
from safeconduct.assess.claims.profile import Span, window_of
from safeconduct.assess.claims.rows import Candidate, row_label
from safeconduct.base.instant import day_to_text
from safeconduct.base.limits import EVIDENCE_ROWS_MAX


def evidence_rows(evaluator: Evaluator) -> tuple[EvidenceRow, ...]:
    """The rows that certainly satisfy a claim in its own window, in the order of their entries."""
    definition = evaluator.definition
    if definition.not_recorded:
        return ()
    window = window_of(definition.when)
    column = window.column if isinstance(window, Span) else window.entered if window else ""
    day = f'"d_{column}"' if column else "CAST(NULL AS BIGINT)"
    label = "CAST(NULL AS VARCHAR), CAST(NULL AS BIGINT)" if definition.table == "passage" else "vehicle, number"
    keys = ", ".join(ENTRY_KEYS[definition.table])
    sources = definition.each_sql or (definition.rows_sql,)
    rows_sql = " UNION ALL ".join(sources)
    found = definition.facts.con.execute(
        f"""
        SELECT CAST(row_key AS VARCHAR) AS k, {label}, {day}, value, {keys} FROM ({rows_sql}) AS r
        WHERE truth = 2{condition_of(window)}
        ORDER BY COALESCE({keys}) NULLS LAST, k, value NULLS LAST LIMIT {EVIDENCE_ROWS_MAX}
        """
    ).fetchall()
    return tuple(_row(definition, row) for row in found)


def _row(definition: Definition, row: tuple[object, ...]) -> EvidenceRow:
    key, vehicle, number, day, value, *entries = row
    origins = [state.origin for state in definition.facts.stamp]
    return EvidenceRow(
        label=row_label(_text(vehicle), _number(number), str(key)),
        day="" if day is None else day_to_text(int(str(day))),
        value=None if value is None else Fraction(int(str(value))) / definition.scale,
        entries=refs([_number(entry) for entry in entries], origins),
    )


def candidate_row(definition: Definition, candidate: Candidate, own: Candidate | None) -> EvidenceRow:
    """A named row of a reconciliation as evidence. own: the row as this claim's condition sees it, if it does."""
    log, index = candidate.entry
    origins = [state.origin for state in definition.facts.stamp]
    value = None
    if own is not None and definition.value is not None:
        value = Fraction(abs(own.counts.total)) / definition.scale
    return EvidenceRow(candidate.label, day_to_text(candidate.day), value, refs([(log << 40) + index], origins))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> int | None:
    return None if value is None else int(str(value))
