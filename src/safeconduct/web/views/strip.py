"""The strip map: the road by kilometre, one lane a direction, posts to scale.

Kilometres run from left to right in every language. Only geometry is made here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safeconduct.assess.situation.model import PlaceOnRoad, PostState, Road, Situation, StatusWord

WIDTH, LEFT, RIGHT = 1376, 60, 1316
MIDDLE = 154.0
ABOVE, BELOW = 40.0, 230.0
ROOM = 165.0


@dataclass(frozen=True, slots=True)
class Stop:
    """A kilometre with what stands there: a place, posts. above: whether its name stands over the road.

    text_x, anchor: where the name begins, so that it stays inside the drawing.
    """

    km: int
    x: float
    above: bool
    text_x: float
    anchor: str
    place: PlaceOnRoad | None
    posts: tuple[PostState, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """One direction: its name and status; forward lanes run with the kilometres."""

    direction: str
    forward: bool
    status: StatusWord
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Strip:
    """Everything that the template needs. begin, end: the stretch between the first and the last post."""

    stops: tuple[Stop, ...]
    lanes: tuple[Lane, ...]
    begin: float
    end: float
    approximate: bool
    left: int = LEFT
    right: int = RIGHT
    width: int = WIDTH
    height: int = 272


def strip(situation: Situation) -> Strip:
    """Lay the road out as of the day: posts that do not stand yet are left out."""
    road = situation.road
    posts = [post for post in road.posts if post.in_force]
    stretch = [_x(road, post.km) for post in posts] or [float(LEFT), float(RIGHT)]
    lanes = [
        Lane(way.direction, way.forward, way.now.status, 136.0 if way.forward else 160.0, 12.0)
        for way in situation.ways
    ]
    return Strip(tuple(_stops(road, posts)), tuple(lanes), min(stretch), max(stretch), road.approximate)


def _stops(road: Road, posts: Sequence[PostState]) -> Iterator[Stop]:
    """Names stand above and below in turn, so that near ones do not run into each other."""
    kilometres = sorted({*(place.km for place in road.places), *(post.km for post in posts)})
    for number, km in enumerate(kilometres):
        x = _x(road, km)
        text_x, anchor = (x - 8, "start") if x < LEFT + 60 else (x + 8, "end") if x > RIGHT - 60 else (x, "middle")
        place = next((one for one in road.places if one.km == km), None)
        here = tuple(post for post in posts if post.km == km)
        yield Stop(km, x, number % 2 == 1, round(text_x, 1), anchor, place, here)


def _x(road: Road, km: int) -> float:
    return round(LEFT + km * (RIGHT - LEFT) / max(road.length_km, 1), 1)
