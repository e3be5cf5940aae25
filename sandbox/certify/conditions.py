"""Which documented conditions has a client met? Read off its journal, as `GET /_sandbox/session/journal` gives it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.scenario import RETRY_AFTER_FORMATS, Fault
from sandbox.suggest import did_you_mean

JournalEntry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that a client has to be ready for: its id, what it is, and whether a journal entry shows it."""

    id: str
    about: str
    is_met: Callable[[JournalEntry], bool]


def conditions_met(entries: Iterable[JournalEntry]) -> list[str]:
    """Return the ids of the conditions that some journal entries show, in the order of the table."""
    found = [entry for entry in entries if not entry.get("door")]
    return [row.id for row in CONDITIONS.values() if any(row.is_met(entry) for entry in found)]


def check_condition(id_: str) -> str:
    """Return an id that there is; a ValueError names the nearest one."""
    if id_ not in CONDITIONS:
        raise ValueError(
            f"{id_!r} is not a condition.{did_you_mean(id_, CONDITIONS)} Conditions: {', '.join(CONDITIONS)}."
        )
    return id_


def _answered(status: int, issue: str | None = None) -> Callable[[JournalEntry], bool]:
    return lambda entry: entry["status"] == status and issue in {None, entry["issue"]}


def _failed(entry: JournalEntry) -> bool:
    return entry["status"] is not None and entry["status"] >= 500


def _spoiled(fault: Fault) -> Callable[[JournalEntry], bool]:
    return lambda entry: entry.get("fault") == fault


def _spelled(name: str) -> Callable[[JournalEntry], bool]:
    return lambda entry: entry.get("spelling") == name


# Columns: id, what it is, when an entry shows it.
# fmt: off
CONDITIONS: dict[str, Condition] = {row.id: row for row in (
    Condition("429.transient",  "the data is not ready yet",              _answered(429, "transient")),
    Condition("429.throttled",  "it asked too often",                     _answered(429, "throttled")),
    Condition("422.processing", "the sync has failed for good",           _answered(422, "processing")),
    Condition("401.expired",    "its token has expired",                  _answered(401, "expired")),
    Condition("401.login",      "its token is good for nothing",          _answered(401, "login")),
    Condition("403",            "it may not do that",                     _answered(403)),
    Condition("404",            "there is no such thing, or not for it",  _answered(404)),
    Condition("5xx",            "the server has failed",                  _failed),
    Condition("page.next",      "an answer has a next page",              lambda entry: bool(entry.get("next"))),
    Condition("reset",          "the connection is reset",                _spoiled(Fault.RESET)),
    Condition("truncated",      "the body is cut in the middle",          _spoiled(Fault.TRUNCATED)),
    Condition("garbled",        "the body is not JSON",                    _spoiled(Fault.GARBLED)),
    Condition("slow",           "the answer is late",                     _spoiled(Fault.SLOW)),
    Condition("stall",          "headers come, and then nothing",         _spoiled(Fault.STALL)),
    Condition("partial",        "only a part of the data is there yet",   lambda entry: bool(entry.get("withheld"))),
    *(Condition(f"retry-after.{row.name}", f"a wait is announced by {row.about}", _spelled(row.name))
      for row in RETRY_AFTER_FORMATS.values()),
)}
# fmt: on
