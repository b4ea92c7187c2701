"""From what the words say to a Speaker with name, office, organisation and party."""

from __future__ import annotations

import datetime as dt
import re

from safeconduct.press.dates import When
from safeconduct.press.speakers.cast import Person
from safeconduct.press.speakers.model import Entities, Entity, Holding, How, Speaker

_DATELINE_CHARS = 80
_DATELINE = re.compile(r"[^\na-z(]{3,60}(?:\([^)\n]{2,40}\))?[^\n]{0,20} [–—-] (?:[Tt]he )?")


class Builder:
    """Speakers of one report: the spelling of a ministry follows the report ("Defense", "Defence")."""

    def __init__(self, entities: Entities, text: str) -> None:
        self._known = entities
        self._text = text
        self._lower = text.lower()

    def opens_sentence(self, at: int) -> bool:
        """Whether a place is the head of a sentence or paragraph, an article aside."""
        before = self._lower[max(0, at - 12) : at].rstrip(' "“‘')
        before = (
            before.removesuffix("the").rstrip(" ") if before.endswith(("\nthe", " the")) or before == "the" else before
        )
        return not before or before[-1] in ".!?\n" or self._ends_dateline(at)

    def _ends_dateline(self, at: int) -> bool:
        """`SARN (NNA) - Norland has`: behind a dateline a sentence begins."""
        start = self._text.rfind("\n", 0, at) + 1
        head = self._text[start:at] if at - start < _DATELINE_CHARS else ""
        return _DATELINE.fullmatch(head) is not None

    def introduces(self, noun: str, name: str) -> bool:
        """Whether the text calls a name by a noun beside it: "the operator Norpower", "Sarn City Council"."""
        low = name.lower()
        return low.endswith(f" {noun}") or f"{noun} {low}" in self._lower or f"{low} {noun}" in self._lower

    def entity(self, id_: str, how: How = "named") -> Speaker:
        """A state, organisation, ministry or group."""
        known = self._known.entities.get(id_)
        party, side = self._known.party_of(id_), self._known.side_of(id_)
        if known is None:
            return Speaker(self._ministry_name(id_), "organisation", id_, "", id_, party, side, how)
        organisation = id_ if known.kind in {"organisation", "media"} else ""
        return Speaker(known.name, known.kind, id_, "", organisation, party, side, how)

    def _ministry_name(self, id_: str) -> str:
        state, _, body = id_.partition("-")
        owner, names = self._known.entities[state], self._known.bodies[body].names
        written = next((name for name in names if name.lower() in self._lower), names[0])
        return f"{owner.adjectives[0] if owner.adjectives else owner.name} {written}"

    def person(self, person: Person, when: When | None, how: How = "named") -> Speaker:
        """A person, with the office held on the day: what the report says, else what the files say."""
        entity = self._known.entities.get(person.entity)
        office, of = person.office, person.of
        holding = held_on(entity, when, office) if entity is not None else None
        if holding is not None:
            office, of = holding.office, holding.of
        organisation = self._organisation(office, of)
        home = of or (entity.of if entity is not None else "")
        party = self._known.party_of(home) or self._known.party_of(person.entity)
        return Speaker(
            person.name,
            "person",
            person.entity,
            office,
            organisation,
            party,
            self._known.side_of(home) if home else "",
            how,
        )

    def company(self, text: str, of: str = "") -> Speaker:
        """An organisation no file lists, as the report writes it."""
        side = self._known.side_of(of) if of else ""
        return Speaker(text, "organisation", organisation=text, party=self._known.party_of(of), side=side)

    def role(self, text: str, office: str = "", of: str = "") -> Speaker:
        """An unnamed official, in the words of the text."""
        side = self._known.side_of(of) if of else ""
        return Speaker(
            text, "role", "", office, self._organisation(office, of), self._known.party_of(of), side, "described"
        )

    def _organisation(self, office: str, of: str) -> str:
        """The organisation of an office: the ministry a minister leads; none for the president of a state."""
        known = self._known.entities.get(of)
        body = self._known.offices[office].body if office in self._known.offices else ""
        if known is None or known.kind != "state":
            return of
        if not body:
            return ""
        return self._known.body_of(of, body)


def held_on(entity: Entity, when: When | None, office: str = "") -> Holding | None:
    """The office an entity held on a day: the one asked for if held, else the only one, else the latest begun."""
    first, last = span_of(when)
    held = [item for item in entity.offices if item.covers(first or dt.date.max, last or dt.date.min)]
    wanted = [item for item in held if item.office == office]
    certain = [item for item in held if item.since is not None]
    if wanted:
        return wanted[0]
    if len(held) == 1:
        return held[0]
    return max(certain, key=lambda item: item.since or dt.date.min, default=None)


def span_of(when: When | None) -> tuple[dt.date | None, dt.date | None]:
    """The first and last day of a date; None for what is open or not known."""
    return (None, None) if when is None else (when.edtf.earliest, when.edtf.latest)
