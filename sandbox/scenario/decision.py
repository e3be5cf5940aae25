"""What does the scenario say to one request? A Decision: an error, a fault on the way, or data."""

from dataclasses import dataclass

from sandbox.scenario.errors import CannedError
from sandbox.scenario.plan import Fault
from sandbox.scenario.retry_after import Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The scenario's word: a refusal, a fault on the way, or nothing, which is data.

    `headers` go out with any answer. `wait` is what a client was told to wait, in seconds, None if nothing that can be
    read; `spelling` says how. With `partial`, only the older half of the data is there.
    """

    error: CannedError | None = None
    fault: Fault | None = None
    seconds: float = 0.0
    partial: bool = False
    headers: Headers = ()
    wait: float | None = None
    spelling: str = ""
