"""What a mention says: one part for each speaker it names ("Both Yerevan and Stepanakert" are two)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from safeconduct.press.speakers.heads import DETERMINERS, Holds, Part, ministry_part, part_of
from safeconduct.press.speakers.model import Entities
from safeconduct.press.speakers.phrases import Item

_AND = frozenset({"and", "&"})
_OWN = frozenset({"its", "his", "her", "their"})
"""`Norland and its allies`: of the allies nobody is named."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part, and whether it is nothing but an adjective, which may belong to the noun of the next part."""

    part: Part
    is_bare: bool


def parts_of(items: Sequence[Item], entities: Entities, holds: Holds) -> tuple[Part, ...]:
    """The parts of a mention; empty if it holds no word. `holds(person, office)` tells whether the files know it."""
    items = [item for item in items if not (item.what == "word" and item.folded == "both")]
    pieces = _cut(items, lambda item: item.what == "word" and item.folded in _AND)
    if len(pieces) > 1:
        joined = _joined(pieces, entities, holds)
        if joined:
            return joined
    part = part_of(items, entities, holds)
    return (part,) if part is not None else ()


def _joined(pieces: Sequence[Sequence[Item]], entities: Entities, holds: Holds) -> tuple[Part, ...]:
    """Speakers joined by "and" and commas; empty if one of the pieces names nobody."""
    found: list[_Piece] = []
    for piece in pieces:
        listed = _listed(piece, entities, holds)
        if not listed and found and piece[0].folded in _OWN:
            continue
        if not listed:
            return ()
        found += listed
    return tuple(_completed(found, entities))


def _listed(items: Sequence[Item], entities: Entities, holds: Holds) -> list[_Piece]:
    """The members of "Russia, Armenia"; one if a comma only opens an apposition; none if nobody is named."""
    for pieces in (_cut(items, lambda item: item.what == "break"), [items]):
        parts = [_surname(piece) or part_of(piece, entities, holds) for piece in pieces]
        full = [part for part in parts if part is not None and _is_full(part)]
        if full and len(full) == len(pieces):
            return [_Piece(part, _is_bare(piece)) for part, piece in zip(full, pieces, strict=True)]
    return []


def _surname(items: Sequence[Item]) -> Part | None:
    """`Smith` in "Smith, Jones and Miller": one capital in a list of names."""
    one = items[0] if len(items) == 1 and items[0].what == "word" else None
    return Part("stranger", one.name) if one is not None and one.words[0].capital else None


def _completed(found: Sequence[_Piece], entities: Entities) -> list[Part]:
    """What one part takes from its neighbour.

    "The Russian and Turkish foreign ministries", "the presidents of Russia and Turkey", "the Russian Defence Ministry
    and the Foreign Ministry".
    """
    parts = [each.part for each in found]
    for n in range(len(parts) - 2, -1, -1):
        if found[n].is_bare and parts[n + 1].sort in {"office", "body"}:
            parts[n] = _with_state(parts[n].ids[0], parts[n + 1], entities)
            parts[n + 1] = replace(parts[n + 1], plural=False)
    for n in range(1, len(parts)):
        before, part = parts[n - 1], parts[n]
        if before.sort == "office" and before.plural and part.sort == "entity":
            parts[n - 1 : n + 1] = [replace(before, plural=False), replace(before, of=part.ids[0])]
        elif before.sort == "body" and before.of and part.sort == "body" and not part.of:
            parts[n] = ministry_part(part.ids[0], before.of, entities, part.text)
    return [replace(part, plural=False) if len(parts) > 1 and part.of else part for part in parts]


def _with_state(state: str, part: Part, entities: Entities) -> Part:
    """A ministry or office of another state."""
    if part.sort == "body":
        return ministry_part(part.ids[0].removeprefix(f"{part.of}-"), state, entities, part.text)
    owner = entities.owner_of(part.of)
    of = f"{state}{part.of.removeprefix(owner)}" if owner and part.of.startswith(f"{owner}-") else state
    return replace(part, of=of, plural=False)


def _is_full(part: Part) -> bool:
    return part.sort in {"person", "stranger", "company", "entity", "body"} or bool(part.office and part.of)


def _is_bare(items: Sequence[Item]) -> bool:
    return [item.what for item in items if item.folded not in DETERMINERS] == ["adjective"]


def _cut(items: Sequence[Item], ends: Callable[[Item], bool]) -> list[list[Item]]:
    pieces: list[list[Item]] = [[]]
    for item in items:
        if ends(item):
            pieces.append([])
        else:
            pieces[-1].append(item)
    return [piece for piece in pieces if piece]
