"""What does `serve` promise? One line when it is ready, on the port asked for, and an exit code if it fails."""

import os
import re
import socket
from pathlib import Path

import httpx
import pytest

from tests.cli.command import run, serving

UNWANTED = {"faker", "tqdm", "pytest", "_pytest", "httpx", "mypy", "tests"}
ADA = '{"resourceType":"Patient","id":"ada"}'


def test_the_ready_line_is_all_that_stdout_says(tmp_path: Path) -> None:
    """One line, when the first request can be answered; requests and the end add nothing to it."""
    with serving(tmp_path) as server:
        answer = server.get("/_sandbox/health")
        server.get("/fhir/Procedure", bearer="pat_test_ready")
        server.get("/fhir/Nonsense", bearer="pat_test_ready")
        _, rest, _ = server.stop()

        assert re.fullmatch(r"procedure-sandbox ready on http://127\.0\.0\.1:[1-9]\d*\n", server.line)
        assert 200 == answer.status_code
        assert "" == rest


def test_the_port_is_written_where_it_was_asked_for(tmp_path: Path) -> None:
    """Whoever waits for the file finds a port that answers, and nothing is left beside it."""
    folder = tmp_path / "ports"
    folder.mkdir()
    file = folder / "port"
    file.write_text("from an earlier run")
    with serving(tmp_path, "--port-file", str(file)) as server:
        assert f"{server.port}\n" == file.read_text()
        assert ["port"] == [found.name for found in folder.iterdir()]


def test_variables_and_file_set_what_flags_leave_open(tmp_path: Path) -> None:
    """The command reads all four places, the flag being the strongest; `--fixtures` may be repeated."""
    (tmp_path / "a.ndjson").write_text(ADA)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "b.json").write_text(ADA.replace("ada", "ben"))
    toml = tmp_path / "sandbox.toml"
    toml.write_text('seed = 7\ntotal = "always"\nhandling = "strict"')
    variables = {"SANDBOX_CONFIG": str(toml), "SANDBOX_SEED": "8", "SANDBOX_PORT": "1", "SANDBOX_HANDLING": "lenient"}
    flags = ("--fixtures", f"{tmp_path}/a.ndjson", "--fixtures", f"{tmp_path}/b")
    with serving(tmp_path, *flags, environ=variables) as server:
        health = server.get("/_sandbox/health").json()
        bundle = server.get("/fhir/Patient?nonsense=1", bearer="aat_test_ready").json()

        assert ({"Patient": 2}, 8) == (health["resources"], health["seed"])
        assert 2 == bundle["total"]


def test_an_ipv6_host_stands_in_brackets(tmp_path: Path) -> None:
    """The address of the ready line can be copied into a browser."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with serving(tmp_path, "--host", "::1") as server:
        assert f"http://[::1]:{server.port}" == server.url
        assert 200 == httpx.get(f"{server.url}/_sandbox/health").status_code


def test_a_port_in_use_is_exit_5() -> None:
    """The message says the port, and what to do; nothing claims to be ready."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("serve", "--port", str(port))

    assert (5, "") == (ended.returncode, ended.stdout)
    assert f"procedure-sandbox: port {port} is in use; --port 0 takes a free one" == ended.stderr.splitlines()[-1]


def test_a_host_that_is_not_ours_is_exit_2() -> None:
    """An address of another machine, or a name that means nothing, cannot be listened on."""
    ended = run("serve", "--port", "0", "--host", "192.0.2.1")

    assert (2, "") == (ended.returncode, ended.stdout)
    assert ended.stderr.splitlines()[-1].startswith("procedure-sandbox: cannot listen on 192.0.2.1:0: ")


def test_a_port_file_that_cannot_be_written_is_exit_2(tmp_path: Path) -> None:
    """The message names the file, for the address is not at fault."""
    file = tmp_path / "not there" / "port"
    ended = run("serve", "--port", "0", "--port-file", str(file))

    assert (2, "") == (ended.returncode, ended.stdout)
    assert str(file) in ended.stderr
    assert "cannot listen" not in ended.stderr


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    """What waits at its other end reads the port, and the pipe stays what it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with serving(tmp_path, "--port-file", str(pipe)) as server:
        assert f"{server.port}\n" == pipe.read_text()
        assert pipe.is_fifo()
        assert 143 == server.stop()[0]


def test_a_pipe_that_nobody_reads_holds_nothing_up(tmp_path: Path) -> None:
    """Requests are answered, and the end is no later."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with serving(tmp_path, "--port-file", str(pipe)) as server:
        assert 200 == server.get("/_sandbox/health").status_code
        assert 143 == server.stop()[0]


def test_a_device_is_written_into(tmp_path: Path) -> None:
    """As with /dev/stderr, or a link to a file that somebody else holds."""
    file, link = tmp_path / "port", tmp_path / "link"
    file.touch()
    link.symlink_to(file)
    for place in (link, Path("/dev/null"), Path("/dev/stderr")):
        with serving(tmp_path, "--port-file", str(place)) as server:
            port = server.port
            _, _, said = server.stop()
        assert place.exists()
        if place == link:
            assert f"{port}\n" == file.read_text()
            assert link.is_symlink()
        assert said.endswith(f"\n{port}\n") is (place == Path("/dev/stderr"))


def test_a_running_server_has_imported_nothing_that_only_others_need(tmp_path: Path) -> None:
    """Neither the generator of data, nor the progress bar, nor the tools of development are read."""
    with serving(tmp_path, python=("-X", "importtime")) as server:
        server.get("/fhir/Procedure?_sort=date&_summary=count", bearer="pat_test_ready")
        _, _, said = server.stop()
    imported = {line.rpartition("|")[2].strip().split(".")[0] for line in said.splitlines() if "|" in line}

    assert {"sandbox", "aiohttp", "orjson"} <= imported
    assert set() == imported & UNWANTED


def test_python_has_no_complaint(tmp_path: Path) -> None:
    """Nothing is left open, nothing is deprecated: Python's own warnings have nothing to say."""
    with serving(tmp_path, python=("-X", "dev", "-W", "error")) as server:
        server.get("/fhir/Procedure", bearer="pat_test_ready")
        code, _, said = server.stop()
        lines = [line for line in said.splitlines() if not re.search(r" took \d+\.\d+ seconds$", line)]

        assert 143 == code
        assert 1 == len(lines), said  # beside those on a machine that is slow
