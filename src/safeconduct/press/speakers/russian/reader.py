"""Who made each statement of a Russian report: the mentions are read as Russian, all else as for English."""

from __future__ import annotations

from dataclasses import replace

from safeconduct.press.model import Span, Text
from safeconduct.press.speakers.cast import Cast
from safeconduct.press.speakers.chain import Link
from safeconduct.press.speakers.heads import Part
from safeconduct.press.speakers.resolve import MENTION_CHARS_MAX, PartyReader
from safeconduct.press.speakers.russian.cast import RussianCast
from safeconduct.press.speakers.russian.items import items_of
from safeconduct.press.speakers.russian.mention import MentionReader, cases_before
from safeconduct.press.speakers.russian.names import russian_names

_BODY_REACH = 24
_CITING = ("цитир", "процитир", "привод", "приве", "привё")


class RussianPartyReader(PartyReader):
    """One Russian report with its cast."""

    def _cast_of(self, text: Text) -> Cast:
        self._citing = False
        self._names = russian_names(self._known)
        self._people = RussianCast(text, self._known, self._names)
        return self._people

    def _resolved(self, i: int) -> tuple[Link, ...]:
        """As in "цитирует Иванова агентство": who is cited speaks, and stands in the accusative or genitive."""
        item = self._found[i]
        cue = self._text[item.cue.start : item.cue.end].lower() if item.cue is not None else ""
        self._citing = cue.startswith(_CITING)
        links = super()._resolved(i)
        self._citing = False
        return links

    def _parts_of(self, span: Span) -> tuple[Part, ...]:
        end = min(span.end, span.start + MENTION_CHARS_MAX, len(self._text))
        items = items_of(self._text, span.start, end, self._names)
        cases = "ag" if self._citing else cases_before(self._text, span.start)
        written = self._text[span.start : end]
        reader = MentionReader(self._known, self._people, self._holds)
        return tuple(self._owned(part, span.start) for part in reader.parts(items, written, cases))

    def _joined(self, span: Span, i: int) -> tuple[Part, ...]:  # noqa: ARG002 - an English rule
        return ()

    def _owned(self, part: Part, at: int) -> Part:
        """An office of a ministry without its state ("представитель МИД"): of the last such ministry named."""
        if part.sort != "office" or not part.ids:
            return part
        found = ""
        for mention in self._people.before(at, _BODY_REACH):
            if mention.entity and self._is_body(mention.entity, part.ids[0]):
                found = mention.entity
                break
        return replace(part, ids=(), of=found)

    def _is_body(self, id_: str, body: str) -> bool:
        entity = self._known.entities.get(id_)
        return entity.body == body if entity is not None else id_.partition("-")[2] == body
