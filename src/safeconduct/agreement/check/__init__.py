"""Static checks of an agreement: R01 to R13, each finding with a movement that shows it.

They look at every combination of values that matter (`agreement.region`), for every period, question and
reading, from the beginning of the agreement on. Nothing is sampled: where there are too many combinations the
report says that it is not complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from safeconduct.agreement.check.dates import date_faults
from safeconduct.agreement.check.explained import explained
from safeconduct.agreement.check.finding import RULES, SEVERITIES, CheckReport, Finding, Severity
from safeconduct.agreement.check.names import idle_clauses, idle_codes, idle_facts
from safeconduct.agreement.check.order import never_deciding, unexplained_overlaps, without_verdict
from safeconduct.agreement.check.readings import hidden_disagreements, idle_issues, untied_amendments
from safeconduct.agreement.check.swaps import direction_swap, one_sided_duties, party_swap
from safeconduct.agreement.check.tables import Tables
from safeconduct.agreement.check.undecided import undecided
from safeconduct.agreement.model import BASES, Agreement, Basis

__all__ = ["RULES", "CheckReport", "Finding", "Severity", "check_agreement"]


def check_agreement(agreement: Agreement) -> CheckReport:
    """Check an agreement that has loaded."""
    tables = Tables(agreement, agreement.readings)
    found = explained(agreement, [*_findings(tables), *_not_complete(tables)])
    order = {severity: number for number, severity in enumerate(SEVERITIES)}
    return CheckReport(
        agreement=agreement.id,
        file=agreement.file,
        digest=agreement.digest,
        findings=tuple(sorted(found, key=lambda one: (order[one.severity], one.line, one.code, one.part))),
        bases=_bases(agreement),
        cells=tables.work.cells,
        complete=not tables.work.left_out,
    )


def _findings(tables: Tables) -> Iterator[Finding]:
    agreement = tables.agreement
    yield from never_deciding(tables)
    yield from without_verdict(tables)
    yield from unexplained_overlaps(tables)
    yield from hidden_disagreements(agreement, tables.work)
    yield from idle_issues(agreement, tables.work)
    yield from idle_facts(agreement)
    yield from undecided(tables)
    yield from idle_clauses(agreement)
    yield from date_faults(tables)
    yield from direction_swap(tables)
    yield from party_swap(tables)
    yield from one_sided_duties(agreement)
    yield from untied_amendments(agreement)
    yield from idle_codes(tables)


def _not_complete(tables: Tables) -> Iterator[Finding]:
    for note in tables.work.left_out:
        what = f"the checks are not complete: {note}"
        mend = "Split rules that use many facts at once; what was found so far holds."
        yield Finding("R00", "warning", "rules", 0, what, mend)


def _bases(agreement: Agreement) -> Mapping[str, Mapping[Basis, int]]:
    """How many parts rest on each basis."""
    return {
        "rules": _counted(rule.basis for rule in agreement.rules),
        "limits": _counted(row.basis for limit in agreement.limits.values() for row in limit.rows),
        "lists": _counted(one.basis for one in agreement.lists.values()),
        "obligations": _counted(one.basis for one in agreement.obligations),
    }


def _counted(found: Iterable[Basis]) -> dict[Basis, int]:
    bases = list(found)
    return {basis: bases.count(basis) for basis in BASES}
