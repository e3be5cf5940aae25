"""What may a stored value hold? Plain values alone: no socket, no function and no object of another store."""

from collections import deque
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints

import pytest

from sandbox.json_codec import Storable
from sandbox.oauth import AuthorizationRequest, Client, Consent
from sandbox.sessions.session import Session
from sandbox.webhooks import Subscription, WebhookEvent

PLAIN = {str, int, float, bool, NoneType, Any}
CONTAINERS = {dict, list, tuple, set, frozenset, deque}
ROOTS = (Session, Consent, AuthorizationRequest, Client, WebhookEvent, Subscription)


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
