"""What does the scenario say to this request, and what is left of it? ScenarioState counts what a client has used.

Each decision is one synchronous call that moves the counters, so that two requests never take the same step.
"""

from collections import deque
from dataclasses import dataclass, field, replace
from math import ceil

from sandbox.scenario.announced_waits import WAIT_HEADERS, announced, folded
from sandbox.scenario.decision import Decision
from sandbox.scenario.errors import CANNED_ERRORS, PHASE_ERRORS, CannedError
from sandbox.scenario.plan import RequestLine, Step, step_at
from sandbox.scenario.presets import Scenario
from sandbox.scenario.retry_after import RETRY_AFTER_FORMATS, Headers, whole_wait
from sandbox.scenario.timeline import Phase, TimelinePhase, last_after, moved, phase_at, ready_after

MINUTE = 60.0

_ALL, _HALF = Decision(), Decision(partial=True)
_NO_STEP = Step()


@dataclass(slots=True)
class ScenarioState:
    """A scenario under way for one client: a plain value. Times are seconds since 1970 on the client's clock."""

    scenario: Scenario
    """what is under way"""
    started: float | None = None  # when it began; None until the first request
    requests: int = 0  # how many there were
    used: int = 0  # how many uses of the plan's steps are over
    moved_at: float | None = None  # when it was last moved by hand
    moved_to: Phase | None = None  # the phase that holds since then
    renewed: bool = False  # whether a refresh has ended what the scenario does to the token
    served: deque[float] = field(default_factory=deque)  # when the requests were served that count for the quota
    _timeline: tuple[TimelinePhase, ...] = field(init=False)
    _plain: bool = field(init=False)  # there is nothing but data to come, so nothing has to be looked up

    def __post_init__(self) -> None:
        self._follow()

    def _follow(self) -> None:
        """Take up the timeline that holds."""
        self._timeline = self.scenario.timeline
        if self.moved_to is not None and self.renewed:
            self._timeline = (TimelinePhase(phase=self.moved_to),)
        elif self.moved_to is not None:
            self._timeline = moved(self._timeline, self.moved_to)
        always_ready = self._timeline[0].phase is Phase.READY and len(self._timeline) == 1
        self._plain = always_ready and not self.scenario.steps and self.scenario.quota is None

    def decide(self, request: RequestLine, now: float) -> Decision:
        """Return what is said to a request that arrives *now* (seconds since 1970), and count it."""
        if self.started is None:
            self.started = now
        if self._plain:
            self.requests += 1
            return _ALL
        phase, remaining = phase_at(self._timeline, _between(self.started, now), self.requests)
        self.requests += 1
        if phase in PHASE_ERRORS:
            return self._refuse(PHASE_ERRORS[phase], remaining, now)
        found = step_at(self.scenario.steps, self.used)
        if found is not None and found[1].match.fits(request):
            self.used += 1
            step = found[1]
            if step.error:
                return self._refuse(CANNED_ERRORS[step.error], None, now, step)
            if step.fault:
                return Decision(fault=step.fault, seconds=step.seconds)
        if self.scenario.quota is not None:
            return self._meter(now, partial=phase is Phase.PARTIAL)
        return _HALF if phase is Phase.PARTIAL else _ALL

    def _refuse(self, error: CannedError, remaining: float | None, now: float, step: Step = _NO_STEP) -> Decision:
        literal = tuple(line for line in step.headers if line[0].lower() in WAIT_HEADERS)
        announcing, spelling = self._announce(error, remaining, now, step)
        wait = None
        if literal:
            announcing = ()
            wait, spelling = announced(folded(literal), now)
        elif announcing:
            wait = announced(folded(announcing), now)[0]
        return Decision(error=error, body=step.body, headers=step.headers + announcing, wait=wait, spelling=spelling)

    def _announce(self, error: CannedError, remaining: float | None, now: float, step: Step) -> tuple[Headers, str]:
        """Return the headers that announce a wait, and the name of their format; "" where none is announced."""
        scenario = self.scenario
        by_scenario = error.status >= 500 and (scenario.retry_after or scenario.wait is not None)
        by_step = step.retry_after or step.wait is not None
        if not (error.waits or by_step or by_scenario):
            return (), ""
        spelling = RETRY_AFTER_FORMATS[step.retry_after or scenario.retry_after or _default_spelling(error)]
        known = (wait for wait in (step.wait, scenario.wait, spelling.own) if wait is not None)
        return spelling.write(next(known, _wait(error, remaining)), now), spelling.name

    def _meter(self, now: float, *, partial: bool) -> Decision:
        """Let the request through while the quota of the last minute lasts."""
        quota = self.scenario.quota or 0
        while self.served and _between(self.served[0], now) >= MINUTE:
            self.served.popleft()
        free = quota - len(self.served)
        if free > 0:
            self.served.append(now)
        if self.served:
            reset = MINUTE - _between(self.served[0], now)
        else:
            reset = MINUTE
        limits = (
            ("X-RateLimit-Limit", str(quota)),
            ("X-RateLimit-Remaining", str(max(free - 1, 0))),
            ("X-RateLimit-Reset", str(ceil(reset))),
        )
        if free > 0:
            return Decision(partial=partial, headers=limits)
        refusal = self._refuse(CANNED_ERRORS["throttled"], reset, now)
        return replace(refusal, headers=refusal.headers + limits)

    def put(self, phase: Phase, now: float) -> None:
        """End or begin a phase of the sync by hand; it holds from now on, until the token ends."""
        self.moved_at, self.moved_to = now, phase
        if self.started is None:
            self.started = now
        self._follow()

    def renew(self, now: float) -> None:
        """Let what the scenario does to a token be over, and the data be there: a refresh has brought a new one."""
        self.renewed = True
        self.put(Phase.READY, now)

    def state(self, now: float) -> tuple[Phase, float | None]:
        """Return what holds now, and in how many seconds the data will be there (0 if it is), None if nobody knows."""
        if self.started is None:
            elapsed = 0.0
        else:
            elapsed = _between(self.started, now)
        phase, _ = phase_at(self._timeline, elapsed, self.requests)
        if phase is Phase.READY:
            return phase, 0.0
        due = None
        if phase in {Phase.SYNCING, Phase.PARTIAL}:
            due = ready_after(self._timeline)
        if due is None:
            return phase, None
        return phase, round(due - elapsed, 6)

    @property
    def steps(self) -> tuple[int, int]:
        """How many uses of the plan's steps are over, and how many of those planned are left."""
        planned = sum(step.times or 0 for step in self.scenario.steps)
        return self.used, max(planned - self.used, 0)

    @property
    def endless(self) -> bool:
        """Whether the 429 never ends."""
        return self._timeline[-1].phase is Phase.SYNCING

    @property
    def endless_fault(self) -> bool:
        """Whether errors and faults never end."""
        found = step_at(self.scenario.steps, self.used)
        if found is None or found[1].passes:
            return False
        place, step = found
        return step.times is None or place == len(self.scenario.steps) - 1

    @property
    def ends_by_requests(self) -> bool:
        """Whether the 429 of the beginning ends after so many requests, whenever they come."""
        return self._timeline[0].phase is Phase.SYNCING and self._timeline[0].requests is not None

    def settles_at(self) -> float | None:
        """Return when the sync was or will be over, whatever comes then; None if that does not depend on time."""
        if self.moved_to is not None and self.moved_to is not Phase.SYNCING:
            return self.moved_at
        if self.started is None or self._timeline[0].seconds is None:
            return None
        return self.started + self._timeline[0].seconds

    def due_at(self) -> float | None:
        """Return when the data was or will be there, in seconds since 1970; None if that does not depend on time."""
        if self.moved_to is Phase.READY:
            return self.moved_at
        if self.started is None:
            return None
        due = ready_after(self._timeline)
        if due is None:
            return None
        return self.started + due

    def settled(self, now: float) -> tuple[Phase, float] | None:
        """Return how the sync ended, in READY or FAILED, and when; None if it did not, or has not begun."""
        phase, _ = self.state(now)
        if self.started is None or phase not in {Phase.READY, Phase.FAILED}:
            return None
        if self.moved_at is not None:
            return phase, self.moved_at
        if phase is Phase.READY:
            after = ready_after(self._timeline)
        else:
            after = last_after(self._timeline)
        # What goes by requests is over when it is seen to be.
        return phase, now if after is None or any(one.requests for one in self._timeline) else self.started + after


def _default_spelling(error: CannedError) -> str:
    """Return how a wait is announced where nobody says how."""
    if error.name == "throttled":
        return "standard"
    return "both"


def _wait(error: CannedError, remaining: float | None) -> int:
    """Return the wait to announce when so many seconds remain, None if nobody knows; a quota announces them all."""
    if error.name == "throttled" and remaining is not None:
        return max(1, ceil(remaining))
    return whole_wait(remaining)


def _between(earlier: float, later: float) -> float:
    """Return the seconds from one moment to another, to the microsecond: more than that floats cannot tell."""
    return round(later - earlier, 6)
