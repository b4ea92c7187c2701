"""Cases: what may be said of one movement, and what is refused with every problem named."""

from __future__ import annotations

import pytest

from safeconduct.agreement.case import (
    Attested,
    Case,
    CaseError,
    EntryRef,
    Provenance,
    case_from_bytes,
    case_from_json,
    case_to_json,
    value_from_json,
    value_to_json,
)
from safeconduct.agreement.cel import Codes, FactType, Kind, Parties
from safeconduct.base.instant import instant_from_text
from safeconduct.testing.agreements import sample_agreement

AGREEMENT = sample_agreement()
AT = "2022-12-02T08:14:00.000Z"


def problems(data: object) -> list[str]:
    with pytest.raises(CaseError) as caught:
        case_from_json(AGREEMENT, data, where="F.json")
    return [str(problem) for problem in caught.value.problems]


def test_a_flat_case_is_one_view_named_all() -> None:
    case = case_from_json(
        AGREEMENT, {"at": AT, "carrier": "none", "armed": False, "cargo": ["hs:1001"], "delay_min": 0}
    )
    assert case.views == {
        "all": {
            "at": instant_from_text(AT),
            "carrier": "none",
            "armed": False,
            "cargo": Codes(("hs:1001",)),
            "delay_min": 0,
        }
    }


def test_a_list_of_parties_says_all_and_yes_and_no_say_only_what_they_say() -> None:
    whole = case_from_json(AGREEMENT, {"checked_by": ["west"]}).views["all"]["checked_by"]
    part = case_from_json(AGREEMENT, {"checked_by": {"yes": ["west"], "no": []}}).views["all"]["checked_by"]
    assert whole == Parties(frozenset({"west"}), frozenset({"east", "obs"}))
    assert part == Parties(frozenset({"west"}))


def test_a_contested_fact_is_unknown_and_keeps_its_values() -> None:
    given = [{"value": 20, "attested_by": ["east"]}, {"value": 200, "attested_by": ["west"]}]
    case = case_from_json(AGREEMENT, {"delay_min": {"contested": given}})
    assert "delay_min" not in case.views["all"]
    assert case.provenance["all"]["delay_min"].contested == (Attested(20, ("east",)), Attested(200, ("west",)))


def test_views_and_provenance_go_round() -> None:
    data = {
        "movement": {"log": "P1", "index": 48213},
        "views": {
            "east": {
                "at": AT,
                "cargo": {"known": ["hs:1001"], "open": True},
                "checked_by": {"value": ["east"], "entries": [{"log": "E1", "index": 977}], "attested_by": ["east"]},
                "consents": {"yes": ["east"], "no": []},
            },
            "west": {"at": AT, "delay_min": {"contested": [{"value": 1}, {"value": 2, "attested_by": ["obs"]}]}},
        },
    }
    case = case_from_json(AGREEMENT, data)
    assert case.movement == EntryRef("P1", 48213)
    assert case.provenance["east"] == {"checked_by": Provenance((EntryRef("E1", 977),), ("east",))}
    assert case_to_json(AGREEMENT, case) == data
    assert case_from_json(AGREEMENT, case_to_json(AGREEMENT, case)) == case


def test_all_problems_are_named_at_once_with_what_is_allowed() -> None:
    found = problems(
        {
            "delai_min": 3,
            "delay_min": -1,
            "direction": "inbond",
            "cargo": ["hs:1"],
            "armed": "no",
            "checked_by": ["est"],
            "at": "2022-12-02",
            "carrier": None,
        }
    )
    more = 'Write {"known": [...], "open": true} if there may be more.'
    codes = "Write codes as hs:310210; the schemes are hs, ml, own, un_class, un_number."
    parties = 'Write a list of east, obs, west; or {"yes": [...], "no": [...]} if part is unknown.'
    form = "which is no instant like 2022-08-31T09:14:05.000Z"
    period = "Write an instant from 1970-01-01T00:00:00.000Z to 2099-12-31T23:59:59.999Z."
    assert found == [
        "F.json: \"delai_min\" is no fact of the agreement sample-road. Did you mean 'delay_min'?",
        "F.json: delay_min is out of range. Write a whole number from 0 to 100000.",
        "F.json: direction cannot be \"inbond\". Did you mean 'inbound'? Write one of inbound, outbound.",
        f'F.json: cargo holds "hs:1", which is no code. {codes} {more}',
        'F.json: armed cannot be "no". Write true or false.',
        f'F.json: checked_by holds "est", which is none of its values. {parties}',
        f'F.json: at cannot be "2022-12-02", {form}. {period}',
        "F.json: carrier cannot be null. Leave it out if it is not known.",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "a case is an object of facts"),
        ({"views": {}}, "views is an object of 1 to"),
        ({"views": {"a b": {}}}, "is no name of a view"),
        ({"views": {"a": 3}}, "the view a is an object of facts"),
        ({"views": {"a": {}}, "armed": True}, "'armed' cannot stand beside the views"),
        ({"views": {"a": {}}, "movement": {"log": "P1", "index": True}}, "movement cannot be"),
        ({"armed": {"value": True, "by": "east"}}, 'armed has the unknown part "by"'),
        ({"armed": {"entries": []}}, "armed has no value"),
        ({"armed": {"contested": [{"value": True}]}}, "contested is a list of 2"),
        ({"armed": {"contested": [{"value": True}, {"value": 3}]}}, "armed cannot be 3"),
        ({"armed": {"value": True, "attested_by": ["none"]}}, 'attested_by holds "none"'),
        ({"armed": {"value": True, "entries": [{"log": "", "index": 0}]}}, "armed: an entry cannot be"),
        ({"delay_min": 1.5}, "delay_min cannot be 1.5"),
        ({"delay_min": True}, "delay_min cannot be true"),
        ({"cargo": ["hs:10", "hs:10"]}, "cargo holds a code twice"),
        ({"checked_by": ["east", "east"]}, 'checked_by holds "east" twice'),
        ({"checked_by": {"yes": ["east"], "no": ["east"]}}, "says both yes and no of east"),
        ({"carrier": "nobody"}, 'carrier cannot be "nobody"'),
    ],
)
def test_what_is_refused(data: object, said: str) -> None:
    assert any(said in problem for problem in problems(data))


def test_bytes_with_a_repeated_key_or_no_json_are_refused() -> None:
    assert case_from_bytes(AGREEMENT, b'{"armed": true}') == Case({"all": {"armed": True}}, {"all": {}})
    for data in (b'{"armed": true, "armed": false}', b"{", b"\xff", b"[" * 100_000, b" " * 2_000_000):
        with pytest.raises(CaseError):
            case_from_bytes(AGREEMENT, data)


@pytest.mark.parametrize(
    ("text", "micros"), [("PT0S", 0), ("PT90S", 90_000_000), ("PT0.5S", 500_000), ("-PT1.000001S", -1_000_001)]
)
def test_durations_go_round(text: str, micros: int) -> None:
    type_ = FactType(Kind.DURATION)
    assert value_from_json(type_, text) == micros
    assert value_to_json(type_, micros) == text
    assert value_from_json(type_, "PT90M") == 90 * 60_000_000
    with pytest.raises(ValueError, match="no duration of fixed length"):
        value_from_json(type_, "P1M")
