"""How does a response come about that takes long to make? In slices, between which all others are answered."""

# tested by: tests/api/fhir/test_preparing.py

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sandbox.web.messages import Response

T = TypeVar("T")


def finished(response: Response) -> Response:
    """Return a response when it is made, and let everybody else wait: for whoever asks without a network."""
    while (go_on := response.unfinished) is not None:
        response = go_on() or response
    return response


async def finish(go_on: Callable[[], T | None]) -> T:
    """Return what is made in slices, each by a call of *go_on*, which returns None until it is made."""
    while (made := go_on()) is None:  # noqa: ASYNC110 - nothing is waited for: the others have their turn
        await asyncio.sleep(0)
    return made
