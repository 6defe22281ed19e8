"""Excel formulas as trees: tokens, references with their positions, operator precedence.

Not for computing (see `formula`) and not for array formulas, names or references to other files:
those are told in `unsupported`, and Excel computes them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final, TypeAlias

from reportgen.cell_names import column_letters, column_number
from reportgen.frozen import frozen
from reportgen.language import kinds
from reportgen.language.errors import LanguageError

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
LONGEST: Final = 8_192
DEEPEST: Final = 64
"""Excel's own limits for the length and the nesting of a formula."""


class FormulaSyntaxError(LanguageError):
    """A formula that cannot be read."""

    kind = kinds.FORMULA_SYNTAX


class UnsupportedFormula(LanguageError):  # noqa: N818 - the seam names it so
    """A formula that only Excel computes; `name` is the function or construction."""

    kind = kinds.FORMULA_UNSUPPORTED

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self.name = name


@frozen
class Corner:
    """One end of a reference; row 0 in a column reference `A:A`, column 0 in a row reference `1:1`."""

    row: int
    column: int
    row_fixed: bool = False
    column_fixed: bool = False

    def __str__(self) -> str:
        column = column_letters(self.column) if self.column else ""
        row = str(self.row) if self.row else ""
        return (
            f"{'$' * (self.column_fixed and bool(column))}{column}"
            f"{'$' * (self.row_fixed and bool(row))}{row}"
        )


@frozen
class Reference:
    """A cell or range in a formula: its sheet (None: the formula's own), its ends, where it stands.

    `start` and `end` are offsets in the formula's text. `last` is None for a single cell.
    """

    sheet: str | None
    first: Corner
    last: Corner | None = None
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        """As a formula writes it."""
        cells = str(self.first) if self.last is None else f"{self.first}:{self.last}"
        return cells if self.sheet is None else f"{_quoted(self.sheet)}!{cells}"

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """First row, first column, last row, last column; all rows or columns for `A:A`, `1:1`."""
        one, two = self.first, self.last or self.first
        rows = sorted((one.row, two.row)) if one.row else (1, LAST_ROW)
        columns = sorted((one.column, two.column)) if one.column else (1, LAST_COLUMN)
        return rows[0], columns[0], rows[1], columns[1]

    def moved_to(self, first: Corner, last: Corner | None) -> Reference:
        """The same reference with other ends."""
        return replace(self, first=first, last=last)


@frozen
class Literal:
    """A number, text, truth value, error code (text in `#…`) or, with None, an argument left out."""

    value: Decimal | str | bool | None
    is_error: bool = False


@frozen
class Operation:
    """An operator with one or two operands; `%` and unary signs have one."""

    operator: str
    operands: tuple[Node, ...]


@frozen
class Call:
    """A function with its arguments; the name in capitals."""

    name: str
    arguments: tuple[Node, ...]


Node: TypeAlias = Literal | Reference | Operation | Call


def _quoted(sheet: str) -> str:
    plain = re.fullmatch(r"[^\W\d][\w.]*", sheet) and not _LIKE_CELL.fullmatch(sheet)
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


_LIKE_CELL: Final = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|[RrCc]|TRUE|FALSE")
_CELL: Final = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_TOKEN: Final = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<text>"(?:[^"]|"")*")
  | (?P<error>\#(?:DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|NULL!))
  | (?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
    (?P<ref>{_CELL}:{_CELL}|{_CELL}
       |\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}
       |\$?[1-9][0-9]{{0,6}}:\$?[1-9][0-9]{{0,6}}) (?![\w.(!])
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{{1,3}})?)
  | (?P<name>[^\W\d\\][\w.\\]*)
  | (?P<operator><>|<=|>=|[-+*/^&=<>%(),])
    """,
    re.VERBOSE,
)
_CORNER: Final = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")
_BINARY: Final = {
    "=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1,
    "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5,
}  # fmt: skip


@frozen
class _Token:
    kind: str
    text: str
    start: int
    end: int
    sheet: str | None = None


@frozen
class Parsed:
    """The tree of a formula, its references in order, and what it uses that is not computed here."""

    tree: Node | None
    references: tuple[Reference, ...]
    unsupported: str = ""


def parse_formula(formula: str) -> Parsed:
    """Read a formula, with or without `=`; `FormulaSyntaxError` where it cannot be one."""
    if len(formula) > LONGEST:
        raise FormulaSyntaxError(problem="公式太长")
    tokens, odd = _tokens(formula)
    references = tuple(_reference(token) for token in tokens if token.kind == "ref")
    if odd:
        return Parsed(None, references, odd)
    parser = _Parser(tokens)
    try:
        tree = parser.expression(0, 0)
        parser.expect("")
    except UnsupportedFormula as error:
        return Parsed(None, references, error.name)
    except RecursionError:
        raise FormulaSyntaxError(problem="嵌套太深") from None
    return Parsed(tree, references)


def _tokens(formula: str) -> tuple[list[_Token], str]:
    tokens: list[_Token] = []
    odd = ""
    at = len(formula) - len(formula.lstrip())
    at += formula[at : at + 1] == "="
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None:
            # Arrays, other files, spill and structured references: Excel's alone.
            if formula[at] not in "{}[]@#:!;|'":
                raise FormulaSyntaxError(problem=f"“{formula[at]}”处读不懂")
            odd = odd or formula[at]
            at += 1
            continue
        kind = match.lastgroup or ""
        if kind != "space":
            sheet = match["sheet"]
            if sheet is not None:
                sheet = sheet[:-1]
                sheet = sheet[1:-1].replace("''", "'") if sheet[0] == "'" else sheet
                if "[" in sheet or ":" in sheet:
                    odd = odd or sheet
            text = match[kind]
            tokens.append(_Token(kind, text, at, match.end(), sheet))
        at = match.end()
    return tokens, odd


def _reference(token: _Token) -> Reference:
    first, _, last = token.text.partition(":")
    one, two = _corner(first), _corner(last) if last else None
    return Reference(token.sheet, one, two, token.start, token.end)


def _corner(text: str) -> Corner:
    match = _CORNER.fullmatch(text)
    if match is None:
        raise FormulaSyntaxError(problem=f"“{text}”不是单元格")
    first, letters, second, digits = match.groups()
    column, row = column_number(letters), int(digits or 0)
    if column > LAST_COLUMN or row > LAST_ROW:
        raise FormulaSyntaxError(problem=f"没有“{text}”这个单元格")
    # In `$5` of a row reference the only dollar belongs to the row.
    row_fixed = bool(second) or (not letters and bool(first))
    return Corner(row, column, row_fixed, bool(first) and bool(letters))


class _Parser:
    """Precedence climbing; Excel's unary minus binds tighter than `^`."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> str:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return token.text if token is not None and token.kind == "operator" else ""

    def expect(self, text: str) -> None:
        if text and self.peek() == text:
            self.at += 1
            return
        if not text and self.at == len(self.tokens):
            return
        found = self.tokens[self.at].text if self.at < len(self.tokens) else "结尾"
        raise FormulaSyntaxError(problem=f"“{found}”处" + (f"应为“{text}”" if text else "多余"))

    def expression(self, lowest: int, depth: int) -> Node:
        if depth > DEEPEST:
            raise FormulaSyntaxError(problem=f"括号嵌套超过 {DEEPEST} 层")
        left = self.operand(depth)
        while _BINARY.get(operator := self.peek(), 0) > lowest:
            self.at += 1
            right = self.expression(_BINARY[operator], depth)
            left = Operation(operator, (left, right))
        return left

    def operand(self, depth: int) -> Node:
        signs = []
        while self.peek() in {"-", "+"}:
            signs.append(self.peek())
            self.at += 1
        node = self.primary(depth)
        if signs.count("-") % 2:
            node = Operation("-", (node,))
        elif signs:
            node = Operation("+", (node,))
        while self.peek() == "%":
            self.at += 1
            node = Operation("%", (node,))
        return node

    def primary(self, depth: int) -> Node:
        if self.at >= len(self.tokens):
            raise FormulaSyntaxError(problem="内容不完整")
        token = self.tokens[self.at]
        self.at += 1
        match token.kind:
            case "number":
                return Literal(Decimal(token.text))
            case "text":
                return Literal(token.text[1:-1].replace('""', '"'))
            case "error":
                return Literal(token.text, is_error=True)
            case "ref":
                return _reference(token)
            case "name":
                return self.name(token, depth)
        if token.text == "(":
            node = self.expression(0, depth + 1)
            if self.peek() == ",":
                raise UnsupportedFormula("区域合并")
            self.expect(")")
            return node
        raise FormulaSyntaxError(problem=f"“{token.text}”处少了内容")

    def name(self, token: _Token, depth: int) -> Node:
        name = token.text.upper()
        if self.peek() != "(":
            if name in {"TRUE", "FALSE"}:
                return Literal(name == "TRUE")
            raise UnsupportedFormula(token.text)
        self.at += 1
        arguments: list[Node] = []
        if self.peek() == ")":
            self.at += 1
            return Call(name, ())
        while True:
            left_out = self.peek() in {",", ")"}
            arguments.append(Literal(None) if left_out else self.expression(0, depth + 1))
            if self.peek() != ",":
                break
            self.at += 1
        self.expect(")")
        return Call(name, tuple(arguments))
