"""One stratum of an allegation: the vehicles of a period, post, category or method, and what checks of them found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from safeconduct.assess.allegations.arguments import count, not_above, ppm

Reason = Literal["no record", "choice not random", "most unchecked"]


@dataclass(frozen=True, slots=True)
class Stratum:
    """Counts of one stratum; None where nobody recorded them, which is not 0.

    label: what the stratum is, such as a period; it changes no figure. passed_lo, passed_hi: vehicles that passed while
    somebody watched, as an interval. checked: of these; a vehicle checked twice counts once. found: checked vehicles in
    which something was found. blind_hi: vehicles that may have passed in blind time besides; None if nothing limits
    them. random: vehicles were chosen for the check by chance. method: of the check. sensitivity_ppm: chance that it
    finds what is there. source: where that figure comes from, empty if assumed.

    Raises AllegationError for counts that cannot be.
    """

    label: str
    passed_lo: int | None
    passed_hi: int | None
    checked: int | None
    found: int | None
    blind_hi: int | None
    random: bool
    method: str
    sensitivity_ppm: int
    source: str = ""

    def __post_init__(self) -> None:
        counts = {
            "passed_lo": self.passed_lo,
            "passed_hi": self.passed_hi,
            "checked": self.checked,
            "found": self.found,
            "blind_hi": self.blind_hi,
        }
        for name, value in counts.items():
            if value is not None:
                count(name, value)
        for low, high in (("passed_lo", "passed_hi"), ("checked", "passed_hi"), ("found", "checked")):
            value, most = counts[low], counts[high]
            if value is not None and most is not None:
                not_above(low, value, high, most)
        ppm("sensitivity_ppm", self.sensitivity_ppm)

    @property
    def unchecked(self) -> int | None:
        """Vehicles that passed without a check, at most; None if not recorded."""
        return None if self.passed_hi is None or self.checked is None else self.passed_hi - self.checked

    def reason(self, least_checked_ppm: int) -> Reason | None:
        """Why the checks bound nothing; None if they do. Where all were checked, choice does not matter."""
        if self.passed_hi is None or self.checked is None or self.found is None:
            return "no record"
        if self.checked == self.passed_hi:
            return None
        if not self.random:
            return "choice not random"
        return "most unchecked" if self.checked * 1_000_000 < self.passed_hi * least_checked_ppm else None

    def to_json(self) -> dict[str, object]:
        """As an object without floats."""
        return {
            "label": self.label,
            "passed": [self.passed_lo, self.passed_hi],
            "checked": self.checked,
            "found": self.found,
            "blind_hi": self.blind_hi,
            "random": self.random,
            "method": self.method,
            "sensitivity_ppm": self.sensitivity_ppm,
            "source": self.source,
        }
