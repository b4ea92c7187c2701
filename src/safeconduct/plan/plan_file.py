"""Read a plan file, format ``safeconduct-plan/1``: docs/reference/plan-file.md."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from safeconduct.base import limits
from safeconduct.base.yaml_file import Node, read_yaml
from safeconduct.plan.model import (
    ALL,
    FORMAT,
    FREE,
    LAST,
    Arrivals,
    Bin,
    Category,
    Durations,
    FromRecord,
    Hourly,
    Observed,
    Plan,
    Shape,
    WhatIf,
)
from safeconduct.plan.opening import DAY_SECONDS, HOUR_SECONDS, HOURS, Closure

FROM_RECORD = "from_record"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
_HOUR = re.compile(r"([01][0-9]|2[0-4]):00", re.ASCII)
_INSTANT = re.compile(r"day ([1-9][0-9]{0,2}) ([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_CLASS = re.compile(r"([0-9]{1,5})-([0-9]{1,5})", re.ASCII)
_SEED_MAX = 2**32 - 1
_AN_HOUR = "Write a full hour, such as 06:00."


def plan_from_yaml(data: str | bytes, name: str) -> Plan:
    """Read a plan. Raises YamlError with ``name:line:column`` for anything that is not right."""
    root = read_yaml(data, name)
    optional = ("title", "seed", "runs", "lanes", "teams", "open", "closure", "what_if")
    top = root.fields(("format", "days", "categories", "checks"), optional)
    top["format"].choice([FORMAT])
    days = _whole(top["days"], 1, limits.PLAN_DAYS_MAX)
    checks = {_name(top["checks"], key): _durations(node) for key, node in top["checks"].mapping().items()}
    _bounded(top["checks"], len(checks), "check", limits.PLAN_METHODS_MAX)
    categories = tuple(_category(top["categories"], key, checks) for key in top["categories"].mapping())
    _bounded(top["categories"], len(categories), "category", limits.PLAN_CATEGORIES_MAX)
    return Plan(
        name=name,
        title=top["title"].text() if "title" in top else "",
        days=days,
        categories=categories,
        checks=checks,
        lanes=_lanes(root, top),
        seed=_whole(top["seed"], 0, _SEED_MAX - limits.PLAN_RUNS_MAX) if "seed" in top else 1,
        runs=_whole(top["runs"], limits.PLAN_RUNS_MIN, limits.PLAN_RUNS_MAX) if "runs" in top else 20,
        closure=_closure(top["closure"], days) if "closure" in top else None,
        what_if=_what_if(top["what_if"], categories) if "what_if" in top else WhatIf(),
    )


def _category(node: Node, key: str, checks: dict[str, Durations]) -> Category:
    _name(node, key)
    inside = node.mapping()[key]
    fields = inside.fields(("arrivals", "check"), ("checked_permille", "unchecked", "priority"))
    share = _whole(fields["checked_permille"], 0, 1000) if "checked_permille" in fields else 1000
    if "unchecked" in fields and share == 1000 and fields["unchecked"].value == FREE:
        raise inside.keys["unchecked"].error("all are checked, so none passes free", "Take out `unchecked`.")
    return Category(
        name=key,
        arrivals=_arrivals(fields["arrivals"]),
        check=fields["check"].choice(checks),
        checked_permille=share,
        unchecked=fields["unchecked"].choice([*checks, FREE]) if "unchecked" in fields else FREE,
        priority=_whole(fields["priority"], 1, LAST) if "priority" in fields else LAST,
    )


def _arrivals(node: Node) -> Arrivals:
    """Vehicles by hour: `from_record`, 24 numbers, or so many a day spread evenly over some hours."""
    if isinstance(node.value, str):
        node.choice([FROM_RECORD])
        return FromRecord(node.place)
    if isinstance(node.value, tuple):
        if len(node.value) != HOURS:
            raise node.error(f"{len(node.value)} numbers; one for each of the {HOURS} hours is expected")
        milli = tuple(_thousandths(item) for item in node.items())
    else:
        fields = node.fields(("per_day",), ("from", "until"))
        hours, total = _hours(node, fields), _thousandths(fields["per_day"])
        share, more = divmod(total, len(hours))
        at = {hour: share + (number < more) for number, hour in enumerate(sorted(hours))}
        milli = tuple(at.get(hour, 0) for hour in range(HOURS))
    if not any(milli):
        raise node.error("no vehicle arrives", "Take the category out, or give it arrivals.")
    return Hourly(milli)


def _thousandths(node: Node) -> int:
    number = node.number()
    milli = number * 1000
    if not 0 <= number <= limits.PLAN_VEHICLES_A_RUN_MAX or milli != int(milli):
        raise node.error(f"{node.raw} is not a number of vehicles", "Write a number from 0 up, at most 3 decimals.")
    return int(milli)


def _durations(node: Node) -> Durations:
    fields = node.fields(("minutes",), ("source",))
    minutes, source = fields["minutes"], fields["source"].text() if "source" in fields else ""
    if isinstance(minutes.value, str):
        minutes.choice([FROM_RECORD])
        return FromRecord(minutes.place)
    if isinstance(minutes.value, tuple):
        seen = [_seconds(item) for item in minutes.items()]
        if not seen:
            raise minutes.error("no duration is listed", "Write at least one, in minutes.")
        return Observed(tuple(Bin(one, one, 1) for one in seen), source)
    if "mean" in minutes.mapping():
        shape = minutes.fields(("mean", "spread"))
        if _seconds(shape["mean"]) == 0:
            raise shape["mean"].error("a mean of 0 minutes", "Leave the vehicles unchecked: free instead.")
        return Shape(_seconds(shape["mean"]), _seconds(shape["spread"]))
    return _counted(minutes, source)


def _counted(node: Node, source: str) -> Observed:
    """Durations by class: ``0-5: 12`` says that twelve took from 0 to 5 minutes."""
    bins = []
    for key, item in node.mapping().items():
        found = _CLASS.fullmatch(key)
        if found is None or int(found[1]) >= int(found[2]) or int(found[2]) * 60 > limits.PLAN_CHECK_SECONDS_MAX:
            mend = "Write LOW-HIGH: COUNT, such as 5-10: 31, in minutes; or mean and spread; or a list."
            raise node.keys[key].error(f"{key!r} is no class of durations", mend)
        bins.append(Bin(int(found[1]) * 60, int(found[2]) * 60, _whole(item, 0, 10**9)))
    if not any(one.count for one in bins):
        raise node.error("no duration was counted", "Write at least one class with a count above 0.")
    return Observed(tuple(bins), source)


def _seconds(node: Node) -> int:
    """Minutes, as full seconds."""
    minutes = node.number()
    if not 0 <= minutes * 60 <= limits.PLAN_CHECK_SECONDS_MAX:
        raise node.error(f"{node.raw} minutes", "Write minutes from 0 to those of seven days.")
    return int(Decimal(minutes * 60).to_integral_value(ROUND_HALF_UP))


def _lanes(root: Node, top: dict[str, Node]) -> tuple[int, ...]:
    """Lanes open in each hour: `lanes`, or the sum of `teams`, within the hours of `open`."""
    if ("lanes" in top) == ("teams" in top):
        raise root.error("either lanes or teams is needed", "Write lanes: 4, or a list of teams with their hours.")
    node = top["lanes"] if "lanes" in top else top["teams"]
    found = _by_hour(node) if "lanes" in top else _shifts(node)
    hours = _hours(top["open"], top["open"].fields(("from", "until"))) if "open" in top else frozenset(range(HOURS))
    open_ = tuple(lanes if hour in hours else 0 for hour, lanes in enumerate(found))
    if not 0 < max(open_) <= limits.PLAN_LANES_MAX:
        raise node.error(f"{max(open_)} lanes are open at most", f"1 to {limits.PLAN_LANES_MAX} are expected.")
    return open_


def _by_hour(node: Node) -> list[int]:
    if not isinstance(node.value, tuple):
        return [_whole(node, 1, limits.PLAN_LANES_MAX)] * HOURS
    if len(node.value) != HOURS:
        raise node.error(f"{len(node.value)} numbers; one for each of the {HOURS} hours is expected")
    return [_whole(item, 0, limits.PLAN_LANES_MAX) for item in node.items()]


def _shifts(node: Node) -> list[int]:
    found = [0] * HOURS
    for item in node.items():
        fields = item.fields(("from", "until", "lanes"), ("name",))
        lanes = _whole(fields["lanes"], 1, limits.PLAN_LANES_MAX)
        for hour in _hours(item, fields):
            found[hour] += lanes
    return found


def _hours(node: Node, fields: dict[str, Node]) -> frozenset[int]:
    """The hours from `from` to before `until`, over midnight if `until` is the earlier; all if both are left out."""
    if ("from" in fields) != ("until" in fields):
        raise node.error("from and until go together", _AN_HOUR)
    if "from" not in fields:
        return frozenset(range(HOURS))
    first, end = _hour(fields["from"]), _hour(fields["until"])
    if first == end:
        raise fields["until"].error("this ends at the hour at which it begins", "For all hours write 00:00 to 24:00.")
    return frozenset(hour % HOURS for hour in range(first, end if end > first else end + HOURS))


def _hour(node: Node) -> int:
    found = _HOUR.fullmatch(node.text())
    if found is None:
        raise node.error(f"{node.text()!r} is not a full hour", _AN_HOUR)
    return int(found[1])


def _closure(node: Node, days: int) -> Closure:
    fields = node.fields(("from", "until"))
    start, end = _instant(fields["from"], days), _instant(fields["until"], days)
    if end <= start:
        raise fields["until"].error("the closure ends before it begins", "Write the later instant under until.")
    return Closure(start, end)


def _instant(node: Node, days: int) -> int:
    found = _INSTANT.fullmatch(node.text())
    if found is None:
        raise node.error(f"{node.text()!r} is no instant of a plan", "Write it such as: day 2 06:00.")
    if int(found[1]) > days:
        raise node.error(f"the plan has {days} days", "Give it more days, or choose an earlier one.")
    return (int(found[1]) - 1) * DAY_SECONDS + int(found[2]) * HOUR_SECONDS + int(found[3]) * 60


def _what_if(node: Node, categories: tuple[Category, ...]) -> WhatIf:
    fields = node.fields((), ("lanes", "checked_permille", "of"))
    names = [category.name for category in categories]
    lanes = [_whole(item, 1, limits.PLAN_LANES_MAX) for item in fields["lanes"].items()] if "lanes" in fields else []
    node_shares = fields.get("checked_permille")
    shares = [_whole(item, 0, 1000) for item in node_shares.items()] if node_shares is not None else []
    if max(len(lanes), 1) * max(len(shares), 1) > limits.PLAN_VARIANTS_MAX:
        raise node.error(f"{len(lanes)} times {len(shares)} cases", f"At most {limits.PLAN_VARIANTS_MAX} are compared.")
    if "of" in fields and not shares:
        raise node.keys["of"].error("`of` names categories whose share changes", "Add checked_permille.")
    of = [item.choice(names) for item in fields["of"].items()] if "of" in fields else names
    return WhatIf(tuple(lanes), tuple(shares), tuple(of))


def _whole(node: Node, low: int, high: int) -> int:
    number = node.integer()
    if not low <= number <= high:
        raise node.error(f"{node.raw} is not between {low} and {high}")
    return number


def _name(node: Node, key: str) -> str:
    if _NAME.fullmatch(key) is None or key in {ALL, FREE, FROM_RECORD}:
        raise node.keys[key].error(f"{key!r} is no name", "Use lower-case letters, digits and _, such as truck.")
    return key


def _bounded(node: Node, count: int, what: str, most: int) -> None:
    if not 1 <= count <= most:
        raise node.error(f"{count} {what} entries", f"Write 1 to {most}.")
