"""What people said and what happened, from the statements and incidents on record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from safeconduct.assess.situation.model import At, Happening, Said, StatedRun, StatusWord
from safeconduct.facts.build import Facts

_STATUS: dict[str, StatusWord] = {"open": "open", "restricted": "restricted", "closed": "closed"}


def read_happenings(facts: Facts, until_day: int) -> tuple[Happening, ...]:
    """The incidents on record up to a day, oldest first."""
    facts.need("incident")
    facts.need("closure")
    closes = _closes(facts)
    rows = facts.con.execute(
        """
        SELECT l.origin, i.leaf, i.log, i.id, i.class, i.says, i.said_by, COALESCE(i.party, ''), COALESCE(i.place, ''),
               i.km, i.start_us, i.end_us, i.day, COALESCE(i.topic, '')
        FROM incident AS i JOIN log AS l ON l.log = i.log
        WHERE i.day <= ? ORDER BY i.start_us, i.id, i.log, i.leaf
        """,
        [until_day],
    ).fetchall()
    return tuple(
        Happening(
            id=id_,
            kind=kind,
            day=day,
            at_us=start,
            day_only=facts.terms.day(start - 1) != day,
            says=says,
            said_by=said_by,
            party=party,
            place=place,
            km=km,
            closes=tuple(closes.get((log, leaf), ())),
            topic=topic,
            entry=At(origin, leaf),
            end_day=None if end is None else facts.terms.day(end - 1),
        )
        for origin, leaf, log, id_, kind, says, said_by, party, place, km, start, end, day, topic in rows
    )


def _closes(facts: Facts) -> dict[tuple[int, int], list[tuple[str, str, StatusWord]]]:
    found: dict[tuple[int, int], list[tuple[str, str, StatusWord]]] = {}
    query = (
        "SELECT log, leaf, COALESCE(direction, ''), COALESCE(category, ''), status FROM closure "
        "WHERE status <> 'open' ORDER BY log, leaf, 3, 4"
    )
    for log, leaf, direction, category, status in facts.con.execute(query).fetchall():
        found.setdefault((log, leaf), []).append((direction, category, _STATUS[status]))
    return found


def read_said(facts: Facts, until_day: int) -> tuple[Said, ...]:
    """The statements on record up to a day, in the order in which they were made."""
    facts.need("statement")
    rows = facts.con.execute(
        """
        SELECT l.origin, s.leaf, s.said_on, s.since, w.body
        FROM statement AS s
        JOIN log AS l ON l.log = s.log
        JOIN leaf_words AS w ON w.log = s.log AND w.leaf = s.leaf AND w.kind = 'statement'
        LEFT JOIN superseded AS x ON x.log = w.log AND x.leaf = w.leaf
        WHERE s.said_on <= ? AND (x.by_leaf IS NULL OR (x.by_leaf = w.by_leaf AND x.withdrawn = 0))
        ORDER BY s.said_on, s.id, s.log, s.leaf
        """,
        [until_day],
    ).fetchall()
    return tuple(_said(At(origin, leaf), day, since, json.loads(body)) for origin, leaf, day, since, body in rows)


def _said(entry: At, day: int, since: int | None, body: dict[str, Any]) -> Said:
    road = body.get("road")
    speakers = body.get("speakers", ())
    return Said(
        id=body["id"],
        day=day,
        speaker=body["speaker"],
        party=body.get("party", ""),
        type=body.get("type", ""),
        wording=body.get("wording", ""),
        source=body["source"],
        entry=entry,
        topic=body.get("topic", ""),
        value=body.get("value", ""),
        unit=body.get("unit", ""),
        denies=body.get("denies", ""),
        clause=body.get("clause", ""),
        road=None
        if road is None
        else (road.get("direction", ""), _STATUS[road["status"]], day if since is None else since),
        entity=speakers[0]["entity"] if len(speakers) == 1 else "",
    )


def stated_runs(said: Sequence[Said]) -> Iterator[StatedRun]:
    """What offices of parties said of the road, for the days that they spoke of, and no longer."""
    for one in said:
        if one.road is not None and one.party:
            direction, status, since = one.road
            yield StatedRun(one.party, direction, since, one.day, status, one.id)
