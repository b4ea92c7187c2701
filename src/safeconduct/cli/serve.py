"""`safeconduct serve`: the node's pages, for this machine unless told otherwise."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import click

from safeconduct import __version__
from safeconduct.cli.errors import AddressError
from safeconduct.cli.output import say
from safeconduct.cli.settings import Command, Settings

if TYPE_CHECKING:
    from safeconduct.cli.pages import NodePages

HOST, PORT = "127.0.0.1", 8765
PORT_OPTION = click.option(
    "--port", type=click.IntRange(0, 65_535), metavar="N", default=PORT, help=f"Port; 0 takes a free one. [{PORT}]"
)


@click.command("serve", cls=Command)
@click.option("--host", metavar="ADDRESS", default=HOST, help=f"Address to listen on. [{HOST}]")
@PORT_OPTION
@click.option("--name", "names", metavar="HOST", multiple=True, help="Another name under which the pages are reached.")
@click.pass_obj
def serve(settings: Settings, host: str, port: int, names: tuple[str, ...]) -> None:
    """Serve the node's pages until Ctrl-C. They change nothing; there is no sign-in."""
    from safeconduct.cli.pages import NodePages
    from safeconduct.node.node import open_node
    from safeconduct.node.world import system_world

    open_node(settings.node, system_world())
    run_pages(settings, NodePages(settings.node, system_world()), host=host, port=port, names=names)


def run_pages(
    settings: Settings, pages: NodePages, *, host: str = HOST, port: int = PORT, names: tuple[str, ...] = ()
) -> None:
    """Listen, compute the answers, then serve until the process is interrupted."""
    import uvicorn

    from safeconduct.web.app import create_app

    with listening(host, port) as listener:
        address = address_of(listener)
        settings.resume = (
            f"The node in {settings.node} is as it was. Serve it again: safeconduct serve --node {settings.node}"
        )
        say(settings, "Computing the answers ...")
        pages.prepare()
        hosts = [host, "127.0.0.1", "localhost", "[::1]", *names]
        app = create_app(pages, hosts=hosts, version=__version__)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        say(settings, f"Serving on {address} until Ctrl-C.")
        uvicorn.Server(config).run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises AddressError if the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise AddressError(
            f"cannot listen there: {error.strerror or error}",
            where=f"{host}:{port}",
            next_step="Choose another port with --port, or 0 for a free one.",
        ) from error
    return listener


def address_of(listener: socket.socket) -> str:
    """Where its pages are."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
