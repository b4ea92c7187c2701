"""The sections of a file of parameters of simulated traffic (`traffic.Traffic`), each with its basis.

Days are `LocalDay` (days since 1970-01-01), times `LocalTime` (microseconds UTC; written as local time in the file).
A section is `assumed`; a published figure is `stated`, with the party that stated it. Shares are in permille.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

HOURS = 24
WEEK = 7

Permille = Annotated[int, Meta(ge=0, le=1000)]
Factor = Annotated[int, Meta(ge=0, le=10_000)]
Small = Annotated[int, Meta(ge=0, le=100_000)]
Positive = Annotated[int, Meta(ge=1, le=100_000)]
Name = Annotated[str, Meta(pattern="^[A-Za-z0-9_]{1,64}$")]
Figure: TypeAlias = int | str
"""A number, or the name of a published figure."""


class LocalDay(int):
    """A local day: days since 1970-01-01."""


class LocalTime(int):
    """An instant, microseconds UTC."""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """A mapping of the file; an unknown key is refused."""


class Section(Part, frozen=True):
    """A part that nobody published: our invention, with a sentence about it."""

    basis: Literal["assumed"]
    says: str


class Published(Part, frozen=True):
    """A figure that somebody published; `by` is the party it belongs to."""

    basis: Literal["stated"]
    by: Name
    value: Annotated[int, Meta(ge=1, le=10**9)]
    unit: Name
    says: str
    cite: str


class Post(Part, frozen=True):
    """A post: its log, its kilometre, which party keeps it, and since when if not from the beginning."""

    id: Name
    log: Name
    km: Small
    by: str
    clauses: list[str]
    from_: LocalTime = LocalTime(0)
    checks: bool = False
    main: bool = False
    lanes: Positive = 1


class Road(Section, frozen=True):
    """Directions and posts; the posts stand in the order in which inbound traffic meets them."""

    inbound: Name
    outbound: Name
    speed_km_h: Positive
    speed_spread_permille: Permille
    vehicle_gap_s: Small
    minutes_at_post: Small
    posts: Annotated[list[Post], Meta(min_length=1, max_length=64)]


class Patterns(Section, frozen=True):
    """Named shares of the 24 hours (any sum) and of the seven days from Monday (sum 7000)."""

    hours: dict[Name, Annotated[list[Small], Meta(min_length=24, max_length=24)]]
    weekdays: dict[Name, Annotated[list[Small], Meta(min_length=7, max_length=7)]]


class Phase(Part, frozen=True):
    """Days with one kind of traffic. Either `vehicles_a_day` with shares, or rates by direction and category.

    size: of the negative binomial of one day, direction and category. convoy: most vehicles that travel together.
    """

    id: Name
    from_: LocalDay
    vehicles_a_day: Figure = 0
    inbound_permille: Permille = 500
    categories: dict[Name, Small] = msgspec.field(default_factory=dict)
    inbound: dict[Name, Small] = msgspec.field(default_factory=dict)
    outbound: dict[Name, Small] = msgspec.field(default_factory=dict)
    unit: Literal["one", "tenth"] = "one"
    size: Positive = 20
    convoy: Positive = 1
    hours: Name = "all_day"
    weekdays_inbound: Name = "even"
    weekdays_outbound: Name = "even"


class Phases(Section, frozen=True):
    """The phases, oldest first."""

    items: Annotated[list[Phase], Meta(min_length=1, max_length=100)]


class Total(Part, frozen=True):
    """Published sums from the beginning of `Totals` to the end of a day; 0 where nothing was published."""

    until: LocalDay
    vehicles: Figure = 0
    kg: Figure = 0


class Totals(Section, frozen=True):
    """The sums that every simulation meets exactly."""

    from_: LocalDay
    items: Annotated[list[Total], Meta(max_length=100)]


class Fixed(Part, frozen=True):
    """A day on which exactly these vehicles pass."""

    day: LocalDay
    inbound: dict[Name, Figure] = msgspec.field(default_factory=dict)
    outbound: dict[Name, Figure] = msgspec.field(default_factory=dict)


class FixedDays(Section, frozen=True):
    """Days whose traffic is given."""

    items: Annotated[list[Fixed], Meta(max_length=1000)]


class Closing(Part, frozen=True):
    """The road is shut from a time to a time; who reaches the main post in the first hours is turned back."""

    from_: LocalTime
    until: LocalTime
    turned_back_h: Small


class Surge(Part, frozen=True):
    """Days, both included, with more traffic because some had put off their journey."""

    from_: LocalDay
    until: LocalDay
    permille: Factor


class Closings(Section, frozen=True):
    """Closings and what follows them. held: those whose vehicles wait for the end instead of turning back."""

    items: Annotated[list[Closing], Meta(max_length=100)]
    held: list[LocalTime]
    surges: Annotated[list[Surge], Meta(max_length=100)]


class Loads(Section, frozen=True):
    """What goods vehicles carry. carriers: category -> weight."""

    inbound_kg_a_day: Figure
    outbound_kg_a_day: Figure
    carriers: dict[Name, Positive]
    mean_kg: Positive
    max_kg: Positive


class Method(Part, frozen=True):
    """A method of checking: median seconds, spread of the log-normal, share of planted goods it finds."""

    seconds: Positive
    spread: Permille
    finds_permille: Permille


class Share(Part, frozen=True):
    """Shares checked at a post from a day on; `night` and `outbound` multiply them, in permille."""

    post: Name
    from_: LocalDay
    car: Permille
    truck: Permille
    bus: Permille
    ambulance: Permille
    military: Permille
    night: Permille
    outbound: Permille

    def of(self, category: str) -> int:
        """The share of one category, permille."""
        return int(getattr(self, category))


class Checking(Section, frozen=True):
    """How many are checked, how, and what becomes of them."""

    night: list[Annotated[int, Meta(ge=0, le=23)]]
    methods: dict[Name, Method]
    choice: dict[Name, dict[Name, Permille]]
    shares: Annotated[list[Share], Meta(min_length=1, max_length=100)]
    held_permille: Permille
    held_minutes: Positive
    turned_back_permille: Permille


class Planting(Part, frozen=True):
    """So many inbound vehicles of these days, both included, and categories carry goods of this name."""

    from_: LocalDay
    until: LocalDay
    word: Name
    categories: list[Name]
    carriers: Positive


class Planted(Section, frozen=True):
    """Goods put there so that finds and misses are known."""

    items: Annotated[list[Planting], Meta(max_length=100)]


class Sensor(Part, frozen=True):
    """A counter beside a post."""

    id: Name
    post: Name


class Sensors(Section, frozen=True):
    """Independent counters; how often they miss a vehicle or count one too many."""

    log: Name
    missed_permille: Permille
    degraded_missed_permille: Permille
    extra_permille: Permille
    items: Annotated[list[Sensor], Meta(max_length=64)]


class Gap(Part, frozen=True):
    """A source does not watch, is kept from it, or watches badly (then it still records)."""

    source: Name
    from_: LocalTime
    until: LocalTime
    state: Literal["silent", "denied", "degraded"]
    reason: str = ""


class Clock(Part, frozen=True):
    """A post's clock is fast by so many minutes."""

    post: Name
    from_: LocalTime
    until: LocalTime
    fast_min: Positive


class Miscount(Part, frozen=True):
    """A counter shows so many vehicles a day that do not exist; days both included."""

    sensor: Name
    from_: LocalDay
    until: LocalDay
    extra_a_day: Positive


class Mistake(Part, frozen=True):
    """Vehicles written down under a wrong category at a post, corrected so many hours later."""

    post: Name
    day: LocalDay
    was: Name
    written: Name
    count: Positive
    corrected_h: Positive


class Watch(Section, frozen=True):
    """Signs of life, delays of recording, and what is wrong on purpose."""

    heartbeat_h: Annotated[int, Meta(ge=1, le=24)]
    delay_s: Positive
    gaps: list[Gap]
    clocks: list[Clock]
    miscounts: list[Miscount]
    mistakes: list[Mistake]


class Commodity(Part, frozen=True):
    """Shares of the inflow before and after the first closing total; stock at the beginning; rationing."""

    before: Permille
    after: Permille
    kg: Annotated[int, Meta(ge=0, le=10**9)]
    ration_days: Positive


class Local(Part, frozen=True):
    """Goods made at the place itself from a day on, delivered once a week."""

    commodity: Name
    from_: LocalDay
    kg_a_day: Positive


class Relief(Section, frozen=True):
    """Deliveries and stocks."""

    log: Name
    place: str
    count_weekday: Annotated[int, Meta(ge=0, le=6)]
    count_error_permille: Permille
    commodities: dict[Name, Commodity]
    local: Local


class Late(Part, frozen=True):
    """Nothing new of a log reaches the mission in this time."""

    log: Name
    from_: LocalTime
    until: LocalTime


class Mission(Section, frozen=True):
    """When the mission looks, how old what it gets is (minutes by log), and what is late."""

    every_h: Annotated[int, Meta(ge=1, le=24)]
    lag_min: dict[Name, Small]
    late: list[Late]
