"""Which measurement is wanted? `python -m bench COMMAND`; without a command all of them but the clauses.

Exit codes: 0 measured (whether or not an aim was reached), 1 could not be measured, 2 usage or wrk is missing.
"""

import argparse
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

from bench.child import NotMeasured

COMMANDS = {
    "everything": "all of it but the clauses (what runs if no command is given)",
    "compare": "processor time of an answer beside that of a bare aiohttp handler",
    "peers": "processor time of an answer beside that of other FHIR servers, where they are installed",
    "growth": "what takes longer with more resources, and for how long it holds the loop",
    "loading": "time and memory of loading, beside orjson.loads",
    "start": "time from process start to the ready line, and what is imported meanwhile",
    "index": "time of one clause of each search parameter",
}


def main(argv: Sequence[str]) -> int:
    """Run a measurement and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, usage in COMMANDS.items():
        import_module(f"bench.{name}").add_options(commands.add_parser(name, help=usage, description=usage))
    words = list(argv)
    if not words or words[0] not in {*COMMANDS, "-h", "--help"}:
        words.insert(0, "everything")
    options = parser.parse_args(words)
    signal.signal(signal.SIGTERM, _leave)
    try:
        code: int = import_module(f"bench.{options.command}").run(options)
    except NotMeasured as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return code


def _leave(number: int, _frame: object) -> None:
    """Leave by an exception, so that every child is ended on the way out."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
