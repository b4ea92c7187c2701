"""Declension of Russian names and titles, for matching only: a form too many does no harm.

Cases by letter: n, g, d, a, i, p (nominative, genitive, dative, accusative, instrumental, prepositional).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

Gender: TypeAlias = Literal["he", "she", ""]
CASES = "ngdaip"
_HARD_I = frozenset("гкхжчшщ")
_HISS = frozenset("жчшщц")
_VOWELS = frozenset("аеиоуыэюя")
_GENDERS: tuple[Gender, ...] = ("he", "she")
_FEMININE_NAMES = ("ова", "ева", "ина", "ына")
_ADJECTIVES = ("ий", "ый", "ой", "ая", "яя", "ое", "ее", "ые", "ие")
_IRREGULAR = {
    "посол": "посол посла послу посла послом после",
    "власти": "власти властей властям власти властями властях",
    "миротворцы": "миротворцы миротворцев миротворцам миротворцев миротворцами миротворцах",
    "силы": "силы сил силам силы силами силах",
    "ведомости": "ведомости ведомостей ведомостям ведомости ведомостями ведомостях",
    "афины": "афины афин афинам афины афинами афинах",
    "эксперты": "эксперты экспертов экспертам экспертов экспертами экспертах",
    "источники": "источники источников источникам источники источниками источниках",
    "жители": "жители жителей жителям жителей жителями жителях",
    "очевидцы": "очевидцы очевидцев очевидцам очевидцев очевидцами очевидцах",
    "депутаты": "депутаты депутатов депутатам депутатов депутатами депутатах",
}
_FEMININE_SOFT = frozenset({"беларусь", "область", "власть"})


def plain(text: str) -> str:
    """Small letters, е for ё."""
    return text.lower().replace("ё", "е")


@lru_cache(maxsize=20_000)
def declined(word: str, gender: Gender = "") -> tuple[str, str, str, str, str, str]:
    """The six forms of a noun or name in the singular, from its nominative; small letters, е for ё.

    >>> declined("Захарова", "she")[:3], declined("Мирзоян", "he")[4], declined("Баку")[1]
    (('захарова', 'захаровой', 'захаровой'), 'мирзояном', 'баку')
    """
    low = plain(word)
    if low in _IRREGULAR:
        one, two, three, four, five, six = _IRREGULAR[low].split()
        return one, two, three, four, five, six
    stem, g, d, a, i, p = _endings(low, gender)
    return low, stem + g, stem + d, (low if a is None else stem + a), stem + i, stem + p


def _endings(low: str, gender: Gender) -> tuple[str, str, str, str | None, str, str]:  # noqa: C901, PLR0911 - one per paradigm
    """The stem and the endings of the other cases; no accusative if it is the nominative."""
    stem, last = low[:-1], low[-1:]
    if low.endswith(_ADJECTIVES) and len(low) > 4 and (gender != "he" or low.endswith(("ий", "ый", "ой"))):
        return _adjective(low, gender)
    if gender == "she" and low.endswith(_FEMININE_NAMES):
        return stem, "ой", "ой", "у", "ой", "ой"
    if low.endswith("ия"):
        return stem, "и", "и", "ю", "ей", "и"
    if last == "а":
        before = stem[-1:]
        return stem, ("и" if before in _HARD_I else "ы"), "е", "у", ("ей" if before in _HISS else "ой"), "е"
    if last == "я":
        return stem, "и", "е", "ю", "ей", "е"
    if last == "й":
        return stem, "я", "ю", "я", "ем", "и" if low.endswith("ий") else "е"
    if last == "ь":
        if gender == "she" or low in _FEMININE_SOFT or low.endswith("ость"):
            return stem, "и", "и", "ь", "ью", "и"
        return stem, "я", "ю", "я", "ем", "е"
    if low.endswith(("ство", "ие")):
        return (stem, "а", "у", None, "ом", "е") if last == "о" else (stem, "я", "ю", None, "ем", "и")
    if not last or last in _VOWELS or gender == "she" or not last.isalpha():
        return low, "", "", "", "", ""
    instrumental = (
        "ым" if gender == "he" and low.endswith(("ов", "ев", "ин", "ын")) else "ем" if last in _HISS else "ом"
    )
    return low, "а", "у", "а", instrumental, "е"


def _adjective(low: str, gender: Gender) -> tuple[str, str, str, str | None, str, str]:
    stem, ending = low[:-2], low[-2:]
    soft = stem[-1:] in _HARD_I
    if ending in {"ая", "яя"}:
        return (stem, "ой", "ой", "ую", "ой", "ой") if ending == "ая" else (stem, "ей", "ей", "юю", "ей", "ей")
    if ending in {"ые", "ие"}:
        vowel = "и" if soft or ending == "ие" else "ы"
        return stem, f"{vowel}х", f"{vowel}м", f"{vowel}х", f"{vowel}ми", f"{vowel}х"
    if gender == "he" and ending == "ий" and not low.endswith(("ский", "цкий", "кий", "ний")):
        return low[:-1], "я", "ю", "я", "ем", "и"
    mild = ending == "ее" or (ending == "ий" and low.endswith("ний"))
    e = "е" if mild else "о"
    vowel = "и" if soft or mild or ending == "ий" else "ы"
    accusative = None if ending in {"ое", "ее"} else f"{e}го"
    return stem, f"{e}го", f"{e}му", accusative, f"{vowel}м", f"{e}м"


def phrase_forms(phrase: str, gender: Gender = "", *, person: bool = False) -> dict[str, set[str]]:
    """The forms of a phrase, each with the letters of its cases; of a title only its head and adjectives decline.

    >>> sorted(phrase_forms("министр обороны"))[:2]
    ['министр обороны', 'министра обороны']
    """
    words = phrase.split()
    moving = len(words) if person else next((n + 1 for n, word in enumerate(words) if _is_head(word)), len(words))
    forms: dict[str, set[str]] = {}
    tables = [declined(word, gender) for word in words[:moving]]
    rest = [plain(word) for word in words[moving:]]
    for n, case in enumerate(CASES):
        forms.setdefault(" ".join([*(table[n] for table in tables), *rest]), set()).add(case)
    if any(word.isupper() and len(word) > 1 for word in words):  # acronyms mostly have no cases
        forms.setdefault(plain(phrase), set()).update(CASES)
    return forms


def _is_head(word: str) -> bool:
    """Whether a word of a title is its noun: no adjective, and not one that has no cases."""
    return not plain(word).endswith(_ADJECTIVES) and len(set(declined(word))) > 1


_BACK: tuple[tuple[str, str, Gender], ...] = (
    ("овой", "ова", "she"), ("евой", "ева", "she"), ("иной", "ина", "she"), ("ской", "ская", "she"),
    ("ову", "ова", "she"), ("еву", "ева", "she"), ("ину", "ина", "she"), ("скую", "ская", "she"),
    ("ией", "ия", "she"), ("ой", "а", "she"), ("ей", "я", "she"), ("ию", "ия", "she"), ("ии", "ия", "she"),
    ("ы", "а", "she"), ("и", "а", "she"), ("и", "я", "she"), ("у", "а", "she"), ("ю", "я", "she"), ("е", "а", "she"),
    ("ского", "ский", "he"), ("скому", "ский", "he"), ("ским", "ский", "he"), ("ском", "ский", "he"),
    ("ого", "ый", "he"), ("ому", "ый", "he"), ("ым", "", "he"), ("им", "ий", "he"), ("ием", "ий", "he"),
    ("ом", "", "he"), ("ем", "й", "he"), ("ем", "ь", "he"), ("ем", "", "he"), ("ия", "ий", "he"), ("ию", "ий", "he"),
    ("я", "й", "he"), ("я", "ь", "he"), ("ю", "й", "he"), ("ю", "ь", "he"), ("а", "", "he"), ("у", "", "he"),
    ("е", "", "he"), ("ы", "а", "he"), ("и", "а", "he"), ("ой", "а", "he"), ("и", "я", "he"),
)  # fmt: skip
_READINGS_MAX = 6


def nominatives(name: str) -> list[tuple[str, Gender]]:
    """What the nominative of a full name may be, with its gender, as far as its endings allow.

    >>> ("Анна Петрова", "she") in nominatives("Анны Петровой"), ("Ян Корда", "he") in nominatives("Яна Корды")
    (True, True)
    """
    found: list[tuple[str, Gender]] = []
    for gender in _GENDERS:
        readings = [_readings(word, gender) for word in name.split()]
        if len(readings) < 2:
            found += [(reading, gender) for each in readings for reading in each]
            continue
        first, last = readings[0], readings[-1]
        middle = [each[0] for each in readings[1:-1]]
        found += [(" ".join([one, *middle, other]), gender) for one in first for other in last]
    return found


def _readings(word: str, gender: Gender) -> list[str]:
    """The word itself, and what its endings may stand for."""
    changed = (
        word[: len(word) - len(ending)] + other
        for ending, other, whose in _BACK
        if whose == gender and word.endswith(ending) and len(word) > len(ending) + 1
    )
    return list(dict.fromkeys((word, *changed)))[:_READINGS_MAX]
