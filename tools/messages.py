"""Catalogues of the pages: collect the messages, bring the translations up to date, compile them, check them.

    python tools/messages.py update    new and changed messages into safeconduct.pot and every .po
    python tools/messages.py compile   every .po into its .mo
    python tools/messages.py check     exit 1 and a list of faults, if there are any

Catalogues carry no dates and no tool versions, so that the same messages give the same bytes. A one-word message
needs a context, every message a translation with exactly the placeholders of the English text.
"""

from __future__ import annotations

import ast
import gettext
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir

PAGES = Path(__file__).resolve().parents[1] / "src" / "safeconduct" / "web"
ENGINE = PAGES.parent / "assess"
LOCALE = PAGES / "locale"
TEMPLATE = LOCALE / "safeconduct.pot"
TRANSLATED = ("ar", "ru")
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "message": None,
    "context_message": ((1, "c"), 2),
    "plural_message": (1, 2),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)|%%|\{(\w+)\}")
_SENTENCE = re.compile(r"[a-z}] [a-z{]")
_HEADER = "# Messages of the safeconduct pages. English is the key."


def po_path(language: str) -> Path:
    """Where the translations into a language stand."""
    return LOCALE / language / "LC_MESSAGES" / "safeconduct.po"


def collected() -> Catalog:
    """Every message that the source holds now, in the order of the text."""
    catalog = _empty(None)
    options = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
    found = extract_from_dir(PAGES, METHODS, options, KEYWORDS, ("NOTE:",), strip_comment_tags=True)
    for file, line, text, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalog.add(text, None, [(file, line)], auto_comments=comments, context=context)
    for path in sorted({*ENGINE.glob("claims/*.py"), *ENGINE.glob("*/phrases.py")}):
        for line, text in engine_templates(path.read_text("utf-8")):
            catalog.add(text, None, [(path.relative_to(PAGES.parent).as_posix(), line)])
    return catalog


def engine_templates(source: str) -> Iterator[tuple[int, str]]:
    """The sentences of the claims engine: constants of a module, named in capitals, of more than one word."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            text, target = node.value.value, node.targets[0]
            if (
                isinstance(text, str)
                and _SENTENCE.search(text)
                and isinstance(target, ast.Name)
                and target.id.isupper()
            ):
                yield node.lineno, text


def read(language: str) -> Catalog:
    """The translations into a language as they stand in their file."""
    with po_path(language).open("rb") as file:
        return pofile.read_po(file, locale=language, domain="safeconduct")


def compiled(language: str) -> bytes:
    """The bytes of the ``.mo`` file; messages marked as doubtful are left out."""
    catalog = _empty(language)
    for message in read(language):
        if message.id:
            catalog[message.id] = message
    out = io.BytesIO()
    mofile.write_mo(out, catalog)
    return out.getvalue()


def same_messages(left: bytes, right: bytes) -> bool:
    """Whether two ``.mo`` files say the same; their headers name the tool that wrote them and may differ."""
    return _said(left) == _said(right)


def update() -> None:
    """Write the template, and merge it into every translation."""
    template = collected()
    _write(TEMPLATE, template)
    for language in TRANSLATED:
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = read(language) if path.exists() else _empty(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        _write(path, catalog)


def compile_all() -> None:
    """Compile every translation."""
    for language in TRANSLATED:
        po_path(language).with_suffix(".mo").write_bytes(compiled(language))


def faults() -> Iterator[str]:
    """What keeps the catalogues from being released, one sentence each."""
    template = collected()
    for message in _messages(template):
        if " " not in _singular(message) and not message.context and "%(" not in _singular(message):
            yield f"{_singular(message)!r}: a one-word message needs a context"
    for language in TRANSLATED:
        catalog = read(language)
        for message in _messages(template):
            yield from _message_faults(language, message, catalog.get(message.id, message.context))
        mo_path = po_path(language).with_suffix(".mo")
        if not mo_path.exists() or not same_messages(mo_path.read_bytes(), compiled(language)):
            yield f"{language}: the .mo file is not the compiled .po file; run `tools/messages.py compile`"


def _message_faults(language: str, message: Message, translated: Message | None) -> Iterator[str]:
    text = _singular(message)
    if translated is None or not translated.string or translated.fuzzy:
        yield f"{language}: {text!r} has no translation"
        return
    forms = translated.string if isinstance(translated.string, (list, tuple)) else (translated.string,)
    for form in forms:
        if not form:
            yield f"{language}: {text!r} lacks a plural form"
        elif _placeholders(form) != _placeholders(text):
            yield f"{language}: {text!r} and {form!r} have different placeholders"


def _placeholders(text: str) -> set[str]:
    return {match[1] or match[2] or "%" for match in _PLACEHOLDER.finditer(text)}


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _empty(language: str | None) -> Catalog:
    return Catalog(locale=language, domain="safeconduct", project="safeconduct", header_comment=_HEADER, fuzzy=False)


def _write(path: Path, catalog: Catalog) -> None:
    out = io.BytesIO()
    pofile.write_po(out, catalog, width=100, include_lineno=False, omit_header=True, sort_by_file=True)
    path.write_bytes(f"{_HEADER}\n{_plural_header(catalog)}\n".encode() + out.getvalue())


def _plural_header(catalog: Catalog) -> str:
    """The header without what changes from day to day."""
    lines = ["Content-Type: text/plain; charset=utf-8\\n", "Content-Transfer-Encoding: 8bit\\n"]
    if catalog.locale is not None:
        lines = [f"Language: {catalog.locale}\\n", *lines, f"Plural-Forms: {catalog.plural_forms}\\n"]
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}"\n' for line in lines)


def _said(data: bytes) -> dict[object, object]:
    catalog = gettext.GNUTranslations(io.BytesIO(data))
    return {key: text for key, text in vars(catalog)["_catalog"].items() if key}


def main(arguments: list[str]) -> int:
    """Run one of the commands above; the exit code."""
    if arguments == ["update"]:
        update()
    elif arguments == ["compile"]:
        compile_all()
    elif arguments == ["check"]:
        found = list(faults())
        print("\n".join(found) if found else "catalogues are complete")
        return 1 if found else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
