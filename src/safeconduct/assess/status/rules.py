"""What the parties may set before a status is computed; every figure is shown with the answers."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from safeconduct.assess.status.errors import StatusError
from safeconduct.base.instant import US_PER_DAY, US_PER_MINUTE

HOUR_US = 60 * US_PER_MINUTE
ALARM_PPM_MAX = 100_000


@dataclass(frozen=True, slots=True)
class StatusRules:
    """Parameters of the method, with the values that docs/concepts/status.md calibrates.

    alarm_ppm: chance that an ordinary day is called restricted or closed; split over the windows in equal parts.
    windows: lengths in days, ascending. baseline_days: length of the baseline; it ends before the longest window
    begins. usable_days_min: fewest usable days in it. exposed_min_ppm: least share of a day watched; below, the day
    is silent. baseline_exposed_min_ppm: the same for a day of the baseline. nothing_share_ppm: a window without any
    journey shows a closure if at most this share of the flow can have passed; hardly_share_ppm: the same for one with
    some.
    recovery_ppm: chance that half the flow is taken for the road being open again. anchored: whether days below the
    ordinary stay out of later baselines. open_valid_us, other_valid_us: how long a status holds after the end of its
    day. offset_minutes: of local time, east of UTC.
    """

    alarm_ppm: int = 5_000
    windows: tuple[int, ...] = (1, 2, 4, 7)
    baseline_days: int = 56
    usable_days_min: int = 28
    exposed_min_ppm: int = 250_000
    baseline_exposed_min_ppm: int = 500_000
    nothing_share_ppm: int = 250_000
    hardly_share_ppm: int = 50_000
    recovery_ppm: int = 10_000
    anchored: bool = True
    open_valid_us: int = 24 * HOUR_US
    other_valid_us: int = 72 * HOUR_US
    offset_minutes: int = 0

    def __post_init__(self) -> None:
        if not self.windows or list(self.windows) != sorted(set(self.windows)) or self.windows[0] < 1:
            raise StatusError(f"windows of {self.windows} days do not ascend from 1", where="windows")
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name.endswith("_ppm") and not 0 < value < 1_000_000:
                raise StatusError(f"{value} millionths is not between 0 and 1", where=one.name)
        if not len(self.windows) <= self.alarm_ppm <= ALARM_PPM_MAX:
            raise StatusError(f"{self.alarm_ppm} millionths of false alarms a day", where="alarm_ppm")
        if not 1 < self.usable_days_min <= self.baseline_days:
            raise StatusError(f"{self.usable_days_min} of {self.baseline_days} days", where="usable_days_min")

    @property
    def limit_ppm(self) -> int:
        """The part of the alarm budget that each window has."""
        return self.alarm_ppm // len(self.windows)

    @property
    def reach(self) -> int:
        """Days of the longest window."""
        return self.windows[-1]

    def shared(self, among: int) -> StatusRules:
        """The rules for one of `among` series whose statuses are put together: each has its part of the alarms.

        >>> StatusRules().shared(2).alarm_ppm
        2500
        """
        return replace(self, alarm_ppm=self.alarm_ppm // among)

    def day_end_us(self, day: int) -> int:
        """The instant at which a local day ends."""
        return (day + 1) * US_PER_DAY - self.offset_minutes * US_PER_MINUTE
