"""Who receives webhooks in a test? A small server that keeps what came."""

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

PATIENCE = 5.0  # seconds: nothing here takes that long


class Receiver:
    """Keeps headers and bodies."""

    def __init__(self) -> None:
        self.received: list[tuple[dict[str, str], bytes]] = []
        self._came = threading.Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver._take(dict(self.headers), body)
                self.send_response(204)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self.url = f"http://127.0.0.1:{self._server.server_port}/hooks?tenant=a"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _take(self, headers: dict[str, str], body: bytes) -> None:
        with self._came:
            self.received.append((headers, body))
            self._came.notify_all()

    def wait_for(self, number: int) -> list[tuple[dict[str, str], bytes]]:
        """Return what came, as soon as it is so many."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.received) >= number, PATIENCE), self.received
            return list(self.received)


def until(ask: Callable[[], Any], wanted: Any) -> Any:
    """Return what was asked for as soon as it is as wanted; after some seconds, what it is."""
    end = time.monotonic() + PATIENCE
    while (found := ask()) != wanted and time.monotonic() < end:
        threading.Event().wait(0.005)
    return found
