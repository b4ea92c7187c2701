from __future__ import annotations

import pytest

from safeconduct.agreement.cel.literal import duration_us, instant_us

HOUR = 3_600_000_000


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00.000001Z", 1),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("1970-01-01T00:00:00.123456000Z", 123_456),
        ("1970-01-01T02:30:00+02:30", 0),
        ("1969-12-31T23:00:00-01:00", 0),
        ("1970-01-01T00:00:00-00:00", 0),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
    ],
)
def test_timestamps(text: str, wanted: int) -> None:
    assert instant_us(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *("", "2022-09-01", "2022-09-01T00:00:00", "2022-09-01 00:00:00Z", "2022-09-01t00:00:00z"),
        *("2022-9-1T00:00:00Z", "2022-02-29T00:00:00Z", "2022-09-01T24:00:00Z", "2022-09-01T23:59:60Z"),
        *("2022-09-01T00:00:00.Z", "2022-09-01T00:00:00.0000001Z", "2022-09-01T00:00:00+24:00"),
        *("2022-09-01T00:00:00+01:60", "10000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        *("0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "٢022-09-01T00:00:00Z"),
    ],
)
def test_texts_that_are_no_timestamp_of_the_profile(text: str) -> None:
    with pytest.raises(ValueError, match=r"is |has "):
        instant_us(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("0", 0),
        ("-0", 0),
        ("1h", HOUR),
        ("-1.5h", -HOUR * 3 // 2),
        ("1h30m", HOUR * 3 // 2),
        ("30m1h", HOUR * 3 // 2),
        ("1ms", 1000),
        ("1us", 1),
        ("1000ns", 1),
        ("0.5us500ns", 1),
        ("0.000001s", 1),
        ("9223372036.854775s", 9_223_372_036_854_775),
    ],
)
def test_durations(text: str, wanted: int) -> None:
    assert duration_us(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "1", "s", "1d", "1.s", ".5s", "+1s", "1 s", " 1s", "--1s", "1h-1m", "1µs", "0.5us", "1ns", "٢s"),
        *("9223372036.854776s", "300000000000s", "0h0"),
    ],
)
def test_texts_that_are_no_duration_of_the_profile(text: str) -> None:
    with pytest.raises(ValueError, match="is "):
        duration_us(text)
