"""The small word classes of one language, read once from `data/words.LANGUAGE.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files

from safeconduct.base.yaml_file import Node, read_yaml
from safeconduct.press.calendar_names import months, weekdays

_DATA = "safeconduct.press.extract"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Closed classes: each is a set of words in lower case. The file explains what they are for."""

    pronouns: frozenset[str]
    possessives: frozenset[str]
    determiners: frozenset[str]
    auxiliaries: frozenset[str]
    be: frozenset[str]
    negations: frozenset[str]
    prepositions: frozenset[str]
    adverbs: frozenset[str]
    subordinators: frozenset[str]
    hedges: frozenset[str]
    onward: frozenset[str]
    hedging_adverbs: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]
    times: frozenset[str]
    time_determiners: frozenset[str]
    occasions: frozenset[str]
    audience: frozenset[str]
    asides: frozenset[str]
    speech_nouns: frozenset[str]
    past: frozenset[str]
    links: frozenset[str]
    verbs: frozenset[str]
    caps_function: frozenset[str]
    abbreviations: frozenset[str]
    not_infinitive: frozenset[str] = field(init=False)
    not_last: frozenset[str] = field(init=False)
    not_noun: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Make the unions that are asked for at every word."""
        placed = self.determiners | self.possessives | self.prepositions
        unions = {
            "not_infinitive": placed | self.weekdays,
            "not_last": placed | self.auxiliaries | self.subordinators,
            "not_noun": placed | self.auxiliaries | self.subordinators | self.pronouns,
        }
        for name, words in unions.items():
            object.__setattr__(self, name, words)

    def is_adverb(self, low: str) -> bool:
        """Whether a word only colours the verb beside it."""
        return low in self.adverbs or (len(low) > 4 and low.endswith("ly") and low not in _NOT_ADVERBS)

    def is_verb(self, low: str) -> bool:
        """Whether a word is likely the finite verb of a clause; nouns in -ed are few."""
        if low in self.auxiliaries or low in self.verbs:
            return True
        if low[-2:] == "ed":
            return len(low) > 4
        head, mark, tail = low.partition("'")
        return bool(mark) and (tail in _SHORT_VERBS or (tail == "s" and head in self.pronouns))


_SHORT_VERBS = frozenset({"re", "ve", "ll", "d", "t", "m"})
_NOT_ADVERBS = frozenset(
    {"family", "italy", "july", "supply", "ally", "assembly", "monopoly", "only", "reply", "early"}
)


def data_file(name: str) -> Node:
    """One YAML file of this package."""
    return read_yaml(files(_DATA).joinpath("data").joinpath(name).read_bytes(), name)


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The word classes of a language."""
    node = data_file(f"words.{language}.yaml")
    days = {"months": frozenset(months(language, short=True)), "weekdays": frozenset(weekdays(language, short=True))}
    names = [each.name for each in fields(Lexicon) if each.init and each.name not in days]
    members = node.fields(names)
    return Lexicon(**days, **{name: frozenset(members[name].text().split()) for name in names})
