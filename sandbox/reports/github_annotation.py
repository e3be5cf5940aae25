"""How is something said to GitHub? As a workflow command, which becomes an annotation of a file or a run.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from sandbox.reports.markup import printable


def annotation(level: str, said: str, **properties: object) -> str:
    """Return the command on one line; *level* is error, warning or notice."""
    marks = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level} {marks}::{_text(said)}"


def _text(said: str) -> str:
    return printable(said).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(said: str) -> str:
    return _text(said).replace(":", "%3A").replace(",", "%2C")
