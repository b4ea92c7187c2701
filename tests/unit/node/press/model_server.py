"""A server that stands for a model's endpoint: answers as told, and remembers what it was sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

Answer: TypeAlias = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class ModelServer:
    """What it answers next, and what it was sent: path, headers, body."""

    server: ThreadingHTTPServer
    answer: Answer = (200, {}, b"{}")
    sent: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1/chat/completions"

    def says(self, *items: Any) -> None:
        """A well-formed answer with these statements."""
        self.says_text(json.dumps({"statements": list(items)}))

    def says_text(self, content: str) -> None:
        self.answer = (200, {}, json.dumps({"choices": [{"message": {"content": content}}]}).encode())


@contextmanager
def model_server() -> Iterator[ModelServer]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            held.sent.append((self.path, dict(self.headers), json.loads(body)))
            self._say()

        def do_GET(self) -> None:
            held.sent.append((self.path, dict(self.headers), None))
            self._say()

        def _say(self) -> None:
            if callable(held.answer):
                held.answer(self)
                return
            status, headers, data = held.answer
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(data))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    held = ModelServer(server)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
