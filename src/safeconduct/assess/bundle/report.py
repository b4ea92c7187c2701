"""What checking a bundle found: values, and their JSON (docs/reference/bundle.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ARCHIVE_DIFFERS = "SC-BUN-F1"
"""The frame of the archive is not the one our writer makes."""
MEMBER_DIFFERS = "SC-BUN-F2"
"""A file inside has other bytes than the table of contents says."""
MEMBER_ODD = "SC-BUN-F3"
"""A file inside is missing, too many, or not as our writer writes it."""
KEY_BAD = "SC-BUN-F4"
"""A key that is none, or not the key of the log it lies with."""
KEY_NOT_TRUSTED = "SC-BUN-F5"
"""A key that is none of those the reader trusts."""
NOT_ANSWERABLE = "SC-BUN-F6"
"""The question cannot be put to these entries."""
ANSWER_DIFFERS = "SC-BUN-F7"
"""The entries give another answer than the bundle."""
AGREEMENT_DIFFERS = "SC-BUN-F8"
"""The agreement is not the one that the charter names, or is missing where a claim needs it."""

DIRECTORY = "archive directory"
COMMENT = "archive comment"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a bundle that does not follow from the rest.

    code: stable code of what was found; codes of `log.check` for what is wrong with a log.
    member: the file inside the bundle, or `archive directory` or `archive comment`.
    what: one sentence without a final full stop.
    """

    code: str
    member: str
    what: str

    def __str__(self) -> str:
        return f"{self.member}: {self.what}"

    def to_json(self) -> dict[str, Any]:
        """As an object."""
        return {"code": self.code, "member": self.member, "what": self.what}


@dataclass(frozen=True, slots=True)
class CheckedLog:
    """One log of a bundle whose checkpoint could be read and is signed by the key beside it.

    root: 64 hex digits. key_id: 8 hex digits, for a person to compare; vkey: the whole public key.
    trusted: whether the key is one of those the reader trusts; None if he named none.
    """

    origin: str
    size: int
    root: str
    key_id: str
    vkey: str
    trusted: bool | None

    def to_json(self) -> dict[str, Any]:
        """As an object; `trusted` is left out if nobody named a key."""
        named = {"origin": self.origin, "size": self.size, "root": self.root}
        key = {"key_id": self.key_id, "vkey": self.vkey}
        return {**named, **key, **({} if self.trusted is None else {"trusted": self.trusted})}


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """The answer to one claim, computed again.

    verdict: what the entries give now. matches: whether the bundle says the same, all of it.
    """

    id: str
    verdict: str
    matches: bool

    def to_json(self) -> dict[str, Any]:
        """As an object."""
        return {"id": self.id, "verdict": self.verdict, "matches": self.matches}


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What checking a bundle found.

    Checks build on one another: damage to the archive or to a log ends them, and what was not reached is left empty.

    findings: what does not follow, at most `limits.BUNDLE_FINDINGS_MAX`; empty if everything matched.
    size_bytes, members: of the archive. code, facts: the versions that wrote the bundle. checked_by: ours.
    logs: the logs that hold. corridor: what the answer is about.
    agreement: digest of the agreement that the answer was computed with again; empty if without one.
    answers: each answer computed again. unanswered: ids of claims that cannot be put to this corridor.
    recomputed: whether it came to that.
    simulated: whether any log holds made-up entries, for exercises.
    """

    findings: tuple[Finding, ...]
    size_bytes: int
    members: int
    code: str
    facts: str
    checked_by: str
    logs: tuple[CheckedLog, ...] = ()
    corridor: str = ""
    agreement: str = ""
    answers: tuple[CheckedAnswer, ...] = ()
    unanswered: tuple[str, ...] = ()
    recomputed: bool = False
    simulated: bool = False

    @property
    def ok(self) -> bool:
        """Whether everything was checked and everything matched. Keys nobody has compared are not counted."""
        return self.recomputed and not self.findings

    def to_json(self) -> dict[str, Any]:
        """The object of docs/reference/bundle.md."""
        found: dict[str, Any] = {
            "ok": self.ok,
            "bundle": {"size_bytes": self.size_bytes, "members": self.members, "code": self.code, "facts": self.facts},
            "checked_by": self.checked_by,
            "logs": [log.to_json() for log in self.logs],
            "recomputed": self.recomputed,
            "answers": [answer.to_json() for answer in self.answers],
            "unanswered": list(self.unanswered),
            "findings": [finding.to_json() for finding in self.findings],
        }
        if self.corridor:
            found["corridor"] = self.corridor
        if self.agreement:
            found["agreement"] = self.agreement
        if self.simulated:
            found["simulated"] = True
        return found
