"""Commands are run to their end, and leave nothing behind: groups, strays, output, and who will not end."""

import os
import secrets
import sys
import threading
import time
from pathlib import Path

import pytest

from sandbox.certify.processes import KEPT, Ending, NotStarted, Processes
from tests.certify.alive import is_alive

OUTPUT = "x" * 3_000_000 + "\x1b[31mred\x1b[0m\r\n\0end"
SLEEP = "import time; time.sleep(600)"
STUBBORN = f"import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); {SLEEP}"
# Starts a child in a session of its own, and says its id.
STRAY = (
    "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], "
    "start_new_session=True); print(p.pid); p.returncode = 0"
)


def run(code: str, seconds: float = 20.0) -> Ending:
    """Run Python code as a command."""
    return run_command(Processes(), [sys.executable, "-S", "-c", code], seconds)


def run_command(processes: Processes, command: list[str], seconds: float) -> Ending:
    """Run a command with a mark that no other test has: whatever has it is killed in the end."""
    mark = secrets.token_hex(8)
    return processes.run(command, dict(os.environ) | {"TEST_MARK": mark}, seconds, f"TEST_MARK={mark}")


def test_an_exit_status_is_passed_on() -> None:
    """And a signal is a negative one."""
    assert 7 == run("import sys; sys.exit(7)").exit_status
    assert -9 == run("import os; os.kill(os.getpid(), 9)").exit_status


def test_who_takes_too_long_is_ended_with_its_children() -> None:
    """Even if it does not listen to the signal that asks it to end."""
    began = time.monotonic()
    ending = run(STUBBORN, 0.5)

    assert (None, "on\n") == (ending.exit_status, ending.output)
    assert time.monotonic() - began < 10


def test_what_left_its_group_is_found_and_killed() -> None:
    """And counted; the group's own children go with it."""
    stray = run(STRAY)
    child = run(STRAY.replace("start_new_session=True", "stdin=None"))

    for ending in (stray, child):
        assert (0, 1) == (ending.exit_status, ending.strays)
        assert not is_alive(int(ending.output))


def test_of_long_output_the_end_is_kept() -> None:
    """Without colours, cursor movements and bytes that are no text; a command that writes never waits for a reader."""
    ending = run(f"import sys; sys.stdout.write('x' * 3_000_000 + {OUTPUT[3_000_000:]!r})")
    first, _, rest = ending.output.partition("\n")

    assert f"[left out: the first {len(OUTPUT) - KEPT:,} bytes]" == first
    assert rest.endswith("xred\nend")
    assert len(rest) <= KEPT


def test_small_writes_are_kept_together() -> None:
    """However many there are."""
    ending = run("import os\nfor n in range(3000): os.write(1, b'%d\\n' % n)")

    assert [str(n) for n in range(3000)] == ending.output.split()


def test_writes_that_come_one_by_one_are_kept_together() -> None:
    """Also where each fills a little more than half of what is read at once."""
    ending = run("import os, time\nfor n in range(6): os.write(1, b'%d' % n * 2500 + b' '); time.sleep(0.03)")

    assert [str(n) * 2500 for n in range(6)] == ending.output.split()


def test_stopping_ends_all_that_runs_and_lets_nothing_start() -> None:
    """From whichever thread."""
    processes, endings = Processes(), []
    command = [sys.executable, "-S", "-c", SLEEP]
    waiting = threading.Thread(target=lambda: endings.append(run_command(processes, command, 600)))
    waiting.start()
    while not processes.running:
        time.sleep(0.01)
    processes.stop()
    waiting.join(10)

    assert [-9] == [ending.exit_status for ending in endings]
    with pytest.raises(NotStarted):
        run_command(processes, command, 1)


def test_what_cannot_be_run_says_why(tmp_path: Path) -> None:
    """A script without a first line, for example."""
    script = tmp_path / "script"
    script.write_text("echo")
    script.chmod(0o755)
    with pytest.raises(NotStarted, match=r"script cannot be run: Exec format error"):
        run_command(Processes(), [str(script)], 1)
