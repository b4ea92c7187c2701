from __future__ import annotations

import pytest

from safeconduct.agreement.cel import CodeList, Codes, FactType, Kind, Parties, Vocabulary, load_condition
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.tree import Node
from safeconduct.agreement.logic import decide_at
from safeconduct.agreement.region import Domain, Grid, completions, decide_exact, domain_of, first_of, nearest
from safeconduct.agreement.region.samples import codes_under, sample_codes, sample_texts
from safeconduct.agreement.ruling import Ruling, Step
from safeconduct.agreement.timeline import Since, Span, Timeline, always
from safeconduct.base.instant import instant_from_text

PARTIES = ("am", "az", "ru", "none")
TYPES = {
    "at": FactType(Kind.INSTANT, open=False),
    "armed": FactType(Kind.BOOL, open=False),
    "delay": FactType(Kind.INT, low=0, high=1000),
    "wait": FactType(Kind.DURATION, low=0, high=10**10, open=False),
    "carrier": FactType(Kind.PARTY, PARTIES, open=False),
    "way": FactType(Kind.ENUM, ("in", "out", "local"), open=False),
    "cargo": FactType(Kind.CODES),
    "checked": FactType(Kind.PARTIES, PARTIES[:3]),
    "paid": FactType(Kind.INT, low=0, high=100, open=False),
}
LISTS = {"arms": CodeList(("un_class:1",), ("hs:93",)), "dual": CodeList((), ("hs:3102", "hs:31"))}
NOON = instant_from_text("2023-01-02T12:00:00.000Z")


def _tree(text: str) -> Node:
    return load_condition(text, Vocabulary(TYPES, LISTS)).tree


def _domain(*texts: str) -> Domain:
    return domain_of(TYPES, [_tree(text) for text in texts])


def _set(*inside: str) -> Parties:
    return Parties(frozenset(inside), frozenset(PARTIES[:3]) - frozenset(inside))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("delay > 120", (120, 121, None)),
        ("delay >= 120", (119, 120, None)),
        ("delay == 120", (119, 120, 121, None)),
        ("delay * 2 < 41", (20, 21, None)),
        ("7 - delay * 3 >= 0", (2, 3, None)),
        ("delay in [3, 9]", (2, 3, 4, 9, 10, None)),
        ("(armed ? delay : delay + 5) > 20", (15, 16, 21, None)),
        ("delay >= 0", (0, None)),
        ("delay > 1000", (0, None)),
    ],
)
def test_a_number_has_one_value_on_each_side_of_every_threshold(text: str, values: tuple[int | None, ...]) -> None:
    found = _domain(text)
    assert found["delay"] == values
    assert found.exact


def test_instants_lie_on_whole_milliseconds_and_within_the_period() -> None:
    text = 'at > timestamp("2023-01-02T12:00:00Z")'
    assert _domain(text)["at"] == (NOON + 1 - 86_400_000_000, NOON + 1000)
    within = domain_of(TYPES, [_tree(text)], span=Span(NOON - 5, NOON + 500))
    assert within["at"] == (NOON - 5, NOON + 1)
    assert domain_of(TYPES, [_tree(text)], span=Span(NOON + 7))["at"] == (NOON + 7,)


def test_an_enum_or_party_has_the_values_mentioned_and_an_ordinary_one() -> None:
    assert _domain('way == "out"')["way"] == ("in", "out")
    assert _domain('carrier != "az"')["carrier"] == ("none", "az")
    assert _domain('carrier in ["az", "none"]')["carrier"] == ("am", "az", "none")
    assert domain_of(TYPES, [_tree('carrier == "az"')], frozenset({"am", "az"}))["carrier"] == ("none", "am", "az")


def test_a_set_has_every_mentioned_party_in_or_out() -> None:
    assert _domain('"az" in checked')["checked"] == (_set(), _set("az"), None)
    assert len(_domain('"az" in checked && "am" in checked')["checked"]) == 5
    assert len(_domain("size(checked) > 1")["checked"]) == 9
    assert _domain('checked.exists(p, p.startsWith("a"))').classes == {"checked": (("am", "az"), ("ru",))}


def test_parties_compared_with_parties_are_all_tried() -> None:
    found = _domain("carrier in checked")
    assert {*found["carrier"]} == {*PARTIES}
    assert len(found["checked"]) == 9


def test_a_list_of_codes_has_a_value_for_each_combination_of_answers() -> None:
    found = _domain("cargo.exists(c, c in list.arms)", "cargo.all(c, c in list.dual)")["cargo"]
    closed = [value for value in found if isinstance(value, Codes) and not value.open]
    assert closed == [Codes(), Codes(("own:other",)), Codes(("hs:93",))]
    assert found[-1] is None
    assert all(value.open for value in found[3:-1] if isinstance(value, Codes))


def test_sizes_of_lists_are_tried() -> None:
    sizes = [len(value.known) for value in _domain("size(cargo) > 2").known()["cargo"] if isinstance(value, Codes)]
    assert sizes == [0, 3]


def test_sums_of_several_facts_are_not_exact_and_say_so() -> None:
    found = _domain("delay - paid * 2 > 10")
    assert found.inexact == {"delay", "paid"}
    assert {0, 100} <= {*found["paid"]}
    assert {10, 11, 210, 211} <= {*found["delay"]}


def test_samples_tell_nested_beginnings_apart() -> None:
    tests = [_tree("cargo.exists(c, c in list.dual)"), _tree('cargo.exists(c, c.startsWith("hs:3102"))')]
    codes = sample_codes(tests)
    assert any(code.startswith("hs:31") and not code.startswith("hs:3102") for code in codes)
    assert any(code.startswith("hs:3102") for code in codes)
    assert any(not code.startswith("hs:31") for code in codes)
    assert list(codes_under("nothing:")) == []
    assert sample_texts([]) == ("",)


def test_too_many_parties_make_a_set_inexact() -> None:
    members = tuple(f"p{number}" for number in range(12))
    types = {"seen": FactType(Kind.PARTIES, members)}
    tree = load_condition("size(seen) > 5", Vocabulary(types)).tree
    found = domain_of(types, [tree])
    assert found.inexact == {"seen"}
    assert len(found["seen"]) < 200


def _ruled(*steps: tuple[str, str]) -> Timeline[Ruling]:
    rules = tuple(Step(f"r{number}", verdict, _tree(text)) for number, (text, verdict) in enumerate(steps))
    return always(Ruling("movement", "permitted", rules, ()))


def test_an_exact_outcome_sees_that_conditions_exclude_each_other() -> None:
    ruled = _ruled(("armed", "hold"), ("!armed", "hold"))
    facts: Facts = {"armed": None}
    assert decide_at(ruled, facts).possible == ("permitted", "hold")
    exact = decide_exact(ruled, facts, _domain("armed"))
    assert exact is not None
    assert exact.possible == ("hold",)


def test_open_lists_are_closed_and_undecided_parties_decided() -> None:
    found = _domain("cargo.exists(c, c in list.arms)", '"az" in checked', '"am" in checked')
    facts: Facts = {"cargo": Codes(("hs:10",), open=True), "checked": Parties(frozenset(), frozenset({"am"}))}
    choices = completions(facts, found)
    assert len(choices) == len(list(choices)) == 4
    assert {one["checked"] for one in choices} == {_set(), _set("az")}
    assert {one["cargo"] for one in choices} == {Codes(("hs:10",)), Codes(("hs:10", "hs:93"))}


def test_a_case_with_too_many_completions_has_no_exact_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    ruled, found = _ruled(("delay > 3", "hold")), _domain("delay > 3")
    assert decide_exact(ruled, {}, found) is not None
    monkeypatch.setattr("safeconduct.agreement.region.completion.COMPLETIONS_MAX", 1)
    assert decide_exact(ruled, {}, found) is None
    assert decide_exact(ruled, {"delay": 4}, found) is not None


def test_an_unknown_fact_that_is_inexact_has_no_exact_outcome() -> None:
    ruled, found = _ruled(("delay > paid", "hold")), _domain("delay > paid")
    assert decide_exact(ruled, {"delay": 4}, found) is None
    assert decide_exact(ruled, {"delay": 4, "paid": 2}, found) is not None


def test_an_unknown_instant_is_tried_in_every_period() -> None:
    first, second = (_ruled(("armed", verdict)).pieces[0].value for verdict in ("hold", "prohibited"))
    ruled = Timeline((Since(None, first), Since(NOON, second)))
    exact = decide_exact(ruled, {"armed": True}, _domain("armed"))
    assert exact is not None
    assert exact.possible == ("hold", "prohibited")


def test_a_grid_finds_the_most_ordinary_cells() -> None:
    grid = Grid(_domain("armed", "delay > 120").known())
    assert grid.cells == 4
    late = grid.ruled(_ruled(("delay > 120", "hold")).pieces[0].value).possible == 2
    place = first_of(late)
    assert place is not None
    assert grid.movement_at(place) == {"armed": False, "delay": 121}
    assert nearest(grid, late, 3) == [place, first_of(late & (grid.truth(_tree("armed")) > 0))]
    assert first_of(late & ~late) is None
    assert nearest(grid, late & ~late, 3) == []


def test_a_grid_says_when_it_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = Grid(_domain("armed", "delay > 120"))
    assert grid.fits
    monkeypatch.setattr("safeconduct.agreement.region.table.REGION_CELLS_MAX", 5)
    assert not grid.fits
