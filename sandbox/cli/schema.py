"""`procedure-sandbox schema`: what may stand in a file of settings, or in a plan? A JSON Schema for editors and CI."""

import argparse
import json
from collections.abc import Callable
from typing import Any

from sandbox.scenario.plan_schema import PLAN_SCHEMA
from sandbox.settings_schema import DIALECT, settings_schema

_SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {"settings": settings_schema, "plan": lambda: PLAN_SCHEMA}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what it is to be the schema of."""
    parser.add_argument("of", choices=list(_SCHEMAS), help="a TOML file of settings, or a plan as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the schema; return the exit code."""
    title = f"procedure-sandbox: {options.of}"
    print(json.dumps({"$schema": DIALECT, "title": title} | _SCHEMAS[options.of](), indent=2))
    return 0
