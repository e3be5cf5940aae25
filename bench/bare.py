"""What is the sandbox held against? An `aiohttp.web.Application` with one handler that returns bytes it is given.

No middleware, no access log, one static route, uvloop: the least that whoever writes a mock by hand would run.
"""

import argparse
import asyncio
import os
from pathlib import Path

from aiohttp import web

_HEADERS = {"Content-Type": "application/fhir+json; charset=utf-8"}


async def serve(path: str, body: bytes, port_file: Path) -> None:
    """Answer GET *path* with *body* until the process is ended; the port goes to a file."""

    async def handle(_request: web.Request) -> web.Response:
        return web.Response(body=body, headers=_HEADERS)

    application = web.Application()
    application.router.add_get(path, handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    _write_whole(port_file, str(runner.addresses[0][1]))
    await asyncio.Event().wait()


def main() -> None:
    """Serve what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.bare", description=__doc__)
    parser.add_argument("path", help="path to answer")
    parser.add_argument("body", type=Path, help="file with the bytes to answer with")
    parser.add_argument("--port-file", type=Path, required=True, help="file to write the port into")
    options = parser.parse_args()
    try:
        import uvloop  # noqa: PLC0415 - not to be had on every platform, as in the sandbox
    except ImportError:
        factory = None
    else:
        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(serve(options.path, options.body.read_bytes(), options.port_file))


def _write_whole(path: Path, text: str) -> None:
    """Write a file such that whoever waits for it never reads half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


if __name__ == "__main__":
    main()
