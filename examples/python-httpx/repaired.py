"""Fetch a patient's Procedures, page by page, with retries that a FHIR server can live with.

- An announced wait (`Retry-After` as seconds or as a date, else `X-Retry-After`) is waited out; without one that can be
  obeyed the delay is the client's own and doubles, with some jitter.
- What waiting cannot cure (401, 403, 404, 422 and other 4xx) ends it at once.
- Lost connections, server errors and broken bodies are tried again a few times only.
- A budget of time bounds everything: a wait that does not fit into it is not begun.
"""

import json
import os
import random
import sys
import time
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx

BUDGET = 90.0  # seconds for all of it: a first sync takes a minute
FAILURES = 5  # answers in a row that failed by the server's or the network's fault
FIRST_DELAY, LONGEST_DELAY = 0.5, 10.0


def announced(answer: httpx.Response) -> float | None:
    """Return the announced wait in seconds, None if there is none that can be obeyed."""
    for name in ("Retry-After", "X-Retry-After"):
        value = next(iter(answer.headers.get_list(name)), "")  # a header may come twice
        if value.strip().isdecimal():
            return float(value) or None  # 0 is no licence for a loop
        try:
            moment = parsedate_to_datetime(value).replace(tzinfo=UTC)  # the oldest form does not say GMT, and means it
            here = parsedate_to_datetime(answer.headers.get("Date", "")).replace(tzinfo=UTC)
        except (TypeError, ValueError):
            continue
        wait = (moment - here).total_seconds()
        if wait > 0:
            return wait
    return None


@dataclass
class Attempt:
    """What came of one request: a Bundle, or why there is none, and how long the server says to wait."""

    bundle: dict | None = None
    why: str = ""
    wait: float | None = None
    failed: bool = False  # by the server's or the network's fault


def ask(http: httpx.Client, address: str) -> Attempt:
    """Send one request; what asking again cannot cure ends the program."""
    try:
        answer = http.get(address)
        if answer.is_success:
            return Attempt(answer.json())
    except httpx.TransportError as error:
        return Attempt(why=type(error).__name__, failed=True)
    except json.JSONDecodeError:
        return Attempt(why="the body is not JSON", failed=True)
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
        return Attempt(why=str(answer.status_code), wait=announced(answer), failed=answer.is_server_error)
    sys.exit(f"{answer.status_code}: {answer.text}")


def fetch(http: httpx.Client, address: str, deadline: float) -> dict:
    """Return the Bundle at an address; ends the program where there is none to be had in time."""
    delay, failures = FIRST_DELAY, 0
    while (attempt := ask(http, address)).bundle is None:
        failures += attempt.failed
        if failures == FAILURES:
            sys.exit(f"gave up after {failures} failures, the last: {attempt.why}")
        wait = attempt.wait
        if wait is None:
            wait, delay = delay * random.uniform(0.8, 1.2), min(delay * 2, LONGEST_DELAY)
        if time.monotonic() + wait > deadline:
            sys.exit(f"gave up: {attempt.why}, and a wait of {wait:.0f} s does not fit into {BUDGET:.0f} s")
        time.sleep(wait)
    return attempt.bundle


with httpx.Client(
    base_url=os.environ["FHIR_BASE_URL"],
    headers={"Authorization": f"Bearer {os.environ['ACCESS_TOKEN']}"},
    timeout=10,
) as http:
    deadline, address, count = time.monotonic() + BUDGET, "/Procedure?_count=50", 0
    while address:
        bundle = fetch(http, address, deadline)
        count += len(bundle.get("entry", []))
        address = next((link["url"] for link in bundle["link"] if link["relation"] == "next"), "")
print(count, "procedures")
