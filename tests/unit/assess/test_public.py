"""Published methods are reached by name from the package, and from nowhere deeper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safeconduct import assess, plan


@pytest.mark.shared
def test_every_published_function_has_its_name_here(shared: Path) -> None:
    named = json.loads((shared / "data/published/published_tables.json").read_text())["functions"]
    for name in named:
        assert callable(getattr(plan if name.startswith("queue_") else assess, name))


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'detect_everything'"):
        _ = assess.detect_everything
