"""From what was recorded to a value of a fact: names of parties and places in any spelling the agreement gives.

A text that names no value of the fact is unknown, never "other": a spelling must not decide against anyone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from safeconduct.agreement.cel import FactType, Kind
from safeconduct.agreement.cel.types import Value, is_code
from safeconduct.agreement.model import NOBODY, Agreement
from safeconduct.base.suggest import folded

Raw = str | int
UNSTATED = "unstated"
_NUMBERS = frozenset({Kind.INT, Kind.DURATION, Kind.INSTANT})
_BOOLS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Typed:
    """A value of a fact; or none, and why the recorded one is not."""

    value: Value | None
    why: str = ""


@dataclass(slots=True)
class Names:
    """The names by which the agreement calls its parties, places and posts, without regard to spelling."""

    agreement: Agreement
    _parties: dict[str, str] = field(default_factory=dict)
    _places: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index every name once."""
        for party in self.agreement.parties.values():
            for name in (party.id, *party.name.values()):
                self._parties.setdefault(folded(name), party.id)
        self._parties.setdefault(folded(NOBODY), NOBODY)
        for post in self.agreement.route.posts.values():
            self._call(post.id, (post.id, *post.also_called))
        for place in self.agreement.route.places.values():
            self._call(place.id, (place.id, *place.also_called))

    def _call(self, member: str, names: Iterable[str]) -> None:
        for name in names:
            self._places.setdefault(folded(name), set()).add(member)

    def party(self, text: str) -> str:
        """The party that a text names, or nothing."""
        return self._parties.get(folded(text), "")

    def member(self, text: str, members: tuple[str, ...]) -> str:
        """The value of an enum that a text names, or nothing.

        Several names divided by a stroke, ``Yuzhny/Pivdennyi``, name it if each does.
        """
        found = {self._one_member(part, members) for part in text.split("/")} if "/" in text else set()
        whole = self._one_member(text, members)
        return whole or (found.pop() if len(found) == 1 else "")

    def _one_member(self, text: str, members: tuple[str, ...]) -> str:
        name = folded(text)
        direct = [member for member in members if folded(member) == name]
        called = [member for member in members if member in self._places.get(name, set())]
        found = direct or called
        return found[0] if len(found) == 1 else ""


def typed(wanted: FactType, raw: Raw, names: Names) -> Typed:
    """A recorded text or number as a value of a fact of a single value. For sets of parties: one party."""
    if raw == UNSTATED:
        return Typed(None, "The record says that this is unstated.")
    if wanted.kind in _NUMBERS:
        return _number(wanted, raw)
    if wanted.kind is Kind.BOOL:
        value = bool(raw) if raw in {0, 1} else _BOOLS.get(str(raw))
        return Typed(value, "" if value is not None else f"The record says {raw!r}, which is neither yes nor no.")
    return _named(wanted, str(raw), names)


def _number(wanted: FactType, raw: Raw) -> Typed:
    low, high = wanted.range()
    if not isinstance(raw, int):
        return Typed(None, f"The record says {raw!r}, which is no number.")
    return Typed(raw) if low <= raw <= high else Typed(None, f"The record says {raw}, outside {low} to {high}.")


def _named(wanted: FactType, text: str, names: Names) -> Typed:
    if wanted.kind is Kind.ENUM:
        member = names.member(text, wanted.members)
        return Typed(member) if member else Typed(None, f"The record says {text!r}, which names no value of the fact.")
    if wanted.kind in {Kind.PARTY, Kind.PARTIES}:
        party = names.party(text)
        known = party in wanted.members
        return (
            Typed(party) if known else Typed(None, f"The record says {text!r}, which names no party of the agreement.")
        )
    if wanted.kind is Kind.CODE and not is_code(text):
        return Typed(None, f"The record says {text!r}, which is no code.")
    return Typed(text)
