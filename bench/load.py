"""How many requests a second does a server answer? Asked by wrk: one thread, 32 connections, all of them busy."""

import re
import shutil
import subprocess

from bench.cases import HEADERS
from bench.child import NotMeasured
from bench.cores import on_core

MISSING = "wrk is not installed: apt-get install wrk (Debian, Ubuntu) or brew install wrk (macOS)"

_RATE = re.compile(r"^Requests/sec:\s+([0-9.]+)$", re.MULTILINE)
_TROUBLE = re.compile(r"^\s*(?:Non-2xx or 3xx responses|Socket errors): .*$", re.MULTILINE)
_SLACK = 30  # seconds that wrk may take beyond its duration


def find_wrk() -> str | None:
    """Return where wrk is, or None if it is not installed."""
    return shutil.which("wrk")


def load(wrk: str, url: str, seconds: int, core: int | None) -> float:
    """Return the rate in requests a second; raises NotMeasured for any answer that is no success."""
    headers = [word for name, value in HEADERS.items() for word in ("-H", f"{name}: {value}")]
    command = [wrk, "-t1", "-c32", f"-d{seconds}s", "--timeout", "10s", *headers, url]
    with on_core(core):
        process = subprocess.Popen(  # noqa: S603 - the words are this program's own
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
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
    if process.returncode or not (rate := _RATE.search(said)):
        raise NotMeasured(f"wrk on {url} gave no rate: {said.strip()}")
    return float(rate[1])
