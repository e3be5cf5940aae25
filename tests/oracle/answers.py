"""What does a server answer, all its pages together? Asked over HTTP, as any client would."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx

from sandbox.server import Sandbox
from tests.oracle.data import BASE, resources
from tests.oracle.queries import Question

MOST_PAGES = 500
HOST = {"Host": "m.test"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Answer:
    """The matches in order, what came along page by page, the totals and self links that were told, and the status."""

    status: int = 200
    matches: list[str] = field(default_factory=list)
    pages: list[list[str]] = field(default_factory=list)
    included: list[set[str]] = field(default_factory=list)
    totals: set[int | None] = field(default_factory=set)
    selves: list[str] = field(default_factory=list)
    says: str = ""


@contextmanager
def served(name: str, folder: Path) -> Iterator[httpx.Client]:
    """Serve one of the sets of resources under the name of m.test."""
    file = folder / f"{name}.ndjson"
    file.write_text("\n".join(json.dumps(one) for one in resources(name)), encoding="utf-8")
    with (
        Sandbox(file) as sandbox,
        httpx.Client(base_url=sandbox.url, headers=HOST) as http,
    ):
        yield http


class Asker:
    """A client with a token whose clock stands still, so that `ap` means the same each time."""

    def __init__(self, http: httpx.Client, token: str) -> None:
        self.http = http
        self.headers = HOST | {"Authorization": f"Bearer {token}"}
        here = {"Host": http.base_url.netloc.decode()}  # the admin API is at the server's own address alone
        clock = http.post("/_sandbox/session/clock", json={"freeze": True}, headers=self.headers | here)
        self.now = float(clock.json()["now"])

    def ask(self, question: Question, count: int | None = None) -> Answer:
        """Return everything that a server answers to a question, over all pages."""
        pairs = [*question.pairs, *([("_count", str(count))] if count is not None else [])]
        answer = Answer()
        response = self._send(question, urlencode(pairs, quote_via=quote))
        while self._read(response, answer):
            url = next((link["url"] for link in response.json()["link"] if link["relation"] == "next"), None)
            if url is None:
                return answer
            response = self.get(url)
        return answer

    def get(self, url: str) -> httpx.Response:
        """Return what an address of this server answers; its own name leads to the place where it is served."""
        return self.http.get(url.removeprefix(BASE.removesuffix("/fhir")), headers=self.headers)

    def ids(self, url: str) -> list[str]:
        """Return the ids of the matches at an address."""
        entries = self.get(url).json().get("entry", [])
        return [entry["resource"]["id"] for entry in entries if entry["search"]["mode"] == "match"]

    def _send(self, question: Question, query: str) -> httpx.Response:
        if question.form:
            path = f"/fhir/{question.type}/_search"
            return self.http.post(path, content=query.encode(), headers=self.headers | FORM)
        return self.http.get(f"/fhir/{question.type}".rstrip("/") + f"?{query}", headers=self.headers)

    def _read(self, response: httpx.Response, answer: Answer) -> bool:
        """Add a page to an answer; return whether there may be another."""
        body = response.json()
        answer.status = response.status_code
        if response.status_code != 200:
            answer.says = body["issue"][0]["diagnostics"]
            return False
        entries = [(entry["search"]["mode"], entry["resource"]) for entry in body.get("entry", [])]
        answer.pages.append([one["id"] for mode, one in entries if mode == "match"])
        answer.included.append({f"{one['resourceType']}/{one['id']}" for mode, one in entries if mode == "include"})
        answer.matches += answer.pages[-1]
        answer.totals.add(body.get("total"))
        answer.selves += [link["url"] for link in body["link"] if link["relation"] == "self"]
        assert len(answer.pages) < MOST_PAGES, "there is no end of pages"
        return True
