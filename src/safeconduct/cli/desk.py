"""The review desk as a server of this machine: loopback only, its secrets new with every start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeconduct import __version__
from safeconduct.cli.errors import UsageError
from safeconduct.cli.output import printable, say
from safeconduct.cli.serve import address_of, listening

if TYPE_CHECKING:
    from safeconduct.cli.settings import Settings
    from safeconduct.node.press.desk import ReviewDesk

LOOPBACK = "127.0.0.1"


def run_desk(settings: Settings, desk: ReviewDesk, *, host: str, port: int) -> None:
    """Serve until the process is interrupted. Raises UsageError for any address but the machine's own."""
    import uvicorn

    from safeconduct.web.desk import create_desk
    from safeconduct.web.desk.guard import Guard

    if host not in {LOOPBACK, "localhost"}:
        raise UsageError(
            f"the desk is not served on {host!r}",
            where="--host",
            next_step=f"Whoever reaches it decides as {desk.account}: leave --host out, it listens on {LOOPBACK}.",
        )
    world = desk.node.world
    guard = Guard(world.random.random_bytes(32), world.random.random_bytes, world.clock.monotonic_us)
    with listening(LOOPBACK, port) as listener:
        settings.resume = "Every decision that was confirmed is kept. Open the desk again: safeconduct press desk"
        app = create_desk(desk, guard, version=__version__)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        say(settings, f"Review desk of {printable(desk.account)} on {address_of(listener)} until Ctrl-C.")
        uvicorn.Server(config).run(sockets=[listener])
