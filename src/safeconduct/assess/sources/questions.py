"""Questions on which several sources spoke: whether their answers can all be right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, groupby
from typing import Any

from safeconduct.assess.sources.told import Version

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """What several speakers said on one question, in the alphabetical order of their names.

    differ: whether two of them cannot both be right. Figures of different days are not held against each other.
    """

    topic: str
    unit: str
    versions: tuple[Version, ...]
    differ: bool

    def to_json(self) -> dict[str, Any]:
        """As an object."""
        unit = {"unit": self.unit} if self.unit else {}
        versions = [version.to_json() for version in self.versions]
        return {"topic": self.topic, **unit, "differ": self.differ, "versions": versions}


def questions(told: Iterable[Version]) -> tuple[Question, ...]:
    """The questions on which at least two speakers gave an answer, in alphabetical order."""
    ordered = sorted(told, key=_order)
    found = []
    for (topic, unit), group in groupby(ordered, key=lambda version: (version.topic, version.unit)):
        versions = tuple(group)
        if len({version.speaker for version in versions}) > 1:
            found.append(Question(topic, unit, versions, bool(_opposed(versions))))
    return tuple(found)


def disagreements(told: Iterable[Version]) -> tuple[Question, ...]:
    """The questions on which two speakers cannot both be right, with the versions for the days they differ on."""
    found = []
    for question in questions(told):
        opposed = _opposed(question.versions)
        concerned = tuple(v for v in question.versions if any(_same_day(v, other) for other in opposed))
        if opposed:
            found.append(Question(question.topic, question.unit, concerned, differ=True))
    return tuple(found)


def _order(version: Version) -> tuple[object, ...]:
    return version.topic, version.unit, version.speaker, version.said_on, version.value, version.id


def _opposed(versions: Sequence[Version]) -> list[Version]:
    """The versions that another speaker's version excludes."""
    pairs = [
        pair
        for pair in combinations(versions, 2)
        if pair[0].speaker != pair[1].speaker and _same_day(*pair) and not can_both_hold(*pair)
    ]
    return [version for version in versions if any(version in pair for pair in pairs)]


def _same_day(one: Version, other: Version) -> bool:
    """Whether two answers are for the same day, or both for none: then the question itself fixes the time."""
    return one.as_of == other.as_of


def can_both_hold(one: Version, other: Version) -> bool:
    """Whether one value can be what both say. Numbers count as numbers, other answers by their letters."""
    if not (_NUMBER.fullmatch(one.value) and _NUMBER.fullmatch(other.value)):
        return _folded(one.value) == _folded(other.value)
    low = max((end for end in (_least(one), _least(other)) if end is not None), default=None)
    high = min((end for end in (_most(one), _most(other)) if end is not None), default=None)
    return low is None or high is None or low[0] < high[0] or (low[0] == high[0] and not low[1] and high[1])


def _least(version: Version) -> tuple[Decimal, bool] | None:
    """The lower end of what a version allows, and whether it is excluded; None if there is none."""
    if version.comparator in {"less_than", "at_most"}:
        return None
    return Decimal(version.value), version.comparator == "more_than"


def _most(version: Version) -> tuple[Decimal, bool] | None:
    """The upper end of what a version allows, and whether it is included; None if there is none."""
    if version.comparator in {"more_than", "at_least"}:
        return None
    return Decimal(version.value), version.comparator != "less_than"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
