"""YAML is read strictly, every value knows its place, and hostile files are refused early."""

from __future__ import annotations

from decimal import Decimal

import pytest

from safeconduct.base import limits
from safeconduct.base.yaml_file import Node, YamlError, read_yaml

SAMPLE = """\
# a comment
name: corn
count: 12
share: 12.50
on: 2022-08-01
plain: [yes, no, on, off, 0x1F, 1e5, "12", 'true', 007, .5, +5, 1_000]
deep: {a: {b: true}}
text: |
  two
  lines
"""


def read(text: str | bytes) -> Node:
    return read_yaml(text, "f.yaml")


def test_scalars_are_typed_and_doubtful_ones_stay_text() -> None:
    assert read(SAMPLE).plain() == {
        "name": "corn",
        "count": 12,
        "share": Decimal("12.50"),
        "on": "2022-08-01",
        "plain": ["yes", "no", "on", "off", "0x1F", "1e5", "12", "true", "007", ".5", "+5", "1_000"],
        "deep": {"a": {"b": True}},
        "text": "two\nlines\n",
    }


def test_every_key_and_value_knows_its_line_and_column() -> None:
    root = read(SAMPLE)
    assert str(root.keys["count"]) == "f.yaml:3:1"
    assert str(root.mapping()["count"].place) == "f.yaml:3:8"
    assert str(root.mapping()["plain"].items()[1].place) == "f.yaml:6:14"
    assert str(root.mapping()["deep"].mapping()["a"].keys["b"]) == "f.yaml:7:12"


def test_a_mark_at_the_start_and_windows_line_ends_are_read() -> None:
    assert read("a: 1\r\nb: 2\r\n").plain() == {"a": 1, "b": 2}
    assert read(b"\xef\xbb\xbfa: 1").plain() == {"a": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x 1", "f.yaml:1:4: anchors"),
        ("a: [1, *x]", "f.yaml:1:8: aliases"),
        ("a: !!str 1", "f.yaml:1:4: tags"),
        ("a: !!python/object/apply:os.system [ls]", "f.yaml:1:4: tags"),
        ("&k a: 1", "f.yaml:1:1: anchors"),
        ("a: 1\nb:\n  c: 1\n  c: 2", "f.yaml:4:3: the key 'c' stands here a second time; first on line 3"),
        ('1: a\n"1": b', "f.yaml:2:1: the key '1' stands here a second time"),
        ("a:", "f.yaml:1:3: a value is missing here"),
        ("- ~", "f.yaml:1:3: a value is missing here"),
        ("a: null", "f.yaml:1:4: a value is missing here"),
        ("", "f.yaml: the file is empty"),
        ("# only a comment", "f.yaml: the file is empty"),
        ("%YAML 1.1\n---\na: 1", "f.yaml:1:1: directives"),
        ("a: 1\n---\nb: 2", "f.yaml:2:1: a second document"),
        ("? [a]\n: 2", "f.yaml:1:3: a key must be text"),
        ('"": 2', "f.yaml:1:1: a key is missing"),
        ('a: "\\0"', "f.yaml:1:4: the character U+0000"),
        ('a: "\\e[31m"', "f.yaml:1:4: the character U+001B"),
        ("a: 1\nb: \x07", "f.yaml:2: the character U+0007"),
        (b"a: 1\nb: \xe4", "f.yaml:2: byte 8 is not UTF-8. Save the file as UTF-8."),
        ("a: ж".encode("utf-16"), "byte 0 is not UTF-8"),
        ("a: {b: 1", "f.yaml:2:1: not readable as YAML: while parsing a flow mapping"),
        ("a: b: c", "f.yaml:1:5: not readable as YAML"),
        ("a: 'x\n", "not readable as YAML"),
    ],
)
def test_what_is_refused_says_where_and_why(text: str | bytes, message: str) -> None:
    with pytest.raises(YamlError) as error:
        read(text)
    assert message in str(error.value)


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdef", "bcdefg", strict=True))
    with pytest.raises(YamlError, match="anchors"):
        read(bomb)


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000 + "x", "{a: " * 100_000])
def test_nesting_is_bounded_before_it_is_built(text: str) -> None:
    with pytest.raises(YamlError, match="nested deeper than 32"):
        read(text)


def test_size_and_number_of_values_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(YamlError, match="at most 4194304 are read"):
        read(b"a" * (limits.YAML_BYTES_MAX + 1))
    monkeypatch.setattr(limits, "YAML_NODES_MAX", 100)
    assert len(read("[" + "x," * 99 + "]").items()) == 99
    with pytest.raises(YamlError, match="more than 100 values"):
        read("[" + "x," * 100 + "]")


@pytest.mark.parametrize(
    ("text", "method", "message"),
    [
        ("a: 12", "text", "text is expected here, not '12'. Put it in quotes"),
        ("a: '12'", "integer", "a whole number is expected here, not the text '12'"),
        ("a: true", "integer", "a whole number is expected here, not 'true'"),
        ("a: 1.0", "integer", "a whole number is expected here"),
        ("a: x", "number", "a number is expected here"),
        ("a: 1", "boolean", "true or false is expected here"),
        ("a: 1", "items", "a list is expected here"),
        ("a: [1]", "mapping", "a mapping (key: value) is expected here, not a list"),
    ],
)
def test_a_value_of_another_type_is_refused_at_its_place(text: str, method: str, message: str) -> None:
    node = read(text).mapping()["a"]
    with pytest.raises(YamlError) as error:
        getattr(node, method)()
    assert error.value.where == "f.yaml:1:4"
    assert message in str(error.value)


def test_values_of_the_right_type_are_given() -> None:
    fields = read("{t: x, i: 1, n: 1.5, b: false, l: [1], c: one}").mapping()
    assert (fields["t"].text(), fields["i"].integer(), fields["b"].boolean()) == ("x", 1, False)
    assert (fields["n"].number(), fields["i"].number()) == (Decimal("1.5"), 1)
    assert [item.integer() for item in fields["l"].items()] == [1]
    assert fields["c"].choice(["one", "two"]) == "one"


def test_unknown_keys_get_a_suggestion_and_missing_ones_are_named() -> None:
    root = read("kind: x\nclumns: 1")
    with pytest.raises(YamlError, match=r"f\.yaml:2:1: 'clumns' is not known here\. Did you mean columns\?"):
        root.fields(("kind",), ("columns",))
    with pytest.raises(YamlError, match=r"f\.yaml:1:1: at, until is missing here"):
        root.fields(("kind", "at", "until"), ("clumns",))
    assert list(root.fields(("kind",), ("clumns",))) == ["kind", "clumns"]


def test_a_choice_names_the_nearest_word() -> None:
    node = read("a: exactl").mapping()["a"]
    with pytest.raises(YamlError, match="Did you mean exactly"):
        node.choice(["exactly", "about"])
    with pytest.raises(YamlError, match="Known here: about"):
        node.choice(["about"])
