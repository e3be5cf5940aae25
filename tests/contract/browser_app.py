"""What does a page see in a browser? One of another origin is opened in headless Chromium, and tells its own server."""

import json
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.contract.toolchain import Told, chromium

PAGE = Path(__file__).parent / "browser" / "index.html"
_PATIENCE = 60.0  # seconds until the page must have told what it saw
_SWITCHES = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def told_by_a_page(sandbox: str) -> Told:
    """Return what a page saw that was served from another port and under another name than the *sandbox*."""
    told: Queue[Told] = Queue()
    with _served(told) as port, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        address = f"http://localhost:{port}/?{urlencode({'sandbox': sandbox})}"
        browser = subprocess.Popen(
            [chromium(), *_SWITCHES, f"--user-data-dir={profile}", address],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            return told.get(timeout=_PATIENCE)
        except Empty:
            pytest.fail(f"the page told nothing within {_PATIENCE:.0f} s")
        finally:
            browser.terminate()
            browser.wait(timeout=_PATIENCE)


@contextmanager
def _served(told: Queue[Told]) -> Iterator[int]:
    """Serve the page on a free port, which is given; what it tells is put into a queue."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.read_bytes())

        def do_POST(self) -> None:
            told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
