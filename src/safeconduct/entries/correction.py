"""What an entry says now: the entry, with its corrections applied in log order.

A correction counts when it stands in the same log as its target and later than it; the caller, who knows
positions, sees to that. This module only folds. The result is validated, so that a careless correction cannot
put a body into the tables that its kind would not allow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from safeconduct.base.instant import instant_from_text
from safeconduct.entries.envelope import Envelope
from safeconduct.entries.errors import BodyError
from safeconduct.entries.registry import validated


@dataclass(frozen=True, slots=True)
class Live:
    """What an entry says as of some log size.

    entry: the entry with corrected `at` and `body`; of a withdrawn one, what it said last.
    withdrawn: whether it no longer counts.
    """

    entry: Envelope
    withdrawn: bool = False


def apply_correction(entry: Envelope, correction: Envelope) -> Envelope:
    """The entry with the corrected time and fields. Raises BodyError if its kind does not allow the result.

    `set` replaces whole fields of the body, `clear` takes them away, `at` replaces the time; all else stays.
    """
    change = correction.body
    if entry.kind == "correction":
        raise BodyError("a correction cannot be corrected", next_step="Correct the first entry again.")
    kept = {name: value for name, value in entry.body.items() if name not in change.get("clear", ())}
    body = kept | change.get("set", {})
    if body != entry.body:
        validated(entry.kind, body)
    at = instant_from_text(change["at"]) if "at" in change else entry.at
    return replace(entry, at=at, body=body)


def withdrawn_after(withdrawn: bool, correction: Envelope) -> bool:
    """Whether the entry is withdrawn once this correction counts; else as it was."""
    return bool(correction.body.get("withdrawn", withdrawn))


def live_content(entry: Envelope, corrections: Iterable[Envelope]) -> Live:
    """What an entry says after its corrections, given in log order."""
    live = Live(entry)
    for correction in corrections:
        withdrawn = withdrawn_after(live.withdrawn, correction)
        live = Live(apply_correction(live.entry, correction), withdrawn)
    return live
