"""What does a test say in its marker? A scenario, a patient, and how its client is judged, each found to be right."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from sandbox.suggest import did_you_mean
from sandbox.verdict import POLICIES, RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """What a client is to meet, and how it is judged."""

    scenario: str | Mapping[str, Any] = "ready"
    """as in a token, or a plan"""
    patient: str = ""
    """a persona or an id, "" for the first persona"""
    frozen: bool = True
    """whether the session's clock stands still, and `sleep` moves it"""
    verdict: str | None = "pass"
    """what the verdict has to be, or None"""
    policy: str = "flexpa"
    """by which the client is judged"""
    ignore: tuple[str, ...] = ()
    """ids of the rules that do not count"""
    authorized: bool = False
    """whether the token is a JWT with a refresh token"""


UNMARKED = Marking(verdict=None)
_NAMES = tuple(Marking.__dataclass_fields__)
_OF_A_SUITE = ("frozen", "verdict", "policy", "ignore")


def marking_of(marker: pytest.Mark | None) -> Marking:
    """Return what a marker `sandbox` says; raises ValueError with a sentence for what it cannot mean."""
    if marker is None:
        return UNMARKED
    if len(marker.args) > 1:
        raise ValueError(f"It takes one argument without a name, the scenario, not {len(marker.args)}.")
    if marker.args and "scenario" in marker.kwargs:
        raise ValueError("It has two scenarios: leave out `scenario=`, or the argument without a name.")
    return _marking(dict(zip(("scenario",), marker.args, strict=False)) | dict(marker.kwargs), _NAMES)


def suite_of(marker: pytest.Mark) -> tuple[str, Marking]:
    """Return the suite of a marker `sandbox_suite`, and how its rows are judged; raises ValueError, as `marking_of`."""
    if len(marker.args) != 1 or not isinstance(marker.args[0], str):
        raise ValueError('It takes one argument without a name, the suite, such as "retry".')
    return marker.args[0], _marking(marker.kwargs, _OF_A_SUITE)


def _marking(values: Mapping[str, Any], known: Collection[str]) -> Marking:
    for name, value in values.items():
        if name not in known:
            raise ValueError(
                f"{name!r} is not a keyword of it.{did_you_mean(name, known)} Keywords: {', '.join(known)}."
            )
        _check(name, value)
    found = dict(values)
    if "ignore" in found:
        found["ignore"] = _rules(found["ignore"])
    return Marking(**found)


def _check(name: str, value: Any) -> None:
    """Raise ValueError for a value that the keyword cannot have."""
    if name == "scenario" and not isinstance(value, str | Mapping):
        raise ValueError(f"scenario is written as in a token, or is a plan, not {value!r}.")
    if name == "patient" and not isinstance(value, str):
        raise ValueError(f"patient is the name of a persona or a Patient id, not {value!r}.")
    if name in {"frozen", "authorized"} and not isinstance(value, bool):
        raise ValueError(f"{name} is True or False, not {value!r}.")
    if name == "verdict" and value not in {"pass", None}:
        raise ValueError(f'verdict is "pass" or None, not {value!r}.')
    if name == "policy" and value not in POLICIES:
        hint = did_you_mean(str(value), POLICIES)
        raise ValueError(f"policy is one of {', '.join(POLICIES)}, not {value!r}.{hint}")


def _rules(value: Any) -> tuple[str, ...]:
    """Return ids of rules; one alone may stand without a list around it."""
    if isinstance(value, str):
        value = (value,)
    known = [rule.id for rule in RULES]
    if not isinstance(value, Collection):
        raise ValueError(f"ignore takes ids of rules, not {value!r}.")
    for rule in value:
        if rule not in known:
            raise ValueError(f"ignore takes ids of rules, {known[0]} to {known[-1]}, not {rule!r}.")
    return tuple(value)
