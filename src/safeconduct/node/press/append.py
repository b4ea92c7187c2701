"""Put what was signed for into the log: a report once, its accepted statements, and how they stand to claims.

The quotations are compared with the text once more. What the log holds already is left as it is, so that the same call
after a crash completes what was begun. Reports that have the same words, as a reviewer decided, are named in the
document; where it is in the log already, by a correction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node
from safeconduct.node.press.copies import same_text_as
from safeconduct.node.press.plan import planned
from safeconduct.node.press.work import WorkStore
from safeconduct.press.review import Body, Case, Published, Standing, draft_sha256, entries_of, standing, statement_id


@dataclass(frozen=True, slots=True)
class Appended:
    """What was put into the log: entries added by kind, bodies found there, drafts that wait for a decision."""

    added: dict[str, int]
    unchanged: int
    waiting: int


def append_reviewed(
    node: Node, log: OwnLog, work: WorkStore, source_sha256: str, published: Published, *, entities: Collection[str]
) -> Appended:
    """Append the accepted statements of a report, sign and publish. entities: ids of the entity files.

    Raises ReviewError, QuoteError, EntryError, or NodeError for a claim that the log does not hold or no longer counts;
    then nothing is appended. A report whose text was taken away needs it no more once its statements are in the log.
    """
    stands = [(case, standing(case, entities)) for case in work.cases(source_sha256)]
    settled = [(case, each) for case, each in stands if each.state == "accepted"]
    is_held = work.look(source_sha256)[1]
    waiting = sum(each.state in {"open", "second", "differ"} for _, each in stands) if is_held else 0
    if not settled:
        return Appended({}, 0, waiting)
    copies, decided_at = same_text_as(work, source_sha256)
    bodies: list[Body] = []
    if is_held or any(work.written(draft_sha256(case.draft)) is None for case, _ in settled):
        pairs = [(case.draft, each) for case, each in settled]
        same = [digest for digest, is_same in copies.items() if is_same]
        bodies = entries_of(work.source(source_sha256), published, pairs, same_text_as=same)
    with planned(node, log) as plan:
        for body in bodies:
            at = work.signed_at(body.draft) if body.draft else work.read_at(source_sha256)
            plan.take(body, source_sha256, at)
        plan.same_text_as(source_sha256, copies, decided_at)
    if bodies:
        places = ((draft_sha256(case.draft), plan.known["statement", _name(case, each)].ref) for case, each in settled)
        work.note_written((draft, ref.log, ref.index) for draft, ref in places)
    return Appended(plan.added, plan.unchanged, waiting)


def _name(case: Case, stands: Standing) -> str:
    assert stands.proposal is not None
    return statement_id(case.draft.text_sha256, stands.proposal)
