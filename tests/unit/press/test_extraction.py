"""From the bytes of a report to named and dated statements, in one call."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.press.dates import Published, edtf_from_text
from safeconduct.press.extraction import extract, extraction_to_json
from safeconduct.press.source import read_source
from safeconduct.press.speakers import shipped_entities
from safeconduct.press.topics import shipped_topics

ROOT = Path(__file__).resolve().parents[3]
REPORT = """\
Road to the north may open soon, ministry says

NORTHTOWN, March 3, 2031 (Example Wire) - The Armenian foreign ministry said on Monday that the road would open soon.

"The Lachin corridor is blocked," the ministry added. According to the ICRC, two ambulances passed on 1 March.
"""


def test_a_report_becomes_statements_with_speaker_day_and_exact_characters() -> None:
    source = read_source(REPORT.encode(), "report.txt")
    found = extraction_to_json(extract(source, shipped_entities(), None, shipped_topics("lachin-2020")))
    assert found["docdate"] == "2031-03-03"
    assert found["docdate_basis"] == "in_text"
    said = {(tuple(one["speaker"] or ()), one["date"], one["mode"]) for one in found["statements"]}
    assert (("Armenian Foreign Ministry",), "2031-03-03", "indirect") in said
    assert (("Armenian Foreign Ministry",), "2031-03-03", "direct") in said
    assert (("International Committee of the Red Cross",), None, "indirect") in said
    for one in found["statements"]:
        assert [REPORT[start:end] for start, end in one["spans"]] == one["text"]
    blocked = next(one for one in found["statements"] if "blocked" in one["text"][0])
    assert blocked["topic"] is not None
    assert blocked["party"] == ["am"]


def test_a_day_that_is_given_wins_over_the_one_in_the_text() -> None:
    source = read_source(REPORT.encode(), "report.txt")
    found = extract(source, shipped_entities(), Published(edtf_from_text("2031-03-04"), "entered"))
    assert found.published == Published(edtf_from_text("2031-03-04"), "entered")


def test_without_any_document_date_nothing_is_dated() -> None:
    source = read_source(b'"We stay," the foreign ministry of Armenia said on Monday.', "x.txt")
    found = extract(source, shipped_entities())
    assert found.published is None
    assert found.statements
    assert all(one.when is None for one in found.statements)
    assert extraction_to_json(found)["docdate"] is None


@given(st.text(max_size=400))
def test_any_text_gives_a_result_with_exact_spans(text: str) -> None:
    source = read_source(text.encode("utf-8", "surrogatepass"), "x.txt", "text/plain")
    value = extraction_to_json(extract(source, shipped_entities(), Published(edtf_from_text("2031-03-04"), "entered")))
    json.dumps(value, ensure_ascii=False).encode("utf-8")
    for one in value["statements"]:
        assert [source.text.text[start:end] for start, end in one["spans"]] == one["text"]


def test_the_five_reports_of_the_development_set(shared: Path) -> None:
    gold = json.loads((shared / "data/press/gold_seeds.json").read_text("utf-8"))
    right: dict[str, float] = {}
    for name, about in gold["documents"].items():
        source = read_source((shared / "data/press" / name).read_bytes(), name)
        found = extract(source, shipped_entities(), Published(edtf_from_text(about["docdate"]), about["docdate_basis"]))
        spans = [{tuple(span) for span in one["spans"]} for one in extraction_to_json(found)["statements"]]
        wanted = [
            {tuple(span) for span in one["content_spans"]}
            for one in gold["statements"]
            if one["doc"] == name and not one["marginal"]
        ]
        right[name] = sum(any(one & span for span in spans) for one in wanted) / len(wanted)
    assert min(right.values()) > 0.8


def test_a_capital_that_begins_no_name_names_nobody() -> None:
    source = read_source(b"The Executive said the road is open.\n", "x.txt")
    assert len(extract(source, shipped_entities()).statements) == 1


PRINT_EXTRACTIONS = """
import json
from safeconduct.press.extraction import extract, extraction_to_json
from safeconduct.press.source import read_source
from safeconduct.press.speakers import shipped_entities
from safeconduct.press.topics import shipped_topics
from tests.unit.press.speakers.invented import reports
for report in reports():
    source = read_source(report.text.text.encode(), report.name)
    print(json.dumps(extraction_to_json(
        extract(source, shipped_entities(), report.published, shipped_topics("lachin-2020")))))
"""


def test_the_same_reports_give_the_same_bytes_in_every_process() -> None:
    printed = [
        subprocess.run(
            [sys.executable, "-c", PRINT_EXTRACTIONS],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "4242")
    ]
    assert printed[0].count(b"\n") >= 8
    assert printed[0] == printed[1]
