"""The public record of a corridor, as of a day and a signed state of its logs, with the names of who speaks."""

from __future__ import annotations

from functools import lru_cache

from safeconduct.assess.public import Names, Naming, PublicRecord, entries_in, record_of
from safeconduct.assess.situation.model import Pinned
from safeconduct.facts.build import Facts
from safeconduct.press.names import Named, shipped_names
from safeconduct.press.source.outlets import OUTLET_NAMES
from safeconduct.press.speakers.model import Entities
from safeconduct.press.speakers.shipped import shipped_entities


def record_from(facts: Facts, pinned: Pinned, naming: Naming) -> PublicRecord:
    """What the tables of a state say was said in public; of an earlier day counts what had been said by then."""
    return record_of(entries_in(facts), until=pinned.day, naming=naming)


@lru_cache(maxsize=16)
def naming_of(corridor: str) -> Naming:
    """Names for the ids in statements: of the entity file of the corridor and the general ones."""
    known = shipped_entities(corridor)
    names = {**OUTLET_NAMES, **{id_: entity.name for id_, entity in known.entities.items()}}
    parties = {id_: party for id_ in known.entities if (party := _party(known, id_))}
    for state, body, name in _bodies(known):
        names.setdefault(f"{state}-{body}", name)
        if party := known.party_of(state):
            parties.setdefault(f"{state}-{body}", party)
    offices = {id_: office.nouns[0] for id_, office in known.offices.items() if office.nouns}
    return Naming(names, offices, parties, _shown(corridor, known))


def _shown(corridor: str, known: Entities) -> dict[str, Names]:
    """The names that pages show, by language; a ministry that no file names is written with its state in brackets."""
    told = shipped_names(corridor)
    ministries = {
        f"{state}-{body}": {language: f"{name} ({of[language]})" for language, name in names.items()}
        for state, of in told.entities.items()
        if state in known.entities and known.entities[state].kind == "state"
        for body, names in told.bodies.items()
    }
    sections: tuple[Named, ...] = ({**ministries, **told.entities}, told.offices, {**told.questions, **told.topics})
    languages = dict.fromkeys(language for section in sections for names in section.values() for language in names)
    return {language: Names(*(_in_language(section, language) for section in sections)) for language in languages}


def _in_language(names: Named, language: str) -> dict[str, str]:
    return {id_: by_language[language] for id_, by_language in names.items() if language in by_language}


def _party(known: Entities, id_: str) -> str:
    """The party of an entity; of a person the one for which every office listed speaks."""
    held = {known.party_of(office.of) for office in known.entities[id_].offices}
    return known.party_of(id_) or (held.pop() if len(held) == 1 else "")


def _bodies(known: Entities) -> list[tuple[str, str, str]]:
    """Ministries that no file lists by a name of their own: state, kind, name."""
    return [
        (state, body, f"{known.bodies[body].names[0]} of {entity.name}")
        for state, entity in known.entities.items()
        if entity.kind == "state"
        for body in known.bodies
        if known.bodies[body].names
    ]
