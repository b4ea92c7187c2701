"""The strip map: the road by kilometre, one lane a direction, posts to scale.

Kilometres run from left to right in every language. Only geometry is made here. Labels stand above and below the road
in turn; one that would overlap another, or the line of another, moves to the other side or to a row further out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from safeconduct.assess.situation.model import PostState, Road, Situation, StatusWord
from safeconduct.web.views.letters import Box, text_width

WIDTH, LEFT, RIGHT, EDGE = 1376, 60, 1316, 8
ROWS_MAX = 4
ROW, TO_NAME, TO_LINE_END, TO_NAME_BELOW, TO_LINE_END_BELOW = 44.0, 128.0, 94.0, 76.0, 62.0
NAME_SIZE, SMALL_SIZE, LANE_SIZE = 14.0, 11.5, 12.5
APART = 10.0
"""Units between two labels, and between a label and the line of another."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A kilometre with what stands there: a place, posts. name, small: the two lines of its label.

    above: whether the label stands over the road. row: 0 next to the road, further out from 1 on. text_x, anchor:
    where its text begins, so that it stays inside the drawing. left, right: what the label covers.
    """

    km: int
    x: float
    above: bool
    row: int
    text_x: float
    anchor: str
    left: float
    right: float
    name: str
    small: str
    posts: tuple[PostState, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """One direction: its status and label; forward lanes run with the kilometres and stand above the middle."""

    direction: str
    forward: bool
    status: StatusWord
    text: str
    text_x: float
    height: float = 12.0


@dataclass(frozen=True, slots=True)
class Strip:
    """Everything that the template needs. begin, end: the stretch between the first and the last post.

    kinds: of posts that are drawn, in the order of a legend.
    """

    stops: tuple[Stop, ...]
    lanes: tuple[Lane, ...]
    begin: float
    end: float
    approximate: bool
    middle: float
    height: int
    kinds: tuple[str, ...]
    left: int = LEFT
    right: int = RIGHT
    width: int = WIDTH

    @property
    def bare(self) -> bool:
        """Whether some place is drawn at which no post stands."""
        return any(not stop.posts for stop in self.stops)

    @property
    def outside(self) -> bool:
        """Whether part of the road lies outside the stretch between the posts."""
        return self.begin > self.left or self.end < self.right

    def name_y(self, stop: Stop) -> float:
        """The baseline of a stop's name; its second line stands 16 below."""
        if stop.above:
            return self.middle - TO_NAME - ROW * stop.row
        return self.middle + TO_NAME_BELOW + ROW * stop.row

    def line_end(self, stop: Stop) -> float:
        """Where the line from the road to a label ends."""
        if stop.above:
            return self.middle - TO_LINE_END - ROW * stop.row
        return self.middle + TO_LINE_END_BELOW + ROW * stop.row

    def lane_y(self, lane: Lane) -> float:
        """The top of the bar of a direction."""
        return self.middle - 18 if lane.forward else self.middle + 6

    def lane_text_y(self, lane: Lane) -> float:
        """The baseline of the label of a direction."""
        return self.middle - 27 if lane.forward else self.middle + 37

    def label(self, stop: Stop) -> Box:
        """What the label of a stop covers."""
        y = self.name_y(stop)
        return Box(stop.left, y - 13, stop.right, y + 20)

    def line(self, stop: Stop) -> Box:
        """What the line of a stop covers."""
        ends = sorted((self.middle, self.line_end(stop)))
        return Box(stop.x, ends[0], stop.x, ends[1])

    def lane_label(self, lane: Lane) -> Box:
        """What the label of a direction covers."""
        half, y = text_width(lane.text, LANE_SIZE, bold=True) / 2, self.lane_text_y(lane)
        return Box(lane.text_x - half, y - 11, lane.text_x + half, y + 4)


def strip(situation: Situation, names: Mapping[str, str], lane_texts: Mapping[str, str]) -> Strip:
    """Lay the road out as of the day: posts that do not stand yet are left out.

    names: of places by id. lane_texts: the label of each direction.
    """
    road = situation.road
    posts = [post for post in road.posts if post.in_force]
    stretch = [_x(road, post.km) for post in posts] or [float(LEFT), float(RIGHT)]
    stops = tuple(_placed(_stops(road, posts, names)))
    begin, end = min(stretch), max(stretch)
    lanes = tuple(
        Lane(way.direction, way.forward, way.now.status, text, _room_for(text, stops, begin, end, above=way.forward))
        for way in situation.ways
        for text in [lane_texts[way.direction]]
    )
    above = max((stop.row for stop in stops if stop.above), default=0)
    below = max((stop.row for stop in stops if not stop.above), default=0)
    middle = 154 + ROW * above
    kinds = tuple(kind for kind in ("neutral", "party", "observer") if any(post.kept_by == kind for post in posts))
    return Strip(stops, lanes, begin, end, road.approximate, middle, round(middle + 118 + ROW * below), kinds)


def _stops(road: Road, posts: Sequence[PostState], names: Mapping[str, str]) -> Iterator[Stop]:
    """Every kilometre at which something stands, with its label next to the road, above and below in turn."""
    kilometres = sorted({*(place.km for place in road.places), *(post.km for post in posts)})
    for number, km in enumerate(kilometres):
        x = _x(road, km)
        place = next((one for one in road.places if one.km == km), None)
        here = tuple(post for post in posts if post.km == km)
        ids = ", ".join(post.id for post in here)
        name = names[place.id] if place else ids
        small = f"km {km} · {ids}" if place and ids else f"km {km}"
        wide = max(text_width(name, NAME_SIZE, bold=True), text_width(small, SMALL_SIZE))
        left = min(max(x - wide / 2, EDGE), WIDTH - EDGE - wide)
        anchor = "middle" if left == x - wide / 2 else "start" if left == EDGE else "end"
        text_x = {"start": left, "middle": x, "end": left + wide}[anchor]
        above = number % 2 == 1
        yield Stop(km, x, above, 0, round(text_x, 1), anchor, left, left + wide, name, small, here)


def _placed(stops: Iterator[Stop]) -> Iterator[Stop]:
    """The stops with their labels where nothing overlaps: as near to the road as they can be."""
    held: list[Stop] = []
    for stop in stops:
        tried = [
            replace(stop, row=row, above=above) for row in range(ROWS_MAX) for above in (stop.above, not stop.above)
        ]
        held.append(next((one for one in tried if not any(_meet(one, other) for other in held)), tried[-2]))
        yield held[-1]


def _meet(one: Stop, other: Stop) -> bool:
    """Whether two labels of one side overlap, or the line to the outer one runs through the inner one."""
    if one.above != other.above:
        return False
    if one.row == other.row:
        return one.left < other.right + APART and other.left < one.right + APART
    inner, outer = (one, other) if one.row < other.row else (other, one)
    return inner.left - APART < outer.x < inner.right + APART


def _room_for(text: str, stops: Sequence[Stop], begin: float, end: float, *, above: bool) -> float:
    """Where the label of a direction stands: in the middle of the widest space between two lines of its side."""
    lines = {stop.x for stop in stops if stop.above == above}
    spaces = [*pairwise(sorted({begin, end, *(x for x in lines if begin < x < end)}))]
    wide = text_width(text, LANE_SIZE, bold=True) + 2 * APART
    if not spaces or all(right - left < wide for left, right in spaces):
        spaces = [*pairwise(sorted({0.0, float(WIDTH), *lines}))]
    left, right = max(spaces, key=lambda one: one[1] - one[0])
    return round((left + right) / 2, 1)


def _x(road: Road, km: int) -> float:
    return round(LEFT + km * (RIGHT - LEFT) / max(road.length_km, 1), 1)
