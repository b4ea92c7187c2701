"""What the pages are told is what the command line says, and follows the log as it grows."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest

from safeconduct.assess.bundle import verify_bundle
from safeconduct.cli import pages as module
from safeconduct.cli.pages import NodePages
from safeconduct.node.answering import check_claims, claims_on_record
from safeconduct.node.node import Node
from safeconduct.node.recording import add_claims
from safeconduct.web.source import Pages
from tests.unit.node.road import CLAIMS, claims

ROAD = "high-road"


@pytest.fixture
def pages(node: Node) -> Iterator[NodePages]:
    """The pages of the node."""
    made = NodePages(node.layout.root, node.world)
    yield made
    made.close()


def test_the_adapter_is_what_the_pages_ask_for(pages: NodePages) -> None:
    asked: Pages = pages
    assert [corridor.id for corridor in asked.corridors()] == [ROAD]
    assert pages.prepare() == 1


def test_a_log_is_shown_as_signed(node: Node, pages: NodePages) -> None:
    (corridor,) = pages.corridors()
    (log,) = corridor.logs
    with node.signed(node.log()) as reader:
        assert (log.size, log.root) == (reader.size, reader.root.hex())
        assert log.checkpoint.encode() == reader.checkpoint()
    assert (log.evidence, corridor.titles) == ("observed", {"en": "High Road"})


def test_the_overview_counts_movements_and_their_cargo(pages: NodePages) -> None:
    found = pages.overview(ROAD)
    assert found is not None
    figures = {figure.key: (figure.value, figure.unit) for figure in found.figures}
    assert figures == {
        "movements": (3, "movements"),
        "cargo_lines": (3, "lines"),
        "cargo_tonnes": (Fraction(81, 2), "t"),
    }
    assert (found.first, found.last) == ("2024-03-01", "2024-03-02")
    assert [week.value for week in found.series[0].weeks] == [3]


def test_claims_carry_the_very_answers_of_the_command_line(node: Node, pages: NodePages) -> None:
    printed = check_claims(node, node.log(), claims_on_record(node, node.log())).report.to_json()["claims"]
    assert [claim.value for claim in pages.claims(ROAD)] == printed
    assert [claim.answer.evidence for claim in pages.claims(ROAD)] == [(), ()]
    one = pages.claim(ROAD, "march-flour")
    assert one is not None
    assert (one.answer.verdict, one.answer.recorded.low) == ("contradicted", Fraction(57, 2))
    assert [row.value for row in one.answer.evidence] == [Fraction(20), Fraction(17, 2)]


def test_a_claim_leads_to_its_entry(node: Node, pages: NodePages) -> None:
    one = pages.claim(ROAD, "march-flour")
    assert one is not None
    assert one.entry is not None
    found = pages.entry(one.entry.log, one.entry.index)
    assert found is not None
    assert b'"id":"march-flour"' in found.entry.data
    assert found.log.origin == node.log().origin
    listed = pages.entries(one.entry.log, one.entry.index, one.entry.index + 1)
    assert [entry.leaf for entry in listed] == [found.entry.leaf]


def test_the_bundle_of_a_claim_verifies(pages: NodePages) -> None:
    pieces = pages.bundle(ROAD, "march-flour")
    assert pieces is not None
    assert verify_bundle(b"".join(pieces)).ok


def test_what_is_not_held_is_none(node: Node, pages: NodePages) -> None:
    assert pages.overview("low-road") is None
    assert pages.claims("low-road") == ()
    assert pages.conventions("low-road") == ()
    assert pages.claim(ROAD, "no-such") is None
    assert pages.bundle(ROAD, "no-such") is None
    assert pages.entry("elsewhere.example/log", 0) is None
    assert pages.entry(node.log().origin, 10_000) is None
    assert pages.entry(node.log().origin, -1) is None


def test_a_grown_log_is_answered_anew(node: Node, pages: NodePages) -> None:
    assert [claim.answer.verdict for claim in pages.claims(ROAD)] == ["supported", "contradicted"]
    add_claims(node, node.log(), claims(CLAIMS.replace("value: 30", "value: 28.5")))
    assert [claim.answer.verdict for claim in pages.claims(ROAD)] == ["supported", "supported"]


def test_answers_are_computed_once_however_many_ask(pages: NodePages, monkeypatch: pytest.MonkeyPatch) -> None:
    computed = []

    def counted(*arguments: object, **named: object) -> object:
        computed.append(1)
        return check_claims(*arguments, **named)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(module, "check_claims", counted)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(pages.claims, [ROAD] * 8))
    assert len(computed) == 1
    assert all(len(one) == 2 for one in found)


def test_answers_known_already_are_used_only_for_the_same_state(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    known = check_claims(node, node.log(), claims_on_record(node, node.log()))
    fresh = NodePages(node.layout.root, node.world, {ROAD: known})
    with monkeypatch.context() as patch:
        patch.setattr(module, "check_claims", None)
        assert len(fresh.claims(ROAD)) == 2
    fresh.close()
    add_claims(node, node.log(), claims(CLAIMS.replace("value: 30", "value: 28.5")))
    late = NodePages(node.layout.root, node.world, {ROAD: known})
    assert [claim.answer.verdict for claim in late.claims(ROAD)] == ["supported", "supported"]
    late.close()
