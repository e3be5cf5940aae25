"""Fetch a patient's Procedures, and retry as many first drafts do: at once, and whatever the answer was.

What is wrong with it: the announced wait is not read, a 401 and a 422 are retried, and only the first page is fetched.
"""

import time
from collections.abc import Callable

import httpx

Sleep = Callable[[float], None]  # takes seconds
ATTEMPTS = 12


class NoData(Exception):
    """There is none to be had, or not in time."""


def procedures(base_url: str, token: str, sleep: Sleep = time.sleep) -> list[dict]:
    """Return the Procedures of the token's patient; a test gives a *sleep* of its own."""
    with httpx.Client(base_url=base_url, headers={"Authorization": f"Bearer {token}"}, timeout=10) as http:
        for _ in range(ATTEMPTS):
            try:
                answer = http.get("/Procedure", params={"_count": "50"})
                if answer.is_success:
                    return [entry["resource"] for entry in answer.json().get("entry", [])]
            except (httpx.TransportError, ValueError):
                pass
            sleep(0.1)
    raise NoData(f"no data after {ATTEMPTS} attempts")
