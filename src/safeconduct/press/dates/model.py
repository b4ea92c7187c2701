"""What dating a statement needs and gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from safeconduct.press.dates.edtf import Edtf
from safeconduct.press.model import Span

PublishedBasis: TypeAlias = Literal["in_text", "metadata", "entered", "inferred"]
Basis: TypeAlias = Literal["explicit", "weekday", "relative", "carried", "docdate"]


@dataclass(frozen=True, slots=True)
class Published:
    """When the report was published. An input: it is never read out of the text here."""

    edtf: Edtf
    basis: PublishedBasis = "entered"


@dataclass(frozen=True, slots=True)
class When:
    """When something was said or happened.

    basis: `explicit`, `weekday` and `relative` name the words in the sentence itself; `carried` comes from the
    occasion that the passage reports; `docdate` is nothing but the document date.
    evidence: the words that give the day, here or where the occasion was introduced; None for `docdate`.
    """

    edtf: Edtf
    basis: Basis
    evidence: Span | None = None
