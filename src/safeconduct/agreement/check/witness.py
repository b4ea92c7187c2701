"""Movements that show what a finding says: as a case can take them, and in words that a person can read."""

from __future__ import annotations

from collections.abc import Iterable

from safeconduct.agreement.case import value_to_json
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.types import Codes, Kind, Parties, Value
from safeconduct.agreement.model import INDETERMINATE, NOBODY, Agreement, DeclaredFact
from safeconduct.base.canonical import JsonValue
from safeconduct.base.instant import instant_to_text


def movement_to_json(agreement: Agreement, facts: Facts) -> dict[str, JsonValue]:
    """The known facts of a movement as a case writes them, in the order of the file."""
    return {
        name: value_to_json(declared.type, value)
        for name, declared in agreement.facts.items()
        if (value := facts.get(name)) is not None
    }


def movement_in_words(agreement: Agreement, facts: Facts) -> str:
    """The known facts of a movement in words, parties by their names and numbers with their units."""
    told = (
        _in_words(agreement, declared, value)
        for name, declared in agreement.facts.items()
        if (value := facts.get(name)) is not None
    )
    return "; ".join(told)


def witness(agreement: Agreement, facts: Facts, **more: JsonValue) -> dict[str, JsonValue]:
    """A movement as a finding shows it, with whatever else there is to say of it."""
    return {"movement": movement_to_json(agreement, facts), "words": movement_in_words(agreement, facts), **more}


def verdict_text(possible: Iterable[str]) -> str:
    """A verdict, or that it is open between some.

    >>> verdict_text(["permitted"]), verdict_text(["permitted", "hold"])
    ('permitted', 'indeterminate (permitted or hold)')
    """
    verdicts = list(possible)
    return verdicts[0] if len(verdicts) == 1 else f"{INDETERMINATE} ({' or '.join(verdicts)})"


def day_text(instant: int | None) -> str:
    """An instant for a sentence: the day alone where it is midnight UTC.

    >>> day_text(0), day_text(3_600_000_000), day_text(None)
    ('1970-01-01', '1970-01-01T01:00Z', 'the beginning')
    """
    if instant is None:
        return "the beginning"
    text = instant_to_text(instant)
    for ending, shown in (("T00:00:00.000Z", ""), (":00.000Z", "Z"), (".000Z", "Z")):
        if text.endswith(ending):
            return text.removesuffix(ending) + shown
    return text


def party_name(agreement: Agreement, party: str) -> str:
    """The name of a party in English, or in the first language there is."""
    if party not in agreement.parties:
        return "nobody" if party == NOBODY else party
    names = agreement.parties[party].name
    return names.get("en") or next(iter(names.values()), party)


def listed(names: Iterable[str]) -> str:
    """Names in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *front, last = [*names] or ["none"]
    return f"{', '.join(front)} and {last}" if front else last


def _in_words(  # noqa: PLR0911 - one return per form
    agreement: Agreement, fact: DeclaredFact, value: Value
) -> str:
    name = fact.name
    match value:
        case bool():
            return name if value else f"not {name}"
        case Codes(known, is_open):
            return f"{name}: {', '.join(known) or 'no codes'}{' and perhaps more' if is_open else ''}"
        case Parties(yes, _):
            inside = [party_name(agreement, party) for party in fact.type.members if party in yes]
            return f"{name}: {listed(inside) if inside else 'nobody'}"
        case str() if fact.type.kind is Kind.PARTY:
            return f"{name}: {party_name(agreement, value)}"
        case int() if fact.type.kind is Kind.INSTANT:
            return f"{name}: {day_text(value)}"
        case int() if fact.type.kind is Kind.DURATION:
            return f"{name}: {value_to_json(fact.type, value)}"
    return f"{name}: {value}{f' {fact.unit}' if fact.unit else ''}"
