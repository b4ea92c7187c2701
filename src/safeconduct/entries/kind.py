"""What a module of `entries.kinds` declares: its name, its type, and the rules that types cannot say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec

from safeconduct.entries.errors import BodyError

StructType: TypeAlias = "type[msgspec.Struct]"


def no_further_rule(_body: Any) -> None:
    """For kinds whose types say everything."""


@dataclass(frozen=True, slots=True)
class KindSpec:
    """One kind of entry.

    kind: the word in the envelope, equal to the module's name.
    says: what an entry of this kind says, one line for the reference page.
    type: the body; a subclass of `fields.Body` where rows of tables may become such entries.
    lines: the type of one cargo line, for kinds that have them.
    check: rules between fields; raises BodyError (or an error of `base`, which is turned into one).
    """

    kind: str
    says: str
    type: StructType
    check: Callable[[Any], None] = no_further_rule
    lines: StructType | None = None


def require(condition: object, what: str, field: str = "") -> None:
    """Raise BodyError naming the field unless the condition holds."""
    if not condition:
        raise BodyError(what, where=field)
