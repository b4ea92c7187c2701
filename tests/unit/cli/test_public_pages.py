"""The public record as a node answers it: corridors with and without a road, earlier days and sizes, a growing log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from safeconduct.assess.situation.model import Pinned
from safeconduct.base.instant import day_from_text, instant_from_text
from safeconduct.cli.pages import NodePages
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.facts.build import Facts
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node
from safeconduct.node.public_record import naming_of
from safeconduct.node.starting import add_corridor, create_node
from safeconduct.node.tables import open_tables
from safeconduct.node.world import World as NodeWorld
from safeconduct.press.source.outlets import OUTLET_NAMES
from safeconduct.testing import FakeClock, SeededRandom
from safeconduct.testing.corridor import sample_charter
from tests.unit.assess.public.bodies import claim, document, said, stance

NOW = Pinned()


def _counting(opened: list[str]) -> Callable[[Node, OwnLog], AbstractContextManager[Facts]]:
    """Opens tables, and writes down of which corridor."""

    def opening(node: Node, log: OwnLog) -> AbstractContextManager[Facts]:
        opened.append(log.corridor)
        return open_tables(node, log)

    return opening


def entry(corridor: str, kind: str, body: dict[str, Any], at: str = "2031-03-20T09:00:00.000Z") -> bytes:
    made = Envelope(at=instant_from_text(at), body=body, corridor=corridor, kind=kind, recorded=instant_from_text(at))
    return entry_to_bytes(made)


def own(node: Node, corridor: str) -> OwnLog:
    return next(log for log in node.logs(corridor) if not log.name)


def append(node: Node, corridor: str, *told: tuple[str, dict[str, Any]]) -> None:
    log = own(node, corridor)
    with node.writing(log) as writer:
        writer.append([entry(corridor, kind, body) for kind, body in told])
        node.publish(log, writer)


@pytest.fixture
def node(tmp_path: Path) -> Node:
    world = NodeWorld(FakeClock("2031-05-01T12:00:00.000Z"), SeededRandom(1))
    made = create_node(tmp_path / "node", world, organisation="r.example", name="hq")
    made = add_corridor(made, "lane", sample_charter(evidence="published"))
    append(
        made,
        "lane",
        document("aa", "copy", "2031-03-02"),
        said("s", "2031-03-01", "sergey-lavrov", "copy", party="ru"),
        said("t", "2031-03-10", "az", party="az", denies="s"),
        claim("c", "s"),
        stance("t", "c", "denies"),
    )
    return made


@pytest.fixture
def pages(node: Node) -> Iterator[NodePages]:
    made = NodePages(node.layout.root, node.world)
    yield made
    made.close()


def ids(pages: NodePages, pinned: Pinned = NOW) -> list[str]:
    record = pages.public_record("lane", pinned)
    assert record is not None
    return [one.id for one in record.statements]


def test_a_corridor_without_a_road_has_a_public_record(pages: NodePages) -> None:
    assert [corridor.road for corridor in pages.corridors()] == [False]
    record = pages.public_record("lane", NOW)
    assert record is not None
    (first, _) = record.statements
    assert [report.outlet for report in first.reports] == ["aa"]
    assert (record.name_of("sergey-lavrov"), record.party_of("sergey-lavrov")) == ("sergey-lavrov", "ru")
    assert [one.stance for one in record.stances] == ["denies"]
    assert pages.public_record("nowhere", NOW) is None


def test_an_earlier_day_counts_what_had_been_said_by_then(pages: NodePages) -> None:
    assert ids(pages, Pinned(day_from_text("2031-03-09"))) == ["s"]
    assert ids(pages, Pinned(day_from_text("2031-03-10"))) == ["s", "t"]
    assert ids(pages, Pinned(day_from_text("2031-02-01"))) == []


def test_earlier_sizes_and_a_log_that_grows(node: Node, pages: NodePages) -> None:
    log = own(node, "lane")
    size = next(one for one in pages.corridors()).logs[0].size
    assert ids(pages) == ["s", "t"]
    assert ids(pages, Pinned(None, ((log.origin, size - 3),))) == ["s"]
    append(node, "lane", said("u", "2031-03-11", wording="More."))
    assert ids(pages) == ["s", "t", "u"]
    assert ids(pages, Pinned(None, ((log.origin, size),))) == ["s", "t"]


def test_the_tables_of_a_state_are_opened_once(pages: NodePages, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    pages.corridors()
    for module in ("safeconduct.cli.pages", "safeconduct.cli.road_pages"):
        monkeypatch.setattr(f"{module}.open_tables", _counting(opened))
    assert ids(pages) == ["s", "t"]
    pages._public._held.clear()
    assert ids(pages) == ["s", "t"]
    assert len(opened) == 1


def test_names_and_parties_come_from_the_entity_files() -> None:
    naming = naming_of("lachin-2020")
    assert naming.names["sergey-lavrov"] == "Sergey Lavrov"
    assert naming.parties["sergey-lavrov"] == "ru"
    assert naming.parties["az-foreign-ministry"] == "az"
    assert naming.names["az-foreign-ministry"] == "Foreign Ministry of Azerbaijan"
    assert "foreign-minister" in naming.offices
    assert "sergey-lavrov" not in naming_of("lane").names


def test_pages_have_names_in_other_languages_and_ministries_that_no_file_names_have_one_made() -> None:
    naming = naming_of("lachin-2020")
    assert [*naming.shown] == ["ru", "ar", "en"]
    assert naming.shown["ru"].entities["az-foreign-ministry"] == "МИД Азербайджана"
    assert naming.shown["ru"].entities["fr-navy"] == "Военно-морские силы (Франция)"
    assert naming.shown["ar"].offices["foreign-minister"] == "وزير الخارجية"
    assert naming.shown["en"].topics["corridor.unblock"] == "Unblocking the road"
    assert not naming.shown["en"].entities
    assert naming.names["mirror-spectator"] == "Mirror-Spectator"
    assert not naming.names.keys() - naming.shown["ru"].entities.keys() - OUTLET_NAMES.keys()
