"""The one error of conditions.

    SafeconductError
     +- ConditionError     a condition outside the profile sc-cel/1; `code` says which rule it breaks

Codes are stable: E01 syntax, E02 undeclared name, E03 type, E04 outside the profile, E05 may overflow, E06
literal too fine or out of range, E07 list, scheme or code empty or unknown, E08 value that a name cannot
take, E09 macro body uses an outer name, E10 not a condition (its result is no bool), E11 too large.
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class ConditionError(SafeconductError):
    """A condition that does not load, or a declaration that no condition could use.

    line, column: place in the text of the condition, from 1, in characters; both 0 for a declaration.
    """

    code = "E01"

    def __init__(
        self, code: str, what: str, *, line: int = 0, column: int = 0, where: str = "", next_step: str = ""
    ) -> None:
        self.line = line
        self.column = column
        super().__init__(what, code=code, where=where, next_step=next_step)
