"""A mention cut into items: known phrases, proper names nobody listed, and the words between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from safeconduct.press.speakers.lexicon import Hit, Lexicon, Sort
from safeconduct.press.speakers.wordlists import wordlist
from safeconduct.press.speakers.words import Word

What: TypeAlias = Sort | Literal["stranger", "company", "word", "break", "link"]

_NAME_WORDS_MAX = 12
_LINKS = wordlist("links")
_PARTICLES = wordlist("particles")
_TITLES = wordlist("titles")
_NO_NAME = wordlist("no_names")
_COMPANIES = wordlist("companies")
_NO_PROPER = _NO_NAME | _TITLES | _LINKS
_BREAKS = frozenset(",;:()[]–—/")


class Item(NamedTuple):
    """A part of a mention.

    what: the sort of a known phrase, or `stranger` (a person nobody listed), `company` (an
    organisation nobody listed), `word`, `link` (a preposition or relative word), `break` (comma, dash, bracket).
    """

    what: What
    words: tuple[Word, ...]
    ids: tuple[str, ...] = ()
    written: str = ""

    @property
    def text(self) -> str:
        """The words as written, single spaces between them."""
        return " ".join((self.written or " ".join(word.text for word in self.words)).split())

    @property
    def name(self) -> str:
        """The words without a possessive ending."""
        text = self.text
        for ending in ("’s", "'s", "‘s"):
            text = text.removesuffix(ending)
        return text

    @property
    def possessive(self) -> bool:
        """Whether it ends in ``'s``."""
        return bool(self.words) and self.words[-1].possessive

    @property
    def folded(self) -> str:
        """The words folded."""
        return self.words[0].folded if len(self.words) == 1 else " ".join([word.folded for word in self.words])


def items_of(text: str, words: Sequence[Word], lexicon: Lexicon) -> tuple[Item, ...]:
    """The items of a mention, in order."""
    hits = {hit.first: hit for hit in lexicon.scan(words)}
    items: list[Item] = []
    position = 0
    while position < len(words):
        word = words[position]
        if position and _is_break(text, words[position - 1], word):
            items.append(Item("break", ()))
        if position in hits or word.capital:
            length, item = _item(text, words, position, hits, items)
        else:
            length, item = 1, _plain(word)
        items.append(item)
        position += length
    return tuple(items)


def _item(
    text: str, words: Sequence[Word], position: int, hits: dict[int, Hit], before: Sequence[Item]
) -> tuple[int, Item]:
    hit, word = hits.get(position), words[position]
    proper = _proper_name(text, words, position, hits, before) if _starts_name(word, hit) else None
    if proper is not None and (hit is None or proper[0] > hit.last - hit.first + 1):
        return proper
    if hit is not None:
        return hit.last - hit.first + 1, Item(hit.sort, tuple(words[hit.first : hit.last + 1]), hit.ids)
    return 1, _plain(word)


def _plain(word: Word) -> Item:
    return Item("link" if word.folded in _LINKS and not word.shouted else "word", (word,))


def _proper_name(
    text: str, words: Sequence[Word], start: int, hits: dict[int, Hit], before: Sequence[Item]
) -> tuple[int, Item] | None:
    """A run of capitals that is no known phrase: a person or an organisation that no file lists."""
    end, plain = start, 0
    while end < min(len(words), start + _NAME_WORDS_MAX) and (
        end == start or not _is_break(text, words[end - 1], words[end])
    ):
        hit = hits.get(end)
        if hit is not None:
            if hit.sort == "noun" and hit.first == hit.last and words[end].capital and words[end].folded in _COMPANIES:
                end += 1
                continue
            if (
                (hit.sort == "adjective" and end > start)
                or hit.sort not in {"surname", "adjective", "name"}
                or (hit.sort == "name" and end > start and plain)
            ):
                break
            end = hit.last + 1
            plain += hit.sort == "surname" and end - 1 > start
        elif _is_name_word(words[end]):
            end, plain = end + 1, plain + 1
        elif words[end].folded in _PARTICLES and plain and end + 1 < len(words) and _is_name_word(words[end + 1]):
            end += 1
        else:
            break
        if words[end - 1].possessive:
            break
    named = None if end == start else _named(words, (start, end), plain, hits, before)
    if named is None:
        return None
    length, item = named
    return length, item._replace(written=text[words[start].start : words[start + length - 1].end])


def _named(
    words: Sequence[Word], place: tuple[int, int], plain: int, hits: dict[int, Hit], before: Sequence[Item]
) -> tuple[int, Item] | None:
    start, end = place
    run = tuple(words[start:end])
    if run[-1].folded in _COMPANIES and run[-1].capital:
        run = (*run, *_complement(words, end))
        if len(run) > end - start:
            return len(run), Item("company", run)
    first = hits.get(start)
    if not plain:
        return None
    if first is not None and first.sort in {"adjective", "name"}:
        company = run[-1].folded in _COMPANIES
        return (len(run), Item("company", run)) if company else None
    if any(word.folded in _COMPANIES for word in run[1:]):
        return len(run), Item("company", run)
    titled = bool(before) and (before[-1].what == "office" or before[-1].folded in _TITLES)
    if len(run) < 2 and not titled:
        return None
    return len(run), Item("stranger", run)


def _complement(words: Sequence[Word], start: int) -> tuple[Word, ...]:
    """The rest of a name that goes on behind a preposition, as far as its capitals reach.

    As in "(Institute) for Genocide Prevention", "(Ministry) of Communities, Territories and Development".
    """
    end = start
    if start + 1 < len(words) and words[start].folded in {"of", "for", "on"} and words[start + 1].capital:
        end = start + 2
        while end < min(len(words), start + _NAME_WORDS_MAX):
            if words[end].capital:
                end += 1
            elif words[end].folded in {"and", "of", "for", "the"} and end + 1 < len(words) and words[end + 1].capital:
                end += 2
            else:
                break
    return tuple(words[start:end])


def _starts_name(word: Word, hit: Hit | None) -> bool:
    if hit is not None:
        return hit.sort in {"adjective", "name"} or (hit.sort == "noun" and word.capital and hit.first == hit.last)
    return _is_name_word(word)


def _is_name_word(word: Word) -> bool:
    return word.capital and word.folded not in _NO_PROPER


def _is_break(text: str, left: Word, right: Word) -> bool:
    between = text[left.end : right.start]
    if between == " ":
        return False
    if between.startswith(".") and right.capital and len(left.text) > 1 and left.folded not in _TITLES:
        return True
    return " - " in between or not _BREAKS.isdisjoint(between)
