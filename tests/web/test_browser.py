"""The pages in a real browser: axe, overflow, ranges in right-to-left text, keyboard, print, pictures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.fixture_agreement import movement_id
from tests.web.fixture_journeys import journey_id
from tests.web.fixture_pages import BLACK_SEA, EMPTY, EXERCISE, TWO_BANKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.web

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
LOG, ODD_LOG = "c827c6a3274eead2", "0deb6e9e39f33529"
PAGES = {
    "corridors": "/",
    "overview": f"/c/{BLACK_SEA}",
    "claims": f"/c/{BLACK_SEA}/claims",
    "claims-chosen": f"/c/{BLACK_SEA}/claims?verdict=undecidable&sort=id",
    "claim": f"/c/{BLACK_SEA}/claims/d-aug15-tonnes",
    "claim-undecided": f"/c/{BLACK_SEA}/claims/d-oct06-inspections",
    "claim-arabic": f"/c/{BLACK_SEA}/claims/d-009",
    "record": f"/record?corridor={BLACK_SEA}",
    "entries": f"/record/{ODD_LOG}?page=3",
    "entry": f"/record/{LOG}/8",
    "downloads": f"/c/{BLACK_SEA}/downloads",
    "empty-overview": f"/c/{EMPTY}",
    "odd-overview": f"/c/{EXERCISE}",
    "odd-claims": f"/c/{EXERCISE}/claims",
    "odd-claim": f"/c/{EXERCISE}/claims/x-2",
    "odd-entry": f"/record/{ODD_LOG}/7",
    "agreement": f"/c/{BLACK_SEA}/agreement",
    "rules": f"/c/{BLACK_SEA}/agreement/rules",
    "conformance": f"/c/{BLACK_SEA}/conformance",
    "conformance-views": f"/c/{TWO_BANKS}/conformance",
    "movements": f"/c/{BLACK_SEA}/movements",
    "movements-chosen": f"/c/{TWO_BANKS}/movements?question=conduct&view=west&split=mixed",
    "movement": f"/c/{BLACK_SEA}/movements/{movement_id(12)}",
    "movement-views": f"/c/{TWO_BANKS}/movements/{movement_id(8)}",
    "odd-agreement": f"/c/{EXERCISE}/agreement",
    "odd-rules": f"/c/{EXERCISE}/agreement/rules",
    "odd-conformance": f"/c/{EXERCISE}/conformance",
    "odd-movements": f"/c/{EXERCISE}/movements",
    "odd-movement": f"/c/{EXERCISE}/movements/{movement_id(8)}",
    "plan": f"/c/{TWO_BANKS}/plan",
    "status": f"/c/{TWO_BANKS}",
    "status-past": f"/c/{TWO_BANKS}?asof=2031-04-20",
    "passages": f"/c/{TWO_BANKS}/passages",
    "passages-chosen": f"/c/{TWO_BANKS}/passages?direction=eastwards&checked=yes&from=2031-03-02&asof=2031-05-01",
    "passage": f"/c/{TWO_BANKS}/passages/{journey_id(7)}",
    "incidents": f"/c/{TWO_BANKS}/incidents",
    "supplies": f"/c/{TWO_BANKS}/supplies",
    "statements": f"/c/{TWO_BANKS}/statements",
    "contradictions": f"/c/{TWO_BANKS}/contradictions",
    "statements-chosen": f"/c/{TWO_BANKS}/statements?q=road&type=denial&asof=2031-04-10",
    "statement": f"/c/{TWO_BANKS}/statements/closed-0",
    "statement-through": f"/c/{TWO_BANKS}/statements/inner",
    "statement-arabic": f"/c/{TWO_BANKS}/statements/arabic",
    "speaker": f"/c/{TWO_BANKS}/speakers/minister-b",
    "claim-in-words": f"/c/{TWO_BANKS}/claims/road-closed",
    "odd-statements": f"/c/{EXERCISE}/statements",
    "odd-statement": f"/c/{EXERCISE}/statements/x-1",
    "odd-statement-long": f"/c/{EXERCISE}/statements/x-3",
    "empty-statements": f"/c/{EMPTY}/statements",
    "empty-contradictions": f"/c/{EMPTY}/contradictions",
    "allegations": f"/c/{TWO_BANKS}/allegations",
    "report": f"/c/{TWO_BANKS}/reports",
    "report-past": f"/c/{TWO_BANKS}/reports/2031-04-12",
    "not-found": f"/c/{BLACK_SEA}/claims/d-aug15-tones",
}
WIDTHS = (1440, 390)
PICTURED = (
    *("corridors", "overview", "claims-chosen", "claim", "entry", "record", "downloads"),
    *("plan", "status", "agreement", "rules", "conformance", "movements", "movement", "movement-views"),
    *("passages", "passage", "incidents", "supplies", "allegations", "report"),
    *("statements", "statement", "statement-through", "speaker"),
)
# In dark colours the document is the same, so only the rules that look at colours run again.
_AXE_RUN = """async (colours) => {
  const all = {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]};
  const seen = {type: "rule", values: ["color-contrast", "link-in-text-block"]};
  const found = await axe.run(document, {runOnly: colours === "light" ? all : seen, resultTypes: ["violations"]});
  return found.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | "));
}"""
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Text nodes with a range, a clock or an ISO day whose own direction is not left to right.
_UNWRAPPED = r"""() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const hidden = node.parentElement.closest("select, script, style");
    if (!hidden && /\d\s*[-\u2010-\u2015\u2212]\s*\d|\d:\d\d|(^|[^\w])[\u2212-]\d/.test(node.data)
        && getComputedStyle(node.parentElement).direction !== "ltr") found.push(node.data.trim());
  }
  return found;
}"""
_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement), box = document.activeElement.getBoundingClientRect();
  return [document.activeElement.tagName, style.outlineStyle, parseFloat(style.outlineWidth), box.width * box.height];
}"""


@pytest.fixture
def opened(browser: Browser, server: str) -> Iterator[Any]:
    """A page opener: language, width, colours; what the browser complains about fails the test."""
    contexts = []
    complaints: list[str] = []

    def open_page(address: str, language: str = "en", width: int = 1440, colours: str = "light") -> Page:
        scheme: Any = colours
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale=language)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if "404" not in message.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.goto(server + address, wait_until="networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_have_no_accessibility_violation_and_no_sideways_scrolling(
    opened: Any, screenshots: Path | None, name: str, language: str
) -> None:
    faults = []
    for colours in ("light", "dark"):
        page = opened(PAGES[name], language, WIDTHS[0], colours)
        page.evaluate(AXE)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{colours} {width}: {found}" for found in page.evaluate(_AXE_RUN, colours)]
            if page.evaluate(_OVERFLOW) > 0:
                faults.append(f"{colours} {width}: scrolls sideways")
            if screenshots and name in PICTURED and (colours == "light" or (language, width) == ("en", 1440)):
                page.screenshot(path=screenshots / f"{name}-{language}-{width}-{colours}.png", full_page=True)
        page.set_viewport_size({"width": 320, "height": 700})
        if page.evaluate(_OVERFLOW) > 0:
            faults.append(f"{colours} 320: scrolls sideways")
    assert faults == []


@pytest.mark.parametrize("name", PAGES)
def test_russian_pages_fit_too(opened: Any, screenshots: Path | None, name: str) -> None:
    page = opened(PAGES[name], "ru", 390)
    for width in (390, 320, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(_OVERFLOW) <= 0, width
    if screenshots and name in PICTURED:
        page.screenshot(path=screenshots / f"{name}-ru-1440-light.png", full_page=True)


@pytest.mark.parametrize("name", PAGES)
def test_ranges_days_and_signs_read_left_to_right_in_arabic(opened: Any, name: str) -> None:
    page = opened(PAGES[name], "ar")
    assert page.evaluate("() => document.documentElement.dir") == "rtl"
    assert page.evaluate(_UNWRAPPED) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("name", ["overview", "claims", "claim", "entry", "agreement", "rules", "movement"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(opened: Any, name: str, colours: str) -> None:
    page = opened(PAGES[name], colours=colours)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    wanted = page.evaluate(
        "() => [...document.querySelectorAll('a[href], button, select, summary, [tabindex=\"0\"]')]"
        ".filter(e => e.checkVisibility()).length"
    )
    reached = 1
    for _ in range(min(wanted - 1, 70)):
        page.keyboard.press("Tab")
        tag, style, width, area = page.evaluate(_FOCUS)
        assert tag != "BODY"
        assert style == "solid"
        assert width >= 3
        assert area > 0
        reached += 1
    assert reached == min(wanted, 71)


def test_the_skip_link_leads_to_the_content(opened: Any) -> None:
    page = opened(PAGES["overview"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"


def test_the_switches_work_without_scripts(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(server + PAGES["claims"])
    page.locator("details.menu summary").first.click()
    page.locator("a[hreflang=ar]").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.goto(server + PAGES["overview"])
    assert page.locator("html").get_attribute("lang") == "ar"
    page.locator("details.menu summary").nth(1).click()
    page.locator('a[href*="theme=dark"]').click()
    page.goto(server + PAGES["record"])
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_the_facets_of_movements_lead_to_an_address(opened: Any) -> None:
    page = opened(PAGES["movements"])
    page.click('nav.questions a[href*="question=conduct"]')
    page.select_option("select[name=reading]", "east")
    page.select_option("select[name=verdict]", "impeded")
    page.click("form button")
    assert "question=conduct" in page.url
    assert "reading=east" in page.url
    assert page.locator("table.stack tbody tr").count() > 0


def test_the_table_of_rules_prints_on_sideways_paper_with_every_reading(browser: Browser, server: str) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.goto(server + PAGES["rules"])
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    cell, head = page.evaluate(
        "() => ['tbody td', 'thead'].map(at => getComputedStyle(document.querySelector('table.rules ' + at)).display)"
    )
    assert (cell, head) == ("table-cell", "table-header-group")
    printed = page.pdf(prefer_css_page_size=True)
    boxes = {tuple(round(float(part)) for part in box.split()) for box in _media_boxes(printed)}
    assert (0, 0, 842, 595) in boxes
    context.close()


def _media_boxes(printed: bytes) -> list[str]:
    return [found.decode() for found in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", printed)]


def test_the_filter_form_leads_to_an_address(opened: Any) -> None:
    page = opened(PAGES["claims"])
    page.select_option("select[name=verdict]", "supported")
    page.click("form button")
    assert "verdict=supported" in page.url
    assert page.locator("table.stack .v-contradicted").count() == 0


@pytest.mark.parametrize("name", ["overview", "claim", "agreement", "rules", "conformance", "movement"])
def test_print_is_black_on_white_with_address_and_signed_state(
    opened: Any, screenshots: Path | None, name: str
) -> None:
    page = opened(PAGES[name], colours="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert not page.locator("header.bar").is_visible()
    assert PAGES[name] in page.locator(".print-only").inner_text()
    assert "982 entries" in page.locator("footer.foot").inner_text()
    if screenshots:
        page.set_viewport_size({"width": 794, "height": 1123})
        page.screenshot(path=screenshots / f"{name}-print.png", full_page=True)


def test_wishes_of_the_system_are_honoured(browser: Browser, server: str) -> None:
    context = browser.new_context(color_scheme="dark", reduced_motion="reduce", contrast="more")
    page = context.new_page()
    page.goto(server + PAGES["overview"])
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(18, 23, 31)"
    assert page.evaluate("() => getComputedStyle(document.querySelector('.chips a')).transitionDuration") == "0s"
    note, body = page.evaluate("() => ['.mut', 'body'].map(at => getComputedStyle(document.querySelector(at)).color)")
    assert note == body
    context.close()


def test_the_time_axis_can_be_stepped_through_by_keys_and_by_pointer(opened: Any) -> None:
    page = opened(PAGES["status"])
    readout = page.locator("#readout")
    page.locator(".steps").focus()
    for key, day in (("Home", "2031-03-01"), ("ArrowRight", "2031-03-02"), ("Shift+ArrowRight", "2031-03-09")):
        page.keyboard.press(key)
        assert readout.inner_text().startswith(day)
    page.keyboard.press("End")
    assert readout.inner_text().startswith("2031-06-28 · → East Mill / Osttal: restricted · vehicles:")
    page.locator("svg.timeline").hover(position={"x": 400, "y": 300})
    assert readout.inner_text().startswith("2031-0")
    assert page.locator(".needs-script").is_visible()
