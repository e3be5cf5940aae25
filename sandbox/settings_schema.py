"""What may stand in the TOML file? A JSON Schema, derived from the table of settings, for editors and for checks."""

# tested by: tests/cli/test_schema.py

from typing import Any

from sandbox.scenario.plan_schema import PLAN_SCHEMA
from sandbox.settings import SETTINGS, Choice, Setting, Whole

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def settings_schema() -> dict[str, Any]:
    """Return the schema of a file of settings."""
    rows = {name: _schema(row) for name, row in SETTINGS.items() if name != "config"}
    return {"type": "object", "additionalProperties": False, "properties": rows}


def _schema(row: Setting) -> dict[str, Any]:
    if isinstance(row.parse, Choice):
        found: dict[str, Any] = {"enum": list(row.parse.words)}
    elif isinstance(row.parse, Whole):
        found = {"type": "integer", "minimum": row.parse.low, "maximum": row.parse.high}
    else:
        found = {"type": "string", "minLength": 1}
    if row.table:
        found = {"oneOf": [found, PLAN_SCHEMA]}
    if row.many:
        found = {"oneOf": [found, {"type": "array", "items": found}]}
    found = found | {"description": row.help}
    if row.default is not None and row.default != ():
        found["default"] = row.default
    return found
