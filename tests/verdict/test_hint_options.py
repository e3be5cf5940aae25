"""Do the libraries of Python have the options that hints name, and do those do what is said? Without any network."""

from collections.abc import Callable
from typing import Any

import aiohttp_retry
import backoff
import httpx
import httpx_retries
import pytest
import requests
import stamina
import tenacity
import urllib3
from requests.adapters import HTTPAdapter

REFUSALS = (401, 403, 404, 422)
HEADERS = {"Retry-After": "3"}


def _refusal(status: int) -> httpx.HTTPStatusError:
    request = httpx.Request("GET", "http://127.0.0.1/fhir/Procedure")
    return httpx.HTTPStatusError("", request=request, response=httpx.Response(status, headers=HEADERS))


class Client:
    """Is refused with some statuses, one after the other, then has the data."""

    def __init__(self, *statuses: int) -> None:
        self._left = list(statuses)
        self.asked = 0

    def ask(self) -> str:
        """Ask once."""
        self.asked += 1
        if self._left:
            raise _refusal(self._left.pop(0))
        return "data"


def _seconds(error: BaseException) -> float:
    assert isinstance(error, httpx.HTTPStatusError)
    return float(error.response.headers["Retry-After"])


def _is_429(error: BaseException) -> bool:
    return isinstance(error, httpx.HTTPStatusError) and error.response.status_code == 429


@pytest.mark.parametrize("status", [429, 503, *REFUSALS])
def test_retry_of_urllib3(status: int) -> None:
    """Without status_forcelist a 429 is repeated only if it bears Retry-After; what is not listed is left alone."""
    listed = urllib3.Retry(total=25, backoff_factor=1, status_forcelist=[429, 503])
    plain = urllib3.Retry(total=25, respect_retry_after_header=True, backoff_factor=1)
    passes = status not in REFUSALS

    assert passes == listed.is_retry("GET", status)
    assert not plain.is_retry("GET", status)
    assert passes == plain.is_retry("GET", status, has_retry_after=True)


def test_retry_of_urllib3_waits_as_announced_and_doubles_where_nothing_is() -> None:
    """In seconds, from a number or a date; `backoff_factor` is what the doubling begins with."""
    retry = urllib3.Retry(total=25, backoff_factor=1)
    waits = []
    for _ in range(5):
        retry = retry.increment("GET", "/", response=urllib3.HTTPResponse(status=429))
        waits.append(retry.get_backoff_time())

    assert [0, 2, 4, 8, 16] == waits
    assert 3 == retry.get_retry_after(urllib3.HTTPResponse(headers=HEADERS))


def test_adapter_of_requests() -> None:
    """It takes the Retry of urllib3; by itself it repeats nothing."""
    assert 25 == HTTPAdapter(max_retries=urllib3.Retry(total=25, status_forcelist=[429, 503])).max_retries.total
    assert 0 == HTTPAdapter().max_retries.total
    assert HTTPAdapter is type(requests.Session().get_adapter("http://127.0.0.1"))


def test_retries_of_httpx_s_own_transport_are_for_connections() -> None:
    """A status is none of its business."""
    with httpx.HTTPTransport(retries=3) as transport:
        assert 3 == transport._pool._retries  # noqa: SLF001 - it is not shown


@pytest.mark.parametrize("status", [429, 503, *REFUSALS])
def test_retry_of_httpx_retries(status: int) -> None:
    """As that of urllib3, with 429 in its list as it comes."""
    retry = httpx_retries.Retry(total=25, backoff_factor=1)

    assert (status not in REFUSALS) == retry.is_retry("GET", status, has_retry_after=False)
    assert httpx_retries.Retry(status_forcelist=[status]).is_retry("GET", status, has_retry_after=False)
    assert 3 == retry.parse_retry_after("3")
    assert httpx_retries.RetryTransport(retry=retry).retry is retry


def test_wait_and_retry_of_tenacity() -> None:
    """`wait` is asked with the exception; retry_if_exception decides by the status of its response."""
    slept: list[float] = []
    patient = tenacity.Retrying(
        wait=lambda state: _seconds(state.outcome.exception()),  # type: ignore[union-attr,arg-type] # there is one
        retry=tenacity.retry_if_exception(_is_429),
        sleep=slept.append,
    )

    assert "data" == patient(Client(429, 429).ask)
    assert [3, 3] == slept
    refused = Client(422)
    with pytest.raises(httpx.HTTPStatusError):
        patient(refused.ask)
    assert 1 == refused.asked


def test_on_of_stamina(monkeypatch: pytest.MonkeyPatch) -> None:
    """It returns seconds to wait, or whether to repeat at all."""
    slept: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", slept.append)

    def on(error: Exception) -> float | bool:
        return _is_429(error) and _seconds(error)

    client, refused = Client(429, 429), Client(422)
    assert "data" == stamina.retry(on=on)(client.ask)()
    with pytest.raises(httpx.HTTPStatusError):
        stamina.retry(on=on)(refused.ask)()

    assert ([3, 3], 1) == (slept, refused.asked)


def test_runtime_and_giveup_of_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """`value` is asked with the exception, and so is `giveup`."""
    slept: list[float] = []
    monkeypatch.setattr("backoff._sync.time.sleep", slept.append)
    patient: Callable[[Any], Any] = backoff.on_exception(
        backoff.runtime, httpx.HTTPError, value=_seconds, giveup=lambda error: not _is_429(error), jitter=None
    )
    refused = Client(422)

    assert "data" == patient(Client(429, 429).ask)()
    with pytest.raises(httpx.HTTPStatusError):
        patient(refused.ask)()
    assert ([3, 3], 1) == (slept, refused.asked)


def test_options_of_aiohttp_retry() -> None:
    """`statuses` are repeated beside server errors, and get_timeout is given the response."""

    class AsAnnounced(aiohttp_retry.ExponentialRetry):
        def get_timeout(self, attempt: int, response: Any = None) -> float:
            if response is not None and "Retry-After" in response.headers:
                return float(response.headers["Retry-After"])
            return super().get_timeout(attempt, response)

    options = AsAnnounced(attempts=25, statuses={429})

    assert (25, {429}, True) == (options.attempts, options.statuses, options.retry_all_server_errors)
    assert 3 == options.get_timeout(1, httpx.Response(429, headers=HEADERS))
    assert 0.2 == options.get_timeout(1)
