"""Errors of the agreement as code.

    SafeconductError
     +- AgreementError          an agreement that cannot be read or applied
     |   +- AgreementFileError  a file that does not load: all its problems, as far as they can be found at once
     |   +- AgreementPartError  one problem of a file: where, in which rule, and what mends it
     |   +- CaseError           facts that the agreement cannot be asked about; see `case`
     +- DurationError           a text that is no ISO 8601 duration; see `obligations.duration`
     +- ConditionError          one condition outside the profile; see `cel.errors`

A finding of the checks (a gap in dates, a one-sided rule) is a value, never an error.
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class AgreementError(SafeconductError):
    """An agreement that cannot be read or applied."""

    code = "SC-AGR-00"


class AgreementPartError(AgreementError):
    """One problem of an agreement file. `where` is ``name:line:column``; `code` is that of a condition, if it is one.

    subject: the part of the file, such as ``rule 'delay'``; `what` begins with it.
    """

    code = "SC-AGR-02"

    def __init__(
        self, what: str, *, subject: str = "", code: str | None = None, where: str = "", next_step: str = ""
    ) -> None:
        self.subject = subject
        super().__init__(f"{subject}: {what}" if subject else what, code=code, where=where, next_step=next_step)


class AgreementFileError(AgreementError):
    """A file that does not load.

    problems: in the order of the file, each with its place and a next step; never empty.
    """

    code = "SC-AGR-01"

    def __init__(self, problems: tuple[SafeconductError, ...]) -> None:
        self.problems = problems
        first, more = problems[0], len(problems) - 1
        what = f"{first.what} (and {more} more)" if more else first.what
        super().__init__(what, where=first.where, next_step=first.next_step)
