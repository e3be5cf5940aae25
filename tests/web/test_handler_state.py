"""Is all that we use of aiohttp's handler without a promise named in one place, and is there a way without it?"""

import ast
import inspect
from collections.abc import Iterator
from types import ModuleType

import pytest
from aiohttp import web

from sandbox.web import aiohttp_server, connection, handler_state, plain_connection
from sandbox.web.connection import Connection
from sandbox.web.plain_connection import PlainConnection


def _private(module: ModuleType) -> Iterator[str]:
    """Yield the private attributes that a module asks of anything."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__"):
            yield node.attr


def _own(kind: type) -> set[str]:
    return set(vars(kind))


def test_what_is_needed_is_what_is_used() -> None:
    """Each private name of ours is our own, or stands in the list."""
    used = {name for module in (connection, handler_state) for name in _private(module)}

    assert set(handler_state.NEEDED) == used - _own(Connection) - _own(PlainConnection)
    assert sorted(handler_state.NEEDED) == list(handler_state.NEEDED)


def test_a_plain_connection_needs_nothing_of_it() -> None:
    """And so does the server that makes it, and what it makes."""
    assert set(_private(plain_connection)) <= _own(PlainConnection)
    assert not set(handler_state.NEEDED) & {*_private(aiohttp_server)}


def test_nothing_of_ours_hides_what_is_aiohttp_s() -> None:
    """A name of ours that aiohttp has as well would be another thing to each."""
    ours = {name for kind in (Connection, PlainConnection) for name in _own(kind) if name.startswith("_")}

    assert set() == {name for name in ours if not name.startswith("__") and hasattr(web.RequestHandler, name)}


@pytest.mark.parametrize("lacking", ["", *handler_state.NEEDED])
def test_an_aiohttp_is_known_if_it_has_all(lacking: str) -> None:
    """One that lacks a single name is another."""
    there = type("Handler", (), dict.fromkeys(name for name in handler_state.NEEDED if name != lacking))

    assert (lacking == "") is handler_state.is_known(there)
    assert handler_state.KNOWN
