"""Take the pictures of the documents: set the Lachin case up, serve its pages, photograph them in Chromium.

Usage: python -m tools.pictures [FOLDER]     FOLDER: where the pictures go, docs/pictures if left out

The same node gives the same pictures but for fonts. It takes some minutes, so it is run by hand: `make pictures`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).parent / "safeconduct"
CORRIDOR = "lachin-2020"
PORT = 8797
START_SECONDS_MAX = 900
DAY = "2023-03-01"
FIRST_PASSAGE = ""
"""Stands for the first of the list, whose name is not known before."""
PICTURES = (
    ("status", f"/c/{CORRIDOR}?asof={DAY}"),
    ("status-newest", f"/c/{CORRIDOR}"),
    ("passages", f"/c/{CORRIDOR}/passages?asof={DAY}"),
    ("passage", FIRST_PASSAGE),
    ("incidents", f"/c/{CORRIDOR}/incidents"),
    ("supplies", f"/c/{CORRIDOR}/supplies"),
    ("allegations", f"/c/{CORRIDOR}/allegations"),
    ("statements", f"/c/{CORRIDOR}/statements"),
    ("statement", f"/c/{CORRIDOR}/statements/st-0891632502c9d26ff2a1b61da9d08169"),
    ("speaker", f"/c/{CORRIDOR}/speakers/sergey-lavrov"),
    ("contradictions", f"/c/{CORRIDOR}/contradictions"),
    ("claims", f"/c/{CORRIDOR}/claims"),
    ("claim", f"/c/{CORRIDOR}/claims/claim-mines"),
    ("agreement", f"/c/{CORRIDOR}/agreement"),
    ("conformance", f"/c/{CORRIDOR}/conformance"),
    ("plan", f"/c/{CORRIDOR}/plan"),
    ("report", f"/c/{CORRIDOR}/reports/{DAY}"),
)
VIEWS = (("en", 1440, "light"), ("en", 390, "dark"), ("ar", 1440, "dark"), ("ar", 390, "light"))
HEIGHT_MAX = 5_000


def main(arguments: list[str]) -> int:
    """Take all pictures; 0 when they are there."""
    folder = Path(arguments[0]) if arguments else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, served(Path(made) / "node") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, path in PICTURES:
            found = path or _first_passage(browser, address)
            for language, width, colours in VIEWS:
                there = f"{address}{found}{'&' if '?' in found else '?'}lang={language}&theme={colours}"
                _photograph(browser, there, width, folder / f"{name}-{language}-{width}-{colours}.jpg")
    return 0


def _first_passage(browser: Browser, address: str) -> str:
    """The path of the first journey in the list of the day."""
    page = browser.new_page()
    page.goto(f"{address}/c/{CORRIDOR}/passages?asof={DAY}")
    found = page.locator(f'main a[href^="/c/{CORRIDOR}/passages/"]').first.get_attribute("href")
    page.close()
    return found or ""


def _photograph(browser: Browser, address: str, width: int, file: Path) -> None:
    """The page from its top, as far down as pictures go."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(address, timeout=120_000)
    tall = min(int(page.evaluate("document.documentElement.scrollHeight")), HEIGHT_MAX)
    clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": tall}
    page.screenshot(path=file, full_page=True, clip=clip, type="jpeg", quality=40)
    page.close()


@contextmanager
def served(node: Path) -> Iterator[str]:
    """The address at which the pages of a new node with the Lachin case are served."""
    command = [str(PROGRAM), "demo", CORRIDOR, "--node", str(node), "--port", str(PORT), "--quiet"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{PORT}"
        until = time.monotonic() + START_SECONDS_MAX
        while not _answers(address):
            if running.poll() is not None or time.monotonic() > until:
                raise SystemExit("pictures: the pages were not served")
            time.sleep(1)
        yield address
    finally:
        running.terminate()
        running.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - our own address
            return int(answer.status) == 200
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
