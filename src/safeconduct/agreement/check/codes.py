"""Which codes exist, as far as a scheme says so in a few words: chapters, classes, categories, numbers.

hs: the 96 chapters of the Harmonized System (77 is reserved). un_class: the nine classes of the UN Model
Regulations with their divisions. un_number: 0004 to 3600. ml: the 22 categories of the Wassenaar munitions
list. own: anything.
"""

from __future__ import annotations

import re

_CLASSES = frozenset(
    {"1", "2", "3", "4", "5", "6", "7", "8", "9"}
    | {f"1.{division}" for division in range(1, 7)}
    | {"2.1", "2.2", "2.3", "4.1", "4.2", "4.3", "5.1", "5.2", "6.1", "6.2"}
)
_GROUP = re.compile(r"1\.[1-6][A-HJ-LNS]", re.ASCII)
_ML_LAST = 22
_UN_FIRST, _UN_LAST = 4, 3600
_HS_LAST, _HS_RESERVED = 97, 77


def why_nothing(code: str) -> str:
    """Why no cargo can have a code, or begin with it; empty if some can."""
    scheme, _, value = code.partition(":")
    match scheme:
        case "hs":
            chapter = int(value[:2]) if value[:2].isdigit() and len(value) > 1 else 1
            if not 1 <= chapter <= _HS_LAST or chapter == _HS_RESERVED:
                return f"the Harmonized System has no chapter {value[:2]}"
        case "un_number":
            if value.isdigit() and len(value) == 4 and not _UN_FIRST <= int(value) <= _UN_LAST:
                return f"there is no UN number {value}"
        case "un_class":
            plain = value.removesuffix(".")
            if plain not in _CLASSES and not _GROUP.fullmatch(plain):
                return f"dangerous goods have no class {plain}"
        case "ml":
            category = re.match(r"ML([0-9]+)", value)
            if category and not 1 <= int(category[1]) <= _ML_LAST:
                return f"the munitions list has no category ML{category[1]}"
    return ""


def mend_code(code: str) -> str:
    """What to write instead of a code that does not exist."""
    return {
        "hs": "Chapters go from 01 to 97, without 77.",
        "un_number": "UN numbers go from 0004 to 3600.",
        "un_class": "Classes are 1 to 9, with divisions such as 1.4 or 6.1.",
        "ml": "Categories are ML1 to ML22.",
    }.get(code.partition(":")[0], "Take it out.")
