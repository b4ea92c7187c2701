from __future__ import annotations

import pytest

from safeconduct.agreement.cel import Kind
from safeconduct.agreement.cel.tree import Fact
from safeconduct.agreement.logic import Outcome, decide, in_order, merged
from safeconduct.agreement.ruling import Ruling, Step

A, B, C = (Fact(Kind.BOOL, name) for name in "abc")
STEPS = (Step("first", "breach", A), Step("second", "impeded", B), Step("third", "breach", C))
RULING = Ruling("conduct", "kept", STEPS, ("a", "b", "c"))


def facts(marks: str) -> dict[str, bool | None]:
    return dict(zip("abc", [{"T": True, "F": False, "?": None}[mark] for mark in marks], strict=True))


@pytest.mark.parametrize(
    ("marks", "possible", "rule", "matched", "open_rules"),
    [
        ("FFF", ("kept",), "", (), ()),
        ("TFF", ("breach",), "first", ("first",), ()),
        ("TTT", ("breach",), "first", ("first", "second", "third"), ()),
        ("FTT", ("impeded",), "second", ("second", "third"), ()),
        ("?FF", ("kept", "breach"), "", (), ("first",)),
        ("?TF", ("impeded", "breach"), "second", ("second",), ("first",)),
        ("?FT", ("breach",), "third", ("third",), ("first",)),  # decided although a fact is missing
        ("???", ("kept", "impeded", "breach"), "", (), ("first", "second", "third")),
        ("T??", ("breach",), "first", ("first",), ("second", "third")),
    ],
)
def test_the_first_that_holds_decides_and_what_may_hold_leaves_it_open(
    marks: str, possible: tuple[str, ...], rule: str, matched: tuple[str, ...], open_rules: tuple[str, ...]
) -> None:
    found = decide(RULING, facts(marks))
    assert found == Outcome("conduct", possible, rule, matched, open_rules)
    assert found.verdict == (possible[0] if len(possible) == 1 else "indeterminate")


def test_a_step_that_may_not_apply_never_decides_alone() -> None:
    unsure = Ruling("conduct", "kept", (Step("first", "breach", A, sure=False),), ("a",))
    assert decide(unsure, {"a": True}).possible == ("kept", "breach")
    assert decide(unsure, {"a": False}).possible == ("kept",)


def test_nothing_unknown_is_silently_kept() -> None:
    for marks in (a + b + c for a in "TF?" for b in "TF?" for c in "TF?"):
        if "?" in marks and "T" not in marks:
            assert decide(RULING, facts(marks)).verdict != "kept"


def test_merging_keeps_what_all_agree_on() -> None:
    one = Outcome("conduct", ("breach",), "first", ("first", "second"), ())
    other = Outcome("conduct", ("kept",), "", ("second",), ("third",))
    assert merged([one, other]) == Outcome("conduct", ("kept", "breach"), "", ("second",), ("first", "third"))
    assert merged([one]) == one


def test_verdicts_are_told_mildest_first() -> None:
    assert in_order("movement", {"prohibited", "permitted"}) == ("permitted", "prohibited")
