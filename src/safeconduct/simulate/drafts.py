"""The entries of one log before they are put in order: what, when, and when it was written down."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, Final

from safeconduct.base.instant import Instant, instant_to_text
from safeconduct.entries.envelope import Envelope, entry_to_bytes

SIMULATED: Final = {"simulated": 1}
"""What every generated body says of itself, in `extra`."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the logs are called and how many entries stand before the first generated one (the charter)."""

    corridor: str
    origins: dict[str, str]
    ahead: int

    def origin(self, log: str) -> str:
        """The origin of a log; its short name where none was given."""
        return self.origins.get(log, log)


@dataclass(slots=True)
class Draft:
    """One entry: times in µs UTC; `mends` is the draft that it corrects."""

    recorded: int
    at: int
    kind: str
    body: dict[str, Any]
    mends: Draft | None = None


@dataclass(slots=True)
class Drafts:
    """The drafts of one log; `add` in any order."""

    log: str
    rows: list[Draft] = field(default_factory=list)

    def add(self, recorded: int, at: int, kind: str, **body: Any) -> Draft:
        """One more entry, marked as simulated."""
        draft = Draft(recorded, at, kind, {**body, "extra": SIMULATED})
        self.rows.append(draft)
        return draft

    def correct(self, draft: Draft, after_us: int, reason: str, **values: Any) -> None:
        """An entry that puts an earlier one right, `after_us` after that was recorded."""
        when = draft.recorded + after_us
        body = {"set": values, "reason": reason, "extra": SIMULATED}
        self.rows.append(Draft(when, when, "correction", body, draft))

    def entries(self, named: Named) -> list[Envelope]:
        """All entries, in the order in which they were recorded; corrections name their target."""
        self.rows.sort(key=attrgetter("recorded"))
        found = [_envelope(draft, named.corridor) for draft in self.rows]
        mended = {id(draft.mends) for draft in self.rows if draft.mends is not None}
        places = {id(draft): place for place, draft in enumerate(self.rows) if id(draft) in mended}
        for number, draft in enumerate(self.rows):
            if draft.mends is not None:
                place = places[id(draft.mends)]
                target = {
                    "log": named.origin(self.log),
                    "index": place + named.ahead,
                    "leaf": _leaf(entry_to_bytes(found[place])),
                }
                found[number] = replace(found[number], body=found[number].body | {"target": target})
        return found


def _envelope(draft: Draft, corridor: str) -> Envelope:
    return Envelope(Instant(draft.at), draft.body, corridor, draft.kind, Instant(draft.recorded))


def _leaf(data: bytes) -> str:
    """The leaf hash of an entry (RFC 6962, section 2.1), in hex."""
    return hashlib.sha256(b"\0" + data).hexdigest()


def text(instant: int) -> str:
    """An instant as bodies hold it."""
    return instant_to_text(instant)
