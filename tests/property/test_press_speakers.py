"""Laws of the speakers of a report: parties are treated alike, nothing fails, the work grows with the text only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.press.dates import DateReader, Published, When, edtf_from_text
from safeconduct.press.model import Block, Found, Span, Text
from safeconduct.press.speakers import (
    Entities,
    entities_from_yaml,
    general_entities,
    resolve_parties,
    shipped_entities,
    who_and_when,
)
from tests.counted import calls_of
from tests.property.test_press_dates import reports

PUBLISHED = Published(edtf_from_text("2023-03-02"))
STATES = {"aa": ("Ruritania", "Ruritanian", "Strelsau"), "bb": ("Moldania", "Moldanian", "Zenda")}
PEOPLE = {"aa": "Alda Merrin", "bb": "Brun Tavish"}
MENTIONS = (
    "{name}", "{capital}", "The {adjective} side", "the {adjective} foreign minister", "{name}’s Foreign Ministry",
    "{adjective} Foreign Minister {person}", "{surname}", "{person}, the foreign minister of {name},", "the ministry",
    "He", "It", "a {adjective} official", "{name} and {other}", "The Ministry of Defence of {name}", "they",
)  # fmt: skip


def _world(order: tuple[str, str]) -> Entities:
    """The general names with two invented states, each with a foreign minister, in either order."""
    lines = ["format: safeconduct-entities/1", "id: world", "states:"]
    for id_ in order:
        name, adjective, capital = STATES[id_]
        lines.append(f"  {id_}: {{name: {name}, party: {id_}, adjectives: [{adjective}], capitals: [{capital}]}}")
    lines.append("persons:")
    for id_ in order:
        office = f"{{office: foreign-minister, of: {id_}, from: 2020-01-01}}"
        lines.append(f"  p-{id_}: {{name: {PEOPLE[id_]}, pronoun: he, offices: [{office}]}}")
    return entities_from_yaml("\n".join(lines) + "\n", "world.yaml", general_entities())


WORLD = _world(("aa", "bb"))


def _report(mentions: list[tuple[str, str]]) -> tuple[Text, tuple[Found, ...]]:
    """One sentence a mention: "N said that the road was open." """
    text, found, blocks = "", [], []
    for pattern, id_ in mentions:
        (name, adjective, capital), other = STATES[id_], STATES["bb" if id_ == "aa" else "aa"][0]
        person = PEOPLE[id_]
        words = pattern.format(
            name=name, adjective=adjective, capital=capital, person=person, surname=person.split()[1], other=other
        )
        start, end = len(text), len(text) + len(words)
        text += f"{words} said that the road was open.\n"
        found.append(
            Found((Span(end + 11, len(text) - 2),), Span(end + 1, end + 5), Span(start, end), "indirect", "report")
        )
        blocks.append(Block(Span(start, len(text) - 1), "body"))
    return Text(text, tuple(blocks)), tuple(found)


def _answers(mentions: list[tuple[str, str]], known: Entities) -> list[list[tuple[str, str, str]]]:
    text, found = _report(mentions)
    parties, _ = who_and_when(DateReader(text, found, PUBLISHED), known)
    return [[(each.name, each.entity, each.side) for each in party.speakers] for party in parties]


_SWAP = {"aa": "bb", "bb": "aa", "p-aa": "p-bb", "p-bb": "p-aa", PEOPLE["aa"]: PEOPLE["bb"], PEOPLE["bb"]: PEOPLE["aa"]}


def _swapped(text: str) -> str:
    """The same words with the two states exchanged."""
    marks = [(one, f"\0{n}\0", other) for n, (one, other) in enumerate(_pairs())]
    for one, mark, _ in marks:
        text = text.replace(one, mark)
    for _, mark, other in marks:
        text = text.replace(mark, other)
    return text


def _pairs() -> list[tuple[str, str]]:
    pairs = [(PEOPLE["aa"], PEOPLE["bb"]), ("p-aa", "p-bb"), ("aa-", "bb-")]
    pairs += [(one, other) for one, other in zip(STATES["aa"][::-1], STATES["bb"][::-1], strict=True)]
    pairs += [("Ruritan", "Moldan")]
    pairs = sorted(pairs, key=lambda pair: -len(pair[0]))
    return [*pairs, *((other, one) for one, other in pairs)]


def _exchange(answer: tuple[str, str, str]) -> tuple[str, str, str]:
    name, entity, side = answer
    entity = _SWAP.get(entity, entity if "-" not in entity else _SWAP.get(entity[:2], entity[:2]) + entity[2:])
    return _swapped(name), entity, _SWAP.get(side, side)


@given(st.lists(st.tuples(st.sampled_from(MENTIONS), st.sampled_from(["aa", "bb"])), min_size=1, max_size=8))
def test_swapping_the_parties_swaps_the_answer(mentions: list[tuple[str, str]]) -> None:
    swapped = [(pattern, "bb" if id_ == "aa" else "aa") for pattern, id_ in mentions]
    expected = [[_exchange(each) for each in answers] for answers in _answers(mentions, WORLD)]
    assert _answers(swapped, WORLD) == expected


@given(st.lists(st.tuples(st.sampled_from(MENTIONS), st.sampled_from(["aa", "bb"])), min_size=1, max_size=8))
def test_the_order_of_an_entity_file_does_not_matter(mentions: list[tuple[str, str]]) -> None:
    assert _answers(mentions, WORLD) == _answers(mentions, _world(("bb", "aa")))


@settings(max_examples=300, deadline=None)
@given(reports())
def test_no_report_makes_the_speakers_fail(report: tuple[Text, tuple[Found, ...]]) -> None:
    text, found = report
    parties, whens = who_and_when(DateReader(text, found, PUBLISHED), shipped_entities())
    assert len(parties) == len(whens) == len(found)
    names = [speaker.name for party in parties for speaker in party.speakers]
    assert all(names)


@settings(deadline=None)
@given(st.text(max_size=200), st.data())
def test_any_mention_gives_an_answer(mention: str, data: st.DataObject) -> None:
    whole = f"{mention} said so."
    text = Text(whole, (Block(Span(0, len(whole)), "body"),))
    found = Found((Span(len(mention) + 6, len(whole)),), None, Span(0, len(mention)), "indirect", "report")
    day = data.draw(st.none() | st.just(When(edtf_from_text("2023-01-18"), "explicit")))
    resolve_parties(text, (found,), [day], shipped_entities())


@pytest.mark.parametrize(
    "unit",
    [
        "Russian ", "Lavrov and ", "Boris Boris ", "the ministry, ", "on Monday ", "12 12 May ", "said ", "“", ". A. ",
        "the press secretary of the ", "Ministry of Communities and ", "de de ", "last last ", "(", "- ",
    ],
)  # fmt: skip
def test_the_work_grows_with_the_text_only(unit: str) -> None:
    def calls(length: int) -> int:
        whole = (unit * (length // len(unit) + 1))[:length]
        text = Text(whole, (Block(Span(0, length), "body"),))
        step = 200
        found = tuple(
            Found((Span(at + 60, at + 100),), Span(at + 50, at + 54), Span(at, at + 40), "indirect", "report")
            for at in range(0, length - step, step)
        )
        return calls_of(lambda: who_and_when(DateReader(text, found, PUBLISHED), shipped_entities()))

    calls(1_000)
    assert calls(20_000) < 5 * calls(5_000)
