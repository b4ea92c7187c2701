"""One change of reading under which most claims of a speaker agree - and what guards it."""

from __future__ import annotations

from collections.abc import Sequence

from safeconduct.assess.claims.check import Report
from safeconduct.testing.corridor import SampleVoyage, sample_report

DAYS = [f"2022-08-{day:02}" for day in range(1, 29)]
COUNTS = [1, 3, 2, 5, 1, 4, 2, 6, 3, 1, 5, 2, 4, 7, 1, 3, 6, 2, 5, 1, 4, 3, 2, 6, 1, 5, 2, 3]


def voyages(shift: int = 0) -> list[SampleVoyage]:
    """COUNTS[d] voyages on each day; with `shift`, recorded that many days from when they left."""
    found: list[SampleVoyage] = []
    for day, count in enumerate(COUNTS):
        recorded = DAYS[min(max(day + shift, 0), len(DAYS) - 1)]
        for _ in range(count):
            number = len(found) + 1
            found.append(
                SampleVoyage(number, recorded, lines=(("Corn", 1009 + 13 * (number * number % 89), "Farland"),))
            )
    return found


def truth(first: int, last: int) -> tuple[int, int]:
    """Voyages and tonnes that left from day `first` to day `last` (1 is the first of August)."""
    rows = [v for v in voyages() if DAYS[first - 1] <= v.departed_on <= DAYS[last - 1]]
    return len(rows), sum(v.lines[0][1] for v in rows)


def claims(speaker: str, spans: Sequence[tuple[int | None, int]], prefix: str) -> str:
    lines = []
    for n, (first, last) in enumerate(spans):
        count, tonnes = truth(first or 1, last)
        start = f"from: {DAYS[first - 1]}, " if first else ""
        over = f"over: {{column: departed_on, {start}until: {DAYS[last]}}}"
        head = f"speaker: {speaker}, statement: {prefix}{n}"
        lines.append(
            f"- {{id: {prefix}{n}v, {head}, claim: {{measure: count, table: movement, {over}, value: {count}}}}}"
        )
        lines.append(
            f"- {{id: {prefix}{n}t, {head}, "
            f"claim: {{measure: sum, table: cargo, column: tonnes, {over}, value: {tonnes}}}}}"
        )
    return "\n".join(lines)


def ask(shift: int, text: str) -> Report:
    return sample_report(voyages(shift), f"claims:\n{text}\n")


DAILY_AND_TOTALS = [(None, 10), (None, 15), (None, 20), (12, 12), (17, 17), (8, 12)]


def test_a_shifted_date_column_is_found_from_daily_figures_and_totals_alike() -> None:
    report = ask(-1, claims("S", DAILY_AND_TOTALS, "a"))
    (finding,) = report.to_json()["conventions"]
    assert (finding["speaker"], finding["kind"], finding["column"], finding["days"]) == (
        "S",
        "date_shift",
        "departed_on",
        1,
    )
    assert finding["agree"] == finding["of"] == 12
    assert finding["runner_up"]["agree"] < 12
    assert finding["agree_held_out"] == 12
    assert finding["unexplained"] == []


def test_running_totals_alone_leave_the_end_of_the_period_as_good_an_explanation() -> None:
    report = ask(-1, claims("S", [(None, 10), (None, 15), (None, 20)], "a"))
    (finding,) = report.to_json()["conventions"]
    assert finding["agree"] == 6
    assert finding["kind"] in {"date_shift", "period_end"}


def test_the_plain_reading_is_not_beaten_when_claims_hold_as_stated() -> None:
    assert ask(0, claims("S", DAILY_AND_TOTALS, "a")).conventions == ()


def test_each_speaker_is_searched_apart_and_all_together() -> None:
    report = ask(-1, claims("S", DAILY_AND_TOTALS, "a") + "\n" + claims("T", [(None, 22), (16, 16)], "b"))
    speakers = [finding["speaker"] for finding in report.to_json()["conventions"]]
    assert speakers == ["S", "T", "all speakers"]


def test_fewer_than_three_claims_are_only_consistent_with_a_convention() -> None:
    report = ask(-1, claims("S", [(None, 10)], "a"))
    (finding,) = report.to_json()["conventions"]
    assert finding["strength"] == "consistent with"


def test_a_claim_that_stays_apart_is_listed_with_its_residual() -> None:
    text = claims("S", DAILY_AND_TOTALS, "a")
    _, tonnes = truth(1, 18)
    over = f"over: {{column: departed_on, until: {DAYS[18]}}}"
    odd = f"measure: sum, table: cargo, column: tonnes, {over}, value: {tonnes + 37}"
    text += f"\n- {{id: odd, speaker: S, claim: {{{odd}}}}}"
    (finding,) = ask(-1, text).to_json()["conventions"]
    assert [(left["id"], left["residual"]) for left in finding["unexplained"]] == [("odd", 37)]


def test_the_order_of_the_claims_does_not_matter() -> None:
    lines = claims("S", DAILY_AND_TOTALS, "a").split("\n")
    assert (
        ask(-1, "\n".join(lines)).to_json()["conventions"]
        == ask(-1, "\n".join(reversed(lines))).to_json()["conventions"]
    )
