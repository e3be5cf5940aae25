"""How fast is the sandbox beside other FHIR servers? Beside those that are installed here, or that somebody names.

Each is given the same resources, and asked for the same at the same addresses, in turn with the sandbox.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.cases import Case, cases
from bench.check import bodies_of
from bench.child import NotMeasured, Remote, Server, listening
from bench.cores import Cores, choose
from bench.load import MISSING, Load, find_wrk, load, one_by_one, write_script
from bench.peers import hapi, medplum
from bench.peers.resources import write_peers_fixtures
from bench.peers.side_by_side import Pair, PeerRow, lines
from bench.report import versions
from sandbox.seed import Seed

SEED = 1
SIZE = 1_000  # Procedures: a server that looks through all of them at each search takes most of a second for them
ROUNDS, SECONDS = 3, 1
_LONG, _TIMES = 0.02, 5  # who takes so many seconds for an answer is asked one by one, so many times in a round


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """With what it is measured: wrk, the cores, and the folder for files."""

    wrk: str
    cores: Cores
    folder: Path


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add who is to be measured."""
    parser.add_argument("--install", action="store_true", help=f"install Medplum's router by npm, in {medplum.FOLDER}")
    add_hapi(parser)


def add_hapi(parser: argparse.ArgumentParser) -> None:
    """Add where a HAPI FHIR server is."""
    parser.add_argument("--hapi", metavar="URL", default=hapi.from_environment(), help="FHIR base of a HAPI FHIR "
                        f"server, into which the resources are written (or the variable {hapi.VARIABLE})")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Measure and print; return the exit code."""
    if options.install:
        medplum.install()
    if find_wrk() is None:
        print(MISSING, file=sys.stderr)
        return 2
    measured(options.hapi)
    print(versions())
    return 0


def measured(hapi_url: str | None) -> list[PeerRow]:
    """Measure and print; return what was found of each peer that is there, case by case."""
    wrk = find_wrk()
    if wrk is None:
        return []
    found: list[PeerRow] = []
    with TemporaryDirectory(prefix="bench-") as folder:
        setting = _Setting(wrk=wrk, cores=choose(), folder=Path(folder))
        fixtures = setting.folder / "peers.ndjson"
        write_peers_fixtures(fixtures, Seed(SEED), SIZE)
        for name, measure in (("Medplum's router", _medplum), ("HAPI FHIR", partial(_hapi, hapi_url))):
            try:
                found += measure(name, fixtures, setting)
            except NotMeasured as error:
                print(f"{name} is not measured: {error}", flush=True)
    for line in lines(found):
        print(line, flush=True)
    return found


def _medplum(name: str, fixtures: Path, setting: _Setting) -> list[PeerRow]:
    """Return what is found of Medplum's router; raises NotMeasured if it is not there."""
    if (why := medplum.missing()) is not None:
        raise NotMeasured(why)
    words = medplum.words(fixtures)
    with listening(words, setting.folder / "medplum", setting.cores.server, medplum.program()) as peer:
        return _beside(name, peer, "/fhir", fixtures, setting)


def _hapi(url: str | None, name: str, fixtures: Path, setting: _Setting) -> list[PeerRow]:
    """Return what is found of the server at an address; raises NotMeasured if there is none."""
    if url is None:
        raise NotMeasured(f"name one by --hapi URL, or by {hapi.VARIABLE}")
    remote, base = hapi.loaded(url, fixtures)
    return _beside(name, remote, base, fixtures, setting)


def _beside(name: str, peer: Server | Remote, base: str, fixtures: Path, setting: _Setting) -> list[PeerRow]:
    """Return what is found of a peer that has the fixtures already, its FHIR base being at a path."""
    words = ["-m", "sandbox", "serve", "--fixtures", str(fixtures), "--port", "0"]
    with ExitStack() as stack:
        own = stack.enter_context(listening(words, setting.folder / f"sandbox-{name}", setting.cores.server))
        return list(_rows(name, (own, peer), base, setting))


def _rows(name: str, servers: tuple[Server, Server | Remote], base: str, setting: _Setting) -> Iterator[PeerRow]:
    own, peer = servers
    for case in peer_cases(Seed(SEED), SIZE):
        theirs = replace(case, targets=tuple(f"{base}{one.removeprefix('/fhir')}" for one in case.targets))
        try:
            bodies_of(own, case)
            took = _seconds_of(peer, theirs)
            yield PeerRow(name, case.name, _pairs((own, case), (peer, theirs), setting, is_slow=took > _LONG))
        except NotMeasured as error:
            print(f"{name}, {case.name}: not measured: {error}", flush=True)


def _seconds_of(peer: Server | Remote, case: Case) -> float:
    """Return how long an answer takes; the first time something may still have to be made."""
    bodies_of(peer, case)
    began = time.perf_counter()
    bodies_of(peer, case)
    return time.perf_counter() - began


def _pairs(
    own: tuple[Server, Case], theirs: tuple[Server | Remote, Case], setting: _Setting, *, is_slow: bool
) -> Sequence[Pair]:
    """Return the loads of both, round by round; who begins changes from round to round."""

    def ask(server: Server | Remote, case: Case, *, is_slow: bool) -> Load:
        if is_slow:
            return one_by_one(server, case.targets[0], _TIMES)
        script = setting.folder / "ask.lua"
        write_script(script, case.targets)
        return load(setting.wrk, server, script, SECONDS, setting.cores.load)

    pairs = []
    for number in range(ROUNDS):
        if number % 2:
            peer_load = ask(*theirs, is_slow=is_slow)
            pairs.append(Pair(ask(*own, is_slow=False), peer_load))
        else:
            pairs.append(Pair(ask(*own, is_slow=False), ask(*theirs, is_slow=is_slow)))
    return pairs


def peer_cases(chance: Seed, size: int) -> list[Case]:
    """Return what is asked again and again, in the one spelling that every FHIR server understands."""
    found = [case for case in cases(chance, size) if len(case.targets) == 1]
    return [
        replace(case, targets=tuple(one.replace("patient=", "patient=Patient%2F") for one in case.targets))
        for case in found
    ]
