"""The shared time axis of the status page: events, recorded and stated status, flows, share checked, statements.

Only geometry is made here; the template draws it. Bars and lines leave as one path each, so that a year of days stays
small. Time runs from left to right in every language. Coordinates are in units of the view box, one decimal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from safeconduct.assess.situation.model import STATUSES, DayFlow, Happening, Run, Said, Situation, StatusWord, Way
from safeconduct.base.instant import day_to_text
from safeconduct.web.views.axis import DayAxis, MonthMark, months, round_step
from safeconduct.web.views.letters import text_width

WIDTH, LEFT, RIGHT = 1376, 300, 1352
EVENTS_Y, MONTHS_Y, LANES_Y = 18.0, 58.0, 80.5
STATUS_HEIGHT, STATED_HEIGHT = 19.0, 11.0
FLOW_HALF = 71.0
SHARE_HEIGHT = 34.0
SPEAKER_HEIGHT, MARK = 42.0, 15.0
EVENTS_MAX, LANES_MAX, STACK_MAX = 14, 8, 2
LABEL_SIZE = 12.5
SAID_MARKS: Mapping[str, tuple[str, ...]] = {
    "allegation": ("allegation",),
    "denial": ("denial", "rejection"),
    "proposal": ("demand", "proposal", "promise", "warning", "order"),
    "position": ("position", "assertion", "acceptance"),
    "report": ("report", ""),
}
"""Types of statements by the one whose mark they are drawn with."""
MINOR = frozenset({"seizure", "utility"})
"""Kinds of events that stand in the list below the axis and not on it."""


@dataclass(frozen=True, slots=True)
class Block:
    """Days of one status as a bar; open is thin, so that height tells as much as colour."""

    status: StatusWord
    x: float
    y: float
    width: float
    height: float
    first: str
    last: str
    days: int


@dataclass(frozen=True, slots=True)
class Band:
    """A lane of status bars. key: direction or party."""

    key: str
    y: float
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class EventMark:
    """An event on its day. label: as much of what is said of it as there is room for, perhaps nothing.

    label_x: where the label begins; anchor: start or end.
    """

    number: int
    happening: Happening
    x: float
    label_x: float
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class FlowDrawing:
    """Mirrored bars. paths: by category, a path for each direction. cap: vehicles at the edge.

    cut: whether some day exceeds it. unknown: paths of days without record. zeros: days on which a record shows none,
    as small marks on the line.
    """

    y: float
    cap: int
    cut: bool
    paths: tuple[tuple[str, str], ...]
    unknown: str
    zeros: str
    ticks: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True, slots=True)
class ShareDrawing:
    """The share checked, both directions together: an area and its edge, broken where nothing was recorded."""

    y: float
    area: str
    edge: str


@dataclass(frozen=True, slots=True)
class SaidMark:
    """A statement on its day."""

    said: Said
    x: float
    y: float
    more: int


@dataclass(frozen=True, slots=True)
class SpeakerLane:
    """The statements of one party's offices, or of everybody else (empty party)."""

    party: str
    y: float
    marks: tuple[SaidMark, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that the template needs to draw the axis with its lanes.

    statuses: those that are drawn. said_types: of the statements that are drawn, by mark.
    """

    first: str
    last: str
    days: int
    height: float
    months: tuple[MonthMark, ...]
    events: tuple[EventMark, ...]
    recorded: tuple[Band, ...]
    stated: tuple[Band, ...]
    flow: FlowDrawing
    share: ShareDrawing
    speakers: tuple[SpeakerLane, ...]
    statuses: tuple[StatusWord, ...]
    said_types: tuple[tuple[str, tuple[str, ...]], ...]
    left: int = LEFT
    right: int = RIGHT
    width: int = WIDTH

    @property
    def foot(self) -> float:
        """Where lines across all lanes end."""
        return self.height - 19


def timeline(situation: Situation, parties: Sequence[str], labels: Callable[[Happening], Sequence[str]]) -> Timeline:
    """Lay the situation out. parties: ids in the order in which their lanes stand.

    labels: what may stand beside an event, the longest first.
    """
    axis = DayAxis(situation.first, situation.day - situation.first + 1, LEFT, RIGHT)
    recorded = tuple(
        Band(way.direction, LANES_Y + 26 * number, tuple(_blocks(axis, way.runs, LANES_Y + 26 * number, STATUS_HEIGHT)))
        for number, way in enumerate(situation.ways)
    )
    y = LANES_Y + 26 * len(recorded) + 22
    stated = tuple(_stated(axis, situation, parties, y))
    y += 20 * len(stated) + (26 if stated else 0) + FLOW_HALF
    flow = _flow(axis, situation, y)
    share = _share(axis, situation, y + FLOW_HALF + 40)
    speakers = tuple(_speakers(axis, situation.said, parties, share.y + SHARE_HEIGHT + 40))
    height = (speakers[-1].y if speakers else share.y + SHARE_HEIGHT) + 45
    events = tuple(_events(axis, situation.happenings, labels))
    drawn = {block.status for band in (*recorded, *stated) for block in band.blocks}
    types = {one.type for one in situation.said if axis.holds(one.day)}
    named = tuple(months(axis))
    return Timeline(
        first=day_to_text(axis.first),
        last=day_to_text(axis.first + axis.days - 1),
        days=axis.days,
        height=round(height, 1),
        months=named,
        events=events,
        recorded=recorded,
        stated=stated,
        flow=flow,
        share=share,
        speakers=speakers,
        statuses=tuple(status for status in STATUSES if status in drawn),
        said_types=tuple(
            (mark, held) for mark, of in SAID_MARKS.items() if (held := tuple(one for one in of if one in types))
        ),
    )


def _blocks(axis: DayAxis, runs: Iterable[Run], y: float, height: float) -> Iterator[Block]:
    for run in runs:
        first, last = max(run.first, axis.first), min(run.last, axis.first + axis.days - 1)
        if first > last:
            continue
        x, width = axis.at(first), round(max(axis.at(last + 1) - axis.at(first) - 0.5, 1.2), 1)
        tall = round(height * (0.42 if run.status == "open" else 1), 1)
        top = round(y + (height - tall) / 2, 1)
        yield Block(run.status, x, top, width, tall, day_to_text(first), day_to_text(last), last - first + 1)


def _stated(axis: DayAxis, situation: Situation, parties: Sequence[str], y: float) -> Iterator[Band]:
    held = {run.party for run in situation.stated}
    for number, party in enumerate([party for party in parties if party in held]):
        runs = [Run(one.first, one.last, one.status) for one in situation.stated if one.party == party]
        place = y + 20 * number
        yield Band(party, place, tuple(_blocks(axis, runs, place, STATED_HEIGHT)))


def _events(
    axis: DayAxis, happenings: Sequence[Happening], labels: Callable[[Happening], Sequence[str]]
) -> Iterator[EventMark]:
    """Number all; beside each stands as much as there is room for before the next one, or after the one before."""
    shown = [one for one in happenings if axis.holds(one.day) and one.kind not in MINOR][:EVENTS_MAX]
    places = [axis.at(one.day + 0.5) for one in shown]
    taken = float(LEFT)
    for number, (one, x) in enumerate(zip(shown, places, strict=True), start=1):
        following = places[number] if number < len(places) else WIDTH + 12.0
        mark = EventMark(number, one, x, x, "middle", "")
        for label in labels(one):
            wide = text_width(label, LABEL_SIZE, bold=True)
            if x + 14 + wide < following - 12:
                mark = EventMark(number, one, x, x + 14, "start", label)
                break
            if x - 14 - wide > taken and following - x > 20:
                mark = EventMark(number, one, x, x - 14, "end", label)
                break
        taken = x + 14 + text_width(mark.label, LABEL_SIZE, bold=True) if mark.anchor == "start" else x + 14
        yield mark


def _flow(axis: DayAxis, situation: Situation, y: float) -> FlowDrawing:
    totals = sorted(one.total for way in situation.ways for one in way.flow if one.total is not None)
    cap = _cap(totals)
    scale = _Scale(y, cap)
    paths = [
        (category, "".join(_bars(axis, way, situation.categories[: number + 1], scale)))
        for number, category in enumerate(situation.categories)
        for way in situation.ways
    ]
    step = round_step(cap, 4)
    ticks = tuple(
        (value, round(y - value * FLOW_HALF / cap, 1), round(y + value * FLOW_HALF / cap, 1))
        for value in range(step, cap + 1, step)
    )
    unknown = "".join(_gaps(axis, way, y) for way in situation.ways)
    zeros = "".join(_zeros(axis, way, y) for way in situation.ways)
    cut = bool(totals) and totals[-1] > cap
    return FlowDrawing(round(y, 1), cap, cut, tuple(paths), unknown, zeros, ticks)


def _cap(totals: Sequence[int]) -> int:
    """Where bars are cut: everything fits if that leaves most bars to be seen, else what 85 % of the days need."""
    top = max(totals, default=0)
    usual = totals[int(len(totals) * 0.85)] if totals else 0
    wanted = top if top <= 4 * max(usual, 1) else usual
    step = round_step(max(wanted, 4), 4)
    return -(-max(wanted, 1) // step) * step


@dataclass(frozen=True, slots=True)
class _Scale:
    """Vehicles to heights, from a middle line up to a cap."""

    y: float
    cap: int

    def tall(self, vehicles: int) -> float:
        return vehicles * FLOW_HALF / self.cap


def _bars(axis: DayAxis, way: Way, order: Sequence[str], scale: _Scale) -> Iterator[str]:
    """The bars of the last of some categories, on those of the ones before it."""
    sign = -1 if way.forward else 1
    width = axis.width(1, 0.6)
    *below, category = order
    for one in way.flow:
        if one.vehicles is None:
            continue
        foot = min(sum(one.vehicles.get(name, 0) for name in below), scale.cap)
        high = min(foot + one.vehicles.get(category, 0), scale.cap) - foot
        if high > 0:
            start = scale.y + sign * scale.tall(foot)
            yield f"M{axis.at(one.day)} {start:.1f}h{width}v{sign * scale.tall(high):.1f}h-{width}z"


def _gaps(axis: DayAxis, way: Way, y: float) -> str:
    return _spans(axis, way.flow, lambda one: one.vehicles is None, y - FLOW_HALF if way.forward else y, FLOW_HALF)


def _zeros(axis: DayAxis, way: Way, y: float) -> str:
    return _spans(axis, way.flow, lambda one: one.total == 0, y - 3 if way.forward else y + 1, 2)


def _spans(axis: DayAxis, flow: Sequence[DayFlow], chosen: Callable[[DayFlow], bool], y: float, height: float) -> str:
    """Rectangles over neighbouring days that are chosen."""
    parts: list[str] = []
    for keep, group in groupby(flow, key=chosen):
        days = [one.day for one in group]
        if keep:
            width = round(axis.at(days[-1] + 1) - axis.at(days[0]), 1)
            parts.append(f"M{axis.at(days[0])} {y:.1f}h{width}v{height:.1f}h-{width}z")
    return "".join(parts)


def _share(axis: DayAxis, situation: Situation, y: float) -> ShareDrawing:
    """Share checked of recorded journeys, day by day; a day without any journey has no share."""
    by_day: dict[int, list[DayFlow]] = {}
    for way in situation.ways:
        for one in way.flow:
            by_day.setdefault(one.day, []).append(one)
    foot = y + SHARE_HEIGHT
    area, edge, run = [], [], list[tuple[float, float]]()
    for day in range(axis.first, axis.first + axis.days + 1):
        flows = [one for one in by_day.get(day, []) if one.vehicles is not None]
        of = sum(one.of for one in flows)
        if of:
            run.append((axis.at(day + 0.5), round(foot - SHARE_HEIGHT * sum(one.checked for one in flows) / of, 1)))
        elif run:
            line = "L".join(f"{x} {height}" for x, height in run)
            area.append(f"M{run[0][0]} {foot:.1f}L{line}L{run[-1][0]} {foot:.1f}z")
            edge.append(f"M{line}" if len(run) > 1 else f"M{run[0][0] - 1} {run[0][1]}h2")
            run = []
    return ShareDrawing(round(y, 1), "".join(area), "".join(edge))


def _speakers(axis: DayAxis, said: Sequence[Said], parties: Sequence[str], y: float) -> Iterator[SpeakerLane]:
    held = [one for one in said if axis.holds(one.day)]
    lanes = [party for party in parties if any(one.party == party for one in held)][: LANES_MAX - 1]
    others = [one for one in held if one.party not in lanes]
    for number, party in enumerate([*lanes, *([""] if others else [])]):
        place = y + SPEAKER_HEIGHT * number
        chosen = others if not party else [one for one in held if one.party == party]
        yield SpeakerLane(party, round(place, 1), tuple(_marks(axis, chosen, place)))


def _marks(axis: DayAxis, said: Sequence[Said], y: float) -> Iterator[SaidMark]:
    """Marks that would overlap stand on each other; beyond the second their number is told."""
    near: list[list[Said]] = []
    for one in said:
        if near and axis.at(one.day) - axis.at(near[-1][0].day) < MARK:
            near[-1].append(one)
        else:
            near.append([one])
    for group in near:
        shown = group[:STACK_MAX]
        for level, one in enumerate(shown):
            more = len(group) - len(shown) if level == len(shown) - 1 else 0
            yield SaidMark(one, axis.at(group[0].day + 0.5), round(y - level * MARK, 1), more)
