"""What does `Patient/{id}/$everything` take? Its parameters, read into a Query and limits of time.

http://hl7.org/fhir/R4/operation-patient-everything.html
"""

# tested by: docs/search/system.md

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote

from sandbox.fhir import dates
from sandbox.problem import Problem, ProblemKind
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.query import Query, Scope
from sandbox.search.model.values import Interval
from sandbox.search.parse.parser import parse
from sandbox.search.parse.taken import taken

NAMES = ("start", "end", "_since", "_type", "_count", "_offset", "_elements", "_format", "_pretty")
_LIMITS = {"_since": "ge", "start": "ge", "end": "le"}
_ALL = 10**9  # what stands for "no pages"

# Limit -> what it asks of a date.
Limits = dict[str, Interval]


def read(path: str, asked: Iterable[tuple[str, str]], options: ParseOptions) -> tuple[Query, Limits]:
    """Return the Query of the operation, and its limits by name; raises Problem for what it does not take."""
    known, notes = taken(asked, NAMES, "$everything", options)
    pairs = [(name, value) for name, value in known if value]
    limits: Limits = {}
    for name, value in (pair for pair in pairs if pair[0] in _LIMITS):
        if name in limits:
            raise Problem(ProblemKind.BAD_VALUE, f"{name} may be given only once.", f"http.{name}")
        try:
            limits[name] = Interval(_LIMITS[name], *dates.parse(value, options.choices.zone))
        except ValueError as error:
            raise Problem(ProblemKind.BAD_VALUE, f"{name}: {error}", f"http.{name}") from None
    query = parse(Scope("", path), [pair for pair in pairs if pair[0] not in _LIMITS], options)
    query = replace(query, notes=(*notes, *query.notes))
    limited = [f"&{name}={quote(value, safe='')}" for name, value in pairs if name in _LIMITS]
    after = "".join((query.after, *limited))
    if "_count" in dict(pairs):
        return replace(query, after=after), limits
    before = query.before.replace(f"&_count={query.result_parameters.count}", "")
    return replace(
        query, before=before, after=after, result_parameters=replace(query.result_parameters, count=_ALL)
    ), limits
