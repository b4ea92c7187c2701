"""The claims that stand in a log: statements and claims as entries, corrections applied.

One pass over the entries; the canonical bytes of an entry name its kind literally, so that only entries
that may matter are parsed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from safeconduct.assess.claims.load import ClaimsFile
from safeconduct.assess.claims.model import Claim
from safeconduct.assess.claims.question import question_from_bytes
from safeconduct.assess.errors import ClaimError
from safeconduct.base.canonical import JsonValue, canonical_bytes
from safeconduct.base.errors import SafeconductError
from safeconduct.entries.correction import apply_correction, withdrawn_after
from safeconduct.entries.envelope import Envelope, entry_from_bytes
from safeconduct.log import LogReader

_MARKS = (b'"kind":"statement"', b'"kind":"claim"', b'"kind":"correction"')
OWN_WORDS = ("as_of", "source")
"""What a claim says itself, in `extra`, where it differs from the statement it was made in."""


@dataclass(slots=True)
class Held:
    """A statement or claim in the log: position of its first entry, what it says now, whether it counts."""

    index: int
    entry: Envelope
    withdrawn: bool = False


@dataclass(slots=True)
class ClaimBook:
    """Statements and claims of one log by their ids."""

    origin: str
    statements: dict[str, Held] = field(default_factory=dict)
    claims: dict[str, Held] = field(default_factory=dict)
    _by_index: dict[int, Held] = field(default_factory=dict)

    def add(self, index: int, entry: Envelope) -> None:
        """Take the next entry of the log into account. A repeated id keeps its first entry."""
        if entry.kind == "correction":
            self._correct(entry)
        elif entry.kind in {"statement", "claim"}:
            shelf = self.statements if entry.kind == "statement" else self.claims
            held = shelf.setdefault(entry.body["id"], Held(index, entry))
            self._by_index.setdefault(held.index, held)

    def claim(self, held: Held) -> Claim:
        """A claim with the words of its statement. Raises ClaimError if it cannot be read."""
        place = f"{self.origin}/{held.index}"
        found = question_from_bytes(canonical_bytes(_question(self._joined(held, place))), place)
        for problem in found.problems:
            raise problem
        return replace(found.claims[0], place=place, places={})

    def claims_file(self) -> ClaimsFile:
        """All claims that count and can be put to the record, in the order in which they entered the log.

        Those in words alone are left out: statements take stances to them, and no record decides them.
        """
        claims: list[Claim] = []
        problems: list[SafeconductError] = []
        for held in self.claims.values():
            if held.withdrawn or "proposition" not in held.entry.body:
                continue
            try:
                claims.append(self.claim(held))
            except SafeconductError as problem:
                problems.append(problem)
        return ClaimsFile(self.origin, tuple(claims), tuple(problems))

    def _correct(self, correction: Envelope) -> None:
        target = correction.body["target"]
        held = self._by_index.get(target["index"]) if target["log"] == self.origin else None
        if held is not None:
            held.entry = apply_correction(held.entry, correction)
            held.withdrawn = withdrawn_after(held.withdrawn, correction)

    def _joined(self, held: Held, place: str) -> dict[str, JsonValue]:
        body = held.entry.body
        statement = self.statements.get(body["statement"])
        if statement is None or statement.withdrawn:
            raise ClaimError(f"the statement {body['statement']!r} is not in this log", where=place)
        said = {
            key: statement.entry.body[key] for key in ("speaker", "said_on", *OWN_WORDS) if key in statement.entry.body
        }
        own = {key: text for key, text in body.get("extra", {}).items() if key in OWN_WORDS and text}
        parts = {key: body[key] for key in ("id", "statement", "wording", "note") if key in body}
        if "proposition" not in body:
            raise ClaimError(f"the claim {body['id']!r} has no definition that the record could decide", where=place)
        return {**said, **own, **parts, "claim": body["proposition"]}


def read_claimbook(reader: LogReader) -> ClaimBook:
    """Read the claims of a log."""
    book = ClaimBook(reader.origin)
    for index, data in enumerate(reader.entries()):
        if any(mark in data for mark in _MARKS):
            book.add(index, entry_from_bytes(data))
    return book


def _question(claim: dict[str, JsonValue]) -> dict[str, JsonValue]:
    return {"claims": [claim], "version": 1}
