"""What if an answer needs something that takes long to make? It is made in slices, and whoever asked waits alone."""

# tested by: tests/api/fhir/test_preparing.py

from collections.abc import Callable

from sandbox.search import UnpreparedError
from sandbox.web.messages import Response


def when_prepared(answer: Callable[[], Response]) -> Response:
    """Return the response that *answer* makes, or one that is finished when all is made that it needs.

    As long as UnpreparedError is raised, *answer* has done nothing else, and is called again later.
    """
    try:
        return answer()
    except UnpreparedError as error:
        preparation = error.preparation

    def go_on() -> Response | None:
        nonlocal preparation
        if not preparation.go_on():
            return None
        try:
            return answer()
        except UnpreparedError as error:
            preparation = error.preparation
            return None

    return Response(202, (), b"", unfinished=go_on)
