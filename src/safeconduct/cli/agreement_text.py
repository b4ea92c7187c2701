"""Checks, verdicts and differences of agreements as text. The JSON says the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from safeconduct.base.instant import instant_to_text
from safeconduct.cli.layout import columns, labelled, width, wrapped
from safeconduct.cli.output import printable

if TYPE_CHECKING:
    from safeconduct.agreement.check import CheckReport, Finding
    from safeconduct.agreement.diff import Change, Difference, Matrix, Witness
    from safeconduct.agreement.explain import Explanation
    from safeconduct.agreement.explain.answer import Cell
    from safeconduct.agreement.model import Agreement
    from safeconduct.agreement.obligations import DutyState
    from safeconduct.assess.conformance.clauses import ClauseCell
    from safeconduct.assess.conformance.report import Conformance

_QUESTIONS = {"movement": "May this movement pass?", "conduct": "Was the road kept as agreed?"}
_SPLITS = {
    "settled": "every view and reading agrees",
    "unknown": "nobody disputes it; a fact is missing",
    "facts": "what was recorded is disputed",
    "interpretation": "the text is read in different ways",
    "mixed": "both the record and the text are disputed",
}


def words(text: str) -> str:
    """A word of the format as people write it.

    >>> words("coverage_gap")
    'coverage gap'
    """
    return text.replace("_", " ")


def check_lines(report: CheckReport) -> Iterator[str]:
    """What the checks found, errors first; what was looked at; on what the file rests."""
    wide = width()
    for finding in report.findings:
        yield from _finding_lines(finding, report.file, wide)
    if report.findings:
        yield ""
    counts = [(report.count(severity), severity) for severity in ("error", "warning", "notice")]
    parts = [f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts if count]
    known = len(report.findings) - len(report.unexplained)
    found = ", ".join([*parts, *([f"{known} explained in the file"] if known else [])])
    looked = "every one that differs" if report.complete else "not all that differ"
    yield f"{printable(report.agreement)}: {found or 'nothing found'}. {report.cells:,} movements tried, {looked}."
    shares = [f"{report.permille(basis) / 10:g} % {basis}" for basis in ("agreed", "stated", "inferred", "assumed")]
    yield f"Rests on: {', '.join(shares)}."
    yield f"digest sha256:{report.digest}"


def _finding_lines(finding: Finding, file: str, wide: int) -> Iterator[str]:
    place = f"{printable(file)}:{finding.line}" if finding.line else printable(file)
    yield f"{finding.severity} {finding.code}: {place}: {printable(finding.part)}"
    yield from wrapped(printable(finding.what), wide, indent="  ", first="  ")
    for name, value in finding.witness.items():
        yield from labelled(words(name), printable(_shown(value)), wide)
    if finding.why:
        yield from labelled("explained", printable(finding.why.get("en", "")), wide)
    else:
        yield from labelled("do", printable(finding.mend), wide)


def verdict_lines(agreement: Agreement, found: Sequence[Explanation]) -> Iterator[str]:
    """The verdicts of one movement: a table for each question, and where the dispute lies."""
    for number, one in enumerate(found):
        yield from [""] if number else []
        yield f"{_QUESTIONS[one.question]} {_SPLITS[one.split].capitalize()}."
        heading = ["  view", "reading", "verdict", "rule", "clauses"]
        yield from columns([heading, *(_verdict_row(agreement, cell) for cell in one.cells)])
        for cell in one.cells:
            if cell.needs:
                asked = "; ".join(str(need) for need in cell.needs)
                place = f"{printable(cell.reading)} in view {printable(cell.view)}"
                yield f"  to decide it under {place}: {printable(asked)}"


def _verdict_row(agreement: Agreement, cell: Cell) -> list[str]:
    verdict = words(cell.verdict)
    if cell.verdict == "indeterminate":
        verdict = f"not decided: {' or '.join(map(words, cell.outcome.possible))}"
    elif cell.by:
        verdict += f" by {', '.join(cell.by)}"
    reading = agreement.readings[cell.reading].party
    name = agreement.parties[reading].name.get("en", reading) if reading else cell.reading
    return [f"  {printable(cell.view)}", printable(name), verdict, printable(cell.rule) or "-", " ".join(cell.clauses)]


def diff_lines(found: Difference) -> Iterator[str]:
    """What changed in the file; then, for each question and reading, the verdicts that changed."""
    wide = width()
    yield f"{len(found.changes)} part{'' if len(found.changes) == 1 else 's'} of the file changed."
    for change in found.changes:
        lines = ", now ".join(dict.fromkeys(str(line) for line in (change.old_line, change.new_line) if line))
        keys = f" ({', '.join(change.keys)})" if change.keys else ""
        yield f"  {change.how} {printable(change.part)}{keys}{f', line {lines}' if lines else ''}{_recognised(change)}"
    for matrix in found.matrices:
        if matrix.changed:
            yield from ["", *_matrix_lines(matrix, wide)]
    if found.same_verdicts:
        yield "No verdict changes."
    for note in found.not_compared:
        yield from wrapped(f"not compared: {printable(note)}", wide, indent="  ", first="")


def _matrix_lines(matrix: Matrix, wide: int) -> Iterator[str]:
    what = "combinations of facts" if matrix.over == "regions" else "movements on record"
    total = sum(matrix.counts.values())
    yield f"{_QUESTIONS[matrix.question]} Reading {printable(matrix.reading)}: {matrix.changed:,} of {total:,} {what}."
    rows = [
        [f"  {words(old)}", "->", words(new), f"{count:,}"]
        for (old, new), count in sorted(matrix.counts.items())
        if old != new
    ]
    yield from columns(rows, right=frozenset({3}))
    for witness in matrix.witnesses:
        told = f"{printable(witness.words)}: {words(witness.old)}, now {words(witness.new)}{_recognised(witness)}"
        yield from wrapped(told, wide, indent="    ", first="  such as ")


def _recognised(found: Change | Witness) -> str:
    """Which amendment explains a change, and who recognises it."""
    if not found.amendment:
        return ""
    by = ", ".join(found.recognised_by) or "nobody"
    return f"; amendment {printable(found.amendment)}, recognised by {printable(by)}"


def conformance_lines(found: Conformance) -> Iterator[str]:
    """Each clause under each reading, the waits, the duties, and what the rows cannot show."""
    wide = width()
    simulated = " SIMULATED DATA." if found.simulated else ""
    since = "" if found.since is None else f" from {instant_to_text(found.since)}"
    until = instant_to_text(found.as_of)
    yield f"{printable(found.corridor)}: {found.movements:,} movements{since} up to {until}.{simulated}"
    yield f"agreement {printable(found.agreement)}, sha256:{found.digest}"
    for clause in found.clauses:
        yield ""
        yield from wrapped(
            f"{printable(clause.clause)}: {printable(clause.says.get('en', ''))}", wide, indent="  ", first=""
        )
        if not clause.cells:
            yield from wrapped(printable(clause.no_rule) or "no rule asks about movements", wide, indent="  ")
        else:
            yield from columns([["  view", "reading", "state", "score", "movements"], *map(_clause_row, clause.cells)])
            missing = sorted({name for cell in clause.cells for name in cell.missing})
            yield from (
                wrapped(f"not recorded: {', '.join(missing)}", wide, indent="    ", first="  ") if missing else []
            )
    yield ""
    yield "Duties"
    yield from columns([["  duty", "by", "state", "under each reading"], *map(_duty_row, found.duties)])
    yield ""
    yield "What the rows cannot show"
    for why in dict.fromkeys(f"{one.fact}: {one.why}" if one.fact else one.why for one in found.cannot_show):
        yield from wrapped(printable(why), wide, indent="    ", first="  ")


def _clause_row(cell: ClauseCell) -> list[str]:
    counts = ", ".join(f"{words(verdict)} {count:,}" for verdict, count in cell.counts.items())
    score = "-" if cell.score is None else "-".join(dict.fromkeys([str(cell.score.low), str(cell.score.high)]))
    return [f"  {printable(cell.view)}", printable(cell.reading), words(cell.state), score, counts]


def _duty_row(duty: DutyState) -> list[str]:
    each = ", ".join(f"{printable(cell.reading)}: {words(cell.state)}" for cell in duty.cells)
    return [f"  {printable(duty.obligation)}", " ".join(duty.by), words(duty.state), each]


def _shown(value: object) -> str:
    """A value of JSON as a reader takes it in: ``carrier none, armed false``."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_shown(one)}" for name, one in value.items())
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
