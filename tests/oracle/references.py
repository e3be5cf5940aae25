"""Does a stored reference lead to what a query names? By id, type and id, or address; or along a hierarchy."""

from collections.abc import Callable
from typing import Any

from tests.oracle.charts import Chart, Thing
from tests.oracle.links import TYPES, Link, searched
from tests.oracle.parameters import ONLY, Parameter, known
from tests.oracle.tokens import equal as token_test
from tests.oracle.values import Refused, Several, plain

Test = Callable[[Thing, Any], bool]

# Where a type is a part of its own type, and by which element that is told.
PARTS = {"Location": "partof", "Organization": "partof", "Procedure": "part-of", "Encounter": "part-of"}


# Parameters that say where something happened or belongs, so that there is something above and below.
BRANCHED = {"encounter", "location", "part-of", "partof", "performer"}


def branch(parameter: Parameter) -> str:
    """Return the type that a parameter may lead to and that is a part of its own kind, or nothing."""
    found = [type_ for type_ in parameter.targets if type_ in PARTS]
    return found[0] if parameter.name in BRANCHED and len(found) == 1 else ""


def equal(chart: Chart, parameter: Parameter, type_: str, value: str) -> Test:
    """Return the test for a reference, of a type that the modifier may have named."""
    link = named(chart, parameter, type_, plain(value))
    if link is None:
        return lambda _, __: False

    def test(_: Thing, element: Any) -> bool:
        stored = chart.link(element)
        if stored is None:
            return False
        if link.url:
            return stored.url == link.url
        types = {link.type} if link.type else set(parameter.targets)
        return (
            stored.id == link.id and (stored.type in types or types == {"*"}) and link.version in {"", stored.version}
        )

    return test


def named(chart: Chart, parameter: Parameter, type_: str, value: str) -> Link | None:
    """Return what a value names: a bare id has no type if none was asked for; None if it can be nothing here."""
    if type_ and not parameter.leads_to(type_):
        raise Refused(f"{parameter.name} never leads to a {type_}")
    found = searched(value, chart.base)
    if isinstance(found, str):
        rivals = parameter.targets if parameter.targets != ("*",) else tuple(TYPES)
        if not type_ and sum(chart.get(rival, found) is not None for rival in rivals) > 1:
            raise Several(f"{found} is the id of several")
        return Link(type=type_, id=found)
    if found.url:
        return found if type_ in {"", found.type} else None
    if type_ and found.type != type_:
        raise Refused(f"{value} is no {type_}")
    return found if parameter.leads_to(found.type) else None


def identified(parameter: Parameter, value: str) -> Test:
    """Return the test of `:identifier`: the identifier that stands in the reference itself."""
    test = token_test(Parameter(parameter.name, "identifier", ""), value)

    def identifies(element: Any) -> bool:
        return "identifier" in element and test(element["identifier"])

    return lambda _, element: identifies(element)


def typed_or_unknown(chart: Chart, parameter: Parameter, thing: Thing, element: Any) -> bool:
    """Say whether `:identifier` may look at a reference: for `patient`, unless it leads to something else."""
    return chart.leads_to(thing, element) in {"", ONLY.get(parameter.name)} or parameter.name not in ONLY


def along(chart: Chart, parameter: Parameter, modifier: str, value: str) -> Test:
    """Return the test of `:below` and `:above`: the same place, or a part of it, or a whole that it belongs to."""
    type_ = branch(parameter)
    if not type_:
        raise Refused(f"{parameter.name} has no hierarchy")
    bare = isinstance(searched(plain(value), chart.base), str)
    start = named(chart, parameter, type_ if bare else "", plain(value))
    if start is None or start.url or start.type != type_:
        raise Refused(f"{value} has no hierarchy")
    reached = _parts(chart, type_, start.id) if modifier == "below" else _wholes(chart, type_, start.id)

    def test(_: Thing, element: Any) -> bool:
        stored = chart.link(element)
        return stored is not None and stored.type == type_ and stored.id in reached

    return test


def _wholes(chart: Chart, type_: str, id_: str) -> set[str]:
    """Return an id, and those of everything it is a part of."""
    reached: set[str] = set()
    waiting = [id_]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += _whole_of(chart, type_, here)
    return reached


def _parts(chart: Chart, type_: str, id_: str) -> set[str]:
    """Return an id, and those of everything that is a part of it."""
    return {id_} | {thing.id for thing in chart.of(type_) if id_ in _wholes(chart, type_, thing.id)}


def _whole_of(chart: Chart, type_: str, id_: str) -> list[str]:
    thing = chart.get(type_, id_)
    if thing is None:
        return []
    links = [chart.link(value) for value in chart.values(thing, known(type_)[PARTS[type_]])]
    return [link.id for link in links if link and link.id and link.type == type_]
