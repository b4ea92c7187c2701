"""A plan worked out, as text: inputs, waits, the queue over the day, what a closure leaves, the comparison."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from safeconduct.base.instant import day_to_text
from safeconduct.cli.layout import columns, wrapped
from safeconduct.cli.output import printable

if TYPE_CHECKING:
    from safeconduct.plan import BackTest, Case, Input, PlanResult, Spread, Waits
    from safeconduct.plan.back_test import Error
    from safeconduct.plan.results import AfterClosure

FULL_PERMILLE = 1000
HOURS = 24
_BAR_CELLS = 30
_QUARTERS = 4
_QUARTER_DAY = 6
_LINES_MAX = 48
_RANGE = re.compile(r" \([^()]*\)")
_BASIS = {"recorded": "from the record", "observed": "observed", "assumed": "ASSUMED"}
_FIGURES = {"mean": "mean", "half": "half wait at most", "most": "9 of 10 at most"}


def plan_lines(found: PlanResult, wide: int) -> Iterator[str]:
    """Everything that a reader at a post asks."""
    title = f"{printable(found.title)}: " if found.title else ""
    yield f"{title}{_count(found.days, 'day')}, {found.runs} runs from seed {found.seed}"
    yield from ["", *_inputs(found.inputs, wide)]
    yield from ["", *_heading(found, wide), *_waits(found.outcome.waits, wide)]
    yield from _overload(found, wide)
    if found.outcome.closure is not None:
        yield from ["", *_closure(found.outcome.closure, found.runs, wide)]
        yield from ["", *_over_time(found.outcome.queue_by_hour)]
    else:
        yield from ["", *_over_day(found.outcome.queue_milli)]
    if found.cases:
        yield from ["", *_cases(found, wide)]


def back_test_lines(found: BackTest, wide: int) -> Iterator[str]:
    """Predicted beside recorded, with the error."""
    held = f"{_count(found.days, 'day')}, {day_to_text(found.first)} to {day_to_text(found.last)}"
    yield from wrapped(f"Waits of {held}, predicted from the {_count(found.learnt_from, 'day')} before.", wide)
    yield from ["", *_inputs(found.inputs, wide), ""]
    heading = ["category", "figure", "vehicles", "predicted", "recorded", "error", ""]
    yield from columns([heading, *(_error(one) for one in found.errors)], right=frozenset({2, 4, 5}))
    inside = sum(one.inside for one in found.errors)
    yield from ["", f"{inside} of {_count(len(found.errors), 'figure')} recorded lie in the range predicted."]
    if found.not_recorded:
        yield from wrapped(f"No wait is on record for: {', '.join(found.not_recorded)}.", wide)


def _inputs(inputs: Sequence[Input], wide: int) -> Iterator[str]:
    yield "Inputs"
    rows = [[f"  {_input_name(one)}", _input_mean(one), _basis(one)] for one in inputs]
    yield from columns(rows)
    for source in dict.fromkeys(one.source for one in inputs if one.source):
        yield from wrapped(f"source: {printable(source)}", wide, indent="    ", first="  ")
    if any(one.basis.value == "assumed" for one in inputs):
        text = "Assumed: stated in the plan without saying who observed it, or fewer than 30 observations."
        yield from wrapped(text, wide, indent="  ", first="  ")


def _input_name(one: Input) -> str:
    return f"arrivals of {one.name}" if one.of == "arrivals" else f"check {one.name}"


def _input_mean(one: Input) -> str:
    if one.of == "arrivals":
        return f"{_milli(one.mean)} a day"
    return f"{one.mean // 60}:{one.mean % 60:02} min on average"


def _basis(one: Input) -> str:
    seen = "day" if one.of == "arrivals" else "check"
    return _BASIS[one.basis.value] + (f", {_count(one.observations, seen)}" if one.observations else "")


def _heading(found: PlanResult, wide: int) -> Iterator[str]:
    text = f"Waits in h:mm, middle of {found.runs} runs; in brackets the range in which 9 of 10 more would lie."
    yield from wrapped(text, wide)


def _fitting(rows: Sequence[Sequence[str]], wide: int, right: frozenset[int]) -> list[str]:
    """A table; where it is too wide, without the ranges in brackets in so many of its last columns as it takes."""
    kept, lines = len(rows[0]), columns(rows, right=right)
    while kept and max(map(len, lines)) > wide:
        kept -= 1
        lines = columns([[*row[:kept], *(_RANGE.sub("", cell) for cell in row[kept:])] for row in rows], right=right)
    return lines


def _waits(rows: Sequence[Waits], wide: int, name: str = "category") -> list[str]:
    heading = [f"  {name}", "vehicles", "checked", "mean", "half at most", "9 of 10", "longest"]
    table = [
        [f"  {one.name}", f"{one.vehicles.middle:,}", f"{one.checked.middle:,}"]
        + [_time(figure) for figure in (one.mean, one.half, one.most, one.longest)]
        for one in rows
    ]
    return _fitting([heading, *table], wide, frozenset({1, 2}))


def _overload(found: PlanResult, wide: int) -> Iterator[str]:
    load, left = found.outcome.load_permille, found.outcome.left
    yield from wrapped(f"Work for the lanes: {load.middle // 10} % of what they can do while open.", wide, first="  ")
    if load.middle >= FULL_PERMILLE:
        yield from wrapped("More comes than the lanes can do: waits grow for as long as this lasts.", wide, first="  ")
    if left.middle:
        yield from wrapped(f"At the end of the last day {_plain(left)} still wait.", wide, first="  ")


def _closure(found: AfterClosure, runs: int, wide: int) -> Iterator[str]:
    yield "After the closure"
    yield from wrapped(f"{_plain(found.held)} wait when the post opens again.", wide, first="  ")
    yield from wrapped(f"The check of the last of them begins {_time(found.through_s)} later.", wide, first="  ")
    yield from wrapped(f"Until nobody waits: {_clear(found, runs)}.", wide, first="  ")
    yield from _waits(found.during, wide, "came during it")
    yield from _waits(found.later, wide, "came after it")


def _over_day(queue: Sequence[Spread]) -> Iterator[str]:
    yield "Vehicles waiting over the day, mean of all days"
    hours = enumerate(queue[number] for number in range(0, len(queue), _QUARTERS))
    yield from _bars([(f"{hour:02}:00", *_three(one, _milli), one.middle) for hour, one in hours])


def _over_time(queue: Sequence[Spread]) -> Iterator[str]:
    """Every six hours of a short plan, every midnight of a longer one."""
    yield "Vehicles waiting"
    step = _QUARTER_DAY if len(queue) <= _LINES_MAX * _QUARTER_DAY else HOURS * (1 + len(queue) // (_LINES_MAX * HOURS))
    hours = [(hour, queue[hour]) for hour in range(0, len(queue), step)]
    rows = [(f"day {1 + hour // HOURS} {hour % HOURS:02}:00", *_three(one, str), one.middle) for hour, one in hours]
    yield from _bars(rows)


def _three(found: Spread, number: Callable[[int], str]) -> tuple[str, str]:
    return number(found.middle), f"({number(found.low)}-{number(found.high)})"


def _bars(rows: Sequence[tuple[str, str, str, int]]) -> list[str]:
    most = max(1, *(row[3] for row in rows))
    lines = [[f"  {name}", middle, between, "#" * (_BAR_CELLS * size // most)] for name, middle, between, size in rows]
    return columns(lines, right=frozenset({1}))


def _cases(found: PlanResult, wide: int) -> Iterator[str]:
    share = f" The share checked is that of {', '.join(found.share_of)}." if found.share_of else ""
    yield from wrapped(f"Compared: all vehicles, the same ones in every case.{share}", wide)
    closed = found.outcome.closure is not None
    heading = ["  share checked", "lanes", "checked", "mean", "9 of 10", "left waiting", "until nobody waits"]
    rows = [heading, *(_case(one, found.runs) for one in found.cases)]
    yield from _fitting(rows if closed else [row[:-1] for row in rows], wide, frozenset({0, 1, 2, 5}))


def _case(one: Case, runs: int) -> list[str]:
    every, outcome = one.outcome.waits[-1], one.outcome
    share = "as planned" if one.checked_permille is None else _percent(one.checked_permille)
    lanes = "as planned" if one.lanes is None else str(one.lanes)
    last = _clear(outcome.closure, runs) if outcome.closure is not None else ""
    return [share, lanes, f"{every.checked.middle:,}", _time(every.mean), _time(every.most), _plain(outcome.left), last]


def _clear(found: AfterClosure, runs: int) -> str:
    if found.cleared == runs:
        return _time(found.clear_s)
    if found.cleared == 0:
        return f"over {_clock(found.clear_s.high)}"
    return f"{_time(found.clear_s)}, longer in {runs - found.cleared} of {runs} runs"


def _error(one: Error) -> list[str]:
    sign = "-" if one.seconds < 0 else "+"
    verdict = "inside the range" if one.inside else "outside the range"
    figures = [_time(one.predicted), _clock(one.recorded), f"{sign}{_clock(abs(one.seconds))}"]
    return [one.category, _FIGURES[one.figure], f"{one.vehicles:,}", *figures, verdict]


def _time(found: Spread | None) -> str:
    if found is None:
        return "no vehicle"
    return f"{_clock(found.middle)} ({_clock(found.low)}-{_clock(found.high)})"


def _clock(seconds: int) -> str:
    """Seconds as hours and minutes, to the nearest minute."""
    minutes = (seconds + 30) // 60
    return f"{minutes // 60}:{minutes % 60:02}"


def _plain(found: Spread) -> str:
    return f"{found.middle:,} ({found.low:,}-{found.high:,})"


def _milli(value: int) -> str:
    """Thousandths, to the nearest tenth where that matters."""
    tenths = (value + 50) // 100
    return f"{tenths // 10:,}" if tenths >= 100 or tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def _percent(permille: int) -> str:
    return f"{permille // 10} %" if permille % 10 == 0 else f"{permille // 10}.{permille % 10} %"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
