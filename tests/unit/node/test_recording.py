"""Claims on record: each once, in the words of its file; a change is a correction, and the first words stay."""

from __future__ import annotations

import pytest

from safeconduct.base.canonical import canonical_bytes
from safeconduct.entries.envelope import Envelope, entry_from_bytes, entry_to_bytes
from safeconduct.node.answering import claims_on_record
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import StrictError
from safeconduct.node.node import Node
from safeconduct.node.recording import add_claims
from tests.unit.node.road import CLAIMS, claims, kinds


def without_place(node: Node, log: OwnLog) -> list[tuple[str, ...]]:
    found = claims_on_record(node, log)
    assert found.problems == ()
    return [(c.id, c.statement, c.speaker, c.said_on, c.as_of, c.source, c.wording, c.note) for c in found.claims]


def as_filed(text: str = CLAIMS) -> list[tuple[str, ...]]:
    return [
        (c.id, c.statement, c.speaker, c.said_on, c.as_of, c.source, c.wording, c.note) for c in claims(text).claims
    ]


def test_claims_go_into_the_log_and_come_back_as_they_were(node: Node, log: OwnLog) -> None:
    done = add_claims(node, log, claims())
    assert (done.added, done.corrected, done.unchanged, done.problems) == (2, 0, 0, ())
    assert kinds(node, log) == ["charter", "statement", "claim", "claim"]
    assert without_place(node, log) == as_filed()
    filed = [claim.proposition for claim in claims().claims]
    assert [claim.proposition for claim in claims_on_record(node, log).claims] == filed


def test_the_same_claims_again_add_nothing(node: Node, log: OwnLog) -> None:
    add_claims(node, log, claims())
    done = add_claims(node, log, claims())
    assert (done.added, done.corrected, done.unchanged) == (0, 0, 2)
    assert kinds(node, log) == ["charter", "statement", "claim", "claim"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 30", "value: 28.5"),
        ("30 t of flour", "28.5 t of flour"),
        ("value: 30\n", "value: 30\n    rounding: 5\n"),
        ("wording: They", "note: Gross weight.\n  wording: They"),
    ],
)
def test_a_claim_that_says_something_else_now_becomes_a_correction(node: Node, log: OwnLog, old: str, new: str) -> None:
    add_claims(node, log, claims())
    changed = CLAIMS.replace(old, new)
    done = add_claims(node, log, claims(changed))
    assert (done.added, done.corrected, done.unchanged) == (0, 1, 1)
    assert kinds(node, log)[4:] == ["correction"]
    assert without_place(node, log) == as_filed(changed)
    assert add_claims(node, log, claims(changed)).unchanged == 2


def test_a_correction_taken_back_is_a_correction_too(node: Node, log: OwnLog) -> None:
    noted = CLAIMS.replace("wording: They", "note: Gross weight.\n  wording: They")
    add_claims(node, log, claims(noted))
    assert add_claims(node, log, claims()).corrected == 1
    assert without_place(node, log) == as_filed()


def test_a_statement_can_be_corrected_for_all_its_claims(node: Node, log: OwnLog) -> None:
    add_claims(node, log, claims())
    changed = CLAIMS.replace("said_on: 2024-04-02", "said_on: 2024-04-03")
    done = add_claims(node, log, claims(changed))
    assert kinds(node, log)[4:] == ["correction"]
    assert (done.corrected, done.problems) == (1, ())
    assert without_place(node, log) == as_filed(changed)


def test_claims_of_one_statement_may_have_days_and_sources_of_their_own(node: Node, log: OwnLog) -> None:
    first, _, second = CLAIMS.rpartition("- id: march-flour")
    second = (
        second.replace("as_of: 2024-03-31", "as_of: 2024-03-15")
        .replace("april", "april-2")
        .replace("office-april-2", "office-april")
    )
    text = first + "- id: march-flour" + second
    add_claims(node, log, claims(text))
    assert without_place(node, log) == as_filed(text)
    assert add_claims(node, log, claims(text)).unchanged == 2


def test_one_statement_has_one_speaker(node: Node, log: OwnLog) -> None:
    first, _, second = CLAIMS.rpartition("speaker: Road Office")
    done = add_claims(node, log, claims(first + "speaker: Someone Else" + second))
    assert done.added == 1
    assert "another speaker or day here than at claims.yaml:3" in done.problems[0].what


@pytest.mark.parametrize(
    ("leave_out", "says"),
    [
        ("  said_on: 2024-04-02\n", "does not say when it was made"),
        ("  source: https://example.org/april\n", "does not say where it can be read"),
        ("  wording: Three trucks went north in March\n", "has no wording"),
    ],
)
def test_what_cannot_be_traced_does_not_enter_the_record(node: Node, log: OwnLog, leave_out: str, says: str) -> None:
    text = CLAIMS.replace(leave_out, "", 1).replace("office-april", "other", 1)
    done = add_claims(node, log, claims(text))
    assert done.added == 1
    assert says in done.problems[0].what
    assert done.problems[0].where.startswith("claims.yaml:3")


def test_strict_adds_nothing_if_one_claim_has_a_problem(node: Node, log: OwnLog) -> None:
    with pytest.raises(StrictError, match="1 claims cannot be recorded"):
        add_claims(node, log, claims(CLAIMS.replace("id: march-flour", "id: March Flour")), strict=True)
    assert kinds(node, log) == ["charter"]


def test_a_withdrawn_claim_is_not_listed_and_can_be_made_again(node: Node, log: OwnLog) -> None:
    add_claims(node, log, claims())
    with node.writing(log) as writer:
        leaf = writer.reader().leaf(2).hex()
        target = {"log": log.origin, "index": 2, "leaf": leaf}
        body = {"target": target, "withdrawn": True, "reason": "never said"}
        now = node.world.clock.now()
        writer.append([entry_to_bytes(Envelope(now, body, "high-road", "correction", now))])
        node.publish(log, writer)
    assert [claim.id for claim in claims_on_record(node, log).claims] == ["march-flour"]
    assert add_claims(node, log, claims()).corrected == 1
    assert [claim.id for claim in claims_on_record(node, log).claims] == ["march-trucks", "march-flour"]


def test_a_claim_of_a_later_version_is_a_problem_and_not_the_end(node: Node, log: OwnLog) -> None:
    add_claims(node, log, claims())
    with node.writing(log) as writer:
        now = node.world.clock.now()
        body = {"id": "new", "statement": "office-april", "wording": "x", "proposition": {"measure": "mode"}}
        writer.append([entry_to_bytes(Envelope(now, body, "high-road", "claim", now))])
        node.publish(log, writer)
    found = claims_on_record(node, log)
    assert len(found.claims) == 2
    assert found.problems[0].where.startswith(f"{log.origin}/4")


def test_entries_of_claims_are_stamped_by_the_clock_of_the_node(node: Node, log: OwnLog) -> None:
    add_claims(node, log, claims())
    with node.signed(log) as reader:
        entries = [entry_from_bytes(data) for data in reader.entries(1)]
    assert {entry.recorded for entry in entries} == {node.world.clock.now()}
    assert all(canonical_bytes(entry.body) for entry in entries)
