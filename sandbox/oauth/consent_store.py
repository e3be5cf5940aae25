"""Who was granted what? All consents, by id, code and refresh token; `update` is the one way to change one."""

# tested by: tests/oauth/test_consent_store.py

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from sandbox.oauth.consent import Consent

T = TypeVar("T")

CONSENTS_KEPT = 10_000


class ConsentStore(Protocol):
    """Consents by id, by code and by refresh token."""

    def add(self, consent: Consent) -> Consent | None:
        """Take up a new consent; return the one that had to go for it, if any."""

    def get(self, id_: str | None) -> Consent | None:
        """Return the consent of an id."""

    def by_code(self, code: str) -> Consent | None:
        """Return the consent of a code, used or not."""

    def by_refresh_token(self, token: str) -> Consent | None:
        """Return the consent of a refresh token that is good."""

    def update(self, id_: str, change: Callable[[Consent], T]) -> T:
        """Change a consent, as one step, and return what *change* returns; raises KeyError if there is none.

        Only the refresh token that it has afterwards is good.
        """

    def of_application(self, consent: Consent) -> Iterable[Consent]:
        """Return all consents of the same application, patient and endpoint."""

    def clear(self) -> None:
        """Forget every consent."""


def of_user(store: ConsentStore, consent: Consent) -> Iterator[Consent]:
    """Yield the other consents of the same application for the same of its users."""
    if consent.request.application is not None:
        for other in store.of_application(consent):
            if other.id != consent.id and other.request.external_id == consent.request.external_id:
                yield other


class MemoryConsentStore:
    """All consents, within one process; beyond a bound the oldest goes, and its codes and tokens with it."""

    __slots__ = ("_by_code", "_by_parties", "_by_refresh_token", "_consents")

    def __init__(self) -> None:
        self._consents: OrderedDict[str, Consent] = OrderedDict()
        self._by_parties: dict[tuple[object, ...], list[str]] = {}
        self._by_code: dict[str, str] = {}
        self._by_refresh_token: dict[str, str] = {}

    def add(self, consent: Consent) -> Consent | None:
        """Take up a new consent; return the one that had to go for it."""
        self._consents[consent.id] = consent
        self._by_code[consent.code] = consent.id
        self._by_parties.setdefault(parties(consent), []).append(consent.id)
        if len(self._consents) <= CONSENTS_KEPT:
            return None
        _, oldest = self._consents.popitem(last=False)
        del self._by_code[oldest.code]
        self._by_refresh_token.pop(oldest.refresh_token, None)
        alike = self._by_parties[parties(oldest)]
        alike.remove(oldest.id)
        if not alike:
            del self._by_parties[parties(oldest)]
        return oldest

    def get(self, id_: str | None) -> Consent | None:
        """Return the consent of an id."""
        return None if id_ is None else self._consents.get(id_)

    def by_code(self, code: str) -> Consent | None:
        """Return the consent of a code, used or not."""
        return self.get(self._by_code.get(code))

    def by_refresh_token(self, token: str) -> Consent | None:
        """Return the consent of a refresh token that is good."""
        return self.get(self._by_refresh_token.get(token))

    def update(self, id_: str, change: Callable[[Consent], T]) -> T:
        """Change a consent, as one step, and return what *change* returns; raises KeyError if there is none.

        Only the refresh token that it has afterwards is good.
        """
        consent = self._consents[id_]
        self._by_refresh_token.pop(consent.refresh_token, None)
        found = change(consent)
        if consent.refresh_token:
            self._by_refresh_token[consent.refresh_token] = id_
        return found

    def of_application(self, consent: Consent) -> Iterable[Consent]:
        """Yield all consents of the same application, patient and endpoint."""
        for id_ in self._by_parties.get(parties(consent), ()):
            yield self._consents[id_]

    def clear(self) -> None:
        """Forget every consent."""
        for held in (self._consents, self._by_code, self._by_parties, self._by_refresh_token):
            held.clear()


def parties(consent: Consent) -> tuple[object, ...]:
    """Return who has agreed with whom, about what: application, patient and endpoint."""
    return consent.request.application, consent.patient, consent.request.endpoint
