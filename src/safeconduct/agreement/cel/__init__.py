"""Conditions: the profile ``sc-cel/1`` of CEL, with three truth values.

An expression of the profile means exactly what CEL says (github.com/google/cel-spec), extended to unknown
facts by Kleene's logic. Anything else is a `ConditionError` when it is loaded, never another meaning later.

    text --lex, parse--> shape --check--> typed tree --evaluate, sql, closure--> True, False, or None for unknown
"""

from __future__ import annotations

from safeconduct.agreement.cel.closure import compile_known_tree, compile_tree
from safeconduct.agreement.cel.errors import ConditionError
from safeconduct.agreement.cel.load import (
    Condition,
    Expression,
    element_bits,
    evaluate,
    evaluate_expression,
    load_condition,
    load_expression,
    names,
    to_sql,
)
from safeconduct.agreement.cel.types import (
    CodeList,
    Codes,
    Constant,
    FactType,
    Kind,
    Parties,
    Vocabulary,
)

__all__ = [
    "CodeList",
    "Codes",
    "Condition",
    "ConditionError",
    "Constant",
    "Expression",
    "FactType",
    "Kind",
    "Parties",
    "Vocabulary",
    "compile_known_tree",
    "compile_tree",
    "element_bits",
    "evaluate",
    "evaluate_expression",
    "load_condition",
    "load_expression",
    "names",
    "to_sql",
]
