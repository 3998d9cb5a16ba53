"""Reads the text of a formula into checked nodes; nothing here computes.

Length, number of parts and depth are limited before they can cost anything, so no text
can exhaust time, memory or the stack.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from .formula_error import FormulaError
from .formula_nodes import (
    BOOLEAN,
    FUNCTIONS,
    MAX_PLACES,
    NUMBER,
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Literal,
    Logic,
    Name,
    Negation,
    Node,
    Not,
)

MAX_LENGTH = 1000
MAX_PARTS = 200
MAX_DEPTH = 30
MAX_SHOWN = 30
KEYWORDS = frozenset({"and", "or", "not", "if", "else"})

#: Chinese input methods type full-width forms; one character stays one character
_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(typed): meant
    for typed, meant in zip("×÷−\u3000\xa0", ("*", "/", "-", " ", " "), strict=True)
}
_SAME = {"==": "=", "<>": "!=", "≤": "<=", "≥": ">=", "≠": "!="}
_TOKEN = re.compile(
    r"(?P<number>[0-9.]+%?)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<operator><=|>=|==|!=|<>|[-+*/<>=≤≥≠(),])"
)
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?")
_COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    position: int


_END = "end"


def tokenize(text: str) -> list[Token]:
    """Split ``text`` into tokens, the last one of kind ``end``."""
    if len(text) > MAX_LENGTH:
        raise FormulaError("too_long", limit=MAX_LENGTH, length=len(text))
    text = text.translate(_ASCII)
    tokens, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if not match:
            raise FormulaError("character", found=_shown(text[at]), position=at + 1)
        found = match.group()
        tokens.append(Token(match.lastgroup, _SAME.get(found, found), at + 1))
        at = match.end()
    if not tokens:
        raise FormulaError("empty")
    tokens.append(Token(_END, "", len(text) + 1))
    return tokens


def _shown(found: str) -> str:
    """What was found, short, and visible even if it is a control character."""
    if not found.isprintable():
        found = " ".join(f"U+{ord(character):04X}" for character in found)
    return found if len(found) <= MAX_SHOWN else found[:MAX_SHOWN] + "…"


def parse(text: str, kinds: Mapping[str, str]) -> Node:
    """Return the root of ``text``, whose names and types are checked.

    :param kinds: declared names and their kind
    :raises FormulaError: see FORMULA_CODES
    """
    return _Parser(tokenize(text), kinds).whole()


class _Parser:
    """Recursive descent; one method per level of binding, loosest first."""

    def __init__(self, tokens: list[Token], kinds: Mapping[str, str]):
        self.tokens = tokens
        self.kinds = kinds
        self.at = 0
        self.depth = 0
        self.parts = 0

    def whole(self) -> Node:
        root = self.expression()
        if self.now.kind != _END:
            raise self.unexpected()
        return root

    def expression(self) -> Node:
        """``yes if condition else no``, or anything that binds tighter."""
        if self.depth == MAX_DEPTH:
            raise FormulaError("too_deep", limit=MAX_DEPTH, position=self.now.position)
        self.depth += 1
        node = self.disjunction()
        if word := self.take("if"):
            condition = self.disjunction()
            self.expect("else")
            node = self.choice(word, condition, node, self.expression())
        self.depth -= 1
        return node

    def disjunction(self) -> Node:
        return self.logic("or", self.conjunction)

    def conjunction(self) -> Node:
        return self.logic("and", self.negation)

    def logic(self, word: str, tighter: Callable[[], Node]) -> Node:
        node = tighter()
        while token := self.take(word):
            sides = (self.typed(node, BOOLEAN), self.typed(tighter(), BOOLEAN))
            node = self.part(Logic, token.position, word, sides)
        return node

    def negation(self) -> Node:
        words = []
        while token := self.take("not"):
            words.append(token)
        node = self.comparison()
        for token in reversed(words):
            node = self.part(Not, token.position, (self.typed(node, BOOLEAN),))
        return node

    def comparison(self) -> Node:
        first = self.sum()
        operators, sides = [], [first]
        while token := self.take(*_COMPARISONS):
            operators.append(token.text)
            sides.append(self.sum())
        if not operators:
            return first
        sides = tuple(self.typed(side, NUMBER) for side in sides)
        return self.part(Comparison, first.position, tuple(operators), sides)

    def sum(self) -> Node:
        return self.arithmetic(("+", "-"), self.product)

    def product(self) -> Node:
        return self.arithmetic(("*", "/"), self.signed)

    def arithmetic(self, operators: tuple, tighter: Callable[[], Node]) -> Node:
        node = tighter()
        while token := self.take(*operators):
            sides = (self.typed(node, NUMBER), self.typed(tighter(), NUMBER))
            node = self.part(Arithmetic, token.position, token.text, sides)
        return node

    def signed(self) -> Node:
        signs = []
        while token := self.take("-", "+"):
            signs.append(token)
        node = self.atom()
        for token in reversed(signs):
            node = self.typed(node, NUMBER)
            if token.text == "-":
                node = self.part(Negation, token.position, (node,))
        return node

    def atom(self) -> Node:
        token = self.now
        if token.kind == "number":
            self.at += 1
            return self.literal(token)
        if self.take("if"):
            condition, yes, no = self.arguments(token, 3, 3)
            return self.choice(token, condition, yes, no)
        if token.kind == "name" and token.text.lower() not in KEYWORDS:
            self.at += 1
            return self.call(token) if self.now.text == "(" else self.name(token)
        if bracket := self.take("("):
            node = self.expression()
            self.close(bracket)
            return node
        raise self.unexpected()

    def literal(self, token: Token) -> Node:
        digits = token.text.removesuffix("%")
        following = self.now
        glued = following.position == token.position + len(token.text)
        if not _NUMBER.fullmatch(digits) or (glued and following.kind == "name"):
            raise FormulaError(
                "bad_number",
                found=_shown(token.text + (following.text if glued else "")),
                position=token.position,
            )
        self.refuse_thousands(token)
        amount = Decimal(digits)
        if token.text != digits:
            amount = amount.scaleb(-2)
        return self.part(Literal, token.position, token.text, amount)

    def refuse_thousands(self, token: Token) -> None:
        """``max(1,500)`` may mean 1500 or two numbers: have it written clearly."""
        if self.at < 3:
            return
        before, comma = self.tokens[self.at - 3 : self.at - 1]
        if (
            before.kind == "number"
            and comma.text == ","
            and re.fullmatch(r"[0-9]{3}(\.[0-9]+)?", token.text)
            and before.position + len(before.text) == comma.position
            and comma.position + 1 == token.position
        ):
            raise FormulaError(
                "thousands",
                found=f"{before.text},{token.text}",
                position=before.position,
            )

    def name(self, token: Token) -> Node:
        kind = self.kinds.get(token.text)
        if kind is None:
            close = get_close_matches(token.text[:50], self.kinds, 1)
            raise FormulaError(
                "unknown_name",
                name=_shown(token.text),
                position=token.position,
                suggestion=close[0] if close else "",
                known=", ".join(sorted(self.kinds)),
            )
        return self.part(Name, token.position, token.text, kind)

    def call(self, token: Token) -> Node:
        function = token.text.lower()
        allowed = FUNCTIONS.get(function)
        if not allowed:
            raise FormulaError(
                "unknown_function",
                name=_shown(token.text),
                position=token.position,
                known=", ".join([*FUNCTIONS, "if"]),
            )
        parts = self.arguments(token, allowed.low, allowed.high)
        if function == "round" and len(parts) == 2:
            self.check_places(parts[1])
        parts = tuple(self.typed(part, NUMBER) for part in parts)
        return self.part(Call, token.position, function, parts)

    def check_places(self, node: Node) -> None:
        """The number of decimals is written down, not computed."""
        if not isinstance(node, Literal) or node.text not in map(
            str, range(MAX_PLACES + 1)
        ):
            raise FormulaError("places", position=node.position, limit=MAX_PLACES)

    def arguments(self, token: Token, low: int, high: int) -> list[Node]:
        bracket = self.expect("(")
        parts = []
        if self.now.text != ")":
            parts.append(self.expression())
            while self.take(","):
                parts.append(self.expression())
        self.close(bracket)
        if not low <= len(parts) <= high:
            raise self.wrong_count(token, low, high, len(parts))
        return parts

    def wrong_count(self, token: Token, low: int, high: int, given: int):
        place = {"name": token.text, "position": token.position, "given": given}
        if low == high:
            return FormulaError("argument_count", low=low, **place)
        return FormulaError("argument_range", low=low, high=high, **place)

    def choice(self, token: Token, condition: Node, yes: Node, no: Node) -> Node:
        parts = (self.typed(condition, BOOLEAN), yes, self.typed(no, yes.kind))
        return self.part(Choice, token.position, yes.kind, parts)

    def part(self, make: Callable, position: int, *args) -> Node:
        self.parts += 1
        if self.parts > MAX_PARTS:
            raise FormulaError("too_complex", limit=MAX_PARTS)
        return make(position, *args)

    def typed(self, node: Node, kind: str) -> Node:
        if node.kind != kind:
            raise FormulaError(f"{kind}_needed", position=node.position)
        return node

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def take(self, *texts: str) -> Token | None:
        """Step over the current token if it is one of ``texts``, in any case."""
        token = self.now
        if token.kind == _END or token.text.lower() not in texts:
            return None
        self.at += 1
        return token

    def expect(self, text: str) -> Token:
        token = self.take(text)
        if not token:
            raise self.unexpected()
        return token

    def close(self, bracket: Token) -> None:
        if self.now.kind == _END:
            raise FormulaError("unclosed", position=bracket.position)
        self.expect(")")

    def unexpected(self) -> FormulaError:
        if self.now.kind == _END:
            return FormulaError("unfinished")
        return FormulaError(
            "unexpected", found=_shown(self.now.text), position=self.now.position
        )
