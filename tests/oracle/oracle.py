"""What is the right answer to a query? A slow, plain reading of the JSON that shares no code with the server.

It knows the specification's rules, one loop for each, and nothing of indexes.
"""

from collections.abc import Iterable

from tests.oracle import includes, joins, orders
from tests.oracle.charts import Chart, Thing
from tests.oracle.elements import Json
from tests.oracle.includes import Pairs
from tests.oracle.moments import SECOND, span
from tests.oracle.shaping import SHAPING, shape
from tests.oracle.values import Refused

__all__ = ["Oracle", "Pairs", "Refused"]


class Oracle:
    """Resources, the address they are served at, and the moment (in seconds since 1970) of the question.

    The library are resources whose ValueSets and CodeSystems count, though a patient's token cannot see them.
    """

    def __init__(self, resources: Iterable[Json], base: str, now: float, library: Iterable[Json] = ()) -> None:
        moment = int(span("1970-01-01")[0]) + round(now * SECOND)
        self.chart = Chart(resources, base, moment, Chart(library, base, moment) if library else None)

    def matches(self, type_: str, pairs: Pairs) -> list[str]:
        """Return the ids of what a query finds, in order; Refused if it deserves a status 400."""
        return [thing.id for thing in self.found(type_, pairs)]

    def page(self, type_: str, pairs: Pairs) -> list[str]:
        """Return the ids of the page that a query wants to see."""
        wanted = shape(pairs)
        return self.matches(type_, pairs)[wanted.offset : wanted.offset + wanted.count]

    def found(self, type_: str, pairs: Pairs) -> list[Thing]:
        """Return what a query finds, in order."""
        shape(pairs)
        includes.includes_of(type_, pairs)
        tests = [joins.condition(self.chart, type_, name, value) for name, value in pairs if _filters(name)]
        things = [thing for thing in self.chart.of(type_) if all(test(thing) for test in tests if test)]
        keys = [key for name, value in pairs if name == "_sort" for key in value.split(",") if key]
        return orders.ordered(self.chart, type_, things, keys)

    def included(self, type_: str, pairs: Pairs, things: Iterable[Thing]) -> set[str]:
        """Return what comes along with matches, as `Type/id`."""
        return includes.included(self.chart, type_, things, pairs)


def _filters(name: str) -> bool:
    return name.partition(":")[0] not in SHAPING | {"_include", "_revinclude"}
