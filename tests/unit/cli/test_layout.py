"""Lines fit their width, columns line up, bars tell the time left, and nothing printed steers a terminal."""

from __future__ import annotations

import pytest

from safeconduct.cli.bars import Lines, line_of
from safeconduct.cli.layout import cells, columns, labelled, wrapped
from safeconduct.cli.output import printable
from safeconduct.node.progress import Progress

TEXT = "one two three four five six seven eight nine ten " * 5


@pytest.mark.parametrize("wide", [20, 40, 100])
def test_a_wrapped_text_keeps_its_words_and_its_width(wide: int) -> None:
    lines = list(wrapped(TEXT, wide, indent="    ", first="  - "))
    assert all(cells(line) <= wide for line in lines)
    assert " ".join(lines).replace("-", "").split() == TEXT.split()


def test_a_word_that_is_too_long_stays_whole() -> None:
    assert list(wrapped("a " + "x" * 30 + " b", 10)) == ["a", "x" * 30, "b"]


def test_an_empty_text_is_one_line() -> None:
    assert list(wrapped("", 10, first="  label")) == ["  label"]
    assert list(labelled("source", "", 80)) == ["  source"]


def test_columns_line_up_in_cells_not_characters() -> None:
    lines = columns([["漢字", "x"], ["abcdef", "y"]])
    assert lines == ["漢字    x", "abcdef  y"]


@pytest.mark.parametrize("text", ["a\x1bb", "a\x00b", "a\u202eb", "a\u2028b", "a\x9bb", "a\u200fb", "a\nb"])
def test_control_and_direction_characters_are_written_out(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert (shown[0], shown[-1]) == ("a", "b")
    assert "\\" in shown


@pytest.mark.parametrize("text", ["Türkiye", "Чорноморськ", "ميناء", "“quoted” – 5 t"])
def test_letters_of_all_scripts_stay(text: str) -> None:
    assert printable(text) == text


def test_progress_is_a_line_each_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    lines = Lines(lambda: now)
    for second in range(31):
        now = float(second)
        lines(Progress("check", second, 60, "bytes"))
    assert capsys.readouterr().err.splitlines() == [
        "check 10/60 bytes 16 % 0:50 left",
        "check 20/60 bytes 33 % 0:40 left",
        "check 30/60 bytes 50 % 0:30 left",
    ]


def test_each_act_is_timed_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    lines = Lines(lambda: now)
    lines(Progress("check", 1, 2, "bytes"))
    now = 9.0
    lines(Progress("import", 0, 4, "movements"))
    now = 18.0
    lines(Progress("import", 1, 4, "movements"))
    assert capsys.readouterr().err == ""
    now = 19.0
    lines(Progress("import", 2, 4, "movements"))
    assert capsys.readouterr().err == "import 2/4 movements 50 % 0:10 left\n"


def test_without_a_total_only_the_count_is_told() -> None:
    assert line_of(Progress("read", 12_345, 0, "entries"), 1.0) == "read 12 345 entries"
