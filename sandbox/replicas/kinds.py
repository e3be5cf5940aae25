"""Which kinds of records are there? Sessions, what leads to them, what was granted, and what applications are told."""

# tested by: tests/replicas/test_transaction.py

from typing import Any

import orjson

from sandbox.json_codec import from_json, to_json
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
        written = orjson.loads(record.data or b"")
        clock = Clock.from_json(written.pop("clock"), source=time.now, wall=time.now)
        journal = SharedJournal(
            name,
            written.pop("journal"),
            recent,
            newest=record.newest,
            complete=record.complete,
            entries=record.entries,
        )
        rest: dict[str, Any] = {"clock": clock, "journal": journal}
        return from_json(Session, written, **rest)

    return RecordKind(SESSIONS, read, write)


def write(value: Any) -> bytes:
    """Return a stored value as JSON."""
    return orjson.dumps(to_json(value))


def _read_text(record: Record, _id: str) -> str:
    return (record.data or b"").decode()


def _read_names(record: Record, _id: str) -> list[str]:
    return _read_text(record, _id).split()


def _write_names(names: list[str]) -> bytes:
    return " ".join(names).encode()


def _read_consent(record: Record, _id: str) -> Consent:
    return from_json(Consent, orjson.loads(record.data or b""))


def _read_subscription(record: Record, _id: str) -> Subscription:
    return from_json(Subscription, orjson.loads(record.data or b""))


TOKEN = RecordKind("t:", _read_text, str.encode)  # "T", the name of its session, and the number of the token in that
CONSENT = RecordKind("c:", _read_consent, write)
CODE = RecordKind("code:", _read_text, str.encode)  # the id of its consent
REFRESH_TOKEN = RecordKind("refresh:", _read_text, str.encode)  # the id of its consent
PARTIES = RecordKind("parties:", _read_names, _write_names)  # the ids of their consents
LONG_SEARCH = RecordKind("long:", _read_text, str.encode)  # what stands behind a link, by session and handle
SUBSCRIPTION = RecordKind("w:", _read_subscription, write)
