"""What the agreement page counts and gathers: rules by basis, what is assumed, which rules rest on a clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from safeconduct.agreement.cel import CodeList
from safeconduct.agreement.model import BASES, Agreement, Basis, Limit, LimitRow, NamedList, Words
from safeconduct.agreement.table import periods
from safeconduct.agreement.timeline import Span


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on a clause: ids of rules and duties, names of limits and lists."""

    rules: tuple[str, ...]
    duties: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assumed:
    """One thing that no source gives. kind: what part of the file it is; anchor: where the page shows it."""

    kind: Literal["rule", "limit", "list", "duty", "share", "status", "heartbeat"]
    id: str
    says: Words
    limit: tuple[Limit, LimitRow] | None = None
    permille: int = 0


def by_basis(agreement: Agreement) -> list[tuple[Basis, int]]:
    """How many rules are agreed, stated, inferred, assumed."""
    counts = Counter(rule.basis for rule in agreement.rules)
    return [(basis, counts[basis]) for basis in BASES]


def resting_on(agreement: Agreement, clause: str) -> Resting:
    """What in the file rests on a clause, or on a text as a whole."""
    limits = [one.id for one in agreement.limits.values() if any(clause in row.clauses for row in one.rows)]
    lists = [one.id for one in agreement.lists.values() if clause in one.clauses]
    return Resting(
        tuple(rule.id for rule in agreement.rules if clause in rule.clauses),
        tuple(duty.id for duty in agreement.obligations if clause in duty.clauses),
        (*limits, *lists),
    )


def assumed(agreement: Agreement) -> list[Assumed]:
    """All that no source gives, in the order of the file."""
    return list(_assumed(agreement))


def list_versions(named: NamedList) -> list[tuple[Span, CodeList]]:
    """The versions of a list with their periods."""
    return [(span, codes) for span, codes in periods(named.versions) if codes is not None]


def codes_of(codes: CodeList) -> Sequence[str]:
    """The codes of a list; one that stands for all below it ends in an asterisk."""
    return [*codes.exact, *(f"{prefix}*" for prefix in codes.prefixes)]


def _assumed(agreement: Agreement) -> Iterator[Assumed]:
    yield from (Assumed("list", one.id, {}) for one in agreement.lists.values() if one.basis == "assumed")
    yield from (Assumed("rule", one.id, one.says) for one in agreement.rules if one.basis == "assumed")
    for limit in agreement.limits.values():
        yield from (Assumed("limit", limit.id, {}, (limit, row)) for row in limit.rows if row.basis == "assumed")
    yield from (Assumed("duty", one.id, one.says) for one in agreement.obligations if one.basis == "assumed")
    for duty in agreement.obligations:
        if duty.share_basis == "assumed":
            yield Assumed("share", duty.id, duty.says, permille=duty.share_permille)
    if agreement.status is not None and agreement.status.basis == "assumed":
        yield Assumed("status", "status", {})
    yield from (Assumed("heartbeat", one.post, {}) for one in agreement.heartbeats.values() if one.basis == "assumed")
