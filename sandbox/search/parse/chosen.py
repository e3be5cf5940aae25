"""What does a value seek where the server has chosen another reading than ours? Rewritten once it is read."""

# tested by: tests/api/fhir/test_choices.py

from dataclasses import replace

from sandbox.search.model.choices import SearchChoices
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import CompositeValue, ExactMatch, Interval, Predicate, SearchValue


def as_chosen(sought: SearchValue, param: SearchParameter, choices: SearchChoices) -> SearchValue:
    """Return what is sought of a parameter, under the choices of this server."""
    if isinstance(sought, CompositeValue):
        pairs = zip(sought.parts, param.parts, strict=True)
        return CompositeValue(tuple(as_chosen(one, part, choices) for one, part in pairs))
    if isinstance(sought, Interval) and choices.ranges == "overlap":
        return _overlapping(sought)
    if isinstance(sought, ExactMatch) and param.search_type == "canonical" and choices.canonical == "any":
        return _any_version(sought)
    return sought


def _overlapping(sought: Interval) -> Interval:
    """Let `ge` be all that reaches beyond the beginning of what is sought, and `le` all that begins before its end."""
    if sought.prefix == "ge":
        return replace(sought, prefix="gt", high=sought.low)
    if sought.prefix == "le":
        return replace(sought, prefix="lt", low=sought.high)
    return sought


def _any_version(sought: ExactMatch) -> ExactMatch | Predicate:
    """Let a url without a version find each of its versions."""
    if any("|" in str(key) for key in sought.keys):
        return sought
    urls = frozenset(map(str, sought.keys))
    return Predicate(lambda key: str(key).partition("|")[0] in urls)
