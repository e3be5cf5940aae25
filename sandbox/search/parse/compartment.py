"""Which resources are in the compartment of another? `Patient/1/Procedure` asks for those of this patient.

http://hl7.org/fhir/R4/compartmentdefinition.html
"""

# tested by: docs/search/system.md, tests/search/parameters/test_compartments.py

from sandbox.fhir.references import is_here, local_keys, parse
from sandbox.fhir.resource_types import ID
from sandbox.problem import Problem, ProblemKind
from sandbox.search.model.conditions import Condition, InCompartment, Or
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.query import Scope
from sandbox.search.parameters.compartments import COMPARTMENTS
from sandbox.suggest import did_you_mean


def scope(owner: str, id_: str, type_: str, options: ParseOptions) -> Scope:
    """Return the scope of a search in the compartment of a resource; raises Problem if there is none."""
    path = f"/{owner}/{id_}/{type_}"
    if owner not in COMPARTMENTS:
        known = ", ".join(COMPARTMENTS)
        raise Problem(ProblemKind.UNKNOWN_ADDRESS, f"A {owner} has no compartment; these have: {known}.")
    if not ID.fullmatch(id_):
        raise Problem(ProblemKind.NOT_FOUND, f"{id_!r} is not an id: an id is 1 to 64 letters, digits, '-' and '.'.")
    if type_ != "*" and type_ not in COMPARTMENTS[owner]:
        hint = did_you_mean(type_, COMPARTMENTS[owner])
        raise Problem(ProblemKind.UNKNOWN_ADDRESS, f"{type_} is not in the compartment of a {owner}.{hint}")
    return Scope(type_.removeprefix("*"), path, _compartment(owner, id_, options))


def parse_compartments(value: str, options: ParseOptions) -> Condition | None:
    """Return what `_compartment=Patient/1` asks, of any type; None if it is empty; raises Problem."""
    found: list[InCompartment] = []
    for text in (one for one in value.split(",") if one):
        literal = parse(text)
        if (
            literal is None
            or not literal.type
            or literal.type not in COMPARTMENTS
            or not is_here(literal, options.bases)
        ):
            known = ", ".join(f"{owner}/id" for owner in COMPARTMENTS)
            raise Problem(
                ProblemKind.BAD_VALUE, f"_compartment takes one of {known}; not {text!r}.", "http._compartment"
            )
        found.append(_compartment(literal.type, literal.id, options))
    if found:
        return Or(tuple(found))
    return None


def _compartment(owner: str, id_: str, options: ParseOptions) -> InCompartment:
    return InCompartment(owner, id_, local_keys(f"{owner}/{id_}", options.bases))
