"""An explanation as text: what nobody disputes, where the answers part, then every reading with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import eq, ge, gt, le, lt, ne

from safeconduct.agreement.back.phrases import Lang
from safeconduct.agreement.back.prose import fact_prose, is_called, party_prose
from safeconduct.agreement.back.words import WORDING, spoken, visible
from safeconduct.agreement.cel.tree import Compare, Fact, Node, walk
from safeconduct.agreement.cel.types import Codes, FactType, Kind, Parties, Value
from safeconduct.agreement.explain.answer import (
    UNKNOWN_PARTY,
    Because,
    Cell,
    Change,
    Explanation,
    Finding,
    LimitUsed,
    Need,
)
from safeconduct.agreement.explain.words import joined, sentence
from safeconduct.agreement.model import INSTANT_FACT, Agreement, Issue
from safeconduct.agreement.ruling import LIMIT, positions_at

_ALL = "all"
_TIMES = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
_TESTS = {">": gt, ">=": ge, "<": lt, "<=": le, "==": eq, "!=": ne}
_MIRRORED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_CONTRARY = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "==": "!=", "!=": "=="}
_SUFFIXES = {"minute": "_min", "hour": "_h", "kilogram": "_kg"}


def explanation_text(explanation: Explanation, agreement: Agreement, lang: Lang = "en") -> str:
    """Paragraphs, one a line: common ground, split, issues, and each reading. English where nothing else is given."""
    return "\n".join(_Text(explanation, agreement, lang).paragraphs())


class _Text:
    def __init__(self, explanation: Explanation, agreement: Agreement, lang: Lang) -> None:
        self._explanation = explanation
        self._agreement = agreement
        self._lang = lang
        self._wording = WORDING[lang]
        self._views = len({cell.view for cell in explanation.cells}) > 1

    def paragraphs(self) -> Iterator[str]:
        for finding in self._explanation.common_ground:
            yield self._finding(finding)
        yield self._split()
        for issue in self._explanation.issues:
            yield self._issue(self._agreement.issues[issue])
        yield from self._cells()

    def _say(self, key: str, a: str = "", b: str = "", c: str = "") -> str:
        return sentence(self._lang, key, a, b, c)

    def _list(self, parts: Iterable[str]) -> str:
        return joined(self._lang, "comma", parts)

    def _and(self, parts: Sequence[str]) -> str:
        """Facts joined by "and", a negation last; with semicolons if a comma or a negation could reach over several."""
        comma, negation = self._say("comma").strip(), self._say("not so")
        ordered = sorted(parts, key=lambda part: part.startswith(negation))
        negations = sum(part.startswith(negation) for part in parts)
        if negations > 1 or any(comma in part for part in parts):
            return self._joined(ordered, "semicolon", "last")
        return self._joined(ordered, "comma", "and")

    def _joined(self, parts: Sequence[str], between: str, last: str) -> str:
        if len(parts) < 2:
            return "".join(parts)
        return joined(self._lang, last, (joined(self._lang, between, parts[:-1]), parts[-1]))

    def _finding(self, finding: Finding) -> str:
        facts = self._reasons(finding.because, finding.rule, finding.limits)
        said = spoken(finding.says, self._lang)
        return self._say("ground views" if self._views else "ground", self._and(facts), said)

    def _split(self) -> str:
        split = self._explanation.split
        if split == "settled":
            return self._say("settled", self._say(self._explanation.cells[0].verdict))
        return self._say(split, self._list(map(self._asked, self._explanation.facts)))

    def _issue(self, issue: Issue) -> str:
        """The question, then each answer with those who give it."""
        held: dict[str | None, list[str]] = {}
        for reading_id in dict.fromkeys(cell.reading for cell in self._explanation.cells):
            positions = positions_at(self._agreement.readings[reading_id], self._explanation.at)
            held.setdefault(positions.get(issue.id), []).append(self._reading(reading_id))
        answers = [self._position(issue, position, self._list(names)) for position, names in held.items()]
        return self._say("issue", spoken(issue.asks, self._lang), joined(self._lang, "semicolon", answers))

    def _position(self, issue: Issue, position: str | None, names: str) -> str:
        if position is None:
            return self._say("silent", names)
        said = spoken(issue.positions[position].says, self._lang) or visible(position).replace("_", " ")
        return self._say("position", names, said.rstrip("."))

    def _cells(self) -> Iterator[str]:
        """Each view under each reading; readings that come to the same for the same reasons together."""
        same: dict[tuple[str, str, str], list[str]] = {}
        for cell in self._explanation.cells:
            told = " ".join(part for part in self._cell_parts(cell) if part)
            same.setdefault((self._view(cell.view), self._verdict(cell), told), []).append(self._reading(cell.reading))
        key = "cell view" if self._views else "cell"
        for (view, verdict, told), readings in same.items():
            yield f"{self._say(key, self._list(readings), verdict, view)} {told}".rstrip()

    def _cell_parts(self, cell: Cell) -> Iterator[str]:
        if cell.by:
            known = self._list(self._party(party) for party in cell.by)
            yield self._say("by unknown") if cell.by == (UNKNOWN_PARTY,) else self._say("by", known)
        if cell.rule and cell.basis:
            rule = self._agreement.rule(cell.rule)
            clauses = self._list(self._wording.foreign(clause) for clause in cell.clauses)
            yield self._say("rule", spoken(rule.says, self._lang), clauses, self._say(cell.basis))
        elif len(cell.outcome.possible) == 1:
            yield self._say("default")
        if cell.because:
            yield self._say("because", self._and(self._reasons(cell.because, cell.rule, cell.limits)))
        yield from (self._change(one) for one in cell.would_change_if)
        if cell.needs:
            decided = len(cell.outcome.possible) == 1
            yield self._say(
                "still needs" if decided else "needs", joined(self._lang, "semicolon", map(self._need, cell.needs))
            )

    def _verdict(self, cell: Cell) -> str:
        possible = [self._say(one) for one in cell.outcome.possible]
        return possible[0] if len(possible) == 1 else self._say("between", self._joined(possible, "comma", "or"))

    def _change(self, change: Change) -> str:
        facts = [self._fact(name, change.types[name], value) for name, value in change.change.items()]
        return self._say("change", self._and(facts), self._say(change.then))

    def _need(self, need: Need) -> str:
        if need.kind == "consent":
            return self._say("need consent", self._party(need.party))
        if need.kind == "position":
            asks = spoken(self._agreement.issues[need.name].asks, self._lang)
            return self._say("need position", self._party(need.party), asks)
        named = self._asked(need.name)
        if not need.contested or need.type is None:
            return named
        values = [(self._value(need.name, need.type, one.value), one.attested_by) for one in need.contested]
        said = (self._say("says so", value, self._list(map(self._party, by))) if by else value for value, by in values)
        return self._say("contested", named, joined(self._lang, "semicolon", said))

    # Facts.

    def _reasons(self, because: Sequence[Because], rule: str, limits: Sequence[LimitUsed]) -> list[str]:
        """Facts; members of one set on the same evidence are named together."""
        together: dict[object, list[Because]] = {}
        for one in because:
            alike = one.form != "value" and one.type.kind is Kind.PARTIES
            key = (one.fact, one.form, one.view, one.source, None if alike else one.value)
            together.setdefault(key, []).append(one)
        return [self._because(ones, rule, limits) for ones in together.values()]

    def _because(self, ones: Sequence[Because], rule: str, limits: Sequence[LimitUsed]) -> str:
        one = ones[0]
        if one.form == "value":
            said = self._fact(one.fact, one.type, one.value)
            said = self._list([said, *self._compared(one, rule, limits)])
        else:
            said = self._membership(ones)
        if one.view:
            said = self._list([said, self._say("view", self._view(one.view))])
        if one.source is None:
            return said
        if one.source.attested_by:
            said = self._say("says so", said, self._list(map(self._party, one.source.attested_by)))
        entries = self._list(self._wording.foreign(f"{ref.log}:{ref.index}") for ref in one.source.entries)
        return self._say("entry", said, entries) if entries else said

    def _compared(self, one: Because, rule: str, limits: Sequence[LimitUsed]) -> Iterator[str]:
        """How a number stands to the limits that the rule compares it with, their basis said aloud."""
        number = one.value
        if not rule or isinstance(number, bool) or not isinstance(number, int):
            return
        operators = dict(_comparisons(self._agreement, rule, one.fact))
        for limit in limits:
            operator = operators.get(limit.limit)
            if operator is not None:
                shown = operator if _TESTS[operator](number, limit.value) else _CONTRARY[operator]
                timed = " time" if limit.unit in _TIMES and shown in "<>" else ""
                amount = self._say(shown + timed, self._number(limit.kind, limit.value, limit.unit))
                yield self._say("limit", amount, self._say(f"{limit.basis} limit"))

    def _membership(self, ones: Sequence[Because]) -> str:
        one, members = ones[0], [self._member(each.type, str(each.value)) for each in ones]
        if one.type.kind is Kind.PARTIES:
            key = f"{one.form} several" if len(members) > 1 else one.form
            return self._say(key, self._set(one.fact), self._and(members))
        return self._say(f"{one.form} code", self._name(one.fact), self._list(members))

    def _fact(self, name: str, type_: FactType, value: Value) -> str:
        called = self._name(name)
        if isinstance(value, bool) and is_called(name, self._lang, self._agreement):
            return called if value else self._say("not so", called)
        if isinstance(value, Parties):
            return self._members(name, type_, value)
        return self._say("answer" if isinstance(value, bool) else "is", called, self._value(name, type_, value))

    def _members(self, name: str, type_: FactType, value: Parties) -> str:
        """Who is in a set of parties; "only" if it is known of all others that they are not."""
        members = [self._party(member) for member in type_.members if member in value.yes]
        if len(value.yes) + len(value.no) < len(type_.members):
            key = "has several" if len(members) > 1 else "has"
            return self._say(key, self._set(name), self._and(members))
        key = "only several" if len(members) > 1 else "only" if members else "nobody"
        return self._say(key, self._set(name), self._and(members))

    def _value(self, name: str, type_: FactType, value: Value) -> str:
        if isinstance(value, bool):
            return self._say("yes" if value else "no")
        if isinstance(value, int):
            return self._number(type_.kind, value, self._agreement.facts[name].unit)
        if isinstance(value, Codes):
            codes = self._list(map(self._wording.code, value.known)) or self._say("nothing")
            return self._say("more", codes) if value.open else codes
        if isinstance(value, Parties):
            members = (self._party(member) for member in type_.members if member in value.yes)
            return self._list(members) or self._say("nothing")
        return self._member(type_, value)

    def _number(self, kind: Kind, value: int, unit: str) -> str:
        if kind is Kind.INSTANT:
            return self._wording.moment(value)
        return self._wording.duration(value) if kind is Kind.DURATION else self._wording.amount(value, unit)

    def _member(self, type_: FactType, member: str) -> str:
        if type_.kind in {Kind.PARTY, Kind.PARTIES}:
            return self._party(member)
        if type_.kind is Kind.CODES:
            return self._wording.code(member)
        return self._wording.quoted(visible(member.replace("_", " ") if type_.kind is Kind.ENUM else member))

    def _party(self, party: str) -> str:
        return party_prose(party, self._lang, self._agreement)

    def _reading(self, reading_id: str) -> str:
        party = self._agreement.readings[reading_id].party
        return self._party(party) if party else visible(reading_id)

    def _view(self, view: str) -> str:
        if view in self._agreement.parties:
            return self._party(view)
        return self._say("all") if view == _ALL else self._wording.foreign(visible(view))

    def _name(self, name: str) -> str:
        """A fact by what the agreement calls it in the language, otherwise by its name."""
        if name == INSTANT_FACT or is_called(name, self._lang, self._agreement):
            called = fact_prose(name, self._lang, self._agreement)
            bare = self._agreement.facts[name].type.kind is Kind.BOOL or called.startswith("the ")
            return called if bare else self._say("named", called)
        unit = self._agreement.facts[name].unit
        plain = name.removesuffix(_SUFFIXES.get(unit, f"_{unit}s"))
        return self._wording.foreign(visible(plain).replace("_", " ").replace(".", " "))

    def _set(self, name: str) -> str:
        """A set of parties as the place in which a party is found."""
        if self._lang != "en" or is_called(name, self._lang, self._agreement):
            return self._name(name)
        return self._wording.quoted(self._name(name))

    def _asked(self, name: str) -> str:
        """A fact as what is to be found out."""
        is_bool = self._agreement.facts[name].type.kind is Kind.BOOL
        asked = is_bool and is_called(name, self._lang, self._agreement)
        return self._say("whether", self._name(name)) if asked else self._name(name)


def _comparisons(agreement: Agreement, rule: str, fact: str) -> Iterator[tuple[str, str]]:
    """The limits that a rule compares a fact with, each with the operator as seen from the fact."""
    for condition in agreement.rule(rule).condition.values():
        for node in () if condition is None else walk(condition.tree):
            if isinstance(node, Compare):
                names = _named(node.left), _named(node.right)
                if names[0] == fact and names[1].startswith(LIMIT):
                    yield names[1].removeprefix(LIMIT), node.operator
                elif names[1] == fact and names[0].startswith(LIMIT):
                    yield names[0].removeprefix(LIMIT), _MIRRORED.get(node.operator, node.operator)


def _named(node: Node) -> str:
    return node.name if isinstance(node, Fact) else ""
