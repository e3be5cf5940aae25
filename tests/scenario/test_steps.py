"""Which fault comes next? The order of steps, how often each, and the requests that they are for."""

import pytest

from sandbox.scenario import Fault, RequestLine
from sandbox.scenario.plan import Match, Step, step_at

FIRST, SECOND, PASS = Step(error="503", times=2), Step(fault=Fault.RESET), Step(times=None)


@pytest.mark.parametrize(
    ("steps", "places"),
    [
        ((FIRST, SECOND), [0, 0, 1, 1, 1]),
        ((FIRST, SECOND, PASS), [0, 0, 1, 2, 2]),
        ((Step(error="503", times=0), SECOND), [1, 1]),
        ((Step(times=1), FIRST), [0, 1, 1, 1, 1]),
        ((PASS, FIRST), [0, 0, 0]),
        ((FIRST,), [0, 0, 0]),
    ],
)
def test_steps_are_used_up_in_order(steps: tuple[Step, ...], places: list[int]) -> None:
    """Each so many times; the last one repeats, and a pass lets everything through from there on."""
    assert [(place, steps[place]) for place in places] == [step_at(steps, used) for used in range(len(places))]


def test_without_steps_there_is_none() -> None:
    """An empty plan has no turn."""
    assert step_at((), 0) is None


@pytest.mark.parametrize(("step", "passes"), [(FIRST, False), (SECOND, False), (PASS, True), (Step(times=3), True)])
def test_a_step_without_refusal_and_fault_is_a_pass(step: Step, *, passes: bool) -> None:
    """It does nothing."""
    assert passes == step.passes


SEARCH = RequestLine("GET", "/Procedure", "date=ge2024&_count=5&_offset=5&status:not=")
READ = RequestLine("HEAD", "/Patient/p1", "")


@pytest.mark.parametrize(
    ("match", "request_", "fits"),
    [
        (Match(), SEARCH, True),
        (Match(method="GET"), SEARCH, True),
        (Match(method="GET"), READ, False),
        (Match(interaction="search"), SEARCH, True),
        (Match(interaction="search"), RequestLine("POST", "/Procedure/_search", ""), True),
        (Match(interaction="search"), READ, False),
        (Match(interaction="read"), READ, True),
        (Match(type="Procedure"), SEARCH, True),
        (Match(type="Procedure"), READ, False),
        (Match(type="Patient"), READ, True),
        (Match(path="/Procedure"), SEARCH, True),
        (Match(path="/Patient/p1"), READ, True),
        (Match(path="/Patient"), READ, False),
        (Match(parameter="date"), SEARCH, True),
        (Match(parameter="status"), SEARCH, True),
        (Match(parameter="code"), SEARCH, False),
        (Match(page=2), SEARCH, True),
        (Match(page=1), SEARCH, False),
        (Match(page=1), READ, True),
        (Match(type="Procedure", page=2, parameter="date", method="GET"), SEARCH, True),
        (Match(type="Procedure", page=2, parameter="code"), SEARCH, False),
        (Match(type="Procedure"), RequestLine("GET", "/Procedure", "date=%FF"), True),
        (Match(parameter="date"), RequestLine("GET", "/Procedure", "date=%FF"), False),
        (Match(page=1), RequestLine("GET", "/Procedure", "_offset=%FF"), True),
    ],
)
def test_a_step_is_for_the_requests_that_it_names(match: Match, request_: RequestLine, *, fits: bool) -> None:
    """Every key that it has must agree; a parameter is known by its name, whatever its modifier and value."""
    assert fits == match.fits(request_)


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("", 1),
        ("_offset=0", 1),
        ("_offset=19", 1),
        ("_offset=20", 2),
        ("_offset=20&_count=10", 3),
        ("_count=10", 1),
        ("_count=0&_offset=3", 4),
        ("_offset=x", 1),
        ("_offset=-20", 1),
        ("_count=x&_offset=20", 1),
        ("_offset=" + "9" * 5000, 1),
    ],
    ids=lambda value: str(value)[:30],
)
def test_the_page_follows_from_offset_and_count(query: str, page: int) -> None:
    """From 1; what is no number, or none that anybody could mean, is the first page or a far one, never an error."""
    found = RequestLine("GET", "/Procedure", query).page

    assert page == found or (len(query) > 4300 and found > page)
