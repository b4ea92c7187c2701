"""The errors of this package. What is wrong with single rows is a value (`problem.RowProblem`), not an error.

SafeconductError
 +- YamlError (base)        the mapping or corridor file, with line and column
 +- IntakeError             a table that cannot be read as the mapping says
     +- TableError          the file as a whole: encoding, size, quotes, sheets, formulas
     |   +- HeaderError     a column is missing, renamed or there twice
     |   +- ChangedError    the file changed between two readings
     +- RowsRefusedError    rows have problems and the caller asked for all or nothing
     +- RecordFileError     a file of public statements and events: all its problems at once
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeconduct.base.errors import SafeconductError

if TYPE_CHECKING:
    from safeconduct.intake.problem import RowProblem


class IntakeError(SafeconductError):
    """A table that cannot be read as the mapping says."""

    code = "SC-IMP-01"


class TableError(IntakeError):
    """The file cannot be read as a table."""

    code = "SC-IMP-02"


class HeaderError(TableError):
    """The header lacks a column of the mapping, or has one twice."""

    code = "SC-IMP-03"


class ChangedError(TableError):
    """The file is not the one that was checked a moment ago."""

    code = "SC-IMP-04"


class RowsRefusedError(IntakeError):
    """Rows have problems, and the import is all or nothing.

    problems: the first of them. count: how many there are.
    """

    code = "SC-IMP-05"

    def __init__(self, problems: tuple[RowProblem, ...], count: int) -> None:
        self.problems = problems
        self.count = count
        super().__init__(
            f"{count} problems in the rows; the first: {problems[0]}",
            next_step="Nothing was imported. Correct the rows, or import the sound ones without --strict.",
        )


class RecordFileError(IntakeError):
    """A record file with entries that their kinds do not allow.

    problems: in the order of the file, each with its place; never empty, and cut after a hundred.
    """

    code = "SC-IMP-06"

    def __init__(self, problems: tuple[SafeconductError, ...]) -> None:
        self.problems = problems
        first, more = problems[0], len(problems) - 1
        what = f"{first.what} (and {more} more)" if more else first.what
        super().__init__(what, where=first.where, next_step=first.next_step)
