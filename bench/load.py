"""How many requests a second does a server answer? Asked by wrk: one thread, 32 connections, all of them busy."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench.cases import HEADERS
from bench.child import NotMeasured, Remote, Server
from bench.cores import on_core

MISSING = "wrk is not installed: apt-get install wrk (Debian, Ubuntu) or brew install wrk (macOS)"

_RATE = re.compile(r"^Requests/sec:\s+([0-9.]+)$", re.MULTILINE)
_ANSWERS = re.compile(r"^\s*(\d+) requests in ", re.MULTILINE)
_TROUBLE = re.compile(r"^\s*(?:Non-2xx or 3xx responses|Socket errors): .*$", re.MULTILINE)
_PATIENCE = 60  # seconds until an answer must be there
_SLACK = 30  # seconds that wrk may take beyond its duration


def find_wrk() -> str | None:
    """Return where wrk is, or None if it is not installed."""
    return shutil.which("wrk")


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load: answers a second, and the microseconds of processor time that each took it.

    That time is nan where nobody here knows it.
    """

    rate: float
    cost: float


def load(wrk: str, server: Server | Remote, script: Path, seconds: int, core: int | None) -> Load:
    """Ask a server for what the script says; raises NotMeasured for any answer that is no success."""
    url = f"http://{server.host}"
    before = server.processor_time()
    with on_core(core):
        process = subprocess.Popen(  # noqa: S603 - the words are this program's own
            [wrk, "-t1", "-c32", f"-d{seconds}s", "--timeout", "10s", "-s", str(script), url],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    with process:
        try:
            said, _ = process.communicate(timeout=seconds + _SLACK)
        except subprocess.TimeoutExpired:
            raise NotMeasured(f"wrk did not end in time: {url}") from None
        finally:
            process.kill()
    if trouble := _TROUBLE.search(said):
        raise NotMeasured(f"wrk on {url}: {trouble[0].strip()}")
    rate, answers = _RATE.search(said), _ANSWERS.search(said)
    if process.returncode or not rate or not answers or not int(answers[1]):
        raise NotMeasured(f"wrk on {url} gave no rate: {said.strip()}")
    return Load(float(rate[1]), (server.processor_time() - before) / int(answers[1]) * 1_000_000)


def one_by_one(server: Server | Remote, target: str, times: int) -> Load:
    """Ask a server that takes long for one thing some times, one after another; raises NotMeasured for no success."""
    before, began = server.processor_time(), time.perf_counter()
    with closing(HTTPConnection(server.host, timeout=_PATIENCE)) as connection:
        for _ in range(times):
            connection.request("GET", target, headers=HEADERS)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise NotMeasured(f"{target} on {server.host} was answered with {answer.status}")
    took = time.perf_counter() - began
    return Load(times / took, (server.processor_time() - before) / times * 1_000_000)


def write_script(file: Path, targets: Sequence[str]) -> None:
    """Write a script for wrk that asks for one target after the other."""
    lines = [f"wrk.headers[{_quoted(name)}] = {_quoted(value)}" for name, value in HEADERS.items()]
    lines += ["local asked, at = {}, 0", "function init(args)"]
    lines += [f"  asked[#asked + 1] = wrk.format('GET', {_quoted(target)})" for target in targets]
    lines += ["end", "function request()", "  at = at % #asked + 1", "  return asked[at]", "end"]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    """Return a text as Lua has it."""
    return json.dumps(text, ensure_ascii=False)
