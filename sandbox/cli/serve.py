"""`procedure-sandbox serve`: load, listen, say so in one line, and leave when told to."""

import argparse
import asyncio
import errno
import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox import garbage
from sandbox.api.app import Api
from sandbox.backend import Backend
from sandbox.cli.log import start_log
from sandbox.cli.progress import meter
from sandbox.cli.request_log import is_wanted, observer
from sandbox.loading import Duplicates, built_in_fixtures, summary
from sandbox.loading.loader import FixturesInvalid, load
from sandbox.plural import counted_as
from sandbox.problem import Mismatch
from sandbox.scenario import parse_setting
from sandbox.server import serve
from sandbox.settings import SETTINGS, Settings, SettingsError
from sandbox.settings import load as load_settings
from sandbox.tls import tls_context

if TYPE_CHECKING:
    from sandbox.replicas.shared_state import SharedState

USAGE, FIXTURES_INVALID, PORT_IN_USE = 2, 4, 5
_FAULTS_SHOWN = 100
_STREAMS = {("/", "dev"), ("/", "proc")}  # where the names of open files stand, /dev/stderr among them

# Title in the help -> the settings below it; what is in none of them stands last.
_ABOUT = {
    "where it listens": ("host", "port", "port_file", "tls_cert", "tls_key", "public_url"),
    "what it serves": ("fixtures", "duplicates", "scenario", "seed"),
    "how it understands a search": (
        "handling", "total", "canonical", "ranges", "code_case", "zone", "bare_include",
    ),
    "who may do what": ("consent", "cors", "admin", "admin_token", "trusted_hosts"),
    "what it tells": ("log_format", "log_requests", "metrics", "webhook_url", "webhook_secret"),
    "what it keeps, and how long": ("request_timeout", "page_memory", "journal_entries", "state", "state_life"),
    "all of these": ("config",),
}  # fmt: skip

_log = logging.getLogger("sandbox")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add a flag for every setting, below what it is about."""
    parser.usage = "procedure-sandbox serve [OPTIONS]"
    parser.epilog = "Each option is also a variable, as it stands behind it, and a key of the TOML file of --config."
    sections = {title: parser.add_argument_group(title) for title in _ABOUT}
    groups = {name: sections[title] for title, names in _ABOUT.items() for name in names}
    others = parser.add_argument_group("more")
    for row in SETTINGS.values():
        if row.default in {None, ()}:
            default = ""
        else:
            default = f"; default {row.default}"
        usage = f"{row.help} ({row.variable}{default})".replace("%", "%%")
        group = groups.get(row.name, others)
        group.add_argument(row.flag, dest=row.name, action="append", default=[], help=usage, metavar=row.form)


def run(options: argparse.Namespace) -> int:
    """Serve until a signal comes; return the exit code."""
    try:
        flags = {name: raws for name in SETTINGS if (raws := getattr(options, name))}
        settings = load_settings(flags, os.environ, {"scenario": parse_setting})
        tls_context(settings)  # what cannot serve is told before anything is loaded
        start_log(settings.log_format)
        state = _state(settings)
        backend = _backend(settings, state)
        return asyncio.Runner(loop_factory=_loop_factory()).run(_serve(backend, settings, state))
    except (SettingsError, Mismatch) as error:
        return _fail(USAGE, str(error))
    except FixturesInvalid as error:
        kinds = summary(error.faults)
        for line in kinds[:_FAULTS_SHOWN]:
            _say(line)
        rest = len(kinds) - _FAULTS_SHOWN
        return _fail(FIXTURES_INVALID, str(error) + (f", of which {rest} kinds are not shown" if rest > 0 else ""))


def _state(settings: Settings) -> "SharedState | None":
    """Return the state that is shared with other processes, None if there is none to share."""
    if settings.state is None:
        return None
    try:
        from sandbox.replicas.shared_state import SharedState  # noqa: PLC0415 - only here is Redis' client needed
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] not in {"redis", "hiredis"}:
            raise
        raise SettingsError(
            f"{SETTINGS['state'].variable} needs the extra `replicas`: in a checkout, pip install '.[replicas]'"
        ) from None
    return SharedState(settings)


def _backend(settings: Settings, state: "SharedState | None") -> Backend:
    """Load the fixtures and index them. Nothing that is made here is ever garbage, so the collector may look away."""
    began = time.perf_counter()
    gc.disable()
    try:
        loaded = load(settings.fixtures or built_in_fixtures(), meter, Duplicates(settings.duplicates))
        if state is None:
            backend = Backend(loaded, settings)
        else:
            backend = Backend(loaded, settings, new_clock=state.new_clock, stores=state.stores)
            state.serve(backend.repository, backend.count_anonymous_from)
    finally:
        gc.enable()
    garbage.pass_over()
    counts = loaded.store.counts
    _log.info(
        "%s (%s) of %s in %.2f s; seed %d",
        counted_as(sum(counts.values()), "resource"), counted_as(counts.get("Procedure", 0), "Procedure"),
        counted_as(counts.get("Patient", 0), "patient"), time.perf_counter() - began, settings.seed,
    )  # fmt: skip
    return backend


async def _serve(backend: Backend, settings: Settings, state: "SharedState | None") -> int:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    caught: list[int] = []

    def note(number: int, _frame: object) -> None:
        caught.append(number)
        loop.call_soon_threadsafe(stop.set)

    observe = None
    if is_wanted(settings.log_requests, sys.stderr):
        observe = observer(settings.log_format)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    try:
        async with AsyncExitStack() as stack:
            api = Api(backend, observe)
            if state is not None:
                from sandbox.api.shared_api import SharedApi  # noqa: PLC0415 - only here is Redis' client needed

                api = SharedApi(api, await stack.enter_async_context(state))
            await serve(
                api,
                settings.host,
                settings.port,
                ready=_announce(settings),
                stop=stop,
                prepared=garbage.pass_over,
            )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return _fail(PORT_IN_USE, f"port {settings.port} is in use; --port 0 takes a free one")
        return _fail(USAGE, f"cannot listen on {settings.host}:{settings.port}: {error.strerror or error}")
    return 128 + caught[0]


def _announce(settings: Settings) -> Callable[[str], None]:
    def ready(url: str) -> None:
        if settings.port_file is not None:
            try:
                _write_port(settings.port_file, url.rpartition(":")[2])
            except OSError as error:
                raise SettingsError(f"the port file {settings.port_file} cannot be written: {error.strerror}") from None
        print(f"procedure-sandbox ready on {url}", flush=True)

    return ready


def _write_port(path: Path, port: str) -> None:
    """Write a file such that whoever waits for it never reads half of it; a pipe or device is written into."""
    text = f"{port}\n"
    if path.is_fifo():  # to be opened, it needs somebody at the other end
        threading.Thread(target=path.write_text, args=(text,), daemon=True).start()
    elif path.exists() and (not path.is_file() or path.parts[:2] in _STREAMS):
        with path.open("a") as stream:
            stream.write(text)
    else:
        path = path.resolve()
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_text(text)
        draft.replace(path)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415 - not to be had on every platform
    except ImportError:
        return None
    return uvloop.new_event_loop


def _fail(code: int, text: str) -> int:
    _say(f"procedure-sandbox: {text}")
    return code


def _say(text: str) -> None:
    print(text, file=sys.stderr)
