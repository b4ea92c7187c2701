from __future__ import annotations

import pytest

from safeconduct.base.instant import day_to_text, instant_to_text
from safeconduct.base.yaml_file import YamlError
from safeconduct.simulate.read import traffic_from_yaml
from safeconduct.simulate.sections import Section
from safeconduct.simulate.traffic import Traffic


def test_the_shipped_file_covers_the_period_and_its_times_are_local(traffic: Traffic) -> None:
    assert (day_to_text(traffic.first), day_to_text(traffic.last)) == ("2022-11-01", "2023-09-19")
    shut = traffic.closings.items[1].from_
    assert instant_to_text(shut) == "2022-12-12T06:30:00.000Z"
    assert (traffic.begin_us, traffic.end_us) == (1_667_246_400_000_000, 1_695_153_600_000_000)


def test_every_section_is_assumed_and_every_published_figure_names_its_party_and_source(traffic: Traffic) -> None:
    sections = [
        part for part in (getattr(traffic, name) for name in traffic.__struct_fields__) if isinstance(part, Section)
    ]
    assert len(sections) == 13
    assert {part.basis for part in sections} == {"assumed"}
    assert all(part.says for part in sections)
    assert {one.by for one in traffic.published.values()} == {"nk", "az"}
    assert all(one.cite and one.says for one in traffic.published.values())


def test_the_ordinary_rates_add_up_to_the_published_figure(traffic: Traffic) -> None:
    assert sum(traffic.rates(traffic.phases.items[0]).values()) == pytest.approx(920)


def test_a_name_stands_for_its_published_figure(traffic: Traffic) -> None:
    assert traffic.figure("vehicles_may") == 2558
    assert traffic.figure(17) == 17


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("format: safeconduct-traffic/1", "format: safeconduct-traffic/2", "is not one of"),
        ('offset: "+04:00"', 'offset: "4"', "is not an offset"),
        ('offset: "+04:00"\n', "", "offset is missing"),
        ("first: 2022-11-01", "first: 2022-11-02", "the first phase has to begin with the first day"),
        ("last: 2023-09-19", "last: 2033-09-19", "the period has to have"),
        ("last: 2023-09-19", "last: 2023-09-31", "is not a day"),
        ("from: 2022-12-12T10:30", "from: 2022-12-12", "is not a local time"),
        ("speed_km_h: 42", "speed_km_h: 42\n  colour: red", "unknown field"),
        ("speed_km_h: 42", "speed_km_h: fast", "expected `int`"),
        ("even: [1000,", "even: [1001,", "add up to 7001"),
        ("car: {document: 350,", "car: {document: 351,", "have to add up to 1000"),
        ("car: {document: 350,", "car: {smell: 350,", "have to add up to 1000"),
        ("flour: {before: 150,", "flour: {before: 151,", "shares before have to add up"),
        ("vehicles_a_day: baseline\n", "vehicles_a_day: bassline\n", "'bassline' is none of"),
        ("vehicles_a_day: baseline\n", "vehicles_a_day: 30000\n", "at most 20000 vehicles"),
        ("      vehicles_a_day: baseline\n", "", "belong together"),
        ("ambulance: icrc_8_september", "ambulance: icrc_9_september", "is none of"),
        ("{source: S1, from: 2022-11-19T14:00,", "{source: S9, from: 2022-11-19T14:00,", "'S9' is none of"),
        ("until: 2022-11-21T09:00", "until: 2022-11-18T09:00", "has to begin before it ends"),
        ("{id: P1, log: p1, km: 22", "{id: P1, log: p1, km: 12", "in the order of their kilometres"),
        ("{id: P1, log: p1,", "{id: P4, log: p1,", "its own id"),
        ("checks: true, main: true,", "checks: true,", "one of them is the main post"),
        ("- {sensor: S2, from: 2023-03-14", "- {sensor: S3, from: 2023-03-14", "'S3' is none of"),
        ("- {log: p4, from: 2023-03-02", "- {log: p5, from: 2023-03-02", "'p5' is none of"),
        ("lag_min: {am1: 720,", "lag_min: {am1: 720, am2: 3,", "a lag is needed for each"),
        ("local: {commodity: flour", "local: {commodity: bread", "none of the commodities"),
        ("categories: [car, truck, bus]", "categories: [cart]", "'cart' is none of"),
        (
            "until: 2023-06-12, vehicles: vehicles_june",
            "until: 2023-06-12, vehicles: 100",
            "the vehicles of a later day",
        ),
        ("until: 2023-06-12, vehicles", "until: 2023-04-12, vehicles", "totals stand oldest first"),
        ("      from: 2023-04-23\n", "      from: 2022-11-01\n", "phases stand oldest first"),
        ("      hours: all_day\n", "      hours: all_night\n", "'all_night' is none of"),
        ("road:\n  basis: assumed", "road:\n  basis: stated", "invalid enum value"),
        ("basis: stated, by: nk, value: 920", "basis: assumed, by: nk, value: 920", "invalid enum value"),
    ],
)
def test_a_spoiled_file_is_refused_with_its_place(shipped: str, old: str, new: str, says: str) -> None:
    assert old in shipped
    with pytest.raises(YamlError, match=r"^traffic\.yaml") as refusal:
        traffic_from_yaml(shipped.replace(old, new, 1), "traffic.yaml")
    assert says in str(refusal.value)


def test_a_place_within_a_list_is_told_by_its_line(shipped: str) -> None:
    line = 1 + shipped[: shipped.index("- {until: 2023-05-10")].count("\n")
    with pytest.raises(YamlError) as refusal:
        traffic_from_yaml(shipped.replace("vehicles: vehicles_may,", "vehicles: [1],"), "traffic.yaml")
    assert refusal.value.where.startswith(f"traffic.yaml:{line}:")
