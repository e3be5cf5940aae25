"""What if an answer needs something that takes long to make? It is made in slices, and whoever asked waits alone."""

# tested by: tests/api/fhir/test_preparing.py

from collections.abc import Callable
from typing import Any

from sandbox.problem import Problem
from sandbox.search import Preparation, UnderWay, UnpreparedError
from sandbox.web.messages import Response, Unfinished


def when_prepared(preparation: Preparation, answer: Callable[[], Response]) -> Response:
    """Return the response that *answer* makes as soon as all is made that it needs, the *preparation* first.

    As long as it raises UnpreparedError, *answer* has done nothing else, and is called again later.
    """
    slices: Unfinished | None = None  # of the answer itself, once all is there that it needs
    preparations = [preparation]  # held on to, for what came of them is still to be asked for

    def go_on() -> Response | None:
        nonlocal slices
        if slices is not None:
            return slices()
        if not preparations[-1].go_on():
            return None
        try:
            response = answer()
        except UnpreparedError as error:
            preparations.append(error.preparation)
            return None
        slices = response.unfinished
        if slices is None:
            return response
        return None

    return Response(202, (), b"", unfinished=go_on)


def when_made(change: UnderWay[Any], answer: Callable[[], Response]) -> Response:
    """Return the response that *answer* makes as soon as a change is made, or cannot be."""

    def go_on() -> Response | None:
        if not change.go_on():
            return None
        return answer()

    return go_on() or Response(202, (), b"", unfinished=go_on)


def with_problems(go_on: Unfinished, error_response: Callable[[Problem], Response]) -> Unfinished:
    """Return the same, but that a Problem becomes a response."""

    def go_on_without_problem() -> Response | None:
        try:
            return go_on()
        except Problem as problem:
            return error_response(problem)

    return go_on_without_problem
