"""Which codes does a value set hold? What its ValueSet lists, includes and leaves out."""

from tests.properties.charts import Chart, Thing
from tests.properties.elements import Json, at
from tests.properties.links import Link, searched
from tests.properties.parameters import Parameter
from tests.properties.tokens import Test, Token, same_code, tokens
from tests.properties.values import Refused, plain


def found(chart: Chart, value: str) -> Thing:
    """Return the ValueSet at an address, on this server or by its url; Refused if there is none."""
    name, _, version = plain(value).partition("|")
    link = searched(name, chart.base) if "/" in name or ":" in name else Link("ValueSet", name)
    here = chart.get("ValueSet", link.id) if isinstance(link, Link) and link.type == "ValueSet" and link.id else None
    named = [one for one in chart.of("ValueSet") if one.body.get("url") == name]
    fitting = [one for one in ([here] if here else named) if version in {"", one.body.get("version")}]
    if not fitting:
        raise Refused(f"no such value set: {value}")
    return fitting[0]


def within(chart: Chart, parameter: Parameter, value: str) -> Test:
    """Return the test of `:in`."""
    if parameter.datatype not in {"concept", "coding", "code"}:
        raise Refused(f"{parameter.name} has no codes")
    set_ = found(chart, value).body
    return lambda element: any(
        _holds(chart, set_, one) for one in tokens(parameter.datatype, element, parameter.system)
    )


def _holds(chart: Chart, set_: Json, token: Token) -> bool:
    if "compose" not in set_:
        return any(_same(one.get("system"), one.get("code"), token) for one in at(set_, "expansion.contains"))
    included = any(_covers(chart, part, token) for part in at(set_, "compose.include"))
    return included and not any(_covers(chart, part, token) for part in at(set_, "compose.exclude"))


def _covers(chart: Chart, part: Json, token: Token) -> bool:
    others = [found(chart, address).body for address in part.get("valueSet", [])]
    if not all(_holds(chart, other, token) for other in others):
        return False
    if "system" not in part:
        return bool(others)
    concepts = at(part, "concept.code")
    return part["system"] == token.system and (
        not concepts or any(_same(part["system"], code, token) for code in concepts)
    )


def _same(system: str | None, code: str | None, token: Token) -> bool:
    return system == token.system and code is not None and same_code("coding", token.code, code)
