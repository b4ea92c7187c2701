"""An earlier entry of the same log is wrong: these fields replace its own.

The target is always the first entry, never another correction; corrections of one target apply in log order.
The wrong entry stays in the log, so what was known then can be told from what is known now.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import instant_from_text
from safeconduct.entries.fields import Body, Count, Hex64, InstantText, Line, Prose, Word
from safeconduct.entries.kind import KindSpec, require


class Target(msgspec.Struct, kw_only=True, frozen=True):
    """The entry that is corrected."""

    log: Annotated[Line, Meta(description="origin of the log")]
    index: Annotated[Count, Meta(description="position in the log, from 0")]
    leaf: Annotated[Hex64, Meta(description="leaf hash of the entry")]


class Correction(Body, kw_only=True, frozen=True):
    """The body of a correction."""

    target: Annotated[Target, Meta(description="the entry that is corrected")]
    set: (
        Annotated[dict[Word, Any], Meta(max_length=256, description="fields of the body that get a new value")]
        | UnsetType
    ) = UNSET
    clear: (
        Annotated[list[Word], Meta(max_length=256, description="fields of the body that are taken away")] | UnsetType
    ) = UNSET
    at: Annotated[InstantText, Meta(description="when it really happened")] | UnsetType = UNSET
    withdrawn: (
        Annotated[bool, Meta(description="true: the entry no longer counts; false: it counts again")] | UnsetType
    ) = UNSET
    reason: Annotated[Prose, Meta(description="why")]


def _check(body: Correction) -> None:
    changes = (body.set, body.clear, body.at, body.withdrawn)
    require(any(change is not UNSET for change in changes), "nothing is corrected", "set")
    if not isinstance(body.at, UnsetType):
        instant_from_text(body.at)
    if not isinstance(body.set, UnsetType) and not isinstance(body.clear, UnsetType):
        both = body.set.keys() & set(body.clear)
        require(not both, f"{', '.join(sorted(both))} is both set and cleared", "clear")


KIND = KindSpec("correction", "an earlier entry is wrong", Correction, _check)
