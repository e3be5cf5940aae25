"""What happened when? The retry timeline of one client: attempts in lanes, announced waits, findings of the verdict.

It is made of the JSON of a journal and, where there is one, of a verdict; pictures of it are drawn elsewhere
(`timeline_svg`, `timeline_text`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from math import floor, log10
from typing import Any

from sandbox.query_string import pairs_or_raw

MOST_LANES = 8  # a page that asks for more things than this is summed up
TOLERANCE = 0.05  # seconds by which a real clock may be early without being drawn so


class Answer(StrEnum):
    """What a client got for one attempt; each has a shape and a colour of its own."""

    DATA = "data"
    NOT_MODIFIED = "not modified"
    NOT_YET = "429"
    REFUSED = "refused"
    FAILED = "server error"
    BROKEN = "lost or broken"
    PENDING = "no answer yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One request, and what it led to. Times are seconds since the first request of the timeline."""

    number: int  # of the journal entry
    at: float  # when the request came
    done: float  # when its answer was sent; equal to `at` where that is not known
    answer: Answer
    """what it got"""
    says: str  # one line for a person: status, issue code, fault
    wait: float | None = None  # seconds that were announced, None where nothing could be read
    early: bool = False  # it came before the wait of the attempt before was over
    rules: tuple[str, ...] = ()  # ids of the rules whose findings name this entry as a fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """All attempts at the same thing, in order."""

    title: str  # method, path and query
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All lanes; `span` is the time from the first request to the last thing that is drawn, in seconds, above 0."""

    lanes: tuple[Lane, ...]
    span: float
    requests: int  # all that were made, those of lanes that are left out included
    left_out: int  # lanes beyond MOST_LANES
    result: str = ""  # of the verdict, "" without one


def timeline(entries: Sequence[Mapping[str, Any]], verdict: Mapping[str, Any] | None = None) -> Timeline:
    """Return the timeline of journal entries (as `/_sandbox/session/journal` gives them), with a verdict's findings."""
    start = min((entry["at"] for entry in entries), default=0.0)
    rules = _rules_by_entry(verdict)
    lanes = [
        Lane(title=title, attempts=tuple(_attempts(group, start, rules))) for title, group in _grouped(entries).items()
    ]
    shown = tuple(lanes[:MOST_LANES])
    return Timeline(
        lanes=shown,
        span=_span(shown),
        requests=len(entries),
        left_out=len(lanes) - len(shown),
        result=str(verdict["result"]) if verdict else "",
    )


def _grouped(entries: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Return the attempts at each thing: method, path and parameters are equal, whatever their order and spelling."""
    found: dict[tuple[Any, ...], tuple[str, list[Mapping[str, Any]]]] = {}
    for entry in entries:
        key = (entry["method"], entry["path"], tuple(sorted(pairs_or_raw(entry["query"]))))
        if entry["query"]:
            question = f"?{entry['query']}"
        else:
            question = ""
        _, group = found.setdefault(key, (f"{entry['method']} {entry['path']}{question}", []))
        group.append(entry)
    return dict(found.values())


def _attempts(
    group: Sequence[Mapping[str, Any]], start: float, rules: Mapping[int, tuple[str, ...]]
) -> Iterable[Attempt]:
    due = None
    for entry in group:
        at = round(entry["at"] - start, 6)
        done = entry.get("answered_at")
        attempt = Attempt(
            number=entry["n"],
            at=at,
            done=at if done is None else round(max(done - start, at), 6),
            answer=_answer(entry),
            says=_says(entry),
            wait=entry.get("wait"),
            early=due is not None and at < due - TOLERANCE,
            rules=rules.get(entry["n"], ()),
        )
        yield attempt
        due = None
        if attempt.wait is not None and entry.get("spelling") == "epoch":  # a moment since 1970
            due = attempt.wait - start
        elif attempt.wait is not None:
            due = attempt.done + attempt.wait


def _answer(entry: Mapping[str, Any]) -> Answer:
    status, fault = entry.get("status"), entry.get("fault")
    if fault in {"reset", "truncated", "garbled", "stall"} or entry.get("gone"):
        return Answer.BROKEN
    if status is None:
        return Answer.PENDING
    if status == HTTPStatus.NOT_MODIFIED:
        return Answer.NOT_MODIFIED
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Answer.NOT_YET
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Answer.FAILED
    return Answer.REFUSED if status >= HTTPStatus.BAD_REQUEST else Answer.DATA


def _says(entry: Mapping[str, Any]) -> str:
    parts = [str(entry["status"]) if entry.get("status") else "no status"]
    parts += [str(entry[key]) for key in ("issue", "fault") if entry.get(key)]
    if entry.get("gone"):
        parts.append("the client had left")
    if entry.get("wait") is not None:
        parts.append(f"wait {seconds(entry['wait'])} announced")
    elif entry.get("spelling"):
        parts.append(f"no wait that can be obeyed ({entry['spelling']})")
    return ", ".join(parts)


def _rules_by_entry(verdict: Mapping[str, Any] | None) -> dict[int, tuple[str, ...]]:
    """Return for each entry the rules that failed because of it."""
    found: dict[int, tuple[str, ...]] = {}
    for rule in (verdict or {}).get("rules", ()):
        if rule["result"] == "fail":
            for number in rule["entries"]:
                found[number] = (*found.get(number, ()), rule["id"])
    return found


def _span(lanes: Sequence[Lane]) -> float:
    """Return the seconds to draw: to the last answer, and to the end of waits that do not dwarf all the rest."""
    attempts = [attempt for lane in lanes for attempt in lane.attempts]
    last = max((attempt.done for attempt in attempts), default=0.0)
    waits = [attempt.done + attempt.wait for attempt in attempts if attempt.wait is not None]
    bounded = [end for end in waits if end <= max(2 * last, 60.0)]
    return max([last, *bounded, 0.001])


def round_step(rough: float) -> float:
    """Return a round distance between ticks, not below *rough*: 1, 2 or 5 times a power of ten, of a second."""
    power = float(10 ** floor(log10(rough)))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))


def seconds(value: float) -> str:
    """Return seconds as a person writes them: `3 s`, `2.95 s`, `4 ms`, `1 day`."""
    if value >= 86_400:
        return f"{value / 86_400:g} d"
    if 0 < value < 1:
        return f"{value * 1000:.3g} ms"
    return f"{value:.2f}".rstrip("0").rstrip(".") + " s"
