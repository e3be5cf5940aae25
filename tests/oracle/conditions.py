"""When does a resource meet one `name=value` of a query? Written as a test, built once and put to each resource."""

from collections.abc import Callable
from typing import Any

from tests.oracle import amounts, moments, references, sets, tokens, trees, uris
from tests.oracle.charts import Chart, Thing
from tests.oracle.elements import at
from tests.oracle.links import TYPES
from tests.oracle.parameters import Parameter, known
from tests.oracle.texts import begins, contains, families, fields
from tests.oracle.values import Refused, alternatives, cut, plain, protected

Test = Callable[[Thing], bool]
ElementTest = Callable[[Thing, Any], bool]

ALLOWED = {
    "token": {"", "missing", "text", "not", "in", "not-in", "above", "below", "of-type"},
    "date": {"", "missing"},
    "reference": {"", "missing", "identifier", "above", "below"},
    "canonical": {"", "missing", "below"},
    "uri": {"", "missing", "above", "below"},
    "string": {"", "missing", "exact", "contains"},
    "quantity": {"", "missing"},
    "composite": {""},
}


class Unknown(Refused):
    """There is no parameter of this name here."""


def parameter_of(type_: str, name: str) -> Parameter:
    """Return a parameter of a type; Unknown if it has none of this name."""
    found = known(type_).get(name)
    if found is None:
        raise Unknown(f"{type_} has no {name}")
    return found


def plain_condition(chart: Chart, type_: str, name: str, value: str) -> Test | None:
    """Return the test of a parameter of the resource itself, perhaps with a modifier; None if nothing is asked."""
    name, colon, modifier = name.partition(":")
    parameter = parameter_of(type_, name)
    modifier = {"ofType": "of-type"}.get(modifier, modifier)
    if (colon and not modifier) or not (modifier in ALLOWED[parameter.kind] or _names_type(parameter, modifier)):
        raise Refused(f"{name} does not know :{modifier}")
    pieces = alternatives(value)
    if not pieces:
        return None
    if modifier == "missing":
        return _missing(chart, parameter, plain(value))
    tests = [_element_test(chart, parameter, modifier, piece) for piece in pieces]

    def some(thing: Thing) -> bool:
        values = _looked_at(chart, thing, parameter, modifier)
        return any(test(thing, one) for one in values for test in tests)

    return (lambda thing: not some(thing)) if modifier in {"not", "not-in"} else some


def _names_type(parameter: Parameter, modifier: str) -> bool:
    return parameter.kind == "reference" and modifier in TYPES and parameter.leads_to(modifier)


def _looked_at(chart: Chart, thing: Thing, parameter: Parameter, modifier: str) -> list[Any]:
    if modifier == "identifier":
        stored = at(thing.body, parameter.path)
        return [one for one in stored if references.typed_or_unknown(chart, parameter, thing, one)]
    if parameter.kind == "composite":
        groups = parameter.path.partition("$")[0].split("|")
        return [one for group in groups for one in (at(thing.body, group) if group else [thing.body])]
    return chart.values(thing, parameter)


def _missing(chart: Chart, parameter: Parameter, value: str) -> Test:
    if value not in {"true", "false"}:
        raise Refused(f"neither true nor false: {value}")
    return lambda thing: (not chart.values(thing, parameter)) is (value == "true")


def _element_test(chart: Chart, parameter: Parameter, modifier: str, value: str) -> ElementTest:
    if parameter.kind == "reference":
        if modifier == "identifier":
            return references.identified(parameter, value)
        if modifier in {"above", "below"}:
            return references.along(chart, parameter, modifier, value)
        return references.equal(chart, parameter, modifier, value)
    test = _value_test(chart, parameter, modifier, value)
    return lambda _, element: test(element)


def _value_test(chart: Chart, parameter: Parameter, modifier: str, value: str) -> Callable[[Any], bool]:
    builders: dict[str, Callable[[], Callable[[Any], bool]]] = {
        "token": lambda: _token_test(chart, parameter, modifier, value),
        "uri": lambda: uris.uri(modifier, value),
        "canonical": lambda: uris.canonical(modifier, value, chart.base),
        "date": lambda: date_test(chart, *moments.asked(plain(value))),
        "quantity": lambda: amounts.asked(value),
        "composite": lambda: _composite_test(chart, parameter, value),
        "string": lambda: _string_test(parameter, modifier, plain(value)),
    }
    return builders[parameter.kind]()


def _token_test(chart: Chart, parameter: Parameter, modifier: str, value: str) -> Callable[[Any], bool]:
    if modifier in {"", "not"}:
        return tokens.equal(parameter, value)
    if modifier in {"in", "not-in"}:
        return sets.within(chart, parameter, value)
    if modifier in {"above", "below"}:
        return tree_test(chart, parameter, modifier, value)
    return {"text": tokens.described, "of-type": tokens.of_type}[modifier](parameter, value)


def tree_test(chart: Chart, parameter: Parameter, modifier: str, value: str) -> Callable[[Any], bool]:
    """Return the test of `:above` and `:below`: the code itself, or one above or below it in a tree of its system."""
    *system, code = cut(value, "|")
    if parameter.datatype not in {"concept", "coding", "code"} or not code:
        raise Refused(f"nothing is above or below {value}")
    reach = trees.kinds_of if modifier == "below" else trees.what_it_is
    codes = reach(chart, plain(system[0]), plain(code)) if system else {plain(code)}
    spelled = ["|".join((*system, protected(one))) for one in codes]
    tests = [tokens.equal(parameter, one) for one in spelled]
    return lambda element: any(test(element) for test in tests)


def date_test(chart: Chart, prefix: str, searched: moments.Span) -> Callable[[Any], bool]:
    """Return the test of a stored date against a prefix and a stretch of time."""
    return lambda element: moments.fits(prefix, searched, moments.stored(element), chart.now)


def _string_test(parameter: Parameter, modifier: str, wanted: str) -> Callable[[Any], bool]:
    if modifier == "exact":
        return lambda element: wanted in fields(parameter.datatype, element)
    if modifier == "contains":
        return lambda element: any(contains(text, wanted) for text in fields(parameter.datatype, element))

    def test(element: Any) -> bool:
        texts = fields(parameter.datatype, element) + families(parameter.datatype, element)
        return any(begins(text, wanted) for text in texts)

    return test


def _composite_test(chart: Chart, parameter: Parameter, value: str) -> Callable[[Any], bool]:
    parts = [part.split(":") for part in parameter.path.split("$")[1:]]
    pieces = cut(value, "$")
    if len(pieces) != len(parts) or not all(pieces):
        raise Refused(f"not {len(parts)} parts: {value}")
    rows = [Parameter(parameter.name, datatype, path) for datatype, path in parts]
    tests = [_value_test(chart, row, "", piece) for row, piece in zip(rows, pieces, strict=True)]

    def test(group: Any) -> bool:
        return all(any(part(one) for one in at(group, row.path)) for row, part in zip(rows, tests, strict=True))

    return test
