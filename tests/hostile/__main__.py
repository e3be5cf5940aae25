"""`make hostile`: many hostile requests to a server of its own, and the counts. Exit 1 if any answer was at fault."""

import argparse
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from tests.cli.command import serving
from tests.hostile.generator import hostile_requests
from tests.hostile.siege import besiege, memory_of

_SHOWN = 20
_WARM_UP = 20_000  # requests after which nothing more is remembered for the first time


def main() -> int:
    """Ask, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    requests = hostile_requests(options.seed, options.count)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        began = time.perf_counter()
        first = besiege(server.port, islice(requests, _WARM_UP))
        before = memory_of(server.process.pid)
        rest = besiege(server.port, requests)
        after = memory_of(server.process.pid)
        seconds = time.perf_counter() - began
        health = server.get("/_sandbox/health").status_code
        code, _, said = server.stop()
    for siege in (first, rest):
        print(siege.table(), end="\n\n")
    print(
        f"seed {options.seed}, {seconds:.0f} s, health {health}, exit {code}, lines on stderr: {len(said.splitlines())}"
    )
    if before is not None and after is not None:
        print(f"memory: {before / 1e6:.0f} MB after {_WARM_UP} requests, {after / 1e6:.0f} MB in the end")
    faults = first.faults + rest.faults
    for request, fault in faults[:_SHOWN]:
        print(f"{fault}: {request.sent()[:600]!r}")
    return int(bool(faults) or health != 200 or len(said.splitlines()) > 1)  # the line of the start


if __name__ == "__main__":
    sys.exit(main())
