"""How far a long command is: a bar with the time left on a terminal, else a line each ten seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from safeconduct.cli.output import tell

if TYPE_CHECKING:
    from rich.progress import TaskID

    from safeconduct.cli.settings import Settings
    from safeconduct.node.progress import Listener, Progress

LINE_SECONDS = 10.0


@contextmanager
def progress(settings: Settings) -> Iterator[Listener]:
    """Show the progress of what runs inside."""
    if settings.quiet:
        yield lambda _progress: None
    elif sys.stderr.isatty():
        with _bar() as listener:
            yield listener
    else:
        yield Lines(time.monotonic)


class Lines:
    """A line each ten seconds, none for what is done before that."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._act = ""
        self._began = self._said = seconds()

    def __call__(self, progress: Progress) -> None:
        """Take note of how far it is."""
        now = self._seconds()
        if progress.act != self._act:
            self._act, self._began, self._said = progress.act, now, now
        if now - self._said >= LINE_SECONDS:
            self._said = now
            tell(line_of(progress, now - self._began))


def line_of(progress: Progress, seconds: float) -> str:
    """One line; the time left is told once a part is done.

    >>> from safeconduct.node.progress import Progress
    >>> line_of(Progress("verify", 12_000, 48_000, "entries"), 10.0)
    'verify 12 000/48 000 entries 25 % 0:30 left'
    """
    if not progress.total:
        return f"{progress.act} {_spaced(progress.done)} {progress.unit}"
    share = 100 * progress.done // progress.total
    line = f"{progress.act} {_spaced(progress.done)}/{_spaced(progress.total)} {progress.unit} {share} %"
    if not progress.done:
        return line
    left = round(seconds * (progress.total - progress.done) / progress.done)
    return f"{line} {left // 60}:{left % 60:02} left"


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


@contextmanager
def _bar() -> Iterator[Listener]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}/{task.total:,.0f} {task.fields[unit]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def listen(progress: Progress) -> None:
            total = progress.total or max(progress.done, 1)
            if progress.act not in tasks:
                tasks[progress.act] = bar.add_task(progress.act, total=total, unit=progress.unit)
            bar.update(tasks[progress.act], completed=progress.done, total=total)

        yield listen
