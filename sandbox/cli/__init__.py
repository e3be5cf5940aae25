"""The command `procedure-sandbox`. Each subcommand is a module, imported only when it is called.

Exit codes: 0 ok, 1 findings or a failed verdict, 2 usage or configuration, 3 inconclusive verdict, 4 fixtures invalid,
5 port in use, 130 and 143 by signal.
"""

import argparse
import signal
import sys
from collections.abc import Container, Mapping, Sequence
from importlib import import_module
from typing import NoReturn

from sandbox import __version__
from sandbox.suggest import did_you_mean

COMMANDS = {
    "serve": "load fixtures and answer requests",
    "health": "ask a running server whether it is well",
    "explain": "say what a query finds, and why it refuses a resource",
    "generate": "make synthetic patients to serve",
    "verdict": "say what a client did right and wrong",
    "watch": "show what a client does, as it does it",
    "certify": "run any client through a suite of scenarios",
    "check": "say what is wrong with fixtures",
    "schema": "print the JSON Schema of a file of settings, or of a plan",
    "completion": "print a script by which a shell completes this command",
}


Parsers = Mapping[str, argparse.ArgumentParser]


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a word in one line, and what was probably meant."""

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2."""
        self.exit(2, f"{self.prog}: error: {message}\n")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is None or value in action.choices:
            return
        known = [str(choice) for choice in action.choices]
        name = "/".join(action.option_strings) or action.dest
        near = did_you_mean(str(value), known)
        self.error(f"{name} must be one of {', '.join(known)}, not {value!r}{near and '.'}{near}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _split(words: list[str]) -> tuple[list[str], list[str] | None]:
    """Return what is ours, and what stands behind `--` (None without it) where that is a command of the user's."""
    if words[:1] != ["certify"] or "--" not in words:
        return words, None
    place = words.index("--")
    return words[:place], words[place + 1 :]


def parser_of_all(words: Container[str] = COMMANDS) -> tuple[argparse.ArgumentParser, Parsers]:
    """Return the parser, and that of each command; only commands among the *words* have options.

    So the modules of the others stay unread.
    """
    parser = _Parser(
        prog="procedure-sandbox",
        description="A mock of Flexpa's FHIR API that answers R4 Procedure searches and misbehaves on purpose.",
        epilog="Exit codes: 0 ok, 1 findings, 2 usage, 3 inconclusive, 4 fixtures invalid, 5 port in use, "
        "130 and 143 by signal.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"procedure-sandbox {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, usage in COMMANDS.items():
        command = commands.add_parser(name, help=usage, description=usage, allow_abbrev=False)
        if name in words:
            import_module(f"sandbox.cli.{name}").add_options(command)
    return parser, commands.choices


def _run(words: list[str]) -> int:
    words, behind = _split(words)
    parser, commands = parser_of_all(words)
    wanted = next((word for word in words if not word.startswith("-")), None)
    if wanted not in COMMANDS and not {"-h", "--help", "--version"} & set(words):
        known = ", ".join(COMMANDS)
        if wanted is None:
            parser.error(f"A command is missing. Commands: {known}.")
        parser.error(f"{wanted!r} is not a command.{did_you_mean(wanted, COMMANDS)} Commands: {known}.")
    options, unknown = parser.parse_known_args(words)
    options.behind = behind
    command = commands[options.command]
    if unknown:
        flags = [flag for action in command._actions for flag in action.option_strings]  # noqa: SLF001 - has no other way
        hint = did_you_mean(unknown[0], flags)
        if "--url" in flags and "://" in unknown[0] and not unknown[0].startswith("-"):
            hint = f' Did you mean "--url {unknown[0]}"?'
        command.error(f"{unknown[0]} is not an option of {options.command}.{hint}")
    code: int = import_module(f"sandbox.cli.{options.command}").run(options)
    return code
