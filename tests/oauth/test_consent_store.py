"""Who was granted what? The store finds a consent by its code and its refresh token, and forgets the oldest."""

import pytest

from sandbox.oauth import AuthorizationRequest, Client, Consent, ConsentState, MemoryConsentStore, consent_store

APPLICATION = Client("pk_test_a", live=False)


def consent(number: int, *, application: Client | None = APPLICATION, user: str = "u") -> Consent:
    """Return a consent."""
    request = AuthorizationRequest(application=application, external_id=user)
    return Consent(
        id=f"c{number}",
        authorization=f"a{number}",
        code=f"ac{number}",
        patient="p",
        session=f"s{number}",
        request=request,
        created_at=0.0,
    )


def rotate(store: MemoryConsentStore, consent: Consent, refresh_token: str) -> None:
    """Give a consent its next refresh token."""
    store.update(consent.id, lambda one: one.take_tokens("t", refresh_token, 9.0))


def test_a_consent_is_found_by_its_code() -> None:
    """Used or not."""
    found = MemoryConsentStore()
    one = consent(1)
    found.add(one)

    assert (one, None) == (found.by_code("ac1"), found.by_code("ac2"))


def test_only_the_last_refresh_token_leads_to_its_consent() -> None:
    """And none after it is revoked."""
    found = MemoryConsentStore()
    one = consent(1)
    found.add(one)
    rotate(found, one, "rt1")
    rotate(found, one, "rt2")
    assert (None, one) == (found.by_refresh_token("rt1"), found.by_refresh_token("rt2"))
    found.update(one.id, lambda consent: consent.revoke(5.0))

    assert (None, ConsentState.REVOKED, 5.0) == (found.by_refresh_token("rt2"), one.state, one.revoked_at)


def test_nothing_is_no_refresh_token() -> None:
    """Of a consent without one, too."""
    found = MemoryConsentStore()
    found.add(consent(1))

    assert found.by_refresh_token("") is None


def test_the_oldest_consent_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its code, its refresh token and its place among its like."""
    monkeypatch.setattr(consent_store, "CONSENTS_KEPT", 2)
    found = MemoryConsentStore()
    one, other, last = consent(1), consent(2, application=None), consent(3, application=None)
    assert [None, None] == [found.add(one), found.add(other)]
    rotate(found, one, "rt1")

    assert one is found.add(last)
    assert (None, None) == (found.by_code("ac1"), found.by_refresh_token("rt1"))
    assert [] == list(found.of_application(one))
    assert [other, last] == list(found.of_application(other))


def test_those_of_a_user_are_of_the_same_application_and_patient() -> None:
    """Whoever steers has no users."""
    found = MemoryConsentStore()
    mine, again, another = consent(1), consent(2), consent(3, user="v")
    nobody, nobody_again = consent(4, application=None), consent(5, application=None)
    for one in (mine, again, another, nobody, nobody_again):
        found.add(one)

    assert [again] == list(consent_store.of_user(found, mine))
    assert [] == list(consent_store.of_user(found, nobody))
    assert [mine, again, another] == list(found.of_application(mine))
