"""The corridors that ship can be set up, at once or in several goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from safeconduct.intake.errors import IntakeError
from safeconduct.node import shipped
from safeconduct.node.errors import InputFileError
from safeconduct.node.node import Node
from safeconduct.node.shipped import corridor_of, set_up, shipped_corridor
from tests.unit.node.road import CORRIDOR, kinds


@pytest.fixture(scope="module")
def corridor() -> str:
    """The corridor of the demonstration."""
    return "black-sea-2022"


def test_a_second_set_up_adds_no_entry(empty: Node, corridor: str) -> None:
    first = set_up(empty, corridor)
    size = len(kinds(first.node, first.node.log(corridor)))
    assert first.added == size - 1 - 13  # the charter and the statements are not counted
    second = set_up(first.node, corridor)
    assert second.added == 0
    assert len(kinds(second.node, second.node.log(corridor))) == size


def test_a_set_up_cut_short_goes_on(empty: Node, corridor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shipped, "add_claims", cut)
        with pytest.raises(KeyboardInterrupt):
            set_up(empty, corridor)
    done = set_up(empty, corridor)
    assert done.imported is not None
    assert (done.imported.entries, done.recorded.added) == ({}, 45)


def test_an_unknown_corridor_is_answered_with_the_nearest() -> None:
    with pytest.raises(IntakeError, match="no corridor 'black-sea-2023' ships") as caught:
        shipped_corridor("black-sea-2023")
    assert "black-sea-2022" in caught.value.next_step


def test_a_corridor_is_named_by_its_file_or_by_its_id(tmp_path: Path, corridor: str) -> None:
    (tmp_path / "road.yaml").write_text(CORRIDOR)
    assert corridor_of(tmp_path / "road.yaml").id == "high-road"
    assert corridor_of(Path(corridor)).id == corridor
    with pytest.raises(InputFileError):
        corridor_of(tmp_path / "no.yaml")
