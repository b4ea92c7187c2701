"""A speaker whose id was chosen from the entity files, not found by the resolver."""

from __future__ import annotations

from safeconduct.press.dates import When
from safeconduct.press.speakers.build import Builder
from safeconduct.press.speakers.cast import Person
from safeconduct.press.speakers.model import Entities, How, Speaker


def speaker_of(id_: str, entities: Entities, text: str, when: When | None, how: How) -> Speaker:
    """The speaker of this id; of a person with the office that the files give for the day. The id is in the files."""
    entity = entities.entities[id_]
    builder = Builder(entities, text)
    if entity.kind != "person":
        return builder.entity(id_, how)
    return builder.person(Person(entity.name, id_), when, how)
