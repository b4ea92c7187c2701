"""A node: one folder with settings, keys and logs, opened in a world with a clock and randomness."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from safeconduct.base.suggest import nearest
from safeconduct.log import (
    DiskFolder,
    LogReader,
    LogWriter,
    SignOnceError,
    SqliteSignOnce,
    open_reader,
    open_writer,
)
from safeconduct.node.config import Config, OwnLog, config_from_bytes
from safeconduct.node.errors import CorridorError, NodeFolderError, NoNodeError
from safeconduct.node.keys import load_key
from safeconduct.node.layout import Layout
from safeconduct.node.world import World

_CONFIG_BYTES_MAX = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Node:
    """An open node. Opening takes no lock and leaves nothing to close; writing to a log locks that log.

    layout: where its files lie. config: its settings, as they were when it was opened.
    """

    layout: Layout
    config: Config
    world: World

    def log(self, corridor: str = "") -> OwnLog:
        """The first log of a corridor; without a name, of the only one. Raises CorridorError."""
        held = {log.corridor: log for log in self.config.logs if not log.name}
        if corridor in held:
            return held[corridor]
        if not corridor and len(held) == 1:
            return next(iter(held.values()))
        raise _no_corridor(corridor, list(held), str(self.layout.root))

    def logs(self, corridor: str) -> tuple[OwnLog, ...]:
        """All logs of a corridor, the first one first, the others by name."""
        return tuple(log for log in self.config.logs if log.corridor == corridor)

    def reader(self, log: OwnLog) -> LogReader:
        """The log as it is now, entries that are not signed yet included. The caller closes it."""
        return open_reader(self.layout.log(log.corridor, log.name))

    @contextmanager
    def signed(self, log: OwnLog) -> Iterator[LogReader]:
        """The log as its newest signed state has it: what every answer is computed from."""
        with self.reader(log) as reader:
            yield reader.signed()

    @contextmanager
    def all_signed(self, corridor: str) -> Iterator[tuple[LogReader, ...]]:
        """Every log of a corridor as its newest signed state has it."""
        with ExitStack() as stack:
            yield tuple(stack.enter_context(self.signed(log)) for log in self.logs(corridor))

    @contextmanager
    def writing(self, log: OwnLog) -> Iterator[LogWriter]:
        """The one writer of a log. Raises what `log.open_writer` raises, KeyFileError without the key."""
        signer = load_key(self.layout.seed(log.key), log.vkey)
        sign_once = self._sign_once()
        try:
            with open_writer(self.layout.log(log.corridor, log.name), signer, sign_once, self.world.clock) as writer:
                yield writer
        finally:
            if sign_once is not None:
                sign_once.close()

    def publish(self, log: OwnLog, writer: LogWriter) -> bytes:
        """Sign the log as it is now and bring its public files up to date; the signed checkpoint."""
        return writer.publish(DiskFolder(self.layout.tiles(log.corridor, log.name)))

    def _sign_once(self) -> SqliteSignOnce | None:
        try:
            return SqliteSignOnce(self.layout.sign_once)
        except SignOnceError:
            return None  # the writer then opens as restored: it reads, and says why it does not write


def open_node(root: Path, world: World) -> Node:
    """Open the node in a folder. Raises NoNodeError, or NodeFolderError if it cannot be read."""
    layout = Layout(root)
    try:
        with layout.config.open("rb") as file:
            data = file.read(_CONFIG_BYTES_MAX)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoNodeError(
            "there is no node in this folder",
            where=str(root),
            next_step="Name another with --node, or make one: `safeconduct init`, `safeconduct demo`.",
        ) from error
    except OSError as error:
        raise NodeFolderError(f"this folder cannot be read: {error.strerror}", where=str(root)) from error
    return Node(layout, config_from_bytes(data, str(layout.config)), world)


def _no_corridor(corridor: str, held: list[str], where: str) -> CorridorError:
    known = ", ".join(held)
    if not held:
        return CorridorError(
            "this node has no corridor yet",
            where=where,
            next_step="Set one up: `safeconduct init --corridor FILE`, or `safeconduct demo`.",
        )
    if not corridor:
        return CorridorError(
            "this node has several corridors and none was named",
            where=where,
            next_step=f"Add --corridor with one of: {known}.",
        )
    close = nearest(corridor, held)
    hint = f"Did you mean {close[0]}?" if close else f"It has: {known}."
    return CorridorError(f"this node has no corridor {corridor!r}", where=where, next_step=hint)
