"""The tables of the road beside DuckDB's scan of the columns they read, and beside Spark: events made by the engine.

Three posts keep a log each; a trip arrives and is let through at each of them, one in two is checked, sensors count
every hour, posts give a sign of life every hour. The passages lie in Parquet (zstd) in order of time; results are kept
in memory. The scan reads the columns that the text takes from the passages and finds the least text and the sum of
the numbers of each, so that it is a floor. Run it as ``python bench/facts.py [--rows N] [--spark-rows N]``; it prints
one JSON object a line.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final, TypeAlias

import duckdb

from safeconduct.base.instant import Instant, instant_from_text
from safeconduct.facts.build import DERIVED, text_of
from safeconduct.facts.columns import STAGE
from safeconduct.facts.context import Parameters, stage_context
from safeconduct.facts.engines.duck import connect, create_table
from safeconduct.facts.terms import Post, Route, Terms, Towards

Row: TypeAlias = dict[str, str | int | float]

START: Final = instant_from_text("2022-11-01T00:00:00.000Z")
DAYS: Final = 300
POSTS: Final = 3
EVENTS_A_TRIP: Final = 2 * POSTS
_SEEN: Final = ("post", "place", "at_us", "log", "leaf", "by_leaf")
_KEY: Final = ("movement", "journey", *_SEEN)
TEXTS: Final = {
    "way": ("journey matching", _KEY),
    "coverage_hour": ("coverage by hour", (*_SEEN, "event", "direction", "category", "simulated")),
    "flow_day": ("flow and status counts by day", (*_KEY, "event", "direction", "category", "day", "recorded_us")),
    "idle_passage": ("finding repeats", (*_KEY, "event")),
    "visit": ("visits, with waits", (*_KEY, "event", "direction", "category", "simulated")),
    "journey": ("journeys whole, from visits and matching", _KEY),
}
"""What is measured, and the columns of `leaf_passage` that each text reads."""


def run(rows: int = 50_000_000, spark_rows: int = 1_000_000) -> list[Row]:
    """Measure every text over about so many passages; Spark, where it is installed, over `spark_rows`."""
    with tempfile.TemporaryDirectory() as folder:
        found = _measure(Path(folder), rows)
    if spark_rows and importlib.util.find_spec("pyspark") and shutil.which("java"):
        with tempfile.TemporaryDirectory() as folder:
            found += _beside_spark(Path(folder), spark_rows)
    return found


def _measure(folder: Path, rows: int) -> list[Row]:
    con = duckdb.connect(config={"threads": 2, "memory_limit": "8GB", "temp_directory": str(folder / "spilt")})
    con.execute("SET enable_progress_bar = false")
    make_events(con, rows)
    place = folder / "leaf_passage.parquet"
    con.execute(f"COPY (SELECT * FROM leaf_passage ORDER BY at_us) TO '{place}' (FORMAT parquet, COMPRESSION zstd)")
    con.execute("DROP TABLE leaf_passage")
    con.execute(f"CREATE VIEW leaf_passage AS SELECT * FROM read_parquet('{place}')")
    seconds = {table: _made(con, table) for table in DERIVED if table in TEXTS or _is_below(table)}
    return [_row(con, table, rows, *seconds[table]) for table in TEXTS]


def _is_below(table: str) -> bool:
    return any(table in DERIVED[above] for above in DERIVED)


def _made(con: duckdb.DuckDBPyConnection, table: str) -> tuple[float, float]:
    """Make a table: (wall, processor) seconds."""
    return _timed(con, text_of(table))


def _row(con: duckdb.DuckDBPyConnection, table: str, rows: int, wall: float, cpu: float) -> Row:
    name, columns = TEXTS[table]
    read = ", ".join(
        f'SUM("{column}")' if STAGE["leaf_passage"][column] == "BIGINT" else f'MIN("{column}")' for column in columns
    )
    scan_wall, scan_cpu = min(_timed(con, f"SELECT {read} FROM leaf_passage") for _ in range(3))
    return {
        "name": f"{name}, {rows:,} passages",
        "value": round(wall, 3),
        "unit": "s",
        "ratio": round(scan_wall / wall, 3),
        "peer": f"DuckDB's scan of the {len(columns)} columns",
        "times_the_scan": round(wall / scan_wall, 2),
        "times_the_scan_cpu": round(cpu / scan_cpu, 2),
        "cpu_seconds": round(cpu, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _timed(con: duckdb.DuckDBPyConnection, query: str) -> tuple[float, float]:
    begin, used = time.perf_counter(), time.process_time()
    con.execute(query).fetchall()
    return time.perf_counter() - begin, time.process_time() - used


def make_events(con: duckdb.DuckDBPyConnection, rows: int) -> None:
    """Fill the staged tables with about so many passages and what goes with them."""
    for name, columns in STAGE.items():
        create_table(con, name, columns)
    trips = max(rows // EVENTS_A_TRIP, 1)
    for post in range(POSTS):
        con.execute(_passages(post, trips))
        con.execute(f"INSERT INTO log VALUES ({post}, 'p{post}', 'n', 'o{post}', 'post', 'simulated', {2 * trips}, 0)")
    con.execute(
        """
        INSERT INTO leaf_check
        SELECT 9, i, i, at_us, day, at_us, 1, movement, NULL, 'visual', 'passed', NULL, 'P0', NULL, NULL, ''
        FROM leaf_passage, LATERAL (SELECT leaf AS i) WHERE log = 0 AND leaf % 4 = 0
        """
    )
    hours = f"""
        (SELECT {START} + r * 3600000000 AS at_us, r AS leaf, post FROM range({DAYS * 24}) h(r), range({POSTS}) p(post))
    """
    con.execute(
        f"""
        INSERT INTO leaf_count SELECT 10 + post, leaf, leaf, at_us, at_us // 86400000000, at_us, 1,
               'S' || post, 'P' || post, 'inbound', NULL, at_us + 3600000000, 40 FROM {hours}
        """
    )
    con.execute(
        f"""
        INSERT INTO leaf_heartbeat SELECT post, 1099511627 + leaf, 1099511627 + leaf, at_us, at_us // 86400000000,
               at_us, 1, 'P' || post, at_us + 3500000000, 'watching', NULL FROM {hours}
        """
    )
    stage_context(con, _terms(), Parameters(), None)


def _passages(post: int, trips: int) -> str:
    """One post's passages in order of time: trips spread evenly over the days, each arriving and let through."""
    gap = DAYS * 86_400_000 // trips
    return f"""
        INSERT INTO leaf_passage
        SELECT {post}, leaf, leaf, at_us, at_us // 86400000000, at_us + 60000000, 1, id, NULL, event,
               CASE WHEN trip % 2 = 0 THEN 'inbound' ELSE 'outbound' END,
               CASE trip % 5 WHEN 0 THEN 'truck' WHEN 1 THEN 'bus' ELSE 'car' END, NULL, 'P{post}', NULL, NULL
        FROM (
          SELECT r AS leaf, r // 2 AS trip, md5((r // 2)::VARCHAR) AS id,
                 CASE WHEN r % 2 = 0 THEN 'arrived' ELSE 'passed' END AS event,
                 {START} + ((r // 2) * {gap} + (r % 2) * 240000
                   + CASE WHEN (r // 2) % 2 = 0 THEN {post} ELSE {POSTS - 1 - post} END * 2700000) * 1000 AS at_us
          FROM range({2 * trips}) t(r)
        )
        """


def _terms() -> Terms:
    posts = tuple(Post(f"P{n}", "x", n, "neutral", "keepers", main=n == 1, checks=n == 0) for n in range(POSTS))
    directions = tuple(Towards(name, {"en": name}) for name in ("inbound", "outbound"))
    return Terms("bench", {}, "simulated", ((Instant(0), 0),), route=Route(POSTS, directions, (), posts))


def _beside_spark(folder: Path, rows: int) -> list[Row]:
    """DuckDB and Spark local[2] over the same Parquet files and texts; the start of Spark is not counted."""
    from safeconduct.facts.engines.spark import make_tables, read_staged, spark_session, write_staged

    con = connect()
    make_events(con, rows)
    write_staged(con, str(folder))
    session = spark_session(options={"spark.sql.shuffle.partitions": "8"})
    read_staged(session, str(folder))
    make_tables(session, ["tally"], into=f"{folder}/warm")
    begin = time.perf_counter()
    made = make_tables(session, list(TEXTS), into=f"{folder}/made")
    spark = time.perf_counter() - begin
    session.stop()
    begin = time.perf_counter()
    for table in made:
        con.execute(text_of(table))
    ours = time.perf_counter() - begin
    return [
        {
            "name": f"{len(made)} tables of the road, {rows:,} passages",
            "value": round(ours, 2),
            "unit": "s",
            "ratio": round(spark / ours, 2),
            "peer": "Spark local[2], started and warm",
        }
    ]


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=50_000_000)
    parser.add_argument("--spark-rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    for row in run(asked.rows, asked.spark_rows):
        print(json.dumps(row))


if __name__ == "__main__":
    _main()
