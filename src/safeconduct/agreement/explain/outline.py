"""An explanation without what is a case's own, to be filled in for every case of the same classes.

What a case adds: the values of facts that an answer rests on, the rest of a list or set that a change leaves as
it is, where facts come from, who attests what of a contested one, and which movement it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from safeconduct.agreement.case import Case, Provenance
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.types import Codes, Parties, Value
from safeconduct.agreement.explain.answer import Because, Cell, Change, Explanation, Finding, Need
from safeconduct.agreement.explain.classes import Classes, Signs
from safeconduct.agreement.model import INSTANT_FACT


class _View(NamedTuple):
    """The one view of a case. signs: of codes."""

    facts: Facts
    provenance: Mapping[str, Provenance]
    signs: Signs


class _Whole(NamedTuple):
    """A reason whose value is that of the case."""

    shown: Because

    def of(self, view: _View) -> Because:
        one = self.shown
        value = view.facts[one.fact]
        assert value is not None
        return Because(one.fact, one.type, "value", value, view.provenance.get(one.fact))


class _Coded(NamedTuple):
    """A reason that names a code of the list: the last one with a sign."""

    shown: Because
    sign: int | str

    def of(self, view: _View) -> Because:
        one, codes = self.shown, view.facts[self.shown.fact]
        assert isinstance(codes, Codes)
        code = next(code for code in reversed(codes.known) if view.signs[code] == self.sign)
        return Because(one.fact, one.type, "has", code, view.provenance.get(one.fact))


class _Fixed(NamedTuple):
    """A reason that is the same in every case, but for where it comes from."""

    shown: Because

    def of(self, view: _View) -> Because:
        one = self.shown
        source = view.provenance.get(one.fact)
        return one if source is None else Because(one.fact, one.type, one.form, one.value, source)


_Reason: TypeAlias = _Whole | _Coded | _Fixed


class _Without(NamedTuple):
    """A list without the codes of which conditions make the same."""

    answers: int

    def of(self, value: Value | None, signs: Signs) -> Value:
        assert isinstance(value, Codes)
        return Codes(tuple(code for code in value.known if signs.answers(code) != self.answers), value.open)


class _With(NamedTuple):
    """A list with one more code."""

    code: str

    def of(self, value: Value | None, _signs: Signs) -> Value:
        assert isinstance(value, Codes)
        return Codes((*value.known, self.code), value.open)


class _Parted(NamedTuple):
    """A set in which the parties that conditions tell apart are as in another."""

    told: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]

    def of(self, value: Value | None, _signs: Signs) -> Value:
        assert isinstance(value, Parties)
        return Parties(value.yes - self.told | self.yes, value.no - self.told | self.no)


_Edit: TypeAlias = _Without | _With | _Parted


class _Changed(NamedTuple):
    """A change; for lists and sets, how it comes from the value of the case."""

    shown: Change
    edits: tuple[tuple[str, _Edit], ...]

    def of(self, view: _View) -> Change:
        if not self.edits:
            return self.shown
        one = self.shown
        change = dict(one.change)
        for name, edit in self.edits:
            change[name] = edit.of(view.facts[name], view.signs)
        return Change(change, one.types, one.then, one.rule)


class _Row(NamedTuple):
    """A cell. reasons, changes: their places."""

    shown: Cell
    reasons: int
    changes: int

    def of(self, view: _View, reasons: tuple[Because, ...], changes: tuple[Change, ...]) -> Cell:
        one = self.shown
        needs = tuple([_asked(need, view) for need in one.needs]) if one.needs and view.provenance else one.needs
        if reasons is one.because and needs is one.needs and changes is one.would_change_if:
            return one
        return Cell(
            one.view,
            one.reading,
            one.outcome,
            one.rule,
            one.clauses,
            one.basis,
            one.by,
            one.also,
            reasons,
            changes,
            needs,
            one.limits,
        )


class _Reasons(NamedTuple):
    """Why an answer is as it is. fixed: whether all of it is the same in every case."""

    shown: tuple[Because, ...]
    each: tuple[_Reason, ...]
    fixed: bool

    def of(self, view: _View) -> tuple[Because, ...]:
        if self.fixed and not view.provenance:
            return self.shown
        return tuple([one.of(view) for one in self.each])


class _Changes(NamedTuple):
    """What would change an answer. fixed: whether all of it is the same in every case."""

    shown: tuple[Change, ...]
    each: tuple[_Changed, ...]
    fixed: bool

    def of(self, view: _View) -> tuple[Change, ...]:
        return self.shown if self.fixed else tuple([one.of(view) for one in self.each])


class Outline:
    """What the explanations of all cases of the same classes have in common; made of any one of them."""

    __slots__ = ("_changes", "_findings", "_reasons", "_rows", "_shown", "_signs")

    def __init__(self, explained: Explanation, classes: Classes, facts: Facts) -> None:
        view = _View(facts, {}, classes.signs)
        self._signs = classes.signs
        self._shown = replace(explained, common_ground=(), cells=(), movement=None, at=None, as_of=None)
        places: dict[tuple[Because, ...], int] = {}
        for because in [one.because for one in explained.common_ground] + [cell.because for cell in explained.cells]:
            places.setdefault(because, len(places))
        self._reasons = tuple(_reasons(because, classes, view) for because in places)
        shown = {because: self._reasons[place].shown for because, place in places.items()}
        changes = {id(cell.would_change_if): cell.would_change_if for cell in explained.cells}
        changes_at = {one: place for place, one in enumerate(changes)}
        self._changes = tuple(_changes(one, classes, view) for one in changes.values())
        self._findings = tuple(
            (replace(one, because=shown[one.because]), places[one.because]) for one in explained.common_ground
        )
        self._rows = tuple(
            _Row(
                replace(cell, because=shown[cell.because], needs=tuple(map(_plain, cell.needs))),
                places[cell.because],
                changes_at[id(cell.would_change_if)],
            )
            for cell in explained.cells
        )

    def of(self, case: Case, facts: Facts, provenance: Mapping[str, Provenance], as_of: int | None) -> Explanation:
        """The explanation of a case of one view, with these facts."""
        view = _View(facts, provenance, self._signs)
        reasons = [one.of(view) for one in self._reasons]
        changes = [one.of(view) for one in self._changes]
        shown, instant = self._shown, facts.get(INSTANT_FACT)
        return Explanation(
            shown.agreement,
            shown.question,
            shown.method,
            tuple([Finding(one.rule, one.says, reasons[place], one.limits) for one, place in self._findings]),
            shown.split,
            shown.issues,
            shown.facts,
            tuple([row.of(view, reasons[row.reasons], changes[row.changes]) for row in self._rows]),
            case.movement,
            instant if isinstance(instant, int) else None,
            as_of,
        )


def _reasons(because: tuple[Because, ...], classes: Classes, view: _View) -> _Reasons:
    each = tuple(_reason(replace(one, source=None), classes, view) for one in because)
    return _Reasons(tuple(one.shown for one in each), each, all(isinstance(one, _Fixed) for one in each))


def _reason(one: Because, classes: Classes, view: _View) -> _Reason:
    if one.form == "value":
        return _Whole(one)
    signed = classes.signed(one.fact, view.facts[one.fact])
    return _Coded(one, view.signs[str(one.value)]) if signed else _Fixed(one)


def _changes(shown: tuple[Change, ...], classes: Classes, view: _View) -> _Changes:
    each = tuple(_changed(one, classes, view) for one in shown)
    return _Changes(shown, each, not any(one.edits for one in each))


def _changed(one: Change, classes: Classes, view: _View) -> _Changed:
    edits: list[tuple[str, _Edit]] = []
    for name, value in one.change.items():
        before = view.facts[name]
        if isinstance(value, Parties) and name in classes.parties:
            told = classes.parties[name]
            edits.append((name, _Parted(told, value.yes & told, value.no & told)))
        elif isinstance(value, Codes) and isinstance(before, Codes) and classes.signed(name, before):
            fewer = [code for code in before.known if code not in value.known]
            edits.append((name, _Without(view.signs.answers(fewer[0])) if fewer else _With(value.known[-1])))
    return _Changed(one, tuple(edits))


def _plain(need: Need) -> Need:
    return replace(need, contested=()) if need.contested else need


def _asked(need: Need, view: _View) -> Need:
    """A need, with what is said of a fact that is contested."""
    source = view.provenance.get(need.name) if need.kind == "fact" else None
    return replace(need, contested=source.contested) if source is not None and source.contested else need
