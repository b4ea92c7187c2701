"""Fixtures that every kind of test shares."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of data and other people's test vectors beside the checkout; tests skip where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "vectors").is_dir():
        pytest.skip("the folder ../shared (data and vectors) is not beside this checkout")
    return folder
