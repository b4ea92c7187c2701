"""A case: one movement, its facts by view, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from safeconduct.agreement.case.values import value_to_json
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.types import FactType, Value
from safeconduct.agreement.errors import AgreementError
from safeconduct.agreement.model import Agreement
from safeconduct.base.canonical import JsonValue
from safeconduct.base.errors import SafeconductError

ONE_VIEW: Final = "all"
"""The name of the only view of a case that names none."""


class CaseError(AgreementError):
    """The facts of a case are not what the agreement can be asked about.

    problems: all of them, in the order of the case, each naming the fact and what it may be; never empty.
    """

    code = "SC-AGR-10"

    def __init__(self, problems: Sequence[SafeconductError]) -> None:
        self.problems = tuple(problems)
        first, more = problems[0], len(problems) - 1
        what = f"{first.what} (and {more} more)" if more else first.what
        super().__init__(what, where=first.where, next_step=first.next_step)


@dataclass(frozen=True, slots=True)
class EntryRef:
    """An entry of some log."""

    log: str
    index: int

    def to_json(self) -> dict[str, JsonValue]:
        """As in cases and explanations."""
        return {"log": self.log, "index": self.index}


@dataclass(frozen=True, slots=True)
class Attested:
    """One of several values of a contested fact, and who attests it."""

    value: Value
    attested_by: tuple[str, ...] = ()
    entries: tuple[EntryRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the value of a fact comes from; for a contested fact the values instead."""

    entries: tuple[EntryRef, ...] = ()
    attested_by: tuple[str, ...] = ()
    contested: tuple[Attested, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One movement. views: view -> its facts. provenance: view -> fact -> where it comes from, as far as given."""

    views: Mapping[str, Facts]
    provenance: Mapping[str, Mapping[str, Provenance]] = field(default_factory=dict)
    movement: EntryRef | None = None


def case_to_json(agreement: Agreement, case: Case) -> dict[str, JsonValue]:
    """A case as `case_from_json` reads it: short if it has one view named "all" and no movement."""
    views = {name: _facts_to_json(agreement, case, name) for name in case.views}
    if list(views) == [ONE_VIEW] and case.movement is None:
        return views[ONE_VIEW]
    named: dict[str, JsonValue] = {"views": {**views}}
    return named if case.movement is None else {**named, "movement": case.movement.to_json()}


def _facts_to_json(agreement: Agreement, case: Case, view: str) -> dict[str, JsonValue]:
    facts, provenance = case.views[view], case.provenance.get(view, {})
    written = {
        name: _fact_to_json(declared.type, facts.get(name), provenance.get(name))
        for name, declared in agreement.facts.items()
    }
    return {name: value for name, value in written.items() if value is not None}


def _fact_to_json(type_: FactType, value: Value | None, source: Provenance | None) -> JsonValue | None:
    if source is not None and source.contested:
        return {"contested": [attested_to_json(type_, one) for one in source.contested]}
    if value is None:
        return None
    plain = value_to_json(type_, value)
    if source is None or not (source.entries or source.attested_by):
        return plain
    return {"value": plain, **source_to_json(source)}


def attested_to_json(type_: FactType, one: Attested) -> dict[str, JsonValue]:
    """One value of a contested fact, as cases and explanations write it."""
    return {"value": value_to_json(type_, one.value), **source_to_json(one)}


def source_to_json(source: Provenance | Attested) -> dict[str, JsonValue]:
    """`entries` and `attested_by`, left out where empty."""
    parts: dict[str, JsonValue] = {}
    if source.entries:
        parts["entries"] = [ref.to_json() for ref in source.entries]
    if source.attested_by:
        parts["attested_by"] = [*source.attested_by]
    return parts
