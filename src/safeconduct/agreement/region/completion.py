"""All that the unknown facts of one movement can turn out to be, and the exact outcome that follows.

The fast outcome of `logic.decide` is sound but ignores that two conditions on one unknown fact hang
together. Deciding each completion and joining the outcomes does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.types import Codes, Parties, Value
from safeconduct.agreement.logic import Outcome, decide_at, merged
from safeconduct.agreement.model import INSTANT_FACT
from safeconduct.agreement.region.domain import Domain, is_known, of_sizes
from safeconduct.agreement.ruling import Ruling
from safeconduct.agreement.timeline import Timeline
from safeconduct.base.limits import COMPLETIONS_MAX


@dataclass(frozen=True, slots=True)
class Choices:
    """What each fact of a movement that is not known to the end can still be."""

    facts: Facts
    open: tuple[tuple[str, tuple[Value, ...]], ...]

    def __len__(self) -> int:
        return prod(len(values) for _, values in self.open)

    def __iter__(self) -> Iterator[Facts]:
        names = [name for name, _ in self.open]
        for values in product(*(values for _, values in self.open)):
            yield {**self.facts, **dict(zip(names, values, strict=True))}


def completions(facts: Facts, domain: Domain) -> Choices:
    """Every movement that agrees with all that is known of one; ask for the length before going through them.

    Unknown facts take each value of the domain, open lists are closed, undecided parties decided. Facts that
    the domain does not know stay as they are.
    """
    still_open = [
        (name, tuple(_endings(facts.get(name), name, domain)))
        for name in domain
        if not _is_settled(facts.get(name), name, domain)
    ]
    return Choices(facts, tuple(still_open))


def decide_exact(ruled: Timeline[Ruling], facts: Facts, domain: Domain) -> Outcome | None:
    """The outcome over all completions: exactly the verdicts that remain possible.

    None where there are too many completions, or where an unknown fact is one of which the domain does not
    hold every value that matters. domain: of the conditions of the rulings, over all periods.
    """
    choices = completions(facts, with_instants(domain, ruled.starts()))
    if len(choices) > COMPLETIONS_MAX or any(name in domain.inexact for name, _ in choices.open):
        return None
    return merged(decide_at(ruled, complete) for complete in choices)


def with_instants(domain: Domain, starts: Sequence[int]) -> Domain:
    """A domain in which the instant of a movement takes a value in each period too."""
    if not starts:
        return domain
    held = domain.values_of.get(INSTANT_FACT, ())
    instants = [value for value in held if isinstance(value, int)] or [starts[0] - 1]
    values = dict.fromkeys([*instants, *(edge for start in starts for edge in (start - 1, start))])
    return Domain({**domain.values_of, INSTANT_FACT: tuple(values)}, domain.inexact, domain.classes, domain.sizes)


def _is_settled(value: Value | None, name: str, domain: Domain) -> bool:
    if isinstance(value, Parties):
        return not _undecided(value, name, domain)
    return is_known(value)


def _endings(value: Value | None, name: str, domain: Domain) -> Iterable[Value]:
    known = [one for one in domain[name] if one is not None and is_known(one)]
    if isinstance(value, Codes):
        sizes = domain.sizes.get(name, ())
        longer = (_with_codes(value, other) for other in known if isinstance(other, Codes))
        return dict.fromkeys(ending for codes in longer for ending in of_sizes(codes, sizes))
    if isinstance(value, Parties):
        options = [((), *((party,) for party in group[:1])) for group in _undecided(value, name, domain)]
        members = frozenset(party for one in known if isinstance(one, Parties) for party in one.yes | one.no)
        return [_with_parties(value, chosen, members) for chosen in product(*options)]
    return known


def _with_codes(codes: Codes, more: Codes) -> Codes:
    return Codes((*codes.known, *(code for code in more.known if code not in codes.known)))


def _undecided(value: Parties, name: str, domain: Domain) -> list[list[str]]:
    """The parties that may be in a set and matter, those that no condition tells apart together."""
    groups = domain.classes.get(name, ())
    left = [[party for party in group if party not in value.yes | value.no] for group in groups]
    return [group for group in left if group]


def _with_parties(value: Parties, chosen: tuple[tuple[str, ...], ...], members: frozenset[str]) -> Parties:
    """A set with some more parties in it; all others are out, for no condition tells them from these."""
    inside = value.yes | {party for group in chosen for party in group}
    return Parties(inside, members - inside)
