"""How much work may one query make? Steps are counted as they are made, and a query that needs too many is refused.

A step is about a microsecond of a common machine. What counts is the work, not how it was asked for: a short query may
be dear, and a long one cheap. The same query makes the same steps each time, whatever is remembered of it.
"""

from sandbox.problem import Problem, ProblemKind

LEAST = 300_000  # steps that any query may make
_PER_RESOURCE = 5  # steps that it may make for each resource that is there, if that is more


class Work:
    """The steps that one query may still make."""

    __slots__ = ("_left", "_most")

    def __init__(self, resources: int) -> None:
        self._most = self._left = max(LEAST, _PER_RESOURCE * resources)

    def spend(self, steps: int, on: str) -> None:
        """Count steps; raises Problem when there were too many, *on* being a part of the query by its name."""
        self._left -= steps
        if self._left < 0:
            text = (
                f"This query makes too much work: more than {self._most:,} steps, the last of them for {on}. Ask for "
                "less at a time: fewer alternatives, chains, filters or includes, or a smaller page."
            )
            raise Problem(ProblemKind.TOO_COSTLY, text, "http.query")
