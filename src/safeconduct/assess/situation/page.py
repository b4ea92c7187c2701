"""The situation as an object: the same figures for the page's twin, the report and the command line."""

from __future__ import annotations

from typing import Any

from safeconduct.assess.situation.model import DayStatus, Situation, Way
from safeconduct.base.instant import day_to_text


def situation_to_json(found: Situation) -> dict[str, Any]:
    """The figures of a situation. Counts are integers, chances millionths; None is no record."""
    part, whole = found.checked(7)
    return {
        "as_of": day_to_text(found.day),
        "sentence": found.sentence,
        "simulated": found.simulated,
        "posts_heard": found.posts_heard,
        "directions": [_way(way) for way in found.ways],
        "checked_7_days": {"checked": part, "of": whole, "definition": "journeys with at least one recorded check"},
        "matched": {"matched": found.matched[0], "of": found.matched[1]},
        "supplies": [
            {
                "commodity": one.commodity,
                "place": one.place,
                "days_low": one.days_lo,
                "days_high": one.days_hi,
                "counted_on": day_to_text(one.counted_on),
                "simulated": one.simulated,
            }
            for one in found.supplies
        ],
    }


def _way(way: Way) -> dict[str, Any]:
    standing = way.standing
    return {
        "direction": way.direction,
        "towards": dict(way.towards),
        "since": day_to_text(standing.first),
        "unknown_days_since": standing.unknown,
        "days_without_record_since": standing.unrecorded,
        "vehicles": way.flow[-1].total,
        **_status(way.now),
    }


def _status(now: DayStatus) -> dict[str, Any]:
    return {
        "status": now.status,
        "why": str(now.why),
        "sources": now.sources,
        "window_days": now.window_days,
        "window_vehicles": now.observed,
        "expected_milli": now.expected_milli,
        "chance_ppm": now.chance_ppm,
        "share_low_ppm": now.share_low_ppm,
        "share_high_ppm": now.share_high_ppm,
        "sees_half_ppm": now.sees_half_ppm,
        "sees_closed_ppm": now.sees_closed_ppm,
        "for_whom": dict(now.for_whom),
    }
