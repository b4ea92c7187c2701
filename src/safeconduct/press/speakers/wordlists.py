"""The word lists of `data/words.yaml`, so that the code holds none."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from safeconduct.base.yaml_file import read_yaml


@cache
def _lists() -> dict[str, frozenset[str]]:
    data = files("safeconduct.press.speakers").joinpath("data", "words.yaml").read_bytes()
    lists = read_yaml(data, "words.yaml").mapping()
    return {name: frozenset(item.text() for item in node.items()) for name, node in lists.items()}


def wordlist(name: str) -> frozenset[str]:
    """One list, by its name in the file."""
    return _lists()[name]
