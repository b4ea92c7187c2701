"""What was added, removed, changed or moved in the file, part by part, with lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from safeconduct.agreement.diff.model import Change
from safeconduct.agreement.model import Agreement, Amendment
from safeconduct.base.canonical import JsonValue

_TWO_DEEP = ("route",)
_EMPTY: Mapping[str, JsonValue] = {}


def changes(old: Agreement, new: Agreement) -> tuple[Change, ...]:
    """Every part of the file that differs, with the amendment that explains it, if one does."""
    before, after = json.loads(old.document), json.loads(new.document)
    found: list[Change] = []
    for block in dict.fromkeys([*before, *after]):
        found += _block(block, before.get(block), after.get(block), _lines(old), _lines(new))
    return tuple(_explained(change, new) for change in found)


def amendment_for(agreement: Agreement, paths: Iterable[str]) -> Amendment | None:
    """The amendment that does something to one of some parts; None if there is none."""
    wanted = set(paths)
    for amendment in agreement.amendments:
        touched = {*amendment.adds, *amendment.removes, *amendment.replaces, *amendment.replaces.values()}
        if wanted & {*touched, f"amendments.{amendment.id}"}:
            return amendment
    return None


def _explained(change: Change, new: Agreement) -> Change:
    amendment = amendment_for(new, [change.part])
    if amendment is None:
        return change
    recognised = tuple(dict.fromkeys([*amendment.by, *amendment.recognised_by]))
    return Change(
        change.part,
        change.how,
        change.old_line,
        change.new_line,
        change.keys,
        change.old,
        change.new,
        amendment.id,
        recognised,
    )


def _block(
    block: str, old: JsonValue | None, new: JsonValue | None, old_lines: Mapping[str, int], new_lines: Mapping[str, int]
) -> Iterator[Change]:
    before, after = dict(_parts(block, old)), dict(_parts(block, new))
    for part in dict.fromkeys([*before, *after]):
        lines = old_lines.get(part, 0), new_lines.get(part, 0)
        if part not in after:
            yield Change(part, "removed", *lines, old=_as_object(before[part]))
        elif part not in before:
            yield Change(part, "added", *lines, new=_as_object(after[part]))
        elif before[part] != after[part]:
            yield _changed(part, _as_object(before[part]), _as_object(after[part]), lines)
    yield from _moved([*before], [*after], old_lines, new_lines) if block == "rules" else ()


def _changed(part: str, old: Mapping[str, JsonValue], new: Mapping[str, JsonValue], lines: tuple[int, int]) -> Change:
    keys = tuple(key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key))
    return Change(
        part,
        "changed",
        *lines,
        keys=keys,
        old={key: old[key] for key in keys if key in old},
        new={key: new[key] for key in keys if key in new},
    )


def _moved(
    before: list[str], after: list[str], old_lines: Mapping[str, int], new_lines: Mapping[str, int]
) -> Iterator[Change]:
    """Rules that stand before a rule they stood behind: as few as explain the new order."""
    rest, order = [part for part in before if part in after], [part for part in after if part in before]
    while rest != order:
        place = next(number for number, (one, other) in enumerate(zip(rest, order, strict=True)) if one != other)
        down, up = rest[place], order[place]
        shorter = order.index(down) - place > rest.index(up) - place
        part = down if shorter else up
        how = f"moved to place {after.index(part) + 1} of {len(after)}"
        yield Change(part, how, old_lines.get(part, 0), new_lines.get(part, 0))
        rest.remove(part)
        order.remove(part)


def _parts(block: str, value: JsonValue | None) -> Iterator[tuple[str, JsonValue]]:
    """The parts of a block that are compared one by one: members, or members of members for the route."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            name = item.get("id") if isinstance(item, dict) else None
            yield (f"{block}.{name if isinstance(name, str) else number + 1}", item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if block in _TWO_DEEP and isinstance(item, dict):
                yield from ((f"{block}.{name}.{inner}", one) for inner, one in item.items())
            else:
                yield (f"{block}.{name}", item)
    elif value is not None:
        yield (block, value)


def _as_object(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, dict) else {"value": value}


def _lines(agreement: Agreement) -> Mapping[str, int]:
    """Path of a part -> its line in the file."""
    route = agreement.route
    lines = {f"rules.{rule.id}": rule.line for rule in agreement.rules}
    lines |= {f"obligations.{duty.id}": duty.line for duty in agreement.obligations}
    lines |= {f"amendments.{one.id}": one.line for one in agreement.amendments}
    lines |= {f"sources.{name}": one.line for name, one in agreement.sources.items()}
    lines |= {f"parties.{name}": one.line for name, one in agreement.parties.items()}
    lines |= {f"lists.{name}": one.line for name, one in agreement.lists.items()}
    lines |= {f"facts.{name}": one.line for name, one in agreement.facts.items()}
    lines |= {f"issues.{name}": one.line for name, one in agreement.issues.items()}
    lines |= {f"readings.{name}": one.line for name, one in agreement.readings.items()}
    lines |= {f"limits.{name}": one.line for name, one in agreement.limits.items()}
    lines |= {f"heartbeats.{name}": one.line for name, one in agreement.heartbeats.items()}
    lines |= {f"route.posts.{name}": one.line for name, one in route.posts.items()}
    return lines | {f"route.alternatives.{name}": one.line for name, one in route.alternatives.items()}
