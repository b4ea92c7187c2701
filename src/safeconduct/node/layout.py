"""Where things lie in the folder of a node.

node.json                       settings; the node exists once this file does
keys/<corridor>.e1.seed         private keys, 32 bytes, mode 0600
signonce/signonce.sqlite        what each key has signed
corridors/<id>/log.sqlite       the log: the authority
corridors/<id>/agreement.yaml   the agreement whose digest the charter names, if it names one
corridors/<id>/plan.yaml        the plan that its pages show, if there is one
corridors/<id>/tiles/           the same log as static files, for anyone to copy
corridors/<id>/logs/<name>/     a further log of the corridor: log.sqlite and tiles/
corridors/<id>/live.sqlite      sums over its entries, brought up to date one by one; can be deleted, is rebuilt
corridors/<id>/press/           reports under review, their drafts and decisions; see node/press/work.py
corridors/<id>/facts/           tables of all its logs; can be deleted, are rebuilt
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

NAMES = frozenset({"node.json", "node.json.new", "node.lock", "keys", "signonce", "corridors"})
"""What may lie at the top; a folder with other things in it is not made into a node."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths below one folder."""

    root: Path

    @property
    def config(self) -> Path:
        """The settings."""
        return self.root / "node.json"

    @property
    def lock(self) -> Path:
        """Held while the settings change."""
        return self.root / "node.lock"

    @property
    def sign_once(self) -> Path:
        """The sign-once store."""
        return self.root / "signonce" / "signonce.sqlite"

    def seed(self, key: str) -> Path:
        """A private key."""
        return self.root / "keys" / f"{key}.seed"

    def corridor(self, corridor: str) -> Path:
        """The folder of one corridor."""
        return self.root / "corridors" / corridor

    def folder(self, corridor: str, name: str = "") -> Path:
        """The folder of one log: the corridor's own for its first log, one below it for a further one."""
        return self.corridor(corridor) / "logs" / name if name else self.corridor(corridor)

    def log(self, corridor: str, name: str = "") -> Path:
        """A log of one corridor."""
        return self.folder(corridor, name) / "log.sqlite"

    def agreement(self, corridor: str) -> Path:
        """The agreement that the charter of one corridor names."""
        return self.corridor(corridor) / "agreement.yaml"

    def plan(self, corridor: str) -> Path:
        """The plan that the pages of one corridor show."""
        return self.corridor(corridor) / "plan.yaml"

    def tiles(self, corridor: str, name: str = "") -> Path:
        """The published files of that log."""
        return self.folder(corridor, name) / "tiles"

    def importing(self, corridor: str) -> Path:
        """The note that an import is under way."""
        return self.corridor(corridor) / "importing.json"

    def press(self, corridor: str) -> Path:
        """The work store of its reports."""
        return self.corridor(corridor) / "press"

    def facts(self, corridor: str) -> Path:
        """The tables made from it."""
        return self.corridor(corridor) / "facts"
