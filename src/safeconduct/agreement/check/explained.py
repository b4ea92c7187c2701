"""What the author says of findings: those that are as they should be, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from safeconduct.agreement.check.finding import Finding
from safeconduct.agreement.model import Agreement, Explained


def explained(agreement: Agreement, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, with what the file says of them; an explanation that fits none is itself a finding (R15)."""
    return [*(_told(agreement, finding) for finding in findings), *_idle(agreement, findings)]


def _told(agreement: Agreement, finding: Finding) -> Finding:
    said = next((one for one in agreement.explained if _fits(one, finding)), None)
    return finding if said is None else replace(finding, why=said.why)


def _fits(said: Explained, finding: Finding) -> bool:
    return said.code == finding.code and plain(finding.part) in said.parts


def plain(part: str) -> str:
    """The name of a part as a file writes it: without quotes.

    >>> plain("fact 'consents'")
    'fact consents'
    """
    return part.replace("'", "")


def _idle(agreement: Agreement, findings: Sequence[Finding]) -> list[Finding]:
    held = {(finding.code, plain(finding.part)) for finding in findings}
    return [
        Finding(
            "R15",
            "warning",
            f"explained finding {number}",
            said.line,
            f"there is no {said.code} on {part!r}",
            "Take the explanation out, or write code and part as the check prints them, without quotes.",
        )
        for number, said in enumerate(agreement.explained, start=1)
        for part in said.parts
        if (said.code, part) not in held
    ]
