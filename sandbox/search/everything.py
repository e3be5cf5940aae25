"""What is `Patient/{id}/$everything`? The Patient, all that is its own, and what that refers to.

It is one Bundle, and has pages only if the client asks for a `_count`. The Patient comes first.
http://hl7.org/fhir/R4/operation-patient-everything.html
"""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote

from pyroaring import BitMap

from sandbox.problem import Problem, ProblemKind
from sandbox.search.answering import subset
from sandbox.search.compartment import shared
from sandbox.search.condition import And, Clause, Condition, Or
from sandbox.search.index import Index
from sandbox.search.kind import Interval
from sandbox.search.kinds import interval
from sandbox.search.matching import evaluate
from sandbox.search.page import Page, cut_mixed
from sandbox.search.query import ANY_TYPE, Query, Scope, parse
from sandbox.search.reading import ParseOptions
from sandbox.search.tables import search_parameters
from sandbox.search.view import ResourceRef, View, Visible
from sandbox.spelling import did_you_mean

NAMES = ("start", "end", "_since", "_type", "_count", "_offset", "_elements", "_format", "_pretty")
_LIMITS = {"_since": "ge", "start": "ge", "end": "le"}
_ALL = 10**9  # what stands for "no pages"

# Limit -> what it asks of a date.
Limits = dict[str, Interval]


def read(path: str, asked: Iterable[tuple[str, str]], options: ParseOptions) -> tuple[Query, Limits]:
    """Return the Query of the operation, and its limits by name; raises Problem for what it does not take."""
    pairs = [(name, value) for name, value in asked if value]
    for name, _ in pairs:
        if name not in NAMES:
            text = f"$everything takes no parameter {name!r}.{did_you_mean(name, NAMES)}"
            raise Problem(ProblemKind.UNKNOWN_PARAMETER, text, f"http.{name}")
    limits: Limits = {}
    for name, value in (pair for pair in pairs if pair[0] in _LIMITS):
        if name in limits:
            raise Problem(ProblemKind.BAD_VALUE, f"{name} may be given only once.", f"http.{name}")
        try:
            limits[name] = Interval(_LIMITS[name], *interval.parse(value))
        except ValueError as error:
            raise Problem(ProblemKind.BAD_VALUE, f"{name}: {error}", f"http.{name}") from None
    query = parse(Scope("", path), [pair for pair in pairs if pair[0] not in _LIMITS], options)
    limited = [f"{name}={quote(value, safe='')}" for name, value in pairs if name in _LIMITS]
    after = "&".join([*([query.after] if query.after else []), *limited])
    if "_count" in dict(pairs):
        return replace(query, after=after), limits
    before = "&".join(part for part in query.before.split("&") if not part.startswith("_count="))
    return replace(
        query, before=before, after=after, result_parameters=replace(query.result_parameters, count=_ALL)
    ), limits


def page(query: Query, limits: Limits, patient: ResourceRef, own: Visible, view: View) -> Page:
    """Return the page of what is the *patient*'s own and seen, with what it refers to."""
    shelves: list[tuple[Index, BitMap]] = []
    for type_ in sorted(own):
        if type_ in query.asks or ANY_TYPE in query.asks:
            index = view.indexes[type_]
            within = evaluate(_condition(type_, limits), index, view)
            shelves.append((index, own[type_] & within & view.of(index)))
    spots = cut_mixed(shelves, replace(query.result_parameters, count=_ALL, offset=0))
    spots.sort(key=lambda spot: (spot[0].type, spot[1]) != patient)
    here = spots[query.result_parameters.offset : query.result_parameters.offset + query.result_parameters.count]
    near = shared([(index.type, number) for index, number in here], view.indexes, view.bases)
    along = [place for place in near if view.sees(place) and (place[0] in query.asks or ANY_TYPE in query.asks)]
    return Page(
        query=query,
        resources=subset([index.resources[number] for index, number in here], query.result_parameters),
        included=tuple(view.indexes[type_].resources[number] for type_, number in along),
        total=len(spots),
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
