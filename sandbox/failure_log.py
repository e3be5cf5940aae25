"""When is a mistake of our own written to the log? At once, where what the core does is true as soon as it is done."""

# tested by: tests/replicas/test_transactor.py, tests/api/fhir/test_errors.py

import logging
from typing import Protocol

_log = logging.getLogger("sandbox")


class FailureLog(Protocol):
    """Is told of each request that could not be answered, while the exception that kept it from that is handled."""

    def note(self, method: str, path: str) -> None:
        """Let it be in the log, with the traceback."""


class ImmediateFailureLog:
    """The log of one process: whatever it does is done."""

    def note(self, method: str, path: str) -> None:
        """Write it to the log."""
        write_failure(method, path)


def write_failure(method: str, path: str, error: BaseException | bool = True) -> None:  # noqa: FBT001, FBT002 - as in logging
    """Write to the log that a request could not be answered, with the traceback of an error, or of the one at hand."""
    _log.error("%s %s could not be answered", method, path, exc_info=error)
