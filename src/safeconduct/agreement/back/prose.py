"""Conditions as sentences: the typed tree in English, Russian or Arabic, to be read beside what the author says.

The sentence is made from the tree alone, so a lawyer can compare the two. It is never ambiguous: whatever
joins several parts stands in brackets inside another, a name that could be misread stands in quotation
marks, and two different trees give two different sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safeconduct.agreement.back.phrases import Lang
from safeconduct.agreement.back.words import WORDING, Wording, spoken, visible
from safeconduct.agreement.cel import CodeList, Kind
from safeconduct.agreement.cel.tree import (
    All,
    Among,
    And,
    Arithmetic,
    Choice,
    CodesFact,
    Collection,
    Compare,
    Element,
    Exists,
    Fact,
    Held,
    Listed,
    ListLiteral,
    Literal,
    Negate,
    Node,
    Not,
    Or,
    PartiesFact,
    Size,
    StartsWith,
    walk,
)
from safeconduct.agreement.model import INSTANT_FACT, NOBODY, Agreement, DeclaredFact, NamedList
from safeconduct.agreement.ruling import LIMIT, UNKNOWN

RECORDED = "recorded."
_BUILT_IN = (INSTANT_FACT, "status")
_OPPOSITES = (Among, Listed, StartsWith, Held)


def prose(node: Node, lang: Lang, agreement: Agreement) -> str:
    """A condition (or a part of one) as a sentence part without a full stop.

    Parties are called by their names in the language, or in English. A fact is called what the file says of it
    in the language if that can stand in a sentence as a name, and by its name otherwise. Lists have their ids.
    """
    wording = WORDING[lang]
    return _Prose(wording, agreement, _fact_names(agreement, wording), _party_names(agreement, lang)).clause(node)


def value_prose(kind: Kind, value: int, unit: str, lang: Lang) -> str:
    """A number with its unit, an instant or a duration."""
    wording = WORDING[lang]
    if kind is Kind.INSTANT:
        return wording.moment(value)
    return wording.duration(value) if kind is Kind.DURATION else wording.amount(value, unit)


def fact_prose(name: str, lang: Lang, agreement: Agreement) -> str:
    """What a fact is called in the sentences of a language."""
    wording = WORDING[lang]
    return wording.named(_fact_names(agreement, wording).get(name) or visible(name))


def is_called(name: str, lang: Lang, agreement: Agreement) -> bool:
    """Whether the file says what a fact is called in a language, in words that can stand in a sentence."""
    declared = agreement.facts.get(name)
    return declared is not None and bool(_called(declared, WORDING[lang]))


def party_prose(party: str, lang: Lang, agreement: Agreement) -> str:
    """The name of a party, or the words for nobody."""
    if party == NOBODY:
        return WORDING[lang].say("nobody")
    return WORDING[lang].foreign(_party_names(agreement, lang).get(party, party))


@dataclass(frozen=True, slots=True)
class _Prose:
    words: Wording
    agreement: Agreement
    facts: Mapping[str, str]
    parties: Mapping[str, str]

    def clause(self, node: Node) -> str:  # noqa: PLR0911 - one return per node
        """A condition; what joins several parts stands without brackets."""
        match node:
            case And(operands):
                return self._joined("and", operands)
            case Or(operands):
                return self._joined("or", operands)
            case Not(operand):
                return self._negated(operand)
            case Literal(Kind.BOOL, value):
                return self.words.say("always" if value else "never")
            case Fact():
                return self._fact(node.name)
            case Compare():
                return self._compared(node)
            case Among() | Listed() | StartsWith() | Held():
                return self._found(node, "")
            case Exists() | All():
                return self._each(node)
        return self._value(node)

    def _part(self, node: Node) -> str:
        """A condition inside another."""
        text = self.clause(node)
        return f"({text})" if isinstance(node, And | Or) else text

    def _joined(self, word: str, operands: tuple[Node, ...]) -> str:
        return self.words.say(word).join(self._part(operand) for operand in operands)

    def _negated(self, operand: Node) -> str:
        if isinstance(operand, _OPPOSITES):
            return self._found(operand, "not ")
        if isinstance(operand, Fact) and operand.name in self.facts and " " not in self.facts[operand.name]:
            return self.words.say("not_fact", self._fact(operand.name))
        return self.words.say("not", self.clause(operand))

    def _found(self, node: Among | Listed | StartsWith | Held, negation: str, subject: str = "") -> str:
        """Whether a value is one of several, said of a value or of a subject that stands for it."""
        key, item, named = self._sought(node)
        return self.words.say(negation + key, subject or self._value(item), named)

    def _sought(self, node: Among | Listed | StartsWith | Held) -> tuple[str, Node, str]:
        """The phrase, the value looked for, and where it is looked for."""
        match node:
            case Among(item, values):
                return "among", item, self._values(values, _kind(item), self._unit(item))
            case Listed(item, codes):
                return "listed", item, self._list(codes)
            case StartsWith(item, prefix):
                return "starts", item, self.words.quoted(visible(prefix))
            case Held(item, parties):
                return "held", _typed(item, Kind.PARTY), self._collection(parties)

    def _compared(self, node: Compare, subject: str = "") -> str:
        kind = _shared_kind(node.left, node.right)
        left, right = _typed(node.left, kind), _typed(node.right, kind)
        if right == Literal(Kind.PARTY, NOBODY) and node.operator in {"==", "!="}:
            return self.words.say(f"{node.operator} nobody", subject or self._value(left))
        timed = " time" if kind is Kind.INSTANT and node.operator not in {"==", "!="} else ""
        a = subject or self._value(left, self._unit(right))
        return self.words.say(node.operator + timed, a, self._value(right, self._unit(left)))

    def _each(self, node: Exists | All) -> str:
        """What some or all items of a list satisfy.

        A plain condition takes the items as its subject. A negated one does not: "every item is not on the
        list" could be read in two ways.
        """
        over, body = self._collection(node.over), node.body
        subject = self.words.say("some" if isinstance(node, Exists) else "every", over)
        match body:
            case Among(Element()) | Listed(Element()) | StartsWith(Element()) | Held(Element()):
                return self._found(body, "", subject)
            case Compare("==", Element(), Literal()):
                return self._compared(body, subject)
        return self.words.say("for some" if isinstance(node, Exists) else "for every", over, self.clause(body))

    def _value(self, node: Node, unit: str = "") -> str:  # noqa: PLR0911 - one return per node
        """A value within a condition, in brackets if it is itself made of parts."""
        match node:
            case Literal():
                return self._literal(node, unit)
            case Fact(_, name):
                return self._fact(name)
            case Element():
                return self.words.say("element")
            case Negate(operand):
                return self.words.say("negate", self._term(operand, unit))
            case Arithmetic(operator, left, right):
                inner = "" if operator == "*" else unit or self._unit(node)
                return self.words.say(operator, self._term(left, inner), self._term(right, inner))
            case Choice(condition, then, otherwise):
                parts = self.clause(condition), self._value(then, unit), self._value(otherwise, unit)
                return self.words.say("choice", *parts)
            case Size(of):
                return self.words.say(_size_word(of), self._collection(of))
            case CodesFact() | PartiesFact() | ListLiteral():
                return self._collection(node)
        return f"({self.clause(node)})"

    def _term(self, node: Node, unit: str) -> str:
        text = self._value(node, unit)
        return f"({text})" if isinstance(node, Arithmetic | Negate) else text

    def _collection(self, node: Collection) -> str:
        if isinstance(node, ListLiteral):
            kind = node.values[0].kind if node.values else Kind.STRING
            return self.words.say("values", self._values(node.values, kind))
        return self.words.quoted(self.facts.get(node.name) or visible(node.name))

    def _values(self, values: Iterable[Literal], kind: Kind, unit: str = "") -> str:
        """Values of one type; a text is of the type of what it is compared with."""
        return self.words.say("comma").join(self._value(_typed(one, kind), unit) for one in values)

    def _literal(self, node: Literal, unit: str = "") -> str:
        value = node.value
        if isinstance(value, bool):
            return self.words.say("true" if value else "false")
        if isinstance(value, int):
            return value_prose(node.kind, value, unit, self.words.lang)
        if node.kind is Kind.PARTY and value == NOBODY:
            return self.words.say("nobody")
        if node.kind is Kind.CODE:
            return self.words.code(value)
        if node.kind in {Kind.ENUM, Kind.STRING}:
            return self.words.quoted(visible(value))
        if node.kind is Kind.PARTY and value in self.parties:
            text = self.parties[value]
        else:
            text = visible(value) if " " in value else visible(value).replace("_", " ")
        return self.words.quoted(text) if text in self.facts.values() else self.words.named(text)

    def _list(self, codes: CodeList) -> str:
        """A list of codes by the name it has in the agreement, with its date if it changed."""
        for named in self.agreement.lists.values():
            for piece in named.versions.pieces:
                if piece.value == codes:
                    name = self.words.quoted(visible(named.id).replace("_", " "))
                    if piece.start is None or not _has_changed(named):
                        return self.words.say("list", name)
                    return self.words.say("list since", name, self.words.date(piece.start))
        exact = [self.words.code(code) for code in codes.exact]
        below = [self.words.say("prefix", self.words.code(prefix)) for prefix in codes.prefixes]
        return self.words.say("list codes", self.words.say("comma").join(exact + below))

    def _fact(self, name: str) -> str:
        if name == UNKNOWN and name not in self.facts:
            return self.words.say("unknown")
        if name.startswith(LIMIT) and name not in self.facts:
            return self._limit(name.removeprefix(LIMIT))
        if name.startswith(RECORDED) and name not in self.facts:
            return self.words.say("recorded", self._fact(name.removeprefix(RECORDED)))
        return self.words.named(self.facts.get(name) or visible(name))

    def _limit(self, name: str) -> str:
        """A limit by name, with its value and basis if it has only one."""
        quoted = self.words.quoted(visible(name).replace("_", " "))
        limit = self.agreement.limits.get(name)
        if limit is None or len(limit.rows) != 1 or limit.rows[0].under:
            return self.words.say("limit", quoted)
        row = limit.rows[0]
        value = value_prose(limit.kind, row.value, row.unit, self.words.lang)
        return self.words.say("limit value", quoted, value, self.words.say(row.basis))

    def _unit(self, node: Node) -> str:
        """The unit of a number, if all that it is made of has one and the same."""
        if any(isinstance(part, Arithmetic) and part.operator == "*" for part in walk(node)):
            return ""
        found = {self._fact_unit(part.name) for part in walk(node) if isinstance(part, Fact)}
        return found.pop() if len(found) == 1 else ""

    def _fact_unit(self, name: str) -> str:
        declared = self.agreement.facts.get(name)
        if declared is not None:
            return declared.unit
        limit = self.agreement.limits.get(name.removeprefix(LIMIT))
        return limit.rows[0].unit if limit is not None and limit.rows else ""


def _fact_names(agreement: Agreement, wording: Wording) -> dict[str, str]:
    """What each fact is called; with its name added if two are called the same."""
    return _told_apart({name: _fact_name(fact, wording) for name, fact in agreement.facts.items()})


def _fact_name(fact: DeclaredFact, wording: Wording) -> str:
    """What the agreement says of the fact, if that can stand in a sentence as a name; otherwise its name."""
    called = _called(fact, wording)
    if called:
        return called
    if fact.name in _BUILT_IN:
        return wording.say(fact.name)
    return visible(fact.name).replace("_", " ").replace(".", " ")


def _called(fact: DeclaredFact, wording: Wording) -> str:
    said = visible(fact.says.get(wording.lang, ""))
    if fact.type.kind is Kind.BOOL:
        said = said.removeprefix(wording.say("whether"))
    return said if said and wording.is_plain(said) else ""


def _party_names(agreement: Agreement, lang: Lang) -> dict[str, str]:
    return _told_apart({party.id: spoken(party.name, lang) or party.id for party in agreement.parties.values()})


def _told_apart(called: Mapping[str, str]) -> dict[str, str]:
    times = Counter(called.values())
    return {name: text if times[text] == 1 else f"{text} [{name}]" for name, text in called.items()}


def _has_changed(named: NamedList) -> bool:
    return sum(value is not None for value in named.versions.values()) > 1


def _size_word(of: Collection) -> str:
    match of:
        case CodesFact():
            return "size codes"
        case PartiesFact():
            return "size parties"
    return "size"


def _kind(node: Node) -> Kind:
    """The type of a value."""
    match node:
        case Literal(kind) | Fact(kind) | Element(kind):
            return kind
        case Negate() | Size():
            return Kind.INT
        case Arithmetic(operator, left, right):
            kinds = {_kind(left), _kind(right)}
            if Kind.INSTANT not in kinds:
                return _kind(left)
            return Kind.DURATION if kinds == {Kind.INSTANT} and operator == "-" else Kind.INSTANT
        case Choice(_, then, otherwise):
            return _shared_kind(then, otherwise)
    return Kind.BOOL


def _shared_kind(left: Node, right: Node) -> Kind:
    """The type in which two values are compared: a text takes that of the other side."""
    return _kind(right) if _kind(left) is Kind.STRING else _kind(left)


def _typed(node: Node, kind: Kind) -> Node:
    """A text that stands for a party, a member or a code, as what it stands for."""
    match node:
        case Literal(Kind.STRING, value):
            return Literal(kind, value)
        case Choice(condition, then, otherwise):
            return Choice(condition, _typed(then, kind), _typed(otherwise, kind))
    return node
