"""Who was granted what? The book of all consents, looked up by code and by refresh token."""

from collections import OrderedDict
from collections.abc import Iterator

from sandbox.oauth.consent import Consent

CONSENTS_KEPT = 10_000


class ConsentStore:
    """All consents; beyond a bound the oldest goes, and its codes and tokens with it."""

    __slots__ = ("_codes", "_consents", "_parties", "_refreshing")

    def __init__(self) -> None:
        self._consents: OrderedDict[str, Consent] = OrderedDict()
        self._parties: dict[tuple[object, ...], list[Consent]] = {}
        self._codes: dict[str, Consent] = {}
        self._refreshing: dict[str, Consent] = {}

    def write(self, consent: Consent) -> Consent | None:
        """Take up a new consent; return the one that had to go for it."""
        self._consents[consent.id] = consent
        self._codes[consent.code] = consent
        self._parties.setdefault(_parties(consent), []).append(consent)
        if len(self._consents) <= CONSENTS_KEPT:
            return None
        _, oldest = self._consents.popitem(last=False)
        del self._codes[oldest.code]
        self._refreshing.pop(oldest.refresh_token, None)
        alike = self._parties[_parties(oldest)]
        alike.remove(oldest)
        if not alike:
            del self._parties[_parties(oldest)]
        return oldest

    def by_code(self, code: str) -> Consent | None:
        """Return the consent of a code, used or not."""
        return self._codes.get(code)

    def by_refresh_token(self, token: str) -> Consent | None:
        """Return the consent of a refresh token that is good."""
        return self._refreshing.get(token)

    def rotate(self, consent: Consent, refresh_token: str) -> None:
        """Give a consent its next refresh token, "" for none; the one before is good for nothing from now on."""
        self._refreshing.pop(consent.refresh_token, None)
        consent.refresh_token = refresh_token
        if refresh_token:
            self._refreshing[refresh_token] = consent

    def revoke(self, consent: Consent, now: float) -> None:
        """Take a consent back, and its refresh token with it."""
        self.rotate(consent, "")
        consent.token = ""
        consent.revoked_at = consent.updated_at = now

    def of_application(self, consent: Consent) -> Iterator[Consent]:
        """Yield all consents of the same application, patient and endpoint."""
        return iter(self._parties.get(_parties(consent), ()))

    def of_user(self, consent: Consent) -> Iterator[Consent]:
        """Yield the other consents of the same application for the same of its users."""
        if consent.request.application is not None:
            for other in self.of_application(consent):
                if other is not consent and other.request.external_id == consent.request.external_id:
                    yield other


def _parties(consent: Consent) -> tuple[object, ...]:
    return consent.request.application, consent.patient, consent.request.endpoint
