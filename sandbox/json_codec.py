"""How does a stored value travel? As JSON: any dataclass of plain fields is written as an object, and read back.

What is stored holds no socket, no function and no object of another store, so a walk along the type hints is enough.
Fields that `__init__` does not take are derived from the others, and are not written. A class that is no dataclass says
itself how it is written (`Storable`).
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache, lru_cache, partial
from operator import attrgetter, methodcaller
from types import NoneType, UnionType
from typing import Any, Protocol, Self, TypeVar, Union, get_args, get_origin, get_type_hints, runtime_checkable

T = TypeVar("T")


@runtime_checkable
class Storable(Protocol):
    """What says itself how it is written and read."""

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> Self:
        """Return what was written."""


# What JSON has itself.
_PLAIN: frozenset[type] = frozenset({str, int, float, bool, NoneType})

_SEQUENCES: dict[Any, Callable[[Any], Any]] = {list: list, deque: deque, frozenset: frozenset, set: set}


def to_json(value: Any) -> Any:
    """Return a stored value as what JSON has: objects, arrays, strings, numbers, true, false and null.

    A field that has its default value is left out. Raises TypeError for what cannot be stored.
    """
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    return _writer(kind)(value)


@cache
def _writer(kind: Any) -> Callable[[Any], Any]:
    """Return what writes values of a class."""
    for kinds, write in _WRITERS:
        if issubclass(kind, kinds):
            return write
    if issubclass(kind, Storable):
        return methodcaller("to_json")
    if not hasattr(kind, "__dataclass_fields__"):
        raise TypeError(f"{kind.__name__} cannot be stored: it is no plain value")
    fields_: tuple[tuple[str, Any], ...] = _written(kind)
    write_fields = partial(_object, fields_)
    if _is_constant(kind):
        return lru_cache(maxsize=256)(write_fields)  # it is often written again, and nobody changes what comes out
    return write_fields


def _is_constant(hint: Any) -> bool:
    """Return whether whatever has this type can be neither changed nor without a hash."""
    parameters = getattr(hint, "__dataclass_params__", None)
    if parameters is not None:
        return parameters.frozen and all(map(_is_constant, _hints(hint).values()))
    if get_args(hint):
        return get_origin(hint) in {tuple, frozenset, Union, UnionType} and all(map(_is_constant, get_args(hint)))
    return hint is Ellipsis or hint in _PLAIN or (isinstance(hint, type) and issubclass(hint, Enum))


def _mapping(value: dict[str, Any]) -> dict[str, Any]:
    return {key: to_json(member) for key, member in value.items()}


def _sorted_members(value: Iterable[Any]) -> list[Any]:
    return sorted(to_json(member) for member in value)


def _members(value: Iterable[Any]) -> list[Any]:
    return [to_json(member) for member in value]


def _object(written: tuple[tuple[str, Any], ...], value: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, default in written:
        member = getattr(value, name)
        if type(member) in _PLAIN:
            if member != default:
                found[name] = member
        elif member != default:
            found[name] = to_json(member)
    return found


_WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (Enum, attrgetter("value")),
    (str, str),
    (dict, _mapping),
    ((set, frozenset), _sorted_members),
    ((list, tuple, deque), _members),
)


def from_json(kind: type[T], value: Any, **ready: Any) -> T:
    """Return the value of a type that `to_json` wrote as *value*; raises TypeError if it cannot be that.

    The fields of a dataclass that are *ready* are taken as they are.
    """
    found: T = _read(kind, value, **ready)
    return found


def _read(kind: Any, value: Any, **ready: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], member) for name, member in value.items()}, **ready)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if isinstance(kind, type) and issubclass(kind, Storable):
        return kind.from_json(value)
    return _read_generic(get_origin(kind), kind, value)


def _read_generic(origin: Any, kind: Any, value: Any) -> Any:
    if origin in {Union, UnionType}:
        return _read_union(get_args(kind), value)
    if origin is tuple:
        return _read_tuple(get_args(kind), value)
    if origin in _SEQUENCES:
        (member_kind,) = get_args(kind)
        return _SEQUENCES[origin](_read(member_kind, member) for member in value)
    if origin is dict:
        _, member_kind = get_args(kind)
        return {key: _read(member_kind, member) for key, member in value.items()}
    return value


def _read_union(kinds: tuple[Any, ...], value: Any) -> Any:
    """Return a value of the one kind beside None; where there are several, it is one that JSON has itself."""
    if value is None:
        return None
    known = [kind for kind in kinds if kind is not NoneType]
    if len(known) == 1:
        return _read(known[0], value)
    return value


def _read_tuple(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_read(kinds[0], member) for member in value)
    return tuple(_read(kind, member) for kind, member in zip(kinds, value, strict=True))


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _written(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Return the fields that are written, each with its default, MISSING if there is none."""
    found = []
    for field in fields(kind):
        default = field.default
        if field.default_factory is not MISSING:
            default = field.default_factory()
        if field.init:
            found.append((field.name, default))
    return tuple(found)
