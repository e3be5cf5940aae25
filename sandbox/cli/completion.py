"""`procedure-sandbox completion`: how does a shell complete the command? By a script that is made of its options."""

import argparse
import sys
from pathlib import Path

from sandbox.settings import SETTINGS, Choice

_SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the shell."""
    parser.add_argument("shell", choices=_SHELLS, help="print the script for this shell")


def run(options: argparse.Namespace) -> int:
    """Print the script; return the exit code."""
    try:
        import shtab  # noqa: PLC0415 - from an extra
    except ImportError:
        print(
            "procedure-sandbox: completion needs the package shtab: in a checkout, pip install '.[completion]'",
            file=sys.stderr,
        )
        return 2
    print(shtab.complete(_parser(shtab.FILE), options.shell))
    return 0


def _parser(file: object) -> argparse.ArgumentParser:
    """Return the parser of all commands; what takes a file is marked by *file*."""
    from sandbox.cli import parser_of_all  # noqa: PLC0415 - it imports this module when it is called

    parser, commands = parser_of_all()
    for name, command in commands.items():
        for action in command._actions:  # noqa: SLF001 - argparse has no other way
            setting = SETTINGS.get(action.dest)
            if action.type is Path or (name == "serve" and setting is not None and setting.is_path):
                action.complete = file  # type: ignore[attr-defined] # as shtab has it
            elif name == "serve" and setting is not None and isinstance(setting.parse, Choice):
                action.choices = setting.parse.words
    return parser
