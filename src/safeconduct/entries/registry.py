"""The open registry: every module in `entries.kinds` is one kind, found by its file name.

To add a kind, add ``kinds/<kind>.py`` with a subclass of `Body` and a constant ``KIND = KindSpec(...)``;
the module's first sentence is what the kind says. Nothing else has to change: reading, writing, JSON Schema
and the reference page follow. Readers keep kinds they do not know; nobody writes them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any

import msgspec

from safeconduct.base.errors import SafeconductError
from safeconduct.base.suggest import nearest
from safeconduct.entries import kinds
from safeconduct.entries.errors import BodyError, UnknownKindError
from safeconduct.entries.fields import refusal_in_words
from safeconduct.entries.kind import KindSpec


def _discovered() -> dict[str, KindSpec]:
    names = sorted(module.name for module in pkgutil.iter_modules(kinds.__path__))
    return {name: importlib.import_module(f"{kinds.__name__}.{name}").KIND for name in names}


KINDS: Mapping[str, KindSpec] = _discovered()


def kind_spec(kind: str) -> KindSpec:
    """The specification of a kind. Raises UnknownKindError, naming the nearest known kind."""
    if kind not in KINDS:
        close = nearest(kind, KINDS)
        hint = f"Did you mean {close[0]}?" if close else f"Known kinds: {', '.join(KINDS)}."
        raise UnknownKindError(f"{kind!r} is not a kind of entry", next_step=hint)
    return KINDS[kind]


def validated(kind: str, body: Mapping[str, Any]) -> msgspec.Struct:
    """The body as the type of its kind. Raises UnknownKindError, or BodyError naming field and rule."""
    return typed(kind_spec(kind), body)


def typed(spec: KindSpec, body: Mapping[str, Any]) -> msgspec.Struct:
    """The body as the type of `spec`, rules beyond types included. Raises BodyError."""
    try:
        value = msgspec.convert(body, spec.type)
        spec.check(value)
    except msgspec.ValidationError as error:
        what, place = refusal_in_words(error)
        raise BodyError(what, where=_at(spec, place)) from error
    except BodyError as error:
        error.where = _at(spec, error.where)
        raise
    except SafeconductError as error:
        raise BodyError(error.what, where=_at(spec, error.where), next_step=error.next_step) from error
    return value


def schema(kind: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of the body of a kind; keys sorted, so that equal types give equal bytes."""
    exported: dict[str, Any] = _sorted(msgspec.json.schema(kind_spec(kind).type))
    return exported


def field_names(kind: str) -> tuple[str, ...]:
    """The names a body of this kind may have, as written in the entry, in alphabetical order."""
    return tuple(sorted(field.encode_name for field in msgspec.structs.fields(kind_spec(kind).type)))


def _at(spec: KindSpec, place: str) -> str:
    return f"{spec.kind}.{place}" if place else spec.kind


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value
