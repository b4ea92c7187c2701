"""What of reports goes into a log next: each body once, with the entries it rests on; appended, signed and published.

What the log holds already is left as it is, so that the same call again adds nothing. It publishes all the same: what
a crash between appending and publishing left unsigned is signed then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from safeconduct.base.instant import Instant
from safeconduct.entries.correction import apply_correction, withdrawn_after
from safeconduct.entries.envelope import Envelope, Ref, entry_from_bytes, entry_to_bytes
from safeconduct.log import LogReader
from safeconduct.merkle.hashing import leaf_hash
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import NodeError
from safeconduct.node.node import Node
from safeconduct.node.unfinished import require_none
from safeconduct.press.review import Body

NAME_FIELDS = {"document": "sha256", "statement": "id", "claim": "id", "stance": "id"}
"""The kinds of entries that reports give, each with the field that names it."""


def is_of(data: bytes, kinds: Iterable[str]) -> bool:
    """Whether the bytes of an entry may be of one of these kinds: they name their kind literally."""
    return any(f'"kind":"{kind}"'.encode() in data for kind in kinds)


@contextmanager
def planned(node: Node, log: OwnLog) -> Iterator[Plan]:
    """Plan entries of a log; at the end they are appended together, signed and published. After an error, none is."""
    with node.writing(log) as writer:
        require_none(node.layout.importing(log.corridor))
        plan = Plan(writer.reader(), log.corridor, node.world.clock.now())
        yield plan
        writer.append(plan.entries)
        node.publish(log, writer)


@dataclass(slots=True)
class Held:
    """An entry that the log holds or will hold, and what it says now."""

    ref: Ref
    entry: Envelope
    withdrawn: bool = False


@dataclass(slots=True)
class Plan:
    """Entries to append, and what the log will hold by kind and name."""

    reader: LogReader
    corridor: str
    now: Instant
    entries: list[bytes] = field(default_factory=list)
    added: dict[str, int] = field(default_factory=dict)
    unchanged: int = 0
    known: dict[tuple[str, str], Held] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read what the log holds."""
        places: dict[int, Held] = {}
        for index, data in enumerate(self.reader.entries()):
            if is_of(data, (*NAME_FIELDS, "correction")):
                entry = entry_from_bytes(data)
                if entry.kind in NAME_FIELDS:
                    held = self._know(entry, index, data)
                    places.setdefault(held.ref.index, held)
                elif entry.kind == "correction" and entry.body["target"]["log"] == self.reader.origin:
                    _correct(places.get(entry.body["target"]["index"]), entry)

    def take(self, body: Body, source_sha256: str, at: Instant) -> None:
        """Plan one body with the entries it rests on. at: the moment of the signature. Raises NodeError."""
        if (body.kind, body.id) in self.known:
            self.unchanged += 1
            return
        refs = tuple(self._ref(name, source_sha256, body) for name in body.about)
        self._append(Envelope(at, body.body, self.corridor, body.kind, self.now, refs), body.id)

    def same_text_as(self, source_sha256: str, decided: Mapping[str, bool], at: Instant) -> None:
        """Correct a document of the log that says otherwise than was decided about the reports with its words."""
        held = self.known.get(("document", source_sha256))
        before = set() if held is None else set(held.entry.body.get("same_text_as", ()))
        after = before.difference(decided) | {digest for digest, same in decided.items() if same}
        if held is None or before == after:
            return
        change: dict[str, Any] = {
            "target": {"log": held.ref.log, "index": held.ref.index, "leaf": held.ref.leaf},
            "reason": "reports with the same words, as a reviewer decided later",
        }
        change |= {"set": {"same_text_as": sorted(after)}} if after else {"clear": ["same_text_as"]}
        correction = Envelope(at, change, self.corridor, "correction", self.now)
        _correct(held, correction)
        self._append(correction)

    def _append(self, entry: Envelope, name: str = "") -> None:
        data = entry_to_bytes(entry)
        if name:
            self._know(entry, self.reader.size + len(self.entries), data)
        self.entries.append(data)
        self.added[entry.kind] = self.added.get(entry.kind, 0) + 1

    def _know(self, entry: Envelope, index: int, data: bytes) -> Held:
        name = entry.body[NAME_FIELDS[entry.kind]]
        held = Held(Ref(self.reader.origin, index, leaf_hash(data).hex()), entry)
        return self.known.setdefault((entry.kind, name), held)

    def _ref(self, name: str, source_sha256: str, body: Body) -> Ref:
        key = ("document", source_sha256) if name == "document" else ("statement", name)
        found = self.known.get(key) or self.known.get(("claim", name))
        if found is None:
            raise NodeError(
                f"this log holds no claim {name!r}",
                where=f"{body.kind} {body.id}",
                next_step="Record the claim first: `safeconduct claim add`; or choose another.",
            )
        if found.withdrawn:
            raise NodeError(
                f"the {found.entry.kind} {name!r} was withdrawn",
                where=f"{body.kind} {body.id}",
                next_step="Decide this one again without it, or make the withdrawn entry count again by a correction.",
            )
        return found.ref


def _correct(held: Held | None, correction: Envelope) -> None:
    if held is not None:
        held.entry = apply_correction(held.entry, correction)
        held.withdrawn = withdrawn_after(held.withdrawn, correction)
