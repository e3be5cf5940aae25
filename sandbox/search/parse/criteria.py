"""What does one `name=value` ask? A parameter with its modifier, a chain, a `_has`, a `_list` or a `_filter`.

http://hl7.org/fhir/R4/search.html#modifiers and http://hl7.org/fhir/R4/search.html#chaining
"""

# tested by: docs/search/chains.md, docs/search/has.md

from collections.abc import Collection
from dataclasses import dataclass, field

from sandbox.fhir.resource_types import ID, RESOURCE_TYPES, no_such_type
from sandbox.problem import Problem, ProblemKind
from sandbox.query_string import ParameterName, parameter_name
from sandbox.search.model.conditions import Chain, Clause, Condition, InList, ReverseChain
from sandbox.search.model.escape import split
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.parameters import LINKS, search_parameters, targets
from sandbox.search.parse import filter as filters
from sandbox.search.parse.chosen import as_chosen
from sandbox.search.parse.compartment import parse_compartments
from sandbox.search.parse.cost import MOST_LINKS, Cost
from sandbox.search.parse.parameter_hint import parameter_hint
from sandbox.search.parse.plain_names import HAS_FORM, check_name
from sandbox.search.types import registry
from sandbox.suggest import did_you_mean

_HAS = "_has:"
_OF_CLAUSES = {None, "not", *registry.MODIFIER_TYPES}  # modifiers that say nothing of how a value is read
# Names that are read otherwise than as a parameter of a type; they are suggested to whoever misspells them.
SPECIAL = ("_compartment", "_filter", "_has", "_list")


class _NeverRefers(Problem):
    """A `_has` makes no sense for a type, since nothing of that name refers to it; another type may answer it."""


@dataclass
class _Known:
    """What was read so far of one name: in a chain many ways lead to the same."""

    cost: Cost
    """how much the query has asked so far"""
    read: dict[tuple[str, str], Condition | Problem | None] = field(default_factory=dict)
    """what (type, rest of the name) asks, or why the type cannot answer it"""


def parse_criterion(type_: str, name: str, value: str, options: ParseOptions, cost: Cost) -> Condition | None:
    """Return what a pair asks of a resource of a type, None where it says nothing; raises Problem."""
    if name.count(".") + name.count(_HAS) > MOST_LINKS:
        raise Problem(ProblemKind.BAD_VALUE, f"A chain has {MOST_LINKS} links at most.", "http.query")
    return _read(type_, name, value, options, _Known(cost))


def _read(type_: str, text: str, value: str, options: ParseOptions, known: _Known) -> Condition | None:
    name = parameter_name(text)
    check_name(name)
    if name.base == "_has":
        return _has(type_, text, value, options, known)
    if name.rest is not None:
        return _chain(type_, name, value, options, known)
    if name.base == "_list":
        return _listed(value)
    if name.base == "_filter":
        return filters.read(type_, value, options, known.cost)
    if name.base == "_compartment":
        return parse_compartments(value, options)
    return _clause(_param(type_, name.base, text, options), name.modifier, value, options)


def _param(type_: str, name: str, where: str, options: ParseOptions) -> SearchParameter:
    known = search_parameters(type_)
    if name not in known:
        hint = parameter_hint([type_], name, SPECIAL)
        raise Problem(
            ProblemKind.UNKNOWN_PARAMETER, f"{type_} has no search parameter {name!r}.{hint}", f"http.{where}"
        )
    return known[name].under(options.choices)


def _clause(param: SearchParameter, modifier: str | None, value: str, options: ParseOptions) -> Clause | None:
    where = f"http.{param.name}"
    if modifier is not None:
        where = f"{where}:{modifier}"
        _check_modifier(param, modifier, where)
    if modifier == "missing":
        if value not in {"true", "false", ""}:
            raise Problem(ProblemKind.BAD_VALUE, f":missing takes true or false, not {value!r}", where)
        if value:
            return Clause(param=param, missing=value == "true")
        return None
    over = registry.parameter_under(param, modifier or "")
    if modifier in _OF_CLAUSES:
        plain = ""
    else:
        plain = str(modifier)
    try:
        texts = tuple(filter(None, split(value, ",")))
        read = [registry.parse_value(raw, plain, over, options.bases) for raw in texts]
        found = tuple([as_chosen(one, over, options.choices) for one in read])
    except ValueError as error:
        raise Problem(ProblemKind.BAD_VALUE, f"{param.name}: {error}", where) from None
    negated = modifier in {"not", "not-in"}
    if found:
        return Clause(param=over, alternatives=found, texts=texts, negated=negated)
    return None


def _check_modifier(param: SearchParameter, modifier: str, where: str) -> None:
    """Raise Problem unless a parameter takes a modifier, which may be the type of a reference."""
    legal = registry.modifiers(param)
    types: Collection[str] = param.targets
    shown = [*sorted(legal - {"ofType"}), *types]
    if "*" in types:
        types = RESOURCE_TYPES
        shown[-1] = "Type"
    if modifier in legal or modifier in types:
        return
    said = "it takes none"
    if shown:
        said = f"it takes {', '.join(f':{word}' for word in shown)}"
    hint = did_you_mean(modifier, [*legal, *types])
    raise Problem(ProblemKind.BAD_MODIFIER, f"{param.name} has no modifier :{modifier}; {said}.{hint}", where)


def _known(type_: str, name: str, value: str, options: ParseOptions, known: _Known) -> Condition | Problem | None:
    """Return what was read, or why this type cannot answer it; each type and rest is read once."""
    if (type_, name) not in known.read:
        try:
            known.read[type_, name] = _read(type_, name, value, options, known)
        except Problem as problem:
            if problem.kind is not ProblemKind.UNKNOWN_PARAMETER and not isinstance(
                problem, _NeverRefers | filters.UnknownInFilter
            ):
                raise
            known.read[type_, name] = problem
    return known.read[type_, name]


def _chain(type_: str, name: ParameterName, value: str, options: ParseOptions, known: _Known) -> Chain | None:
    """Read `param[:Type].rest`: what is asked of the resource that is referred to, whatever its type may be."""
    param = _param(type_, name.base, name.text, options)
    possible = _possible(param, name)
    rest = str(name.rest)
    known.cost.add(len(possible))
    found: list[tuple[str, Condition]] = []
    unknown: list[Problem] = []
    said = True
    for target in possible:
        condition = _known(target, rest, value, options, known)
        if isinstance(condition, Problem):
            unknown.append(condition)
        elif condition is None:
            said = False
        else:
            found.append((target, condition))
    if not found and unknown and said:
        raise _nowhere(name.text, rest, possible, unknown)
    if len(found) > 1 and options.strict:
        names = " or ".join(f"{name.base}:{target}" for target, _ in found)
        text = f"{name.text} has more than one meaning: write {names}"
        raise Problem(ProblemKind.AMBIGUOUS, text, f"http.{name.text}")
    if found:
        return Chain(param, tuple(found))
    return None


def _possible(param: SearchParameter, name: ParameterName) -> tuple[str, ...]:
    """Return the types to which a link may lead; raises Problem if it is no link, or leads nowhere that was named."""
    if param.search_type not in LINKS:
        text = f"{name.base} is not a reference, so nothing can follow it after a '.'."
        raise Problem(ProblemKind.UNKNOWN_PARAMETER, text, f"http.{name.text}")
    possible = targets(param)
    if name.modifier is None:
        return possible
    if name.modifier in possible or ("*" in param.targets and name.modifier in RESOURCE_TYPES):
        return (name.modifier,)
    hint = did_you_mean(name.modifier, possible)
    text = f"{name.base} leads to {', '.join(possible)}; {name.modifier!r} is none of them.{hint}"
    raise Problem(ProblemKind.BAD_MODIFIER, text, f"http.{name.text}")


def _nowhere(name: str, rest: str, types: tuple[str, ...], unknown: list[Problem]) -> Problem:
    """Return why none of the types can answer the rest of a chain."""
    in_filters = [problem for problem in unknown if isinstance(problem, filters.UnknownInFilter)]
    if in_filters:
        return in_filters[0]
    astray = [problem for problem in unknown if isinstance(problem, _NeverRefers)]
    if rest.startswith(_HAS):  # a type to which it can point says more about it
        return next((problem for problem in unknown if problem not in astray), unknown[0])
    if astray:
        return astray[0]
    if len(unknown) == 1:
        return unknown[0]
    base = parameter_name(rest).base
    text = f"None of {', '.join(types)} has a search parameter {base!r}.{parameter_hint(types, base)}"
    return Problem(ProblemKind.UNKNOWN_PARAMETER, text, f"http.{name}")


def _has(type_: str, name: str, value: str, options: ParseOptions, known: _Known) -> ReverseChain | None:
    """Read `_has:Type:param:rest`: what is asked of a resource that refers to this one."""
    parts = name.removeprefix(_HAS).split(":", 2)
    if len(parts) != 3 or not all(parts):
        raise Problem(ProblemKind.BAD_VALUE, HAS_FORM, f"http.{name}")
    source, refers, rest = parts
    if source not in RESOURCE_TYPES:
        raise Problem(ProblemKind.BAD_VALUE, no_such_type(source), f"http.{name}")
    param = _param(source, refers, name, options)
    if param.search_type not in LINKS or not {type_, "*"} & set(param.targets):
        ways = [
            one
            for one, row in search_parameters(source).items()
            if row.search_type in LINKS and {type_, "*"} & set(row.targets)
        ]
        if ways:
            said = f": {', '.join(ways)} can"
        else:
            said = ", and nothing else does"
        text = f"{source}.{refers} never refers to a {type_}{said}."
        raise _NeverRefers(ProblemKind.BAD_VALUE, text, f"http.{name}")
    condition = _read(source, rest, value, options, known)
    if condition:
        return ReverseChain(source, param, condition)
    return None


def _listed(value: str) -> InList | None:
    """Read the ids of Lists."""
    ids = tuple(one for one in value.split(",") if one)
    for one in ids:
        if one.startswith("$"):
            text = f"The functional list {one!r} is not there: write the id of a stored List."
            raise Problem(ProblemKind.BAD_VALUE, text, "http._list")
        if not ID.fullmatch(one):
            raise Problem(ProblemKind.BAD_VALUE, f"_list takes the id of a List, not {one!r}.", "http._list")
    if ids:
        return InList(ids)
    return None
