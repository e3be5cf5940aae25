"""How busy is the sandbox? What was answered, and what is held, for Prometheus; only where it was asked for."""

from collections.abc import Iterator

from sandbox import __version__
from sandbox.backend import Backend
from sandbox.metrics import Histogram, Metrics
from sandbox.problem import Problem, ProblemKind
from sandbox.reports.prometheus import CONTENT_TYPE, MetricFamily, Sample, histogram, prometheus_text
from sandbox.web.messages import Request, Response

PREFIX = "procedure_sandbox_"
_OFF = "Metrics are off: serve with --metrics on, or SANDBOX_METRICS=on."


def metrics(backend: Backend, _request: Request) -> Response:
    """Count requests, faults, sessions and resources, in Prometheus' text format; off unless --metrics is on."""
    counted = backend.metrics
    if counted is None:
        raise Problem(ProblemKind.UNKNOWN_ADDRESS, _OFF)
    families = [*_answered(counted), *_held(backend)]
    return Response(200, (("Content-Type", CONTENT_TYPE),), prometheus_text(families).encode())


def _answered(counted: Metrics) -> Iterator[MetricFamily]:
    """Yield what this process has answered."""
    requests = [Sample("", {"api": api, "status": status}, n) for (api, status), n in sorted(counted.requests.items())]
    yield MetricFamily(f"{PREFIX}requests_total", "counter", "Requests that were answered.", requests)
    faults = [Sample("", {"fault": fault}, count) for fault, count in sorted(counted.faults.items())]
    yield MetricFamily(f"{PREFIX}faults_total", "counter", "Answers that went wrong on purpose.", faults)
    answers = [sample for api, one in sorted(counted.answers.items()) for sample in _samples(one, api=api)]
    yield MetricFamily(f"{PREFIX}answer_seconds", "histogram", "Seconds until an answer was sent.", answers)
    lag = list(_samples(counted.lag))
    yield MetricFamily(f"{PREFIX}loop_lag_seconds", "histogram", "Seconds by which the event loop was late.", lag)


def _samples(one: Histogram, **labels: str) -> Iterator[Sample]:
    return histogram(one.bounds, one.counts, one.sum, **labels)


def _held(backend: Backend) -> Iterator[MetricFamily]:
    """Yield what is held now."""
    sessions = list(backend.sessions)
    written = sum(session.journal.count for session in sessions)
    kept = sum(session.journal.kept for session in sessions)
    resources = [Sample("", {"type": type_}, count) for type_, count in sorted(backend.store.counts.items())]
    rows: tuple[tuple[str, str, list[Sample]], ...] = (
        ("sessions", "Sessions that are kept.", [Sample("", {}, len(sessions))]),
        ("journaled_requests", "Requests in the journals of these sessions.", [Sample("", {}, written)]),
        ("journal_entries", "Entries that these journals keep.", [Sample("", {}, kept)]),
        ("resources", "Resources that are held, by type.", resources),
        ("info", "The version that runs.", [Sample("", {"version": __version__}, 1)]),
    )
    for name, about, samples in rows:
        yield MetricFamily(f"{PREFIX}{name}", "gauge", about, samples)
