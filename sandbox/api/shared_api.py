"""How is a request answered where the state is in another process? In a transaction, or with 503 if that cannot be.

What needs no state is answered in any case: whether the server lives, and what stands outside of all APIs.
"""

# tested by: tests/replicas/test_faults.py

from functools import partial

from sandbox.api.app import Api
from sandbox.api.exchange import Exchange, exchange_of, exchange_without_session
from sandbox.problem import Problem, ProblemKind
from sandbox.replicas.shared_state import SharedState
from sandbox.replicas.state_store import StateUnavailable
from sandbox.web.messages import LongPoll, Request, Response, Unfinished
from sandbox.webhooks.sender import InTransaction

RETRY_AFTER = "1"  # seconds


class SharedApi(Api):
    """The APIs of a backend whose state is shared."""

    def __init__(self, api: Api, state: SharedState) -> None:
        super().__init__(api.backend, api.observe)
        self._state = state

    @property
    def waiting(self) -> "SharedApi":
        """What answers where answers have to be waited for."""
        return self

    @property
    def in_transaction(self) -> InTransaction | None:
        """What runs something on the state in one step."""
        return self._state.run

    async def answer(self, request: Request) -> Response:
        """Answer any request; never raises."""
        if not self.needs_state(request.path):
            return self.handle(request)
        request.come_from_nobody()
        lane = _lane(request)
        try:
            response = await self._state.run(lane, partial(self.handle, request))
            while (go_on := response.unfinished) is not None:
                response = await self._state.run(lane, partial(_go_on, go_on, response))
        except StateUnavailable as error:
            return self._unavailable(request, error)
        return response

    async def note_fault_ended(self, request: Request, response: Response, *, gone: bool) -> None:
        """Take note that the fault of a response has run its course; if that cannot be noted, the journal lacks it."""
        request.come_from_nobody()
        try:
            await self._state.run(_lane(request), lambda: self.fault_ended(request, response, gone=gone))
        except StateUnavailable:
            return

    async def look(self, request: Request, wanted: LongPoll, *, last: bool) -> Response | None:
        """Return the response that is waited for, None if it is not known yet."""
        try:
            return await self._state.run(_lane(request), lambda: wanted.ask(last))
        except StateUnavailable as error:
            return self._unavailable(request, error)

    def exchange(self, request: Request | None, response: Response, seconds: float) -> Exchange:
        """Return what became of a request, by what is known in this process."""
        if request is not None:
            request.come_from_nobody()
        found = self._state.peek(lambda: exchange_of(self.backend, request, response, seconds))
        if found is None:
            return exchange_without_session(self.backend, request, response, seconds)
        return found

    def _unavailable(self, request: Request, error: StateUnavailable) -> Response:
        response = self.error_response(request.path, Problem(ProblemKind.UNAVAILABLE, f"{error} Try again."))
        response.headers += (("Retry-After", RETRY_AFTER),)
        return response


def _go_on(unfinished: Unfinished, response: Response) -> Response:
    """Return what a response has become by another slice of it, or itself."""
    return unfinished() or response


def _lane(request: Request) -> str:
    """Return what requests have in common that are likely to change the same: their bearer, or that they have none."""
    found: str = request.headers.get("Authorization", "")
    return found
