"""What entries answer to a question: statements by their `value`, incidents by where and when they are put.

A statement answers its `topic` with its `value`. An incident has no value; it answers a topic that ends in `-place`,
`-date` or `-time` with its place, its local day or its local time of day (nothing, where only the day is known).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from safeconduct.assess.claims.answer import EntryRef
from safeconduct.base.canonical import value_from_canonical
from safeconduct.base.instant import US_PER_DAY, US_PER_MINUTE, day_from_text, day_to_text
from safeconduct.entries.offsets import minutes_at
from safeconduct.facts.build import Facts
from safeconduct.facts.terms import Evidence

_PART = "part_"
_LIVE = """
    LEFT JOIN superseded AS s ON s.log = t.log AND s.leaf = t.leaf
    WHERE t.by_leaf = COALESCE(s.by_leaf, t.leaf) AND COALESCE(s.withdrawn, 0) = 0
"""
_STATEMENTS = f"""
    SELECT t.log, t.leaf, t.body FROM leaf_words AS t {_LIVE} AND t.kind = 'statement' ORDER BY t.log, t.leaf
"""  # noqa: S608 - fixed text
_INCIDENTS = f"""
    SELECT t.log, t.leaf, t.simulated, t.at_us, t.day, t.id, t.says, t.said_by, t.party, t.place, t.topic
    FROM leaf_incident AS t {_LIVE} AND t.topic IS NOT NULL ORDER BY t.log, t.leaf
"""  # noqa: S608 - fixed text


@dataclass(frozen=True, slots=True)
class Version:
    """One source's answer to a question.

    value, unit: as stated. comparator: `more_than`, `at_least`, `less_than`, `at_most`, or empty for the value itself.
    said_on, as_of: local days; `as_of` is the day a figure refers to, None where it states none.
    evidence: of the log, or `simulated` if the entry says so itself.
    parts: what the source's own parts of the figure sum to; None where it gives none.
    source: where it can be read; empty for an incident, whose entry has it. denies: id of the statement it denies.
    """

    topic: str
    value: str
    speaker: str
    said_on: int
    entry: EntryRef
    evidence: Evidence
    unit: str = ""
    comparator: str = ""
    party: str = ""
    as_of: int | None = None
    wording: str = ""
    source: str = ""
    id: str = ""
    denies: str = ""
    parts: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As an object, empty parts left out."""
        texts = ("value", "comparator", "speaker", "party", "wording", "source", "id", "denies")
        found: dict[str, Any] = {name: getattr(self, name) for name in texts if getattr(self, name)}
        found |= {"said_on": day_to_text(self.said_on), "evidence": self.evidence, "entry": self.entry.to_json()}
        if self.as_of is not None:
            found["as_of"] = day_to_text(self.as_of)
        if self.parts is not None:
            found["parts_sum"] = self.parts
        return found


def told_in(facts: Facts) -> tuple[Version, ...]:
    """The answers that stand in the record, corrected ones as corrected; by question, speaker and value.

    An incident that repeats what its speaker said in a statement is left out.
    """
    logs: dict[int, tuple[str, Evidence]] = {
        number: (origin, evidence or "observed")
        for number, origin, evidence in facts.con.execute("SELECT log, origin, evidence FROM log").fetchall()
    }
    said = []
    for log, leaf, words in facts.con.execute(_STATEMENTS).fetchall():
        body = value_from_canonical(words.encode())
        assert isinstance(body, dict), "the stager wrote an object"
        said += version_of_statement(body, EntryRef(logs[log][0], leaf), logs[log][1])
    for log, leaf, simulated, *row in facts.con.execute(_INCIDENTS).fetchall():
        said += _of_incident(row, facts, EntryRef(logs[log][0], leaf), "simulated" if simulated else logs[log][1])
    return _once(said)


def version_of_statement(body: Mapping[str, Any], entry: EntryRef, evidence: Evidence) -> list[Version]:
    """What a statement answers: one version, or none if it names no question or gives no value.

    evidence: of the log it stands in.
    """
    if "topic" not in body or "value" not in body:
        return []
    extra = body.get("extra", {})
    parts = [int(value) for name, value in extra.items() if name.startswith(_PART) and not isinstance(value, str)]
    return [
        Version(
            topic=body["topic"],
            value=body["value"],
            speaker=body["speaker"],
            said_on=day_from_text(body["said_on"]),
            entry=entry,
            evidence="simulated" if extra.get("simulated") == 1 else evidence,
            unit=body.get("unit", ""),
            comparator=str(extra.get("comparator", "")),
            party=body.get("party", ""),
            as_of=day_from_text(body["as_of"]) if "as_of" in body else None,
            wording=body.get("wording", ""),
            source=body["source"],
            id=body["id"],
            denies=body.get("denies", ""),
            parts=sum(parts) if parts else None,
        )
    ]


def _of_incident(row: list[Any], facts: Facts, entry: EntryRef, evidence: Evidence) -> list[Version]:
    at, day, name, says, said_by, party, place, topic = row
    local = at + minutes_at(facts.terms.offsets, at) * US_PER_MINUTE
    minutes = local % US_PER_DAY // US_PER_MINUTE
    answers = {
        "place": place or "",
        "date": day_to_text(day),
        "time": f"{minutes // 60:02}:{minutes % 60:02}" if minutes else "",
    }
    value = answers.get(str(topic).rpartition("-")[2], "")
    if not value:
        return []
    return [Version(topic, value, said_by, day, entry, evidence, party=party or "", wording=says, id=name)]


def _once(said: Iterable[Version]) -> tuple[Version, ...]:
    """One version of what a speaker says twice, the one with its source first; in an order of their own."""
    ordered = sorted(said, key=lambda v: (v.topic, v.unit, v.speaker, v.said_on, v.value, not v.source, v.id))
    found: dict[tuple[object, ...], Version] = {}
    for version in ordered:
        found.setdefault((version.topic, version.unit, version.speaker, version.value, version.as_of), version)
    return tuple(found.values())
