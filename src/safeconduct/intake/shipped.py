"""The corridors that ship with the project, as files: `safeconduct.corridors` is data, this reads it."""

from __future__ import annotations

from importlib.resources import files

from safeconduct.base.suggest import nearest
from safeconduct.intake.errors import IntakeError

CORRIDOR_FILE = "corridor.yaml"
AGREEMENT_FILE = "agreement.yaml"
_DATA = "safeconduct.corridors"


def shipped_corridors() -> list[str]:
    """The ids of the corridors, in alphabetical order."""
    found = files(_DATA).iterdir()
    return sorted(folder.name for folder in found if folder.joinpath(CORRIDOR_FILE).is_file())


def shipped_agreements() -> list[str]:
    """The ids of the corridors whose agreement ships, in alphabetical order; some come without a record."""
    found = files(_DATA).iterdir()
    return sorted(folder.name for folder in found if folder.joinpath(AGREEMENT_FILE).is_file())


def shipped_agreement(corridor: str) -> bytes:
    """The agreement of a corridor as a file; empty if none ships."""
    path = files(_DATA).joinpath(corridor).joinpath(AGREEMENT_FILE)
    return path.read_bytes() if corridor in shipped_agreements() else b""


def has_file(corridor: str, name: str) -> bool:
    """Whether a file of that name ships with a corridor."""
    return "/" not in name and files(_DATA).joinpath(corridor).joinpath(name).is_file()


def shipped_file(corridor: str, name: str) -> bytes:
    """A file of one corridor, such as `voyages.csv`. Raises IntakeError, with the nearest id, if there is none."""
    known = shipped_corridors()
    if corridor not in known:
        close = nearest(corridor, known)
        hint = f"Did you mean {close[0]}?" if close else f"There are {', '.join(known)}."
        raise IntakeError(f"no corridor {corridor!r} ships with this program", next_step=hint)
    path = files(_DATA).joinpath(corridor).joinpath(name)
    if "/" in name or not path.is_file():
        raise IntakeError(f"the corridor {corridor} has no file {name!r}")
    return path.read_bytes()
