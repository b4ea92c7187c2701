from __future__ import annotations

import pytest

from safeconduct.agreement.cel import (
    CodeList,
    ConditionError,
    FactType,
    Kind,
    Vocabulary,
    load_condition,
    load_expression,
    names,
)


def refusal(text: str, words: Vocabulary, recorded: frozenset[str] = frozenset()) -> ConditionError:
    with pytest.raises(ConditionError) as error:
        load_condition(text, words, where="claims.yaml:14", recorded=recorded)
    return error.value


@pytest.mark.parametrize(
    "text",
    [
        "direction == way",
        "carrier == 'none'",
        "'inbound' == direction",
        "(armed ? 'inbound' : 'outbound') == direction",
        "direction in ['inbound']",
        "direction in []",
        "carrier in checked_by",
        "(armed ? carrier : 'az') in checked_by",
        "goods == 'hs:1001'",
        "'hs:1001' in list.arms",
        "goods.startsWith('un')",
        "checked_by.all(p, p.startsWith('a'))",
        "cargo.exists(armed, armed == 'hs:10')",
        "[1, 2].exists(e, [3].all(f, f > 2) && e > 1)",
        "[].exists(e, e.startsWith('a')) || 'x' in []",
        "size([]) == 0 && size(cargo) < 3",
        "at < limit.end && delay < limit.delay",
        "wait + duration('1h') > duration('0') - wait",
        "duration('1h') + at > at - wait",
        "-9223372036854775808 < delay",
        "load_kg + load_kg * 1000 > 0",
        "armed == record.ok",
        "at - at == wait",
        "[timestamp('2020-01-01T00:00:00Z')].exists(t, t == timestamp('2020-01-01T01:00:00+01:00'))",
    ],
)
def test_conditions_of_the_profile_load(text: str, words: Vocabulary) -> None:
    assert load_condition(text, words).kind is Kind.BOOL


REFUSED = {
    "E02": [
        "nope",
        "delay.size == 1",
        "record",
        "limit.none == 1",
        "(record).ok.no",
        "cargo.exists(c, nope == c)",
    ],
    "E03": [
        "delay == 'a'",
        "armed && 1",
        "!delay",
        "at == 1",
        "-wait == wait",
        "note == direction",
        "direction == category",
        "goods == note",
        "[1, 'a'].exists(e, true)",
        "at + at == at",
        "wait - at == at",
        "delay in ['a']",
        "direction in checked_by",
        "delay in delay",
        "armed ? 1 : 'a'",
        "delay ? armed : ok",
        "armed.exists(v, true)",
        "delay.startsWith('a')",
        "note in list.arms",
        "size(delay) == 1",
        "armed + ok == 1",
        "size(cargo, cargo) == 1",
        "cargo.exists(c, 1)",
        "[].exists(e, e > 1 && e == 'a')",
        "wait * 2 == wait",
    ],
    "E04": [
        "note < 'a'",
        "armed < ok",
        "direction > 'inbound'",
        "note + 'a' == 'b'",
        "[1] == [1]",
        "cargo == cargo",
        "[1] + [2] == [1]",
        "[[1]].all(e, true)",
        "(armed ? [1] : [2]).exists(e, true)",
        "[delay].exists(e, true)",
        "cargo in [1]",
        "[limit.delay].exists(e, true)",
        "[1 + 1].exists(e, true)",
        "list.arms",
        "int(note) == 1",
        "type(delay) == int",
        "dyn(1) == 1",
        "string(1) == '1'",
        "note.matches('a')",
        "note.endsWith('a')",
        "cargo.size() == 1",
        "size(note) == 1",
        "note.exists(v, true)",
        "note.startsWith(port)",
        "at.getHours() == 1",
        "timestamp(note) < at",
        "timestamp(1) < at",
        "cargo.filter(c, true) == []",
        "cargo.exists_one(c, true)",
        "cargo.map(c, c) == []",
        "cargo.exists(c, c.x == 1)",
        "goods in cargo",
        "has(note)",
        "f(1)",
        "('a').b",
        "cargo.exists(c)",
        "cargo.exists(a, b, true)",
        "[1].all(a, [2].all(b, [3].all(c, true)))",
    ],
    "E05": [
        "load_kg * load_kg > 0",
        "9223372036854775807 + delay > 0",
        "-(-9223372036854775808) > 0",
        "timestamp('9999-12-31T23:59:59Z') + wait > at",
        "at - timestamp('0001-01-01T00:00:00Z') > wait",
        "(armed ? load_kg * load_kg : 0) > 1",
        "[9223372036854775807].exists(e, e + 1 > 0)",
    ],
    "E06": [
        "duration('1ns') < wait",
        "duration('1') < wait",
        "timestamp('2020-02-30T00:00:00Z') < at",
        "timestamp('2020-01-01T00:00:00.0000001Z') < at",
        "timestamp('0001-01-01T00:00:00+01:00') < at",
    ],
    "E07": [
        "goods in list.nope",
        "goods in list.empty",
        "goods in list.bad",
        "goods == '1001'",
        "goods == 'hs:1'",
        "goods == 'iso:1'",
        "'x' in cargo",
        "goods.startsWith('hs93')",
        "goods in ['hs:1001', 'x']",
        "'x' in list.arms",
    ],
    "E08": [
        "direction == 'inbond'",
        "direction in ['inbound', 'x']",
        "'none' in checked_by",
        "direction == (armed ? 'inbound' : 'x')",
        "carrier.startsWith('x')",
        "checked_by.exists(p, p == 'us')",
    ],
    "E09": [
        "cargo.exists(c, armed)",
        "cargo.all(c, c == goods)",
        "cargo.exists(c, limit.delay > 1)",
        "[1].all(a, [2].all(b, a == b))",
        "cargo.exists(c, checked_by.exists(p, true))",
    ],
    "E10": [
        "delay",
        "[1]",
        "cargo",
        "'a'",
        "timestamp('2020-01-01T00:00:00Z')",
    ],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in REFUSED.items() for text in texts])
def test_everything_else_is_refused_with_its_code(code: str, text: str, words: Vocabulary) -> None:
    assert refusal(text, words).code == code


def test_an_error_says_what_where_and_what_to_do(words: Vocabulary) -> None:
    error = refusal("armed &&\n  direction == 'inbond'", words)
    assert (error.line, error.column) == (2, 16)
    assert str(error) == (
        "claims.yaml:14, line 2, column 16: 'inbond' is none of the values that can stand here. Did you mean 'inbound'?"
    )


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("directon == 'inbound'", "'direction'"),
        ("direction == inbound", '"inbound"'),
        ("armed == True", "Write true"),
        ("delay > limit.dely", "'limit.delay'"),
        ("goods in list.armes", "'arms'"),
        ("note.startswith('a')", "startsWith"),
        ("cargo.size() > 1", "size(xs)"),
        ("category == 'lorry'", "Possible are 'truck', 'bus'"),
    ],
)
def test_a_suggestion_names_what_was_probably_meant(text: str, hint: str, words: Vocabulary) -> None:
    assert hint in refusal(text, words).next_step


def test_names_are_the_facts_used_once_each_and_sorted(words: Vocabulary) -> None:
    text = "record.ok && delay > limit.delay && 'az' in checked_by && delay < 5 && cargo.all(c, c in list.arms)"
    assert names(load_condition(text, words)) == ("cargo", "checked_by", "delay", "record.ok")


def test_has_is_allowed_for_recorded_names_only(words: Vocabulary) -> None:
    recorded = frozenset({"note", "record.ok"})
    condition = load_condition("has(note) && !has(record.ok)", words, recorded=recorded)
    assert names(condition) == ("recorded.note", "recorded.record.ok")
    assert refusal("has(delay)", words, recorded).code == "E04"
    assert "'note'" in refusal("has(notes)", words, recorded).next_step
    assert refusal("has(notes)", words, recorded).code == "E02"
    assert refusal("has(note, note)", words, recorded).code == "E02"
    assert refusal("cargo.exists(c, has(note))", words, recorded).code == "E04"
    assert refusal("note == null", words, recorded).code == "E04"


def test_a_declared_name_may_hide_a_constant(words: Vocabulary) -> None:
    facts = {**words.facts, "limit.delay": FactType(Kind.INT, low=0, high=9), "list.own": FactType(Kind.BOOL)}
    dated = Vocabulary(facts, words.lists, words.limits)
    assert names(load_condition("delay > limit.delay && list.own", dated)) == ("delay", "limit.delay", "list.own")


def test_a_reserved_word_wins_over_a_name() -> None:
    assert names(load_condition("true", Vocabulary({"true": FactType(Kind.BOOL)}))) == ()


def test_a_condition_with_too_many_element_predicates_is_too_large(words: Vocabulary) -> None:
    text = " || ".join(f"'hs:{number:04}' in cargo" for number in range(63))
    assert refusal(text, words).code == "E11"
    load_condition(text.rsplit(" || ", 1)[0], words)


def test_choices_that_would_grow_too_large_in_sql_are_refused(words: Vocabulary) -> None:
    choice = "delay"
    for number in range(20):
        choice = f"(armed ? 0 + {choice} : {number})"
    assert refusal(f"{choice} == 1", words).code == "E11"
    load_condition("(" + "armed ? delay : " * 60 + "1) == 1", words)


@pytest.mark.parametrize(("text", "kind"), [("delay + 1", Kind.INT), ("[1]", Kind.LIST), ("note", Kind.STRING)])
def test_an_expression_may_be_of_another_type(text: str, kind: Kind, words: Vocabulary) -> None:
    assert load_expression(text, words).kind is kind


def test_a_list_or_set_alone_is_no_expression(words: Vocabulary) -> None:
    with pytest.raises(ConditionError) as error:
        load_expression("cargo", words)
    assert error.value.code == "E04"


@pytest.mark.parametrize(
    ("kind", "members", "low", "high", "code"),
    [
        (Kind.LIST, (), None, None, "E04"),
        (Kind.ENUM, (), None, None, "E03"),
        (Kind.ENUM, ("a", "a"), None, None, "E03"),
        (Kind.STRING, ("a",), None, None, "E03"),
        (Kind.BOOL, (), 0, None, "E03"),
        (Kind.INT, (), 5, 4, "E05"),
        (Kind.INT, (), None, 2**63, "E05"),
        (Kind.PARTIES, tuple(str(n) for n in range(63)), None, None, "E11"),
    ],
)
def test_a_declaration_that_no_condition_could_use_is_refused(
    kind: Kind, members: tuple[str, ...], low: int | None, high: int | None, code: str
) -> None:
    with pytest.raises(ConditionError) as error:
        FactType(kind, members, low, high)
    assert error.value.code == code


def test_a_code_list_holds_whole_codes_and_beginnings() -> None:
    arms = CodeList(exact=("un_class:1",), prefixes=("hs:93",))
    assert [arms.holds(code) for code in ("hs:930100", "un_class:1", "un_class:1.4", "hs:1001")] == [
        *(True, True, False, False)
    ]
