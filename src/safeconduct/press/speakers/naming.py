"""One part of a mention resolved to a speaker: by name, by office, or through the chain of mentions."""

from __future__ import annotations

import re
from dataclasses import replace

from safeconduct.press.dates import When
from safeconduct.press.speakers.antecedents import Antecedents, again
from safeconduct.press.speakers.build import Builder, span_of
from safeconduct.press.speakers.cast import Cast, Mention, Person
from safeconduct.press.speakers.chain import Chain, Link, is_person
from safeconduct.press.speakers.heads import Part
from safeconduct.press.speakers.model import Entities
from safeconduct.press.speakers.wordlists import wordlist

_MANY = frozenset({"commander", "head", "lawmaker", "analyst", "ambassador", "special-representative", "minister"})
_MANY |= {"deputy-minister", "deputy-foreign-minister", "deputy-prime-minister", "presidential-aide", "commissioner"}
_MANY |= {"governor", "prosecutor"}
_AGENTS = wordlist("agents")
_SECRETARIES = frozenset({"foreign-minister", "defence-minister", "security-secretary", "secretary-general"})
_BOTH = frozenset({"countries", "states", "nations", "governments", "neighbours", "neighbors"})
_PERSONS = frozenset({"politician", "statesman", "stateswoman", "secretary"})
_RULERS = frozenset({"authorities"})
_PLACED = re.compile(r" (?:of|in) (?:the )?(?:[a-z-]+ )*[A-Z]")
_GOVERNMENT_HEADS = ("chancellor", "prime-minister")
_TOP = ("secretary-general", "president", "head", "council-president", "commission-president", "prime-minister")
_TOP_WORDS = ("chief", "head", "leader", "boss")


class Namer:
    """Resolves parts of mentions in one report."""

    def __init__(self, entities: Entities, cast: Cast, builder: Builder) -> None:
        self._known = entities
        self._cast = cast
        self._builder = builder
        self.antecedents = Antecedents(entities, cast, builder)

    def link(  # noqa: PLR0911 - one return per sort of part
        self, part: Part, at: int, when: When | None, chain: Chain, outer: Link | None
    ) -> Link | None:
        """The speaker of a part, as a link of the chain; None if it stays unresolved.

        at: where the part stands. outer: the statement whose content holds this one.
        """
        match part.sort:
            case "person":
                return self._of_person(self._chosen(part), at, when)
            case "stranger":
                return self._of_person(self._stranger(part), at, when)
            case "entity" | "body":
                return self._of_entity(part, at, chain)
            case "company":
                return Link(at, (self._builder.company(part.text, part.of),))
            case "office":
                return self._of_office(part, at, when, chain)
            case "pronoun":
                return self.antecedents.pronoun(part.text, at, chain, outer)
            case "noun":
                return self._of_noun(part, at, chain)
            case "paper":
                return self._of_paper(part, at, chain)
            case "unnamed":
                return self._unnamed(part, at, chain)
            case _:
                return self._nobody(part, at, when, chain)

    def _of_noun(self, part: Part, at: int, chain: Chain) -> Link | None:
        if part.whose in {"his", "her"} and part.noun == "office":
            return self.antecedents.his_office(at)
        found = self.antecedents.company(part.noun, at, chain) if not part.of else None
        return found or self.antecedents.noun(part.noun, at, chain, part.of)

    def _of_paper(self, part: Part, at: int, chain: Chain) -> Link | None:
        """`The statement`: whoever spoke in writing last, else whoever spoke last; or his ministry."""
        if part.noun:
            return self.antecedents.his_ministry(at)
        written = chain.latest(at, lambda link: link.spoke and link.paper)
        return again(written or chain.latest(at, lambda link: link.spoke), at)

    # ------------------------------------------------------------------ by name

    def _chosen(self, part: Part) -> Person | None:
        """The person of a name; of several of one surname the one whose full name the report gives."""
        ids = part.ids
        last = part.text.split()[-1]
        if " " not in part.text:
            elsewhere = self._cast.by_surname(last)
            here = [id_ for id_ in ids if id_ in self._cast.present]
            if elsewhere is not None and not here:
                return elsewhere
            ids = tuple(here) or ids
        if len(ids) != 1:
            return None
        entity = self._known.entities[ids[0]]
        return self._cast.refreshed(Person(entity.name, entity.id, part.office, part.of, entity.pronoun))

    def _stranger(self, part: Part) -> Person:
        name = part.text
        longer = self._cast.by_surname(name.split()[-1])
        if longer is not None and (" " not in name or set(name.split()) <= set(longer.name.split())):
            name = longer.name
        person = self._cast.refreshed(Person(name))
        return replace(person, office=person.office or part.office, of=person.of or part.of)

    def _of_person(self, person: Person | None, at: int, when: When | None) -> Link | None:
        if person is None:
            return None
        if person.private:
            return Link(at, (self._builder.role(person.private),), person)
        return Link(at, (self._builder.person(person, when),), person)

    def _of_entity(self, part: Part, at: int, chain: Chain) -> Link | None:
        if part.sort == "body" and not part.of:
            own = self.antecedents.body_of_it(part.ids[0], at, chain) if part.whose == "its" else None
            return own or self.antecedents.body(part.ids[0], at, chain)
        if len(part.ids) != 1:
            return None
        return Link(at, (self._builder.entity(part.ids[0]),))

    # ------------------------------------------------------------------ by office

    def _of_office(  # noqa: PLR0911 - one return per way to tell the holder
        self, part: Part, at: int, when: When | None, chain: Chain
    ) -> Link | None:
        if part.noun:
            owner = self.antecedents.noun(part.noun, at, chain)
            if owner is None:
                return Link(at, (self._builder.role(part.text, part.office),))
            part = replace(part, of=owner.speakers[0].entity, noun="")
        part = self._owned(part, at, chain)
        if part.indefinite or part.plural:
            return Link(at, (self._builder.role(part.text, part.office, part.of),))
        if not part.of and part.office in _MANY and _PLACED.search(part.text) is not None:
            return Link(at, (self._builder.role(part.text, part.office),))
        if not part.of:
            spoken = chain.latest(at, lambda link: _holds(link, part.office))
            if spoken is not None:
                return again(spoken, at)
        person = self._holder_here(part, at) or self._holder_known(part, when)
        if person is not None:
            return Link(at, (replace(self._builder.person(person, when), how="described"),), person)
        if part.office == "head" and part.of and "government" in part.text.lower():
            heads = (self._holder_here(replace(part, office=office), at) for office in _GOVERNMENT_HEADS)
            person = next((each for each in heads if each is not None), None)
            if person is not None:
                return Link(at, (replace(self._builder.person(person, when), how="described"),), person)
        certain = bool(part.of) or _PLACED.search(part.text) is not None
        return Link(at, (self._builder.role(part.text, part.office, part.of),)) if certain else None

    def _owned(self, part: Part, at: int, chain: Chain) -> Part:
        """What the words leave to the report: whose `its envoy` is, whose `the secretary-general`."""
        if part.whose == "its" and not part.of:
            it = self.antecedents.it(at, chain)
            return replace(part, of=it, text=f"{part.text} of {self._builder.entity(it).name}") if it else part
        if part.office == "head" and part.of and part.text.lower().startswith(("head ", "chief ")):
            return self._minister(part)
        if part.office == "secretary-general" and not part.of:
            return replace(part, of=self._headed_by(part.office, at))
        return part

    def _headed_by(self, office: str, at: int) -> str:
        """`The secretary-general`: of the organisation named last that has one."""
        have = {each.of for entity in self._known.entities.values() for each in entity.offices if each.office == office}
        near = (mention.of or mention.entity for mention in self._cast.before(at))
        return next((of for of in near if of in have), "")

    def _minister(self, part: Part) -> Part:
        """`The head of the Norlandish Foreign Ministry` is the foreign minister."""
        body, side = self.antecedents.body_kind(part.of), self._known.side_of(part.of)
        led = (id_ for id_, office in self._known.offices.items() if body and office.body == body)
        office = next((id_ for id_ in led if not id_.startswith("deputy-")), "")
        return replace(part, office=office, of=side) if office else part

    def _holder_here(self, part: Part, at: int) -> Person | None:
        """The person whom the report itself gives that office, the nearest before, else the nearest after."""
        for mention in (*self._cast.before(at), *self._cast.after(at)):
            person = mention.person
            if person is None:
                continue
            if self._has_office(mention, person, part):
                return self._cast.refreshed(person)
        return self._only_holder(part)

    def _only_holder(self, part: Part) -> Person | None:
        """A stranger whose office stands without a state, if nobody else in the report has that office."""
        if part.office == "spokesperson" or part.office in _MANY:
            return None
        held = self._cast.in_office.get(part.office, [])
        people = {person.key: person for person in held if not person.entity}
        if len(people) != 1 or len({person.key for person in held}) != 1:
            return None
        person = self._cast.refreshed(next(iter(people.values())))
        return person if not person.of else None

    def _has_office(self, mention: Mention, person: Person, part: Part) -> bool:
        held = [(mention.office, mention.of), (person.office, person.of)]
        entity = self._known.entities.get(person.entity)
        if entity is not None:
            held += [(holding.office, holding.of) for holding in entity.offices]
        for office, of in held:
            if office and (office == part.office or _is_kind_of(office, part.office)) and self._meets(of, part.of):
                return True
        return False

    def _meets(self, of: str, wanted: str) -> bool:
        """Whether the state or organisation of an office is the one asked for; any, if none is asked for."""
        if not wanted or not of:
            return not wanted
        return of == wanted or self._known.side_of(of) == wanted or self._known.side_of(wanted) == of

    def _holder_known(self, part: Part, when: When | None) -> Person | None:
        """The one person who surely held the office on the day, by the files; None if several or none did."""
        if not part.of or part.office in _MANY - {"head"}:
            return None
        if part.office == "spokesperson" and self._count_of(part) != 1:
            return None
        offices = set(_TOP) if part.text.lower().endswith(_TOP_WORDS) else {part.office}
        first, last = span_of(when)
        found = []
        for entity in self._known.entities.values():
            for holding in entity.offices:
                if holding.office not in offices or holding.of != part.of or holding.since is None:
                    continue
                if first is None or last is None or holding.covers(first, last):
                    found.append(Person(entity.name, entity.id, holding.office, holding.of, entity.pronoun))
        return found[0] if len({person.entity for person in found}) == 1 else None

    def _count_of(self, part: Part) -> int:
        """How many persons the files list for an office; of several spokespersons none is meant for certain."""
        held = (h for entity in self._known.entities.values() for h in entity.offices)
        return sum(h.office == part.office and h.of == part.of for h in held)

    def _unnamed(self, part: Part, at: int, chain: Chain) -> Link | None:
        """As in "An official" is a role; "the official", "the diplomat" may be the person who spoke just before."""
        if not part.indefinite and not part.of and part.text.lower() in {"official", "diplomat"}:
            return again(
                chain.latest(at, lambda link: is_person(link, "") or is_person(link, "he") or is_person(link, "she")),
                at,
            )
        if not part.indefinite and part.of and part.text.lower().endswith((" official", " diplomat")):
            spoke = chain.latest(at, lambda link: _is_one_person(link, frozenset()) and _is_of(link, part.of))
            if spoke is not None:
                return again(spoke, at)
        return Link(at, (self._builder.role(part.text, "", part.of),))

    def _nobody(self, part: Part, at: int, when: When | None, chain: Chain) -> Link | None:
        word = part.text.split()[-1] if part.text else ""
        if word.lower() == "latter":
            return self.antecedents.latter(at)
        if part.text.lower() in _BOTH | _RULERS:
            both = part.text.lower() in _BOTH
            return self.antecedents.both(at) if both else self.antecedents.side_before(at, chain)
        if part.text.lower() in _PERSONS:
            offices = _SECRETARIES if part.text.lower() == "secretary" else frozenset[str]()
            return again(chain.latest(at, lambda link: _is_one_person(link, offices)), at)
        if word == part.text and (named := self.antecedents.company(word.lower(), at, chain)) is not None:
            return named
        if word[:1].isupper():
            person = self._of_person(self._cast.by_surname(word), at, when)
            return person or again(chain.latest(at, lambda link: [each.name for each in link.speakers] == [word]), at)
        described = word.lower() in _AGENTS and word != part.text
        return Link(at, (self._builder.role(part.text),)) if described else None


def _is_one_person(link: Link, offices: frozenset[str]) -> bool:
    """Whether a link is a named person, in one of some offices if any are given."""
    one = link.speakers[0]
    return len(link.speakers) == 1 and one.kind == "person" and (not offices or one.office in offices)


def _is_of(link: Link, of: str) -> bool:
    """Whether a link speaks for a state or organisation."""
    return of in {link.speakers[0].organisation, link.speakers[0].side}


def _holds(link: Link, office: str) -> bool:
    return any(each.office == office or _is_kind_of(each.office, office) for each in link.speakers)


def _is_kind_of(office: str, general: str) -> bool:
    """A foreign minister is a minister."""
    return (
        office != general and office.endswith(f"-{general}") and general in {"minister", "president", "representative"}
    )
