"""An operator's own model: three settings that stand together, and the report that is sent only if all three do.

The endpoint may be on this machine or in a private network, because its address comes from the operator and from
nowhere else; no address in a report or in an answer is followed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from safeconduct.base import limits
from safeconduct.node.confined import HEAD_BYTES_MAX
from safeconduct.node.confined import answer_of as confined_answer
from safeconduct.node.durable import read_input
from safeconduct.node.errors import EndpointError, EndpointUnsetError
from safeconduct.node.press.endpoint_child import AddressError, Target, target_of
from safeconduct.press.endpoint import answer_of, failed_pass, request_of, with_answer
from safeconduct.press.extraction import Extraction
from safeconduct.press.speakers import Entities
from safeconduct.press.topics import Topic

_MODEL = re.compile(r"[!-~]{1,128}", re.ASCII)
_KEY = re.compile(r"[!-~]{1,4096}", re.ASCII)
_KEY_BYTES_MAX = 8192
_SETTINGS = ("--endpoint", "--endpoint-model", "--send-text")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to ask, which model, and the key, if it needs one. It exists only if text may be sent there."""

    target: Target
    model: str
    key: str = field(default="", repr=False)


def endpoint_of(url: str, model: str, *, send_text: bool, key_file: Path | None = None) -> Endpoint | None:
    """The endpoint of three separate settings; None if none of them is given. Raises EndpointUnsetError."""
    given = (bool(url), bool(model), send_text)
    if not any(given) and key_file is None:
        return None
    missing = [name for name, is_given in zip(_SETTINGS, given, strict=True) if not is_given]
    if missing:
        raise EndpointUnsetError(
            f"a model is asked only with all three of its settings; missing: {', '.join(missing)}",
            next_step="Give all three, or none of them. Nothing was sent.",
        )
    try:
        target = target_of(url)
    except AddressError as error:
        raise EndpointUnsetError(str(error), where=url[:200], next_step="Nothing was sent.") from error
    if not _MODEL.fullmatch(model):
        raise EndpointUnsetError(
            "the name of a model has printed ASCII characters only, at most 128", where=model[:200]
        )
    return Endpoint(target, model, "" if key_file is None else _key(key_file))


def _key(file: Path) -> str:
    key = read_input(file, _KEY_BYTES_MAX).decode("utf-8", "replace").strip()
    if not _KEY.fullmatch(key):
        raise EndpointUnsetError("the key file holds no key: one line of printed ASCII", where=file.name)
    return key


def asked(found: Extraction, entities: Entities, topics: Sequence[Topic], endpoint: Endpoint) -> Extraction:
    """What was found, with what the model adds. Never fails: trouble stands in the last pass, as its `problem`."""
    try:
        data = _answer(found, entities, topics, endpoint)
    except EndpointError as error:
        return failed_pass(found, endpoint.model, error.what)
    answer = answer_of(found.source.text, [one.found for one in found.statements], entities, topics, data)
    return with_answer(found, entities, topics, answer, endpoint.model)


def _answer(found: Extraction, entities: Entities, topics: Sequence[Topic], endpoint: Endpoint) -> bytes:
    most = limits.PRESS_ENDPOINT_TEXT_CHARS_MAX
    if len(found.source.text.text) > most:
        raise EndpointError(f"the report has more than {most:,} characters; it was not sent")
    body = {"model": endpoint.model, **request_of(found.source.text, entities, topics)}
    order = {
        "url": endpoint.target.url,
        "key": endpoint.key,
        "body": json.dumps(body),
        "bytes": limits.PRESS_ENDPOINT_BYTES_MAX,
        "seconds": limits.PRESS_ENDPOINT_SECONDS_MAX,
        "cpu": max(1, int(limits.PRESS_ENDPOINT_SECONDS_MAX)),
        "memory": limits.PRESS_ENDPOINT_MEMORY_BYTES_MAX,
    }
    answer = confined_answer(
        "safeconduct.node.press.endpoint_child",
        json.dumps(order).encode(),
        seconds=limits.PRESS_ENDPOINT_SECONDS_MAX,
        bytes_max=limits.PRESS_ENDPOINT_BYTES_MAX + HEAD_BYTES_MAX,
    )
    return _read(answer)


def _read(answer: bytes) -> bytes:
    """The bytes of the endpoint's answer. Raises EndpointError."""
    line, _, data = answer.partition(b"\n")
    try:
        head = json.loads(line[:HEAD_BYTES_MAX])
    except ValueError:
        head = {}
    if not isinstance(head, dict):
        head = {}
    if head.get("bytes") != len(data):
        raise EndpointError(str(head.get("error") or "the endpoint took more time or memory than is allowed"))
    return data
