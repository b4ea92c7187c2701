"""The Russian cues by their written forms, made from infinitives; `data/cues.ru.yaml` says what each takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Literal, TypeAlias, cast, get_args

from safeconduct.base.yaml_file import Node
from safeconduct.press.extract.lexicon import data_file
from safeconduct.press.model import Type

Mood: TypeAlias = Literal["he", "she", "it", "they", "gerund"]
"""What a form agrees with; the present tense in the singular is `it`: it tells no gender."""
_MOODS: tuple[Mood, ...] = ("he", "she", "it", "they", "it", "they", "gerund", "gerund")
_FRAMES = frozenset(
    ("что", "как", "tag", "inf", "np", "лицо", "обвинение", "в", "за", "к", "на", "о", "от", "против", "с")
)
_VOWELS = frozenset("аеёиоуыэюя")


@dataclass(frozen=True, slots=True)
class RussianForm:
    """One written form of a cue. before: the word that must stand before it ("не"); rest: the words behind it."""

    name: str
    type: Type
    frames: frozenset[str]
    mood: Mood
    before: str = ""
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RussianWords:
    """Closed classes, each a set of words in lower case, with е for ё; openers are phrases."""

    pronouns: frozenset[str]
    first_person: frozenset[str]
    possessives: frozenset[str]
    prepositions: frozenset[str]
    links: frozenset[str]
    no_names: frozenset[str]
    not_bodies: frozenset[str]
    not_infinitives: frozenset[str]
    openers: frozenset[str]
    questions: frozenset[str]
    that: frozenset[str]
    so_that: frozenset[str]
    heads: frozenset[str]
    abbreviations: frozenset[str]


@dataclass(frozen=True, slots=True)
class RussianTable:
    """Cues by their first word; longer ones first. this: what stands for the sentence before ("об этом")."""

    verbs: dict[str, tuple[RussianForm, ...]]
    sources: frozenset[str]
    papers: frozenset[str]
    paper_verbs: frozenset[str]
    this: tuple[tuple[str, ...], ...]
    words: RussianWords


@cache
def russian_table() -> RussianTable:
    """The cues of Russian, read once."""
    members = data_file("cues.ru.yaml").fields(["verbs", "irregular", "sources", "papers", "paper_verbs", "this"])
    irregular = {plain(name): plain(row.text()).split() for name, row in members["irregular"].mapping().items()}
    verbs: dict[str, list[RussianForm]] = {}
    for name, row in members["verbs"].mapping().items():
        for word, form in _forms(plain(name), row, irregular):
            verbs.setdefault(word, []).append(form)
    ordered = {
        word: tuple(sorted(forms, key=lambda form: (not form.before, -len(form.rest)))) for word, forms in verbs.items()
    }
    this = tuple(tuple(plain(item.text()).split()) for item in members["this"].items())
    sets = {name: _words(members[name]) for name in ("sources", "papers", "paper_verbs")}
    return RussianTable(ordered, this=this, words=_classes(), **sets)


def plain(text: str) -> str:
    """Small letters, е for ё: printed texts use either."""
    return text.lower().replace("ё", "е")


def _words(node: Node) -> frozenset[str]:
    return frozenset(plain(node.text()).split())


def _classes() -> RussianWords:
    names = [each.name for each in fields(RussianWords)]
    members = data_file("words.ru.yaml").fields(names)
    return RussianWords(**{name: _words(members[name]) for name in names})


def _forms(name: str, row: Node, irregular: dict[str, list[str]]) -> Iterator[tuple[str, RussianForm]]:
    kind, *frames = (part.strip() for part in row.text().split(","))
    if kind not in get_args(Type):
        raise row.error(f"{kind!r} is no type of statement")
    if unknown := sorted(set(frames) - _FRAMES):
        raise row.error(f"{unknown[0]!r} is no frame")
    words = name.split()
    before = words.pop(0) if words[0] == "не" else ""
    perfective, slash, imperfective = words[0].partition("/")
    pairs = [(perfective, bool(slash)), *([(imperfective, False)] if imperfective else [])]
    for infinitive, is_perfective in pairs:
        written = irregular.get(infinitive) or conjugated(infinitive)
        for word, mood in zip(written, _MOODS, strict=False):
            if is_perfective and word in written[4:6]:
                continue  # a perfective verb in this form speaks of the future
            form = RussianForm(infinitive, cast("Type", kind), frozenset(frames), mood, before, tuple(words[1:]))
            yield word, form


def conjugated(infinitive: str) -> list[str]:
    """The past (he, she, it, they), third person (singular, plural) and gerunds of a regular verb.

    >>> conjugated("заявлять")[3:6], conjugated("согласиться")[:2]
    (['заявляли', 'заявляет', 'заявляют'], ['согласился', 'согласилась'])
    """
    bare = infinitive.removesuffix("ся")
    stem = bare[:-2]
    base, *endings = (bare[:-5], "ует", "уют", "уя") if bare.endswith("овать") else (stem, "ет", "ют", "я")
    if bare.endswith("ить"):
        base, endings = bare[:-3], ["ит", "ят", "я"]
    written = [*(stem + past for past in ("л", "ла", "ло", "ли")), *(base + ending for ending in endings), stem + "в"]
    return written if bare == infinitive else [_reflexive(word) for word in written]


def _reflexive(word: str) -> str:
    if word.endswith("в"):
        return f"{word}шись"
    return f"{word}{'сь' if word[-1] in _VOWELS else 'ся'}"
