"""Which kinds of records are there? Sessions, what leads to them, what was granted, and what applications are told."""

# tested by: tests/replicas/test_transaction.py

from functools import partial
from typing import Any

from sandbox.json_codec import from_bytes, to_bytes
from sandbox.oauth.consent import Consent
from sandbox.replicas.record import Record, RecordKind
from sandbox.replicas.shared_journal import RecentEntries, SharedJournal
from sandbox.replicas.shared_time import SharedTime
from sandbox.sessions.clock import Clock
from sandbox.sessions.session import Session
from sandbox.webhooks import Subscription

SESSIONS = "s:"


def session_kind(time: SharedTime, recent: RecentEntries) -> RecordKind[Session]:
    """Return how sessions are read and written, whose clocks go by the store's time."""

    def read(record: Record, name: str) -> Session:
        def journal(head: dict[str, Any]) -> SharedJournal:
            newest, complete, entries = record.newest, record.complete, record.entries
            return SharedJournal(name, head, recent, newest=newest, complete=complete, entries=entries)

        clock = partial(Clock.from_json, source=time.now, wall=time.now)
        return from_bytes(Session, record.data or b"", clock=clock, journal=journal)

    return RecordKind(SESSIONS, read, to_bytes)


def _read_text(record: Record, _id: str) -> str:
    return (record.data or b"").decode()


def _read_names(record: Record, _id: str) -> list[str]:
    return _read_text(record, _id).split()


def _write_names(names: list[str]) -> bytes:
    return " ".join(names).encode()


def _read_consent(record: Record, _id: str) -> Consent:
    return from_bytes(Consent, record.data or b"")


def _read_subscription(record: Record, _id: str) -> Subscription:
    return from_bytes(Subscription, record.data or b"")


TOKEN = RecordKind("t:", _read_text, str.encode)  # "T", the name of its session, and the number of the token in that
CONSENT = RecordKind("c:", _read_consent, to_bytes)
CODE = RecordKind("code:", _read_text, str.encode)  # the id of its consent
REFRESH_TOKEN = RecordKind("refresh:", _read_text, str.encode)  # the id of its consent
PARTIES = RecordKind("parties:", _read_names, _write_names)  # the ids of their consents
LONG_SEARCH = RecordKind("long:", _read_text, str.encode)  # what stands behind a link, by session and handle
SUBSCRIPTION = RecordKind("w:", _read_subscription, to_bytes)
