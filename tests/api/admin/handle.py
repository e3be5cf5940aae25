"""How does a test hold a session? By the token: it asks as the client under test, and steers as the test."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Handle:
    """A token and a client without one."""

    client: httpx.Client
    token: str

    @property
    def login(self) -> dict[str, str]:
        """The header that carries the token."""
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str = "/Procedure", **headers: str) -> httpx.Response:
        """Ask for what stands below /fhir."""
        return self.client.get("/fhir" + path, headers=self.login | headers)

    def statuses(self, times: int, path: str = "/Procedure") -> list[int]:
        """Ask so many times; return the statuses."""
        return [self.get(path).status_code for _ in range(times)]

    def count(self, type_: str = "Procedure") -> int:
        """Return how many resources of a type there are."""
        return int(self.get(f"/{type_}?_summary=count").json()["total"])

    def steer(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Steer the session, with a JSON body if there is one; `{session}` in the path is its name."""
        return self.client.request(method, self.place(path), json=body, headers=self.login | headers)

    def place(self, path: str) -> str:
        """Return the address of what stands below /_sandbox."""
        if "{session}" in path:
            path = path.replace("{session}", self.state()["session"])
        return f"/_sandbox{path}"

    def clock(self, **body: Any) -> Any:
        """Freeze, advance or resume; return the clock."""
        answer = self.steer("POST", "/session/clock", body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def state(self) -> Any:
        """Return how the session stands."""
        return self.steer("GET", "/session").json()

    def journal(self) -> Any:
        """Return the entries of the journal."""
        return self.steer("GET", "/session/journal").json()["entries"]

    def of(self, answer: httpx.Response) -> "Handle":
        """Return the handle of the token that an answer grants."""
        assert answer.status_code == 201, answer.text
        return Handle(self.client, answer.json()["access_token"])


Hands = Callable[..., Handle]


def error(answer: httpx.Response) -> str:
    """Return the message of an error, having seen that it has the shape of this door."""
    found = answer.json()["error"]
    assert {"code", "message"} <= found.keys() <= {"code", "message", "hint"}
    assert answer.headers["Content-Type"].startswith("application/json")
    return str(found["message"])


def ask_raw(
    client: httpx.Client, token: str, *, method: str = "GET", path: str = "/Procedure?_count=1"
) -> socket.socket:
    """Send a FHIR request on a connection of its own."""
    host, port = client.base_url.host, client.base_url.port or 80
    connection = socket.create_connection((host, port), timeout=5)
    head = f"{method} /fhir{path} HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {token}\r\n\r\n"
    connection.sendall(head.encode())
    return connection


def read_head(connection: socket.socket) -> tuple[bytes, bytes, int]:
    """Return the head of an answer, what came of its body with it, and the length that the head announces."""
    received = b""
    while b"\r\n\r\n" not in received and (piece := connection.recv(65_536)):
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    return head, body, int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])


def read_rest(connection: socket.socket, length: int = 1 << 30) -> bytes:
    """Return what comes up to a length, or until the server closes the connection."""
    received = b""
    while len(received) < length and (piece := connection.recv(65_536)):
        received += piece
    return received
