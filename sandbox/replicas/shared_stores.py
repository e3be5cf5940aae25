"""How does the core ask for what is kept elsewhere? By stores that ask the transaction which is under way."""

# tested by: tests/replicas/test_shared_stores.py

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeVar

import orjson

from sandbox.change_log import MakeChange
from sandbox.failure_log import write_failure
from sandbox.oauth.consent import Consent
from sandbox.oauth.consent_store import parties
from sandbox.replicas.kinds import (
    CODE,
    CONSENT,
    LONG_SEARCH,
    PARTIES,
    REFRESH_TOKEN,
    SESSIONS,
    SUBSCRIPTION,
    TOKEN,
    session_kind,
)
from sandbox.replicas.missing import JournalWanted, Missing, RecordWanted
from sandbox.replicas.shared_journal import SharedJournal
from sandbox.replicas.shared_time import SharedTime
from sandbox.replicas.transaction import Knowledge, Transaction
from sandbox.scenario import Scenario, ScenarioState
from sandbox.sessions.clock import MICROSECONDS, Clock
from sandbox.sessions.journal import Journal
from sandbox.sessions.long_searches import CHARACTERS_KEPT, handle_of
from sandbox.sessions.session import Session
from sandbox.stepwise import Work
from sandbox.webhooks import Subscription

T = TypeVar("T")

ALIKE_KEPT = 100  # consents of the same parties that are known to be alike
NAMES, WATCHED = "names", "watched"  # sorted sets: sessions by number, consents by when to look at them
LONG_SEARCHES = "long-searches"  # a sorted set: long searches and their lengths, by their last use


@dataclass(slots=True)
class Current:
    """The transaction that is under way; the core runs in no other moment."""

    known: Knowledge
    running: Transaction | None = None

    @property
    def transaction(self) -> Transaction:
        """The transaction; raises RuntimeError if none is under way."""
        if self.running is None:
            raise RuntimeError("what replicas share is asked in transactions alone")
        return self.running


class SharedSessionStore:
    """A SessionStore of many processes. *trouble* says what keeps it from answering.

    *watched* says whether there are webhooks, which have to be looked at when a session has changed.
    """

    def __init__(self, current: Current, time: SharedTime, trouble: Callable[[], str], *, watched: bool) -> None:
        self._current = current
        self._kind = session_kind(time, current.known.recent)
        self._time = time
        self._trouble = trouble
        self._watched = watched

    @property
    def trouble(self) -> str:
        """What keeps the store from answering at this moment, as a sentence; "" if nothing does."""
        return self._trouble()

    def get(self, token: str) -> tuple[Session, int] | None:
        """Return the session that a token leads to, and the number of the token in it; None if it leads nowhere."""
        leads = self._current.transaction.get(TOKEN, _digest(token))
        if leads is None:
            return None
        name, _, number = leads[1:].partition(" ")
        session = self.named(name)
        if session is None:
            return None
        return session, int(number)

    def named(self, name: str) -> Session | None:
        """Return the session of a name."""
        return self._current.transaction.get(self._kind, name)

    def update(self, name: str, change: Callable[[Session], T]) -> T:
        """Change a session and return what *change* returns; raises KeyError if there is no such session."""
        session = self._current.transaction.changing(self._kind, name)
        if self._watched and session.consent_id is not None:
            self._hurry(session.consent_id)
        return change(session)

    def open(  # noqa: PLR0913 - all that a session begins with
        self,
        name: str,
        patient: str | None,
        scenario: Scenario,
        *,
        label: str = "",
        consent_id: str | None = None,
        clock: Clock | None = None,
    ) -> Session:
        """Begin a session, in the place of any other of that name; its clock is a new one if none is given."""
        known = self._current.known
        head = {"bound": Journal().bound, "count": 0, "kept": 0}
        session = Session(
            name=name,
            number=round(self._time.now() * MICROSECONDS),
            patient=patient,
            clock=clock or Clock(source=self._time.now, wall=self._time.now),
            scenario_state=ScenarioState(scenario),
            label=label,
            journal=SharedJournal(name, head, known.recent, complete=True, entries=()),
            consent_id=consent_id,
        )
        self._current.transaction.put(self._kind, name, session)
        return session

    def lead(self, token: str, name: str, number: int = 0) -> None:
        """Let a token lead to the session of a name."""
        transaction = self._current.transaction
        transaction.put(TOKEN, _digest(token), f"T{name} {number}")
        session = transaction.get(self._kind, name)
        if session is not None:
            transaction.operate("rank", self._current.known.prefix + NAMES, session.number, name)

    def drop_token(self, token: str) -> None:
        """Let a token lead nowhere; a session without a consent goes with it."""
        transaction = self._current.transaction
        found = self.get(token)
        transaction.delete(TOKEN, _digest(token))
        if found is not None and found[0].consent_id is None:
            transaction.operate("unrank", self._current.known.prefix + NAMES, found[0].name)
            transaction.delete(self._kind, found[0].name)

    def release(self, name: str) -> None:
        """Take note that the consent of a session is gone; the session goes when its life is over, if it has not."""
        if self.named(name) is not None:
            self.update(name, Session.forget_consent)

    def clear(self) -> list[Session]:
        """Do nothing: a reset ends all that is kept."""
        return []

    def labelled(self, prefix: str) -> list[Session]:
        """Return the sessions that a token leads to and whose label begins so, newest first, with their journals."""
        transaction = self._current.transaction
        names = [session.name for session in self if session.label.startswith(prefix)]
        wanted = [JournalWanted(name) for name in names if name not in transaction.fetched.journals]
        if wanted:
            raise Missing(*wanted)
        found = [(transaction.fetched.journals[name], name) for name in names]
        return [self._kind.read(record, name) for record, name in found if record.data is not None]

    def __iter__(self) -> Iterator[Session]:
        """Yield the sessions that a token leads to, the newest first."""
        for name, record in self._current.transaction.all_sessions().items():
            yield self._kind.read(record, name)

    def _hurry(self, consent_id: str) -> None:
        """Let the webhooks of a consent be looked at now: its session has changed."""
        self._current.transaction.operate("hurry", self._current.known.prefix + WATCHED, consent_id)


class SharedConsentStore:
    """A ConsentStore of many processes. Consents go when their life is over, and not before."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def add(self, consent: Consent) -> Consent | None:
        """Take up a new consent; none has to go for it."""
        transaction = self._current.transaction
        transaction.put(CONSENT, consent.id, consent)
        transaction.put(CODE, _digest(consent.code), consent.id)
        if consent.request.application is not None:
            name = _parties(consent)
            alike = [*(transaction.get(PARTIES, name) or ()), consent.id]
            transaction.put(PARTIES, name, alike[-ALIKE_KEPT:])
        return None

    def get(self, id_: str | None) -> Consent | None:
        """Return the consent of an id."""
        if id_ is None:
            return None
        return self._current.transaction.get(CONSENT, id_)

    def by_code(self, code: str) -> Consent | None:
        """Return the consent of a code, used or not."""
        return self.get(self._current.transaction.get(CODE, _digest(code)))

    def by_refresh_token(self, token: str) -> Consent | None:
        """Return the consent of a refresh token that is good."""
        return self.get(self._current.transaction.get(REFRESH_TOKEN, _digest(token)))

    def update(self, id_: str, change: Callable[[Consent], T]) -> T:
        """Change a consent, as one step, and return what *change* returns; raises KeyError if there is none.

        Only the refresh token that it has afterwards is good.
        """
        transaction = self._current.transaction
        consent = transaction.changing(CONSENT, id_)
        before = consent.refresh_token
        found = change(consent)
        if before != consent.refresh_token:
            if before:
                transaction.delete(REFRESH_TOKEN, _digest(before))
            if consent.refresh_token:
                transaction.put(REFRESH_TOKEN, _digest(consent.refresh_token), id_)
        return found

    def of_application(self, consent: Consent) -> Iterable[Consent]:
        """Return the newest consents of the same application, patient and endpoint; their sessions come with them."""
        if consent.request.application is None:
            return [consent]
        transaction = self._current.transaction
        ids = transaction.get(PARTIES, _parties(consent)) or []
        self._fetch([f"{CONSENT.prefix}{id_}" for id_ in ids])
        found = [one for id_ in ids if (one := self.get(id_)) is not None]
        self._fetch([f"{SESSIONS}{one.session}" for one in found])
        return found

    def clear(self) -> None:
        """Do nothing: a reset ends all that is kept."""

    def _fetch(self, keys: list[str]) -> None:
        """Raise Missing for all records at once that nobody here knows."""
        records = self._current.known.records
        wanted = [RecordWanted(key) for key in keys if records.get(key) is None and not self._is_new(key)]
        if wanted:
            raise Missing(*wanted)

    def _is_new(self, key: str) -> bool:
        return self._current.transaction.knows(key)


class SharedSubscriptionStore:
    """A SubscriptionStore of many processes: each attempt is made by the one that takes it first."""

    def __init__(self, current: Current, time: SharedTime) -> None:
        self._current = current
        self._time = time
        self.sender = ""

    def is_sending(self, sender: str) -> bool:
        """Return whether a process is there still to end what it has begun."""
        return sender == self.sender or sender in self._current.transaction.fetched.processes

    def get(self, consent_id: str) -> Subscription | None:
        """Return the subscription of a consent."""
        return self._current.transaction.get(SUBSCRIPTION, consent_id)

    def add(self, consent_id: str, subscription: Subscription) -> None:
        """Take up a subscription, in the place of any other of that consent."""
        self._current.transaction.put(SUBSCRIPTION, consent_id, subscription)

    def update(self, consent_id: str, change: Callable[[Subscription], T]) -> T:
        """Change a subscription, as one step, and return what *change* returns; raises KeyError if there is none."""
        return change(self._current.transaction.changing(SUBSCRIPTION, consent_id))

    def remove(self, consent_id: str) -> None:
        """Forget a subscription, if there is such."""
        self._current.transaction.delete(SUBSCRIPTION, consent_id)

    def watch(self, consent_id: str) -> None:
        """Look at a subscription from now on."""
        self._current.transaction.operate("rank", self._current.known.prefix + WATCHED, 0, consent_id)

    def unwatch(self, consent_id: str) -> None:
        """Look at a subscription no more."""
        self._current.transaction.operate("unrank", self._current.known.prefix + WATCHED, consent_id)

    def watched(self) -> list[str]:
        """Return the ids of the consents whose subscriptions are to be looked at now."""
        ids = self._current.transaction.watched()
        records = self._current.known.records
        wanted = [f"{SUBSCRIPTION.prefix}{id_}" for id_ in ids if records.get(f"{SUBSCRIPTION.prefix}{id_}") is None]
        if wanted:
            raise Missing(*map(RecordWanted, wanted))
        return ids

    def look_again(self, consent_id: str, seconds: float) -> None:
        """Take note that nothing will be due for so many seconds of real time, unless the session is changed."""
        moment = round((self._time.now() + seconds) * MICROSECONDS)
        self._current.transaction.operate("later", self._current.known.prefix + WATCHED, moment, consent_id)

    def clear(self) -> None:
        """Do nothing: a reset ends all that is kept."""


class SharedLongSearchStore:
    """A LongSearchStore of many processes; a search goes when its life is over.

    Beyond so many characters, those go that nobody has used for longest: the store itself keeps count.
    """

    def __init__(self, current: Current) -> None:
        self._current = current

    def keep(self, session: str, search: str) -> str:
        """Keep a search of a session, by its name, and return its handle: the same for the same search."""
        handle = handle_of(session, search)
        if self.get(session, handle) is None:
            self._current.transaction.put(LONG_SEARCH, f"{session}:{handle}", search)
            self._note_use(f"{session}:{handle}", search)
        return handle

    def get(self, session: str, handle: str) -> str | None:
        """Return the search of a session and a handle, None if it has none, or that one had to go."""
        if not re.fullmatch("[0-9a-f]{32}", handle):
            return None
        found = self._current.transaction.get(LONG_SEARCH, f"{session}:{handle}")
        if found is not None:
            self._note_use(f"{session}:{handle}", found)
        return found

    def _note_use(self, id_: str, search: str) -> None:
        prefix = self._current.known.prefix
        keys = prefix + LONG_SEARCHES, prefix + LONG_SEARCH.prefix
        self._current.transaction.operate("bound", *keys, id_, len(search), CHARACTERS_KEPT)

    def clear(self) -> None:
        """Do nothing: a reset ends all that is kept."""


class SharedCounters:
    """Counters of many processes: each takes some numbers in advance, so that some may never be given."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def next(self, name: str) -> int:
        """Return the next number of a kind that this process has."""
        return self._current.transaction.next_number(name)

    def clear(self) -> None:
        """Do nothing: a reset ends all that is kept."""


class SharedChangeLog:
    """The log of changes that each process follows before it answers whoever may have seen one."""

    def __init__(self, current: Current) -> None:
        self._current = current

    is_shared = True

    def change(self, written: dict[str, Any], make: MakeChange) -> Work:
        """Let a change be made when the transaction has become true."""
        self._current.transaction.changes.append((orjson.dumps(written), make))
        yield from ()

    def reset(self, make: MakeChange) -> Work:
        """Let everything be as at the start when the transaction has become true."""
        self._current.transaction.resets = make
        yield from ()


class SharedFailureLog:
    """The log of mistakes that waits for the end of a transaction: what it has read may have been old."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def note(self, method: str, path: str) -> None:
        """Let it be in the log if the transaction becomes true; at once where none is under way."""
        if self._current.running is None:
            write_failure(method, path)
            return
        error = sys.exception()
        self._current.running.failures.append(lambda: write_failure(method, path, error or False))


def _digest(token: str) -> str:
    """Return what a token, or a code, is kept by: none of them is in the name of a key."""
    return blake2b(token.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _parties(consent: Consent) -> str:
    return _digest(repr(parties(consent)))
