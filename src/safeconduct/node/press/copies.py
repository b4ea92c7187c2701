"""Reports of a work store with nearly the same words: proposed by what they share, decided by a person, kept.

What was decided last about a pair counts; nothing is changed or deleted. Two reports with the very same text need no
decision: their digest says it.
"""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.base.instant import Instant
from safeconduct.log.database import transaction
from safeconduct.node.press.work import WorkStore, require_account
from safeconduct.press.copies import Overlap, overlap, runs_of
from safeconduct.press.errors import ReviewError
from safeconduct.press.source import Source


@dataclass(frozen=True, slots=True)
class Copy:
    """A report beside another one.

    source: without characters, if its text is not held. shares: what both share, None if a text is not held. same: as
    decided, None if nobody decided; by: which account.
    """

    source: Source
    shares: Overlap | None
    same: bool | None
    by: str


def copies_of(work: WorkStore, source_sha256: str) -> list[Copy]:
    """The reports that are proposed as copies of one, and those about which somebody decided, as they came."""
    source, is_held = work.look(source_sha256)
    own = runs_of(source.text) if is_held else None
    decided = _decided(work, source_sha256)
    found = []
    for digest in work.reports():
        other, other_held = work.look(digest)
        if digest == source_sha256 or other.text_sha256 == source.text_sha256:
            continue
        shares = overlap(own, runs_of(other.text)) if own is not None and other_held else None
        same, by, _ = decided.get(digest, (None, "", 0))
        if same is not None or (shares is not None and shares.near):
            found.append(Copy(other, shares, same, by))
    return found


def decide_copy(work: WorkStore, account: str, one: str, other: str, *, same: bool) -> None:
    """Keep whether two reports have the same words. Raises NodeError for one that is not here, ReviewError for one."""
    require_account(account)
    for digest in (one, other):
        work.look(digest)
    if one == other:
        raise ReviewError("a report has the same words as itself", where=one)
    first, second = sorted((one, other))
    with transaction(work.database):
        work.database.execute(
            "INSERT INTO copy (one, other, account, same, at) VALUES (?, ?, ?, ?, ?)",
            (first, second, account, int(same), work.world.clock.now()),
        )


def same_text_as(work: WorkStore, source_sha256: str) -> tuple[dict[str, bool], Instant]:
    """By digest of another report, whether it has the same words as one; and when this was decided last."""
    decided = _decided(work, source_sha256)
    at = max((moment for _, _, moment in decided.values()), default=0)
    return {digest: same for digest, (same, _, _) in sorted(decided.items())}, Instant(at)


def _decided(work: WorkStore, source_sha256: str) -> dict[str, tuple[bool, str, int]]:
    """What was decided last about a report and each other one: whether they are the same, by whom, when."""
    query = "SELECT one, other, account, same, at FROM copy WHERE one = ?1 OR other = ?1 ORDER BY id"
    rows = work.database.execute(query, (source_sha256,))
    return {other if one == source_sha256 else one: (bool(same), by, at) for one, other, by, same, at in rows}
