"""Laws of the public record: order, swapped parties, doubles; and that no statement moves an observed status."""

from __future__ import annotations

import os
import random
from contextlib import closing
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.assess.public import (
    PublicEntry,
    PublicRecord,
    claims_told,
    contradictions,
    entries_in,
    positions_of,
    record_of,
)
from safeconduct.assess.situation.model import At
from safeconduct.assess.situation.page import situation_to_json
from safeconduct.assess.situation.read import situation_of
from safeconduct.base.instant import day_to_text
from safeconduct.facts.build import Facts
from tests.unit.assess.public.bodies import claim, document, said, stance
from tests.unit.assess.situation.world import FIRST, World, facts_of

EXAMPLES = int(os.environ.get("SAFECONDUCT_EXAMPLES", "25"))
FEW = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LOGS = ("a.example/e1", "b.example/e1")
SWAP = {"north": "south", "south": "north", "minister-n": "minister-s", "minister-s": "minister-n"}
STANCES = ("asserts", "denies", "disputes", "reports")
DAYS = ("2031-02", "2031-02-20/2031-02-26", "2031-03-02", "2031-03-01/..", "../2031-02-10")
OBSERVED = ("coverage_hour", "flow_day", "journey", "watch", "tally", "closure")


@st.composite
def told(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]]:
    """Reports, statements of two ministers and an agency, claims and stances; names repeat."""
    found: list[tuple[str, dict[str, Any]]] = []
    texts = ("t1", "t2", "t3")
    for text in texts:
        if draw(st.booleans()):
            outlet = draw(st.sampled_from(["one", "two"]))
            more: dict[str, Any] = (
                {"compiled_from": draw(st.sampled_from([["aa"], ["aa", "tass"]]))} if draw(st.booleans()) else {}
            )
            found.append(document(outlet, text, **more))
    for _ in range(draw(st.integers(1, 8))):
        side = draw(st.sampled_from(["n", "s", ""]))
        speaker, party = (f"minister-{side}", {"n": "north", "s": "south"}[side]) if side else ("aa", "")
        extra: dict[str, Any] = {}
        if draw(st.booleans()):
            extra |= {"topic": "state", "value": draw(st.sampled_from(["open", "closed"]))}
        if draw(st.booleans()):
            extra["via"] = [draw(st.sampled_from(["minister-n", "minister-s", "aa"]))]
        if draw(st.integers(0, 3)) == 0:
            extra["denies"] = "s-1"
        if draw(st.booleans()):
            kind, edtf = draw(st.sampled_from(["checkpoint", "delivery"])), draw(st.sampled_from(DAYS))
            extra["happening"] = {"kind": kind, "edtf": edtf, **({"wanted": True} if draw(st.booleans()) else {})}
        text = draw(st.sampled_from(["", *texts]))
        day = draw(st.sampled_from(["2031-03-01", "2031-03-02", "2031-03-09"]))
        found.append(said(f"s-{draw(st.integers(1, 4))}", day, speaker, text, party, **extra))
    for number in range(draw(st.integers(0, 2))):
        found.append(claim(f"c-{number}", f"s-{draw(st.integers(1, 4))}"))
        signed = draw(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(STANCES)), max_size=4))
        found += [stance(f"s-{at}", f"c-{number}", word) for at, word in signed]
    return found


def spread(bodies: list[tuple[str, dict[str, Any]]], choice: random.Random) -> list[PublicEntry]:
    """Entries in two logs."""
    sizes = dict.fromkeys(LOGS, 0)
    found = []
    for kind, body in bodies:
        log = choice.choice(LOGS)
        found.append(PublicEntry(At(log, sizes[log]), kind, body))
        sizes[log] += 1
    return found


def whole(record: PublicRecord) -> tuple[object, ...]:
    """Everything that follows from a record."""
    keys = sorted({agent.key for one in record.statements for agent in one.agents})
    return record, claims_told(record), contradictions(record), [positions_of(record, key) for key in keys]


@FEW
@given(told(), st.randoms(use_true_random=False))
def test_the_order_of_entries_and_of_logs_changes_nothing(bodies: list[tuple[str, Any]], choice: random.Random) -> None:
    found = spread(bodies, choice)
    shuffled = choice.sample(found, len(found))
    assert whole(record_of(shuffled)) == whole(record_of(found))


@FEW
@given(told(), st.randoms(use_true_random=False))
def test_entries_repeated_in_another_log_count_once(bodies: list[tuple[str, Any]], choice: random.Random) -> None:
    one_thing_a_name = {(kind, body.get("id", body.get("sha256"))): (kind, body) for kind, body in bodies}
    found = spread([*one_thing_a_name.values()], choice)
    again = [replace(one, at=At("z.example/e1", at)) for at, one in enumerate(found)]
    once, twice = record_of(found), record_of([*found, *again])
    assert [one.id for one in twice.statements] == [one.id for one in once.statements]
    assert [told_.sides for told_ in _counts(twice)] == [told_.sides for told_ in _counts(once)]
    assert len(contradictions(twice)) == len(contradictions(once))


class _Counted:
    def __init__(self, sides: list[tuple[str, int, int, int]]) -> None:
        self.sides = sides


def _counts(record: PublicRecord) -> list[_Counted]:
    return [
        _Counted([(side.stance, len(side.taken), side.speakers, side.origins) for side in one.sides])
        for one in claims_told(record)
    ]


def swapped(value: Any) -> Any:
    """A value with the parties, and those who speak for them, exchanged."""
    if isinstance(value, dict):
        return {name: swapped(item) for name, item in value.items()}
    if isinstance(value, list):
        return [swapped(item) for item in value]
    return SWAP.get(value, value) if isinstance(value, str) else value


def shape(record: PublicRecord, rename: dict[str, str]) -> tuple[object, ...]:
    """What is told of speakers, sides and contradictions, under other names."""

    def other(name: str) -> str:
        return rename.get(name, name)

    sides = {
        (one.claim.id, side.stance): (
            side.speakers, side.origins, side.only_through,
            sorted((taken.statement.id, sorted(map(other, taken.origins)), sorted(map(other, taken.through)))
                   for taken in side.taken),
        )
        for one in claims_told(record)
        for side in one.sides
    }  # fmt: skip
    pairs = [(pair.one.id, pair.other.id, pair.reasons) for pair in contradictions(record)]
    keys = {agent.key for one in record.statements for agent in one.agents}
    positions = {
        other(key): [(one.matter, one.about, [(held.word, [each.id for each in held.statements]) for held in one.held])
                     for one in positions_of(record, key)]
        for key in keys
    }  # fmt: skip
    parties = [(one.id, other(one.party), [other(agent.key) for agent in one.agents]) for one in record.statements]
    return sides, pairs, positions, parties


@FEW
@given(told(), st.randoms(use_true_random=False))
def test_swapping_the_parties_swaps_everything(bodies: list[tuple[str, Any]], choice: random.Random) -> None:
    found = spread(bodies, choice)
    other = [replace(one, body=swapped(one.body)) for one in found]
    assert shape(record_of(other), SWAP) == shape(record_of(found), {})


def lies(count: int, seed: int) -> tuple[tuple[int, str, dict[str, Any]], ...]:
    """So many statements that say of the road what is not so; every fourth with a report, a claim and a stance."""
    choice = random.Random(seed)
    found: list[tuple[int, str, dict[str, Any]]] = []
    for number in range(count):
        day = choice.randrange(60)
        text = f"text {number}"
        on = day_to_text(FIRST + day)
        party = choice.choice(["north", "south"])
        road = {"status": choice.choice(["open", "closed", "restricted"])}
        more = {"road": road, "type": choice.choice(["report", "denial", "assertion"]), "topic": "state",
                "value": choice.choice(["open", "closed", "0"]), "wording": "No vehicle passed."}  # fmt: skip
        found.append((day, *said(f"lie-{number}", on, f"minister-{party}", text, party, **more)))
        if number % 4 == 0:
            found.append((day, *document("outlet", text)))
            found.append((day, *claim(f"c-{number}", f"lie-{number}")))
            found.append((day, *stance(f"lie-{number}", f"c-{number}", choice.choice(STANCES))))
    return tuple(found)


def observed(facts: Facts) -> tuple[object, ...]:
    """Everything that is observed of a road: tables of coverage, flow and journeys, and the situation without words."""
    found = situation_of(facts)
    assert found is not None
    tables = []
    for name in OBSERVED:
        facts.need(name)
        tables.append(facts.con.execute(f'SELECT * FROM "{name}" ORDER BY ALL').fetchall())
    value = situation_to_json(found)
    for words in ("said", "stated", "statements"):
        value.pop(words, None)
    silent = replace(found, said=(), stated=())
    return tables, silent, found.sentence


def test_ten_thousand_false_statements_leave_every_observed_status_bit_for_bit_unchanged() -> None:
    closed = {(day, "eastwards"): 0 for day in range(40, 50)}
    world = World(flow=closed, silent=frozenset({52}))
    plain, full = facts_of(world), facts_of(replace(world, said=lies(10_000, 1)), shuffled=True)
    with closing(plain.con), closing(full.con):
        assert observed(full) == observed(plain)
        record = record_of(entries_in(full))
        assert (len(record.statements), len(record.reports)) == (10_000, 2_500)
        assert len(record.claims) == 2_500
        assert record.stances
        earlier = full.as_of({state.origin: state.size for state in full.stamp if "public" not in state.origin})
        with closing(earlier.con):
            assert observed(earlier) == observed(plain)
