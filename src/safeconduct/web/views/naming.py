"""Names in a reader's language, and the sentences made of them, that every page about a road uses."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from safeconduct.agreement.model import Agreement
from safeconduct.assess.situation.model import Situation
from safeconduct.web.views.words import Words


def names_of(shown: Situation, words: Words) -> dict[str, str]:
    """Names of directions (where they lead) and of places, by id."""
    named = {way.direction: way.towards for way in shown.ways} | {one.id: one.names for one in shown.road.places}
    return {key: _in_language(names, words) or key for key, names in named.items()}


def parties_of(agreement: Agreement | None, words: Words) -> dict[str, str]:
    """Names of the parties by id, in alphabetical order of the names; none without an agreement."""
    if agreement is None:
        return {}
    named = {id_: _in_language(party.name, words) or id_ for id_, party in agreement.parties.items()}
    return dict(sorted(named.items(), key=lambda item: item[1].casefold()))


def sentence_of(words: Words, shown: Situation, names: Mapping[str, str]) -> Markup:
    """The status of every direction in one sentence."""
    tables = ("FIRST_TOWARDS", *["THEN_TOWARDS"] * (len(shown.ways) - 1))
    parts = [
        words.filled(table, way.now.status, place=names[way.direction])
        for table, way in zip(tables, shown.ways, strict=True)
    ]
    return parts[0] if len(parts) == 1 else words.filled("JOINED", "two", first=parts[0], second=parts[1])


def offset_text(minutes: int) -> str:
    """An offset from UTC such as +04:00, with a real minus sign."""
    sign = "\u2212" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _in_language(names: Mapping[str, str], words: Words) -> str:
    return names.get(words.language.code) or names.get("en") or ""
