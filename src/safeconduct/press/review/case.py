"""How a draft stands after the decisions on it: who still has to look, and what may be shown to whom.

One person decides, two where words turn against somebody: a stance that denies or disputes, a statement with `against`,
and whoever is named without standing in the entity files. Two accounts then have to agree to the letter, and the second
sees the first decision only after its own. An account that decides again replaces what it decided.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from safeconduct.entries.kinds.stance import AGAINST
from safeconduct.press.errors import ReviewError
from safeconduct.press.review.model import Decision, Draft, Proposal, draft_sha256

State: TypeAlias = Literal["open", "second", "differ", "accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Case:
    """A draft and the decisions on it, in the order in which they were made."""

    draft: Draft
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands.

    state: `open` nobody decided; `second` another person has to look; `differ` two persons decided otherwise and one
    has to decide again; `accepted`, `rejected`. why: what asks for a second person. by: the accounts that signed for
    `proposal`, in the order of their decisions.
    """

    state: State
    why: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    proposal: Proposal | None = None


def needs_two(proposal: Proposal, entities: Collection[str]) -> tuple[str, ...]:
    """What of a proposal asks for a second person, in words; empty if one is enough. entities: ids that files know."""
    against = [each for each in proposal.stances if each.stance in AGAINST]
    unknown = [each for each in proposal.speakers if each.person and each.entity not in entities]
    named = [each for each in (*proposal.addressee, *proposal.via) if each not in entities]
    found = (
        ("it denies or disputes a claim", against),
        ("it accuses a party", proposal.against),
        ("it names a person who is not in the entity file", unknown),
        ("it names somebody who is not in the entity file", named),
    )
    return tuple(words for words, cause in found if cause)


def standing(case: Case, entities: Collection[str]) -> Standing:
    """How a case stands. Raises ReviewError for a decision about another draft."""
    name = draft_sha256(case.draft)
    if any(each.draft_sha256 != name for each in case.decisions):
        raise ReviewError("a decision about another draft", where=name)
    latest = list({each.by: each for each in case.decisions}.values())
    if not latest:
        return Standing("open")
    why = _why(case, entities)
    if agreed := _agreed(latest):
        return Standing(_STATE[agreed[0].verdict], why, tuple(each.by for each in agreed), agreed[0].proposal)
    if len(latest) > 1:
        return Standing("differ", why)
    only = latest[0]
    if only.verdict == "accept" and why:
        return Standing("second", why)
    return Standing(_STATE[only.verdict], why, (only.by,), only.proposal)


_STATE: dict[str, State] = {"accept": "accepted", "reject": "rejected"}


def _why(case: Case, entities: Collection[str]) -> tuple[str, ...]:
    """What asks for a second person in anything that was proposed: taking it out again does not spare the second."""
    accepted = (each.proposal for each in case.decisions if each.proposal is not None)
    proposals = (case.draft.proposal, *accepted)
    return tuple(dict.fromkeys(words for each in proposals for words in needs_two(each, entities)))


def _agreed(latest: Sequence[Decision]) -> list[Decision]:
    """The decisions of the first two or more accounts that say the same; none if no two do."""
    for number, first in enumerate(latest):
        same = [each for each in latest[number:] if (each.verdict, each.proposal) == (first.verdict, first.proposal)]
        if len(same) > 1:
            return same
    return []


def standing_shown(case: Case, entities: Collection[str], account: str) -> Standing:
    """How a case stands as far as an account may know: one that has not decided is not told that two others differ."""
    stands = standing(case, entities)
    decided = any(each.by == account for each in case.decisions)
    return stands if decided or stands.state != "differ" else replace(stands, state="second")


def decisions_shown(case: Case, account: str) -> tuple[Decision, ...]:
    """The decisions an account may see: all of them once it has decided itself, before that none of others."""
    return case.decisions if any(each.by == account for each in case.decisions) else ()
