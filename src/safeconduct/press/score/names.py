"""Who a predicted name means, by the names of the gold file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal, TypeAlias

from safeconduct.press.score.model import Named, Proposed, Wanted

State: TypeAlias = Literal["right", "wrong", "unresolved"]

_RANK = {"person": 0, "organisation": 1, "group": 2, "state": 3}


class Names:
    """The entities of a gold file by name.

    A name counts when it is equal to one of theirs, or else when one of theirs stands in it as whole words: a person
    before an organisation before a group before a state, then the longest.
    """

    def __init__(self, entities: Mapping[str, Named]) -> None:
        self._entities = entities
        self._equal: dict[str, str] = {}
        ranked: list[tuple[int, int, str, str]] = []
        for canonical, entity in entities.items():
            for name in (canonical, *entity.names):
                plain = plain_name(name)
                self._equal.setdefault(plain, canonical)
                ranked.append((_RANK.get(entity.kind, 2), -len(plain), plain, canonical))
        self._inside = [(_whole(plain), canonical) for _, _, plain, canonical in sorted(ranked)]

    def resolve(self, name: str) -> str | None:
        """The entity meant; None for a pronoun or a description that names nobody."""
        plain = plain_name(name)
        if not plain:
            return None
        if plain in self._equal:
            return self._equal[plain]
        return next((canonical for pattern, canonical in self._inside if pattern.search(plain)), None)

    def speakers(self, proposed: Proposed) -> list[str]:
        """The speakers of a statement that could be resolved."""
        return [who for name in proposed.speakers if (who := self.resolve(name))]

    def state(self, proposed: Proposed, wanted: Wanted) -> State:
        """Whether the speakers named are all right; `unresolved` if none of them could be resolved."""
        said = self.speakers(proposed)
        if not said:
            return "unresolved"
        return "right" if wanted.accepted.issuperset(said) else "wrong"

    def parties(self, proposed: Proposed, parties: Mapping[str, str]) -> frozenset[str]:
        """The parties a statement is given to, or else those of its speakers. parties: names for ids of parties."""
        named = [parties.get(each, each) for each in proposed.parties]
        if not named:
            return frozenset(self._entities[who].party for who in self.speakers(proposed) if self._entities[who].party)
        meant = ((self.resolve(each), each) for each in named)
        return frozenset(self._entities[who].party if who else name for who, name in meant)


def plain_name(name: str) -> str:
    """A name without case, accents, possessive endings and marks.

    >>> plain_name("Erdoğan's")
    'erdogan'
    """
    letters = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(each for each in letters if not unicodedata.combining(each))
    letters = letters.replace("’", "'").replace("'s ", " ")
    return " ".join(re.findall(r"[\w.&-]+", re.sub(r"'s$", "", letters)))


def _whole(plain: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + re.escape(plain) + r"(?!\w)")
