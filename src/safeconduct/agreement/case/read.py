"""Reading a case: strict, and with everything that is wrong with it at once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TypeAlias

from safeconduct.agreement.case.model import ONE_VIEW, Attested, Case, CaseError, EntryRef, Provenance
from safeconduct.agreement.case.values import ONE_OF, allowed, members_of, shown, value_from_json
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.types import FactType, Kind, Value
from safeconduct.agreement.errors import AgreementError
from safeconduct.agreement.model import Agreement
from safeconduct.base import limits
from safeconduct.base.errors import SafeconductError
from safeconduct.base.suggest import nearest

_VIEW = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)
_MARKED = frozenset({"value", "entries", "attested_by", "contested"})
Parsed: TypeAlias = "tuple[Value | None, Provenance | None]"


def case_from_bytes(agreement: Agreement, data: bytes, *, where: str = "") -> Case:
    """Read a case from JSON text. Raises CaseError, also for repeated keys and anything over the limits."""
    if len(data) > limits.CASE_BYTES_MAX:
        raise CaseError([_problem(f"the case is longer than {limits.CASE_BYTES_MAX} bytes", where=where)])
    try:
        value = json.loads(data.decode(), object_pairs_hook=_object_without_repeats)
    except (ValueError, RecursionError) as error:
        problem = _problem(f"not JSON: {error}", where=where, next_step="Write the facts as one JSON object.")
        raise CaseError([problem]) from error
    return case_from_json(agreement, value, where=where)


def case_from_json(agreement: Agreement, data: object, *, where: str = "") -> Case:
    """Read a case. where: name of the file, for messages. Raises CaseError with all problems of the case."""
    reader = _Reader(agreement, where)
    case = reader.case(data)
    if reader.problems:
        raise CaseError(reader.problems)
    return case


class _Reader:
    """Reads one case, collecting what is wrong with it."""

    def __init__(self, agreement: Agreement, where: str) -> None:
        self._agreement = agreement
        self._where = where
        self.problems: list[SafeconductError] = []

    def case(self, data: object) -> Case:
        if not isinstance(data, dict):
            self._problem("", f"a case is an object of facts, not {shown(data)}", 'Write {"at": "...", ...}.')
            return Case({})
        if "views" not in data:
            facts, provenance = self._facts("", data)
            return Case({ONE_VIEW: facts}, {ONE_VIEW: provenance})
        for key in data:
            if key not in {"views", "movement"}:
                self._problem("", f"{key!r} cannot stand beside the views", "Write it within each view.")
        movement = self._entry("", "movement", data["movement"]) if "movement" in data else None
        views = self._views(data["views"])
        return Case(
            {name: facts for name, (facts, _) in views.items()}, {n: p for n, (_, p) in views.items()}, movement
        )

    def _views(self, data: object) -> dict[str, tuple[Facts, Mapping[str, Provenance]]]:
        mend = 'Write {"views": {"am": {...}, "az": {...}}}.'
        if not isinstance(data, dict) or not data or len(data) > limits.CASE_VIEWS_MAX:
            self._problem("", f"views is an object of 1 to {limits.CASE_VIEWS_MAX} views", mend)
            return {}
        read: dict[str, tuple[Facts, Mapping[str, Provenance]]] = {}
        for name, facts in data.items():
            if _VIEW.fullmatch(name) is None:
                self._problem("", f"{shown(name)} is no name of a view", "Use letters, digits, '_', '-' and '.'.")
            elif not isinstance(facts, dict):
                self._problem("", f"the view {name} is an object of facts, not {shown(facts)}", mend)
            else:
                read[name] = self._facts(name, facts)
        return read

    def _facts(self, view: str, data: Mapping[str, object]) -> tuple[Facts, Mapping[str, Provenance]]:
        facts: dict[str, Value | None] = {}
        provenance: dict[str, Provenance] = {}
        for name, given in data.items():
            declared = self._agreement.facts.get(name)
            if declared is None:
                self._unknown_fact(view, name)
                continue
            value, source = self._fact(view, name, declared.type, given)
            if value is not None:
                facts[name] = value
            if source is not None:
                provenance[name] = source
        return facts, provenance

    def _unknown_fact(self, view: str, name: str) -> None:
        known = [*self._agreement.facts]
        meant = nearest(name, known)
        mend = f"Did you mean {meant[0]!r}?" if meant else f"Its facts are {', '.join(known)}."
        self._problem(view, f"{shown(name)} is no fact of the agreement {self._agreement.id}", mend)

    def _fact(self, view: str, name: str, type_: FactType, given: object) -> Parsed:
        if not isinstance(given, dict) or not _MARKED & given.keys():
            return self._value(view, name, type_, given), None
        for key in given.keys() - _MARKED:
            self._problem(view, f"{name} has the unknown part {shown(key)}", f"Write {', '.join(sorted(_MARKED))}.")
        if "contested" in given:
            if len(given) > 1:
                self._problem(view, f"{name} is contested, so it has no {min(given.keys() - {'contested'})}")
            return None, Provenance(contested=self._contested(view, name, type_, given["contested"]))
        if "value" not in given:
            self._problem(view, f"{name} has no value", "Write it as 'value', or leave the fact out.")
            return None, None
        entries, attested_by = self._source(view, name, given)
        return self._value(view, name, type_, given["value"]), Provenance(entries, attested_by)

    def _contested(self, view: str, name: str, type_: FactType, given: object) -> tuple[Attested, ...]:
        mend = 'Write {"contested": [{"value": ..., "attested_by": [...]}, ...]}.'
        if not isinstance(given, list) or not 2 <= len(given) <= limits.CASE_CONTESTED_MAX:
            self._problem(view, f"{name}: contested is a list of 2 to {limits.CASE_CONTESTED_MAX} values", mend)
            return ()
        found: list[Attested] = []
        for one in given:
            if not isinstance(one, dict) or "value" not in one or one.keys() - (_MARKED - {"contested"}):
                self._problem(view, f"{name}: {shown(one)} is no contested value", mend)
                continue
            entries, attested_by = self._source(view, name, one)
            value = self._value(view, name, type_, one["value"])
            found += [] if value is None else [Attested(value, attested_by, entries)]
        return tuple(found)

    def _source(
        self, view: str, name: str, given: Mapping[str, object]
    ) -> tuple[tuple[EntryRef, ...], tuple[str, ...]]:
        entries, parties = given.get("entries", []), given.get("attested_by", [])
        if not isinstance(entries, list) or len(entries) > limits.CASE_ENTRIES_MAX:
            self._problem(view, f"{name}: entries is a list of at most {limits.CASE_ENTRIES_MAX} entries")
            entries = []
        refs = [self._entry(view, f"{name}: an entry", one) for one in entries]
        known = FactType(Kind.PARTIES, tuple(self._agreement.parties))
        try:
            named = members_of(parties, known.members)
        except ValueError as error:
            self._problem(view, f"{name}: attested_by {error}", ONE_OF.format(", ".join(known.members)))
            named = ()
        return tuple(ref for ref in refs if ref is not None), named

    def _entry(self, view: str, what: str, given: object) -> EntryRef | None:
        if isinstance(given, dict) and given.keys() == {"log", "index"}:
            log, index = given["log"], given["index"]
            short = isinstance(log, str) and 0 < len(log) <= limits.KEY_NAME_BYTES_MAX
            if short and isinstance(index, int) and not isinstance(index, bool) and 0 <= index <= limits.INTEGER_MAX:
                return EntryRef(log, index)
        self._problem(view, f"{what} cannot be {shown(given)}", 'Write {"log": "P1", "index": 48213}.')
        return None

    def _value(self, view: str, name: str, type_: FactType, given: object) -> Value | None:
        try:
            return value_from_json(type_, given)
        except ValueError as error:
            mend = "Leave it out if it is not known." if given is None else allowed(type_)
            self._problem(view, f"{name} {error}", _meant(type_, given) + mend)
            return None

    def _problem(self, view: str, what: str, next_step: str = "") -> None:
        place = f"view {view}" if view else ""
        where = ", ".join(part for part in (self._where, place) if part)
        self.problems.append(_problem(what, where=where, next_step=next_step))


def _meant(type_: FactType, given: object) -> str:
    candidates = nearest(given, type_.members) if isinstance(given, str) else []
    return f"Did you mean {candidates[0]!r}? " if candidates else ""


def _object_without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} stands twice")
    return found


def _problem(what: str, *, where: str, next_step: str = "") -> AgreementError:
    return AgreementError(what, code="SC-AGR-11", where=where, next_step=next_step)
