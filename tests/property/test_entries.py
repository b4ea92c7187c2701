"""Laws of entries: what is written is read back the same, what is read is canonical, corrections fold and undo."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.canonical import canonical_bytes
from safeconduct.base.instant import Instant, day_from_text
from safeconduct.entries.correction import live_content
from safeconduct.entries.envelope import Envelope, Ref, entry_from_bytes, entry_to_bytes, validated_entry_to_bytes
from safeconduct.entries.errors import EntryError
from safeconduct.entries.offsets import local_day, local_day_start

HEX = "0123456789abcdef"
TIMES = st.integers(0, 4_102_444_799_999).map(lambda millis: Instant(millis * 1000))
DAYS = st.integers(day_from_text("1971-01-01"), day_from_text("2098-01-01"))
LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=40)
WORD = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
COUNT = st.integers(0, 2**53 - 1)
JSON = st.recursive(
    st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | LINE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORD, inner, max_size=3),
    max_leaves=8,
)
CARGO = st.fixed_dictionaries(
    {"commodity": LINE, "load_kg": COUNT},
    optional={"destination": LINE, "extra": st.dictionaries(WORD, LINE | COUNT, max_size=3)},
)


@st.composite
def notifications(draw: st.DrawFn) -> dict[str, Any]:
    lines = draw(st.lists(CARGO, max_size=4))
    body: dict[str, Any] = {
        "movement": draw(st.text(HEX, min_size=32, max_size=32)),
        "direction": draw(WORD),
        "category": "vessel",
        "lines": [{"line": number, **line} for number, line in enumerate(lines)],
    }
    optional = {
        "number": COUNT,
        "place": LINE,
        "vehicle": LINE,
        "extra": st.dictionaries(WORD, LINE | COUNT, max_size=3),
    }
    for name, values in optional.items():
        if draw(st.booleans()):
            body[name] = draw(values)
    return body


@st.composite
def envelopes(draw: st.DrawFn) -> Envelope:
    refs = st.builds(Ref, LINE, COUNT, st.text(HEX, min_size=64, max_size=64))
    return Envelope(
        draw(TIMES),
        draw(notifications()),
        draw(st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)),
        "notification",
        draw(TIMES),
        tuple(draw(st.lists(refs, max_size=2))),
        draw(st.dictionaries(LINE, st.text(HEX, min_size=64, max_size=64), max_size=2)),
    )


@given(envelopes())
def test_writing_and_reading_go_round_both_ways(entry: Envelope) -> None:
    data = entry_to_bytes(entry)
    assert entry_from_bytes(data) == entry
    assert entry_to_bytes(entry_from_bytes(data)) == data


@given(envelopes(), st.dictionaries(st.from_regex(r"x_[a-z]{1,5}", fullmatch=True), JSON, min_size=1, max_size=3))
def test_fields_of_the_future_survive_in_body_and_envelope(entry: Envelope, future: dict[str, Any]) -> None:
    newer = replace(entry, body={**entry.body, **future}, unknown=future)
    data = entry_to_bytes(newer)
    assert entry_from_bytes(data) == newer
    assert entry_to_bytes(entry_from_bytes(data)) == data


@given(envelopes())
def test_the_importers_short_way_writes_the_same_bytes(entry: Envelope) -> None:
    bare = replace(entry, refs=(), sealed={})
    short = validated_entry_to_bytes(bare.at, bare.body, bare.corridor, bare.kind, bare.recorded)
    assert short == entry_to_bytes(bare)


@given(envelopes(), st.data())
def test_a_changed_byte_is_refused_or_is_another_entry_with_one_byte_form(entry: Envelope, data: st.DataObject) -> None:
    raw = bytearray(entry_to_bytes(entry))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    changed = bytes(raw)
    try:
        read = entry_from_bytes(changed)
    except EntryError:
        return
    assert read != entry
    if read.kind == "notification":
        assert entry_to_bytes(read) == changed


@given(st.binary(max_size=200) | JSON.map(canonical_bytes))
def test_other_bytes_are_refused_with_an_error_of_ours(data: bytes) -> None:
    with pytest.raises(EntryError):
        entry_from_bytes(data)


@given(notifications(), st.lists(notifications(), max_size=4))
def test_corrections_make_each_body_say_the_next_and_can_take_all_back(
    first: dict[str, Any], later: list[dict[str, Any]]
) -> None:
    entry = Envelope(Instant(0), first, "a", "notification", Instant(0))
    steps = [first, *later, first]
    corrections = [
        replace(entry, kind="correction", body={"set": after, "clear": sorted(before.keys() - after.keys())})
        for before, after in pairwise(steps)
    ]
    for count in range(len(corrections) + 1):
        assert live_content(entry, corrections[:count]).entry.body == steps[count]


@given(st.lists(st.tuples(DAYS, st.integers(-14, 14)), max_size=5), st.integers(-14, 14), DAYS)
def test_a_local_day_begins_in_itself(changes: list[tuple[int, int]], first: int, day: int) -> None:
    starts = sorted({number * 86_400_000_000: hours * 60 for number, hours in changes}.items())
    offsets = [(Instant(0), first * 60), *((Instant(start), minutes) for start, minutes in starts)]
    assert local_day(offsets, local_day_start(offsets, day)) == day
