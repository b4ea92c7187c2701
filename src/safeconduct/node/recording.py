"""Put claims into the log: a statement entry for each statement, a claim entry for each claim.

The same claims again add nothing; a claim that says something else now becomes a correction of its entry, so
that the log keeps what was recorded first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from safeconduct.assess.claims.load import ClaimsFile
from safeconduct.assess.claims.model import Claim
from safeconduct.assess.claims.question import proposition_to_json
from safeconduct.base.errors import SafeconductError
from safeconduct.base.instant import Instant
from safeconduct.entries.correction import apply_correction
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.log import LogReader
from safeconduct.merkle.hashing import leaf_hash
from safeconduct.node.claimbook import OWN_WORDS, ClaimBook, Held, read_claimbook
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import NodeError, StrictError
from safeconduct.node.node import Node
from safeconduct.node.unfinished import require_none


@dataclass(frozen=True, slots=True)
class Recorded:
    """What putting claims into a log did: claims added, corrected, found there unchanged, refused."""

    added: int
    corrected: int
    unchanged: int
    problems: tuple[SafeconductError, ...]


def add_claims(node: Node, log: OwnLog, claims_file: ClaimsFile, *, strict: bool = False) -> Recorded:
    """Put the claims of a file into a log, sign and publish it.

    Raises StrictError, and adds nothing, if `strict` and any claim has a problem; else such claims are left
    out and reported.
    """
    with node.writing(log) as writer:
        require_none(node.layout.importing(log.corridor))
        reader = writer.reader()
        draft = _Draft(reader, read_claimbook(reader), log.corridor, node.world.clock.now(), claims_file.name)
        for claim in claims_file.claims:
            draft.take(claim)
        problems = (*claims_file.problems, *draft.problems)
        if strict and problems:
            raise StrictError(
                f"{len(problems)} claims cannot be recorded; the first: {problems[0].what}",
                where=problems[0].where,
                next_step="Nothing was recorded. Correct them, or leave out --strict.",
            )
        writer.append(draft.entries)
        node.publish(log, writer)
    return Recorded(draft.added, draft.corrected, draft.unchanged, problems)


@dataclass(slots=True)
class _Draft:
    """Entries to append, and the claim book as it will be after them."""

    reader: LogReader
    book: ClaimBook
    corridor: str
    now: Instant
    file: str
    entries: list[bytes] = field(default_factory=list)
    problems: list[SafeconductError] = field(default_factory=list)
    added: int = 0
    corrected: int = 0
    unchanged: int = 0
    said: dict[str, Claim] = field(default_factory=dict)

    def take(self, claim: Claim) -> None:
        """Plan what one claim needs; a problem of it leaves nothing behind."""
        try:
            changes = self._changes(claim)
        except SafeconductError as error:
            self.problems.append(_placed(error, claim))
            return
        known = claim.id in self.book.claims
        for change in changes:
            self.book.add(self.reader.size + len(self.entries), change)
            self.entries.append(entry_to_bytes(change))
        self.added += not known
        self.corrected += known and bool(changes)
        self.unchanged += known and not changes

    def _changes(self, claim: Claim) -> list[Envelope]:
        first = self.said.setdefault(claim.statement, claim)
        if (first.speaker, first.said_on) != (claim.speaker, claim.said_on):
            raise NodeError(
                f"the statement {claim.statement!r} has another speaker or day here than at {first.place}",
                next_step="Give one of the two another statement.",
            )
        held = self.book.statements.get(claim.statement)
        said = statement_body(claim) if held is None else {**held.entry.body, **_speaker(claim)}
        return [
            *self._change("statement", held, said),
            *self._change("claim", self.book.claims.get(claim.id), claim_body(claim, said)),
        ]

    def _change(self, kind: str, held: Held | None, body: dict[str, Any]) -> list[Envelope]:
        """The entry that makes the record say `body`, or none if it does."""
        if held is None:
            return [self._checked(kind, body)]
        before = held.entry.body
        if before == body and not held.withdrawn:
            return []
        replaced = {key: value for key, value in body.items() if before.get(key) != value}
        cleared = sorted(before.keys() - body.keys())
        change: dict[str, Any] = {
            "target": {"log": self.reader.origin, "index": held.index, "leaf": self._leaf(held.index).hex()},
            "reason": f"the claims file {self.file} says otherwise now",
        }
        change |= {"set": replaced} if replaced else {}
        change |= {"clear": cleared} if cleared else {}
        change |= {"withdrawn": False} if held.withdrawn else {}
        apply_correction(held.entry, correction := self._checked("correction", change))
        return [correction]

    def _checked(self, kind: str, body: dict[str, Any]) -> Envelope:
        """An entry that can be written. Raises EntryError."""
        entry = Envelope(at=self.now, body=body, corridor=self.corridor, kind=kind, recorded=self.now)
        entry_to_bytes(entry)
        return entry

    def _leaf(self, index: int) -> bytes:
        if index < self.reader.size:
            return self.reader.leaf(index)
        return leaf_hash(self.entries[index - self.reader.size])


def statement_body(claim: Claim) -> dict[str, Any]:
    """The statement a claim was made in. Raises NodeError if day or source are not given."""
    if not claim.said_on or not claim.source:
        lacks = "where it can be read" if claim.said_on else "when it was made"
        raise NodeError(
            f"the claim {claim.id!r} does not say {lacks}",
            next_step="Add said_on and source: what enters the record can be traced.",
        )
    said = {"id": claim.statement, **_speaker(claim), "source": claim.source}
    return {**said, "as_of": claim.as_of} if claim.as_of else said


def claim_body(claim: Claim, said: dict[str, Any]) -> dict[str, Any]:
    """A claim as the body of an entry; where it departs from its statement it says so in `extra`."""
    if not claim.wording:
        raise NodeError(
            f"the claim {claim.id!r} has no wording",
            next_step="Add wording: the claim in words, as readers will see it.",
        )
    body: dict[str, Any] = {
        "id": claim.id,
        "statement": claim.statement,
        "wording": claim.wording,
        "proposition": proposition_to_json(claim.proposition),
    }
    own = {"as_of": claim.as_of, "source": claim.source}
    differs = {key: own[key] for key in OWN_WORDS if own[key] and own[key] != said.get(key, "")}
    body |= {"note": claim.note} if claim.note else {}
    return {**body, "extra": differs} if differs else body


def _speaker(claim: Claim) -> dict[str, str]:
    return {"speaker": claim.speaker, "said_on": claim.said_on}


def _placed(error: SafeconductError, claim: Claim) -> SafeconductError:
    """The problem with the place of the claim in its file."""
    where = f"{claim.place}, {error.where}" if error.where else claim.place
    return NodeError(error.what, code=error.code, where=where, next_step=error.next_step)
