"""Speakers of a report: the entity files and the resolution of who said what.

Whom it names, and whom not: docs/concepts/public-record.md, "What it cannot do".
"""

from __future__ import annotations

from safeconduct.press.speakers.load import FORMAT, entities_from_yaml
from safeconduct.press.speakers.model import Body, Entities, Entity, Holding, Office, Speaker
from safeconduct.press.speakers.resolve import Parties, PartyReader, resolve_parties, speaking, who_and_when
from safeconduct.press.speakers.shipped import general_entities, shipped_entities

__all__ = [
    "FORMAT",
    "Body",
    "Entities",
    "Entity",
    "Holding",
    "Office",
    "Parties",
    "PartyReader",
    "Speaker",
    "entities_from_yaml",
    "general_entities",
    "resolve_parties",
    "shipped_entities",
    "speaking",
    "who_and_when",
]
