"""Headers on every answer, errors that tell nothing, hosts, languages and colours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from safeconduct.base.errors import SafeconductError
from safeconduct.web import create_app
from tests.web.conftest import Answered, Get, ask_app
from tests.web.fixture_pages import BLACK_SEA, EXERCISE, SCRIPT, FixturePages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeconduct.web.source import Corridor

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
ANSWERS = (
    "/", "/corridors.json", f"/c/{BLACK_SEA}", f"/c/{BLACK_SEA}.csv", f"/c/{BLACK_SEA}/claims/d-aug15-corn.scz",
    "/static/style.css", "/static/none.css", "/nothing", "/record/0000000000000000", "/record?corridor=none",
    f"/c/{BLACK_SEA}/claims?page=0",
)  # fmt: skip


def _guarded(answered: Answered) -> bool:
    return (
        answered.headers["content-security-policy"] == POLICY
        and answered.headers["x-content-type-options"] == "nosniff"
        and answered.headers["referrer-policy"] == "same-origin"
    )


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_carries_the_headers(get: Get, address: str) -> None:
    assert _guarded(get(address))


def test_https_is_kept_and_http_is_not_promised_it(get: Get) -> None:
    assert "strict-transport-security" in get("/", scheme="https").headers
    assert "strict-transport-security" not in get("/").headers


def test_another_host_is_refused_with_the_headers(get: Get) -> None:
    answered = get("/", host="evil.example")
    assert answered.status == 400
    assert _guarded(answered)
    assert get("/", host="node.example.org:8443").status == 200


class _Failing(FixturePages):
    def __init__(self, error: Exception) -> None:
        self._error = error

    def corridors(self) -> Sequence[Corridor]:
        raise self._error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RuntimeError("secret /srv/node/keys"), "SC-WEB-00"),
        (SafeconductError("secret /srv/node", code="SC-LOG-09"), "SC-LOG-09"),
    ],
)
def test_a_failure_shows_its_code_and_no_internals(error: Exception, code: str) -> None:
    answered = ask_app(create_app(_Failing(error), hosts=["localhost"], version="0.1.0"), "/")
    assert answered.status == 500
    assert _guarded(answered)
    assert code in answered.text
    assert "secret" not in answered.text
    assert "Traceback" not in answered.text


def test_a_wrong_name_leads_to_the_nearest_ones(get: Get) -> None:
    answered = get(f"/c/{BLACK_SEA}/claims/d-aug15-tones")
    assert answered.status == 404
    assert f'href="/c/{BLACK_SEA}/claims/d-aug15-tonnes"' in answered.text
    assert "SC-WEB-01" in answered.text


@pytest.mark.parametrize("page", ["0", "01", "1_0", "+1", "٣", "-1", "9" * 40, "1.0"])
def test_a_page_number_is_written_as_our_links_write_it(get: Get, page: str) -> None:
    from urllib.parse import quote

    assert get(f"/c/{BLACK_SEA}/claims?page={quote(page)}").status == 400


@pytest.mark.parametrize(
    "address",
    [f"/c/{BLACK_SEA}/claims?page=3", "/record/{log}?page=11", "/record/{log}/982", "/record/{log}/007",
     "/record/{log}/%D9%A3", "/record/{log}/-1", "/record/{log}/99999999999999999999"],
)  # fmt: skip
def test_what_lies_beyond_a_list_is_not_found(get: Get, address: str) -> None:
    assert get(address.format(log="c827c6a3274eead2")).status == 404


@pytest.mark.parametrize("query", ["verdict=lied", "speaker=Nobody", "sort=random"])
def test_a_filter_knows_only_what_the_form_offers(get: Get, query: str) -> None:
    assert get(f"/c/{BLACK_SEA}/claims?{query}").status == 400


def test_errors_of_twins_are_objects(get: Get) -> None:
    answered = get("/c/none.json")
    assert answered.status == 404
    assert json.loads(answered.body)["error"]["code"] == "SC-WEB-01"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_the_pages_only_show(get: Get, method: str) -> None:
    answered = get("/", method=method)
    assert answered.status == 405
    assert "SC-WEB-03" in answered.text


def test_language_comes_from_address_then_cookie_then_browser(get: Get) -> None:
    assert '<html lang="ar" dir="rtl"' in get("/", accept_language="de, ar;q=0.8, ru;q=0.5").text
    assert '<html lang="ru" dir="ltr"' in get("/", accept_language="ar", cookie="lang=ru").text
    chosen = get("/?lang=en", accept_language="ar", cookie="lang=ru")
    assert '<html lang="en" dir="ltr"' in chosen.text
    assert any(cookie.startswith("lang=en;") and "HttpOnly" in cookie for cookie in chosen.cookies)


@pytest.mark.parametrize(
    "header", ["", "*", "xx", "ar;q=0", "ar;q=x", "ru;q=9", "," * 600, "\u0440\u0443, ar-EG-x;q=0.001;"]
)
def test_odd_wishes_for_a_language_give_a_page(get: Get, header: str) -> None:
    assert get("/", accept_language=header).status == 200


def test_colours_are_chosen_without_a_script(get: Get) -> None:
    chosen = get("/?theme=dark")
    assert 'data-theme="dark"' in chosen.text
    assert any(cookie.startswith("theme=dark;") for cookie in chosen.cookies)
    assert 'data-theme="light"' in get("/", cookie="theme=light").text
    assert 'data-theme="auto"' in get("/", cookie="theme=nightmare").text
    assert not get("/?theme=nightmare").cookies


def test_switching_the_language_keeps_the_address(get: Get) -> None:
    text = get(f"/c/{BLACK_SEA}/claims?verdict=supported&page=1").text
    assert f'href="/c/{BLACK_SEA}/claims?verdict=supported&amp;page=1&amp;lang=ar"' in text


@pytest.mark.parametrize("address", [f"/c/{EXERCISE}", f"/c/{EXERCISE}/claims", f"/c/{EXERCISE}/claims/x-2", "/record"])
def test_text_from_outside_is_never_markup(get: Get, address: str) -> None:
    text = get(address).text
    assert "<script" not in text
    assert "<img" not in text
    assert "javascript:" not in text.replace(SCRIPT, "")
    assert "\u202e" not in text
