"""The table of reporting cues of one language, and where they stand in a run of words.

`data/cues.LANGUAGE.yaml` says for each cue what it takes and what type of statement it introduces.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias, cast, get_args

from safeconduct.base.yaml_file import Node
from safeconduct.press.extract.lexicon import Lexicon, data_file, lexicon
from safeconduct.press.model import Type

Tense: TypeAlias = Literal["base", "present", "past", "ing"]
_TYPES: frozenset[str] = frozenset(get_args(Type))
_VOWELS = frozenset("aeiou")
_FRAMES = frozenset(
    {"that", "clause", "whether", "tag", "person", "to", "thing", "complement", "noun", "mind"}
    | {"person-to", "person-of", "person-for", "person-against", "thing-as", "thing-to", "thing-on", "worry"}
)
_NOUN_FRAMES = frozenset({"that", "of", "on", "to", "for", "about"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of the table.

    name: the base form, with the words that follow it ("call on").
    frames: what it takes; the head of the data file explains them.
    """

    name: str
    type: Type
    frames: frozenset[str]


@dataclass(frozen=True, slots=True)
class Form:
    """One written form of a verb cue: the words after the first, and what the first word tells of the time."""

    cue: Cue
    tense: Tense
    rest: tuple[str, ...] = ()
    participle: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Cues by their first word in lower case; longer forms first."""

    verbs: dict[str, tuple[Form, ...]]
    nouns: dict[str, Cue]
    words: Lexicon


@cache
def cue_table(language: str = "en") -> Table:
    """The cues of a language."""
    node = data_file(f"cues.{language}.yaml")
    members = node.fields(["verbs", "nouns"], ["irregular", "also"])
    irregular = {base: _listed(row, ",") for base, row in members["irregular"].mapping().items()}
    verbs: dict[str, list[Form]] = {}
    for name, row in members["verbs"].mapping().items():
        _add_forms(verbs, _cue(name, row, _FRAMES), irregular)
    for other, known in members["also"].mapping().items():
        verbs[other] = verbs[known.text()]
    ordered = {first: tuple(sorted(forms, key=lambda form: -len(form.rest))) for first, forms in verbs.items()}
    nouns = {name: _cue(name, row, _NOUN_FRAMES) for name, row in members["nouns"].mapping().items()}
    plurals = {_third_person(name): cue for name, cue in nouns.items()}
    return Table(ordered, {**nouns, **plurals}, lexicon(language))


def _listed(row: Node, separator: str) -> list[str]:
    return [part.strip() for part in row.text().split(separator)]


def _cue(name: str, row: Node, known: frozenset[str]) -> Cue:
    kind, *frames = _listed(row, ",")
    if kind not in _TYPES:
        raise row.error(f"{kind!r} is no type of statement")
    if unknown := sorted(set(frames) - known):
        raise row.error(f"{unknown[0]!r} is no frame")
    return Cue(name, cast("Type", kind), frozenset(frames))


def _add_forms(verbs: dict[str, list[Form]], cue: Cue, irregular: dict[str, list[str]]) -> None:
    base, *rest = cue.name.split()
    third, past, participle, ing = irregular.get(base) or (_third_person(base), _past(base), _past(base), _ing(base))
    tail = tuple(rest)
    forms = {
        base: Form(cue, "base", tail),
        third: Form(cue, "present", tail),
        ing: Form(cue, "ing", tail),
        participle: Form(cue, "past", tail, participle=True),
        past: Form(cue, "past", tail),
    }
    for word, form in forms.items():
        verbs.setdefault(word, []).append(form)


def _third_person(base: str) -> str:
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")


def _past(base: str) -> str:
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return base + ("d" if base.endswith("e") else "ed")


def _ing(base: str) -> str:
    return base[:-1] + "ing" if base.endswith("e") and not base.endswith("ee") else base + "ing"
