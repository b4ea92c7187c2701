"""The family of errors.

    SafeconductError            everything this project raises on purpose
     +- CanonicalError          bytes that our writer would not have written
     +- InstantError            a date or time that our writer would not have written
     +- (one family per package, rooted here: MerkleError, NoteError, LogError, EntryError, ...)

A *finding* (two logs that disagree, a claim the record contradicts) is never an error: it is a value.
"""

from __future__ import annotations


class SafeconductError(Exception):
    """A mistake in the input or in the call, told in words a person at a checkpoint can act on.

    what: what is wrong, one sentence without a final full stop.
    code: stable code of the rule, for translations and support, such as ``SC-LOG-03``.
    where: the place, such as ``claims.yaml:14`` or ``row 7, column departed_on``; empty if the whole input.
    next_step: what to do now, one sentence; empty if there is nothing to do.
    """

    code = "SC-ERR-00"

    def __init__(self, what: str, *, code: str | None = None, where: str = "", next_step: str = "") -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        if code is not None:
            self.code = code
        super().__init__(what)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.next_step}" if self.next_step else head

    def to_json(self) -> dict[str, str]:
        """The error as an object for ``--json`` output: code, what, where, next (empty parts left out)."""
        parts = {"code": self.code, "what": self.what, "where": self.where, "next": self.next_step}
        return {name: value for name, value in parts.items() if value}
