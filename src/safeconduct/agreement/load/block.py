"""One mapping of the file, read key by key: what is wrong is noted and a stand-in returned, so that reading goes on.

Stand-ins never leave the loader: a file with a problem does not load.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from safeconduct.agreement.load.keys import COMMON, Keys
from safeconduct.agreement.load.problems import Problems, shown, suggestion
from safeconduct.agreement.load.values import DAY_EXAMPLE, NAME, instant_of
from safeconduct.agreement.model import Words
from safeconduct.agreement.timeline import Span
from safeconduct.base.errors import SafeconductError
from safeconduct.base.instant import InstantError
from safeconduct.base.limits import AGREEMENT_MEMBERS_MAX
from safeconduct.base.yaml_file import Node

LANGUAGES = ("en", "ru", "ar")
Choice = TypeVar("Choice", bound=str)
_DIGITS = re.compile(r"([0-9]+)", re.ASCII)
_EMPTY: Mapping[str, Node] = {}


@dataclass(frozen=True, slots=True)
class Block:
    """A mapping whose keys are known. subject: what messages call it, such as ``rule 'delay'``."""

    node: Node
    subject: str
    problems: Problems
    fields: Mapping[str, Node]

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.node.place.line

    def problem(self, key: str, what: str, next_step: str) -> None:
        """Note a problem at a key, or at the whole block if the key is absent."""
        place = self.fields[key].place if key in self.fields else self.node.place
        self.problems.add(place, self.subject, what, next_step)

    def fault(self, node: Node, what: str, next_step: str) -> None:
        """Note a problem at a value inside this block."""
        self.problems.add(node.place, self.subject, what, next_step)

    def text(self, key: str) -> str:
        """A text that is not empty; "" where the key is absent."""
        node = self.fields.get(key)
        return "" if node is None else self.text_of(node, f"`{key}`")

    def text_of(self, node: Node, name: str) -> str:
        """The text at a node."""
        if not isinstance(node.value, str):
            self.fault(node, f"{name} is {node.shape}; text belongs here", "Put it in quotes if it is meant as text.")
        elif not node.value.strip():
            self.fault(node, f"{name} is empty", "Write the text, or leave the key out.")
        else:
            return node.value
        return ""

    def words(self, key: str) -> Words:
        """A text in one or more languages; {} where the key is absent."""
        node = self.fields.get(key)
        return {} if node is None else self.words_of(node, f"`{key}`")

    def words_of(self, node: Node, name: str) -> Words:
        """Plain text, which is English, or a mapping of languages."""
        if not isinstance(node.value, dict):
            return {"en": self.text_of(node, name)}
        for language in node.value:
            if language not in LANGUAGES:
                what = f"{name} has a text in {shown(language)}, which is no language of this format"
                self.problems.add(node.keys[language], self.subject, what, f"Write one of {', '.join(LANGUAGES)}.")
        if "en" not in node.value:
            self.fault(node, f"{name} has no English text", "Add en: and the text.")
        return {lang: self.text_of(node.value[lang], name) for lang in LANGUAGES if lang in node.value}

    def flag(self, key: str) -> bool:
        """True or false; false where the key is absent."""
        node = self.fields.get(key)
        if node is None or isinstance(node.value, bool):
            return node is not None and node.value is True
        self.fault(node, f"`{key}` is {node.shape}", "Write true or false.")
        return False

    def integer(self, key: str, low: int, high: int) -> int | None:
        """A whole number in a range; None where the key is absent."""
        node = self.fields.get(key)
        if node is None:
            return None
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(node, f"`{key}` is {node.shape}", "Write a whole number, without quotes.")
        elif not low <= value <= high:
            self.fault(node, f"`{key}` is {value}", f"Write a whole number from {low} to {high}.")
        else:
            return value
        return None

    def choice(self, key: str, allowed: Sequence[Choice]) -> Choice:
        """One of some texts; the first of them stands in."""
        node = self.fields.get(key)
        found = "" if node is None else self.text_of(node, f"`{key}`")
        for one in allowed:
            if one == found:
                return one
        if node is not None and found:
            mend = f"Write one of {', '.join(allowed)}."
            self.fault(node, f"`{key}` is {shown(found)}, which is none of its values", mend)
        return allowed[0]

    def optional_choice(self, key: str, allowed: Sequence[Choice]) -> Choice | None:
        """One of some texts; None where the key is absent."""
        return self.choice(key, allowed) if key in self.fields else None

    def instant(self, key: str) -> int | None:
        """An instant, µs since 1970 UTC; None where the key is absent."""
        node = self.fields.get(key)
        text = "" if node is None else self.text_of(node, f"`{key}`")
        if node is None or not text:
            return None
        try:
            return instant_of(text)
        except InstantError as error:
            self.fault(node, f"`{key}`: {error.what}", DAY_EXAMPLE)
        return None

    def span(self) -> Span:
        """The period `from` ... `until`, half open."""
        start, end = self.instant("from"), self.instant("until")
        if start is not None and end is not None and start >= end:
            self.problem("until", "`until` is not after `from`", "`until` is the first instant after the period.")
        return Span(start, end)

    def items(self, key: str, *, most: int = AGREEMENT_MEMBERS_MAX) -> tuple[Node, ...]:
        """The members of a list; () where the key is absent."""
        node = self.fields.get(key)
        if node is None:
            return ()
        if not isinstance(node.value, tuple):
            self.fault(node, f"`{key}` is {node.shape}; a list belongs here", f"Write {key}: [..] or one `- ` a line.")
            return ()
        if len(node.value) > most:
            self.fault(node, f"`{key}` has {len(node.value)} members", f"At most {most} are read; take some out.")
        return node.value[:most]

    def texts(self, key: str, *, most: int = AGREEMENT_MEMBERS_MAX) -> tuple[tuple[str, Node], ...]:
        """The texts of a list, or one text that stands alone, each with its node; repeated ones are problems."""
        node = self.fields.get(key)
        single = node is not None and not isinstance(node.value, tuple | dict)
        nodes = (node,) if single and node is not None else self.items(key, most=most)
        found: dict[str, Node] = {}
        for one in nodes:
            text = self.text_of(one, f"`{key}`")
            if text in found:
                self.fault(one, f"{shown(text)} stands in `{key}` twice", "Take one of them out.")
            elif text:
                found[text] = one
        if node is not None and not nodes and isinstance(node.value, tuple):
            self.fault(node, f"`{key}` is an empty list", "Name at least one, or leave the key out.")
        return tuple(found.items())

    def plain_texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list, without their places."""
        return tuple(text for text, _ in self.texts(key))

    def names(self, key: str, known: Collection[str], kind: str) -> tuple[str, ...]:
        """Texts each of which must be known. kind: what they are, such as "party"."""
        found = self.texts(key)
        for text, node in found:
            self.check_name(node, text, known, kind)
        return tuple(text for text, _ in found)

    def name(self, key: str, known: Collection[str], kind: str) -> str:
        """One known name; "" where the key is absent."""
        text = self.text(key)
        if text:
            self.check_name(self.fields[key], text, known, kind)
        return text

    def check_name(self, node: Node, text: str, known: Collection[str], kind: str) -> None:
        """Note a problem if a name is not known."""
        if text not in known:
            mend = suggestion(text, known, f"Declare the {kind}, or take the name out.")
            self.fault(node, f"there is no {kind} {shown(text)}", mend)

    def block(self, key: str, keys: Keys) -> Block | None:
        """The mapping at a key; None where the key is absent or no mapping stands there."""
        node = self.fields.get(key)
        return None if node is None else open_block(self.problems, node, self.subject or key, keys)

    def members(self, key: str, kind: str, pattern: re.Pattern[str] = NAME) -> Iterator[tuple[str, Node]]:
        """The members of a mapping of ids, in order of their ids: the order of keys in a file means nothing."""
        node = self.fields.get(key)
        return iter(()) if node is None else members_of(self.problems, node, self.subject or key, kind, pattern)


def members_of(
    problems: Problems, node: Node, subject: str, kind: str, pattern: re.Pattern[str] = NAME
) -> Iterator[tuple[str, Node]]:
    """As `Block.members`, for any node."""
    if not isinstance(node.value, dict):
        mend = f"Write one {kind} a line, as id: and its keys."
        problems.add(node.place, subject, f"{node.shape} stands where the {kind} ids belong", mend)
        return
    named = [key for key in node.value if not is_common(node, key)]
    if len(named) > AGREEMENT_MEMBERS_MAX:
        what = f"{len(named)} of kind {kind} are too many"
        problems.add(node.place, subject, what, f"At most {AGREEMENT_MEMBERS_MAX} are read; take some out.")
    for key in sorted(named[:AGREEMENT_MEMBERS_MAX], key=natural):
        if not pattern.fullmatch(key):
            mend = "Begin with a letter; use letters, digits and _ (ids also -, facts also .), 64 characters at most."
            problems.add(node.keys[key], subject, f"{shown(key)} is no name for a {kind}", mend)
        yield key, node.value[key]


def is_common(node: Node, key: str) -> bool:
    """Whether a key of a mapping of ids is a remark (`note`, `cite`, `unconfirmed`) and no id."""
    return key in COMMON and isinstance(node.value, dict) and not isinstance(node.value[key].value, dict | tuple)


def natural(key: str) -> list[tuple[int, int, str]]:
    """A sort key for ids: numbers in them count as numbers, so 9 stands before 10."""
    parts = _DIGITS.split(key)
    return [(0, int(part), part) if index % 2 else (1, 0, part) for index, part in enumerate(parts)]


def open_block(problems: Problems, node: Node, subject: str, keys: Keys) -> Block | None:
    """A mapping with known keys. Unknown and missing keys are noted; None if it is no mapping."""
    if not isinstance(node.value, dict):
        mend = f"Write its keys: {', '.join(keys.required or keys.optional)}."
        problems.add(node.place, subject, f"{node.shape} stands where {keys.of} belongs", mend)
        return None
    known = keys.all()
    for key, place in node.keys.items():
        if key not in known:
            what = f"{shown(key)} is not a key of {keys.of}"
            problems.add(place, subject, what, suggestion(key, known))
    for key in keys.required:
        if key not in node.value:
            problems.add(node.place, subject, f"`{key}` is missing", f"Add {key}: {keys.required[key]}.")
    block = Block(node, subject, problems, {key: value for key, value in node.value.items() if key in known})
    block.text("note")
    block.text("cite")
    block.flag("unconfirmed")
    return block


def noted(problems: Problems, node: Node, subject: str, error: SafeconductError) -> None:
    """Note an error raised by a lower layer at a node."""
    problems.add(node.place, subject, error.what, error.next_step or "Correct it.", code=error.code)
