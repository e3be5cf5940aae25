"""What may a stored value hold? Plain values alone: no socket, no function and no object of another store."""

from collections import deque
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import blake2b
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints

import pytest

from sandbox.json_codec import Storable
from sandbox.oauth import AuthorizationRequest, Client, Consent
from sandbox.replicas.shared_state import LAYOUT
from sandbox.sessions.journal import Entry
from sandbox.sessions.session import Session
from sandbox.webhooks import Subscription, WebhookEvent

PLAIN = {str, int, float, bool, NoneType, Any}
CONTAINERS = {dict, list, tuple, set, frozenset, deque}
ROOTS = (Session, Consent, AuthorizationRequest, Client, WebhookEvent, Subscription)


# Fields are stored by their places, not by their names: what this stands for is all of them in their order.
WRITTEN = {3: "01329923ea6a5edb"}


def _kinds(hint: Any) -> Iterator[Any]:
    """Yield the types that a hint is made of, without containers and unions."""
    if not get_args(hint):
        yield hint
    for part in get_args(hint):
        if part is not Ellipsis:
            yield from _kinds(part)


def _held(kind: type, seen: set[Any]) -> Iterator[str]:
    """Yield the fields below a stored type that cannot go to JSON and back, each with its type."""
    seen.add(kind)
    hints = get_type_hints(kind)
    for field in fields(kind) if is_dataclass(kind) else ():
        if not field.init:
            continue
        if "Callable" in str(get_origin(hints[field.name])):
            yield f"{kind.__name__}.{field.name}: {hints[field.name]}"
            continue
        for part in _kinds(hints[field.name]):
            if part in PLAIN | CONTAINERS | seen or issubclass(part, Enum | Storable):
                continue
            if not is_dataclass(part):
                yield f"{kind.__name__}.{field.name}: {part}"
                continue
            yield from _held(cast("type", part), seen)


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: root.__name__)
def test_what_is_stored_goes_to_json_and_back(root: type) -> None:
    """Each field, and each field of what it holds, is a plain value, a container of such, or says how it is written."""
    assert [] == list(_held(root, set()))


def _written(kind: type, seen: set[Any]) -> Iterator[str]:
    """Yield the fields of a stored type in their order, and those of what it holds."""
    seen.add(kind)
    hints = get_type_hints(kind)
    for field in fields(cast("Any", kind)):
        if field.init:
            yield f"{kind.__name__}.{field.name}"
            for part in _kinds(hints[field.name]):
                if is_dataclass(part) and part not in seen:
                    yield from _written(cast("type", part), seen)


def test_a_store_that_holds_other_fields_is_of_another_layout() -> None:
    """One more field at the end, with a default, can be read in what was stored before: that is written down alone."""
    seen: set[Any] = set()
    found = [name for root in (*ROOTS, Entry) if root not in seen for name in _written(root, seen)]

    assert WRITTEN == {LAYOUT: blake2b(" ".join(found).encode(), digest_size=8).hexdigest()}, "raise LAYOUT"
