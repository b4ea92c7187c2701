from __future__ import annotations

import duckdb
import pytest
import sqlglot

from safeconduct.agreement.cel import (
    Codes,
    ConditionError,
    Parties,
    Vocabulary,
    element_bits,
    load_condition,
    load_expression,
    to_sql,
)
from safeconduct.agreement.cel.sql import codes_row, parties_row, text_literal


def run(sql: str) -> object:
    with duckdb.connect() as connection:
        row = connection.execute(f"SELECT {sql}").fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "it's",
        "';--",
        "\\",
        "\\'",
        "a\0b",
        "\0",
        "\n\r\t\x1a",
        '"',
        "$$",
        "%_",
        "é🐱",
        "\u2028",
        "'" * 9,
        "?",
        ":x",
        "{0}",
    ],
)
def test_any_text_survives_as_a_literal(text: str) -> None:
    assert run(text_literal(text)) == text


def test_a_literal_cannot_end_the_statement(words: Vocabulary) -> None:
    condition = load_condition('note == "x\' OR TRUE --"', words)
    assert to_sql(condition, {"note": "'x'"}) == "(('x') = 'x'' OR TRUE --')"
    assert run(to_sql(condition, {"note": "'x'"})) is False


def test_instants_and_durations_are_microseconds(words: Vocabulary) -> None:
    condition = load_condition("at + duration('1ms') < timestamp('2022-09-01T00:00:00Z')", words)
    wanted = "((departed + CAST(1000 AS BIGINT)) < CAST(1661990400000000 AS BIGINT))"
    assert to_sql(condition, {"at": "departed"}) == wanted


def test_sums_are_taken_in_64_bits(words: Vocabulary) -> None:
    assert run(to_sql(load_expression("2147483647 + 1", words), {})) == 2**31
    assert run(to_sql(load_expression("-9223372036854775808 + 1", words), {})) == -(2**63) + 1


@pytest.mark.parametrize(
    ("text", "columns", "wanted"),
    [
        ("delay in []", {"delay": "NULL"}, None),
        ("delay in []", {"delay": "1"}, False),
        ("delay == delay", {"delay": "CAST(NULL AS BIGINT)"}, None),
        ("delay in [1, 2]", {"delay": "CAST(NULL AS BIGINT)"}, None),
        ("false && armed", {"armed": "NULL"}, False),
        ("(armed ? 1 : 1) == 1", {"armed": "CAST(NULL AS BOOLEAN)"}, True),
        ("(armed ? 1 : 2) == 1", {"armed": "CAST(NULL AS BOOLEAN)"}, None),
        ("armed ? ok : false", {"armed": "CAST(NULL AS BOOLEAN)", "ok": "FALSE"}, False),
        ("armed ? armed : ok ? ok : ok", {"armed": "FALSE", "ok": "CAST(NULL AS BOOLEAN)"}, None),
        ("goods in list.arms", {"goods": "'hs:9301'"}, True),
        ("goods in list.arms", {"goods": "CAST(NULL AS VARCHAR)"}, None),
        ("carrier in checked_by", {"carrier": "'none'", "checked_by.yes": "1", "checked_by.no": "0"}, False),
        ("carrier in checked_by", {"carrier": "'am'", "checked_by.yes": "NULL", "checked_by.no": "NULL"}, None),
        ("checked_by.all(p, p != 'am')", {"checked_by.yes": "2", "checked_by.no": "1"}, True),
        ("size(checked_by) == 1", {"checked_by.yes": "2", "checked_by.no": "1"}, None),
        ("size(checked_by) == 1", {"checked_by.yes": "2", "checked_by.no": "5"}, True),
        ("size(checked_by) < 3", {"checked_by.yes": "2", "checked_by.no": "1"}, True),
    ],
)
def test_null_is_unknown(text: str, columns: dict[str, str], wanted: bool | None, words: Vocabulary) -> None:
    assert run(to_sql(load_condition(text, words), columns)) is wanted


def test_element_predicates_share_bits_across_conditions(words: Vocabulary) -> None:
    first = load_condition("cargo.exists(c, c in list.arms) && !('hs:1001' in cargo)", words)
    second = load_condition("cargo.all(x, x == 'hs:1001')", words)
    bits = element_bits(first, second)
    assert sorted(bits.values()) == [0, 1]
    names = ("cargo.in", "cargo.out", "cargo.open", "cargo.count")
    for codes, wanted in (
        (Codes(("hs:9301",)), (True, False)),
        (Codes(("hs:1001",)), (False, True)),
        (Codes(("hs:9301",), open=True), (None, False)),
        (Codes(), (False, True)),
        (None, (None, None)),
    ):
        row = codes_row(codes, tuple(bits))
        columns = {name: "NULL" if value is None else str(value) for name, value in zip(names, row, strict=True)}
        assert tuple(run(to_sql(condition, columns, bits)) for condition in (first, second)) == wanted


def test_the_columns_of_a_set_are_bits_in_the_order_declared() -> None:
    assert parties_row(Parties(frozenset({"az"}), frozenset({"am", "ru"})), ("am", "az", "ru")) == (2, 5)
    assert parties_row(None, ("am",)) == (None, None)


def test_a_fact_without_column_is_named(words: Vocabulary) -> None:
    with pytest.raises(ConditionError, match="'delay'"):
        to_sql(load_condition("delay > 1", words), {})


def test_a_list_has_no_sql(words: Vocabulary) -> None:
    with pytest.raises(ConditionError) as error:
        to_sql(load_expression("[1]", words), {})
    assert error.value.code == "E04"


def test_the_text_can_be_translated_for_spark(words: Vocabulary) -> None:
    condition = load_condition(
        "(armed ? delay : 1) in [1] && goods in list.arms && note == 'a\\\\\\'b' && size(checked_by) > 1", words
    )
    names = ("armed", "delay", "goods", "note", "checked_by.yes", "checked_by.no")
    sql = to_sql(condition, {name: name.replace(".", "_") for name in names})
    (spark,) = sqlglot.transpile(f"SELECT {sql}", read="duckdb", write="spark")
    assert "STARTSWITH(goods, 'hs:93')" in spark
    assert r"note = 'a\\\'b'" in spark
