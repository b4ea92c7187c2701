"""What the comparison of two versions says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from safeconduct.agreement.model import Question
from safeconduct.base.canonical import JsonValue


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the file that was added, removed, changed or moved.

    part: its path, such as ``rules.delay``. keys: what changed inside it. old, new: what the file said and says,
    for the changed keys. old_line, new_line: its lines, 0 where it has none. recognised_by: who recognises the
    amendment that explains the change; amendment: its id, or empty if none does.
    """

    part: str
    how: str
    old_line: int
    new_line: int
    keys: tuple[str, ...] = ()
    old: Mapping[str, JsonValue] = field(default_factory=dict)
    new: Mapping[str, JsonValue] = field(default_factory=dict)
    amendment: str = ""
    recognised_by: tuple[str, ...] = ()

    def to_json(self) -> dict[str, JsonValue]:
        """As in ``diff --json``."""
        return {
            "part": self.part,
            "how": self.how,
            "old_line": self.old_line,
            "new_line": self.new_line,
            "keys": [*self.keys],
            "old": {**self.old},
            "new": {**self.new},
            "amendment": self.amendment or "none",
            "recognised_by": [*self.recognised_by],
        }


@dataclass(frozen=True, slots=True)
class Witness:
    """A movement whose verdict changed. movement: in the form of a case; words: the same for a reader.

    old_rule, new_rule: the rules that decide, empty for the default.
    """

    movement: Mapping[str, JsonValue]
    words: str
    old: str
    new: str
    old_rule: str
    new_rule: str
    amendment: str = ""
    recognised_by: tuple[str, ...] = ()

    def to_json(self) -> dict[str, JsonValue]:
        """As in ``diff --json``."""
        return {
            "movement": {**self.movement},
            "words": self.words,
            "old": {"verdict": self.old, "rule": self.old_rule},
            "new": {"verdict": self.new, "rule": self.new_rule},
            "amendment": self.amendment or "none",
            "recognised_by": [*self.recognised_by],
        }


@dataclass(frozen=True, slots=True)
class Matrix:
    """Old verdict against new, for one question under one reading.

    over: ``regions``, each combination of facts that can make a difference counted once in each period, or
    ``movements``, those that were given. counts: (old, new) -> how many. witnesses: of those that changed, at
    most three, the most ordinary first.
    """

    question: Question
    reading: str
    over: str
    counts: Mapping[tuple[str, str], int]
    witnesses: tuple[Witness, ...] = ()

    @property
    def changed(self) -> int:
        """How many verdicts differ."""
        return sum(count for (old, new), count in self.counts.items() if old != new)

    def to_json(self) -> dict[str, JsonValue]:
        """As in ``diff --json``."""
        rows: list[JsonValue] = [
            {"old": old, "new": new, "count": count} for (old, new), count in sorted(self.counts.items())
        ]
        return {
            "question": self.question,
            "reading": self.reading,
            "over": self.over,
            "changed": self.changed,
            "counts": rows,
            "witnesses": [witness.to_json() for witness in self.witnesses],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """R14: how two versions of an agreement differ.

    changes: in the order of the blocks. matrices: by question and reading. not_compared: why some verdicts
    could not be compared; empty if all were.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    matrices: tuple[Matrix, ...]
    not_compared: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the two say the same, in every part and every verdict."""
        return not self.changes and self.same_verdicts

    @property
    def same_verdicts(self) -> bool:
        """Whether no verdict differs, and all could be compared."""
        return not self.not_compared and not any(matrix.changed for matrix in self.matrices)

    def to_json(self) -> dict[str, JsonValue]:
        """As in ``diff --json``."""
        return {
            "old": f"sha256:{self.old}",
            "new": f"sha256:{self.new}",
            "changes": [change.to_json() for change in self.changes],
            "verdicts": [matrix.to_json() for matrix in self.matrices],
            "not_compared": [*self.not_compared],
        }
