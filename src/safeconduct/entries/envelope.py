"""The envelope every entry shares, and its one byte form.

``{"at": "...Z", "body": {...}, "corridor": "...", "kind": "...", "recorded": "...Z", "refs": [...],
"sealed": {...}, "v": 1}`` as canonical JSON, at most 65,535 bytes; `refs` and `sealed` are left out when
empty. `at` is when it happened, as the author claims; `recorded` is the author's clock when it was
appended.

Reading is strict about bytes and lenient about meaning: only canonical bytes are accepted; fields and kinds
this version does not know are kept. Known kinds are validated. Writing refuses unknown kinds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.base import limits
from safeconduct.base.canonical import CanonicalError, JsonValue, canonical_bytes, value_from_canonical
from safeconduct.base.instant import Instant, InstantError, instant_from_text, instant_to_text
from safeconduct.entries.errors import EnvelopeError
from safeconduct.entries.fields import Hex64, Line
from safeconduct.entries.registry import KINDS, kind_spec, typed

VERSION = 1
REFS_MAX = 256
_CORRIDOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_KIND = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_KNOWN = frozenset({"at", "body", "corridor", "kind", "recorded", "refs", "sealed", "v"})

# Days repeat within a table and `recorded` within a batch, so their conversions are remembered.
_instant = lru_cache(maxsize=8192)(instant_from_text)
_instant_text = lru_cache(maxsize=8192)(instant_to_text)


class Ref(msgspec.Struct, frozen=True):
    """An entry in some log, named so that it can be proved: origin of the log, index, leaf hash in hex."""

    log: Line
    index: Annotated[int, Meta(ge=0, le=limits.INTEGER_MAX)]
    leaf: Hex64


@dataclass(frozen=True, slots=True)
class Envelope:
    """One entry.

    at: when it happened, as the author claims; µs UTC, written to the millisecond.
    body: what the kind says, unknown fields included.
    recorded: the author's clock at append.
    refs: entries this one answers or rests on.
    sealed: name of a sealed field -> its commitment, 64 hex digits.
    unknown: members of the envelope that this version does not know, kept as read.
    """

    at: Instant
    body: dict[str, Any]
    corridor: str
    kind: str
    recorded: Instant
    refs: tuple[Ref, ...] = ()
    sealed: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, JsonValue] = field(default_factory=dict)


class _Wire(msgspec.Struct, kw_only=True):
    """The byte form; `body` is a dict when read and may be the kind's type when written."""

    at: str
    body: dict[str, Any] | msgspec.Struct
    corridor: str
    kind: str
    recorded: str
    refs: Annotated[list[Ref], Meta(min_length=1, max_length=REFS_MAX)] | UnsetType = UNSET
    sealed: Annotated[dict[str, Hex64], Meta(min_length=1, max_length=256)] | UnsetType = UNSET
    v: int


class _WireRead(_Wire):
    body: dict[str, Any]


_DECODER = msgspec.json.Decoder(_WireRead)
_ENCODER = msgspec.json.Encoder(order="sorted")


def entry_from_bytes(data: bytes) -> Envelope:
    """Read one entry. Raises EnvelopeError or BodyError for anything `entry_to_bytes` would not have written.

    An unknown kind is read with its body unopened; unknown fields are kept in `body` and `unknown`.
    """
    wire = _wire_from_bytes(_bounded(data))
    spec = KINDS.get(wire.kind)
    body = wire.body
    if spec is not None:
        # If the typed body alone gives back the same bytes, nothing is unknown and nothing is out of form.
        wire.body = typed(spec, body)  # type: ignore[assignment]  # the encoder takes either
    unknown = {} if spec is not None and _ENCODER.encode(wire) == data else _unknown_members(data)
    refs = () if isinstance(wire.refs, UnsetType) else tuple(wire.refs)
    sealed = {} if isinstance(wire.sealed, UnsetType) else wire.sealed
    at, recorded = _times(wire)
    return Envelope(at, body, wire.corridor, wire.kind, recorded, refs, sealed, unknown)


def entry_to_bytes(entry: Envelope) -> bytes:
    """The canonical bytes of an entry; times are cut to the millisecond.

    Raises UnknownKindError, BodyError, or EnvelopeError (corridor, times, references, size).
    """
    spec = kind_spec(entry.kind)
    typed_body = typed(spec, entry.body)
    _check_names(entry.corridor, entry.kind)
    wire = _Wire(
        at=_checked_text(entry.at),
        body=typed_body,
        corridor=entry.corridor,
        kind=entry.kind,
        recorded=_checked_text(entry.recorded),
        refs=list(entry.refs) or UNSET,
        sealed=entry.sealed or UNSET,
        v=VERSION,
    )
    data = _encoded(wire)
    wire.body = entry.body
    if entry.unknown or entry.refs or entry.sealed or _encoded(wire) != data:
        data = _written_strictly(entry, wire)
    return _bounded(data)


def validated_entry_to_bytes(at: Instant, body: dict[str, Any], corridor: str, kind: str, recorded: Instant) -> bytes:
    """`entry_to_bytes` for a body that `registry.typed` accepted already and that holds nothing unknown.

    The importer checks a whole table before it writes any of it; this spares the second check.
    """
    times = _instant_text(at), _instant_text(recorded)
    wire = _Wire(at=times[0], body=body, corridor=corridor, kind=kind, recorded=times[1], v=VERSION)
    return _bounded(_encoded(wire))


def entry_schema(kind: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of a whole entry of one kind, keys sorted."""
    from safeconduct.entries.registry import schema

    body = schema(kind)
    (outer,), components = msgspec.json.schema_components([_WireRead])
    properties = dict(components["_WireRead"]["properties"])
    properties |= {"kind": {"const": kind}, "v": {"const": VERSION}, "body": {"$ref": body["$ref"]}}
    del outer
    return {
        "$defs": dict(sorted({**body["$defs"], "Ref": components["Ref"]}.items())),
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": dict(sorted(properties.items())),
        "required": sorted(_KNOWN - {"refs", "sealed"}),
        "title": kind,
        "type": "object",
    }


def _bounded(data: bytes) -> bytes:
    if len(data) > limits.ENTRY_BYTES_MAX:
        raise EnvelopeError(f"the entry has {len(data)} bytes; at most {limits.ENTRY_BYTES_MAX} are allowed")
    return data


def _wire_from_bytes(data: bytes) -> _WireRead:
    try:
        wire = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise EnvelopeError(f"not an entry: {error}") from error
    if wire.v != VERSION:
        raise EnvelopeError(
            f"the entry has version {wire.v}; this program reads version {VERSION}",
            next_step="Use a newer safeconduct.",
        )
    _check_names(wire.corridor, wire.kind)
    return wire


def _unknown_members(data: bytes) -> dict[str, JsonValue]:
    """The members of the envelope this version does not know. Raises EnvelopeError unless canonical."""
    try:
        value = value_from_canonical(data)
    except CanonicalError as error:
        raise EnvelopeError(f"not an entry: {error.what}") from error
    assert isinstance(value, dict), "the decoder saw an object"
    return {name: item for name, item in value.items() if name not in _KNOWN}


def _written_strictly(entry: Envelope, wire: _Wire) -> bytes:
    """The canonical bytes by the slow way, which checks every member, unknown ones included."""
    try:
        parts = {name: getattr(wire, name) for name in wire.__struct_fields__}
        known = {name: part for name, part in parts.items() if part is not UNSET}
        if entry.refs:
            known["refs"] = [msgspec.to_builtins(ref) for ref in entry.refs]
        data = canonical_bytes({**known, **entry.unknown})
        _DECODER.decode(data)
    except CanonicalError as error:
        raise EnvelopeError(f"the entry has no canonical form: {error.what}") from error
    except msgspec.ValidationError as error:
        raise EnvelopeError(f"the entry breaks a rule: {error}") from error
    if not _KNOWN.isdisjoint(entry.unknown):
        raise EnvelopeError("a known member of the envelope stands among the unknown ones")
    return data


def _encoded(wire: _Wire) -> bytes:
    try:
        return _ENCODER.encode(wire)
    except (UnicodeEncodeError, TypeError, msgspec.MsgspecError, OverflowError) as error:
        raise EnvelopeError(f"the entry has no canonical form: {error}") from error


def _times(wire: _Wire) -> tuple[Instant, Instant]:
    try:
        return _instant(wire.at), _instant(wire.recorded)
    except InstantError as error:
        raise EnvelopeError(error.what, where="at or recorded", next_step=error.next_step) from error


def _checked_text(instant: Instant) -> str:
    try:
        text = _instant_text(instant)
        _instant(text)
    except (InstantError, ValueError, OverflowError) as error:
        raise EnvelopeError(f"the instant {instant} µs is outside 1970 to 2099") from error
    return text


@lru_cache(maxsize=1024)
def _check_names(corridor: str, kind: str) -> None:
    if not _CORRIDOR.fullmatch(corridor) or len(corridor) > 64:
        raise EnvelopeError(f"{corridor[:80]!r} is not a corridor id", next_step="Write it as black-sea-2022.")
    if not _KIND.fullmatch(kind) or len(kind) > 64:
        raise EnvelopeError(f"{kind[:80]!r} is not a kind of entry")
