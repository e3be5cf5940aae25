"""Which codes does a value set hold? What its ValueSet lists, includes and leaves out."""

from tests.oracle import trees
from tests.oracle.charts import Chart, Thing
from tests.oracle.elements import Json, at
from tests.oracle.links import Link, searched
from tests.oracle.parameters import Parameter
from tests.oracle.tokens import Test, Token, same_code, tokens
from tests.oracle.values import Refused, plain


def within(chart: Chart, parameter: Parameter, value: str) -> Test:
    """Return the test of `:in`."""
    if parameter.datatype not in {"concept", "coding", "code"}:
        raise Refused(f"{parameter.name} has no codes")
    address = plain(value)
    set_ = _implicit(chart, address) if "?fhir_vs" in address else found(chart, address).body
    _understood(chart, set_, ())

    def test(element: object) -> bool:
        return any(_holds(chart, set_, one) for one in tokens(parameter.datatype, element, parameter.system))

    return test


def found(chart: Chart, address: str) -> Thing:
    """Return the ValueSet at an address, on this server or by its url; Refused if there is none."""
    name, _, version = address.partition("|")
    link = searched(name, chart.base) if "/" in name or ":" in name else Link("ValueSet", name)
    local = link.id if isinstance(link, Link) and link.type == "ValueSet" else ""
    here = chart.library.get("ValueSet", local)
    named = [one for one in chart.library.of("ValueSet") if one.body.get("url") == name]
    fitting = [one for one in ([here] if here else named) if version in {"", one.body.get("version")}]
    if not fitting:
        raise Refused(f"no such value set: {address}")
    return fitting[0]


def _implicit(chart: Chart, address: str) -> Json:
    """Return what a set that SNOMED CT defines by its address would look like as a ValueSet."""
    if not address.startswith(f"{trees.SCT}?"):
        raise Refused(f"no such value set: {address}")
    codes = trees.of_snomed(chart, address)
    listed = {} if codes is None else {"concept": [{"code": code} for code in codes]}
    return {"compose": {"include": [{"system": trees.SCT, **listed}]}}


def _understood(chart: Chart, set_: Json, seen: tuple[str, ...]) -> None:
    """Raise Refused if a set is made of itself, of an unknown one, or by a rule that is not known."""
    for part in at(set_, "compose.include|compose.exclude"):
        for rule in part.get("filter", []):
            trees.filtered(chart, part["system"], rule)
        for address in part.get("valueSet", []):
            if address in seen:
                raise Refused(f"{address} is made of itself")
            _understood(chart, found(chart, address).body, (*seen, address))


def _holds(chart: Chart, set_: Json, token: Token) -> bool:
    if "compose" not in set_:
        return any(_same(one.get("system"), one.get("code"), token) for one in _expanded(at(set_, "expansion")))
    included = any(_covers(chart, part, token) for part in at(set_, "compose.include"))
    return included and not any(_covers(chart, part, token) for part in at(set_, "compose.exclude"))


def _expanded(nodes: list[Json]) -> list[Json]:
    """Return all entries of an expansion, those inside others too."""
    here = [one for node in nodes for one in at(node, "contains")]
    return here + _expanded(here) if here else []


def _covers(chart: Chart, part: Json, token: Token) -> bool:
    others = [found(chart, address).body for address in part.get("valueSet", [])]
    if not all(_holds(chart, other, token) for other in others):
        return False
    if "system" not in part:
        return bool(others)
    listed = at(part, "concept.code")
    rules = [trees.filtered(chart, part["system"], rule) for rule in part.get("filter", [])]
    return (
        part["system"] == token.system
        and (not listed or any(_same(part["system"], code, token) for code in listed))
        and all(any(_same(part["system"], code, token) for code in codes) for codes in rules)
    )


def _same(system: str | None, code: str | None, token: Token) -> bool:
    return system == token.system and code is not None and same_code("coding", token.code, code)
