"""Who may speak: states, organisations, persons in public office, and the words that name them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["state", "organisation", "media", "group", "person", "role"]
How: TypeAlias = Literal["named", "described", "chained", "implicit"]


@dataclass(frozen=True, slots=True)
class Holding:
    """An office held: by a person, for a state or organisation (`of`), over a period.

    since: first day, None if not known with certainty; until: last day, None if it is held still or not known.
    """

    office: str
    of: str
    since: dt.date | None = None
    until: dt.date | None = None

    def covers(self, first: dt.date, last: dt.date) -> bool:
        """Whether it was surely or possibly held on all days from `first` to `last`."""
        return (self.since is None or self.since <= first) and (self.until is None or last <= self.until)


@dataclass(frozen=True, slots=True)
class Entity:
    """A state, an organisation, a news outlet, a group or a person.

    name: the full common name; `also`: other names and spellings, whole words, no matter the case; `acronyms`: names
    that count in capitals only (WHO). adjectives: "Russian", "Russians"; capitals: cities that stand for the
    government. of: the state or organisation it belongs to; body: the kind of ministry it is. nouns: what it is
    called once introduced ("the alliance"). pronoun: `he` or `she`, for persons, if known.
    """

    id: str
    kind: Kind
    name: str
    party: str = ""
    also: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    of: str = ""
    body: str = ""
    nouns: tuple[str, ...] = ()
    pronoun: str = ""
    surname: str = ""
    offices: tuple[Holding, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """An office that persons hold, by the nouns for it; `body` is the ministry it leads, if any."""

    id: str
    nouns: tuple[str, ...]
    body: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A ministry or service that many states have.

    names: how it is written after the adjective, the usual spelling first; short: what it is called once introduced
    ("the ministry").
    """

    id: str
    names: tuple[str, ...]
    nouns: tuple[str, ...]
    short: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Entities:
    """Everything the resolver knows by name; later files add to earlier ones. Compared by identity.

    listed: the ministries that have a name of their own, by owner and kind.
    """

    entities: Mapping[str, Entity] = field(default_factory=dict)
    offices: Mapping[str, Office] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    listed: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def owner_of(self, id_: str) -> str:
        """What an entity belongs to; a ministry that no file lists (``am-foreign-ministry``) belongs to its state."""
        entity = self.entities.get(id_)
        if entity is not None:
            return entity.of
        state, _, body = id_.partition("-")
        return state if body in self.bodies and state in self.entities else ""

    def knows(self, id_: str) -> bool:
        """Whether an id is an entity, or a ministry of one."""
        return id_ in self.entities or bool(self.owner_of(id_))

    def side_of(self, id_: str) -> str:
        """The id of the state or organisation that an entity belongs to in the end; itself if it belongs to none."""
        for _ in range(8):
            owner = self.owner_of(id_)
            if not owner or owner == id_:
                break
            id_ = owner
        return id_

    def party_of(self, id_: str) -> str:
        """The party an entity speaks for: its own, or that of whatever it belongs to; empty if it has none."""
        for _ in range(8):
            entity = self.entities.get(id_)
            if entity is not None and entity.party:
                return entity.party
            id_ = self.owner_of(id_)
        return ""

    def body_of(self, owner: str, body: str) -> str:
        """The id of a ministry of a state: one the files list by a name of its own, else ``am-foreign-ministry``.

        owner: the state; of a ministry that no file lists, such as an embassy, its state counts.
        """
        if owner not in self.entities:
            owner = self.owner_of(owner) or owner
        return self.listed.get((owner, body), f"{owner}-{body}")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said something, as far as the text and the entity files tell.

    name: the full name, or the words of the text for somebody the files do not know; a `role` is an unnamed
    official, in the words of the text. entity: id in the files. office, organisation, party: ids, if known; the
    organisation may be the words of the text. side: id of the state or organisation spoken for in the end. how:
    named here, described by office, found through the chain of mentions, or not named at this place at all.
    """

    name: str
    kind: Kind
    entity: str = ""
    office: str = ""
    organisation: str = ""
    party: str = ""
    side: str = ""
    how: How = "named"
