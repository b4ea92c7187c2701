"""Decisions by generated code, on rulings made by hand. The law over random ones is in tests/property."""

from __future__ import annotations

from typing import Any

import pytest

from safeconduct.agreement.back.closure import Memo, all_readings, decider_of
from safeconduct.agreement.cel import Codes, Kind, Parties, Vocabulary, load_condition
from safeconduct.agreement.cel.closure import KleeneWriter
from safeconduct.agreement.cel.tree import Compare, Fact, Literal, Node
from safeconduct.agreement.logic import decide, decide_at
from safeconduct.agreement.model import Question
from safeconduct.agreement.ruling import UNKNOWN, Ruling, Step
from safeconduct.agreement.timeline import Since, Timeline, always

LATER = 1_000


def step(words: Vocabulary, rule: str, verdict: str, text: str, *, sure: bool = True) -> Step:
    return Step(rule, verdict, load_condition(text, words).tree, sure)


@pytest.fixture
def ruling(words: Vocabulary) -> Ruling:
    steps = (
        step(words, "arms", "prohibited", "cargo.exists(c, c in list.arms)"),
        step(words, "armed", "prohibited", "armed && carrier != 'rpkf'"),
        step(words, "unchecked", "hold", "!('az' in checked_by)"),
        step(words, "late", "hold", "delay > limit.delay"),
    )
    return Ruling("movement", "permitted", steps, ("cargo", "armed", "carrier", "checked_by", "delay"))


CHECKED = Parties(frozenset({"az"}), frozenset({"am", "rpkf"}))
PEACEFUL: dict[str, Any] = {
    "at": 0,
    "cargo": Codes(("hs:1001",)),
    "armed": False,
    "carrier": "none",
    "checked_by": CHECKED,
    "delay": 5,
}


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, "permitted"),
        ({"cargo": Codes(("hs:9301",))}, "prohibited"),
        ({"armed": True}, "prohibited"),
        ({"armed": True, "carrier": "rpkf"}, "permitted"),
        ({"delay": 121}, "hold"),
        ({"cargo": Codes(("hs:9301",), open=True), "armed": None, "delay": None}, "prohibited"),
        ({"armed": True, "delay": None}, "prohibited"),
        ({"cargo": Codes(("hs:1001",), open=True)}, "indeterminate"),
        ({"armed": None, "carrier": "rpkf"}, "permitted"),
        ({"armed": None}, "indeterminate"),
        ({"delay": None, "checked_by": Parties(frozenset(), frozenset({"az"}))}, "hold"),
        ({"at": None}, "permitted"),
    ],
)
def test_a_verdict_is_that_of_the_first_rule_that_holds(changed: dict[str, Any], verdict: str, ruling: Ruling) -> None:
    decider = decider_of(always(ruling))
    facts = PEACEFUL | changed
    assert decider.verdict(facts) == verdict
    assert decider.decide(facts) == decide(ruling, facts)


def test_no_fact_given_permits_nothing(ruling: Ruling) -> None:
    decider = decider_of(always(ruling))
    assert decider.verdict({}) == "indeterminate"
    assert decider.decide({}).possible == ("permitted", "hold", "prohibited")


def test_all_rules_that_hold_or_may_hold_are_named(ruling: Ruling) -> None:
    facts = PEACEFUL | {"armed": True, "delay": 500, "checked_by": None}
    outcome = decider_of(always(ruling)).decide(facts)
    assert (outcome.rule, outcome.matched, outcome.open_rules) == ("armed", ("armed", "late"), ("unchecked",))


def test_a_rule_that_may_not_apply_never_decides_alone(words: Vocabulary) -> None:
    steps = (step(words, "claimed", "hold", "armed", sure=False),)
    ruling = Ruling("movement", "permitted", steps, ("armed",))
    decider = decider_of(always(ruling))
    for armed, verdict in ((True, "indeterminate"), (False, "permitted"), (None, "indeterminate")):
        assert decider.verdict({"at": 0, "armed": armed}) == verdict
        assert decider.decide({"at": 0, "armed": armed}) == decide(ruling, {"armed": armed})


def test_every_part_of_a_long_conjunction_counts(words: Vocabulary) -> None:
    text = " && ".join(f"delay != {number}" for number in range(20))
    decider = decider_of(always(Ruling("movement", "permitted", (step(words, "long", "hold", text),), ("delay",))))
    found = [decider.verdict({"delay": delay}) for delay in range(21)]
    assert found == ["permitted"] * 20 + ["hold"]


def test_a_fact_behind_a_test_that_fails_need_not_be_known(words: Vocabulary) -> None:
    steps = (step(words, "a", "hold", "armed && cargo.exists(c, c in list.arms)"), step(words, "b", "hold", "ok"))
    ruling = Ruling("movement", "permitted", steps, ("armed", "ok", "cargo"))
    decider = decider_of(always(ruling))
    assert decider.verdict({"armed": False, "ok": False}) == "permitted"
    assert decider.verdict({"armed": True, "ok": False}) == "indeterminate"
    assert decider.verdict({"armed": True, "ok": True}) == "hold"


def test_a_limit_that_is_not_known_leaves_open_what_depends_on_it(words: Vocabulary) -> None:
    late = Compare(">", Fact(Kind.INT, "delay"), Fact(Kind.INT, UNKNOWN))
    steps = (step(words, "armed", "prohibited", "armed"), Step("late", "hold", late))
    decider = decider_of(always(Ruling("movement", "permitted", steps, ("armed", "delay"))))
    assert decider.verdict({"at": 0, "armed": True, "delay": 5}) == "prohibited"
    assert decider.verdict({"at": 0, "armed": False, "delay": 5}) == "indeterminate"


def test_a_ruling_without_rules_gives_its_default() -> None:
    decider = decider_of(always(Ruling("conduct", "kept", (), ())))
    assert decider.verdict({}) == decider.verdict({"at": 0}) == decider.decide({}).verdict == "kept"


@pytest.fixture
def dated(ruling: Ruling) -> Timeline[Ruling]:
    stricter = Ruling("movement", "hold", ruling.steps[:2], ruling.facts)
    return Timeline((Since(None, ruling), Since(LATER, stricter)))


def test_the_instant_chooses_the_ruling_in_force(dated: Timeline[Ruling]) -> None:
    decider = decider_of(dated)
    found = [decider.verdict(PEACEFUL | {"at": at}) for at in (-5, LATER - 1, LATER, LATER + 1, None)]
    assert found == ["permitted", "permitted", "hold", "hold", "indeterminate"]
    for at in (LATER - 1, LATER, None):
        facts = PEACEFUL | {"at": at, "armed": None}
        assert decider.decide(facts) == decide_at(dated, facts)


def test_all_readings_at_once_agree_with_each_alone(dated: Timeline[Ruling], ruling: Ruling) -> None:
    other = Timeline((Since(None, ruling), Since(LATER // 2, Ruling("movement", "prohibited", (), ()))))
    ruled = {"az": dated, "am": other, "both": dated}
    decided = all_readings(ruled)
    for at in (0, LATER // 2, LATER, None):
        facts = PEACEFUL | {"at": at, "carrier": None}
        assert decided(facts) == {name: decide_at(one, facts) for name, one in ruled.items()}
        assert list(decided(facts)) == ["az", "am", "both"]


def test_the_same_condition_in_two_readings_is_put_once(ruling: Ruling, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Node] = []
    write = KleeneWriter.write

    def counted(self: KleeneWriter, node: Node) -> str:
        written.append(node)
        return write(self, node)

    monkeypatch.setattr(KleeneWriter, "write", counted)
    reversed_steps = Ruling("movement", "hold", ruling.steps[::-1], ruling.facts)
    all_readings({"am": always(ruling), "az": always(reversed_steps)})(PEACEFUL)
    assert [written.count(step.tree) for step in ruling.steps] == [1] * len(ruling.steps)


def test_what_is_kept_is_not_mixed_up_between_questions(words: Vocabulary) -> None:
    asked: list[tuple[Question, str]] = [("movement", "hold"), ("conduct", "breach")]
    for question, verdict in asked:
        ruling = Ruling(
            question,
            "kept" if question == "conduct" else "permitted",
            (Step("r", verdict, Literal(Kind.BOOL, value=True)),),
            (),
        )
        outcome = decider_of(always(ruling)).decide({"at": 0})
        assert (outcome.question, outcome.verdict) == (question, verdict)


def test_what_was_computed_is_kept_and_bounded() -> None:
    asked: list[str] = []

    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    memo = Memo(length, 2)
    assert [memo[text] for text in ("a", "bb", "a", "ccc", "a")] == [1, 2, 1, 3, 1]
    assert asked == ["a", "bb", "ccc", "a"]
    assert len(memo) <= 2
