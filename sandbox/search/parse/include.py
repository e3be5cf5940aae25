"""What do `_include` and `_revinclude` ask? `Type:param[:Target]`, read into Includes.

http://hl7.org/fhir/R4/search.html#include
"""

# tested by: docs/search/includes.md

from collections.abc import Iterator

from sandbox.fhir.resource_types import RESOURCE_TYPES, no_such_type
from sandbox.problem import Problem, ProblemKind
from sandbox.query_string import ParameterName
from sandbox.search.model.include import Include
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.parameters import LINKS, SEARCH_PARAMETERS, search_parameters, targets
from sandbox.suggest import did_you_mean

NAMES = ("_include", "_revinclude")


def read(name: ParameterName, value: str, searched: str) -> tuple[Include, ...]:
    """Return what `Type:param[:Target]` asks for, *searched* being the type that is searched; raises Problem."""
    reverse = name.base == "_revinclude"
    source, _, rest = value.partition(":")
    wanted, _, target = rest.partition(":")
    if value == "*":
        pairs = _everything(searched, reverse=reverse)
    elif "," in value:
        raise _bad(name, f"{value!r} has a comma: give {name.base} once for each.")
    elif source not in RESOURCE_TYPES:
        raise _bad(name, no_such_type(source))
    else:
        pairs = [(source, param) for param in _params(name, source, wanted)]
    if target and not any(target in targets(param) or "*" in param.targets for _, param in pairs):
        raise _bad(name, f"{source}:{wanted} never leads to {target!r}.{_instead(target, pairs)}")
    return tuple(
        Include(source=type_, param=param, target=target, reverse=reverse, iterate=name.modifier == "iterate")
        for type_, param in pairs
    )


def _instead(target: str, pairs: list[tuple[str, SearchParameter]]) -> str:
    return did_you_mean(target, [type_ for _, param in pairs for type_ in targets(param)])


def _bad(name: ParameterName, text: str) -> Problem:
    return Problem(ProblemKind.BAD_OPTION, text, f"http.{name.text}")


def _everything(searched: str, *, reverse: bool) -> list[tuple[str, SearchParameter]]:
    if not reverse:
        return [(searched, param) for param in _links(searched)]
    return [
        (type_, param) for type_ in sorted(SEARCH_PARAMETERS) for param in _links(type_) if searched in targets(param)
    ]


def _links(type_: str) -> Iterator[SearchParameter]:
    return (param for param in search_parameters(type_).values() if param.search_type in LINKS and param.targets)


def _params(name: ParameterName, source: str, wanted: str) -> list[SearchParameter]:
    links = {param.name: param for param in _links(source)}
    if wanted == "*":
        return list(links.values())
    if wanted not in links:
        hint = did_you_mean(wanted, links)
        raise _bad(
            name, f"{source} has no reference parameter {wanted!r}; {name.base} takes Type:param[:Target].{hint}"
        )
    return [links[wanted]]
