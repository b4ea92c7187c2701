"""The entity files that ship with the project: general names, and one file beside each agreement that has one."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from safeconduct.press.speakers.load import entities_from_yaml
from safeconduct.press.speakers.model import Entities

ENTITY_FILE = "entities.yaml"
_GENERAL = ("states.yaml", "general.yaml", "russian.yaml")
_CORRIDORS = "safeconduct.corridors"


@lru_cache(maxsize=1)
def general_entities() -> Entities:
    """States, large organisations, offices and ministries; no persons."""
    folder = files("safeconduct.press.speakers").joinpath("data")
    known = Entities()
    for name in _GENERAL:
        known = entities_from_yaml(folder.joinpath(name).read_bytes(), name, known)
    return known


@lru_cache(maxsize=16)
def shipped_entities(*corridors: str) -> Entities:
    """The general names with those of some corridors; with those of all corridors if none is named."""
    known = general_entities()
    for folder in sorted(files(_CORRIDORS).iterdir(), key=lambda each: each.name):
        path = folder.joinpath(ENTITY_FILE)
        if (not corridors or folder.name in corridors) and path.is_file():
            known = entities_from_yaml(path.read_bytes(), f"{folder.name}/{ENTITY_FILE}", known)
    return known
