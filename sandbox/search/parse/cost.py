"""Does a query ask too much? Links are counted, each for every type to which it may lead; too many are refused."""

# tested by: tests/api/fhir/test_bounds.py

from sandbox.problem import Problem, ProblemKind

MOST_TARGETS = 2_000
MOST_LINKS = 32  # of one chain, or one path of a filter


class Cost:
    """How much one query has asked so far, in all its parameters."""

    def __init__(self) -> None:
        self._targets = 0

    def add(self, targets: int) -> None:
        """Count a link that may lead to so many types; raises Problem when the query asks too much."""
        self._targets += targets
        if self._targets > MOST_TARGETS:
            text = (
                f"The chains and paths of this query have too many links: counting each link once for every type to "
                f"which it may lead, {MOST_TARGETS:,} are answered. Write fewer links, or name the type that a chain "
                f"leads to, as in subject:Patient.name."
            )
            raise Problem(ProblemKind.TOO_COSTLY, text, "http.query")
