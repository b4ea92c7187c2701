"""One whole simulation and one short one, made once for all tests."""

from __future__ import annotations

from importlib.resources import files

import msgspec
import pytest

from safeconduct.base.instant import day_from_text
from safeconduct.simulate.journeys import Journeys
from safeconduct.simulate.loads import loaded
from safeconduct.simulate.read import traffic_from_yaml
from safeconduct.simulate.road import travelled
from safeconduct.simulate.sections import LocalDay
from safeconduct.simulate.simulation import Simulated, simulate
from safeconduct.simulate.traffic import Traffic

SEED = 20_221_212


@pytest.fixture(scope="session")
def shipped() -> str:
    return files("safeconduct.corridors").joinpath("lachin-2020/traffic.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def traffic(shipped: str) -> Traffic:
    return traffic_from_yaml(shipped, "traffic.yaml")


@pytest.fixture(scope="session")
def short(traffic: Traffic) -> Traffic:
    """Two days before the road is shut, and a week after."""
    first, last = (LocalDay(day_from_text(day)) for day in ("2022-12-10", "2022-12-20"))
    return msgspec.structs.replace(traffic, first=first, last=last)


@pytest.fixture(scope="session")
def journeys(traffic: Traffic) -> Journeys:
    found = travelled(traffic, SEED)
    found.load_kg = loaded(traffic, SEED, found)
    return found


@pytest.fixture(scope="session")
def simulated(traffic: Traffic) -> Simulated:
    return simulate(traffic, SEED)
