"""What does the scenario say to one request? A Decision: an error, a fault on the way, or data."""

# tested by: tests/scenario/test_state.py

from dataclasses import dataclass

from sandbox.scenario.canned_body import OUTCOME_BODY, CannedBody
from sandbox.scenario.errors import CannedError
from sandbox.scenario.plan import Fault
from sandbox.scenario.retry_after import Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An error, a fault on the way, or neither, which is data."""

    error: CannedError | None = None
    """what is answered instead of data"""
    body: CannedBody = OUTCOME_BODY
    """what stands in the body of an error"""
    fault: Fault | None = None
    """what happens to the answer on its way"""
    seconds: float = 0.0  # how long the fault takes, on the client's clock
    partial: bool = False  # only the older half of the data is there, for this request
    headers: Headers = ()  # these go out with any answer
    wait: float | None = None  # what the client is told to wait, in seconds; None if that is nothing that can be read
    spelling: str = ""  # how the wait is written: the name of a RetryAfterFormat

    @property
    def is_data(self) -> bool:
        """Whether it is data and nothing more: what is answered does not depend on the scenario any further."""
        return self.error is None and self.fault is None and not self.headers
