"""When does a resource meet a condition on others: those it refers to, those that refer to it, or a list of them?"""

import re
from collections.abc import Callable

from tests.oracle import filters, texts
from tests.oracle.charts import Chart, Thing
from tests.oracle.conditions import Test, Unknown, parameter_of, plain_condition
from tests.oracle.elements import Json, at
from tests.oracle.links import ID, TYPES
from tests.oracle.parameters import Parameter, known
from tests.oracle.values import Refused, alternatives, plain


def condition(chart: Chart, type_: str, name: str, value: str) -> Test | None:
    """Return the test of any `name=value` on resources of a type; None if nothing is asked; Refused if it is wrong."""
    if not alternatives(value) and not name.startswith(("_text", "_content", "_filter")):
        return None
    if name.startswith("_has:"):
        return _pointed_at(chart, type_, name, value)
    if name in SPECIAL:
        return SPECIAL[name](chart, type_, value) if value else None
    if "." in name:
        return _chained(chart, type_, name, value)
    return plain_condition(chart, type_, name, value)


def _chained(chart: Chart, type_: str, name: str, value: str) -> Test | None:
    link, _, rest = name.partition(".")
    link, _, wanted = link.partition(":")
    parameter = parameter_of(type_, link)
    if not parameter.targets:
        raise Unknown(f"{link} cannot be followed")
    if wanted and not _possible(parameter, wanted):
        raise Refused(f"{link} never leads to {wanted}")
    tests = {}
    for target in [wanted] if wanted else parameter.targets:
        try:
            tests[target] = condition(chart, target, rest, value)
        except Unknown:
            continue
    if not tests:
        raise Unknown(f"{rest} is known to none of {parameter.targets}")

    def test(thing: Thing) -> bool:
        found = [one for one in chart.targets(thing, parameter) if one.type in tests]
        return any(meets(one) for one in found if (meets := tests[one.type]) is not None)

    return test


def _possible(parameter: Parameter, type_: str) -> bool:
    return type_ in TYPES and parameter.leads_to(type_)


def _pointed_at(chart: Chart, type_: str, name: str, value: str) -> Test | None:
    _, source, link, rest, *_ = [*name.split(":", 3), "", ""]
    if source not in TYPES or not rest:
        raise Refused(f"not _has:Type:reference:parameter: {name}")
    parameter = parameter_of(source, link)
    if parameter.kind != "reference" or not parameter.leads_to(type_):
        raise Unknown(f"{source}.{link} does not lead to a {type_}")
    meets = condition(chart, source, rest, value)
    if meets is None:
        return None
    pointing = [thing for thing in chart.of(source) if meets(thing)]
    links = [chart.link(one) for thing in pointing for one in chart.values(thing, parameter)]
    reached = {link.key for link in links if link} - {""}
    return lambda thing: thing.key in reached


def _listed(chart: Chart, type_: str, value: str) -> Test:
    names = [plain(piece) for piece in alternatives(value)]
    if not all(re.fullmatch(ID, name, re.ASCII) for name in names):
        raise Refused(f"no id of a list: {value}")
    lists = [one for name in names if (one := chart.get("List", name))]
    entries = [entry for one in lists for entry in at(one.body, "entry") if entry.get("deleted") is not True]
    links = [chart.link(entry.get("item")) for entry in entries]
    items = {link.key for link in links if link} - {""}
    return lambda thing: thing.type == type_ and thing.key in items


def _searched_text(words: Callable[[Json], list[str]]) -> Callable[[Chart, str, str], Test]:
    def build(_: Chart, __: str, value: str) -> Test:
        tests = [texts.expression(plain(piece)) for piece in alternatives(value)]
        return lambda thing: any(test(words(thing.body)) for test in tests)

    return build


def _filtered(chart: Chart, type_: str, value: str) -> Test:
    return filters.compiled(chart, type_, value)


def _typed(_: Chart, type_: str, value: str) -> Test:
    if not TYPES.issuperset(alternatives(value)):
        raise Refused(f"no type: {value}")
    return lambda _: type_ in alternatives(value)


SPECIAL: dict[str, Callable[[Chart, str, str], Test]] = {
    "_content": _searched_text(texts.told),
    "_filter": _filtered,
    "_list": _listed,
    "_type": _typed,
    "_text": _searched_text(texts.narrated),
}


def references_of(type_: str) -> dict[str, Parameter]:
    """Return the parameters of a type whose elements lead to other resources."""
    return {name: row for name, row in known(type_).items() if row.targets}
