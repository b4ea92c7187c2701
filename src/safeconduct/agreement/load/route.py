"""The road: ends, places, posts, alternatives."""

from __future__ import annotations

import re
from typing import Final, Literal

from safeconduct.agreement.load import keys
from safeconduct.agreement.load.block import Block, open_block
from safeconduct.agreement.load.known import Known
from safeconduct.agreement.load.problems import shown
from safeconduct.agreement.model import BASES, Alternative, Place, Post, Route
from safeconduct.base.yaml_file import Node

INBOUND: Final[tuple[Literal["west_to_east", "east_to_west"], ...]] = ("west_to_east", "east_to_west")
_METRES_MAX = 100_000_000
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,10})?", re.ASCII)


def read_route(file: Block, known: Known) -> Route:
    """The block `route`; an empty route stands in where it is missing."""
    block = file.block("route", keys.ROUTE)
    if block is None:
        return Route("", "", "west_to_east")
    block = Block(block.node, "route", block.problems, block.fields)
    ends = block.block("ends", keys.ENDS)
    places = ((key, _place(block, known, key, node)) for key, node in block.members("places", "place"))
    posts = ((key, _post(block, known, key, node)) for key, node in block.members("posts", "post"))
    others = ((key, _alternative(block, key, node)) for key, node in block.members("alternatives", "road"))
    return Route(
        west=ends.text("west") if ends else "",
        east=ends.text("east") if ends else "",
        inbound=block.choice("inbound", INBOUND),
        width_m=block.integer("width_m", 0, _METRES_MAX),
        places={key: place for key, place in places if place is not None},
        posts={key: post for key, post in posts if post is not None},
        alternatives={key: other for key, other in others if other is not None},
    )


def _place(route: Block, known: Known, key: str, node: Node) -> Place | None:
    block = open_block(route.problems, node, f"place {shown(key)}", keys.PLACE)
    if block is None:
        return None
    return Place(
        id=key,
        lat=_degrees(block, "lat", 90),
        lon=_degrees(block, "lon", 180),
        also_called=block.plain_texts("also_called"),
        between=block.names("between", known.places, "place"),
        length_m=block.integer("length_m", 0, _METRES_MAX),
        approximate=block.flag("approximate"),
    )


def _degrees(block: Block, key: str, most: int) -> str:
    text = block.text(key)
    if text and not (_DEGREES.fullmatch(text) and abs(float(text)) <= most):
        block.problem(key, f"`{key}` is {shown(text)}", 'Write degrees in quotes, such as "39.6374".')
    return text


def _post(route: Block, known: Known, key: str, node: Node) -> Post | None:
    block = open_block(route.problems, node, f"post {shown(key)}", keys.POST)
    if block is None:
        return None
    return Post(
        id=key,
        place=block.name("place", known.places, "place"),
        by=block.names("by", known.parties, "party"),
        span=block.span(),
        kind=block.text("kind"),
        also_called=block.plain_texts("also_called"),
        basis=block.optional_choice("basis", BASES),
        cite=block.text("cite"),
        note=block.text("note"),
        line=block.line,
    )


def _alternative(route: Block, key: str, node: Node) -> Alternative | None:
    block = open_block(route.problems, node, f"road {shown(key)}", keys.ALTERNATIVE)
    if block is None:
        return None
    return Alternative(
        id=key,
        span=block.span(),
        via=block.plain_texts("via"),
        ends_at=block.text("ends_at"),
        cite=block.text("cite"),
        note=block.text("note"),
        line=block.line,
    )
