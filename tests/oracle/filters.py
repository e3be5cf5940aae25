"""When does a resource meet a `_filter`? Its grammar is read from left to right; a path stands for a set of values."""

import json
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.oracle import moments, sets, tokens
from tests.oracle.charts import Chart, Thing
from tests.oracle.conditions import Test, date_test, parameter_of, tree_test
from tests.oracle.parameters import Parameter
from tests.oracle.references import equal as reference_test
from tests.oracle.texts import fields, folded
from tests.oracle.values import Refused, protected

_PIECE = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[()\[\]]|[^\s()\[\]"]+)')
_SYSTEMS = {
    "loinc": "http://loinc.org",
    "snomed": "http://snomed.info/sct",
    "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "ucum": "http://unitsofmeasure.org",
}
_DATES = {"eq", "ne", "gt", "ge", "lt", "le", "sa", "eb", "ap"}

Held = tuple[Parameter, Thing, Any]
Operation = Callable[[Thing, Any], bool]
Steps = tuple[Callable[[Thing], list[Held]], set[Parameter]]


@dataclass
class Reader:
    """A filter being read: the pieces that are left, and where its names are to be looked up."""

    chart: Chart
    pieces: list[str]

    def take(self, wanted: str = "") -> str:
        """Return the next piece; Refused if there is none, or another than is wanted."""
        if not self.pieces or (wanted and self.pieces[0] != wanted):
            raise Refused(f"expected {wanted or 'something'} before {self.pieces}")
        return self.pieces.pop(0)


def compiled(chart: Chart, type_: str, value: str) -> Test:
    """Return the test of a filter; Refused if it cannot be read."""
    pieces = _PIECE.findall(value)
    if "".join(value.split()) != "".join("".join(pieces).split()):
        raise Refused(f"cannot be read: {value}")
    reader = Reader(chart, pieces)
    test = _expression(reader, type_)
    if reader.pieces:
        raise Refused(f"too much: {reader.pieces}")
    return test


def _expression(reader: Reader, type_: str) -> Test:
    test = _single(reader, type_)
    while reader.pieces and reader.pieces[0] in {"and", "or"}:
        both = reader.take() == "and"
        test = _joined(test, _single(reader, type_), both=both)
    return test


def _joined(one: Test, other: Test, *, both: bool) -> Test:
    return (lambda thing: one(thing) and other(thing)) if both else (lambda thing: one(thing) or other(thing))


def _single(reader: Reader, type_: str) -> Test:
    if reader.pieces[:1] == ["("]:
        return _enclosed(reader, type_, "(", ")")
    if reader.pieces[:2] == ["not", "("]:
        reader.take()
        inner = _enclosed(reader, type_, "(", ")")
        return lambda thing: not inner(thing)
    return _comparison(reader, type_)


def _enclosed(reader: Reader, type_: str, opening: str, closing: str) -> Test:
    reader.take(opening)
    test = _expression(reader, type_)
    reader.take(closing)
    return test


def _comparison(reader: Reader, type_: str) -> Test:
    path = reader.take()
    if reader.pieces[:1] == ["["]:
        values, rows = _bracketed(reader, parameter_of(type_, path))
    else:
        values, rows = _steps(reader.chart, type_, path.split("."))
    operation, operand = reader.take(), reader.take()
    if operation == "pr":
        if operand not in {"true", "false"}:
            raise Refused(f"neither true nor false: {operand}")
        return lambda thing: bool(values(thing)) is (operand == "true")
    tests = _operations(reader.chart, rows, operation, _operand(operand))
    return lambda thing: any(tests[row](owner, value) for row, owner, value in values(thing) if row in tests)


def _steps(chart: Chart, type_: str, path: list[str]) -> Steps:
    """Return how to get at the values of a path, and the parameters at whose end they stand."""
    if len(path) == 1:
        row = parameter_of(type_, path[0])
        return (lambda thing: [(row, thing, value) for value in chart.values(thing, row)]), {row}
    link = parameter_of(type_, path[0])
    ends = {}
    for target in link.targets:
        try:
            ends[target] = _steps(chart, target, path[1:])
        except Refused:
            continue
    return _after(chart, link, ends, {})


def _bracketed(reader: Reader, link: Parameter) -> Steps:
    """Read `[expression].name` for each type that it makes sense on; the expression holds for what the name is of."""
    ends, brackets, left = {}, {}, None
    for target in link.targets:
        copy = Reader(reader.chart, list(reader.pieces))
        try:
            brackets[target] = _enclosed(copy, target, "[", "]")
            ends[target] = _steps(reader.chart, target, copy.take().removeprefix(".").split("."))
        except Refused:
            continue
        left = copy.pieces
    reader.pieces = left if left is not None else reader.pieces
    return _after(reader.chart, link, ends, brackets)


def _after(chart: Chart, link: Parameter, ends: dict[str, Steps], brackets: dict[str, Test]) -> Steps:
    if not ends:
        raise Refused(f"nothing behind {link.name} knows this")

    def values(thing: Thing) -> list[Held]:
        reached = [one for one in chart.targets(thing, link) if one.type in ends]
        kept = [one for one in reached if one.type not in brackets or brackets[one.type](one)]
        return [held for one in kept for held in ends[one.type][0](one)]

    return values, {row for _, rows in ends.values() for row in rows}


def _operations(chart: Chart, rows: set[Parameter], operation: str, operand: str) -> dict[Parameter, Operation]:
    """Return the test for each parameter that the operation makes sense on; Refused if it does on none."""
    tests, refusals = {}, []
    for row in rows:
        try:
            tests[row] = _operation(chart, row, operation, operand)
        except Refused as refusal:
            refusals.append(refusal)
    if not tests:
        raise refusals[0]
    return tests


def _operand(text: str) -> str:
    try:
        return str(json.loads(text)) if text.startswith('"') else text
    except ValueError:
        raise Refused(f"no string: {text}") from None


def _operation(chart: Chart, row: Parameter, operation: str, operand: str) -> Operation:
    if row.kind == "date" and operation in _DATES | {"po"}:
        _, searched = moments.asked(operand)
        if operation == "po":
            return lambda _, value: _overlap(searched, moments.stored(value))
        test = date_test(chart, operation, searched)
        return lambda _, value: test(value)
    if row.kind == "reference" and operation == "re":
        return reference_test(chart, row, "", protected(operand))
    if row.kind == "token":
        return _token_operation(chart, row, operation, operand)
    if row.kind == "string":
        return _string_operation(row, operation, operand)
    if row.kind == "uri" and operation in {"eq", "ne"}:
        return lambda _, value: (value == operand) is (operation == "eq")
    raise Refused(f"{operation} is not for {row.kind}")


def _overlap(one: moments.Span, other: moments.Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _token_operation(chart: Chart, row: Parameter, operation: str, operand: str) -> Operation:
    if operation in {"in", "ni"}:
        within = sets.within(chart, row, protected(operand))
        return lambda _, value: within(value) is (operation == "in")
    if operation in {"ss", "sb"}:
        modifier = "below" if operation == "ss" else "above"
        below = tree_test(chart, row, modifier, operand)
        return lambda _, value: below(value)
    if operation not in {"eq", "ne"}:
        raise Refused(f"{operation} is not for tokens")
    if operand.count("|") > 1:
        raise Refused(f"no token: {operand}")
    alias, bar, code = operand.rpartition("|")
    system = _SYSTEMS.get(alias, alias) if bar else None
    exact = row.datatype == "id"

    def same(token: tokens.Token) -> bool:
        if system is not None and system != (token.system or ""):
            return False
        stored = token.code or ""
        return (bool(bar) and not code) or (stored == code if exact else stored.casefold() == code.casefold())

    def test(_: Thing, value: Any) -> bool:
        held = [one for one in tokens.tokens(row.datatype, value, row.system) if one.code is not None]
        return any(same(one) is (operation == "eq") for one in held)

    return test


def _string_operation(row: Parameter, operation: str, operand: str) -> Operation:
    compare: dict[str, Callable[[str, str], bool]] = {
        "eq": operator.eq,
        "ne": operator.ne,
        "co": operator.contains,
        "sw": str.startswith,
        "ew": str.endswith,
    }
    if operation not in compare:
        raise Refused(f"{operation} is not for strings")
    wanted = folded(operand)

    def test(_: Thing, value: Any) -> bool:
        return any(compare[operation](folded(text), wanted) for text in fields(row.datatype, value))

    return test
