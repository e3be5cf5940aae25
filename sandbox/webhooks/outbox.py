"""Which webhooks are to be sent now? An Outbox watches sessions until their sync has ended and everybody knows.

It reads the sessions' clocks and sends nothing: the courier asks it again and again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.scenario import Phase
from sandbox.seed import Seed
from sandbox.sessions.session import Session
from sandbox.settings import Settings
from sandbox.webhooks import DeliveryAttempt, SignedRequest, WebhookEvent, sign

EVENTS = {Phase.READY: "sync_completed", Phase.FAILED: "sync_failed"}
NEVER = (Phase.EXPIRED, Phase.REVOKED, Phase.FORBIDDEN)  # a sync that is none of the application's business any more
NOTICES_KEPT = 100  # of a session


@dataclass(frozen=True, slots=True)
class Delivery:
    """A letter with the notice and the session that it belongs to, and when it was sent, on the session's clock."""

    letter: SignedRequest
    notice: WebhookEvent
    session: Session
    at: float


class Outbox:
    """All sessions whose sync is under way, or about whose end an application is not yet told."""

    def __init__(self, settings: Settings, seed: Seed) -> None:
        self.url = settings.webhook_url
        self._secret = settings.webhook_secret
        self._seed = seed
        self._watched: dict[str, Session] = {}
        self._written = 0

    def watch(self, session: Session) -> None:
        """Tell the application when the sync of this session ends; it may have ended just now, or once more."""
        if self.url is not None and session.consent is not None:
            self._watched[session.consent.id] = session
            self._look_at(session)

    def follow(self, session: Session) -> None:
        """Go on with the session that has taken the place of the one watched, if one is."""
        if session.consent is not None and session.consent.id in self._watched:
            self._watched[session.consent.id] = session

    def forget(self, consent: str) -> None:
        """Tell nothing more about a consent."""
        self._watched.pop(consent, None)

    def due(self, seconds: float) -> Iterator[Delivery]:
        """Yield what is to be sent now, each attempt once; *seconds* since 1970 are those of the receiver's clock."""
        for consent, session in list(self._watched.items()):
            is_over = self._look_at(session)
            open_ = [notice for notice in session.webhook_events if notice.due_at is not None]
            for notice in open_:
                if not notice.under_way and (notice.due_at or 0.0) <= session.clock.now():
                    notice.under_way = True
                    yield Delivery(sign(notice, self._secret, int(seconds)), notice, session, session.clock.now())
            if is_over and not open_:
                self.forget(consent)

    def note(self, parcel: Delivery, status: int | None, error: str = "") -> None:
        """Note how an attempt went."""
        parcel.notice.under_way = False
        parcel.notice.attempts.append(DeliveryAttempt(parcel.at, status, error))

    def _look_at(self, session: Session) -> bool:
        """Write a notice if the sync has just ended; return whether there is nothing to come."""
        now, consent = session.clock.now(), session.consent
        if consent is None or consent.revoked_at is not None:
            return True
        ended = session.scenario_state.settled(now)
        if ended is None:
            session.announced_phase = None
            return session.scenario_state.state(now)[0] in NEVER
        phase, at = ended
        if session.announced_phase is not phase:
            session.announced_phase = phase
            self._written += 1
            data = {
                "mode": "live" if consent.live else "test",
                "external_id": consent.request.external_id,
                "patient_authorization_id": consent.authorization,
                "consent_id": consent.id,
            }
            session.webhook_events.append(
                WebhookEvent(self._seed.uuid("event", self._written), EVENTS[phase], at, data)
            )
            del session.webhook_events[:-NOTICES_KEPT]
        return True
