"""Invented reports on varied subjects: the speaker and the day of every statement."""

from __future__ import annotations

import pytest

from safeconduct.press.dates import DateReader
from safeconduct.press.speakers import Parties, shipped_entities, who_and_when
from tests.unit.press.speakers.invented import Report, reports

REPORTS = reports()


def _names(parties: Parties) -> tuple[str, ...]:
    return tuple("*role" if speaker.kind == "role" else speaker.name for speaker in parties.speakers)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_speaker_and_day_of_every_statement(report: Report) -> None:
    parties, whens = who_and_when(DateReader(report.text, report.found, report.published), shipped_entities())
    for expected, party, when in zip(report.expected, parties, whens, strict=True):
        if expected.speaker != ("*any",):
            assert _names(party) == expected.speaker, expected.said
        if expected.date != "*any":
            assert (str(when.edtf) if when is not None else None) == expected.date, expected.said


def test_there_are_enough_of_them() -> None:
    assert len(REPORTS) >= 8
    assert sum(len(report.found) for report in REPORTS) >= 80
