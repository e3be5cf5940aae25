"""How is an answer held against an OpenAPI document? By the schema of its operation, status and media type."""

from typing import Any

import httpx
from jsonschema import Draft202012Validator

Document = dict[str, Any]


def faults(document: Document, path: str, answer: httpx.Response) -> list[str]:
    """Return what an answer to a request for a *path*, as the document writes it, has that is not described."""
    operation = document["paths"][path][answer.request.method.lower()]
    status = str(answer.status_code)
    described = operation["responses"].get(status) or operation["responses"].get(f"{status[0]}XX")
    if described is None:
        return [f"{status} is not described"]
    if "content" not in described:
        return []
    media = answer.headers.get("Content-Type", "").partition(";")[0]
    if media not in described["content"]:
        return [f"{media} is not described"]
    value = answer.json() if media.endswith("json") else answer.text
    return misfits(document, described["content"][media]["schema"], value)


def misfits(document: Document, schema: dict[str, Any], value: Any) -> list[str]:
    """Return in what a value does not fit a schema of a document."""
    validator = Draft202012Validator(schema | {"components": document["components"]})
    return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(value)]
