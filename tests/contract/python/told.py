"""What do the Python clients share? How they are told what to do, and how they say what they found."""

import json
import sys
from collections.abc import Callable
from typing import Any

import requests

HERE, READY, *SYNCING = [*sys.argv[1:], "", ""]
SYNCING = [token for token in SYNCING if token]
FHIR = f"{HERE}/fhir"
WANTED = {"patient": "ada-lovell", "status": "completed", "date": "ge2024-03-01", "_sort": "date"}


def say(step: str, **found: Any) -> None:
    """Print what was found in a step."""
    print(json.dumps({"step": step, **found}))


def patiently(token: str, ask: Callable[[], Any], announced: Callable[[Exception], float | None]) -> Any:
    """Ask as long as *announced* says for an error how many seconds to wait, in the time of the token's session."""
    for _ in range(20):
        try:
            return ask()
        except Exception as error:
            seconds = announced(error)
            if seconds is None:
                raise
            headers = {"Authorization": f"Bearer {token}"}
            clock = f"{HERE}/_sandbox/session/clock"
            requests.post(clock, json={"advance": seconds}, headers=headers, timeout=10).raise_for_status()
    return ask()
