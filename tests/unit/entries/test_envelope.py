"""The envelope has one byte form; readers keep what they do not know; nothing else is accepted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from safeconduct.base.canonical import canonical_bytes
from safeconduct.base.ident import derived_id
from safeconduct.base.instant import Instant, instant_from_text
from safeconduct.entries.envelope import (
    Envelope,
    Ref,
    entry_from_bytes,
    entry_schema,
    entry_to_bytes,
    validated_entry_to_bytes,
)
from safeconduct.entries.errors import BodyError, EntryError, EnvelopeError, UnknownKindError

AT = instant_from_text("2022-07-30T21:00:00.000Z")
RECORDED = instant_from_text("2023-03-19T08:00:00.123Z")
CHECK: dict[str, Any] = {"movement": derived_id("m"), "method": "visual", "result": "passed"}
WIRE: dict[str, Any] = {
    "at": "2022-07-30T21:00:00.000Z",
    "body": CHECK,
    "corridor": "black-sea-2022",
    "kind": "check",
    "recorded": "2023-03-19T08:00:00.123Z",
    "v": 1,
}


def check(**changes: Any) -> Envelope:
    return replace(Envelope(AT, dict(CHECK), "black-sea-2022", "check", RECORDED), **changes)


def wire(**changes: Any) -> bytes:
    return canonical_bytes({**WIRE, **changes})


def test_an_entry_is_canonical_json_with_sorted_keys() -> None:
    assert (
        entry_to_bytes(check())
        == (
            b'{"at":"2022-07-30T21:00:00.000Z","body":{"method":"visual","movement":"%b","result":"passed"},'
            b'"corridor":"black-sea-2022","kind":"check","recorded":"2023-03-19T08:00:00.123Z","v":1}'
        )
        % derived_id("m").encode()
    )


@pytest.mark.parametrize(
    "entry",
    [
        check(),
        check(refs=(Ref("log.example/a", 7, "ab" * 32), Ref("log.example/b", 0, "00" * 32))),
        check(sealed={"plate": "cd" * 32}),
        check(unknown={"weather": {"sky": "clear"}}),
        check(body={**CHECK, "future": [1, True, {"a": "b"}]}),
        check(body={**CHECK, "extra": {"berth": "Türkiye 7", "n": -4}}),
    ],
)
def test_reading_what_was_written_gives_the_same_entry(entry: Envelope) -> None:
    data = entry_to_bytes(entry)
    assert entry_from_bytes(data) == entry
    assert entry_to_bytes(entry_from_bytes(data)) == data


def test_empty_refs_and_sealed_are_left_out_and_may_not_be_written_empty() -> None:
    assert b"refs" not in entry_to_bytes(check())
    for name, empty in (("refs", []), ("sealed", {})):
        with pytest.raises(EnvelopeError):
            entry_from_bytes(wire(**{name: empty}))


def test_an_unknown_kind_is_read_with_its_body_unopened_and_never_written() -> None:
    entry = entry_from_bytes(wire(kind="convoy_song", body={"any": [1, {"x": "y"}]}))
    assert entry.kind == "convoy_song"
    assert entry.body == {"any": [1, {"x": "y"}]}
    with pytest.raises(UnknownKindError, match="convoy_song"):
        entry_to_bytes(entry)


def test_a_mistyped_kind_gets_a_suggestion() -> None:
    with pytest.raises(UnknownKindError, match="Did you mean notification"):
        entry_to_bytes(check(kind="notificaton"))


def test_times_are_cut_to_the_millisecond() -> None:
    assert entry_from_bytes(entry_to_bytes(check(at=Instant(AT + 999)))).at == AT


@pytest.mark.parametrize("at", [-1, 200 * 366 * 86_400_000_000, 10**30])
def test_times_outside_1970_to_2099_are_refused(at: int) -> None:
    with pytest.raises(EnvelopeError):
        entry_to_bytes(check(at=Instant(at)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"null",
        b"[1]",
        b"not json",
        b"\xff",
        b" " + wire(),
        wire() + b"\n",
        wire().replace(b'":"', b'": "', 1),
        wire().replace(b'"v":1', b'"v":1.0'),
        wire().replace(b'"v":1', b'"v":1,"v":1'),
        wire().replace(b"passed", b"p\\u0061ssed"),
        wire().replace(b'"v":1', b'"v":null'),
        wire(v=2),
        wire(v=True),
        wire(corridor="Black Sea"),
        wire(corridor="a-"),
        wire(kind="Check"),
        wire(at="2022-07-30T21:00:00Z"),
        wire(at="2022-02-30T21:00:00.000Z"),
        wire(recorded=5),
        wire(refs=[{"log": "a", "index": -1, "leaf": "00" * 32}]),
        wire(refs=[{"log": "a", "index": 1, "leaf": "AB" * 32}]),
        wire(refs=[{"log": "a\n", "index": 1, "leaf": "ab" * 32}]),
        wire(sealed={"plate": "short"}),
        wire(body=[]),
        canonical_bytes({name: value for name, value in WIRE.items() if name != "recorded"}),
    ],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(EntryError):
        entry_from_bytes(data)


def test_floats_and_null_are_refused_in_fields_nobody_knows() -> None:
    good = entry_to_bytes(check(body={**CHECK, "zz": 15}))
    assert entry_from_bytes(good).body["zz"] == 15
    for bad in (b"1.5", b"null", b"9007199254740993", b'"\\u0061"', b"1e2"):
        with pytest.raises(EnvelopeError):
            entry_from_bytes(good.replace(b":15", b":" + bad))


def test_the_size_is_bounded_both_ways() -> None:
    body = {"movement": derived_id("m"), "direction": "outbound", "category": "vessel"}
    lines = [{"line": n, "commodity": "x" * 300, "load_kg": 1} for n in range(250)]
    with pytest.raises(EnvelopeError, match="at most 65535"):
        entry_to_bytes(check(kind="notification", body={**body, "lines": lines}))
    with pytest.raises(EnvelopeError, match="at most 65535"):
        entry_from_bytes(b" " * 65_536)


@pytest.mark.parametrize(
    "changes",
    [
        {"corridor": "Black Sea"},
        {"corridor": "x" * 65},
        {"kind": "notification\n"},
        {"refs": (Ref("a", 1, "zz"),)},
        {"sealed": {"plate": "zz"}},
        {"unknown": {"at": "x"}},
        {"unknown": {"x": 1.5}},
        {"body": {**CHECK, "x": 1.5}},
        {"body": {**CHECK, "x": None}},
        {"body": {**CHECK, "x": b"bytes"}},
        {"body": {**CHECK, "by": "half \ud800 pair"}},
        {"body": {**CHECK, "result": "unknown"}},
        {"body": {}},
    ],
)
def test_what_has_no_canonical_form_is_not_written(changes: dict[str, Any]) -> None:
    with pytest.raises(EntryError):
        entry_to_bytes(check(**changes))


def test_a_refused_body_names_kind_and_field() -> None:
    with pytest.raises(BodyError) as error:
        entry_to_bytes(check(body={**CHECK, "method": "guess"}))
    assert error.value.where == "check.method"
    assert "guess" in error.value.what


def test_the_short_way_of_the_importer_gives_the_same_bytes() -> None:
    entry = check(body={**CHECK, "place": 'a "quoted" \\ Türkiye', "extra": {"b": 1, "a": "é"}})
    short = validated_entry_to_bytes(entry.at, entry.body, entry.corridor, entry.kind, entry.recorded)
    assert short == entry_to_bytes(entry)


def test_the_schema_of_a_whole_entry_is_deterministic_and_names_its_parts() -> None:
    schema = entry_schema("check")
    assert schema == entry_schema("check")
    assert schema["required"] == ["at", "body", "corridor", "kind", "recorded", "v"]
    assert schema["properties"]["kind"] == {"const": "check"}
    assert {"Check", "Ref", "Source"} <= set(schema["$defs"])
