"""Run a module of ours in a process with nothing to lose: an empty environment, two pipes, an end to time and bytes.

The module sets its own limits before it touches what came from outside (`setrlimit`); what it may do after that, and
what comes back, is bounded from both sides. Used to fetch pages and to read their bytes.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Timer

import safeconduct

HEAD_BYTES_MAX = 64 * 1024
_ROOT = Path(safeconduct.__file__).resolve().parents[1]


def answer_of(
    module: str,
    order: bytes,
    *,
    arguments: Sequence[str] = (),
    seconds: float,
    bytes_max: int,
) -> bytes:
    """What the `main` of a module of ours writes, run in a process of its own with an empty environment.

    The process is ended after so many seconds or bytes.
    """
    start = f"import sys; sys.path.insert(0, sys.argv.pop(1)); from {module} import main; sys.exit(main())"
    command = [sys.executable, "-I", "-B", "-c", start, str(_ROOT), *arguments]
    with subprocess.Popen(  # noqa: S603 - a fixed program of ours, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, close_fds=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        timer = Timer(seconds, process.kill)
        timer.start()
        try:
            with contextlib.suppress(BrokenPipeError):  # it ended before it read everything; what it said tells why
                process.stdin.write(order)
                process.stdin.close()
            return process.stdout.read(bytes_max + 1)
        finally:
            process.kill()
            timer.cancel()
