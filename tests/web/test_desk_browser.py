"""The review desk in a real browser: whole reports by keyboard alone, axe, narrow screens, hostile words."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from safeconduct.node.press.desk import ReviewDesk
from safeconduct.node.reading import check
from safeconduct.node.world import system_world
from safeconduct.press.review import Published
from safeconduct.press.source import read_source
from tests.web.fixture_desk import HOSTILE, REPORT, desk_app, desk_of, draft_of, lachin_node, with_claim

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.web

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
_AXE_RUN = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | "));
}"""
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_DAYS = {"000": "2023-01-18", "001": "2023-03-02?", "002": "2023-06-23", "003": "2023-09-13?", "004": "2023-07-15"}
SECONDS_MAX = 20


@pytest.fixture
def serve() -> Iterator[Callable[[ReviewDesk], str]]:
    """Serve desks on ports of their own."""
    running: list[tuple[uvicorn.Server, threading.Thread, socket.socket]] = []

    def start(desk: ReviewDesk) -> str:
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(desk_app(desk), log_config=None, access_log=False, ws="none", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + SECONDS_MAX
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        assert server.started
        running.append((server, thread, listening))
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    yield start
    for server, thread, listening in running:
        server.should_exit = True
        thread.join(SECONDS_MAX)
        listening.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages; what the browser complains about fails the test."""
    contexts, complaints = [], []

    def open_page(address: str, language: str = "en", colours: Any = "light", width: int = 1440) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=colours, locale=language)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if "422" not in message.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _desk(folder: Path, reports: list[tuple[str, bytes, str]]) -> ReviewDesk:
    node = lachin_node(folder)
    node = type(node)(node.layout, node.config, system_world())
    desk = desk_of(node, "first")
    for name, data, day in reports:
        desk.add(read_source(data, name), data, Published(day, "inferred", "the development set"))
    return desk


def _shared_or_invented(request: pytest.FixtureRequest) -> list[tuple[str, bytes, str]]:
    """The five development reports where they are beside the checkout, else the invented one."""
    try:
        folder = request.getfixturevalue("shared") / "data" / "press"
    except pytest.skip.Exception:
        return [("report.txt", REPORT.encode(), "2031-03-04")]
    return [(path.name, path.read_bytes(), _DAYS[path.name[:3]]) for path in sorted(folder.glob("0*.txt"))]


def _press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def _name_the_speaker(page: Page) -> None:
    page.keyboard.press("f")
    page.keyboard.type("A source that the report does not name")
    page.keyboard.press("Escape")


def _word_it(page: Page) -> None:
    page.keyboard.press("w")
    page.keyboard.type("Told by the reviewer")
    page.keyboard.press("Escape")


def _review(page: Page, rejected: set[str]) -> int:
    """Decide whatever waits, by keys alone; how many decisions it took."""
    decided = 0
    while "/drafts/" in page.url:
        draft = page.url.split("/drafts/")[1].split("?")[0]
        assert page.locator("mark.m-said").count() >= 2
        if draft in rejected:
            page.keyboard.press("r")
            page.keyboard.type("nobody said this")
            _press(page, "Enter")
        else:
            if page.locator("#f-speaker").input_value() == "":
                _name_the_speaker(page)
            assert page.locator("#f-wording").input_value() == ""
            if decided == 0:
                _word_it(page)
            _press(page, "a")
        decided += 1
        assert decided < 500
    return decided


def test_a_whole_set_is_reviewed_by_keyboard_alone_and_enters_the_log(
    request: pytest.FixtureRequest, tmp_path: Path, serve: Callable[[ReviewDesk], str], opened: Callable[..., Page]
) -> None:
    reports = _shared_or_invented(request)
    desk = _desk(tmp_path, reports)
    rows = [row for one in desk.reports() for row in desk.report(one.source_sha256)[1]]
    outer = {desk.see(row.draft).case.draft.proposal.within for row in rows}
    rejected = {row.draft for row in rows[3::11] if row.draft not in outer}
    assert len(rows) >= (80 if len(reports) == 5 else 3)
    page = opened(f"{serve(desk)}/")
    _press(page, "n")
    assert _review(page, rejected) == len(rows)
    counts = [one.counts for one in desk.reports()]
    waiting = sum(one["second"] for one in counts)
    assert sum(one["open"] + one["differ"] for one in counts) == 0
    assert sum(one["rejected"] for one in counts) == len(rejected)
    second = desk_of(desk.node, "second")
    page = opened(f"{serve(second)}/next")
    assert _review(page, set()) == waiting
    assert all(one.counts["accepted"] + one.counts["rejected"] == sum(one.counts.values()) for one in desk.reports())
    for one in desk.reports():
        page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/')[2]}/reports/{one.source_sha256}")
        page.locator("form.act button").focus()
        _press(page, "Enter")
        assert page.locator("[role=alert]").count() == 0, page.locator("[role=alert]").inner_text()
        assert page.locator("[role=status]").count() == 1
    assert sum(one.written for one in desk.reports()) == len(rows) - len(rejected)
    assert check(desk.node, desk.log) == []
    seconds = [each.seconds for each in desk.figures()]
    assert all(one is not None for one in seconds)


def test_keys_do_nothing_in_a_field_and_with_other_keyboards_the_same(
    tmp_path: Path, serve: Callable[[ReviewDesk], str], opened: Callable[..., Page]
) -> None:
    desk = _desk(tmp_path, [("report.txt", REPORT.encode(), "2031-03-04")])
    page = opened(f"{serve(desk)}/next")
    before = page.url
    page.keyboard.press("f")
    assert page.evaluate("() => document.activeElement.id") == "f-speaker"
    page.keyboard.type("anrp")
    assert page.url == before
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.tagName") == "BODY"
    _press(page, "n")
    assert page.url != before
    with page.expect_navigation():
        page.evaluate(
            "() => document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'з', code: 'KeyP', bubbles: true}))"
        )
    assert page.url.split("/")[-1] == before.split("/")[-1]
    for held in ("Control+a", "Alt+n"):
        page.keyboard.press(held)
    page.evaluate(
        "() => document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', repeat: true, bubbles: true}))"
    )
    assert all(one.counts["open"] == sum(one.counts.values()) for one in desk.reports())


def test_enter_in_a_field_looks_at_the_changes_and_decides_nothing(
    tmp_path: Path, serve: Callable[[ReviewDesk], str], opened: Callable[..., Page]
) -> None:
    desk = _desk(tmp_path, [("report.txt", REPORT.encode(), "2031-03-04")])
    page = opened(f"{serve(desk)}/next")
    page.keyboard.press("f")
    _press(page, "Enter")
    assert "Not decided yet" in page.locator("[role=status]").inner_text()
    assert all(one.counts["open"] == sum(one.counts.values()) for one in desk.reports())


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_the_desk_has_no_accessibility_violation_and_fits_narrow_screens(
    tmp_path: Path,
    serve: Callable[[ReviewDesk], str],
    opened: Callable[..., Page],
    screenshots: Path | None,
    language: str,
) -> None:
    desk = _desk(tmp_path, [("report.txt", REPORT.encode(), "2031-03-04"), ("h.txt", HOSTILE.encode(), "2031-03-04")])
    gone = _beside(desk)
    draft = with_claim(desk)
    desk.accept(draft, {"stances": "claim-blocked=denies"}, 9)
    desk_of(desk.node, "second").accept(draft, {}, 4)
    desk.reject(draft_of(desk, "would open soon"), "a headline", 3)
    base = serve(desk)
    report = f"/reports/{desk.reports()[0].source_sha256}"
    pages = ("/", report, f"/drafts/{draft}", f"/drafts/{draft_of(desk, 'evitca')}", *gone)
    faults = []
    for address in pages:
        for colours in ("light", "dark") if language == "en" else ("light",):
            page = opened(base + address, language, colours)
            page.evaluate(AXE)
            for width in (1440, 390):
                page.set_viewport_size({"width": width, "height": 900})
                faults += [f"{address} {colours} {width}: {one}" for one in page.evaluate(_AXE_RUN)]
                if page.evaluate(_OVERFLOW) > 0:
                    faults.append(f"{address} {colours} {width}: scrolls sideways")
                if screenshots and colours == "light":
                    name = address.strip("/").replace("/", "-")[:16] or "reports"
                    page.screenshot(path=screenshots / f"desk-{name}-{language}-{width}.png", full_page=True)
    assert faults == []


def _beside(desk: ReviewDesk) -> tuple[str, str]:
    """A near copy of the first report, and one whose text was taken away: the pages of the latter."""
    forgotten = REPORT.replace("Road", "Bridge").replace("Lachin", "northern").replace("Monday", "Sunday").encode()
    digest = ""
    for name, data in (("twin.txt", REPORT.replace("Road may", "Road might").encode()), ("gone.txt", forgotten)):
        digest = desk.add(read_source(data, name), data, Published("2031-03-04", "inferred", "a test")).source_sha256
    rows = desk.report(digest)[1]
    desk.decide_copy(desk.reports()[0].source_sha256, digest, same=False)
    desk.forget(digest)
    return f"/reports/{digest}", f"/drafts/{rows[0].draft}"


def test_hostile_words_do_nothing(
    tmp_path: Path, serve: Callable[[ReviewDesk], str], opened: Callable[..., Page]
) -> None:
    desk = _desk(tmp_path, [("h.txt", HOSTILE.encode(), "2031-03-04")])
    page = opened(f"{serve(desk)}/next")
    _review(page, set())
    assert all(one.counts["accepted"] == sum(one.counts.values()) for one in desk.reports())
