"""The nominative of names that no file lists, from the forms in which one report writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from safeconduct.press.speakers.russian.decline import Gender, declined, nominatives, plain

_SAME_LETTERS = 4
_BUCKET_MAX = 24
"""Forms of names with one beginning that are compared with each other."""


class FullNames:
    """Each form of a full name with the nominative that explains most of the forms like it.

    names: each form as written, with the cases of the title before it; empty where none tells.
    """

    def __init__(self, names: Iterable[tuple[str, frozenset[str]]], surnames: Iterable[str]) -> None:
        self._cases: dict[str, set[str]] = {}
        buckets: dict[str, dict[str, None]] = {}
        for name, cases in names:
            self._cases.setdefault(name, set()).update(cases)
            bucket = buckets.setdefault(_key(name.split()[-1]), {})
            if len(bucket) < _BUCKET_MAX:
                bucket[name] = None
        alone: dict[str, set[str]] = {}
        for word in surnames:
            alone.setdefault(_key(word), set()).add(plain(word))
        self._nominative: dict[str, str] = {}
        for key, bucket in buckets.items():
            single = sorted(alone.get(key, ()))[:_BUCKET_MAX]
            for name in bucket:
                self._nominative[name] = self._best(name, list(bucket), single)

    def nominative(self, name: str) -> str:
        """The nominative of a form that the report has."""
        return self._nominative.get(name, name)

    def all(self) -> Iterable[str]:
        """All nominatives, each once."""
        return dict.fromkeys(self._nominative.values())

    def _best(self, name: str, others: Sequence[str], alone: Sequence[str]) -> str:
        """The reading of a name that explains most forms; of equal ones the form itself, then the first."""
        readings: list[tuple[str, Gender]] = [(name, "he"), (name, "she"), *nominatives(name)]
        best, most = name, -1
        for candidate, gender in readings:
            forms = _forms(candidate, gender)
            if plain(name) not in forms:
                continue
            last = set(declined(candidate.split()[-1], gender))
            explained = 8 * sum(plain(other) in forms for other in others)
            explained += 2 * sum(word in last for word in alone) + 2 * (plain(candidate.split()[-1]) in alone)
            explained += self._seen(name, candidate, others)
            if explained > most:
                best, most = candidate, explained
        return best

    def _seen(self, name: str, candidate: str, others: Sequence[str]) -> int:
        """What the cases of titles tell: a title in another case than the nominative says that the name is changed."""
        told = self._cases[name]
        if candidate == name:
            return 0 if told and "n" not in told else 3 + _likely(name)
        written = candidate in others and ("n" in self._cases[candidate] or not self._cases[candidate])
        return 4 * written + _likely(candidate) + (1 if told and "n" not in told else 0)


def _key(word: str) -> str:
    return plain(word)[:_SAME_LETTERS]


def _forms(name: str, gender: Gender) -> set[str]:
    tables = [declined(word, gender) for word in name.split()]
    return {" ".join(table[case] for table in tables) for case in range(6)}


def _likely(name: str) -> int:
    """Whether a first name looks like a nominative: on a consonant, й, ь, а, я, о."""
    return int(plain(name.split(maxsplit=1)[0])[-1] not in "еиуыюэ")
