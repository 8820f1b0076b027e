"""The query options of OData 3 that CBS honours: a parser of `$filter`, and `$select`, `$skip` and `$top` on rows."""

import operator
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .server import RefusedError

Row = dict[str, Any]
Value = Callable[[Row], Any]

KNOWN_OPTIONS = {"$format", "$select", "$filter", "$top", "$skip"}
_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|-?\d+(?:\.\d+)?\b|[A-Za-z_]\w*|[(),])")
_COMPARISONS = {
    "eq": operator.eq,
    "ne": operator.ne,
    "ge": operator.ge,
    "gt": operator.gt,
    "le": operator.le,
    "lt": operator.lt,
}
_LITERALS = {"null": None, "true": True, "false": False}
_FUNCTIONS: dict[str, tuple[int, Callable[..., Any]]] = {
    "startswith": (2, lambda text, start: text is not None and text.startswith(start)),
    "substringof": (2, lambda needle, text: text is not None and needle in text),
    "substring": (3, lambda text, start, length: None if text is None else text[start : start + length]),
}


@dataclass(frozen=True)
class Filter:
    """A parsed `$filter`: whether a row passes, and the columns it looks at."""

    matches: Callable[[Row], bool]
    columns: frozenset[str]


def parse_filter(text: str, columns: Collection[str]) -> Filter:
    """Parse a `$filter` over rows with these columns; raises RefusedError 400 for what CBS would not take."""
    parser = _Parser(text, columns)
    value = parser.either()
    if parser.tokens:
        raise _syntax_error(parser.tokens[0])

    def matches(row: Row) -> bool:
        outcome = value(row)
        if not isinstance(outcome, bool):
            raise RefusedError(400, "The $filter expression must evaluate to a single boolean value.")
        return outcome

    return Filter(matches, frozenset(parser.used))


def whole_number(options: Mapping[str, str], name: str) -> int | None:
    """The value of `$top` or `$skip`, or None where it is not given; raises RefusedError 400."""
    text = options.get(name)
    if text is not None and not text.isdecimal():
        raise RefusedError(400, f"Incorrect format for {name} argument '{text}'.")
    return None if text is None else int(text)


def select_columns(rows: Sequence[Row], columns: Collection[str], select: str | None) -> Sequence[Row]:
    """The rows with only the named columns, in the order of the table; raises RefusedError 400 for an unknown one."""
    if not select:
        return rows
    wanted = [name.strip() for name in select.split(",")]
    for name in wanted:
        _check_column(name, columns)
    kept = [name for name in columns if name in wanted]
    return [{name: row[name] for name in kept if name in row} for row in rows]


def _check_column(name: str, columns: Collection[str]) -> None:
    if name not in columns:
        raise RefusedError(400, f"Could not find a property named '{name}' on type 'Cbs.OData.WebAPI.TData'.")


def _syntax_error(token: str) -> RefusedError:
    return RefusedError(400, f"Syntax error in $filter at '{token}'.")


class _Parser:
    """Recursive descent: `or` of `and` of comparisons of operands."""

    def __init__(self, text: str, columns: Collection[str]) -> None:
        self.columns = columns
        self.used: set[str] = set()
        self.tokens: list[str] = []
        text, place = text.rstrip(), 0
        while place < len(text):
            found = _TOKEN.match(text, place)
            if not found:
                raise _syntax_error(text[place:])
            self.tokens.append(found[1])
            place = found.end()

    def either(self) -> Value:
        parts = [self._both()]
        while self._accept("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda row: any(part(row) for part in parts)

    def _both(self) -> Value:
        parts = [self._comparison()]
        while self._accept("and"):
            parts.append(self._comparison())
        return parts[0] if len(parts) == 1 else lambda row: all(part(row) for part in parts)

    def _comparison(self) -> Value:
        left = self._operand()
        if not self.tokens or self.tokens[0] not in _COMPARISONS:
            return left
        name = self.tokens.pop(0)
        right = self._operand()
        return lambda row: _compare(name, left(row), right(row))

    def _operand(self) -> Value:
        token = self._next()
        if token == "(":
            inside = self.either()
            self._expect(")")
            return inside
        if self.tokens[:1] == ["("] and token in _FUNCTIONS:
            return self._call(token)
        if token.startswith("'"):
            return _constant(token[1:-1].replace("''", "'"))
        if token[0] in "-0123456789":
            return _constant(float(token) if "." in token else int(token))
        if token in _LITERALS:
            return _constant(_LITERALS[token])
        _check_column(token, self.columns)
        self.used.add(token)
        return lambda row: row[token]

    def _call(self, name: str) -> Value:
        count, function = _FUNCTIONS[name]
        self._expect("(")
        arguments = [self._operand()]
        for _ in range(count - 1):
            self._expect(",")
            arguments.append(self._operand())
        self._expect(")")
        return lambda row: function(*(argument(row) for argument in arguments))

    def _next(self) -> str:
        if not self.tokens:
            raise _syntax_error("end")
        return self.tokens.pop(0)

    def _accept(self, token: str) -> bool:
        found = self.tokens[:1] == [token]
        if found:
            del self.tokens[0]
        return found

    def _expect(self, token: str) -> None:
        found = self._next()
        if found != token:
            raise _syntax_error(found)


def _constant(value: Any) -> Value:
    return lambda row: value


def _compare(name: str, left: Any, right: Any) -> bool:
    """Compare two values; null is only ever equal to null, and text is not a number."""
    if left is None or right is None:
        return name in ("eq", "ne") and bool(_COMPARISONS[name](left, right))
    if isinstance(left, str) != isinstance(right, str):
        raise RefusedError(400, f"A binary operator with incompatible types was detected for operator '{name}'.")
    return bool(_COMPARISONS[name](left, right))
