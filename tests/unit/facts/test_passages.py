"""Passages read fast: the same entries are accepted, and the same is read, as by the strict reader."""

from __future__ import annotations

from typing import Any

import pytest

from safeconduct.base.canonical import JsonValue, canonical_bytes, value_from_canonical
from safeconduct.base.errors import SafeconductError
from safeconduct.base.ident import derived_id
from safeconduct.entries.envelope import Envelope, entry_from_bytes, entry_to_bytes
from safeconduct.facts.build import build_facts
from safeconduct.facts.columns import LEAF_TABLES
from safeconduct.facts.passages import REMEMBERED_MAX, PassageReader
from safeconduct.testing.corridor import CORRIDOR, RECORDED, SampleLog, sample_charter, sample_log


def passage(number: int, **body: Any) -> bytes:
    said = {
        "movement": derived_id("sample", str(number)),
        "event": "passed",
        "direction": "inbound",
        "category": "truck",
        "post": "East Gate",
        "load_kg": 1_000 + number,
        "source": {"sha256": "0" * 64, "rows": [number]},
        **body,
    }
    return entry_to_bytes(Envelope(at=RECORDED, body=said, corridor=CORRIDOR, kind="passage", recorded=RECORDED))


def changed(data: bytes, path: str, value: JsonValue) -> bytes:
    """The canonical bytes of an entry with one member set."""
    top: Any = value_from_canonical(data)
    *outer, last = path.split(".")
    holder = top
    for name in outer:
        holder = holder[name]
    holder[last] = value
    return canonical_bytes(top)


@pytest.fixture
def reader() -> PassageReader:
    found = PassageReader()
    found.remember(passage(1))
    return found


def test_another_passage_of_the_same_words_is_read_as_the_strict_reader_reads_it(reader: PassageReader) -> None:
    data = passage(2)
    entry = entry_from_bytes(data)
    assert reader.values(data) == (
        entry.at,
        entry.recorded,
        False,
        tuple(entry.body.get(name) for name in LEAF_TABLES["passage"]),
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("at", "2022-08-01T25:00:00.000Z"),
        ("recorded", "yesterday"),
        ("corridor", "Not A Corridor"),
        ("kind", "passages"),
        ("v", 2),
        ("surplus", 1),
        ("refs", [{"log": "x.example/e1", "index": 0, "leaf": "0" * 64}]),
        ("body.movement", "F" * 32),
        ("body.movement", "0" * 31),
        ("body.event", "vanished"),
        ("body.direction", "Inbound"),
        ("body.category", ""),
        ("body.post", "34 AB 123"),
        ("body.post", "line\nfeed"),
        ("body.lane", "L"),
        ("body.load_kg", -1),
        ("body.load_kg", "1"),
        ("body.precision", "hour"),
        ("body.extra", {"x": 1}),
        ("body.extra", {}),
        ("body.extra", {"simulated": 0}),
        ("body.extra", {"simulated": "1"}),
        ("body.extra", {"simulated": 1, "x": 1}),
        ("body.surplus", 1),
        ("body.source.sha256", "0"),
        ("body.source.rows", [-1]),
        ("body.source.part", "p"),
    ],
)
def test_whatever_was_not_accepted_before_goes_to_the_strict_reader(
    reader: PassageReader, path: str, value: JsonValue
) -> None:
    assert reader.values(changed(passage(2), path, value)) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [(b'"v":1', b'"v":1.0'), (b'"v":1', b'"v": 1'), (b'"East', b'"\\u0045ast'), (b'{"at"', b'{"v":1,"at"')],
)
def test_other_bytes_of_the_same_meaning_go_to_the_strict_reader(
    reader: PassageReader, before: bytes, after: bytes
) -> None:
    assert reader.values(passage(2).replace(before, after, 1)) is None


def test_a_passage_that_says_only_that_it_was_made_up_is_read_fast(reader: PassageReader) -> None:
    found = reader.values(passage(2, extra={"simulated": 1}))
    assert found is not None
    assert found[2]


@pytest.mark.parametrize(
    ("evidence", "kept"), [("simulated", []), ("observed", [(1, "simulated", 1), (2, "simulated", 1)])]
)
def test_that_an_entry_was_made_up_is_said_once_in_a_log_that_is(evidence: str, kept: list[object]) -> None:
    made_up = [passage(number, extra={"simulated": 1}) for number in (1, 2)]
    log = sample_log([], sample_charter(evidence=evidence))
    facts = build_facts([SampleLog(log.origin, [*log.data, *made_up, passage(3, extra={"x": 1}), passage(4)])])
    extra = facts.con.execute("SELECT leaf, name, number FROM leaf_extra ORDER BY leaf").fetchall()
    assert extra == [*kept, (3, "x", 1)]
    flags = facts.con.execute("SELECT simulated FROM leaf_passage ORDER BY leaf").fetchall()
    assert [flag for (flag,) in flags] == [1, 1, *([int(evidence == "simulated")] * 2)]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safeconduct.facts.passages.REMEMBERED_MAX", 2)
    reader = PassageReader()
    for lane in "abc":
        reader.remember(passage(1, lane=lane))
    assert [reader.values(passage(1, lane=lane)) is not None for lane in "abc"] == [True, True, False]
    assert REMEMBERED_MAX > 2


def test_a_log_with_a_bad_passage_among_many_is_refused_as_before() -> None:
    log = sample_log([])
    bad = changed(passage(4), "body.post", "34 AB 123")
    with pytest.raises(SafeconductError, match="number plate"):
        build_facts([SampleLog(log.origin, [*log.data, passage(1), passage(2), bad])])
