"""Spark makes the same tables of the same entries as DuckDB: equal digests for every derived table."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from safeconduct.facts.build import DERIVED, Facts
from safeconduct.facts.digest import table_digest
from safeconduct.facts.engines.spark import (
    frame_digest,
    make_tables,
    read_staged,
    spark_session,
    spark_text,
    stage_directly,
    write_staged,
)
from safeconduct.testing.corridor import SampleVoyage, sample_log
from tests.unit.facts.road import EYE, GATE, TOWN, beat, check, correct, count, entry, passage, road_facts, road_log

MINUTES = 3 * 24 * 60


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    found = spark_session(options={"spark.sql.shuffle.partitions": "2"})
    yield found
    found.stop()


@pytest.fixture(scope="module")
def facts() -> Facts:
    """A few days of a busy road with repeats, corrections, gaps, contested kinds and made-up entries."""
    dice = random.Random(4)
    posts, kinds, states = ("G", "T"), ("car", "bus", "car"), ("watching", "degraded", "denied", "watching")
    seen: dict[str, list[bytes]] = {GATE: [], TOWN: [], EYE: []}
    for _ in range(600):
        minute, post, name = dice.randrange(MINUTES), dice.choice(posts), str(dice.randrange(150))
        mine = seen[GATE if post == "G" else TOWN]
        mine.append(passage(name, post, dice.choice(("arrived", "passed")), minute, category=dice.choice(kinds)))
        mine.append(check(name, post, minute, **({"found": ["fuel"]} if minute % 5 == 0 else {})))
        mine.append(beat(post, minute, minute + dice.randrange(1, 300), dice.choice(states)))
        seen[EYE].append(count(minute, minute + 30, dice.randrange(9), extra={"simulated": 1}))
    seen[GATE].append(entry("incident", 5, id="i", **OBSTRUCTION, closes=[{"status": "closed"}]))
    log = road_log(GATE, *seen[GATE])
    for index in range(1, 90, 3):
        log = correct(log, index, recorded=MINUTES, withdrawn=index % 2 == 0)
    voyages = sample_log([SampleVoyage(1, "2023-03-01", "2023-03-02"), SampleVoyage(2, "2023-03-02")])
    return road_facts(log, road_log(TOWN, *seen[TOWN]), road_log(EYE, *seen[EYE]), voyages)


OBSTRUCTION: dict[str, Any] = {"class": "obstruction", "says": "Stones.", "said_by": "office", "cites": ["paper"]}


@pytest.mark.slow
def test_every_derived_table_has_the_same_digest_on_both_engines(session: Any, facts: Facts) -> None:
    stage_directly(session, facts.con)
    made = make_tables(session)
    for table in DERIVED:
        facts.need(table)
        assert frame_digest(made[table]) == table_digest(facts.con, table), table


@pytest.mark.slow
def test_a_folder_of_files_carries_the_staged_tables_and_the_made_ones(
    session: Any, facts: Facts, tmp_path: Path
) -> None:
    write_staged(facts.con, str(tmp_path))
    read_staged(session, str(tmp_path))
    made = make_tables(session, ["checked"], into=str(tmp_path / "made"))
    facts.need("checked")
    assert frame_digest(made["checked"]) == table_digest(facts.con, "checked")


@pytest.mark.parametrize("table", sorted(DERIVED))
def test_every_text_is_a_select_for_spark(table: str) -> None:
    assert spark_text(table).lstrip().startswith(("SELECT", "WITH"))
