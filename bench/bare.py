"""What is the sandbox held against? An `aiohttp.web.Application` with one handler that returns bytes it is given.

No middleware, no access log, one route for all that is asked, uvloop: the least that whoever writes a mock by hand
would run.
"""

import argparse
import asyncio
import os
from pathlib import Path

import orjson
from aiohttp import web

_HEADERS = {"Content-Type": "application/fhir+json; charset=utf-8"}


async def serve(answers: dict[str, bytes], port_file: Path) -> None:
    """Answer each GET with the bytes that belong to it until the process is ended; the port goes to a file."""

    async def handle(request: web.Request) -> web.Response:
        return web.Response(body=answers[request.raw_path], headers=_HEADERS)

    application = web.Application()
    for path in {target.partition("?")[0] for target in answers}:
        application.router.add_get(path, handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    _write_whole(port_file, str(runner.addresses[0][1]))
    await asyncio.Event().wait()


def main() -> None:
    """Serve what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.bare", description=__doc__)
    parser.add_argument("answers", type=Path, help="file with the targets and the lengths of their bodies, then these")
    parser.add_argument("--port-file", type=Path, required=True, help="file to write the port into")
    options = parser.parse_args()
    try:
        import uvloop  # noqa: PLC0415 - not to be had on every platform, as in the sandbox
    except ImportError:
        factory = None
    else:
        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(serve(read_answers(options.answers), options.port_file))


def write_answers(file: Path, answers: dict[str, bytes]) -> None:
    """Write what is to be answered: a line that names the targets and the lengths of the bodies, and the bodies."""
    with file.open("wb") as stream:
        stream.write(orjson.dumps({target: len(body) for target, body in answers.items()}) + b"\n")
        stream.writelines(answers.values())


def read_answers(file: Path) -> dict[str, bytes]:
    """Return what was written."""
    with file.open("rb") as stream:
        lengths = orjson.loads(stream.readline())
        return {target: stream.read(length) for target, length in lengths.items()}


def _write_whole(path: Path, text: str) -> None:
    """Write a file such that whoever waits for it never reads half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


if __name__ == "__main__":
    main()
