"""A movement is announced, with its cargo lines.

`vehicle` and `vehicle_ref` name ships only: ships are in a public register, anything else is personal data.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.entries.fields import Body, Count, Extra, Hex32, Line, Prose, Word
from safeconduct.entries.kind import KindSpec, require
from safeconduct.entries.personal import VESSEL, extra_fields, refuse_personal, refuse_vehicle_names


class CargoLine(msgspec.Struct, kw_only=True, frozen=True):
    """One line of cargo."""

    line: Annotated[Count, Meta(description="number of the line within the movement")]
    commodity: Annotated[Line, Meta(description="as declared")]
    load_kg: Annotated[Count, Meta(description="mass, kg")]
    destination: Annotated[Line, Meta(description="where it goes, as declared")] | UnsetType = UNSET
    hs: Annotated[str, Meta(pattern="^[0-9]{2,10}$", max_length=10, description="HS code")] | UnsetType = UNSET
    un: Annotated[str, Meta(pattern="^[0-9]{4}$", max_length=4, description="UN number")] | UnsetType = UNSET
    extra: Annotated[Extra, Meta(description="columns of this corridor alone")] | UnsetType = UNSET


class Notification(Body, kw_only=True, frozen=True):
    """The body of a notification."""

    movement: Annotated[Hex32, Meta(description="id of the movement")]
    number: Annotated[Count, Meta(description="number the source gave the movement")] | UnsetType = UNSET
    direction: Annotated[Word, Meta(description="such as outbound, inbound")]
    category: Annotated[Word, Meta(description="such as vessel, truck, ambulance, convoy")]
    place: Annotated[Line, Meta(description="where it starts")] | UnsetType = UNSET
    vehicle: Annotated[Line, Meta(description="name of the ship; ships only")] | UnsetType = UNSET
    vehicle_ref: Annotated[Line, Meta(description="IMO number, as published; ships only")] | UnsetType = UNSET
    persons: Annotated[Count, Meta(description="how many persons")] | UnsetType = UNSET
    purpose: Annotated[Prose, Meta(description="why")] | UnsetType = UNSET
    lines: Annotated[list[CargoLine], Meta(max_length=4096, description="the cargo")]


def _check(body: Notification) -> None:
    numbers = [line.line for line in body.lines]
    require(len(set(numbers)) == len(numbers), "two cargo lines have the same number", "lines")
    refuse_vehicle_names(body.category, (("vehicle", body.vehicle), ("vehicle_ref", body.vehicle_ref)))
    if body.category != VESSEL:
        refuse_personal((("place", body.place), ("purpose", body.purpose), *extra_fields(body.extra)))
        for number, line in enumerate(body.lines):
            _check_line(line, f"lines[{number}].")


def _check_line(line: CargoLine, prefix: str) -> None:
    texts = ((f"{prefix}commodity", line.commodity), (f"{prefix}destination", line.destination))
    refuse_personal((*texts, *extra_fields(line.extra, prefix)))


KIND = KindSpec("notification", "a movement is announced, with its cargo", Notification, _check, lines=CargoLine)
