"""Figures of review by version of the extractor: how long a statement takes, and how much of a proposal is changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from safeconduct.press.review.case import Case
from safeconduct.press.review.model import Decision, Draft, edited_fields


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one extractor in one version.

    drafts: proposals; decided: those with a decision. accepted, edited, rejected: first decisions, by what they were.
    seconds: the median of all decisions. fields: how often each field was changed, the most changed first. A wording
    is nobody's proposal, so that writing one is no change.
    """

    extractor: str
    version: str
    drafts: int
    decided: int
    accepted: int
    edited: int
    rejected: int
    seconds: float | None
    fields: tuple[tuple[str, int], ...]

    @property
    def share_edited(self) -> float | None:
        """The share of the accepted that were changed; None if none was accepted."""
        kept = self.accepted + self.edited
        return self.edited / kept if kept else None


def figures(cases: Iterable[Case]) -> list[Figures]:
    """The figures of every extractor and version, in that order."""
    grouped: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        made = case.draft.extractor
        grouped.setdefault((made.name, made.version), []).append(case)
    return [_figures(*made, grouped[made]) for made in sorted(grouped)]


def _figures(extractor: str, version: str, cases: list[Case]) -> Figures:
    firsts = [(case.draft, case.decisions[0]) for case in cases if case.decisions]
    kinds = [_kind(draft, first) for draft, first in firsts]
    changed: dict[str, int] = {}
    for draft, first in firsts:
        for name in _changed(draft, first):
            changed[name] = changed.get(name, 0) + 1
    seconds = [each.seconds for case in cases for each in case.decisions]
    return Figures(
        extractor,
        version,
        drafts=len(cases),
        decided=len(firsts),
        accepted=kinds.count("accepted"),
        edited=kinds.count("edited"),
        rejected=kinds.count("rejected"),
        seconds=median(seconds) if seconds else None,
        fields=tuple(sorted(changed.items(), key=lambda each: (-each[1], each[0]))),
    )


def _kind(draft: Draft, first: Decision) -> str:
    if first.proposal is None:
        return "rejected"
    return "edited" if _changed(draft, first) else "accepted"


def _changed(draft: Draft, first: Decision) -> list[str]:
    """The fields that somebody proposed and the first decision changed."""
    fields = edited_fields(draft.proposal, first.proposal) if first.proposal else ()
    return [name for name in fields if name != "wording"]
