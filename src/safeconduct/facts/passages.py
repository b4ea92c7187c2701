"""Passages read fast: of millions of entries, each combination of texts is checked once.

The strict reader checks every text of every body. A table repeats few texts (posts, directions, categories) in
very many entries, so a combination that the strict reader has accepted is remembered. What differs from entry to
entry is checked each time: the bytes are canonical if encoding again gives the same, numbers have their bounds,
the id its form. All else goes to the strict reader, so both accept the same entries and say the same of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.ident import is_hex
from safeconduct.base.instant import Instant, InstantError, instant_from_text
from safeconduct.base.limits import ENTRY_BYTES_MAX, JSON_MEMBERS_MAX
from safeconduct.entries.fields import Count
from safeconduct.facts.columns import LEAF_TABLES

REMEMBERED_MAX = 8_192


class _Source(msgspec.Struct):
    rows: Annotated[list[Count], Meta(max_length=JSON_MEMBERS_MAX)]
    sha256: str
    part: str | UnsetType = UNSET


class _Extra(msgspec.Struct):
    """All that a made-up passage says of itself: nothing but that it is."""

    simulated: Literal[1]


class _Body(msgspec.Struct):
    """A passage without columns of its corridor alone, its texts not looked at."""

    movement: str
    event: str
    direction: str
    category: str
    journey: str | UnsetType = UNSET
    place: str | UnsetType = UNSET
    post: str | UnsetType = UNSET
    lane: str | UnsetType = UNSET
    load_kg: Count | UnsetType = UNSET
    precision: str | UnsetType = UNSET
    source: _Source | UnsetType = UNSET
    extra: _Extra | UnsetType = UNSET


class _Wire(msgspec.Struct):
    """A passage that answers nothing, seals nothing and has no field we do not know."""

    at: str
    body: _Body
    corridor: str
    kind: Literal["passage"]
    recorded: str
    v: Literal[1]


KnownPassage: TypeAlias = tuple[Instant, Instant, bool, tuple[object, ...]]
"""Time, recording, whether it says that it was made up, and the columns of `leaf_passage`."""

_DECODER = msgspec.json.Decoder(_Wire)
_ENCODER = msgspec.json.Encoder(order="sorted")
_VALUES = attrgetter(*LEAF_TABLES["passage"])
_instant = lru_cache(maxsize=8192)(instant_from_text)


@dataclass(slots=True)
class PassageReader:
    """Reads passages that say nothing new; bounded by what it remembers."""

    _accepted: set[tuple[object, ...]] = field(default_factory=set)

    def values(self, data: bytes) -> KnownPassage | None:
        """A passage the strict reader would accept; None if it has to be asked."""
        wire = _decoded(data)
        if wire is None or _texts(wire) not in self._accepted or not _ids_fit(wire.body):
            return None
        try:
            at, recorded = _instant(wire.at), _instant(wire.recorded)
        except InstantError:
            return None
        values = tuple([None if value is UNSET else value for value in _VALUES(wire.body)])
        return at, recorded, wire.body.extra is not UNSET, values

    def remember(self, data: bytes) -> None:
        """Note the texts of an entry that the strict reader has accepted."""
        if len(self._accepted) < REMEMBERED_MAX and (wire := _decoded(data)) is not None:
            self._accepted.add(_texts(wire))


def _decoded(data: bytes) -> _Wire | None:
    try:
        wire = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return wire if len(data) <= ENTRY_BYTES_MAX and _ENCODER.encode(wire) == data else None


def _ids_fit(body: _Body) -> bool:
    return is_hex(body.movement, 32) and (isinstance(body.journey, UnsetType) or is_hex(body.journey, 32))


def _texts(wire: _Wire) -> tuple[object, ...]:
    """All that the strict reader looks at but times, numbers and the ids."""
    body, source = wire.body, wire.body.source
    origin = (UNSET, UNSET) if isinstance(source, UnsetType) else (source.sha256, source.part)
    said = (body.event, body.direction, body.category, body.place, body.post, body.lane, body.precision)
    return (wire.corridor, *said, *origin)
