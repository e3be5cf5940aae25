"""What if there is much to tell? It is put together a few rows at a time, and everybody else is answered meanwhile."""

# tested by: tests/api/admin/test_overview.py, tests/api/admin/test_verdict_call.py

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, TypeVar

import orjson

from sandbox.web.messages import Headers, Response

JSON: Headers = (("Content-Type", "application/json; charset=utf-8"),)

Item = TypeVar("Item")


def in_slices(
    items: Sequence[Item],
    row: Callable[[Item], Any],
    whole: Callable[[list[Any]], Any],
    *,
    at_once: int,
    headers: Headers = JSON,
) -> Response:
    """Return what *whole* makes of the *row* of each item, as JSON; so many rows are made *at_once*."""
    left, rows = iter(items), list[Any]()

    def go_on() -> Response | None:
        rows.extend(row(item) for item in islice(left, at_once))
        if len(rows) < len(items):
            return None
        return Response(200, headers, orjson.dumps(whole(rows)))

    return go_on() or Response(202, (), b"", unfinished=go_on)
