"""`procedure-sandbox explain`: what does a query find, clause by clause, and why not this resource?

Exit 0 if the resource is found, or none was asked about, 1 if it is refused, 2 if the query or the address is wrong,
4 if the fixtures are.
"""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sandbox.backend import Backend
from sandbox.cli.client import NoAnswer, ask
from sandbox.cli.progress import meter
from sandbox.loading import built_in_fixtures
from sandbox.loading.loader import FixturesInvalid, load
from sandbox.problem import Problem
from sandbox.scenario import parse_setting
from sandbox.search import ParseOptions, at_once
from sandbox.settings import SettingsError
from sandbox.settings import load as load_settings


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the query, the resource, and where to look."""
    parser.add_argument("query", help="such as 'Procedure?date=2024&code=x'")
    parser.add_argument("--id", help="the id of a resource: why is it not found?")
    parser.add_argument("--token", help="look with the eyes of this token (default: everything is seen)")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--fixtures", type=Path, action="append", help="files or folders (default: those of `serve`)")
    source.add_argument("--url", help="ask the server that runs there instead of loading fixtures")
    parser.add_argument("--format", default="text", choices=["text", "json"], help="how to print it (default text)")


def run(options: argparse.Namespace) -> int:
    """Explain, print, and return the exit code."""
    try:
        if options.url:
            found = _asked(options)
        else:
            found = _loaded(options)
    except (Problem, NoAnswer, SettingsError) as error:
        print(f"procedure-sandbox: {error}", file=sys.stderr)
        return 2
    except FixturesInvalid as error:
        print(*error.faults, f"procedure-sandbox: {error}", sep="\n", file=sys.stderr)
        return 4
    try:
        if options.format == "json":
            said = json.dumps(found, indent=2)
        else:
            said = "\n".join(_lines(found, options.id))
        refused = options.id is not None and (found["refused"] or not found["there"])
    except (KeyError, TypeError):
        print(f"procedure-sandbox: {options.url}: this is not a procedure-sandbox", file=sys.stderr)
        return 2
    print(said)
    if refused:
        return 1
    return 0


def _asked(options: argparse.Namespace) -> Any:
    named = {name: getattr(options, name) for name in ("query", "id", "token")}
    body = {name: value for name, value in named.items() if value is not None}
    return ask(options.url, "/_sandbox/explain", token=os.environ.get("SANDBOX_ADMIN_TOKEN"), body=body)


def _loaded(options: argparse.Namespace) -> dict[str, Any]:
    settings = load_settings({}, os.environ, {"scenario": parse_setting})
    backend = Backend(load(options.fixtures or settings.fixtures or built_in_fixtures(), meter), settings)
    session = None
    if options.token is not None:
        session = backend.session_of_handle(options.token)
    bases = (settings.public_url, f"http://{settings.host}:{settings.port}")
    parse_options = ParseOptions(
        bases=tuple(f"{base}/fhir" for base in bases if base),
        lenient=settings.handling == "lenient",
        choices=backend.choices,
    )
    explained = at_once(lambda: backend.explain(session, options.query, parse_options, options.id))
    return {"query": options.query, **asdict(explained)}


def _lines(found: dict[str, Any], id_: str | None) -> list[str]:
    """Return the explanation as a person reads it."""
    type_ = found["type"]
    rows = [("", f"{found['seen']:,}", f"every {type_} that is seen")]
    rows += [(f"{row['keeps']:,}", f"{row['left']:,}", row["clause"]) for row in found["clauses"]]
    lines = [f"{'keeps':>9}  {'left':>9}  clause"]
    lines += [f"{keeps:>9}  {left:>9}  {said}" for keeps, left, said in rows]
    if id_ is None:
        return lines
    name = f"{type_}/{id_.removeprefix(f'{type_}/')}"
    if not found["there"]:
        return [*lines, f"{name} is not there, or not seen."]
    if not found["refused"]:
        return [*lines, f"{name} is found."]
    return [*lines, f"{name} is refused:", *(f"  {row['clause']}: {row['says']}." for row in found["refused"])]
