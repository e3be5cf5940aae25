"""In which order do matches come? The newest first, or as `_sort` says; what has no value last; ties by id."""

from typing import Any

from tests.oracle import amounts, moments, tokens
from tests.oracle.charts import Chart, Thing
from tests.oracle.conditions import parameter_of
from tests.oracle.parameters import Parameter
from tests.oracle.texts import fields, folded
from tests.oracle.values import Refused


def ordered(chart: Chart, type_: str, things: list[Thing], keys: list[str]) -> list[Thing]:
    """Return things in the order of the keys of `_sort`; Unknown if a type does not know one."""
    things = sorted(things, key=lambda thing: thing.id)
    if not keys:
        return sorted(things, key=_moment, reverse=True)
    for key in reversed(keys):
        parameter = parameter_of(type_, key.removeprefix("-"))
        if parameter.kind == "composite":
            raise Refused(f"{key} has no order")
        downwards = key.startswith("-")
        found = {thing: _key(chart, thing, parameter, downwards=downwards) for thing in things}
        having = [thing for thing in things if found[thing] is not None]
        things = _sorted(having, found, downwards=downwards) + [thing for thing in things if found[thing] is None]
    return things


def _moment(thing: Thing) -> Any:
    return moments.span(thing.body["meta"]["lastUpdated"])[0]


def _sorted(things: list[Thing], found: dict[Thing, Any], *, downwards: bool) -> list[Thing]:
    """Return things sorted by what was found of each, equals staying in the order they are in."""
    return sorted(things, key=lambda thing: found[thing], reverse=downwards)


def _key(chart: Chart, thing: Thing, parameter: Parameter, *, downwards: bool) -> Any:
    """Return what a thing is sorted by: the smallest of its values upwards, the largest downwards."""
    values = chart.values(thing, parameter)
    if parameter.kind == "date":
        spans = [moments.stored(value) for value in values]
        keys: list[Any] = [span[1] if downwards else span[0] for span in spans]
    elif parameter.kind == "quantity":
        reaches = [amounts.reach(value) for value in values if "value" in value]
        keys = [reach.high if downwards else reach.low for reach in reaches]
    else:
        keys = [key for value in values for key in _keys(chart, parameter, value)]
    return (max if downwards else min)(keys) if keys else None


def _keys(chart: Chart, parameter: Parameter, value: Any) -> list[Any]:
    if parameter.kind == "token":
        stored = tokens.tokens(parameter.datatype, value, parameter.system)
        codes = [(token.code, token.system or "") for token in stored if token.code is not None]
        return codes if parameter.datatype in tokens.EXACT else [(code.casefold(), system) for code, system in codes]
    if parameter.kind == "reference":
        link = chart.link(value)
        return [] if link is None else [link.name]
    if parameter.kind == "string":
        return [folded(text) for text in fields(parameter.datatype, value)]
    return [value]
