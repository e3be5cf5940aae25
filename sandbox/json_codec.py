"""How does a stored value travel? As JSON: any dataclass of plain fields is an array of what they hold, in their order.

What is stored holds no socket, no function and no object of another store, so a walk along the type hints is enough.
Names of fields are in no value: a thousand entries of a journal would say them a thousand times. So whoever adds a
field does so at the end, with a default, or what was stored before cannot be read. Fields that `__init__` does not take
are derived from the others, and are not written. A class that is no dataclass says itself how it is written
(`Storable`).
"""

from collections import deque
from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from functools import cache
from operator import attrgetter, methodcaller
from types import NoneType, UnionType
from typing import Any, Protocol, Self, TypeVar, Union, cast, get_args, get_origin, get_type_hints, runtime_checkable

import orjson

T = TypeVar("T")
Reader = Callable[[Any], Any]


@runtime_checkable
class Storable(Protocol):
    """What says itself how it is written and read."""

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> Self:
        """Return what was written."""


def to_bytes(value: Any) -> bytes:
    """Return a stored value as JSON; raises TypeError for what cannot be stored."""
    return orjson.dumps(value, default=_parts, option=orjson.OPT_PASSTHROUGH_DATACLASS)


def from_bytes(kind: type[T], written: bytes, **readers: Reader) -> T:
    """Return the value of a type that `to_bytes` wrote; raises TypeError or ValueError if it cannot be that.

    The fields of a dataclass that have *readers* are read by those, from what JSON has of them.
    """
    return from_json(kind, orjson.loads(written), **readers)


def from_json(kind: type[T], value: Any, **readers: Reader) -> T:
    """Return the same from what JSON has of it."""
    if readers:
        return cast("T", _from_row(kind, value, readers))
    hint: Any = kind
    return cast("T", _reader(hint)(value))


def _parts(value: Any) -> Any:
    """Return what a value consists of that JSON does not have itself."""
    kind: Any = type(value)
    return _taker(kind)(value)


@cache
def _taker(kind: Any) -> Callable[[Any], Any]:
    """Return what takes values of a class apart."""
    if issubclass(kind, deque):
        return list
    if issubclass(kind, set | frozenset):
        return sorted
    if hasattr(kind, "__dataclass_fields__"):
        return attrgetter(*_names(kind))
    if issubclass(kind, Storable):
        return methodcaller("to_json")
    raise TypeError(f"{kind.__name__} cannot be stored: it is no plain value")


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """Return the fields that are written."""
    found = tuple(field.name for field in fields(kind) if field.init)
    assert len(found) > 1, "what has one field alone is that"  # noqa: S101 - attrgetter would not make an array of it
    return found


def _as_it_is(value: Any) -> Any:
    """Return what JSON has itself: strings, numbers, true, false and null."""
    return value


@cache
def _reader(hint: Any) -> Reader:
    """Return what reads values of a type."""
    if hasattr(hint, "__dataclass_fields__"):
        return lambda row: _from_row(hint, row, {})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if isinstance(hint, type) and issubclass(hint, Storable):
        return hint.from_json
    if get_origin(hint) is None:
        return _as_it_is
    return _generic_reader(get_origin(hint), get_args(hint))


def _generic_reader(origin: Any, kinds: tuple[Any, ...]) -> Reader:
    if origin in {Union, UnionType}:
        return _union_reader(kinds)
    if origin is tuple and kinds[-1] is not Ellipsis:
        return _row_reader(kinds)
    if origin in {list, tuple, deque, frozenset, set}:
        return _members_reader(origin, kinds[0])
    if origin is dict:
        return _mapping_reader(kinds[1])
    return _as_it_is


def _from_row(kind: Any, row: Any, readers: dict[str, Reader]) -> Any:
    """Return a dataclass of the fields that were written; those that were added since then are as by default."""
    found: dict[str, Any] = dict(zip(_names(kind), row, strict=False))
    for name, read in _readers(kind):
        if name in found:
            found[name] = readers.get(name, read)(found[name])
    return kind(**found)


@cache
def _readers(kind: Any) -> tuple[tuple[str, Reader], ...]:
    """Return what reads the fields of a dataclass, where that is not what JSON has itself."""
    hints = get_type_hints(kind)
    found = ((name, _reader(hints[name])) for name in _names(kind))
    return tuple((name, read) for name, read in found if read is not _as_it_is)


def _union_reader(kinds: tuple[Any, ...]) -> Reader:
    """Return what reads the one kind beside None; where there are several, it is one that JSON has itself."""
    readers = [_reader(kind) for kind in kinds if kind is not NoneType]
    if len(readers) != 1 or readers[0] is _as_it_is:
        return _as_it_is
    (read,) = readers
    return lambda value: None if value is None else read(value)


def _row_reader(kinds: tuple[Any, ...]) -> Reader:
    readers = [_reader(kind) for kind in kinds]
    return lambda row: tuple(read(member) for read, member in zip(readers, row, strict=True))


def _members_reader(holder: Callable[[Any], Any], kind: Any) -> Reader:
    read = _reader(kind)
    if read is _as_it_is:
        return holder
    return lambda members: holder(map(read, members))


def _mapping_reader(kind: Any) -> Reader:
    read = _reader(kind)
    return lambda mapping: {key: read(member) for key, member in mapping.items()}
