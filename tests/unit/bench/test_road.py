"""The synthetic corridor: the same table each time, and its stated truth is that of the table."""

from __future__ import annotations

import csv
from pathlib import Path

from bench._road import DAYS, FIRST_DAY, FOLDER, claims_file, write_table
from safeconduct.assess.claims.load import claims_from_yaml
from safeconduct.base.instant import day_from_text
from safeconduct.intake.corridor_file import corridor_from_yaml
from safeconduct.intake.map_file import map_from_yaml


def test_the_same_number_of_rows_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        write_table(tmp_path / name, 3_000)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_what_is_called_true_is_what_the_rows_say(tmp_path: Path) -> None:
    truth = write_table(tmp_path / "a.csv", 3_000)
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if (row["category"], row["direction"]) == ("truck", "inbound")]
    march = [row for row in rows if 59 <= day_from_text(row["date"]) - FIRST_DAY < 90]
    assert truth.between(59, 90, loads=False) == len(march)
    assert truth.between(59, 90, loads=True) == sum(int(row["load_kg"]) for row in march)
    assert truth.between(0, DAYS, loads=False) == len(rows)


def test_corridor_mapping_and_claims_can_be_read(tmp_path: Path) -> None:
    truth = write_table(tmp_path / "a.csv", 1_000)
    claims = claims_from_yaml(claims_file("Load", truth, [(59, 90)], shift=1, loads=True), "claims.yaml")
    assert len(claims.claims) == 1
    assert claims.problems == ()
    corridor = corridor_from_yaml((FOLDER / "corridor.yaml").read_bytes(), "corridor.yaml")
    assert map_from_yaml((FOLDER / "map.yaml").read_bytes(), "map.yaml").corridor == corridor.id
