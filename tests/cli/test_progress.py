"""How far is it? A bar on a terminal, for what takes longer than a second, and silence everywhere else."""

import io
import os
import pty
import subprocess
import sys

import pytest

from sandbox.cli.progress import meter
from tests.cli.command import ROOT, command, first_line


class Terminal(io.StringIO):
    """A stderr that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_nothing_is_measured_where_no_terminal_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a pipe or a container log, a bar would only be noise."""
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    with meter("reading", 10) as step:
        step(10)

    assert "" == said.getvalue()


def test_what_is_over_in_a_second_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal is not made to flicker."""
    said = Terminal()
    monkeypatch.setattr(sys, "stderr", said)
    with meter("reading", 10) as step:
        step(4)
        step(6)

    assert "" == said.getvalue()


def test_a_bar_counts_the_steps_of_a_total(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the steps move a bar with a label; it is gone afterwards."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    with meter("reading", 10) as step:
        step(4)
        bar = getattr(step, "__self__", None)

        assert bar is not None
        assert (4, 10, "reading") == (bar.n, bar.total, bar.desc)
    assert not bar.leave


def test_an_error_passes_through_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the middle is not swallowed."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    with pytest.raises(ValueError, match="in the middle"), meter("reading", 10):
        raise ValueError("in the middle")


def test_the_server_starts_on_a_terminal() -> None:
    """With a terminal for stderr, a quick start says its one line and nothing of a bar."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(("serve", "--port", "0")), cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, text=True
    ) as process:
        os.close(theirs)
        ready = first_line(process)
        process.terminate()
        said = os.read(ours, 65536).decode()
        os.close(ours)

    assert 143 == process.returncode
    assert ready.startswith("procedure-sandbox ready on ")
    assert said.startswith("INFO ")
    assert 1 == len(said.splitlines()), said
