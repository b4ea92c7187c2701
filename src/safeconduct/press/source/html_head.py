"""What the head of a page says of it: title, outlet, address, language, days of publication."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from safeconduct.press.source.days import full_days
from safeconduct.press.source.model import DocumentDate
from safeconduct.press.source.outlets import host_of, outlet_id, outlet_of_host

_JSON_CHARS_MAX = 256 * 1024
_VALUE_CHARS_MAX = 1_000
_JSON_DEPTH_MAX = 6
_JSON_OBJECTS_MAX = 200
_DATE_NAMES = (
    *("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate"),
    *("publishdate", "publish_date", "parsely-pub-date", "sailthru.date", "article.published", "citation_date"),
)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=$|[T ])")
_URL_DAY = re.compile(r"/((?:19|20)[0-9]{2})[/-]?([0-1]?[0-9])[/-]?([0-3]?[0-9])(?=[/_-]|$)")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")


@dataclass(slots=True)
class Head:
    """Gathered while the page is read."""

    language: str = ""
    site: str = ""
    address: str = ""
    title: str = ""
    found: dict[str, str] = field(default_factory=dict)
    _json: list[str] = field(default_factory=list)
    _json_chars: int = 0

    def element(self, name: str, attributes: dict[str, str]) -> str:
        """Take note of one element; a word if its text is wanted too."""
        if name == "html" and not self.language:
            self.language = _language(attributes.get("lang", ""))
        elif name == "meta":
            self._meta(attributes)
        elif name == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self.address = self.address or _web_address(attributes.get("href", ""))
        elif name == "time" and ("pubdate" in attributes or "datepublished" in attributes.get("itemprop", "").lower()):
            self._note("time", attributes.get("datetime", ""))
        elif name == "script" and attributes.get("type", "").strip().lower() == "application/ld+json":
            return "json"
        return "title" if name == "title" else ""

    def text(self, kind: str, text: str) -> None:
        """The text of an element that was wanted."""
        if kind == "title":
            self.title = self.title or " ".join(text[:_VALUE_CHARS_MAX].split())
        elif self._json_chars + len(text) <= _JSON_CHARS_MAX:
            self._json_chars += len(text)
            self._json.append(text)

    def outlet(self, address: str) -> str:
        """The id of the outlet: by the page's address, else by the name of its site."""
        host = host_of(address) or host_of(self.address)
        publisher = next((name for each in self._objects() if (name := _publisher(each))), "")
        return outlet_of_host(host) if host else outlet_id(self.site or publisher)

    def dates(self, address: str) -> Iterator[DocumentDate]:
        """The days of publication that markup and address give, the surest first, each day and place once."""
        for each in self._objects():
            yield from _dated("json-ld datePublished", each.get("datePublished"))
        for name, value in self.found.items():
            yield from _dated(name if name == "time" else f"meta {name}", value)
        path = _path(address or self.address)
        for found in _URL_DAY.finditer(path[:_VALUE_CHARS_MAX]):
            yield from _dated("address", f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}")

    def _meta(self, attributes: dict[str, str]) -> None:
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop", "")).strip().lower()
        value = attributes.get("content", "")[:_VALUE_CHARS_MAX].strip()
        if name == "og:site_name":
            self.site = self.site or value
        elif name == "og:url":
            self.address = self.address or _web_address(value)
        elif name == "og:title":
            self.title = " ".join(value.split()) or self.title
        elif name in _DATE_NAMES:
            self._note(name, value)

    def _note(self, name: str, value: str) -> None:
        if value:
            self.found.setdefault(name, value[:_VALUE_CHARS_MAX])

    def _objects(self) -> Iterator[dict[str, Any]]:
        seen = 0
        for text in self._json:
            for each in _objects(_json_value(text), 0):
                seen += 1
                if seen > _JSON_OBJECTS_MAX:
                    return
                yield each


def _json_value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD value that may describe the page: itself, members of lists and of `@graph`."""
    if isinstance(value, dict):
        yield value
        value = value.get("@graph")
    if isinstance(value, list) and depth < _JSON_DEPTH_MAX:
        for each in value[:_JSON_OBJECTS_MAX]:
            yield from _objects(each, depth + 1)


def _publisher(each: dict[str, Any]) -> str:
    publisher = each.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    return name[:_VALUE_CHARS_MAX] if isinstance(name, str) else ""


def _dated(where: str, value: object) -> Iterator[DocumentDate]:
    """The day of a value, as it is written: an hour near midnight in another zone is not turned into another day."""
    if not isinstance(value, str):
        return
    text = value[:_VALUE_CHARS_MAX].strip()
    iso = _ISO_DAY.match(text)
    found = full_days(iso[0] if iso else text)
    if len(found) == 1:
        yield DocumentDate(found[0].day.isoformat(), "metadata", where)


def _language(text: str) -> str:
    found = _LANGUAGE.fullmatch(text.strip()[:40])
    return found[1].lower() if found else ""


def _web_address(text: str) -> str:
    """An http address without user or fragment, else an empty text."""
    text = text.strip()[:2048]
    if not text.isascii() or not text.isprintable() or " " in text:
        return ""
    return text.partition("#")[0] if host_of(text) and "@" not in text.partition("//")[2].partition("/")[0] else ""


def _path(address: str) -> str:
    """The path of an address; empty for one that cannot be read."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
