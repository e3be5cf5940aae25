"""Is a server measured that does nothing else? Whoever waits for it waits as long as it computes by itself."""

import time
from pathlib import Path

import pytest

from bench import child
from bench.child import NotMeasured, Server, wait_until_idle


class Busy(Server):
    """A server that computes all the time until it was looked at so many times."""

    def processor_time(self) -> float:
        """Return what grows as often as its port says."""
        looks.append(time.monotonic())
        return float(min(len(looks), self.port))


looks: list[float] = []


@pytest.mark.parametrize("times", [1, 2, 5])
def test_it_is_waited_until_a_server_computes_nothing(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """It is looked at until two looks in a row show the same."""
    looks.clear()
    monkeypatch.setattr(child, "_QUIET", 0)
    wait_until_idle(Busy(times, 0))

    assert times + 1 == len(looks)


def test_a_server_that_never_rests_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """That is said."""
    looks.clear()
    monkeypatch.setattr(child, "_QUIET", 0)
    monkeypatch.setattr(child, "_PATIENCE", 0.05)
    with pytest.raises(NotMeasured, match="port 9999999 has never come to rest"):
        wait_until_idle(Busy(9_999_999, 0))


def test_a_child_runs_as_with_a_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the developer's shell reaches it, and it keeps its bytecode."""
    monkeypatch.setenv("SANDBOX_PORT", "1")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    with child.child(["-c", "import os; print(sorted(os.environ))"], tmp_path / "log") as process:
        assert process.stdout is not None
        names = process.stdout.read()

    assert "'PATH'" in names
    assert "SANDBOX_PORT" not in names
    assert "PYTHONDONTWRITEBYTECODE" not in names
