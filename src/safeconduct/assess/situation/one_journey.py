"""One journey with all its entries in order of time, what each post saw of it, and the posts that did not see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

from safeconduct.assess.situation.journeys import Journey, read_journey
from safeconduct.assess.situation.model import At, EvidenceWord
from safeconduct.entries.offsets import minutes_at
from safeconduct.facts.build import Facts
from safeconduct.facts.context import US_PER_HOUR
from safeconduct.facts.terms import Post

EntryState: TypeAlias = Literal["counts", "corrected", "withdrawn", "repeated"]
WatchWord: TypeAlias = Literal["watched", "part", "blind", "not_known"]

_VISITS = """
WITH examined AS (
  SELECT post, n_check, n_found, n_stated, first_us, simulated FROM checked WHERE journey = $journey
),
seen AS (
  SELECT post, arrived_us, passed_us, departed_us, first_us, wait_us, simulated FROM visit WHERE journey = $journey
),
known AS (
  SELECT post FROM seen UNION SELECT post FROM examined
)
SELECT COALESCE(k.post, ''), s.arrived_us, s.passed_us, s.departed_us, s.wait_us,
       COALESCE(e.n_check, 0), COALESCE(e.n_found, 0), COALESCE(e.n_stated, 0),
       CASE WHEN s.simulated = 1 OR e.simulated = 1 THEN 1 ELSE 0 END
FROM known AS k
LEFT JOIN seen AS s ON s.post = k.post OR (s.post IS NULL AND k.post IS NULL)
LEFT JOIN examined AS e ON e.post = k.post OR (e.post IS NULL AND k.post IS NULL)
ORDER BY COALESCE(s.first_us, e.first_us), 1
"""
_ENTRIES = """
WITH told AS (
  SELECT 'passage' AS kind, log, leaf, by_leaf, at_us, recorded_us, simulated, COALESCE(post, place) AS post,
         event AS word, NULL AS result, NULL AS found, NULL AS said_by, NULL AS end_us, load_kg
  FROM leaf_passage WHERE (journey = $journey OR (journey IS NULL AND movement = $journey))
  UNION ALL
  SELECT 'check', log, leaf, by_leaf, at_us, recorded_us, simulated, COALESCE(post, place), method, result, found,
         "by", end_us, NULL
  FROM leaf_check WHERE (journey = $journey OR (journey IS NULL AND movement = $journey))
  UNION ALL
  SELECT 'decision', log, leaf, by_leaf, at_us, recorded_us, simulated, post, outcome, suggested, NULL, "by", NULL,
         NULL
  FROM leaf_decision WHERE (journey = $journey OR (journey IS NULL AND movement = $journey))
  UNION ALL
  SELECT 'notification', log, leaf, by_leaf, at_us, recorded_us, simulated, place, NULL, NULL, NULL, NULL, NULL, NULL
  FROM leaf_notification WHERE movement = $movement
  UNION ALL
  SELECT 'clearance', log, leaf, by_leaf, at_us, recorded_us, simulated, NULL, outcome, NULL, NULL, "by", NULL, NULL
  FROM leaf_clearance WHERE movement = $movement
  UNION ALL
  SELECT 'delivery', log, leaf, by_leaf, at_us, recorded_us, simulated, place, commodity, basis, NULL, "by", NULL,
         load_kg
  FROM leaf_delivery WHERE movement = $movement
),
newest AS (
  SELECT t.*, s.by_leaf AS corrected_by, COALESCE(s.withdrawn, 0) AS withdrawn,
         ROW_NUMBER() OVER (PARTITION BY t.log, t.leaf ORDER BY t.by_leaf DESC) AS n
  FROM told AS t LEFT JOIN superseded AS s ON s.log = t.log AND s.leaf = t.leaf
)
SELECT l.origin, COALESCE(l.evidence, 'observed'), n.kind, n.leaf, n.at_us, n.recorded_us, n.simulated, n.post, n.word,
       n.result, n.found, n.said_by, n.end_us, n.load_kg, n.corrected_by, n.withdrawn,
       CASE WHEN x.leaf IS NULL THEN 0 ELSE 1 END
FROM newest AS n
JOIN log AS l ON l.log = n.log
LEFT JOIN idle_passage AS x ON n.kind = 'passage' AND x.log = n.log AND x.leaf = n.leaf AND x.by_leaf = n.by_leaf
WHERE n.n = 1 AND (n.corrected_by IS NULL OR n.withdrawn = 1 OR n.corrected_by = n.by_leaf)
ORDER BY n.at_us, n.log, n.leaf
"""
_WATCHED = """
SELECT watcher, CAST(SUM(promised_us) AS BIGINT), CAST(SUM(blind_us) AS BIGINT) FROM watch
WHERE hour BETWEEN $first AND $last GROUP BY watcher
"""


@dataclass(frozen=True, slots=True)
class VisitTold:
    """What is on record of a journey at one post (its place, where no post is named), in order of time; µs.

    wait_us: arrived to let through, None where either is missing. checks, found, stated: as in `Journey`.
    """

    post: str
    arrived_us: int | None
    passed_us: int | None
    departed_us: int | None
    wait_us: int | None
    checks: int
    found: int
    stated: int
    simulated: bool


@dataclass(frozen=True, slots=True)
class EntryTold:
    """One entry of a journey, as its newest correction leaves it.

    word: the event, method or outcome. result: of a check; what the rules suggested, of a decision. found: kinds of
    goods, empty for nothing, None where the check does not say. state: whether it counts: a corrected entry counts as
    corrected, one that says again what an earlier entry said does not.
    """

    entry: At
    kind: str
    at_us: int
    offset_minutes: int
    recorded_us: int
    post: str
    word: str
    result: str
    found: tuple[str, ...] | None
    by: str
    end_us: int | None
    load_kg: int | None
    state: EntryState
    corrected_by: At | None
    evidence: EvidenceWord


@dataclass(frozen=True, slots=True)
class Unseen:
    """A post in force that has no entry of the journey. between: between where it was first and last seen.

    watch: what the post's signs of life say of the time the journey was under way: whether it was watching at all.
    """

    post: str
    place: str
    km: int
    between: bool
    watch: WatchWord


@dataclass(frozen=True, slots=True)
class JourneyTold:
    """A journey, what each post saw, all its entries, and the posts without any."""

    journey: Journey
    visits: tuple[VisitTold, ...]
    entries: tuple[EntryTold, ...]
    unseen: tuple[Unseen, ...]


def read_journey_told(facts: Facts, journey: str) -> JourneyTold | None:
    """One journey by its id, with all that is on record of it; None if there is none."""
    found = read_journey(facts, journey)
    if found is None:
        return None
    facts.need("idle_passage")
    rows = facts.con.execute(_VISITS, {"journey": journey}).fetchall()
    visits = tuple(_visit(row) for row in rows)
    movement = found.movement or journey
    told = facts.con.execute(_ENTRIES, {"journey": journey, "movement": movement}).fetchall()
    entries = tuple(_entry(facts, row) for row in told)
    return JourneyTold(found, visits, entries, tuple(_unseen(facts, found, visits)))


def _visit(row: Sequence[Any]) -> VisitTold:
    post, arrived, passed, departed, wait, checks, found, stated, simulated = row
    return VisitTold(post, arrived, passed, departed, wait, checks, found, stated, bool(simulated))


def _entry(facts: Facts, row: Sequence[Any]) -> EntryTold:
    origin, evidence, kind, leaf, at, recorded, simulated, post, word, result, found, by, end, load, *state = row
    corrected_by, withdrawn, repeated = state
    said: EntryState = "counts"
    if corrected_by is not None:
        said = "withdrawn" if withdrawn else "corrected"
    elif repeated:
        said = "repeated"
    return EntryTold(
        entry=At(origin, leaf),
        kind=kind,
        at_us=at,
        offset_minutes=minutes_at(facts.terms.offsets, at),
        recorded_us=recorded,
        post=post or "",
        word=word or "",
        result=result or "",
        found=None if found is None else tuple(part for part in found.split(",") if part),
        by=by or "",
        end_us=end,
        load_kg=load,
        state=said,
        corrected_by=None if corrected_by is None else At(origin, corrected_by),
        evidence="simulated" if simulated else cast("EvidenceWord", evidence),
    )


def _unseen(facts: Facts, journey: Journey, visits: Sequence[VisitTold]) -> Iterator[Unseen]:
    """The posts in force at the time that have no entry, by kilometre."""
    route = facts.terms.route
    if route is None:
        return
    seen = {visit.post for visit in visits}
    kms = [post.km for post in route.posts if post.id in seen]
    end = journey.at_us if journey.out_us is None else journey.out_us
    hours = {"first": journey.at_us // US_PER_HOUR, "last": end // US_PER_HOUR}
    watch = {name: (promised, blind) for name, promised, blind in facts.con.execute(_WATCHED, hours).fetchall()}
    for post in sorted(route.posts, key=lambda one: (one.km, one.id)):
        if post.id not in seen and _in_force(post, journey.at_us):
            between = bool(kms) and min(kms) <= post.km <= max(kms)
            yield Unseen(post.id, post.place, post.km, between, _watch_word(*watch.get(post.id, (0, 0))))


def _in_force(post: Post, at: int) -> bool:
    return (post.from_us is None or post.from_us <= at) and (post.until_us is None or at < post.until_us)


def _watch_word(promised: int, blind: int) -> WatchWord:
    if not promised:
        return "not_known"
    if not blind:
        return "watched"
    return "blind" if blind >= promised else "part"
