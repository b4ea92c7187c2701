"""The journeys on a road, a page at a time: newest first, chosen by what the reader asks for.

Rows are chosen, counted and cut in the tables, so that a page costs the same however long the record is. None is "not
recorded", or that the entries differ; it is never 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from safeconduct.entries.offsets import local_day_start, minutes_at
from safeconduct.facts.build import Facts

MatchWord: TypeAlias = Literal["same_id", "open", "late"]
YesNo: TypeAlias = Literal["", "yes", "no"]
MATCHES: tuple[MatchWord, ...] = ("same_id", "open", "late")
NOT_KNOWN = "-"
"""In a choice of direction or category: the journeys of which it is not known."""

_CHOSEN = """
WITH examined AS (
  SELECT journey, MIN(first_us) AS first_us, CAST(SUM(n_stated) AS BIGINT) AS n_stated FROM checked GROUP BY journey
),
chosen AS (
  SELECT j.journey, j.movement, COALESCE(j.in_us, e.first_us) AS at_us, j.direction, j.category, j.in_post, j.in_us,
         j.out_post, j.out_us, j.wait_us, j.waits, j.posts, j.n_check, j.n_found, COALESCE(e.n_stated, 0) AS n_stated,
         j.match, j.simulated
  FROM journey AS j LEFT JOIN examined AS e ON e.journey = j.journey
  WHERE ($direction = '' OR COALESCE(j.direction, '-') = $direction)
    AND ($category = '' OR COALESCE(j.category, '-') = $category)
    AND ($match = '' OR j.match = $match)
    AND ($checked = '' OR ($checked = 'yes') = (j.n_check > 0))
    AND ($found = '' OR ($found = 'yes' AND j.n_found > 0)
         OR ($found = 'no' AND j.n_found = 0 AND COALESCE(e.n_stated, 0) > 0))
    AND ($from_us IS NULL OR COALESCE(j.in_us, e.first_us) >= $from_us)
    AND ($until_us IS NULL OR COALESCE(j.in_us, e.first_us) < $until_us)
    AND ($journey = '' OR j.journey = $journey)
    AND ($post = '' OR j.journey IN (SELECT v.journey FROM visit AS v WHERE v.post = $post
                                     UNION SELECT c.journey FROM checked AS c WHERE c.post = $post))
)
"""
_COUNTED = _CHOSEN + "SELECT COUNT(*) FROM chosen"  # noqa: S608 - fixed text
_ROWS = _CHOSEN + "SELECT * FROM chosen ORDER BY at_us DESC, journey LIMIT $length OFFSET $start"  # noqa: S608 - as above
_SPAN = """
SELECT MIN(COALESCE(j.in_us, c.first_us)), MAX(COALESCE(j.in_us, c.first_us)), COUNT(DISTINCT j.journey)
FROM journey AS j LEFT JOIN checked AS c ON c.journey = j.journey
"""
_POSTS = (
    "SELECT post FROM visit WHERE post IS NOT NULL UNION SELECT post FROM checked WHERE post IS NOT NULL ORDER BY 1"
)


@dataclass(frozen=True, slots=True)
class JourneyFilter:
    """Which journeys; an empty text is any. first, last: local days, both inclusive.

    direction, category: a word, or `NOT_KNOWN`. found: "no" is a check that says it found nothing, which is more than a
    check that does not say. post: seen or checked there.
    """

    direction: str = ""
    category: str = ""
    first: int | None = None
    last: int | None = None
    checked: YesNo = ""
    found: YesNo = ""
    match: str = ""
    post: str = ""


ANY = JourneyFilter()
_COLUMNS = (
    *("id", "movement", "at_us", "direction", "category", "in_post", "in_us", "out_post", "out_us"),
    *("wait_us", "waits", "posts", "checks", "found", "stated", "match", "simulated"),
)


@dataclass(frozen=True, slots=True)
class Journey:
    """One trip of one vehicle. Instants and lengths of time in µs.

    at_us: when it was first seen, or checked where nobody saw it pass; offset_minutes: of local time then.
    waits: posts of which the wait is known; wait_us: the sum over them. checks: recorded. stated, found: checks that
    say what they found, and those of them that found something. simulated: whether anything made up stands behind it.
    """

    id: str
    movement: str | None
    at_us: int
    offset_minutes: int
    direction: str | None
    category: str | None
    in_post: str | None
    in_us: int | None
    out_post: str | None
    out_us: int | None
    wait_us: int | None
    waits: int
    posts: int
    checks: int
    found: int
    stated: int
    match: MatchWord
    simulated: bool


@dataclass(frozen=True, slots=True)
class JourneyChoices:
    """What journeys can be chosen by. first, last: local days of the first and last journey, None without any.

    directions, categories: as recorded, `NOT_KNOWN` at the end where some have none. total: journeys on record.
    """

    directions: tuple[str, ...]
    categories: tuple[str, ...]
    posts: tuple[str, ...]
    first: int | None
    last: int | None
    total: int


@dataclass(frozen=True, slots=True)
class JourneyPage:
    """Some of the journeys chosen, newest first, and how many are chosen in all."""

    rows: tuple[Journey, ...]
    total: int


def need_journeys(facts: Facts) -> None:
    """Make the tables that the functions here read; later calls cost nothing."""
    for table in ("visit", "checked", "journey", "watch"):
        facts.need(table)


def read_choices(facts: Facts) -> JourneyChoices:
    """What journeys can be chosen by."""
    need_journeys(facts)
    earliest, newest, total = _one(facts, _SPAN)
    posts = [post for (post,) in facts.con.execute(_POSTS).fetchall()]
    route = {} if facts.terms.route is None else {post.id: (post.km, post.id) for post in facts.terms.route.posts}
    return JourneyChoices(
        directions=_words(facts, "SELECT DISTINCT direction FROM journey ORDER BY direction NULLS LAST"),
        categories=_words(facts, "SELECT DISTINCT category FROM journey ORDER BY category NULLS LAST"),
        posts=tuple(sorted(posts, key=lambda post: (post not in route, route.get(post, (0, post))))),
        first=None if earliest is None else facts.terms.day(earliest),
        last=None if newest is None else facts.terms.day(newest),
        total=total,
    )


def read_journeys(facts: Facts, wanted: JourneyFilter, start: int, stop: int) -> JourneyPage:
    """The journeys start <= place < stop of those chosen, newest first, and how many are chosen."""
    need_journeys(facts)
    values = _values(facts, wanted)
    (total,) = _one(facts, _COUNTED, values)
    rows = facts.con.execute(_ROWS, {**values, "start": start, "length": max(stop - start, 0)}).fetchall()
    return JourneyPage(tuple(_journey(facts, row) for row in rows), total)


def read_journey(facts: Facts, journey: str) -> Journey | None:
    """One journey by its id."""
    need_journeys(facts)
    values = {**_values(facts, ANY), "journey": journey, "start": 0, "length": 1}
    row = facts.con.execute(_ROWS, values).fetchone()
    return None if row is None or not journey else _journey(facts, row)


def _values(facts: Facts, wanted: JourneyFilter) -> dict[str, str | int | None]:
    offsets = facts.terms.offsets
    return {
        "direction": wanted.direction,
        "category": wanted.category,
        "match": wanted.match,
        "checked": wanted.checked,
        "found": wanted.found,
        "post": wanted.post,
        "journey": "",
        "from_us": None if wanted.first is None else int(local_day_start(offsets, wanted.first)),
        "until_us": None if wanted.last is None else int(local_day_start(offsets, wanted.last + 1)),
    }


def _journey(facts: Facts, row: Sequence[Any]) -> Journey:
    told: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
    offset = minutes_at(facts.terms.offsets, told["at_us"])
    return Journey(**{**told, "offset_minutes": offset, "simulated": bool(told["simulated"])})


def _words(facts: Facts, query: str) -> tuple[str, ...]:
    return tuple(NOT_KNOWN if word is None else word for (word,) in facts.con.execute(query).fetchall())


def _one(facts: Facts, query: str, values: dict[str, str | int | None] | None = None) -> tuple[Any, ...]:
    row = facts.con.execute(query, values or {}).fetchone()
    assert row is not None, "an aggregate has one row"
    return tuple(row)
