"""What is `Patient/{id}/$everything`? The Patient, all that is its own, and what that refers to.

It is one Bundle, and has pages only if the client asks for a `_count`. The Patient comes first.
http://hl7.org/fhir/R4/operation-patient-everything.html
"""

# tested by: docs/search/system.md

from collections.abc import Generator
from dataclasses import replace

from pyroaring import BitMap

from sandbox.search.evaluate.evaluate import evaluate
from sandbox.search.evaluate.paging import mixed_page_of
from sandbox.search.evaluate.view import View
from sandbox.search.evaluate.visibility import shared
from sandbox.search.index.index import Index
from sandbox.search.model.conditions import And, Clause, Condition, Or
from sandbox.search.model.page import Page
from sandbox.search.model.query import ANY_TYPE, Query
from sandbox.search.model.resource_ref import ResourceRef, Visible
from sandbox.search.parameters import search_parameters
from sandbox.search.parse.everything import _ALL, Limits
from sandbox.search.response.subset import subset


def page(query: Query, limits: Limits, patient: ResourceRef, own: Visible, view: View) -> Generator[int, None, Page]:
    """Return the page of what is the *patient*'s own and seen, with what it refers to."""
    found_by_index: list[tuple[Index, BitMap]] = []
    for type_ in sorted(own):
        if type_ in query.asks or ANY_TYPE in query.asks:
            index = view.indexes[type_]
            within = yield from evaluate(_condition(type_, limits), index, view)
            found_by_index.append((index, own[type_] & within & view.of(index)))
    ordered = yield from mixed_page_of(found_by_index, replace(query.result_parameters, count=_ALL, offset=0))
    ordered.sort(key=lambda one_of: (one_of[0].type, one_of[1]) != patient)
    here = ordered[query.result_parameters.offset : query.result_parameters.offset + query.result_parameters.count]
    near: dict[ResourceRef, None] = {}
    for index, number in here:
        near |= dict.fromkeys(shared([(index.type, number)], view.indexes, view.bases))
        yield 1
    along = [place for place in near if view.sees(place) and (place[0] in query.asks or ANY_TYPE in query.asks)]
    resources = yield from subset([index.resources[number] for index, number in here], query.result_parameters)
    return Page(
        query=query,
        entries=tuple([one.entry for one in resources]),
        included=tuple([view.indexes[type_].entries[number] for type_, number in along]),
        total=len(ordered),
        notes=query.notes,
    )


def _condition(type_: str, limits: Limits) -> Condition:
    """Return what holds of the resources of a type within the limits: care that is dated must lie in them."""
    known = search_parameters(type_)
    parts: list[Condition] = []
    for name, span in limits.items():
        row = known["_lastUpdated"] if name == "_since" else known.get(CARE_DATES.get(type_, ""))
        if row is not None:
            within = Clause(param=row, alternatives=(span,))
            parts.append(within if name == "_since" else Or((within, Clause(param=row, missing=True))))
    return And(tuple(parts))


# Type -> the parameter that says when the care was given.
CARE_DATES: dict[str, str] = {
    "CarePlan": "date",
    "Condition": "onset-date",
    "DiagnosticReport": "date",
    "DocumentReference": "date",
    "Encounter": "date",
    "EpisodeOfCare": "date",
    "MedicationAdministration": "effective-time",
    "Observation": "date",
    "Procedure": "date",
    "ServiceRequest": "occurrence",
}
