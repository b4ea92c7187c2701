"""Pages without a server for most tests, and a real server with a real browser for those marked `web`."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from safeconduct.web import create_app
from tests.web.fixture_pages import FixturePages

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from starlette.applications import Starlette

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS_MAX = 20


@dataclass(frozen=True, slots=True)
class Answered:
    """What the application answered."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


Get = Callable[..., Answered]


@pytest.fixture(scope="session")
def app() -> Starlette:
    return create_app(FixturePages(), hosts=["127.0.0.1", "localhost", "*.example.org"], version="0.1.0")


@pytest.fixture(scope="session")
def get(app: Starlette) -> Get:
    """Ask the application directly: ``get("/record", accept_language="ar")``; header names with underscores."""

    def ask(address: str, method: str = "GET", scheme: str = "http", **headers: str) -> Answered:
        return ask_app(app, address, method, scheme, headers)

    return ask


def ask_app(
    app: Starlette, address: str, method: str = "GET", scheme: str = "http", headers: Mapping[str, str] | None = None
) -> Answered:
    """Ask in a thread of its own, because a browser under test keeps an event loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, _ask(app, address, method, scheme, headers or {})).result()


async def _ask(app: Starlette, address: str, method: str, scheme: str, headers: Mapping[str, str]) -> Answered:
    path, _, query = address.partition("?")
    sent: list[dict[str, Any]] = []
    named = {"host": "localhost", **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1",
        "method": method, "scheme": scheme,
        "path": _unquoted(path), "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "client": ("127.0.0.1", 1), "server": ("localhost", 80),
    }  # fmt: skip

    requests = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        return next(requests, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        sent.append(message)

    try:
        await app(scope, receive, send)
    except RuntimeError:
        assert sent, "an error of our own is answered before it is raised"
    pairs = [(name.decode().lower(), value.decode()) for name, value in sent[0]["headers"]]
    cookies = tuple(value for name, value in pairs if name == "set-cookie")
    return Answered(sent[0]["status"], dict(pairs), cookies, b"".join(m.get("body", b"") for m in sent[1:]))


def _unquoted(path: str) -> str:
    from urllib.parse import unquote

    return unquote(path)


@pytest.fixture(scope="session")
def server(app: Starlette) -> Iterator[str]:
    """The address of a real server with the pages."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="off")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + START_SECONDS_MAX
    while not running.started and time.monotonic() < until:
        time.sleep(0.02)
    assert running.started, "the server did not start"
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    running.should_exit = True
    thread.join(START_SECONDS_MAX)
    listening.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; tests skip where there is none, unless SAFECONDUCT_BROWSER names one."""
    named = os.environ.get("SAFECONDUCT_BROWSER", "")
    path = named or next((found for name in BROWSERS if (found := shutil.which(name))), "")
    if not path:
        pytest.skip("no Chromium on this machine; install it, or name one in SAFECONDUCT_BROWSER")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(BROWSER_ARGUMENTS), headless=True)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def screenshots() -> Path | None:
    """Where to put pictures of pages; only when SAFECONDUCT_SCREENSHOTS names a folder."""
    folder = os.environ.get("SAFECONDUCT_SCREENSHOTS", "")
    if not folder:
        return None
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    return path
