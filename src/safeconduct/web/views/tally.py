"""How the verdicts are spread over the speakers, and the filters and orders of the list of claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from safeconduct.web.source import VERDICTS, Claim, Reconciliation, Verdict


@dataclass(frozen=True, slots=True)
class Tally:
    """Claims of one speaker, or of all, by verdict."""

    speaker: str
    total: int
    verdicts: tuple[tuple[Verdict, int], ...]
    reconciled: int


@dataclass(frozen=True, slots=True)
class Tallies:
    """All speakers together, and each alone, those with most claims first."""

    all: Tally
    speakers: tuple[Tally, ...]


def tally(claims: Sequence[Claim]) -> Tallies:
    """Count verdicts by speaker."""
    by_speaker: dict[str, list[Claim]] = {}
    for claim in claims:
        by_speaker.setdefault(claim.speaker, []).append(claim)
    ranked = sorted(by_speaker.items(), key=lambda item: (-len(item[1]), item[0]))
    return Tallies(_count("", claims), tuple(_count(speaker, theirs) for speaker, theirs in ranked))


def best(claim: Claim) -> Reconciliation | None:
    """The plainest change that makes a claim agree exactly, if one was found."""
    return next((change for change in claim.answer.reconciliations if change.exact), None)


def _count(speaker: str, claims: Sequence[Claim]) -> Tally:
    counts = Counter(claim.answer.verdict for claim in claims)
    reconciled = sum(claim.answer.verdict != "supported" and best(claim) is not None for claim in claims)
    return Tally(speaker, len(claims), tuple((word, counts[word]) for word in VERDICTS), reconciled)


ORDERS: dict[str, Callable[[Claim], tuple[str | int, ...]]] = {
    "said": lambda claim: (claim.said_on, claim.statement),
    "speaker": lambda claim: (claim.speaker.casefold(), claim.said_on, claim.statement),
    "verdict": lambda claim: (VERDICTS.index(claim.answer.verdict), claim.said_on, claim.statement),
    "id": lambda claim: (claim.id,),
}


def selected(claims: Sequence[Claim], *, speaker: str, verdict: str, sort: str) -> list[Claim]:
    """The claims of one speaker and verdict (empty: any), in an order; ties keep the order given."""
    kept = [claim for claim in claims if speaker in ("", claim.speaker) and verdict in ("", claim.answer.verdict)]
    return sorted(kept, key=ORDERS[sort])
