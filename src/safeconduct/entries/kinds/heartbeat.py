"""A source was alive and watching, or could not watch, in a period; its envelope's `at` is the start.

What no heartbeat covers is blind time, even if other entries of the source lie in it.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import instant_from_text
from safeconduct.entries.fields import Body, Count, Hex64, InstantText, Line
from safeconduct.entries.kind import KindSpec
from safeconduct.entries.personal import extra_fields, refuse_personal


class Head(msgspec.Struct, kw_only=True, frozen=True):
    """A signed state of another log that was seen: what of it was known by then."""

    log: Line
    size: Count
    root: Hex64


class Heartbeat(Body, kw_only=True, frozen=True):
    """The body of a heartbeat."""

    watcher: Annotated[Line, Meta(description="post or sensor that was watching")]
    end: Annotated[InstantText, Meta(description="end of the period, exclusive")]
    state: Annotated[Literal["watching", "degraded", "denied"], Meta(description="how well it could watch")]
    reason: Annotated[Line, Meta(description="why it could not, such as access denied by whom")] | UnsetType = UNSET
    heads: (
        Annotated[list[Head], Meta(max_length=256, description="newest signed states of other logs seen by then")]
        | UnsetType
    ) = UNSET


def _check(body: Heartbeat) -> None:
    instant_from_text(body.end)
    refuse_personal((("watcher", body.watcher), ("reason", body.reason), *extra_fields(body.extra)))


KIND = KindSpec("heartbeat", "a source was watching in a period, or was kept from it", Heartbeat, _check)
