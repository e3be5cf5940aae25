"""What is asked of a replica, whether it is a process or a thread? By one client, with a token of the test's own."""

from pathlib import Path
from typing import Any

import httpx

PATIENTS = ("p1", "p2")


class Asked:
    """Somebody who serves at an address; `client` asks."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.client = httpx.Client(base_url=url, timeout=30)

    def get(self, token: str, path: str = "/fhir/Procedure?_count=2") -> httpx.Response:
        """Ask with a token."""
        return self.client.get(path, headers={"Authorization": f"Bearer {token}"})

    def steer(self, method: str, path: str, token: str, body: Any = None) -> Any:
        """Return the JSON that the admin API answers; *path* stands below /_sandbox."""
        answer = self.client.request(
            method, f"/_sandbox{path}", json=body, headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.is_success, answer.text
        return answer.json()

    def is_ready(self) -> bool:
        """Return whether it says that it is."""
        return self.client.get("/_sandbox/health?ready").status_code == 200


def fixtures(folder: Path) -> Path:
    """Return a file with two patients, and ten Procedures of each."""
    file = folder / "fixtures.ndjson"
    lines = [f'{{"resourceType":"Patient","id":"{patient}"}}' for patient in PATIENTS]
    lines += [
        f'{{"resourceType":"Procedure","id":"{patient}-{n}","status":"completed",'
        f'"subject":{{"reference":"Patient/{patient}"}}}}'
        for patient in PATIENTS
        for n in range(10)
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
