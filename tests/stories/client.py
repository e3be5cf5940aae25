"""What can a client of a story do? Ask, wait in its own time, and be judged.

A Person has a token that nobody else has, and a clock that stands still unless the person waits: a story of an hour is
told in milliseconds, and to the millisecond.
"""

from collections.abc import Callable
from typing import Any

import httpx

PROCEDURES = "/fhir/Procedure"

Wait = Callable[[httpx.Response, int], float]


class Person:
    """A client of the FHIR door, with a connection of its own, and the one who judges it afterwards."""

    def __init__(self, address: str, token: str, *, frozen: bool = True) -> None:
        self.address = address
        self.token = token
        self.asked = 0
        self.http = httpx.Client(base_url=address, verify=False, headers={"Authorization": f"Bearer {token}"})
        self._judge = httpx.Client(base_url=address, verify=False, headers={"Authorization": f"Bearer {token}"})
        if frozen:
            self.steer("clock", freeze=True)

    def ask(self, address: str = PROCEDURES, method: str = "GET", **more: Any) -> httpx.Response:
        """Send a FHIR request, and count it."""
        self.asked += 1
        return self.http.request(method, address, **more)

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass, in the client's time alone."""
        self.steer("clock", advance=seconds)

    def steer(self, what: str, **body: Any) -> dict[str, Any]:
        """Tell the sandbox something about this client's session."""
        method = "PUT" if what == "sync" else "POST"
        answer = self._judge.request(method, f"/_sandbox/session/{what}", json=body)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def twin(self) -> "Person":
        """Return somebody with the same token, and another connection."""
        return Person(self.address, self.token, frozen=False)

    def verdict(self, policy: str = "flexpa", **options: str) -> dict[str, Any]:
        """Return what the sandbox says of this client; *options* are those of the call, such as `ended="exit"`."""
        answer = self._judge.get("/_sandbox/session/verdict", params={"policy": policy, **options})
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def rule(self, name: str, policy: str = "flexpa", **options: str) -> tuple[str, list[int], str]:
        """Return the result of one rule, the entries shown, and what is said."""
        rule = next(rule for rule in self.verdict(policy, **options)["rules"] if rule["id"] == name)
        return rule["result"], rule["entries"], rule["says"]

    def result(self, name: str, policy: str = "flexpa", **options: str) -> str:
        """Return the result of one rule alone."""
        return self.rule(name, policy, **options)[0]

    def blamed_for(self, policy: str = "flexpa", **options: str) -> list[str]:
        """Return the rules that failed."""
        return [rule["id"] for rule in self.verdict(policy, **options)["rules"] if rule["result"] == "fail"]

    def journal(self) -> list[dict[str, Any]]:
        """Return what this client did."""
        found: list[dict[str, Any]] = self._judge.get("/_sandbox/session/journal").json()["entries"]
        return found

    def statuses(self) -> list[int]:
        """Return how this client was answered, in order."""
        return [entry["status"] for entry in self.journal()]

    def leave(self) -> None:
        """Close the connections."""
        self.http.close()
        self._judge.close()


def announced(answer: httpx.Response, _attempt: int = 1) -> float:
    """Wait as Retry-After says."""
    return int(answer.headers["Retry-After"])


def always(seconds: float) -> Wait:
    """Wait so long each time, whatever was announced."""
    return lambda _answer, _attempt: seconds


def doubling(answer: httpx.Response, attempt: int) -> float:
    """Wait 1 s, 2 s, 4 s, whatever was announced."""
    assert answer.status_code == 429
    return float(2 ** (attempt - 1))


def poll(person: Person, address: str = PROCEDURES, *, wait: Wait = announced, most: int = 100) -> httpx.Response:
    """Ask until the answer is no 429, at most so many times; return the last answer."""
    for attempt in range(1, most):
        answer = person.ask(address)
        if answer.status_code != 429:
            return answer
        person.sleep(wait(answer, attempt))
    return person.ask(address)


def next_link(answer: httpx.Response) -> str | None:
    """Return the address of the next page, None on the last."""
    links = answer.json()["link"]
    return next((str(link["url"]) for link in links if link["relation"] == "next"), None)


def granted(person: Person, patient: str, plan: object) -> Person:
    """Return a client with a new token for the same patient, under a plan."""
    answer = httpx.post(
        f"{person.address}/_sandbox/sessions", json={"patient": patient, "scenario": plan}, verify=False
    )
    assert 201 == answer.status_code, answer.text
    return Person(person.address, answer.json()["access_token"])
