"""The retry timeline as a picture: whose it is, what it shows, and that nothing in it can become markup."""

from xml.etree.ElementTree import Element, fromstring

import httpx
import pytest

from tests.api.admin.handle import Handle, Hands, error

SVG = "{http://www.w3.org/2000/svg}"
PATH = "/session/timeline.svg"


def drawn(handle: Handle, query: str = "") -> tuple[httpx.Response, Element]:
    """Return the answer, and the picture that it holds."""
    answer = handle.steer("GET", f"{PATH}{query}")
    assert 200 == answer.status_code, answer.text
    return answer, fromstring(answer.content)  # noqa: S314 - our own document


def words(root: Element) -> str:
    """Return what the picture says to whoever hears it."""
    return str(root.findtext(f"{SVG}desc"))


def test_it_shows_attempts_waits_and_findings(hands: Hands) -> None:
    """As an SVG that is not kept by anybody on the way."""
    handle = hands("syncing-45s")
    handle.clock(freeze=True)
    handle.get()
    handle.clock(advance=1)
    handle.get()
    answer, root = drawn(handle)

    assert ("image/svg+xml; charset=utf-8", "no-store") == (
        answer.headers["Content-Type"],
        answer.headers["Cache-Control"],
    )
    assert "Retry timeline: syncing-45s, ada-lovell" == root.findtext(f"{SVG}title")
    assert "2 requests in 4 s. GET /fhir/Procedure: 2 429, not yet; 1 too early. Verdict: fail." == words(root)
    assert 2 == answer.text.count('<text class="rule"')


def test_the_parameters_of_the_verdict_decide_what_is_found(hands: Hands) -> None:
    """A rule that is to be ignored leaves no mark."""
    handle = hands("syncing-45s")
    handle.clock(freeze=True)
    handle.get()
    answer, root = drawn(handle, "?ended=exit")

    assert "Verdict: fail." in words(root)
    assert 1 == answer.text.count('<text class="rule"')
    assert "Verdict: not-exercised." in words(drawn(handle, "?ended=exit&ignore=R01&ignore=R09&ignore=R02")[1])


def test_without_a_request_it_says_so(hands: Hands) -> None:
    """It is a picture all the same; of an application, too."""
    for handle in (hands("ready"), hands("ready", patient="")):
        assert "No request was made." == words(drawn(handle)[1])


def test_what_a_client_wrote_cannot_become_markup(hands: Hands) -> None:
    """Whatever its query is; a secret in it was never kept."""
    handle = hands("ready")
    hostile = "<script>alert('1')</script>&\"]]>"
    handle.client.request("GET", f"/fhir/Procedure?_id={hostile}&x=pat_test_ready", headers=handle.login)
    answer, root = drawn(handle)

    assert "<script" not in answer.text.lower()
    assert "GET /fhir/Procedure?_id=" in words(root)
    assert "pat_test" not in answer.text


def test_a_head_is_answered_as_a_get(hands: Hands) -> None:
    """With the length of the picture, and no body."""
    answer = hands("ready").steer("HEAD", PATH)

    assert (200, b"") == (answer.status_code, answer.content)


def test_without_the_token_of_a_session_it_is_refused(hands: Hands) -> None:
    """As every call about a session is."""
    client = hands("ready").client
    nobody = client.get(f"/_sandbox{PATH}")
    stranger = client.get(f"/_sandbox{PATH}", headers={"Authorization": "Bearer nonsense"})

    assert [401, 401] == [nobody.status_code, stranger.status_code]
    assert "Bearer" in nobody.headers["WWW-Authenticate"]
    assert error(nobody)


@pytest.mark.parametrize("query", ["?policy=none", "?ended=crash", "?width=100"])
def test_what_it_does_not_take_is_400(hands: Hands, query: str) -> None:
    """It says which there are."""
    answer = hands("ready").steer("GET", f"{PATH}{query}")

    assert 400 == answer.status_code
    assert error(answer)
