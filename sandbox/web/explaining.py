"""Why was this found, and that not? The answer for whoever writes a query."""

from dataclasses import asdict
from typing import Any

from sandbox.problem import Kind, Problem
from sandbox.web.body import STRING, read_body
from sandbox.web.exchange import Asked
from sandbox.web.fhir import terms
from sandbox.world import World


def explain(world: World, asked: Asked) -> dict[str, Any]:
    """Explain a query clause by clause, and why it refuses a resource; as the token sees it, if one is given."""
    body = read_body(asked, {"query": STRING, "id": STRING, "token": STRING})
    if "query" not in body:
        raise Problem(Kind.BAD_VALUE, 'What is to be explained? {"query": "Procedure?date=2024", "id": "..."}.')
    session = world.admit(body["token"]) if "token" in body else None
    found = world.explain(session, body["query"], terms(world, asked), body.get("id"))
    return {"query": body["query"], **asdict(found)}
