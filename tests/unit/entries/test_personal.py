"""Plates, telephone numbers and document numbers stay out of clear text; ships may be named."""

from __future__ import annotations

from typing import Any

import pytest

from safeconduct.entries.errors import PersonalDataError
from safeconduct.entries.personal import looks_personal
from safeconduct.entries.registry import validated

ID = "0" * 32
NOTE: dict[str, Any] = {"movement": ID, "direction": "inbound", "category": "truck", "lines": []}
PASSAGE: dict[str, Any] = {"movement": ID, "event": "passed", "direction": "inbound", "category": "car"}
LINE: dict[str, Any] = {"line": 1, "commodity": "flour", "load_kg": 5}


@pytest.mark.parametrize(
    "text",
    [
        "34 AB 123",  # Armenia
        "35AB123",
        "10-AB-123",  # Azerbaijan
        "truck 77-xx-123 in front",
        "А123ВС77",  # Russia, Cyrillic letters  # noqa: RUF001
        "A 123 BC 777",
        "34 ABC 123",  # Türkiye
        "AA 1234 BB",  # Ukraine
        "AB-123-CD",  # Georgia
        "AM1234567",  # passport
        "passport C01234567",
        "АН 123456",  # noqa: RUF001
        "+374 91 123456",
        "call 0037491123456",
        "call (+994) 50 123 45 67",
        "050 123 45 67 89",
    ],
)
def test_what_may_name_a_person_is_seen(text: str) -> None:
    assert looks_personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "flour, 25 kg, 200 pieces",
        "Yuzhny/Pivdennyi",
        "UN 1203",
        "HS 1005.90",
        "NPK 15-15-15",
        "Route M2, km 34",
        "9086526",
        "2022-08-01",
        "medicines for 1200 persons",
        "Türkiye",
        "Post P2, lane 1",
        ID,
        "ab" * 32,
    ],
)
def test_ordinary_words_and_numbers_pass(text: str) -> None:
    assert looks_personal(text) == ""


@pytest.mark.parametrize(
    ("kind", "body", "where"),
    [
        ("notification", {**NOTE, "purpose": "bread, driver +374 91 123456"}, "purpose"),
        ("notification", {**NOTE, "place": "34 AB 123"}, "place"),
        ("notification", {**NOTE, "extra": {"truck": "34 AB 123"}}, "extra.truck"),
        ("notification", {**NOTE, "lines": [{**LINE, "commodity": "34 AB 123"}]}, "lines[0].commodity"),
        ("notification", {**NOTE, "lines": [LINE | {"extra": {"driver": "AM1234567"}}]}, "lines[0].extra.driver"),
        ("passage", {**PASSAGE, "lane": "34 AB 123"}, "lane"),
        ("check", {"movement": ID, "method": "seal", "result": "passed", "by": "guard, +374 91 123456"}, "by"),
        ("clearance", {"movement": ID, "outcome": "cleared", "by": "AM1234567"}, "by"),
    ],
)  # fmt: skip
def test_such_a_text_is_refused_without_repeating_it(kind: str, body: dict[str, Any], where: str) -> None:
    with pytest.raises(PersonalDataError) as error:
        validated(kind, body)
    assert error.value.where == f"{kind}.{where}"
    assert "AB 123" not in str(error.value)
    assert "374" not in str(error.value)


def test_only_ships_are_named() -> None:
    for field in ("vehicle", "vehicle_ref"):
        validated("notification", {**NOTE, "category": "vessel", field: "RAZONI"})
        with pytest.raises(PersonalDataError, match="only ships may be"):
            validated("notification", {**NOTE, field: "RAZONI"})


def test_a_ship_may_have_a_name_that_looks_like_a_plate() -> None:
    validated("notification", {**NOTE, "category": "vessel", "vehicle": "AB 123 CD"})
