"""Views: whose logs count as evidence. Each log is kept by a party, which attests what the log says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safeconduct.agreement.model import Agreement
from safeconduct.entries.envelope import entry_from_bytes
from safeconduct.facts.agreed.typed import Names
from safeconduct.facts.build import Facts
from safeconduct.facts.stage import LogSource
from safeconduct.facts.terms import Terms, terms_from_charter

ALL = "all"
CHARTER_WITHIN = 16


@dataclass(frozen=True, slots=True)
class KeptLog:
    """A log, the party that keeps it (as its charter says), and the terms of that charter."""

    origin: str
    party: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class View:
    """A named set of logs that count as evidence. origins: sorted."""

    name: str
    origins: tuple[str, ...]


def kept_logs(sources: Sequence[LogSource]) -> tuple[KeptLog, ...]:
    """The logs of a corridor that hold a charter, by sorted origin; a charter stands among the first entries."""
    ordered = sorted(sources, key=lambda source: source.origin)
    return tuple(kept for source in ordered if (kept := _kept_log(source)) is not None)


def _kept_log(source: LogSource) -> KeptLog | None:
    newest = None
    for data in source.entries(0, min(source.size, CHARTER_WITHIN)):
        entry = entry_from_bytes(data)
        if entry.kind == "charter":
            party = entry.body.get("party", "")
            newest = KeptLog(source.origin, str(party), terms_from_charter(entry.corridor, entry.body))
    return newest


def logs_of(facts: Facts, kept: Sequence[KeptLog]) -> tuple[KeptLog, ...]:
    """Every log the facts were made from, in order of their numbers.

    A log of which no charter is given here has the terms of the corridor and is its own witness.
    """
    known = {log.origin: log for log in kept}
    return tuple(known.get(state.origin, KeptLog(state.origin, "", facts.terms)) for state in facts.stamp)


def default_views(logs: Sequence[KeptLog], agreement: Agreement) -> tuple[View, ...]:
    """The view `all` of every log, and where several parties keep logs, one view of each party's own."""
    every = View(ALL, tuple(sorted(log.origin for log in logs)))
    parties: dict[str, list[str]] = {}
    for log in logs:
        parties.setdefault(keeper(log, agreement), []).append(log.origin)
    if len(parties) < 2:
        return (every,)
    return (every, *(View(party, tuple(sorted(parties[party]))) for party in sorted(parties)))


def keeper(log: KeptLog, agreement: Agreement) -> str:
    """Who attests what a log says: a party of the agreement if the charter names one, else as the charter says."""
    return Names(agreement).party(log.party) or log.party or log.origin
