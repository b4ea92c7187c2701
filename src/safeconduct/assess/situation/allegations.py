"""What a record can say about goods said to have been carried: strata from its tables, statements beside them.

No figure depends on who speaks: the same table answers an allegation and its denial. A statement is about goods carried
if its topic ends in `-transported`: `mines-transported` asks about mines, and a check found them if it names something
that begins with `mine`. What checks found besides is counted apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from safeconduct.assess.allegations import AllegationTable, Stratum, allegation_table, largest_undetected
from safeconduct.assess.situation.model import Said
from safeconduct.assess.situation.periods import DayChecked, periods_of
from safeconduct.base.instant import US_PER_DAY, day_to_text
from safeconduct.facts.build import Facts

CARRIED = "-transported"
"""How topics end that ask whether goods were carried."""
SENSITIVITY_PPM = 900_000
"""Share of what is there that a check is taken to find. Assumed: no source gives one."""
METHOD = "any method"
LEAST_RANDOM_PPM = 900_000
"""Share checked from which on those left out are taken to be so by chance. No entry says how vehicles were chosen."""


@dataclass(frozen=True, slots=True)
class CheckedDay:
    """Vehicles of one day: those that passed the main post, and those that were checked and not let through.

    came: None = no record. passed: of these, let through. checked: checked at least once. stated: by a check that says
    what it found. more: vehicles that a sensor counted besides. hidden: at most so many passed in blind time; None if
    nothing limits them. finds: what was found, by vehicle.
    """

    day: int
    came: int | None
    passed: int = 0
    checked: int = 0
    stated: int = 0
    more: int = 0
    hidden: int | None = 0
    finds: tuple[frozenset[str], ...] = ()
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """Days in which about the same share was checked, both inclusive.

    unrecorded: days without a record. turned_back: vehicles checked and not let through, counted among those that came.
    """

    first: int
    last: int
    unrecorded: int
    turned_back: int
    simulated: bool

    def to_json(self) -> dict[str, Any]:
        """As an object."""
        return {
            "first": day_to_text(self.first),
            "last": day_to_text(self.last),
            "days_without_record": self.unrecorded,
            "turned_back": self.turned_back,
            "simulated": self.simulated,
        }


@dataclass(frozen=True, slots=True)
class Carried:
    """One question whether goods were carried: who said so, who denied it, and what the record leaves possible.

    periods: one for each row of the table. other_finds: vehicles in which checks found something else.
    """

    topic: str
    allegations: tuple[Said, ...]
    denials: tuple[Said, ...]
    periods: tuple[Period, ...]
    table: AllegationTable
    other_finds: int

    @property
    def goods(self) -> str:
        """What is said to have been carried, as the topic names it."""
        return self.topic.removesuffix(CARRIED)

    @property
    def said(self) -> tuple[Said, ...]:
        """All statements, in the order in which they were made."""
        return tuple(sorted((*self.allegations, *self.denials), key=lambda one: (one.day, one.id)))

    @property
    def id(self) -> str:
        """The id of the earliest statement, which names the case in addresses."""
        return self.said[0].id

    @property
    def simulated(self) -> bool:
        """Whether any figure rests on entries that were made up."""
        return self.table.simulated

    def came_later(self, period: Period) -> bool:
        """Whether a period begins after the first allegation, which then cannot have meant it."""
        return bool(self.allegations) and period.first > min(one.day for one in self.allegations)

    @property
    def by_sensitivity(self) -> tuple[tuple[int, tuple[int | None, ...]], ...]:
        """Sensitivity of a check in ppm, and the bound that each row would then have; None where it has none."""
        return tuple((ppm, self._bounds(ppm)) for ppm, _ in self.table.by_sensitivity)

    def _bounds(self, ppm: int) -> tuple[int | None, ...]:
        return tuple(
            None if row.bound is None else row.bound if ppm == one.sensitivity_ppm else _bound(one, ppm, self._error)
            for one, row in zip(self.table.strata, self.table.rows, strict=True)
        )

    @property
    def _error(self) -> int:
        """The share of the error of one row, in ppm, rounded so that bounds are rather larger."""
        return max(1, (1_000_000 - self.table.confidence_ppm) // len(self.table.rows))

    def to_json(self) -> dict[str, Any]:
        """As an object without floats."""
        return {
            "topic": self.topic,
            "allegations": [_said(one) for one in self.allegations],
            "denials": [_said(one) for one in self.denials],
            "periods": [period.to_json() for period in self.periods],
            "other_finds": self.other_finds,
            **self.table.to_json(),
            "rows_by_sensitivity": [{"sensitivity_ppm": ppm, "bounds": [*row]} for ppm, row in self.by_sensitivity],
        }


def _bound(one: Stratum, ppm: int, error_ppm: int) -> int:
    assert one.passed_hi is not None, "a row with a bound"
    assert one.checked is not None, "a row with a bound"
    assert one.found is not None, "a row with a bound"
    return largest_undetected(one.passed_hi, one.checked, one.found, ppm, 1_000_000 - error_ppm)


def carried_in(said: Sequence[Said], days: Sequence[CheckedDay]) -> tuple[Carried, ...]:
    """The questions that statements raise, each with its table, in the order in which they were raised.

    days: one item a day, oldest first, without holes. Nothing where no day was recorded.
    """
    if not days:
        return ()
    topics = dict.fromkeys(one.topic for one in said if _asks(one))
    return tuple(_carried(topic, [one for one in said if one.topic == topic and _asks(one)], days) for topic in topics)


def _asks(one: Said) -> bool:
    return one.topic.endswith(CARRIED) and one.type in {"allegation", "denial"}


def _carried(topic: str, said: Sequence[Said], days: Sequence[CheckedDay]) -> Carried:
    goods = topic.removesuffix(CARRIED)
    spans = periods_of([DayChecked(one.day, one.came, one.checked) for one in days])
    parts = [[one for one in days if first <= one.day <= last] for first, last in spans]
    simulated = any(one.simulated for one in days)
    finds = [words for one in days for words in one.finds]
    return Carried(
        topic=topic,
        allegations=tuple(one for one in said if one.type == "allegation"),
        denials=tuple(one for one in said if one.type == "denial"),
        periods=tuple(_period(part) for part in parts),
        table=allegation_table([stratum_of(part, goods) for part in parts], simulated=simulated),
        other_finds=sum(1 for words in finds if words and not _is_of(words, goods)),
    )


def _period(days: Sequence[CheckedDay]) -> Period:
    return Period(
        first=days[0].day,
        last=days[-1].day,
        unrecorded=sum(1 for one in days if one.came is None),
        turned_back=sum(one.came - one.passed for one in days if one.came is not None),
        simulated=any(one.simulated for one in days),
    )


def stratum_of(days: Sequence[CheckedDay], goods: str) -> Stratum:
    """The counts of a period for one kind of goods.

    A check that does not say what it found shows nothing of goods: its vehicle counts as unchecked; where no check says
    so, what was found is not recorded. Days without a record leave blind time, and no vehicle of theirs is counted.
    """
    came = [one.came for one in days if one.came is not None]
    stated, checked = sum(one.stated for one in days), sum(one.checked for one in days)
    silent = not came or (checked > 0 and stated == 0)
    hidden = [one.hidden for one in days]
    high = sum(came) + sum(one.more for one in days)
    return Stratum(
        label=f"{day_to_text(days[0].day)} to {day_to_text(days[-1].day)}",
        passed_lo=sum(came) if came else None,
        passed_hi=high if came else None,
        checked=None if not came else checked if silent else stated,
        found=None if silent else sum(1 for one in days for words in one.finds if _is_of(words, goods)),
        blind_hi=None if None in hidden else sum(one for one in hidden if one is not None),
        random=stated * 1_000_000 >= high * LEAST_RANDOM_PPM,
        method=METHOD,
        sensitivity_ppm=SENSITIVITY_PPM,
    )


def _is_of(words: Iterable[str], goods: str) -> bool:
    stem = goods.removesuffix("s")
    return any(word.startswith(stem) for word in words)


def _said(one: Said) -> dict[str, Any]:
    return {
        "id": one.id,
        "day": day_to_text(one.day),
        "speaker": one.speaker,
        "party": one.party,
        "wording": one.wording,
        "source": one.source,
        "entry": {"log": one.entry.log, "index": one.entry.index},
    }


_CAME = """
    WITH through AS (
      SELECT COALESCE(p.journey, p.movement) AS journey, MIN(p.day) AS day, MAX(p.simulated) AS simulated
      FROM leaf_passage AS p
      JOIN main_span AS m ON m.post = COALESCE(p.post, p.place) AND m.from_us <= p.at_us AND p.at_us < m.until_us
      LEFT JOIN idle_passage AS x ON x.log = p.log AND x.leaf = p.leaf AND x.by_leaf = p.by_leaf
      WHERE x.leaf IS NULL AND p.event = 'passed'
      GROUP BY COALESCE(p.journey, p.movement)
    ),
    looked AS (
      SELECT journey, MIN(first_us) AS first_us, CAST(SUM(n_stated) AS BIGINT) AS stated, MAX(simulated) AS simulated
      FROM checked GROUP BY journey
    ),
    came AS (
      SELECT t.journey, t.day, 1 AS passed, l.stated, GREATEST(t.simulated, COALESCE(l.simulated, 0)) AS simulated
      FROM through AS t LEFT JOIN looked AS l ON l.journey = t.journey
      UNION ALL
      SELECT l.journey, h.day, 0 AS passed, l.stated, l.simulated
      FROM looked AS l
      JOIN hour AS h ON h.start_us <= l.first_us AND l.first_us < h.end_us
      LEFT JOIN through AS t ON t.journey = l.journey
      WHERE t.journey IS NULL
    )
"""
_DAYS = f"""
    {_CAME}
    SELECT day, COUNT(*), CAST(SUM(passed) AS BIGINT), COUNT(stated), COUNT(CASE WHEN stated > 0 THEN 1 END),
           MAX(simulated)
    FROM came GROUP BY day
"""  # noqa: S608 - fixed text
_FINDS = f"""
    {_CAME}
    SELECT c.day, c.journey, k.found
    FROM came AS c
    JOIN leaf_check AS k ON COALESCE(k.journey, k.movement) = c.journey
    LEFT JOIN superseded AS s ON s.log = k.log AND s.leaf = k.leaf
    WHERE k.found <> '' AND (s.by_leaf IS NULL OR (s.by_leaf = k.by_leaf AND s.withdrawn = 0))
    ORDER BY c.day, c.journey
"""  # noqa: S608 - fixed text
_FLOWS = """
    SELECT direction, day, observed, exposed_us, blind_us, counted, COALESCE(counter_us, 0), simulated
    FROM flow_day WHERE category = 'all' AND day <= ? ORDER BY direction, day
"""


@dataclass(frozen=True, slots=True)
class _Flow:
    """A row of flow_day for all traffic."""

    day: int
    observed: int | None
    exposed_us: int
    blind_us: int
    counted: int | None
    counter_us: int
    simulated: int


def read_checked_days(facts: Facts, day: int) -> tuple[CheckedDay, ...]:
    """The days of the record up to one of them. Needs the tables `flow_day`, `checked` and `idle_passage`."""
    for table in ("idle_passage", "checked", "flow_day"):
        facts.need(table)
    flows: dict[str, list[_Flow]] = defaultdict(list)
    for direction, *row in facts.con.execute(_FLOWS, [day]).fetchall():
        flows[direction].append(_Flow(*row))
    counts = {on: row for on, *row in facts.con.execute(_DAYS).fetchall()}
    finds: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for on, journey, found in facts.con.execute(_FINDS).fetchall():
        finds[on][journey].update(found.split(","))
    by_day = _by_day(flows)
    return tuple(_day(on, by_day[on], counts.get(on), finds[on].values()) for on in sorted(by_day))


def _by_day(flows: Mapping[str, Sequence[_Flow]]) -> dict[int, list[tuple[_Flow, int | None]]]:
    """The rows of each day, with what its blind time may hide at most."""
    found: dict[int, list[tuple[_Flow, int | None]]] = defaultdict(list)
    for rows in flows.values():
        busiest = max((row.observed for row in rows if row.observed is not None), default=None)
        for row in rows:
            found[row.day].append((row, _hidden(row, busiest)))
    return found


def _hidden(row: _Flow, busiest: int | None) -> int | None:
    """Vehicles that blind time may hide; None if nothing limits them.

    What a sensor counted more if it saw all of the day; else what the same part of the busiest day on record would be.
    """
    if row.blind_us == 0:
        return 0
    if row.counted is not None and row.counter_us >= US_PER_DAY:
        return max(0, row.counted - (row.observed or 0))
    return None if busiest is None else -(-busiest * row.blind_us // (row.blind_us + row.exposed_us))


def _day(
    day: int,
    rows: Sequence[tuple[_Flow, int | None]],
    counts: Sequence[int] | None,
    finds: Iterable[set[str]],
) -> CheckedDay:
    came, passed, checked, stated, simulated = counts or (0, 0, 0, 0, 0)
    recorded = came > 0 or any(row.observed is not None for row, _ in rows)
    hidden = [most for _, most in rows]
    return CheckedDay(
        day=day,
        came=came if recorded else None,
        passed=passed,
        checked=checked,
        stated=stated,
        more=sum(_more(row) for row, _ in rows),
        hidden=None if None in hidden else sum(most for most in hidden if most is not None),
        finds=tuple(frozenset(words) for words in finds),
        simulated=bool(simulated) or any(row.simulated for row, _ in rows),
    )


def _more(row: _Flow) -> int:
    """What a sensor counted besides, in time that the post watched."""
    if row.counted is None or row.observed is None or row.blind_us:
        return 0
    return max(0, row.counted - row.observed)


def read_carried(facts: Facts, said: Sequence[Said], day: int) -> Iterator[Carried]:
    """The questions of goods carried that statements raise, answered from the tables up to a day."""
    if any(_asks(one) for one in said):
        yield from carried_in(said, read_checked_days(facts, day))
