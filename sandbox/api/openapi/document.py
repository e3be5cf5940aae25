"""How is an OpenAPI document put together? From operations, and from schemas that say what must be there."""

# tested by: tests/api/admin/test_openapi.py, tests/api/test_openapi_of_clients.py

from typing import Any

from sandbox import __version__

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
COUNTS: Schema = {"type": "object", "additionalProperties": WHOLE, "description": "resources of each type"}


def members(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """Return the schema of an object that has some members, perhaps others, and no more."""
    found: Schema = {"type": "object", "additionalProperties": False, "properties": required | (optional or {})}
    if required:
        found["required"] = list(required)
    return found


def list_of(schema: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}


def nullable(schema: Schema) -> Schema:
    """Return the schema of what may be null."""
    return {"anyOf": [schema, {"type": "null"}]}


def ref(name: str) -> Schema:
    """Return a reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def answer(description: str, schema: Schema | None = None, media: str = "application/json") -> dict[str, Any]:
    """Return a response; without a schema, it has no body or one of which nothing can be said."""
    found: dict[str, Any] = {"description": description}
    if schema is not None:
        found["content"] = {media: {"schema": schema}}
    return found


def parameter(name: str, place: str, schema: Schema, about: str = "") -> dict[str, Any]:
    """Return a parameter in path, query or header; that of a path has to be there."""
    found: dict[str, Any] = {"name": name, "in": place, "schema": schema}
    if place == "path":
        found["required"] = True
    if about:
        found["description"] = about
    return found


def of_path(pattern: str) -> list[dict[str, Any]]:
    """Return the parameters of a pattern such as `/{type}/{id}`."""
    return [parameter(word[1:-1], "path", STRING) for word in pattern.split("/") if word.startswith("{")]


def document(
    title: str, description: str, paths: dict[str, Any], schemas: dict[str, Schema], security: dict[str, Any]
) -> dict[str, Any]:
    """Return an OpenAPI document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": f"procedure-sandbox: {title}", "version": __version__, "description": description},
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": security},
    }
