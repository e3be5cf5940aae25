"""What do invariants demand? The kinds of which most of them are: one of some elements, not both, this only with that.

Each is a function from the JSON of a value to what is wrong with it, "" for nothing. A name that ends in [x] stands for
each type of its choice, and a name that is there only as an extension is there.
"""

# tested by: tests/tools/check/test_mutants.py

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Value = Mapping[str, Any]
Demand = Callable[[Value], str]
Invariants = Mapping[str, tuple[tuple[str, Demand], ...]]


def has(value: Value, name: str) -> bool:
    """Return whether an element is there."""
    if not name.endswith("[x]"):
        return name in value or f"_{name}" in value
    stem = name.removesuffix("[x]")
    return any(key.removeprefix("_").startswith(stem) and key.removeprefix("_") != stem for key in value)


def rows(value: Value, name: str) -> list[dict[str, Any]]:
    """Return the objects of an element that repeats; what is not as it should be is left out."""
    found = value.get(name)
    if not isinstance(found, list):
        return []
    return [row for row in found if isinstance(row, dict)]


def one_of(*names: str) -> Demand:
    """Return what demands at least one of some elements."""

    def wrong(value: Value) -> str:
        if not any(has(value, name) for name in names):
            return f"needs {' or '.join(names)}"
        return ""

    return wrong


def just_one_of(*names: str) -> Demand:
    """Return what demands one of some elements, and no other of them."""

    def wrong(value: Value) -> str:
        there = [name for name in names if has(value, name)]
        if not there:
            return f"needs {' or '.join(names)}"
        if len(there) > 1:
            return f"{' and '.join(there)} exclude each other"
        return ""

    return wrong


def not_both(first: str, second: str) -> Demand:
    """Return what refuses two elements beside each other."""

    def wrong(value: Value) -> str:
        if has(value, first) and has(value, second):
            return f"{first} and {second} exclude each other"
        return ""

    return wrong


def together(first: str, second: str) -> Demand:
    """Return what refuses one of two elements without the other."""

    def wrong(value: Value) -> str:
        if has(value, first) != has(value, second):
            return f"{first} and {second} need each other"
        return ""

    return wrong


def needs(first: str, *others: str) -> Demand:
    """Return what demands one of *others* beside an element."""

    def wrong(value: Value) -> str:
        if has(value, first) and not any(has(value, other) for other in others):
            return f"{first} needs {' or '.join(others)}"
        return ""

    return wrong


def where(name: str, codes: Iterable[object], then: Demand) -> Demand:
    """Return a demand that holds where an element has one of some values."""
    return _where(name, codes, then, among=True)


def where_not(name: str, codes: Iterable[object], then: Demand) -> Demand:
    """Return a demand that holds where an element has none of some values."""
    return _where(name, codes, then, among=False)


def _where(name: str, codes: Iterable[object], then: Demand, *, among: bool) -> Demand:
    values = frozenset(codes)

    def wrong(value: Value) -> str:
        found = value.get(name)
        is_among = isinstance(found, str | bool) and found in values
        if is_among is among and (said := then(value)):
            return f"{name} is {_written(found)}: {said}"
        return ""

    return wrong


def without(*names: str) -> Demand:
    """Return what refuses each of some elements."""

    def wrong(value: Value) -> str:
        there = [name for name in names if has(value, name)]
        if there:
            return f"{' and '.join(there)} may not be there"
        return ""

    return wrong


def each(name: str, then: Demand) -> Demand:
    """Return a demand on every object of an element that repeats."""

    def wrong(value: Value) -> str:
        for number, row in enumerate(rows(value, name)):
            if said := then(row):
                return f"{name}[{number}]: {said}"
        return ""

    return wrong


def distinct(name: str, *parts: str) -> Demand:
    """Return what refuses two objects of an element with the same parts."""

    def wrong(value: Value) -> str:
        seen: set[str] = set()
        for row in rows(value, name):
            told = " ".join(str(row[part]) for part in parts if part in row)
            if told and told in seen:
                return f"{name} has {told} twice"
            seen.add(told)
        return ""

    return wrong


def _written(found: object) -> str:
    if found is None:
        return "missing"
    return str(found).lower() if isinstance(found, bool) else str(found)
