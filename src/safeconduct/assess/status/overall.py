"""The whole road in one direction: statuses of its posts and categories put together, by stated rules.

Within one category:

1. journeys from end to end decide, where they were recorded; a post that stands worse makes the road restricted;
2. otherwise the post that stands worst: closed, restricted, unknown, open - a silent post never lets the road be open.

Between categories, all traffic together decides, and categories that differ make the road restricted, *for whom*:

| all traffic | a category | the road |
|---|---|---|
| open | closed or restricted | restricted, for that category |
| closed, and some passed or an entry says so | open or restricted | restricted, for all but that category |
| closed, as nothing passed | | closed |
| unknown | closed or restricted | restricted, for that category |
| otherwise | | as all traffic |

A road is never better than all its traffic, except that closed for all but ambulances is not closed. Directions are
put together by nobody: each has its own answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from safeconduct.assess.status.errors import StatusError
from safeconduct.assess.status.flow import Status, StatusDay

ALL_TRAFFIC = "all"
BELOW = frozenset({Status.CLOSED, Status.RESTRICTED})
_WORST_FIRST = (Status.CLOSED, Status.RESTRICTED, Status.UNKNOWN, Status.OPEN)


class Basis(Enum):
    """What the status of the whole road rests on."""

    ALL_ALIKE = "all_alike"
    CATEGORIES_DIFFER = "categories_differ"
    POSTS_DIFFER = "posts_differ"


@dataclass(frozen=True, slots=True)
class Part:
    """The status of one category. post: where it was recorded, empty for journeys from end to end."""

    category: str
    status: StatusDay
    post: str = ""


@dataclass(frozen=True, slots=True)
class CategoryStatus:
    """One category on the whole road. deciding: the part it rests on."""

    category: str
    status: Status
    basis: Basis
    deciding: Part


@dataclass(frozen=True, slots=True)
class Overall:
    """The whole road in one direction on one day.

    below, open_to: categories that are closed or restricted, and those that are open, all traffic not among them.
    categories: each with what it rests on. posts, posts_asked: posts with a status other than unknown, of all.
    sources: independent sources of the part that decides. valid_until_us: when the first of the parts is unknown.
    """

    day: int
    status: Status
    basis: Basis
    below: tuple[str, ...]
    open_to: tuple[str, ...]
    categories: tuple[CategoryStatus, ...]
    posts: int
    posts_asked: int
    sources: int
    valid_until_us: int

    @property
    def deciding(self) -> CategoryStatus:
        """All traffic where it was asked for, otherwise the category that stands worst."""
        return _leading(self.categories) or _worst(self.categories)

    def to_json(self) -> dict[str, object]:
        """As an object."""
        return {
            "day": self.day,
            "status": self.status.value,
            "basis": self.basis.value,
            "below": list(self.below),
            "open_to": list(self.open_to),
            "categories": [
                {"category": one.category, "status": one.status.value, "reason": one.deciding.status.reason.value}
                for one in self.categories
            ],
            "posts": self.posts,
            "posts_asked": self.posts_asked,
            "sources": self.sources,
            "valid_until_us": self.valid_until_us,
        }


def overall(parts: Sequence[Part]) -> Overall:
    """Put the parts of one direction and one day together; their order does not matter.

    Raises StatusError for no part, parts of different days, or two of one category and post.
    """
    _check(parts)
    names = sorted({part.category for part in parts})
    categories = tuple(_category([part for part in parts if part.category == name]) for name in names)
    status, basis = _together(categories)
    others = [one for one in categories if one.category != ALL_TRAFFIC]
    posts = {part.post for part in parts} - {""}
    seen = {part.post for part in parts if part.status.status is not Status.UNKNOWN} - {""}
    deciding = _leading(categories) or _worst(categories)
    return Overall(
        day=parts[0].status.day,
        status=status,
        basis=basis,
        below=tuple(one.category for one in others if one.status in BELOW),
        open_to=tuple(one.category for one in others if one.status is Status.OPEN),
        categories=categories,
        posts=len(seen),
        posts_asked=len(posts),
        sources=deciding.deciding.status.sources,
        valid_until_us=min(part.status.valid_until_us for part in parts),
    )


def _check(parts: Sequence[Part]) -> None:
    if len({part.status.day for part in parts}) != 1:
        raise StatusError("the parts of a road are of one day each time, and at least one", where="parts")
    if len({(part.category, part.post) for part in parts}) != len(parts):
        raise StatusError("one category comes twice at one post", where="parts")


def _category(parts: Sequence[Part]) -> CategoryStatus:
    """The posts and the journeys of one category."""
    posts = sorted((part for part in parts if part.post), key=_rank)
    through = next((part for part in parts if not part.post), None)
    decided = through is not None and through.status.status is not Status.UNKNOWN
    deciding = through if through is not None and (decided or not posts) else posts[0]
    status = deciding.status.status
    if decided and posts and posts[0].status.status in BELOW and status is Status.OPEN:
        return CategoryStatus(deciding.category, Status.RESTRICTED, Basis.POSTS_DIFFER, posts[0])
    return CategoryStatus(deciding.category, status, Basis.ALL_ALIKE, deciding)


def _together(categories: Sequence[CategoryStatus]) -> tuple[Status, Basis]:
    leading = _leading(categories)
    others = {one.status for one in categories if one.category != ALL_TRAFFIC}
    if leading is None:
        return _without_all(others)
    if leading.status is Status.CLOSED:
        differ = set() if _nothing_passed(leading) else others & {Status.OPEN, Status.RESTRICTED}
    else:
        differ = others & BELOW
    if differ and leading.status is not Status.RESTRICTED:
        return Status.RESTRICTED, Basis.CATEGORIES_DIFFER
    return leading.status, leading.basis


def _nothing_passed(leading: CategoryStatus) -> bool:
    """Whether all traffic is closed because none of it passed: then none of any category did."""
    test = leading.deciding.status.test
    return test is not None and test.observed == 0


def _without_all(others: set[Status]) -> tuple[Status, Basis]:
    """Categories alone: alike, or restricted where one is below, or unknown."""
    if len(others) == 1:
        return next(iter(others)), Basis.ALL_ALIKE
    return (Status.RESTRICTED if others & BELOW else Status.UNKNOWN), Basis.CATEGORIES_DIFFER


def _leading(categories: Sequence[CategoryStatus]) -> CategoryStatus | None:
    """All traffic, where it was asked for."""
    return next((one for one in categories if one.category == ALL_TRAFFIC), None)


def _rank(part: Part) -> tuple[int, str]:
    return _WORST_FIRST.index(part.status.status), part.post


def _worst(categories: Sequence[CategoryStatus]) -> CategoryStatus:
    return min(categories, key=lambda one: (_WORST_FIRST.index(one.status), one.category))
