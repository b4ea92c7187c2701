"""Invented reports and what outlets do to agency copy, from a seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

BODIES = ("harbour office", "river council", "transport ministry", "northern province", "relief committee")
PLACES = ("Northtown", "Eastport", "Lower Ferry", "Millbrook", "Stonebridge")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
THINGS = ("the pier", "the ferry crossing", "the mountain road", "the grain depot", "the checkpoint", "the old bridge")
VERBS = ("would open", "would stay shut", "had been inspected", "was being repaired", "could carry lorries again")
ENDS = (
    *(
        "before the first snow",
        "once the inspection ends",
        "despite the high water",
        "under the agreement of last year",
    ),
    *("as soon as both sides agree", "for the second time this month", "without giving a reason"),
)
LINKS = ("said on {day} that", "told reporters on {day} that", "announced late on {day} that", "had said that")
ASIDES = (
    "Lorries have waited outside {place} for {number} days.",
    "About {number} families live beyond {thing}, and most of them depend on it.",
    "The two sides signed the agreement in {place} after {number} weeks of talks.",
    "Neither side gave figures, but drivers at {place} counted {number} lorries.",
    "It was the {number}th such notice since the spring.",
)
QUOTES = (
    '"We ask for nothing but what was signed, and go on asking until somebody answers with a date," it said.',
    '"Nobody was turned back, and nobody who had papers waited longer than others did that morning," an officer said.',
)
EDITS = ("however", "meanwhile", "reportedly", "earlier", "local", "officials", "nearby", "again")


def sentence(draw: Random) -> str:
    """One sentence of a report."""
    fields = {"place": draw.choice(PLACES), "day": draw.choice(DAYS), "thing": draw.choice(THINGS)}
    kind = draw.random()
    if kind < 0.12:
        return draw.choice(QUOTES)
    if kind < 0.4:
        return draw.choice(ASIDES).format(number=draw.randrange(2, 90), **fields)
    link = draw.choice(LINKS).format(**fields)
    return f"The {draw.choice(BODIES)} {link} {fields['thing']} {draw.choice(VERBS)} {draw.choice(ENDS)}."


def report(draw: Random, sentences: int = 14) -> list[str]:
    """The paragraphs of a report, two sentences each."""
    made = [sentence(draw) for _ in range(sentences)]
    return [" ".join(made[at : at + 2]) for at in range(0, sentences, 2)]


def edited(draw: Random, paragraphs: Sequence[str]) -> list[str]:
    """The same with one word in fifteen replaced."""
    return [
        " ".join(draw.choice(EDITS) if draw.random() < 1 / 15 else word for word in each.split()) for each in paragraphs
    ]


def shuffled(draw: Random, paragraphs: Sequence[str]) -> list[str]:
    """The same in another order after the lead."""
    rest = list(paragraphs[1:])
    draw.shuffle(rest)
    return [paragraphs[0], *rest]


Maker = Callable[[Random, Sequence[str]], list[str]]

COPIES: Mapping[str, Maker] = {
    "with a headline and a last line of its own": lambda draw, first: [sentence(draw), *first, sentence(draw)],
    "cut to its first half": lambda _, first: list(first[: len(first) // 2 + 1]),
    "with a lead of its own": lambda draw, first: [*report(draw, 2), *first[1:]],
    "in another order": shuffled,
    "with one word in fifteen replaced": edited,
    "within a report twice as long": lambda draw, first: [*report(draw, 14), *first],
}
OTHERS: Mapping[str, Maker] = {
    "with two paragraphs taken over": lambda draw, first: [*report(draw, 10), *first[2:4]],
    "with one long quotation taken over": lambda draw, _: [*report(draw, 12), QUOTES[0]],
    "about the same matter": lambda draw, _: report(draw, 14),
    "short, about the same matter": lambda draw, _: report(draw, 6),
}
