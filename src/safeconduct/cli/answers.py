"""Answers as text: a table of many claims, one claim in full, the conventions. The JSON says the same."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

import click

from safeconduct.cli.layout import cells, columns, labelled, wrapped
from safeconduct.cli.output import printable

if TYPE_CHECKING:
    from safeconduct.assess.claims.answer import Answer, EvidenceRow, Reconciliation
    from safeconduct.assess.claims.convention import Finding
    from safeconduct.assess.claims.model import Claim

VERDICTS = {
    "supported": "supported",
    "contradicted": "contradicted",
    "undecidable": "cannot be decided",
}
_COLOURS = {"supported": "cyan", "contradicted": "magenta", "undecidable": "yellow"}
_HEADING = ["claim", "says", "the record gives", "verdict"]
EVIDENCE_SHOWN = 5
LEFT_SHOWN = 12


def table(answers: Sequence[Answer], wide: int) -> Iterator[str]:
    """Many answers, grouped by statement: id, claim, record, verdict; below each the plainest way to agree.

    Where the columns do not fit, claim and record stand on a line of their own.
    """
    lines = columns([_HEADING, *(_cells(answer) for answer in answers)])
    fits = max(map(cells, lines)) <= wide
    if not fits:
        lines = columns([[_HEADING[0], _HEADING[3]], *([row[0], row[3]] for row in map(_cells, answers))])
    yield lines[0]
    yield "-" * max(map(cells, lines))
    rows = iter(lines[1:])
    for _, group in groupby(answers, key=_statement):
        members = list(group)
        days = {answer.claim.as_of for answer in members}
        heading = _speaker(members[0].claim, as_of=len(days) == 1)
        yield from ["", *wrapped(heading, wide, indent="  ", first="")]
        for answer in members:
            yield _coloured(next(rows), answer.verdict.value)
            if not fits:
                compared = f"says {_claimed(answer)}; the record gives {_recorded(answer)}"
                yield from wrapped(compared, wide, indent=" " * 8, first=" " * 6)
            yield from _best(answer, wide)


def tally(answers: Sequence[Answer]) -> str:
    """How many of each verdict, in words."""
    found = [answer.verdict.value for answer in answers]
    parts = [f"{found.count(verdict)} {word}" for verdict, word in VERDICTS.items()]
    return f"{len(found)} claim{'' if len(found) == 1 else 's'}: {', '.join(parts)}."


def in_full(answer: Answer, wide: int) -> Iterator[str]:
    """One answer with everything that a reader needs to judge it."""
    claim = answer.claim
    yield _coloured(f"{printable(claim.id)}: {VERDICTS[answer.verdict.value]}", answer.verdict.value)
    if claim.wording:
        yield from wrapped(f"“{printable(claim.wording)}”", wide, indent="  ", first="  ")
    yield from wrapped(_speaker(claim), wide, indent="  ", first="  ")
    for label, text in (("source", claim.source), ("note", claim.note)):
        if text:
            yield from labelled(label, printable(text), wide)
    yield from labelled("claimed", _claimed(answer), wide)
    yield from labelled("record", _recorded(answer), wide)
    yield from labelled("reason", printable(str(answer.reason)), wide)
    for number, reading in enumerate(answer.readings):
        text = f"{reading.reading}: {VERDICTS[reading.verdict.value]}. {reading.reason}"
        yield from labelled("readings" if number == 0 else "", printable(text), wide)
    for number, part in enumerate(answer.definition):
        yield from labelled("definition" if number == 0 else "", printable(str(part)), wide)
    for number, found in enumerate(answer.reconciliations, start=1):
        yield from _reconciliation(found, number, wide)
    yield from _evidence(answer, wide)
    for number, text in enumerate(answer.cannot_know):
        yield from labelled("not known" if number == 0 else "", printable(text), wide)


def conventions(findings: Sequence[Finding], wide: int) -> Iterator[str]:
    """For each speaker the one change under which most claims agree, what it beats and what it leaves."""
    for finding in findings:
        best, strength = finding.best, "consistent with" if finding.consistent_only else "most agree if"
        yield from wrapped(f"{printable(finding.speaker)}: {strength} {best.convention.words()}", wide, indent="  ")
        counted = f"{len(best.agree)} of {finding.of} agree; as stated {len(finding.plain.agree)}"
        if finding.runner_up is not None:
            runner = finding.runner_up
            counted += f"; next best {len(runner.agree)} ({runner.convention.words()})"
        yield from wrapped(counted, wide, indent="  ", first="  ")
        if finding.left:
            yield from wrapped(f"left: {_left(finding)}", wide, indent="    ", first="  ")


def _statement(answer: Answer) -> tuple[str, str, str]:
    claim = answer.claim
    return (claim.statement, claim.speaker, claim.said_on)


def _cells(answer: Answer) -> list[str]:
    return [
        f"  {printable(answer.claim.id)}",
        _claimed(answer),
        _recorded(answer),
        VERDICTS[answer.verdict.value],
    ]


def _speaker(claim: Claim, *, as_of: bool = True) -> str:
    said = f"{printable(claim.speaker)}, {claim.said_on}" if claim.said_on else printable(claim.speaker)
    return f"{said}, as of {claim.as_of}" if as_of and claim.as_of not in {"", claim.said_on} else said


def _claimed(answer: Answer) -> str:
    from safeconduct.assess.claims.verdict import claimed_text

    proposition = answer.claim.proposition
    if proposition.measure.value == "none":
        return "none"
    if proposition.measure.value == "some" and not proposition.each:
        return "at least one"
    return f"{claimed_text(proposition)} {printable(proposition.unit)}".rstrip()


def _recorded(answer: Answer) -> str:
    interval, unit = answer.recorded, printable(answer.claim.proposition.unit)
    if interval is None:
        return "nothing to measure"
    if interval.low is None and interval.high is None:
        return "not recorded"
    if interval.low is not None and interval.low == interval.high:
        text = _number(interval.low)
    elif interval.high is None:
        text = f"at least {_number(interval.low or Fraction(0))}"
    else:
        text = f"{_number(interval.low or Fraction(0))} to {_number(interval.high)}"
    return f"{text} {unit}".rstrip()


def _number(value: Fraction) -> str:
    from safeconduct.assess.claims.phrases import plain_number

    return plain_number(value)


def _best(answer: Answer, wide: int) -> Iterator[str]:
    if answer.reconciliations:
        found = answer.reconciliations[0]
        first = "      agrees if " if found.exact else "      nearest: "
        yield from wrapped(_change(found, answer), wide, indent=" " * 8, first=first)
    elif answer.verdict.value == "undecidable":
        reason = str(answer.reason).partition(". ")[0].rstrip(".")
        yield from wrapped(printable(reason), wide, indent=" " * 8, first="      ")


def _change(found: Reconciliation, answer: Answer) -> str:
    change = "; ".join(printable(str(part)) for part in found.change)
    if found.exact:
        return change
    unit = answer.claim.proposition.unit
    return f"{change}: {_number(found.value)} {unit}, {_number(found.residual)} left over"


def _reconciliation(found: Reconciliation, number: int, wide: int) -> Iterator[str]:
    label = ("agrees if" if found.exact else "nearest") if number == 1 else ""
    change = "; ".join(printable(str(part)) for part in found.change)
    yield from wrapped(f"{number}. {change}", wide, indent=" " * 17, first=f"  {label}".ljust(14))
    more = [printable(found.arithmetic)]
    if found.exact:
        more.append(f"chance of a coincidence {found.chance_permille} in 1,000")
        more += [f"{found.agree} of {found.of} claims of the statement agree"] if found.of > 1 else []
    else:
        more.append(f"{_number(found.residual)} left over")
    for text in ["; ".join(more), *([printable(str(found.note))] if found.note is not None else [])]:
        yield from wrapped(text, wide, indent=" " * 17)


def _evidence(answer: Answer, wide: int) -> Iterator[str]:
    if not answer.rows:
        return
    shown = answer.evidence[:EVIDENCE_SHOWN]
    yield from labelled("evidence", f"{answer.rows:,} row{'' if answer.rows == 1 else 's'} of the record", wide)
    for row in shown:
        yield from wrapped(_row(row), wide, indent=" " * 16, first=" " * 14)
    if answer.rows > len(shown) > 0:
        yield f"{'':14}and {answer.rows - len(shown):,} more; --json lists up to 200"


def _row(row: EvidenceRow) -> str:
    parts = [printable(row.label), row.day, "" if row.value is None else _number(row.value)]
    entries = ", ".join(str(ref.index) for ref in row.entries)
    return " · ".join(part for part in [*parts, f"entries {entries}"] if part)


def _left(finding: Finding) -> str:
    shown = [_left_one(left.claim, left.residual) for left in finding.left[:LEFT_SHOWN]]
    more = len(finding.left) - len(shown)
    return ", ".join([*shown, *([f"and {more} more"] if more else [])])


def _left_one(claim: str, residual: Fraction | None) -> str:
    return printable(claim) if residual is None else f"{printable(claim)} ({_number(residual)})"


def _coloured(line: str, verdict: str) -> str:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return line
    return click.style(line, fg=_COLOURS[verdict])
