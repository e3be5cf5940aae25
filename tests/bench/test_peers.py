"""Other FHIR servers are measured where they are; where they are not, a line says so and all else goes on."""

import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bench.child import NotMeasured
from bench.load import Load
from bench.page import BEGIN, END, Measured, write
from bench.peers import hapi, medplum, peer_cases
from bench.peers.resources import peer_resources, write_peers_fixtures
from bench.peers.side_by_side import Pair, PeerRow, lines
from sandbox.seed import Seed

ROOT = Path(__file__).parents[2]


class StandIn(BaseHTTPRequestHandler):
    """A FHIR server that keeps what a transaction brings, and can be read, but not searched."""

    protocol_version = "HTTP/1.1"
    kept: dict[str, Any]

    def do_GET(self) -> None:
        """Answer a read."""
        self._answer(self.kept.get(self.path.removeprefix("/base/"), {"resourceType": "OperationOutcome"}))

    def do_POST(self) -> None:
        """Keep the resources of a transaction; whoever brings none of them is refused."""
        bundle = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        for entry in bundle["entry"]:
            self.kept[entry["request"]["url"]] = entry["resource"]
        self._answer({"resourceType": "Bundle", "type": "transaction-response"}, 200 if self.path == "/base" else 404)

    def _answer(self, body: dict[str, Any], status: int = 200) -> None:
        written = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/fhir+json")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def standing_in() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the root address of a stand-in, and what it keeps."""
    kept: dict[str, Any] = {}
    handler = type("Kept", (StandIn,), {"kept": kept})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", kept
        finally:
            server.shutdown()
            thread.join()


def _load(rate: float, cost: float) -> Load:
    return Load(rate, cost)


def test_a_peer_gets_the_resources_at_their_addresses(tmp_path: Path) -> None:
    """All of them, in Bundles that put each where it is asked for; the path of its base is what the user gave."""
    file = tmp_path / "peers.ndjson"
    write_peers_fixtures(file, Seed(1), 250)
    with standing_in() as (url, kept):
        remote, base = hapi.loaded(f"{url}/base/", file)

    assert (url.removeprefix("http://"), "/base") == (remote.host, base)
    assert {f"{one['resourceType']}/{one['id']}": one for one in peer_resources(Seed(1), 250)} == kept
    assert math.isnan(remote.processor_time())


def test_references_of_what_a_peer_is_given_lead_somewhere() -> None:
    """A server that looks after them refuses what refers to nothing, or to what comes later."""
    there = set()
    for one in peer_resources(Seed(1), 100):
        there.add(f"{one['resourceType']}/{one['id']}")
        wanted = [one[name] for name in ("subject",) if name in one] + one.get("partOf", [])
        assert {reference["reference"] for reference in wanted} <= there
        assert "encounter" not in one


@pytest.mark.parametrize("path", ["/elsewhere", ""])
def test_a_peer_that_refuses_is_no_figure(tmp_path: Path, path: str) -> None:
    """It is said what it answered."""
    file = tmp_path / "peers.ndjson"
    write_peers_fixtures(file, Seed(1), 10)
    with standing_in() as (url, _), pytest.raises(NotMeasured, match="refused the resources with 404"):
        hapi.loaded(f"{url}{path}", file)


def test_an_address_that_cannot_be_is_said(tmp_path: Path) -> None:
    """And what one looks like."""
    with pytest.raises(NotMeasured, match="such as http://localhost:8080/fhir"):
        hapi.loaded("localhost:8080/fhir", tmp_path / "none")


def test_what_is_not_installed_is_told_how_to_be(tmp_path: Path) -> None:
    """In one line; a folder of half of it is not it."""
    (tmp_path / "node_modules" / "@medplum" / "core").mkdir(parents=True)
    says = medplum.missing(tmp_path)
    assert says is not None
    assert "\n" not in says
    assert shutil.which("node") is None or "--install" in says


def test_a_peer_is_asked_in_words_that_every_server_knows() -> None:
    """A patient is named with its type."""
    asked = [target for case in peer_cases(Seed(1), 1_000) for target in case.targets]
    assert 4 == len(asked)
    assert ["patient=Patient%2Fpatient-000000"] * 2 == [one.partition("?")[2].split("&")[0] for one in asked[1:3]]


def test_the_ratio_is_of_time_where_it_is_known_and_of_rates_elsewhere() -> None:
    """Above 1 the sandbox is the faster one."""
    local = PeerRow("near", "read", [Pair(_load(1.0, 10.0), _load(9.0, 5.0))])
    remote = PeerRow("far", "read", [Pair(_load(3000.0, 10.0), _load(2.0, math.nan))] * 3)

    head, near, far = lines([local, remote])
    assert head.startswith("peer")
    assert ["near", "read", "0.50", "(0.50", "to", "0.50)", "processor", "time"] == near.split()
    assert ["far", "read", "1,500", "(1,500", "to", "1,500)", "rate"] == far.split()
    assert [] == list(lines([]))


def test_the_page_has_a_table_of_peers_where_there_are_any(tmp_path: Path) -> None:
    """What stood between the marks goes, what stands around them stays."""
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nstale\n{END}\nafter\n", encoding="utf-8")
    row = PeerRow("near", "read", [Pair(_load(1.0, 10.0), _load(9.0, 5.0))])
    write(page, Measured(compared={1_000: []}, beside_peers=[row], grown={1_000: {}}, loaded={}, ready=0.3))
    text = page.read_text(encoding="utf-8")
    assert "| near | read | 0.50 (0.50 to 0.50) | processor time |" in text
    assert (True, True, False) == (text.startswith("before\n"), text.endswith("\nafter\n"), "stale" in text)

    write(page, Measured(compared={1_000: []}, beside_peers=[], grown={1_000: {}}, loaded={}, ready=0.3))
    assert "Beside peers" not in page.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk is not installed")
def test_a_peer_by_its_address_is_measured(tmp_path: Path) -> None:
    """What it answers as it should; what it does not is said, and so is who is not there."""
    environ = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with standing_in() as (url, _):
        command = [sys.executable, "-m", "bench", "peers", "--hapi", f"{url}/base"]
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120, check=False)

    said = done.stdout.splitlines()
    assert (0, "") == (done.returncode, done.stderr)
    assert ["Medplum's router is not measured"] == [said[0].partition(":")[0]]
    assert 3 == sum("not measured: /base/Procedure?" in line for line in said)
    (measured,) = [line.split() for line in said if line.startswith("HAPI FHIR  ")]
    assert (["HAPI", "FHIR", "read"], "rate") == (measured[:3], measured[-1])
