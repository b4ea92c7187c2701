"""Characters that would silently change how a text reads, as marks that can be seen."""

from __future__ import annotations

_HIDDEN = (
    *(code for code in range(0x20) if chr(code) not in "\t\n"),
    *range(0x7F, 0xA0),
    0x061C,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
)
_MARKS = {code: f"[U+{code:04X}]" for code in _HIDDEN}


def shown(text: str) -> str:
    r"""The text with controls, bidi controls and widthless characters as `[U+202E]`. For people, not for offsets.

    >>> shown("the \u202eyrtne road")
    'the [U+202E]yrtne road'
    """
    return text.translate(_MARKS)
