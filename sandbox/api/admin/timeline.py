"""What did one client do, and when? Its retry timeline as a picture, with what the verdict finds."""

from dataclasses import asdict

from sandbox.api.admin.serialize import entry_json
from sandbox.api.admin.verdicts import judged, verdict_options
from sandbox.backend import Backend
from sandbox.reports.timeline import timeline
from sandbox.reports.timeline_svg import timeline_svg
from sandbox.sessions.session import Session
from sandbox.web.messages import Request, Response

_HEADERS = (("Content-Type", "image/svg+xml; charset=utf-8"), ("Cache-Control", "no-store"))


def timeline_picture(backend: Backend, request: Request, session: Session) -> Response:
    """Draw what the client did, with the verdict's findings, as SVG; takes the parameters of the verdict."""
    verdict = asdict(judged(backend, session, verdict_options(request)))
    entries = [entry_json(entry) for entry in session.journal.entries]
    title = f"Retry timeline: {session.scenario_state.scenario.text}, {session.patient or 'every patient'}"
    return Response(200, _HEADERS, timeline_svg(timeline(entries, verdict), title).encode())
