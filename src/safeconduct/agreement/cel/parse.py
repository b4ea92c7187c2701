"""From tokens to the shape of an expression: the grammar of CEL; what lies outside is refused by name.

Source: cel-spec, doc/langdef.md, "Syntax". All relations share one precedence and associate to the left;
the middle part of ``c ? a : b`` holds no bare ``?``. Depth and number of nodes are bounded, so that
recursion over a tree is safe.
"""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.agreement.cel.lex import Lexeme, Token, tokens
from safeconduct.agreement.cel.source import Source
from safeconduct.base.limits import CONDITION_DEPTH_MAX, CONDITION_NODES_MAX

_LEVELS = (("||",), ("&&",), ("==", "!=", "<", "<=", ">", ">=", "in"), ("+", "-"), ("*", "/", "%"))
_LEVEL = {operator: level for level, operators in enumerate(_LEVELS) for operator in operators}
_KEYWORDS = frozenset({"true", "false", "null", "in"})
_RESERVED = frozenset(
    {"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop"}
    | {"package", "namespace", "return", "var", "void", "while"}
)
_WORDS = {"and": "&&", "or": "||", "not": "!", "is": "=="}
_OUTSIDE = {
    Lexeme.FLOAT: ("decimal numbers are", "Count in a smaller unit, as a whole number."),
    Lexeme.UINT: ("unsigned numbers are", "Write the number without u."),
    Lexeme.BYTES: ("bytes are", "Write a text without the b."),
}


@dataclass(frozen=True, slots=True)
class Syntax:
    """One node of an expression as written.

    form: ``int``, ``text``, ``bool``, ``name``, ``select``, ``call``, ``method``, ``list``, ``!``,
    ``negate``,
        ``?``, or an operator; ``&&`` and ``||`` take all their operands at once.
    at: offset into the condition. parts: operands, target and arguments, or elements, in the order written.
    word: name, field, function, or the value of a text. number: value of an int or bool. depth: 1 for a leaf.
    """

    form: str
    at: int
    parts: tuple[Syntax, ...] = ()
    word: str = ""
    number: int = 0
    depth: int = 1


def parse(source: Source) -> Syntax:
    """The shape of a condition. Raises ConditionError: E01, E04, E06 for a number, E11."""
    return _Parser(source).whole()


class _Parser:
    """Recursive descent over the tokens of one condition."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._tokens = tokens(source)
        self._next = 0
        self._nodes = 0
        self._nested = 0

    def whole(self) -> Syntax:
        tree = self._expression()
        if self._token.lexeme is not Lexeme.END:
            raise self._unexpected("an operator or the end")
        return tree

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _at(self, *operators: str) -> bool:
        token = self._token
        return token.lexeme is Lexeme.OPERATOR and token.text in operators

    def _take(self) -> Token:
        token = self._token
        self._next += 1
        return token

    def _accept(self, operator: str) -> bool:
        found = self._at(operator)
        self._next += found
        return found

    def _expect(self, operator: str) -> None:
        if not self._accept(operator):
            raise self._unexpected(repr(operator))

    def _unexpected(self, wanted: str) -> Exception:
        token = self._token
        written = repr(self._source.text[token.at : token.end])
        shown = token.text if token.lexeme is Lexeme.END else written
        what = f"found {shown} where {wanted} is expected"
        return self._source.error("E01", token.at, what, self._hint())

    def _hint(self) -> str:
        """What someone meant who writes another language: the word here, or the one before it."""
        around = self._tokens[max(self._next - 1, 0) : self._next + 1]
        if [token.text for token in around] == ["<", ">"]:
            return "Write != for different."
        for token in around:
            if token.lexeme is Lexeme.NAME and token.text.lower() in _WORDS:
                return f"Write {_WORDS[token.text.lower()]} for {token.text}."
        return ""

    def _outside(self, at: int, what: str, next_step: str) -> Exception:
        return self._source.error("E04", at, f"{what} outside the profile", next_step)

    def _node(self, form: str, at: int, parts: tuple[Syntax, ...] = (), *, word: str = "", number: int = 0) -> Syntax:
        self._nodes += 1
        depth = 1 + max((part.depth for part in parts), default=0)
        if self._nodes > CONDITION_NODES_MAX or depth > CONDITION_DEPTH_MAX:
            raise self._too_large(at)
        return Syntax(form, at, parts, word, number, depth)

    def _too_large(self, at: int) -> Exception:
        limits = f"{CONDITION_NODES_MAX} parts, {CONDITION_DEPTH_MAX} of them inside each other"
        return self._source.error("E11", at, f"the condition has more than {limits}", "Split it into several.")

    def _expression(self) -> Syntax:
        self._nested += 1
        if self._nested > CONDITION_DEPTH_MAX:
            raise self._too_large(self._token.at)
        tree = self._operators()
        at = self._token.at
        if self._accept("?"):
            then = self._operators()
            self._expect(":")
            tree = self._node("?", at, (tree, then, self._expression()))
        self._nested -= 1
        return tree

    def _operators(self) -> Syntax:
        """Operands joined by operators; a stack instead of recursion, so that only brackets go deeper."""
        operands = [self._unary()]
        pending: list[Token] = []
        while True:
            level = self._level()
            while pending and _LEVEL[pending[-1].text] >= level:
                right, left = operands.pop(), operands.pop()
                operands.append(self._joined(pending.pop(), left, right))
            if level < 0:
                return operands[0]
            pending.append(self._operator())
            operands.append(self._unary())

    def _operator(self) -> Token:
        operator = self._take()
        if operator.text in {"/", "%"}:
            next_step = "Compare with a product instead: a > 2 * b."
            raise self._outside(operator.at, "division and remainder are", next_step)
        return operator

    def _level(self) -> int:
        token = self._token
        is_operator = token.lexeme is Lexeme.OPERATOR or (token.lexeme is Lexeme.NAME and token.text == "in")
        return _LEVEL.get(token.text, -1) if is_operator else -1

    def _joined(self, operator: Token, left: Syntax, right: Syntax) -> Syntax:
        if operator.text in {"&&", "||"} and left.form == operator.text:
            return self._node(operator.text, left.at, (*left.parts, right))
        return self._node(operator.text, operator.at, (left, right))

    def _unary(self) -> Syntax:
        signs: list[Token] = []
        while self._at(signs[0].text) if signs else self._at("!", "-"):
            signs.append(self._take())
        if signs and signs[-1].text == "-" and self._token.lexeme is Lexeme.INT:
            tree = self._member(self._integer(signs.pop(), negative=True))
        else:
            tree = self._member(self._primary())
        for sign in reversed(signs):
            tree = self._node("!" if sign.text == "!" else "negate", sign.at, (tree,))
        return tree

    def _member(self, tree: Syntax) -> Syntax:
        while True:
            at = self._token.at
            if self._accept("."):
                name = self._name("a name after '.'", _KEYWORDS)
                if self._accept("("):
                    tree = self._node("method", name.at, (tree, *self._list_until(")")), word=name.text)
                else:
                    tree = self._node("select", name.at, (tree,), word=name.text)
            elif self._at("["):
                raise self._outside(at, "looking up by [..] is", "Declare a fact for the value.")
            elif self._at("{"):
                raise self._outside(at, "messages are", "Declare a fact for the value.")
            else:
                return tree

    def _name(self, wanted: str, reserved: frozenset[str]) -> Token:
        token = self._token
        if token.lexeme is not Lexeme.NAME or token.text in reserved:
            raise self._unexpected(wanted)
        return self._take()

    def _primary(self) -> Syntax:
        token = self._token
        if token.lexeme in _OUTSIDE:
            what, next_step = _OUTSIDE[token.lexeme]
            raise self._outside(token.at, what, next_step)
        if token.lexeme is Lexeme.INT:
            return self._integer(token, negative=False)
        if token.lexeme is Lexeme.STRING:
            return self._node("text", self._take().at, word=token.text)
        if token.lexeme is Lexeme.NAME:
            return self._named(token)
        return self._bracketed(token)

    def _integer(self, sign: Token, *, negative: bool) -> Syntax:
        """A number, its minus sign included, because the smallest number has no positive twin."""
        token = self._take()
        size = int(token.text, 16 if token.text.startswith("0x") else 10)
        number = -size if negative else size
        if not -(2**63) <= number < 2**63:
            what = "this number does not fit into 64 bits"
            raise self._source.error("E06", sign.at, what, "Count in a larger unit.")
        return self._node("int", sign.at, number=number)

    def _named(self, token: Token) -> Syntax:
        if token.text in {"true", "false"}:
            return self._node("bool", self._take().at, number=int(token.text == "true"))
        if token.text == "null":
            next_step = "Where absence matters, declare a fact for it, such as `notified: bool`."
            raise self._outside(token.at, "null is", next_step)
        if token.text in _RESERVED:
            what = f"{token.text!r} is reserved in CEL"
            raise self._source.error("E01", token.at, what, "Choose another name.")
        name = self._name("a value", _KEYWORDS)
        if self._accept("("):
            return self._node("call", name.at, self._list_until(")"), word=name.text)
        return self._node("name", name.at, word=name.text)

    def _bracketed(self, token: Token) -> Syntax:
        if self._accept("("):
            tree = self._expression()
            self._expect(")")
            return tree
        if self._accept("["):
            return self._node("list", token.at, self._list_until("]"))
        if self._at("{"):
            raise self._outside(token.at, "maps are", "Declare a fact for each value.")
        if self._at("."):
            raise self._outside(token.at, "names that begin with '.' are", "Leave out the first '.'.")
        raise self._unexpected("a value")

    def _list_until(self, closing: str) -> tuple[Syntax, ...]:
        """Arguments or elements; only a list literal may end with a comma."""
        parts: list[Syntax] = []
        while not self._accept(closing):
            if parts:
                self._expect(",")
                if closing == "]" and self._accept(closing):
                    break
            parts.append(self._expression())
        return tuple(parts)
