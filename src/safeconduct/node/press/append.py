"""Put what was signed for into the log: a report once, its accepted statements, and how they stand to claims.

The quotations are compared with the text once more. What the log holds already is left as it is, so that the same call
after a crash completes what was begun.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from safeconduct.base.instant import Instant
from safeconduct.entries.envelope import Envelope, Ref, entry_from_bytes, entry_to_bytes
from safeconduct.log import LogReader
from safeconduct.merkle.hashing import leaf_hash
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import NodeError
from safeconduct.node.node import Node
from safeconduct.node.press.work import WorkStore
from safeconduct.node.unfinished import require_none
from safeconduct.press.review import Body, Case, Published, Standing, draft_sha256, entries_of, standing, statement_id

_NAMED = {"document": "sha256", "statement": "id", "claim": "id", "stance": "id"}
_MARKS = tuple(f'"kind":"{kind}"'.encode() for kind in _NAMED)


@dataclass(frozen=True, slots=True)
class Appended:
    """What was put into the log: entries added by kind, bodies found there, drafts that wait for a decision."""

    added: dict[str, int]
    unchanged: int
    waiting: int


def append_reviewed(
    node: Node,
    log: OwnLog,
    work: WorkStore,
    source_sha256: str,
    published: Published,
    *,
    entities: Collection[str],
    same_text_as: Sequence[str] = (),
) -> Appended:
    """Append the accepted statements of a report, sign and publish.

    entities: ids of the entity files. same_text_as: digests of reports with the same words, as a reviewer confirmed.
    Raises ReviewError, QuoteError, EntryError, or NodeError for a claim that the log does not hold; then nothing is
    appended. A report whose text was taken away adds nothing once all that was accepted of it is in the log.
    """
    stands = [(case, standing(case, entities)) for case in work.cases(source_sha256)]
    settled = [(case, each) for case, each in stands if each.state == "accepted"]
    is_held = work.look(source_sha256)[1]
    waiting = sum(each.state in {"open", "second", "differ"} for _, each in stands) if is_held else 0
    if not settled or not (is_held or any(work.written(draft_sha256(case.draft)) is None for case, _ in settled)):
        return Appended({}, 0, waiting)
    source = work.source(source_sha256)
    bodies = entries_of(source, published, [(case.draft, each) for case, each in settled], same_text_as=same_text_as)
    with node.writing(log) as writer:
        require_none(node.layout.importing(log.corridor))
        plan = Plan(writer.reader(), log.corridor, node.world.clock.now())
        for body in bodies:
            at = work.signed_at(body.draft) if body.draft else work.read_at(source_sha256)
            plan.take(body, source_sha256, at)
        writer.append(plan.entries)
        node.publish(log, writer)
        origin = writer.origin
    work.note_written(
        (draft_sha256(case.draft), origin, plan.known["statement", _name(case, each)].index) for case, each in settled
    )
    return Appended(plan.added, plan.unchanged, waiting)


def _name(case: Case, stands: Standing) -> str:
    assert stands.proposal is not None
    return statement_id(case.draft.text_sha256, stands.proposal)


@dataclass(slots=True)
class Plan:
    """Entries to append, and what the log will hold by kind and name."""

    reader: LogReader
    corridor: str
    now: Instant
    entries: list[bytes] = field(default_factory=list)
    added: dict[str, int] = field(default_factory=dict)
    unchanged: int = 0
    known: dict[tuple[str, str], Ref] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read what the log holds."""
        for index, data in enumerate(self.reader.entries()):
            if any(mark in data for mark in _MARKS):
                entry = entry_from_bytes(data)
                if entry.kind in _NAMED:
                    self._know(entry.kind, entry.body[_NAMED[entry.kind]], index, data)

    def take(self, body: Body, source_sha256: str, at: Instant) -> None:
        """Plan one body with the entries it rests on. at: the moment of the signature."""
        if (body.kind, body.id) in self.known:
            self.unchanged += 1
            return
        refs = tuple(self._ref(name, source_sha256, body) for name in body.about)
        entry = Envelope(at, body.body, self.corridor, body.kind, self.now, refs)
        data = entry_to_bytes(entry)
        self._know(body.kind, body.id, self.reader.size + len(self.entries), data)
        self.entries.append(data)
        self.added[body.kind] = self.added.get(body.kind, 0) + 1

    def _know(self, kind: str, name: str, index: int, data: bytes) -> None:
        self.known.setdefault((kind, name), Ref(self.reader.origin, index, leaf_hash(data).hex()))

    def _ref(self, name: str, source_sha256: str, body: Body) -> Ref:
        key = ("document", source_sha256) if name == "document" else ("statement", name)
        found = self.known.get(key) or self.known.get(("claim", name))
        if found is None:
            raise NodeError(
                f"this log holds no claim {name!r}",
                where=f"{body.kind} {body.id}",
                next_step="Record the claim first: `safeconduct claim add`; or choose another.",
            )
        return found
