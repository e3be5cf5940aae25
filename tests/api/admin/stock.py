"""What do the tests of adding and deleting have at hand? Small resources, and a client that changes what is held."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.api.admin.handle import Handle

Json = dict[str, Any]


def made(type_: str, id_: str, **more: Any) -> Json:
    """Return a resource."""
    return {"resourceType": type_, "id": id_, **more}


def procedure(id_: str, patient: str = "p", **more: Any) -> Json:
    """Return a Procedure of a patient."""
    return made("Procedure", id_, **{"status": "completed", "subject": {"reference": f"Patient/{patient}"}, **more})


def bundle(*resources: Json, type_: str = "collection") -> Json:
    """Return a Bundle."""
    return made("Bundle", "b", type=type_, entry=[{"resource": resource} for resource in resources])


@dataclass(frozen=True, slots=True)
class Stock:
    """A server of one's own, asked by an application's token unless another is named."""

    client: httpx.Client

    def of(self, patient: str = "", label: str = "x") -> Handle:
        """Return the handle of a patient's token, or of an application's."""
        return Handle(self.client, f"pat_test_ready~{patient}~{label}" if patient else f"aat_test_ready~~{label}")

    def add(self, *resources: Json) -> list[str]:
        """Add a resource, or several in a Bundle; return the names."""
        body = resources[0] if len(resources) == 1 else bundle(*resources)
        answer = self.client.post("/_sandbox/resources", json=body)
        assert answer.status_code == 201, answer.text
        found: list[str] = answer.json()["ids"]
        return found

    def refused(self, body: Any) -> list[str]:
        """Try to add what cannot be; return the faults."""
        answer = self.client.post("/_sandbox/resources", json=body)
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (422, "invalid-resources"), answer.text
        assert error["message"] == f"Nothing was changed, for there is a fault: {error['faults'][0]}"
        faults: list[str] = error["faults"]
        return faults

    def delete(self, name: str) -> httpx.Response:
        """Delete `Type/id`."""
        return self.client.delete(f"/_sandbox/resources/{name}")

    def get(self, path: str, patient: str = "") -> httpx.Response:
        """Ask for what stands below /fhir."""
        return self.of(patient).get(f"/{path}")

    def found(self, query: str, patient: str = "") -> list[str]:
        """Return the ids of what a search finds and brings along, in order."""
        answer = self.get(query, patient)
        assert answer.status_code == 200, answer.text
        return [one["resource"]["id"] for one in answer.json().get("entry", ()) if one["search"]["mode"] != "outcome"]

    def counts(self) -> dict[str, int]:
        """Return how many resources there are of each type."""
        found: dict[str, int] = self.client.get("/_sandbox/health").json()["resources"]
        return found
