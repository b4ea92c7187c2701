"""A review desk over a small node: an invented report about the road, and a browser's manners by hand."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlencode

from safeconduct.node.node import Node
from safeconduct.node.press.claims import add_claim
from safeconduct.node.press.desk import ReviewDesk, review_desk
from safeconduct.node.shipped import begin_corridor, shipped_corridor
from safeconduct.node.starting import create_node
from safeconduct.node.world import World
from safeconduct.press.review import Published
from safeconduct.press.source import read_source
from safeconduct.testing import FakeClock, SeededRandom
from safeconduct.web.desk import create_desk
from safeconduct.web.desk.guard import Guard

if TYPE_CHECKING:
    from starlette.applications import Starlette

CORRIDOR = "lachin-2020"
PUBLISHED = Published("2031-03-04", "entered")
REPORT = """\
Road may open soon, ministry says

NORTHTOWN, March 3, 2031 (Example Wire) - The Armenian foreign ministry said on Monday that the road would open soon.

"The Lachin corridor is blocked," the ministry added.

The Azerbaijani foreign ministry denied that the Lachin corridor was blocked.

A government source told reporters that nobody had been turned back.
"""
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea></form><form action=//evil.example>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "\u202eevitca si txet\u202c",
    "zero\u200bwidth\u2066\u2069",
    "&lt;b&gt; &#x3c;i&#x3e;",
)
HOSTILE = "Road to open\n\n" + "\n\n".join(
    f"The Armenian foreign ministry said on Monday that the road {payload} would open number {number}."
    for number, payload in enumerate(PAYLOADS)
)


def lachin_node(folder: Path, clock: FakeClock | None = None) -> Node:
    """A node with the charter of the corridor and nothing else; the clock stands in March 2031."""
    world = World(clock or FakeClock("2031-03-05T12:00:00.000Z"), SeededRandom(1))
    node = create_node(folder / "node", world, organisation="road.example", name="hq")
    return begin_corridor(node, shipped_corridor(CORRIDOR))


def desk_of(node: Node, account: str = "first", *reports: str) -> ReviewDesk:
    """The desk of an account, some reports read in."""
    desk = review_desk(node, CORRIDOR, account)
    for number, report in enumerate(reports):
        data = report.encode()
        desk.add(read_source(data, f"report-{number}.txt"), data, PUBLISHED)
    return desk


def with_claim(desk: ReviewDesk) -> str:
    """The draft that says the road is blocked, with a claim recorded of it."""
    draft = draft_of(desk, "is blocked")
    add_claim(desk.node, desk.log, "claim-blocked", desk.see(draft).statement, "The road is blocked")
    return draft


def draft_of(desk: ReviewDesk, words: str) -> str:
    """The draft with these words."""
    for report in desk.reports():
        for row in desk.report(report.source_sha256)[1]:
            if words in " ".join(row.proposal.quotes):
                return row.draft
    raise AssertionError(words)


def desk_app(desk: ReviewDesk) -> Starlette:
    """The application of a desk, with the world of its node."""
    world = desk.node.world
    guard = Guard(world.random.random_bytes(32), world.random.random_bytes, world.clock.monotonic_us)
    return create_desk(desk, guard, version="0.1.0")


@dataclass(frozen=True)
class Page:
    """What was answered."""

    status: int
    headers: Mapping[str, str]
    text: str

    def form(self, number: int = 0) -> dict[str, str]:
        """The fields of a form as a browser without scripts would send them."""
        inside = re.findall(r"<form\b[^>]*>(.*?)</form>", self.text, re.DOTALL)[number]
        fields: list[tuple[str, str]] = []
        for tag in re.findall(r"<input\b[^>]*>", inside):
            has = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag))
            if "name" in has and (has.get("type") != "checkbox" or " checked" in tag):
                fields.append((has["name"], unescape(has.get("value", ""))))
        for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', inside, re.DOTALL):
            fields.append((name, unescape(body)))
        for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', inside, re.DOTALL):
            options = re.findall(r'<option value="([^"]*)"( selected)?', body)
            chosen = [value for value, selected in options if selected] or [options[0][0]]
            fields.append((name, unescape(chosen[0])))
        found: dict[str, str] = {}
        for name, value in fields:
            found[name] = f"{found[name]}, {value}" if name in found else value
        return found


@dataclass
class Visitor:
    """A browser without scripts: keeps cookies, says where it comes from."""

    app: Starlette
    host: str = "127.0.0.1:8766"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, **headers: str) -> Page:
        """Ask for a page."""
        return self._ask("GET", address, b"", headers)

    def post(self, address: str, fields: Mapping[str, str] | bytes, **headers: str) -> Page:
        """Send a form, as from a page of this address."""
        body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
        usual = {"content_type": "application/x-www-form-urlencoded", "origin": f"http://{self.host}"}
        return self._ask("POST", address, body, {**usual, "content_length": str(len(body)), **headers})

    def _ask(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> Page:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, self._asked(method, address, body, headers)).result()

    async def _asked(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> Page:
        path, _, query = address.partition("?")
        named = {"host": self.host, **{name.replace("_", "-"): value for name, value in headers.items() if value}}
        if self.cookies:
            named["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1",
            "method": method, "scheme": "http",
            "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8766),
        }  # fmt: skip
        requests = iter([{"type": "http.request", "body": body, "more_body": False}])
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return next(requests, {"type": "http.disconnect"})

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        pairs = [(name.decode().lower(), value.decode()) for name, value in sent[0]["headers"]]
        for name, value in pairs:
            if name == "set-cookie":
                cookie, _, text = value.split(";")[0].partition("=")
                self.cookies[cookie] = text
        return Page(sent[0]["status"], dict(pairs), b"".join(m.get("body", b"") for m in sent[1:]).decode())
