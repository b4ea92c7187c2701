"""The table of bounds: what each row says, what the sum says, and what neither ever says."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace

import pytest

from safeconduct.assess.allegations import Stratum, allegation_table, largest_undetected, phrases
from safeconduct.assess.allegations.errors import AllegationError
from safeconduct.assess.allegations.strata import Reason

MAY = Stratum("May", 1_190, 1_200, 984, 0, 0, random=True, method="scanner", sensitivity_ppm=900_000, source="a trial")
LOADED = (
    "blockade",
    "siege",
    "occupied",
    "regime",
    "violation",
    "terrorist",
    "fake",
    "smuggl",
    "lie",
    "guilty",
    "prove",
)


def test_one_stratum_is_the_example_of_the_design() -> None:
    table = allegation_table([MAY])
    assert (table.total.bound, table.total.worst_case, table.total.missed) == (2, 216, 1)
    assert str(table.total.sentence) == "The record is compatible with 0 and with up to 2; it cannot show 0."
    assert [str(one) for one in table.total.assumptions] == [
        "vehicles were chosen for a check by chance",
        "each check finds or misses independently of the others",
        "what was found had really been carried",
        "a check by scanner finds 90 % of what it looks for, according to a trial",
        "the confidence is 95 %",
        "between 1,190 and 1,200 vehicles passed; the bound takes 1,200",
    ]
    assert table.rows[0].sentence == table.total.sentence


def test_the_worst_case_is_every_unchecked_vehicle_and_all_of_blind_time() -> None:
    total = allegation_table([replace(MAY, blind_hi=34)]).total
    assert total.worst_case == 216 + 34
    assert str(total.worst) == (
        "Whoever knows which vehicles are not checked, and when nobody watches, could have used any of 250: "
        "216 unchecked, up to 34 in blind time. Checks may also have missed up to 1 of those they looked at."
    )
    assert str(total.sentence).endswith(
        "This is about watched time; up to 34 vehicles more may have passed in blind time."
    )


def test_blind_time_of_unknown_length_leaves_no_worst_case() -> None:
    total = allegation_table([replace(MAY, blind_hi=None)]).total
    assert (total.bound, total.worst_case) == (2, None)
    assert "not recorded" in str(total.worst)
    assert str(total.sentence).endswith("how many vehicles passed in blind time is not recorded.")


@pytest.mark.parametrize(
    ("changed", "reason", "said"),
    [
        ({"random": False}, "choice not random", "nothing shows that vehicles were chosen for a check by chance"),
        ({"checked": 599}, "most unchecked", "only 599 of 1,200 vehicles were checked"),
        ({"passed_hi": None}, "no record", "no record is not 0"),
        ({"checked": None}, "no record", "no record is not 0"),
        ({"checked": None, "found": None}, "no record", "No record is not 0"),
    ],
)
def test_a_row_without_a_bound_says_why(changed: dict[str, int | None], reason: Reason, said: str) -> None:
    total = allegation_table([replace(MAY, **changed)]).total  # type: ignore[arg-type]  # fields of several types
    assert (total.bound, total.reason) == (None, reason)
    assert said in str(total.sentence)
    assert "by chance" not in "".join(map(str, total.assumptions))


def test_half_checked_is_enough_and_the_limit_is_a_parameter() -> None:
    half = replace(MAY, checked=600)
    assert allegation_table([half]).total.bound == largest_undetected(1_200, 600, 0, 900_000, 950_000)
    assert allegation_table([half], least_checked_ppm=500_001).total.reason == "most unchecked"
    assert allegation_table([replace(MAY, checked=10)], least_checked_ppm=0).total.reason is None


def test_where_all_were_checked_it_does_not_matter_how_they_were_chosen() -> None:
    total = allegation_table([replace(MAY, checked=1_200, random=False)]).total
    assert (total.bound, total.worst_case, total.reason) == (1, 0, None)
    assert str(total.worst).startswith("Every vehicle was checked")
    assert str(total.assumptions[0]) == phrases.EVERY_CHECKED
    other = replace(MAY, label="June")
    assert str(allegation_table([replace(MAY, checked=1_200), other]).total.assumptions[0]) == phrases.BY_CHANCE


def test_what_was_found_stands_in_the_sentence() -> None:
    total = allegation_table([replace(MAY, found=3)]).total
    assert str(total.sentence) == (
        f"Checks found 3. The record is compatible with 3 and with up to {total.bound}; "
        "it cannot show that these were all."
    )
    assert total.missed == largest_undetected(984, 984, 3, 900_000, 950_000) - 3
    none = allegation_table([replace(MAY, found=3, random=False)]).total
    assert "compatible with 0" not in str(none.sentence)


def test_a_bound_of_0_still_shows_nothing() -> None:
    sure = replace(MAY, passed_lo=1_200, checked=1_200, sensitivity_ppm=1_000_000, source="")
    total = allegation_table([sure]).total
    assert total.bound == 0
    assert str(total.sentence).endswith("as long as every assumption holds; it cannot show that they hold.")
    assert "assumed, no source is given" in str(total.assumptions[3])
    with_finds = allegation_table([replace(sure, found=2)]).total
    assert str(with_finds.sentence).startswith("Checks found 2. At this confidence")


def test_a_recorded_0_is_not_a_missing_record() -> None:
    quiet = replace(MAY, passed_lo=0, passed_hi=0, checked=0)
    assert allegation_table([quiet]).total.bound == 0
    assert allegation_table([replace(quiet, passed_lo=None, passed_hi=None)]).total.bound is None


def test_rows_share_the_error_and_their_bounds_are_added() -> None:
    june = replace(MAY, label="June", passed_lo=300, passed_hi=300, checked=290, found=1, method="canine")
    table = allegation_table([MAY, june])
    halves = [
        largest_undetected(1_200, 984, 0, 900_000, 975_000),
        largest_undetected(300, 290, 1, 900_000, 975_000),
    ]
    assert [row.bound for row in table.rows] == halves
    assert table.total.bound == sum(halves)
    assert table.total.worst_case == 216 + 10
    assert (table.total.passed_lo, table.total.passed_hi, table.total.checked) == (1_490, 1_500, 1_274)
    assert "the confidence is 95 % for all 2 rows together; their bounds are added" in map(str, table.total.assumptions)


def test_the_sum_lacks_what_a_row_lacks() -> None:
    table = allegation_table([MAY, replace(MAY, label="June", random=False)])
    assert table.rows[0].bound is not None
    assert (table.total.bound, table.total.reason, table.total.worst_case) == (None, "choice not random", 432)
    assert "1 of 2 rows have no bound" in str(table.total.sentence)
    assert [bound for _, bound in table.by_sensitivity] == [None] * 6


def test_the_bound_for_other_sensitivities() -> None:
    table = allegation_table([MAY])
    expected = [(s, largest_undetected(1_200, 984, 0, s, 950_000)) for s in range(500_000, 1_000_001, 100_000)]
    assert list(table.by_sensitivity) == expected
    assert [bound for _, bound in expected] == sorted((bound for _, bound in expected), reverse=True)


def test_a_sensitivity_of_several_methods_is_said_once_each() -> None:
    table = allegation_table([MAY, replace(MAY, label="June"), replace(MAY, label="July", method="canine")])
    said = [str(one) for one in table.total.assumptions if "finds 90 %" in str(one)]
    assert said == [
        "a check by scanner finds 90 % of what it looks for, according to a trial",
        "a check by canine finds 90 % of what it looks for, according to a trial",
    ]


def test_no_figure_depends_on_a_label_and_there_is_no_place_for_a_speaker() -> None:
    one, other = (allegation_table([replace(MAY, label=label)]).to_json() for label in ("a", "b"))
    assert json.dumps(one).replace('"a"', '"b"') == json.dumps(other)
    names = {field.name for field in fields(Stratum)}
    assert not names & {"speaker", "party", "claim", "statement"}


def test_the_twin_holds_integers_only() -> None:
    tables = [allegation_table([MAY, replace(MAY, label="June", passed_hi=None, blind_hi=None)])]
    tables += [allegation_table([MAY], simulated=True)]
    for table in tables:
        text = json.dumps(table.to_json(), sort_keys=True)
        assert json.loads(text, parse_float=pytest.fail)
    assert "simulated" not in tables[0].to_json()
    assert tables[1].to_json()["simulated"] is True


def test_words_are_neutral_and_every_template_can_be_collected() -> None:
    templates = {name: text for name, text in vars(phrases).items() if name.isupper()}
    assert len(templates) > 20
    for name, text in templates.items():
        assert isinstance(text, str), name
        assert not [word for word in LOADED if word in text.lower().replace("believe", "")], name
        assert re.search(r"[a-z}] [a-z{]", text), name


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"checked": 1_201}, "checked"),
        ({"found": 985}, "found"),
        ({"passed_lo": 1_201}, "passed_lo"),
        ({"blind_hi": -1}, "blind_hi"),
        ({"sensitivity_ppm": 1_000_001}, "sensitivity_ppm"),
    ],
)
def test_counts_that_cannot_be_are_refused(changed: dict[str, int], where: str) -> None:
    with pytest.raises(AllegationError) as refused:
        replace(MAY, **changed)  # type: ignore[arg-type]  # fields of several types
    assert refused.value.where == where


def test_no_strata_and_impossible_shares_are_refused() -> None:
    with pytest.raises(AllegationError, match="0 groups"):
        allegation_table([])
    with pytest.raises(AllegationError, match="parts per million"):
        allegation_table([MAY], confidence_ppm=1_000_000)
