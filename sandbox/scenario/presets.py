"""Which scenarios are there? By name, with the parameter that each takes."""

# tested by: tests/scenario/test_parser.py, docs/scenarios.md

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.basis import Basis
from sandbox.scenario.canned_body import BodyForm, CannedBody
from sandbox.scenario.plan import Fault, Step
from sandbox.scenario.timeline import Phase, TimelinePhase

TRAP_REQUESTS, TRAP_QUOTA = 3, 2
FLAKY_STATUSES, GATEWAY_STATUSES = (500, 502, 503, 504), (502, 503, 504)


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetParameter:
    """What follows a scenario's name: a number and its unit (`s`, `ms`, `x`), for some also a status."""

    number: float
    unit: str
    status: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What the FHIR API answers to one client."""

    text: str
    """how it is written; `plan` where that is JSON"""
    timeline: tuple[TimelinePhase, ...] = (TimelinePhase(phase=Phase.READY),)
    """the phases of the sync"""
    steps: tuple[Step, ...] = ()
    """the faults that come after the sync window"""
    quota: int | None = None
    """requests in a minute, None for any number"""
    retry_after: str = ""
    """how a wait is announced, "" by default"""
    wait: float | None = None
    """the wait that is announced, in seconds; None: what remains"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A scenario with a name, and perhaps a parameter."""

    name: str
    """the first word of a scenario"""
    forms: str
    """how it is written, in Markdown"""
    about: str
    """what the FHIR API answers"""
    units: tuple[str, ...] = ()
    """units that its parameter may have"""
    statuses: tuple[int, ...] = ()
    """HTTP statuses of which its parameter names one, before the number"""
    default: PresetParameter | None = None
    """the parameter where none is given"""
    build: Callable[[PresetParameter | None], dict[str, object]]
    """makes the parts of a Scenario from the parameter"""
    basis: Basis
    """how it is known"""


def _then(first: Phase, rest: Phase) -> Callable[[PresetParameter | None], dict[str, object]]:
    """Build a scenario that begins with one phase and ends in another."""

    def build(parameter: PresetParameter | None) -> dict[str, object]:
        if parameter is None:
            return {"timeline": (TimelinePhase(phase=first), TimelinePhase(phase=rest))}
        if parameter.unit == "x":
            begin = TimelinePhase(phase=first, requests=int(parameter.number))
        else:
            begin = TimelinePhase(phase=first, seconds=parameter.number)
        return {"timeline": (begin, TimelinePhase(phase=rest))}

    return build


def _always(phase: Phase) -> Callable[[PresetParameter | None], dict[str, object]]:
    return lambda _: {"timeline": (TimelinePhase(phase=phase),)}


def _fault(fault: Fault) -> Callable[[PresetParameter | None], dict[str, object]]:
    """Build a scenario of one fault: on every request, or on the first so many."""

    def build(parameter: PresetParameter | None) -> dict[str, object]:
        if parameter is None:
            return {"steps": (Step(fault=fault, times=None),)}
        if parameter.unit == "x":
            return {"steps": (Step(fault=fault, times=int(parameter.number)), Step(times=None))}
        seconds = parameter.number
        if parameter.unit == "ms":
            seconds /= 1000
        return {"steps": (Step(fault=fault, seconds=seconds, times=None),)}

    return build


def _errors(form: BodyForm) -> Callable[[PresetParameter | None], dict[str, object]]:
    """Build a scenario whose first so many answers have a status of the parameter's, and a body of this form."""

    def build(parameter: PresetParameter | None) -> dict[str, object]:
        assert parameter is not None, "the parser sees to it: there is no default"  # noqa: S101 - for the type checker
        error, body = str(parameter.status), CannedBody(form=form)
        return {"steps": (Step(error=error, times=int(parameter.number), body=body), Step(times=None))}

    return build


def _quota(parameter: PresetParameter | None) -> dict[str, object]:
    assert parameter is not None, "the parser sees to it: the preset has a default"  # noqa: S101 - for the type checker
    return {"quota": int(parameter.number), "retry_after": "standard"}


def _trap(_: PresetParameter | None) -> dict[str, object]:
    timeline = (TimelinePhase(phase=Phase.SYNCING, requests=TRAP_REQUESTS), TimelinePhase(phase=Phase.READY))
    return {"timeline": timeline, "quota": TRAP_QUOTA}


def _seconds(number: float) -> PresetParameter:
    return PresetParameter(number=number, unit="s")


# Columns: name, how it is written, what the FHIR API answers; then units, default, parts, and how it is known.
# fmt: off
PRESETS: dict[str, Preset] = {row.name: row for row in (
    Preset(name="ready",     forms="`ready`",                 about="data at once",
           build=_always(Phase.READY), basis=Basis.DOCUMENTED),
    Preset(name="syncing",   forms="`syncing[-Ns\\|-Nx]`",    about="429 `transient` until N seconds or N requests "
           "are over (10 s), then data", units=("s", "x"), default=_seconds(10),
           build=_then(Phase.SYNCING, Phase.READY), basis=Basis.DOCUMENTED),
    Preset(name="stuck",     forms="`stuck`",                 about="429 `transient` for ever",
           build=_always(Phase.SYNCING), basis=Basis.CHOICE),
    Preset(name="failed",    forms="`failed`",                about="422 `processing` until a new authorization exists",
           build=_always(Phase.FAILED), basis=Basis.DOCUMENTED),
    Preset(name="failing",   forms="`failing[-Ns\\|-Nx]`",    about="429 `transient` (5 s), then 422 `processing`",
           units=("s", "x"), default=_seconds(5),
           build=_then(Phase.SYNCING, Phase.FAILED), basis=Basis.DOCUMENTED),
    Preset(name="partial",   forms="`partial[-Ns]`",          about="the oldest half of the patient's resources at "
           "once, the rest after N seconds (10 s)", units=("s",), default=_seconds(10),
           build=_then(Phase.PARTIAL, Phase.READY), basis=Basis.INFERRED),
    Preset(name="throttled", forms="`throttled[-Nx]`",        about="data, but more than N requests in 60 s (5) get "
           "429 `throttled` with `Retry-After` and `X-RateLimit-*`", units=("x",),
           default=PresetParameter(number=5, unit="x"), build=_quota, basis=Basis.INFERRED),
    Preset(name="flaky",     forms="`flaky-<status>x<N>`",    about="the first N requests get 500, 502, 503 or 504, "
           "then data", units=("x",), statuses=FLAKY_STATUSES, build=_errors(BodyForm.OUTCOME), basis=Basis.CHOICE),
    Preset(name="gateway",   forms="`gateway-<status>x<N>`",  about="the first N requests get 502, 503 or 504 with a "
           "page of HTML, as a gateway writes it, then data", units=("x",), statuses=GATEWAY_STATUSES,
           build=_errors(BodyForm.HTML), basis=Basis.CHOICE),
    Preset(name="expired",   forms="`expired`",               about="401 `expired`",
           build=_always(Phase.EXPIRED), basis=Basis.DOCUMENTED),
    Preset(name="expiring",  forms="`expiring-Ns`",           about="data, and 401 `expired` after N seconds",
           units=("s",), build=_then(Phase.READY, Phase.EXPIRED), basis=Basis.DOCUMENTED),
    Preset(name="revoked",   forms="`revoked`",               about="401 `login`",
           build=_always(Phase.REVOKED), basis=Basis.DOCUMENTED),
    Preset(name="forbidden", forms="`forbidden`",             about="403 `forbidden`",
           build=_always(Phase.FORBIDDEN), basis=Basis.INFERRED),
    Preset(name="slow",      forms="`slow-<N>ms`",            about="data, N milliseconds late", units=("ms", "s"),
           build=_fault(Fault.SLOW), basis=Basis.CHOICE),
    Preset(name="stall",     forms="`stall-Ns`",              about="headers, then silence for N seconds, then "
           "the connection is closed", units=("s", "ms"), build=_fault(Fault.STALL), basis=Basis.CHOICE),
    Preset(name="reset",     forms="`reset[-Nx]`",            about="the connection is reset, on every request or the "
           "first N", units=("x", ""), build=_fault(Fault.RESET), basis=Basis.CHOICE),
    Preset(name="truncated", forms="`truncated[-Nx]`",        about="the body is cut in the middle, and the "
           "connection closed", units=("x", ""), build=_fault(Fault.TRUNCATED), basis=Basis.CHOICE),
    Preset(name="garbled",   forms="`garbled[-Nx]`",          about="a body that is not JSON, under a JSON "
           "content type", units=("x", ""), build=_fault(Fault.GARBLED), basis=Basis.CHOICE),
    Preset(name="trap",      forms="`trap`",                  about="429 `transient` for 3 requests, data for 2, then "
           "429 `throttled`: does the client tell the two apart?", build=_trap, basis=Basis.CHOICE),
)}
# fmt: on
