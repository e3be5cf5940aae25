"""How are resources added and deleted while the server runs? Through the admin API, never through /fhir."""

from typing import Any

import orjson

from sandbox.api.admin.slices import JSON
from sandbox.api.shared.preparing import when_made
from sandbox.backend import Backend
from sandbox.loading.loader import FixturesInvalid
from sandbox.problem import Problem, ProblemKind
from sandbox.web.json_body import NDJSON_TYPES, check_media, media_of, read_object
from sandbox.web.messages import Request, Response

_FAULTS_SHOWN = 100


class InvalidResources(Problem):
    """Resources that cannot be held; `faults` say why, one by one."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(ProblemKind.INVALID, f"Nothing was changed, for there is a fault: {faults[0]}")
        self.faults = faults


def add(backend: Backend, request: Request) -> Response:
    """Add or replace a FHIR resource, those of a Bundle, or those of the lines of NDJSON: all of them, or none."""
    lines = media_of(request) in NDJSON_TYPES
    if not lines:
        check_media(request)
        read_object(request)
    change = backend.add_resources(request.body, lines=lines)

    def answer() -> Response:
        try:
            added = change.outcome()
        except FixturesInvalid as error:
            raise InvalidResources([str(fault) for fault in error.faults[:_FAULTS_SHOWN]]) from None
        return Response(201, JSON, orjson.dumps({"ids": [f"{one.type}/{one.id}" for one in added]}))

    return when_made(change, answer)


def delete(backend: Backend, _request: Request, *segments: str) -> dict[str, Any]:
    """Delete a resource; who reads it after that gets 410."""
    type_, id_ = segments
    backend.remove_resource(type_, id_)
    return {"deleted": f"{type_}/{id_}"}
