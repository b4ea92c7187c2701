"""Antecedents: whom a pronoun, "the ministry" or "the latter" takes up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from safeconduct.press.speakers.build import Builder
from safeconduct.press.speakers.cast import Cast, Mention
from safeconduct.press.speakers.chain import Chain, Link, is_body, is_many, is_person
from safeconduct.press.speakers.model import Entities
from safeconduct.press.speakers.words import folded

_SUBJECTS = {"him": "he", "his": "he", "her": "she", "them": "they", "their": "they", "its": "it"}
_AHEAD_CHARS = 400
_STATE_CHARS = 600
_STATES_BACK = 16
_LATTER_CHARS = 400
_RELATIVE_CHARS = 120
_OFFICES_OF = {"president": "presidential-office", "prime-minister": "prime-minister-office"}


class Antecedents:
    """Finds antecedents in the chain of speakers, then among all mentions of one report."""

    def __init__(self, entities: Entities, cast: Cast, builder: Builder) -> None:
        self._known = entities
        self._cast = cast
        self._builder = builder

    def pronoun(self, word: str, at: int, chain: Chain, outer: Link | None) -> Link | None:
        """He, she, it, they, who; I and we are whoever the outer statement quotes."""
        word = _SUBJECTS.get(word, word)
        if word in {"i", "we"}:
            return again(outer, at) if outer is not None else None
        if word in {"who", "which", "whose"}:
            return self._relative(at)
        person = word in {"he", "she"}
        if outer is not None and (is_person(outer, word) if person else is_body(outer)):
            return again(outer, at)
        if chain.barred and outer is None:
            return None
        if person:
            return again(chain.latest(at, lambda link: is_person(link, word)), at)
        return again(chain.latest(at, is_many if word == "they" else is_body), at)

    def _relative(self, at: int) -> Link | None:
        for mention in self._cast.before(at, 1):
            if at - mention.at < _RELATIVE_CHARS:
                return self.mentioned(mention, at)
        return None

    def mentioned(self, mention: Mention, at: int) -> Link | None:
        """Whoever a mention in the text names."""
        if mention.person is not None:
            person = self._cast.refreshed(mention.person)
            return Link(at, (replace(self._builder.person(person, None), how="chained"),), person)
        return Link(at, (self._builder.entity(mention.entity, "chained"),)) if mention.entity else None

    def noun(self, word: str, at: int, chain: Chain, of: str = "") -> Link | None:
        """As in "The ministry", "the alliance": the latest speaker that is one, else the latest one mentioned."""

        def fits(id_: str) -> bool:
            return self._is_called(id_, word) and (not of or self._known.side_of(id_) == of)

        def spoke(link: Link) -> bool:
            speaker = link.speakers[0]
            if speaker.entity or not is_body(link):
                return is_body(link) and fits(speaker.entity)
            return word in folded(speaker.name).split() and (not of or speaker.side == of)

        spoken = chain.latest(at, spoke)
        if spoken is not None:
            return again(spoken, at)
        for mention in self._cast.before(at):
            if mention.entity and fits(mention.entity):
                return self.mentioned(mention, at)
        return self._ahead(at, fits)

    def _ahead(self, at: int, fits: Callable[[str], bool]) -> Link | None:
        """A headline may call "the ministry" what only the text below names."""
        for mention in self._cast.after(at + 1, 12):
            if mention.entity and fits(mention.entity) and mention.at - at < _AHEAD_CHARS:
                return self.mentioned(mention, at)
        return None

    def body(self, kind: str, at: int, chain: Chain) -> Link | None:
        """As in "The foreign ministry", of a state that only the chain tells."""

        def fits(id_: str) -> bool:
            return self.body_kind(id_) == kind

        spoken = chain.latest(at, lambda link: is_body(link) and fits(link.speakers[0].entity))
        if spoken is not None:
            return again(spoken, at)
        for mention in self._cast.before(at):
            if fits(mention.entity):
                return self.mentioned(mention, at)
        return self._of_state_before(kind, at) or self._ahead(at, fits)

    def _of_state_before(self, kind: str, at: int) -> Link | None:
        """`Norland is ready, the foreign ministry said`: of the state that opens this sentence or one just before."""
        state = self._state_before(at)
        if state is None:
            return None
        return Link(at, (self._builder.entity(self._known.body_of(state.entity, kind), "chained"),))

    def _state_before(self, at: int) -> Mention | None:
        """The state that opens this sentence or one just before."""
        for mention in self._cast.before(at, _STATES_BACK):
            near = self._is_state(mention.entity) and at - mention.at <= _STATE_CHARS
            if near and self._builder.opens_sentence(mention.at):
                return mention
        return None

    def it(self, at: int, chain: Chain) -> str:
        """Whose `its` is: the state or body that spoke or was the subject last, else the state before it."""
        last = chain.latest(at, lambda link: is_body(link) and bool(link.speakers[0].entity))
        before = self._state_before(at)
        if last is None or (before is not None and before.at > last.at):
            return before.entity if before is not None else ""
        return last.speakers[0].entity

    def side_before(self, at: int, chain: Chain) -> Link | None:
        """`The authorities`: the state or authority of whoever spoke last, if it is known."""
        last = chain.latest(at, lambda link: link.spoke)
        side = last.speakers[0].side if last is not None and len(last.speakers) == 1 else ""
        return Link(at, (self._builder.entity(side, "chained"),)) if side in self._known.entities else None

    def body_of_it(self, kind: str, at: int, chain: Chain) -> Link | None:
        """`Norland denies it; its foreign ministry said`: of the state just named."""
        side = self._known.side_of(self.it(at, chain))
        if not self._is_state(side):
            return None
        return Link(at, (self._builder.entity(self._known.body_of(side, kind), "chained"),))

    def his_office(self, at: int) -> Link | None:
        """`His office`: that of the president or prime minister named last."""
        for mention in self._cast.before(at, _STATES_BACK):
            person = self._cast.refreshed(mention.person) if mention.person is not None else None
            if person is None:
                continue
            known = self._known.entities.get(person.entity)
            held = [(person.office, person.of), *((each.office, each.of) for each in (known.offices if known else ()))]
            for office, of in held:
                if office in _OFFICES_OF and self._is_state(of):
                    id_ = self._known.body_of(of, _OFFICES_OF[office])
                    return Link(at, (self._builder.entity(id_, "chained"),))
            return None
        return None

    def both(self, at: int) -> Link | None:
        """`Both countries`: the last two states named."""
        near = [m.entity for m in self._cast.before(at, _STATES_BACK) if at - m.at <= _STATE_CHARS]
        states = [id_ for id_ in dict.fromkeys(near) if id_ and self._is_state(id_)][:2]
        speakers = tuple(self._builder.entity(id_, "chained") for id_ in reversed(states))
        return Link(at, speakers) if len(speakers) == 2 else None

    def two_persons(self, at: int, teller: str = "") -> Link | None:
        """`Both ministers`: the last two persons named, without the one who tells of them."""
        near = [m for m in self._cast.before(at, _STATES_BACK) if m.person is not None and at - m.at <= _STATE_CHARS]
        named = [(m, m.person) for m in reversed(near) if m.person is not None]
        found = {person.key: self.mentioned(m, at) for m, person in named if person.name != teller}
        links = [link for link in found.values() if link is not None][-2:]
        speakers = tuple(speaker for link in links for speaker in link.speakers)
        return Link(at, speakers) if len(speakers) == 2 else None

    def his_ministry(self, at: int) -> Link | None:
        """`His ministry`: that of the minister named last."""
        for mention in self._cast.before(at, _STATES_BACK):
            person = self._cast.refreshed(mention.person) if mention.person is not None else None
            if person is None:
                continue
            known = self._known.entities.get(person.entity)
            held = [(person.office, person.of), *((each.office, each.of) for each in (known.offices if known else ()))]
            for office, of in held:
                body = self._known.offices[office].body if office in self._known.offices else ""
                if body and of:
                    id_ = self._known.body_of(self._known.side_of(of) or of, body)
                    return Link(at, (self._builder.entity(id_, "chained"),))
            return None
        return None

    def _is_state(self, id_: str) -> bool:
        known = self._known.entities.get(id_)
        return known is not None and known.kind == "state"

    def company(self, noun: str, at: int, chain: Chain) -> Link | None:
        """`The operator`: the organisation no file lists that the report introduced as one ("operator Norpower")."""

        def fits(link: Link) -> bool:
            speaker = link.speakers[0]
            unlisted = len(link.speakers) == 1 and speaker.kind == "organisation" and not speaker.entity
            return unlisted and self._builder.introduces(noun, speaker.name)

        return again(chain.latest(at, fits), at)

    def body_kind(self, id_: str) -> str:
        """The kind of ministry or service that an id stands for; empty if it is none."""
        entity = self._known.entities.get(id_)
        if entity is not None:
            return entity.body
        return id_.partition("-")[2] if self._known.knows(id_) else ""

    def _is_called(self, id_: str, noun: str) -> bool:
        entity = self._known.entities.get(id_)
        body = self._known.bodies.get(self.body_kind(id_))
        nouns = {*(entity.nouns if entity is not None else ()), *(body.short if body is not None else ())}
        return noun in {each.lower() for each in nouns}

    def latter(self, at: int) -> Link | None:
        """The last of those mentioned before."""
        mentions = [mention for mention in self._cast.before(at, 1) if at - mention.at < _LATTER_CHARS]
        return self.mentioned(mentions[0], at) if mentions else None


def again(link: Link | None, at: int) -> Link | None:
    """The same speaker again, found through the chain."""
    if link is None:
        return None
    return replace(link, at=at, speakers=tuple(replace(each, how="chained") for each in link.speakers), spoke=True)
