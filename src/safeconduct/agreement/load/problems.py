"""The problems of one file, collected so that an author sees them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from safeconduct.agreement.errors import AgreementFileError, AgreementPartError
from safeconduct.base.limits import AGREEMENT_PROBLEMS_MAX
from safeconduct.base.suggest import nearest
from safeconduct.base.yaml_file import Place

_SHOWN = 12


class Problems:
    """What is wrong with a file so far. Reading stops at `AGREEMENT_PROBLEMS_MAX`, so that a broken file costs little.

    lines: the text of the file, for the column of a fault inside a condition.
    """

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._found: list[tuple[Place, AgreementPartError]] = []
        self._doubtful: set[str] = set()

    def add(self, place: Place, subject: str, what: str, next_step: str, *, code: str | None = None) -> None:
        """Note a problem. Raises AgreementFileError with all of them when there are too many."""
        problem = AgreementPartError(what, subject=subject, code=code, where=str(place), next_step=next_step)
        self._found.append((place, problem))
        if len(self._found) >= AGREEMENT_PROBLEMS_MAX:
            self.stop()

    def stop(self) -> None:
        """Raise AgreementFileError if there are problems."""
        if self._found:
            ordered = sorted(self._found, key=lambda pair: (pair[0].line, pair[0].column))
            raise AgreementFileError(tuple(problem for _, problem in ordered))

    @contextmanager
    def naming(self, name: str) -> Iterator[None]:
        """While the declaration of a name is read: if it has a problem, conditions that use the name are not judged."""
        before = len(self._found)
        yield
        if len(self._found) > before:
            self._doubtful.add(name)

    def is_doubtful(self, condition: str) -> bool:
        """Whether a condition uses a name that is not declared well; what is wrong with it may follow from that."""
        return any(name in condition for name in self._doubtful)

    def column(self, place: Place, text: str) -> int:
        """The column of the file at which a one-line text begins; 0 if it is not written there as it stands."""
        line = self._lines[place.line - 1] if place.line <= len(self._lines) else ""
        for column in (place.column, place.column + 1):
            if text and line.startswith(text, column - 1):
                return column
        return 0


def shown(text: str) -> str:
    """A text of the file as a message shows it."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


def suggestion(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The nearest known word as a question, else what is known, else `otherwise`."""
    names = sorted(known)
    close = nearest(word[:80], names)
    if close:
        return f"Did you mean {close[0]}?"
    if not names:
        return otherwise
    some = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
    return f"Known here: {some}."
