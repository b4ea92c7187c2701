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

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).parent / "safeconduct"
CORRIDOR = "lachin-2020"
PORT = 8797
START_SECONDS_MAX = 900
DAY = "2023-03-01"
PICTURES = (
    ("status", f"/c/{CORRIDOR}?asof={DAY}"),
    ("status-newest", f"/c/{CORRIDOR}"),
    ("passages", f"/c/{CORRIDOR}/passages?asof={DAY}"),
    ("incidents", f"/c/{CORRIDOR}/incidents"),
    ("supplies", f"/c/{CORRIDOR}/supplies"),
    ("allegations", f"/c/{CORRIDOR}/allegations"),
    ("plan", f"/c/{CORRIDOR}/plan"),
    ("report", f"/c/{CORRIDOR}/reports/{DAY}"),
)
VIEWS = (("en", 1440, "light"), ("ar", 390, "dark"))


def main(arguments: list[str]) -> int:
    """Take all pictures; 0 when they are there."""
    folder = Path(arguments[0]) if arguments else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, served(Path(made) / "node") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, path in PICTURES:
            for language, width, colours in VIEWS:
                page = browser.new_page(viewport={"width": width, "height": 900})
                page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}&theme={colours}")
                page.screenshot(
                    path=folder / f"{name}-{language}-{width}-{colours}.jpg", full_page=True, type="jpeg", quality=45
                )
                page.close()
    return 0


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
