"""With real sockets: nothing private is reached, whatever names resolve to and wherever pages lead."""

from __future__ import annotations

import datetime as dt
import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from safeconduct.node.confined import answer_of
from safeconduct.node.errors import FetchError, FetchRefusedError
from safeconduct.node.fetching import fetch
from safeconduct.node.fetching.child import Limits, Page, Reach, fetch_page, resolve
from safeconduct.node.fetching.rules import RefusedError, is_public
from tests.unit.node.fetching.tricks import REFUSED

LIMITS = Limits(100_000, 5, 5)
HOST = "news.example.org"
OPEN, CANARY = "127.0.0.1", "127.0.0.2"


@dataclass
class Site:
    """A server that answers as told and remembers who asked."""

    server: ThreadingHTTPServer
    answers: dict[str, Any]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])


def serve(address: str, port: int, answers: dict[str, Any]) -> Site:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            answer = answers.get(self.path, (404, {}, b"none"))
            if callable(answer):
                answer(self)
                return
            status, headers, data = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Transfer-Encoding" not in headers:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer((address, port), Handler)
    server.daemon_threads = True
    site = Site(server, answers)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return site


@pytest.fixture(scope="module")
def sites() -> Iterator[tuple[Site, Site]]:
    """One server that stands for the public internet, and a canary on the same port that nothing may reach."""
    site = serve(OPEN, 0, {"/": (200, {"Content-Type": "text/html; charset=utf-8"}, b"<p>words")})
    canary = serve(CANARY, site.port, {"/": (200, {}, b"secret"), "/secret": (200, {}, b"secret")})
    yield site, canary
    assert canary.asked == []
    for each in (site, canary):
        each.server.shutdown()
        each.server.server_close()


def reach(site: Site, *answers: list[str], public: Callable[[str], bool] = lambda number: number == OPEN) -> Reach:
    """Names resolve to these, one list after the other, the last one from then on; only the site is public."""
    left = list(answers or ([OPEN],))
    return Reach(lambda *_: left.pop(0) if len(left) > 1 else left[0], public, (80, 443, site.port))


def url(site: Site, path: str = "/", host: str = HOST) -> str:
    return f"http://{host}:{site.port}{path}"


def test_a_page_is_fetched_with_nothing_that_says_who_asks(sites: tuple[Site, Site]) -> None:
    site, _ = sites
    page = fetch_page(url(site), LIMITS, reach(site))
    assert page == Page(url(site), "text/html; charset=utf-8", b"<p>words")
    _, headers = site.asked[-1]
    assert headers["Host"] == f"{HOST}:{site.port}"
    assert not {"Cookie", "Authorization", "Referer", "Proxy-Authorization"} & set(headers)


@pytest.mark.parametrize("trick", REFUSED)
def test_no_trick_reaches_the_canary(sites: tuple[Site, Site], trick: str) -> None:
    """As written, and at the canary's own address and port; with the system's resolver and real sockets."""
    site, canary = sites
    real = Reach(resolve, ports=(80, 443, site.port))
    for each in (trick, re.sub(r"(?<=//)[^/]+", rf"{CANARY}:{site.port}", trick)):
        with pytest.raises((RefusedError, OSError)) as caught:
            fetch_page(each, LIMITS, real)
        assert isinstance(caught.value, RefusedError) or "news.example.org" in each
    assert canary.asked == []


@pytest.mark.parametrize(
    "numbers",
    [
        [CANARY],
        [OPEN, CANARY],
        [CANARY, OPEN],
        ["169.254.169.254"],
        ["fd00:ec2::254"],
        ["::1"],
        ["::ffff:127.0.0.2"],
        ["64:ff9b::7f00:2"],
        ["0.0.0.0"],
        ["127.0.0.2%lo"],
        [],
    ],
)
def test_a_name_that_leads_to_something_private_is_refused(sites: tuple[Site, Site], numbers: list[str]) -> None:
    site, canary = sites
    asked = len(site.asked)
    with pytest.raises(RefusedError, match="does not lead to the public internet"):
        fetch_page(url(site), LIMITS, reach(site, numbers))
    assert (len(site.asked), canary.asked) == (asked, [])


def test_a_name_is_resolved_once_and_the_checked_number_is_used(sites: tuple[Site, Site]) -> None:
    site, canary = sites
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return [OPEN] if len(asked) == 1 else [CANARY]

    found = fetch_page(url(site), LIMITS, Reach(rebinding, lambda number: number == OPEN, (site.port,)))
    assert (found.data, asked, canary.asked) == (b"<p>words", [HOST], [])
    with pytest.raises(RefusedError):
        fetch_page(url(site), LIMITS, Reach(rebinding, lambda number: number == OPEN, (site.port,)))


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.2:{port}/secret",
        "//127.0.0.2:{port}/secret",
        "http://2130706434:{port}/secret",
        "http://0x7f000002:{port}/secret",
        "http://127.2:{port}/secret",
        "http://[::ffff:127.0.0.2]:{port}/secret",
        "http://localhost:{port}/secret",
        "http://user@127.0.0.2:{port}/secret",
        "http://news.example.org:22/",
        "file:///etc/passwd",
        "ftp://127.0.0.2/",
        "http://169.254.169.254/latest/",
        "http://news.example.org.:{port}/",
        "data:text/html,x",
        "http://127\u30020.0.2:{port}/secret",
        "",
    ],
)
@pytest.mark.parametrize("status", [301, 307])
def test_every_hop_is_checked_anew(sites: tuple[Site, Site], place: str, status: int) -> None:
    site, canary = sites
    there = place.format(port=site.port).encode().decode("latin-1")
    site.answers["/hop"] = (status, {"Location": there}, b"")
    with pytest.raises(RefusedError):
        fetch_page(url(site, "/hop"), LIMITS, reach(site, public=lambda number: number == OPEN))
    assert canary.asked == []


def test_a_second_hop_resolves_anew(sites: tuple[Site, Site]) -> None:
    site, canary = sites
    site.answers["/away"] = (302, {"Location": "/"}, b"")
    assert fetch_page(url(site, "/away"), LIMITS, reach(site)).data == b"<p>words"
    with pytest.raises(RefusedError, match="does not lead"):
        fetch_page(url(site, "/away"), LIMITS, reach(site, [OPEN], [CANARY]))
    assert canary.asked == []


def test_circles_end(sites: tuple[Site, Site]) -> None:
    site, _ = sites
    site.answers["/round"] = (302, {"Location": "/round"}, b"")
    with pytest.raises(RefusedError, match="more than 5 times"):
        fetch_page(url(site, "/round"), LIMITS, reach(site))


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x" * 50_000)
    except OSError:
        return


def slow(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)
    except OSError:
        return


def many_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    for number in range(200):
        handler.send_header(f"X-{number}", "y" * 100)
    handler.end_headers()


@pytest.mark.parametrize(
    ("answer", "match"),
    [
        ((200, {}, b"x" * 100_001), "more than 100,000 bytes"),
        ((200, {"Content-Length": "999999999999"}, b"x"), None),
        (endless, "more than 100,000 bytes"),
        ((200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"), "packed"),
        ((404, {}, b""), "answered 404"),
        ((500, {}, b""), "answered 500"),
        ((302, {}, b""), "does not say where"),
        (many_headers, None),
    ],
)
def test_what_a_site_should_not_send_ends_the_fetch(sites: tuple[Site, Site], answer: Any, match: str | None) -> None:
    site, _ = sites
    site.answers["/odd"] = answer
    with pytest.raises(Exception, match=match) as caught:
        fetch_page(url(site, "/odd"), Limits(100_000, 2, 5), reach(site))
    assert type(caught.value).__name__ in {"RefusedError", "TimeoutError", "IncompleteRead", "HTTPException"}


def test_a_slow_site_is_given_up(sites: tuple[Site, Site]) -> None:
    site, _ = sites
    site.answers["/slow"] = slow
    start = time.monotonic()
    with pytest.raises(OSError, match=r"timed out|too long"):
        fetch_page(url(site, "/slow"), Limits(100_000, 1, 5), reach(site))
    assert time.monotonic() - start < 4


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Callable[[], ssl.SSLContext]]]:
    """A site with a certificate for its name, and who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    file = tmp_path_factory.mktemp("tls") / "site.pem"
    file.write_bytes(certificate + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    site = serve(OPEN, 0, {"/": (200, {}, b"sealed"), "/down": (302, {"Location": f"http://{HOST}/"}, b"")})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    yield site, lambda: ssl.create_default_context(cadata=certificate.decode())
    site.server.shutdown()
    site.server.server_close()


def test_a_page_is_fetched_over_tls_for_its_name(secure: tuple[Site, Callable[[], ssl.SSLContext]]) -> None:
    site, trust = secure
    trusting = replace(reach(site), trust=trust)
    link = f"https://{HOST}:{site.port}/"
    assert fetch_page(link, LIMITS, trusting).data == b"sealed"
    with pytest.raises(ssl.SSLCertVerificationError):
        fetch_page(link, LIMITS, reach(site))
    with pytest.raises(ssl.SSLCertVerificationError):
        fetch_page(link.replace("news.", "other."), LIMITS, trusting)


def test_pages_do_not_lead_from_https_to_http(secure: tuple[Site, Callable[[], ssl.SSLContext]]) -> None:
    site, trust = secure
    with pytest.raises(RefusedError, match="from https to http"):
        fetch_page(f"https://{HOST}:{site.port}/down", LIMITS, replace(reach(site), trust=trust))


def test_the_positive_control_reaches_the_canary() -> None:
    """The same call, with the rule taken out, does reach it: so the rule is what protects it."""
    canary = serve(CANARY, 0, {"/secret": (200, {}, b"secret")})
    free = Reach(lambda *_: [CANARY], lambda _number: True, (canary.port,))
    assert fetch_page(f"http://{HOST}:{canary.port}/secret", LIMITS, free).data == b"secret"
    with pytest.raises(RefusedError):
        fetch_page(f"http://{HOST}:{canary.port}/secret", LIMITS, Reach(lambda *_: [CANARY], is_public, (canary.port,)))
    assert len(canary.asked) == 1
    canary.server.shutdown()
    canary.server.server_close()


# --- the process


@pytest.mark.parametrize("trick", ["http://127.0.0.1/", "http://localhost/", "file:///etc/passwd"])
def test_an_address_is_refused_before_a_process_starts(trick: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "safeconduct.node.fetching.fetched.answer_of", lambda *_, **__: pytest.fail("a process was started")
    )
    with pytest.raises(FetchRefusedError) as caught:
        fetch(trick)
    assert caught.value.next_step


def order(link: str, **change: Any) -> bytes:
    first = {"url": link, "hosts": [], "bytes": 1000, "seconds": 3, "redirects": 2, "cpu": 5, "memory": 512 * 1024**2}
    return json.dumps({**first, **change}).encode()


def test_the_process_refuses_for_itself() -> None:
    answer = json.loads(
        answer_of("safeconduct.node.fetching.child", order("http://127.0.0.1/"), seconds=9, bytes_max=9999)
    )
    assert answer["refused"] is True


def test_the_process_has_no_proxy_and_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = serve(OPEN, 0, {})
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    with pytest.raises(FetchError):
        fetch("http://no-such-name.example.org/")
    assert proxy.asked == []
    proxy.server.shutdown()
    proxy.server.server_close()


def test_a_process_that_hangs_or_floods_is_ended() -> None:
    start = time.monotonic()
    answer_of("tests_no_such_module", b"{}", seconds=5, bytes_max=10)
    assert time.monotonic() - start < 5
    assert answer_of("safeconduct.node.fetching.child", b"", seconds=5, bytes_max=10) == b""
