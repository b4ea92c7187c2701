"""The table of bounds on an allegation page: one row for each stratum, their sum, and the sum for other sensitivities.

Rows share the error of the whole: each is bounded at (1 - confidence) / number of rows, so that all bounds hold
together with the confidence (Bonferroni), and so does their sum. Bounds count what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from safeconduct.assess.allegations import phrases
from safeconduct.assess.allegations.arguments import PPM, groups, ppm
from safeconduct.assess.allegations.bound import largest
from safeconduct.assess.allegations.strata import Reason, Stratum
from safeconduct.assess.claims.phrases import Phrase

SENSITIVITIES_PPM = (500_000, 600_000, 700_000, 800_000, 900_000, 1_000_000)
LEAST_CHECKED_PPM = 500_000


@dataclass(frozen=True, slots=True)
class Bounded:
    """What the checks of a stratum, or of all, leave possible. None where the record does not say.

    bound: largest number of vehicles that may have carried, those found included; None with a reason. worst_case:
    unchecked vehicles and those of blind time, for somebody who chooses when to travel. missed: checked vehicles that
    may have carried besides those found. sentence, worst, assumptions: the same in words.
    """

    label: str
    passed_lo: int | None
    passed_hi: int | None
    checked: int | None
    found: int | None
    blind_hi: int | None
    bound: int | None
    reason: Reason | None
    worst_case: int | None
    missed: int | None
    sentence: Phrase
    worst: Phrase
    assumptions: tuple[Phrase, ...]

    def to_json(self) -> dict[str, object]:
        """As an object without floats; sentences in English."""
        return {
            "label": self.label,
            "passed": [self.passed_lo, self.passed_hi],
            "checked": self.checked,
            "found": self.found,
            "blind_hi": self.blind_hi,
            "bound": self.bound,
            "reason": self.reason,
            "worst_case": self.worst_case,
            "missed": self.missed,
            "sentence": str(self.sentence),
            "worst": str(self.worst),
            "assumptions": [str(assumption) for assumption in self.assumptions],
        }


@dataclass(frozen=True, slots=True)
class AllegationTable:
    """All rows, their sum, and the sum as it would be if every check had another sensitivity (ppm, bound)."""

    confidence_ppm: int
    strata: tuple[Stratum, ...]
    rows: tuple[Bounded, ...]
    total: Bounded
    by_sensitivity: tuple[tuple[int, int | None], ...]
    simulated: bool

    def to_json(self) -> dict[str, object]:
        """As an object without floats; the same strata give the same bytes."""
        found: dict[str, object] = {
            "confidence_ppm": self.confidence_ppm,
            "strata": [stratum.to_json() for stratum in self.strata],
            "rows": [row.to_json() for row in self.rows],
            "total": self.total.to_json(),
            "by_sensitivity": [{"sensitivity_ppm": ppm, "bound": bound} for ppm, bound in self.by_sensitivity],
        }
        return {**found, "simulated": True} if self.simulated else found


def allegation_table(
    strata: Sequence[Stratum],
    *,
    confidence_ppm: int = 950_000,
    least_checked_ppm: int = LEAST_CHECKED_PPM,
    simulated: bool = False,
) -> AllegationTable:
    """Bound what the checks of some strata leave possible.

    strata: at least one; no vehicle in two of them. confidence_ppm: that all bounds hold together.
    least_checked_ppm: share of a stratum that must have been checked for a bound to be given. simulated: whether the
    counts are; said in the twin. Raises AllegationError for no strata or too many, and for shares that cannot be.
    """
    groups("strata", strata)
    ppm("confidence_ppm", confidence_ppm, least=1, most=PPM - 1)
    ppm("least_checked_ppm", least_checked_ppm)
    error = (PPM - confidence_ppm) / PPM / len(strata)
    level = _level(confidence_ppm, len(strata))
    rows = tuple(_row(stratum, error, least_checked_ppm, level) for stratum in strata)
    total = _total(strata, rows, level)
    return AllegationTable(
        confidence_ppm=confidence_ppm,
        strata=tuple(strata),
        rows=rows,
        total=total,
        by_sensitivity=tuple(
            (one, None if total.bound is None else _sum(_bound(stratum, error, one) for stratum in strata))
            for one in SENSITIVITIES_PPM
        ),
        simulated=simulated,
    )


def _row(stratum: Stratum, error: float, least_checked_ppm: int, level: Phrase) -> Bounded:
    reason = stratum.reason(least_checked_ppm)
    bound = _bound(stratum, error, stratum.sensitivity_ppm) if reason is None else None
    worst_case = _sum([stratum.unchecked, stratum.blind_hi])
    missed = _missed(stratum, error)
    return Bounded(
        label=stratum.label,
        passed_lo=stratum.passed_lo,
        passed_hi=stratum.passed_hi,
        checked=stratum.checked,
        found=stratum.found,
        blind_hi=stratum.blind_hi,
        bound=bound,
        reason=reason,
        worst_case=worst_case,
        missed=missed,
        sentence=_sentence(stratum.found, bound, stratum.blind_hi, _why(reason, stratum)),
        worst=_worst(worst_case, stratum.unchecked, stratum.blind_hi, missed),
        assumptions=_assumptions([stratum], bound, stratum.passed_lo, stratum.passed_hi, level),
    )


def _total(strata: Sequence[Stratum], rows: Sequence[Bounded], level: Phrase) -> Bounded:
    """The sum of the rows; whatever one of them lacks is lacking."""
    passed_lo, passed_hi = _sum(row.passed_lo for row in rows), _sum(row.passed_hi for row in rows)
    found, blind = _sum(row.found for row in rows), _sum(row.blind_hi for row in rows)
    bound = _sum(row.bound for row in rows)
    worst_case, missed = _sum(row.worst_case for row in rows), _sum(row.missed for row in rows)
    without = [row for row in rows if row.reason is not None]
    some = Phrase(phrases.WHY_SOME_ROWS, {"rows": len(without), "all": len(rows)})
    return Bounded(
        label="",
        passed_lo=passed_lo,
        passed_hi=passed_hi,
        checked=_sum(row.checked for row in rows),
        found=found,
        blind_hi=blind,
        bound=bound,
        reason=without[0].reason if without else None,
        worst_case=worst_case,
        missed=missed,
        sentence=rows[0].sentence if len(rows) == 1 else _sentence(found, bound, blind, some),
        worst=_worst(worst_case, _sum(stratum.unchecked for stratum in strata), blind, missed),
        assumptions=_assumptions(strata, bound, passed_lo, passed_hi, level),
    )


def _bound(stratum: Stratum, error: float, sensitivity_ppm: int) -> int | None:
    if stratum.passed_hi is None or stratum.checked is None or stratum.found is None:
        return None
    return largest(stratum.passed_hi, stratum.checked, stratum.found, sensitivity_ppm / PPM, error)


def _missed(stratum: Stratum, error: float) -> int | None:
    """Of the checked alone, those that carried unnoticed: how vehicles were chosen does not matter for it."""
    if stratum.checked is None or stratum.found is None:
        return None
    sensitivity = stratum.sensitivity_ppm / PPM
    return largest(stratum.checked, stratum.checked, stratum.found, sensitivity, error) - stratum.found


def _sum(values: Iterable[int | None]) -> int | None:
    """The sum, or None if one of them is not recorded."""
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _sentence(found: int | None, bound: int | None, blind: int | None, why: Phrase) -> Phrase:
    if found is None:
        return Phrase(phrases.NOTHING_RECORDED)
    if bound is None:
        return Phrase(phrases.NO_BOUND_FOUND if found else phrases.NO_BOUND, {"found": found, "why": why})
    said = _compatible(found, bound)
    if blind is None:
        return Phrase(phrases.WATCHED_ONLY_OPEN, {"said": said})
    return Phrase(phrases.WATCHED_ONLY, {"said": said, "blind": blind}) if blind else said


def _compatible(found: int, bound: int) -> Phrase:
    if bound == found:
        return Phrase(phrases.FOUND_ALONE if found else phrases.ZERO_ALONE, {"found": found})
    return Phrase(phrases.COMPATIBLE_FOUND if found else phrases.COMPATIBLE, {"found": found, "bound": bound})


def _why(reason: Reason | None, stratum: Stratum) -> Phrase:
    if reason == "most unchecked" and stratum.checked is not None and stratum.passed_hi is not None:
        return Phrase(phrases.WHY_MOST_UNCHECKED, {"checked": stratum.checked, "passed": stratum.passed_hi})
    return Phrase(phrases.WHY_NOT_RANDOM if reason == "choice not random" else phrases.WHY_NO_RECORD)


def _worst(worst_case: int | None, unchecked: int | None, blind: int | None, missed: int | None) -> Phrase:
    if worst_case is None or unchecked is None or blind is None or missed is None:
        return Phrase(phrases.WORST_UNKNOWN)
    if worst_case == 0:
        return Phrase(phrases.WORST_NONE, {"missed": missed})
    return Phrase(phrases.WORST, {"worst": worst_case, "unchecked": unchecked, "blind": blind, "missed": missed})


def _assumptions(
    strata: Sequence[Stratum], bound: int | None, low: int | None, high: int | None, level: Phrase
) -> tuple[Phrase, ...]:
    """What the figures rest on. Without a bound, only the number that checks may have missed rests on anything."""
    said = [Phrase(phrases.INDEPENDENT), Phrase(phrases.FINDS_REAL), *_sensitivities(strata), level]
    if bound is None:
        return tuple(said)
    if low is None:
        said.append(Phrase(phrases.RANGE_OPEN, {"high": high or 0}))
    elif high is not None and low < high:
        said.append(Phrase(phrases.RANGE, {"low": low, "high": high}))
    every = all(stratum.unchecked == 0 for stratum in strata)
    return (Phrase(phrases.EVERY_CHECKED if every else phrases.BY_CHANCE), *said)


def _sensitivities(strata: Sequence[Stratum]) -> list[Phrase]:
    """One phrase for each method, figure and source, in the order of the strata."""
    distinct = dict.fromkeys((stratum.method, stratum.sensitivity_ppm, stratum.source) for stratum in strata)
    return [
        Phrase(
            phrases.SENSITIVITY if source else phrases.SENSITIVITY_ASSUMED,
            {"method": method, "share": Fraction(sensitivity, PPM // 100), "source": source},
        )
        for method, sensitivity, source in distinct
    ]


def _level(confidence_ppm: int, rows: int) -> Phrase:
    confidence = Fraction(confidence_ppm, PPM // 100)
    if rows == 1:
        return Phrase(phrases.CONFIDENCE, {"confidence": confidence})
    return Phrase(phrases.CONFIDENCE_SPLIT, {"confidence": confidence, "rows": rows})
