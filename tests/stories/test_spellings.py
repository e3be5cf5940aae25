"""Stories of waits that are written in unusual ways: what HTTP says can be read must be kept, and nothing is a loop."""

from collections.abc import Callable
from datetime import datetime

import httpx
import pytest

from sandbox.http_dates import read_http_date
from tests.stories.client import always, doubling, poll
from tests.stories.conftest import Meet

Reader = Callable[[httpx.Response, int], float]


def until_date(answer: httpx.Response, _attempt: int) -> float:
    """Wait as a date says, in whichever of the three forms."""
    now = read_http_date(answer.headers["Date"], 0.0)
    assert now is not None
    due = read_http_date(answer.headers["Retry-After"], now[0])
    assert due is not None
    return due[0] - now[0]


def only_the_new_form(answer: httpx.Response, _attempt: int) -> float:
    """Wait as a date says that today's servers write; a second after anything else."""
    form = "%a, %d %b %Y %H:%M:%S GMT"
    try:
        due = datetime.strptime(answer.headers["Retry-After"], form)  # noqa: DTZ007 - both are GMT
    except ValueError:
        return 1.0
    return (due - datetime.strptime(answer.headers["Date"], form)).total_seconds()  # noqa: DTZ007 - both are GMT


def number(answer: httpx.Response, _attempt: int) -> float:
    """Wait as many seconds as a lenient reader of numbers makes of it."""
    return float(int(answer.headers["Retry-After"]))


def number_as_printed(answer: httpx.Response, _attempt: int) -> float:
    """Wait only if the seconds are written as one would print them; half a second after anything else."""
    value = answer.headers["Retry-After"]
    return float(value) if value == str(int(value)) else 0.5


def milliseconds(answer: httpx.Response, _attempt: int) -> float:
    """Wait to the millisecond."""
    return int(answer.headers["retry-after-ms"]) / 1000


def since_1970(answer: httpx.Response, _attempt: int) -> float:
    """Wait until the moment that a large number means."""
    now = read_http_date(answer.headers["Date"], 0.0)
    assert now is not None
    return int(answer.headers["Retry-After"]) - now[0]


@pytest.mark.parametrize(
    ("scenario", "rule", "right", "wrong"),
    [
        ("syncing-9s+http-date", "R03", until_date, always(1.0)),
        ("syncing-9s+rfc850-date", "R03", until_date, only_the_new_form),
        ("syncing-9s+asctime-date", "R03", until_date, only_the_new_form),
        ("syncing-9s+padded", "R02", number, number_as_printed),
        ("syncing-9s+milliseconds", "R02", milliseconds, always(0.3)),
        ("syncing-9s+milliseconds", "R02", number, always(0.003)),
        ("syncing-2s+wait-0.25+milliseconds", "R02", milliseconds, always(0.2)),
        ("syncing-2s+milliseconds+wait-0.25", "R02", number, always(0.2)),
        ("syncing-45s+wait-61", "R02", number, always(30.0)),
        ("syncing-45s+wait-61+http-date", "R03", until_date, always(30.0)),
        ("syncing-45s+asctime-date+wait-61", "R03", until_date, only_the_new_form),
        ("syncing-9s+epoch", "R02", since_1970, always(1.0)),
        ("syncing-45s+epoch+wait-61", "R02", since_1970, always(30.0)),
        ("flaky-503x2+wait-61", "R02", number, always(30.0)),
    ],
)
def test_what_can_be_read_must_be_kept(meet: Meet, scenario: str, rule: str, right: Reader, wrong: Reader) -> None:
    """Who reads it passes; who cannot comes too early, and is told so."""
    reader, puzzled = meet(scenario), meet(scenario)
    for person, wait, most in ((reader, right, 20), (puzzled, wrong, 3)):
        for _ in range(most):
            answer = person.ask()
            if answer.status_code == 200:
                break
            person.sleep(wait(answer, 1))

    assert ("pass", "fail") == (reader.result(rule), puzzled.result(rule))
    assert (200, "pass") == (reader.statuses()[-1], reader.verdict()["result"])
    assert [rule] == puzzled.blamed_for()


@pytest.mark.parametrize("spelling", ["plus-sign", "fractional", "negative", "negative+wait-61", "wait-61+fractional"])
def test_what_cannot_be_read_is_no_licence(meet: Meet, spelling: str) -> None:
    """A sign, a point: HTTP has digits alone. Whoever falls back to waits of its own is right, a loop is not."""
    careful, spinning = meet(f"syncing-7s+{spelling}"), meet(f"syncing-7s+{spelling}")
    poll(careful, wait=doubling)
    poll(spinning, wait=always(0.0), most=5)

    assert ("pass", "fail") == (careful.result("R05"), spinning.result("R05"))
    assert "pass" == careful.verdict()["result"]
    assert {"R05"} == set(spinning.blamed_for()) - {"R06"}  # which leaves out what is below zero


def test_a_client_that_reads_a_sign_is_right_as_well(meet: Meet) -> None:
    """Python's `int`, JavaScript's `Number` and others take +3 for 3."""
    lenient = meet("syncing-9s+plus-sign")
    poll(lenient, wait=number)

    assert "pass" == lenient.verdict()["result"]


@pytest.mark.parametrize("scenario", ["syncing-45s+epoch", "syncing-45s+huge", "syncing-45s+wait-61"])
def test_who_gives_up_where_nobody_would_wait_is_right(meet: Meet, scenario: str) -> None:
    """Half a century, a day, or more than the minute that anybody has to be patient; asking on at once is not right."""
    leaving, restless = meet(scenario), meet(scenario)
    leaving.ask()
    poll(restless, wait=always(0.01), most=5)

    assert [] == leaving.blamed_for(ended="exit")
    assert "inconclusive" != leaving.verdict(ended="exit")["result"]
    assert ["R02"] == restless.blamed_for()


def test_a_number_that_only_makes_sense_as_a_date_is_named_as_such(meet: Meet) -> None:
    """In both readings, so that its author knows which one was tried."""
    hasty, reader = meet("syncing-9s+epoch"), meet("syncing-9s+epoch")
    poll(hasty, wait=always(1.0), most=2)
    poll(reader, wait=since_1970)
    (first, _) = hasty.journal()

    assert f"which announced {first['wait']:.0f} s or, taken for a date since 1970, " in hasty.rule("R02")[2]
    assert "only makes sense as a date" in reader.rule("R12")[2]
    assert "pass" == reader.verdict()["result"]
