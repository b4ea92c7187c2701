"""The reference page of agreement files (docs/reference/agreement.md), made from the tables of the loader."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Final

import safeconduct.agreement.check
from safeconduct.agreement.check import RULES
from safeconduct.agreement.check.finding import SEVERITIES
from safeconduct.agreement.check.names import PLANNED
from safeconduct.agreement.load.keys import BLOCKS, COMMON, Keys
from safeconduct.agreement.model import STATES, VERDICTS
from safeconduct.facts.agreed.sources import DAYS, DONE, NAMED_LIKE
from safeconduct.facts.columns import LEAF_TABLES, MOVEMENT_KINDS

WIDTH: Final = 120
PLACES: Final[Mapping[str, str]] = {
    "file": "the whole file",
    "source": "`sources.ID`",
    "text version": "`sources.ID.versions.ID`",
    "version difference": "a member of `sources.ID.version_differences`",
    "clause": "`sources.ID.clauses.NAME`",
    "party": "`parties.ID`",
    "route": "`route`",
    "ends": "`route.ends`",
    "place": "`route.places.ID`",
    "post": "`route.posts.ID`",
    "alternative": "`route.alternatives.ID`",
    "list": "`lists.NAME`",
    "list version": "a member of `lists.NAME.versions`",
    "code group": "`any_of` of a list version: one such group, or a list of them",
    "fact": "`facts.NAME`",
    "issue": "`issues.ID`",
    "position": "`issues.ID.positions.ID`",
    "holder": "a member of `held_by`",
    "dated position": "`readings.ID.ISSUE`: one position by name, or a list of these",
    "defaults": "`defaults`",
    "rule": "a member of `rules`",
    "consent": "`needs_consent` of a rule",
    "limit": "a member of `limits.NAME`",
    "obligation": "a member of `obligations`",
    "notice": "`unless` of an obligation",
    "suspension": "a member of `suspended` of an obligation",
    "status": "`status`",
    "status line": "a member of `status.lines`",
    "supply": "`supply.NAME`",
    "population": "`supply.population`",
    "amendment": "a member of `amendments`",
    "does": "`does` of an amendment",
    "heartbeat": "`heartbeats.POST`",
    "explained finding": "a member of `explained`",
}
"""Short name of a block -> where it stands in a file."""

_HEAD = """\
# Agreement files
<!-- written by `make docs` from the code; do not edit -->

An agreement file says what was agreed, how each party reads it, and how far each part is agreed at all. Its format is
`safeconduct-agreement/1`. How to write one, step by step: [guide](../guides/write-an-agreement.md). What the answers
look like: [answers about agreements](agreement-answers.md).

## What holds everywhere

- The file is YAML in UTF-8: mappings, lists, text, whole numbers, `true` and `false`. Anchors, aliases, tags, repeated
  keys and empty values are refused. Quotes keep a text whole that holds `: ` or begins with a sign.
- A key that this page does not name is an error, with its line and the nearest key that exists. All problems of a file
  are reported at once, as far as they can be found.
- On any mapping may stand:
{common}.
- A date without a time is its beginning in UTC. An instant is written `2023-04-23T08:00:00Z`. Periods begin with `from`
  and end before `until`. A duration is ISO 8601: `PT15M`, `P1D`, `P5Y`.
- A text for readers is plain, and then English, or a mapping of `en` and, if there are any, `ru` and `ar`.
- A name begins with a letter and goes on with letters, digits, `_` and, for ids, `-`; a fact may have dots.
- The order of keys means nothing, and neither do remarks in the form `# ...`. The order of rules, of the rows of a
  limit and of other lists does. What the file says, in canonical JSON, has a SHA-256 digest: the identity of the
  agreement in every answer.

## What `basis` says

| basis | the part is |
|---|---|
| `agreed` | in a text that the parties signed |
| `stated` | said by a party, or laid down in a procedure or order |
| `inferred` | concluded from such a text by the author of the file |
| `assumed` | a placeholder; no source gives it |

## The two questions

A rule belongs to one of two questions. In each, the first rule that holds decides, and every rule that holds is
reported.

| question | asks | verdicts, mildest first |
|---|---|---|
{questions}

When more than one verdict remains possible the outcome is `indeterminate`; no rule can say so. The states of a road are
{states}.
"""

_CONDITIONS = """\
## Conditions

`when` and `met_when` are conditions in the profile `sc-cel/1`; the language and its errors are described in
[conditions](conditions.md). A condition may name the facts of the file, `list.NAME`, `limit.NAME` and, in `met_when`,
`status`. Facts of type party take the parties of the file and `none`: nobody, or a private carrier. The fact `at` is
the instant of the movement; lists, limits, positions and amendments are dated against it.

## Where facts come from

`from` and `else` name what is [recorded](entries.md), as KIND.FIELD. A field that its kind does not have is looked up
among the corridor's own columns (`extra`). Where the logs in a view disagree, or the charter says that a column was not
recorded, the fact is unknown. Where several kinds are given, the next is read only where those before say nothing.

| written | reads |
|---|---|
"""


def agreement_page(errors: Sequence[tuple[str, str, str]]) -> str:
    """The whole page. errors: code, class and meaning of every error of the program."""
    common = ";\n".join(f"  `{key}`: {says}" for key, says in COMMON.items())
    asks = {"movement": "may this movement pass?", "conduct": "was the road kept as agreed?"}
    rows = [f"| `{one}` | {asks[one]} | {_codes(verdicts)} |" for one, verdicts in VERDICTS.items()]
    head = _HEAD.format(common=common, questions="\n".join(rows), states=_codes(STATES))
    lines = [head, "## Blocks and keys", ""]
    for keys in BLOCKS:
        lines += _block(keys)
    lines += [_CONDITIONS.rstrip(), *_bindings(), "", *_checks(), "", *_errors(errors)]
    return "\n".join(lines).rstrip() + "\n"


def _codes(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _block(keys: Keys) -> Iterator[str]:
    yield from (f"### {keys.name[:1].upper()}{keys.name[1:]}", "", f"Stands at: {PLACES[keys.name]}.", "")
    yield from ("| key | needed | says |", "|---|---|---|")
    yield from (f"| `{key}` | yes | {says} |" for key, says in keys.required.items())
    yield from (f"| `{key}` |  | {says} |" for key, says in keys.optional.items())
    yield ""


def _bindings() -> Iterator[str]:
    for kind in MOVEMENT_KINDS:
        columns = [f"{kind}.{column}" for column in LEAF_TABLES[kind] if column != "movement"]
        yield f"| {_codes(columns)} | what a {kind} says |"
    kinds = _codes(MOVEMENT_KINDS)
    yield f"| `KIND.at`, `KIND.day` | when; KIND is one of {kinds} |"
    yield "| `KIND.done` | whether there is any entry of the kind |"
    yield from (f"| `{name}` | the same as `{kind}.done` |" for name, kind in DONE.items())
    yield "| `movement.FIELD` | what was notified, else what the passage says |"
    yield "| `notification.cargo` | the codes of the cargo lines |"
    yield "| `clearance.by`, `clearance.refused_by` | who cleared the movement, and who refused it |"
    yield f"| {_codes(sorted(DAYS))} | whole days from the passage to the check |"
    yield from (f"| `{name}` | the same as `{like}` |" for name, like in NAMED_LIKE.items())
    yield ""
    planned = (
        "A `set(party)` fact gets a member from each entry of its kind. These kinds are planned and nothing records "
        f"them yet; until then a fact that is read from one stays unknown: {_codes(sorted(PLANNED))}."
    )
    yield from wrap(planned, WIDTH)


def _checks() -> Iterator[str]:
    yield from ("## Checks", "")
    yield "`safeconduct agreement check` tries every combination of facts that can make a difference, in every period"
    yield "and under every reading. A finding names a line, what to do and, where that helps, a movement that shows it."
    yield from ("", "| code | finds | severity |", "|---|---|---|")
    found = severities()
    rows = [f"| {code} | {says} | {' or '.join(found[code])} |" for code, says in RULES.items()]
    yield from sorted([*rows, "| R14 | what changes between two versions: `safeconduct agreement diff` | report |"])
    yield ""
    yield "A file states why rules with different verdicts stand in their order (`before`), and which clause treats the"
    yield "parties or directions differently on purpose (`asymmetric`); what is stated so is no finding. Any other"
    yield "finding that is as it should be stands under `explained`, with its reason; the check shows it as explained."


def severities() -> dict[str, list[str]]:
    """Code of a check -> the severities that its findings are given in the code of the checks."""
    found: dict[str, set[str]] = {code: set() for code in RULES}
    for path in sorted(Path(*safeconduct.agreement.check.__path__).glob("*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
                code, severity = (
                    ast.literal_eval(one) if isinstance(one, ast.Constant) else "" for one in node.args[:2]
                )
                codes = [code] if code else re.findall(r'_Swap\(\s*"(R\d\d)"', source)
                for one in codes:
                    found[one].add(severity)
    return {code: sorted(some, key=SEVERITIES.index) for code, some in found.items()}


def _errors(errors: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    yield from ("## Errors", "")
    yield "A file that does not load gives its problems one a line: place, what is wrong, what to do. A problem in a"
    yield "condition has the code of the [condition](conditions.md#what-is-refused), E01 to E11."
    yield from ("", "| code | meaning |", "|---|---|")
    yield from (f"| {code} | {meaning} |" for code, _, meaning in sorted(errors) if code.startswith("SC-AGR-"))
