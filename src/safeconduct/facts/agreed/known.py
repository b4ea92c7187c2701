"""What a view knows of a fact: the one value its logs agree on, or that they differ, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from safeconduct.agreement.case import Attested, EntryRef
from safeconduct.agreement.cel import Codes, Parties
from safeconduct.agreement.cel.types import Value
from safeconduct.facts.agreed.told import Told

Status = Literal["known", "contested", "unknown"]


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact of one movement as one view knows it.

    value: None unless known, but for the members of a set on which the logs agree. attested: each value told, in
    order of the logs, with the parties that keep them; more than one where it is contested. One without entries: a log
    that is complete says that there was nothing. why: what keeps it from being known.
    """

    name: str
    status: Status
    value: Value | None
    attested: tuple[Attested, ...] = ()
    why: str = ""


NOTHING_RECORDED = "No entry says so."
CONTESTED = "The logs differ."


def known_fact(name: str, told: Sequence[Told], keepers: Sequence[str], origins: Sequence[str]) -> KnownFact:
    """Merge what the logs of one view say of a fact. keepers, origins: by number of the log."""
    attested = _attested(told, keepers, origins)
    if not attested:
        return KnownFact(name, "unknown", None, why=next((one.why for one in told if one.why), NOTHING_RECORDED))
    if all(isinstance(one.value, Parties) for one in attested):
        return _members(name, attested)
    if len(attested) > 1:
        return KnownFact(name, "contested", None, attested, CONTESTED)
    why = "" if not isinstance(attested[0].value, Codes) else next((one.why for one in told if one.why), "")
    return KnownFact(name, "known", attested[0].value, attested, why)


def _attested(told: Sequence[Told], keepers: Sequence[str], origins: Sequence[str]) -> tuple[Attested, ...]:
    """Each value once. Lists of codes are the same whatever their order."""
    found: dict[object, list[Told]] = {}
    for one in told:
        if one.value is not None:
            found.setdefault(_identity(one.value), []).append(one)
    return tuple(
        Attested(
            same[0].value,  # type: ignore[arg-type]  # those without a value were left out above
            tuple(dict.fromkeys(keepers[one.log] for one in same)),
            tuple(EntryRef(origins[one.log], leaf) for one in same for leaf in one.leaves),
        )
        for same in found.values()
    )


def _identity(value: Value) -> object:
    if isinstance(value, Codes):
        return frozenset(value.known), value.open
    return (isinstance(value, bool), value)


def _members(name: str, attested: tuple[Attested, ...]) -> KnownFact:
    """Sets member by member: in or out if the logs agree; a party that they differ on is unknown."""
    sets = [one.value for one in attested if isinstance(one.value, Parties)]
    yes = frozenset().union(*(one.yes for one in sets))
    no = frozenset().union(*(one.no for one in sets))
    both = yes & no
    value = Parties(yes - both, no - both)
    if both:
        why = f"The logs differ on {', '.join(sorted(both))}."
        return KnownFact(name, "contested", value, attested, why)
    return KnownFact(name, "known", value, attested)
