"""Which resources are in the compartment of another? `Patient/1/Procedure` asks for those of this patient.

http://hl7.org/fhir/R4/compartmentdefinition.html
"""

from sandbox.fhir.references import local_keys
from sandbox.fhir.resource_types import ID
from sandbox.problem import Problem, ProblemKind
from sandbox.search.model.conditions import Clause, Condition, Or
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.query import Scope
from sandbox.search.model.values import ExactMatch
from sandbox.search.parameters import search_parameters
from sandbox.search.parameters.compartments import COMPARTMENTS
from sandbox.suggest import did_you_mean


def scope(owner: str, id_: str, type_: str, options: ParseOptions) -> Scope:
    """Return the scope of a search in the compartment of a resource; raises Problem if there is none."""
    path = f"/{owner}/{id_}/{type_}"
    if owner not in COMPARTMENTS:
        known = ", ".join(COMPARTMENTS)
        raise Problem(ProblemKind.UNKNOWN_ADDRESS, f"A {owner} has no compartment; these have: {known}.")
    if not ID.fullmatch(id_):
        raise Problem(ProblemKind.NOT_FOUND, f"{id_!r} is no id: an id is 1 to 64 letters, digits, '-' and '.'.")
    if type_ != "*" and type_ not in COMPARTMENTS[owner]:
        hint = did_you_mean(type_, COMPARTMENTS[owner])
        raise Problem(ProblemKind.UNKNOWN_ADDRESS, f"{type_} is not in the compartment of a {owner}.{hint}")
    return Scope("" if type_ == "*" else type_, path, belonging(owner, id_, type_, options))


def belonging(owner: str, id_: str, type_: str, options: ParseOptions) -> Condition:
    """Return what holds of the resources of a type that belong to another."""
    known = search_parameters(type_)
    rows = [known[name] for name in COMPARTMENTS[owner].get(type_, "").split()]
    found = [Clause(param=row, alternatives=(ExactMatch(local_keys(f"{owner}/{id_}", options.bases)),)) for row in rows]
    if type_ == owner:
        found.append(Clause(param=known["_id"], alternatives=(ExactMatch((id_,)),)))
    return Or(tuple(found))
