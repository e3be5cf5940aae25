"""What if the machine is in trouble? Files vanish, the disk is full, descriptors are out, the clock jumps."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest

from tests.cli.command import ROOT, Running, command, first_line
from tests.replicas.asked import fixtures
from tests.replicas.processes import needs, until

SOON = 10.0  # seconds until a server that was in trouble has to be as it was
TOKEN = "pat_test_ready~p1"  # noqa: S105 - made up


def prepared(prefix: Sequence[str]) -> list[str]:
    """Return words that run a command in other surroundings; the test is skipped where that is not permitted."""
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip(f"{prefix[0]} is not permitted here")
    return list(prefix)


def unprivileged() -> list[str]:
    """Return words that run a command as somebody who may not pass over the permissions of files."""
    if os.geteuid():
        return []
    needs("setpriv")
    return prepared(["setpriv", "--bounding-set=-dac_override,-dac_read_search"])


@contextmanager
def serving_in(
    folder: Path, *options: str, prefix: Sequence[str] = (), cwd: Path = ROOT, environ: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """Serve two patients in other surroundings: after words of a prefix, in a folder, with variables and no others."""
    words = [*prefix, *command(("serve", "--port", "0", "--fixtures", str(fixtures(folder)), *options))]
    errors = folder / "stderr"
    with errors.open("w") as stderr:
        process = subprocess.Popen(
            words, cwd=cwd, env=os.environ | {"PYTHONPATH": str(ROOT)} if environ is None else environ,
            stdout=subprocess.PIPE, stderr=stderr, stdin=subprocess.DEVNULL, text=True,
        )  # fmt: skip
    try:
        line = first_line(process)
        assert "ready on" in line, errors.read_text()
        yield Running(process, line, errors)
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.wait(SOON)
        assert process.stdout is not None
        process.stdout.close()


def test_fixtures_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """With exit code 4, as a file that is not there."""
    file = fixtures(tmp_path)
    file.chmod(0)
    words = [*unprivileged(), *command(("serve", "--port", "0", "--fixtures", str(file)))]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)

    assert 4 == done.returncode
    assert f"{file}" in done.stderr
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr


def test_fixtures_that_vanish_are_missed_by_nobody(tmp_path: Path) -> None:
    """They are read once: answers and a reset need them no more."""
    with serving_in(tmp_path) as server:
        (tmp_path / "fixtures.ndjson").unlink()
        reset = httpx.post(f"{server.url}/_sandbox/reset", json={"all": True})

        assert (200, 200) == (reset.status_code, server.get("/fhir/Procedure", TOKEN).status_code)


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """The port file and a report of certify: a sentence, and no traceback."""
    file = fixtures(tmp_path)
    asked = (
        ("serve", "--port", "0", "--fixtures", str(file), "--port-file", "/dev/full"),
        ("certify", "--suite", "quick", "--json", "/dev/full", "--", "true"),
    )
    for words in asked:
        done = subprocess.run(command(words), cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

        assert done.returncode not in {0, 1}, done.stderr
        assert "No space left on device" in done.stderr
        assert "Traceback" not in done.stderr


def test_descriptors_that_are_out_come_back(tmp_path: Path) -> None:
    """A hundred connections where 64 descriptors are permitted: when they have gone, all is as it was."""
    limited = ["sh", "-c", 'ulimit -n 64; exec "$@"', "sh"]
    with serving_in(tmp_path, prefix=limited) as server:
        with ExitStack() as stack:
            for _ in range(100):
                stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=5))
            time.sleep(0.2)

        def is_well() -> bool:
            try:
                return server.get("/fhir/Procedure", TOKEN).status_code == 200
            except httpx.HTTPError:
                return False

        assert until(is_well, SOON)
        assert server.process.poll() is None


def test_a_server_that_was_stopped_goes_on(tmp_path: Path) -> None:
    """SIGSTOP and SIGCONT: whoever asked meanwhile is answered, and no step is lost or taken twice."""
    token = "pat_test_syncing-2x~p1~stopped"  # noqa: S105 - made up
    with serving_in(tmp_path) as server:
        server.process.send_signal(signal.SIGSTOP)
        with socket.create_connection(("127.0.0.1", server.port), timeout=SOON) as line:
            line.sendall(f"GET /fhir/Procedure HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
            line.settimeout(0.3)
            with pytest.raises(TimeoutError):
                line.recv(1)
            server.process.send_signal(signal.SIGCONT)
            line.settimeout(SOON)
            assert line.recv(65_536).startswith(b"HTTP/1.1 429")

        assert [429, 200] == [server.get("/fhir/Procedure", token).status_code for _ in range(2)]


def test_a_clock_that_is_set_back_and_forth_changes_no_window(tmp_path: Path) -> None:
    """An hour ahead and two back: a window of a minute is still open, and the session's time never goes back.

    Nor does the `Date` of answers, which is that of the session.
    """
    needs("faketime")
    libraries = list(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not libraries:
        pytest.skip("libfaketimeMT is not where it is looked for")
    offset = tmp_path / "offset"
    offset.write_text("+0\n")
    token = "pat_test_syncing-60s~p1~clock"  # noqa: S105 - made up
    environ = os.environ | {
        "LD_PRELOAD": str(libraries[0]), "FAKETIME_TIMESTAMP_FILE": str(offset), "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip
    offset.write_text("+3600\n")
    tell = [sys.executable, "-c", "import time; print(time.time())"]
    told = subprocess.run(tell, env=environ, capture_output=True, text=True, check=True).stdout
    assert float(told) - time.time() > 3000
    offset.write_text("+0\n")
    with serving_in(tmp_path, environ=environ) as server:
        login = {"Authorization": f"Bearer {token}"}
        statuses, dates, times = [], [], []
        for set_to in ("+0", "+3600", "-3600", "+0"):
            offset.write_text(f"{set_to}\n")
            answer = server.get("/fhir/Procedure", token)
            statuses.append(answer.status_code)
            dates.append(parsedate_to_datetime(answer.headers["Date"]).timestamp() - time.time())
            times.append(httpx.get(f"{server.url}/_sandbox/session", headers=login).json()["clock"]["now"])

    assert [429] * 4 == statuses
    assert sorted(times) == times
    assert max(map(abs, dates)) < 60


@pytest.mark.parametrize("surroundings", ["read-only", "anybody"])
def test_nothing_is_needed_but_what_can_be_read(tmp_path: Path, surroundings: str) -> None:
    """No HOME and no folder to write in; a root that is read-only, or a user whom nobody knows."""
    needs("unshare")
    prefix = {
        "read-only": ["unshare", "--mount", "sh", "-c", 'mount -o remount,bind,ro / && exec "$@"', "sh"],
        "anybody": ["unshare", "--user", "--map-user=48123"],
    }[surroundings]
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    with serving_in(tmp_path, prefix=prepared(prefix), cwd=closed, environ=environ) as server:
        assert 200 == server.get("/fhir/Procedure", TOKEN).status_code
        assert (143, "") == server.stop()[:2]
    assert [] == list(closed.iterdir())
