"""Fetch a patient's Procedures, page by page, with retries that a FHIR server can live with.

- An announced wait (`Retry-After` as seconds or as a date, else `X-Retry-After`) is waited out; without one that can be
  obeyed the delay is the client's own and doubles, with some jitter.
- What waiting cannot cure (401, 403, 404, 422 and other 4xx) ends it at once.
- Lost connections, server errors and broken bodies are tried again a few times only.
- A budget of waiting bounds everything: a wait that does not fit into it is not begun.
"""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

Sleep = Callable[[float], None]  # takes seconds
BUDGET = 90.0  # seconds of waiting, all together: a first sync takes a minute
FAILURES = 5  # answers in a row that failed by the server's or the network's fault
FIRST_DELAY, LONGEST_DELAY = 0.5, 10.0


class NoData(Exception):
    """There is none to be had, or not in time."""


def procedures(base_url: str, token: str, sleep: Sleep = time.sleep) -> list[dict]:
    """Return the Procedures of the token's patient; a test gives a *sleep* of its own."""
    found, address, budget = [], "/Procedure?_count=50", BUDGET
    with httpx.Client(base_url=base_url, headers={"Authorization": f"Bearer {token}"}, timeout=10) as http:
        while address:
            bundle, budget = _fetch(http, address, budget, sleep)
            found += [entry["resource"] for entry in bundle.get("entry", [])]
            address = next((link["url"] for link in bundle["link"] if link["relation"] == "next"), "")
    return found


def _fetch(http: httpx.Client, address: str, budget: float, sleep: Sleep) -> tuple[dict, float]:
    """Return the Bundle at an address, and what is left of the budget."""
    delay, failures = FIRST_DELAY, 0
    while True:
        wait = None
        try:
            answer = http.get(address)
            if answer.is_success:
                return answer.json(), budget
            if answer.status_code != httpx.codes.TOO_MANY_REQUESTS and not answer.is_server_error:
                raise NoData(f"{answer.status_code}: {answer.text}")
            why, failed, wait = str(answer.status_code), answer.is_server_error, _announced(answer)
        except (httpx.TransportError, ValueError) as error:
            why, failed = type(error).__name__, True
        failures += failed
        if failures == FAILURES:
            raise NoData(f"gave up after {failures} failures, the last: {why}")
        if wait is None:
            wait, delay = delay * random.uniform(0.8, 1.2), min(delay * 2, LONGEST_DELAY)
        if wait > budget:
            raise NoData(f"gave up: {why}, and a wait of {wait:.0f} s is more than the {budget:.0f} s that are left")
        sleep(wait)
        budget -= wait


def _announced(answer: httpx.Response) -> float | None:
    """Return the announced wait in seconds, None if there is none that can be obeyed."""
    for name in ("Retry-After", "X-Retry-After"):
        value = next(iter(answer.headers.get_list(name)), "").strip()  # a header may come twice
        if value.isdecimal():
            return float(value) or None  # 0 is no licence for a loop
        try:
            wait = _moment(value) - _moment(answer.headers.get("Date", ""))
        except (TypeError, ValueError):
            continue
        if wait.total_seconds() > 0:
            return wait.total_seconds()
    return None


def _moment(value: str) -> datetime:
    """Return the moment of a date in any of HTTP's three forms; raises TypeError or ValueError for another."""
    return parsedate_to_datetime(value).replace(tzinfo=UTC)  # the oldest form does not say GMT, and means it
