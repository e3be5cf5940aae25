"""Which requests are attempts at the same thing?"""

import pytest

from sandbox.search.parse.known_names import known_names
from sandbox.verdict.attempts import grouped, informed_retries
from tests.verdict.made import entry


def _count(*queries: str) -> int:
    return len(grouped([entry(n, n, query=query) for n, query in enumerate(queries, 1)], known_names()))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("a=1&b=2", "b=2&a=1"),
        ("date=ge2020-01-01T00%3A00%3A00Z", "date=ge2020-01-01T00:00:00Z"),
        ("code=a%20b", "code=a+b"),
        ("_=1&code=a", "code=a&_=2"),
        ("code=a", "code=a&nocache=1"),
    ],
)
def test_order_and_spelling_do_not_matter(one: str, two: str) -> None:
    """Nor does what only defeats caches."""
    assert 1 == _count(one, two)


@pytest.mark.parametrize(
    ("one", "two"), [("a=1", "a=1&a=1"), ("a=1", "a=2"), ("a=%FF", "a=%FE"), ("", "a="), ("a=1&_=1", "_=1")]
)
def test_parameters_are_a_multiset(one: str, two: str) -> None:
    """Twice is not once, and empty is not absent."""
    assert 2 == _count(one, two)


def test_an_unknown_parameter_is_against_caches_after_three_values() -> None:
    """If it changes every time; one that FHIR knows is a question."""
    assert 2 == _count("r=1&code=a", "r=2&code=a")
    assert 1 == _count("r=1&code=a", "r=2&code=a", "r=3&code=a")
    assert 2 == _count("r=1&code=a", "r=2&code=a", "r=1&code=a")
    assert 3 == _count("code=1", "code=2", "code=3")
    assert 3 == _count("code:in=1", "code:in=2", "code:in=3")


def test_two_parameters_against_caches_hide_nothing() -> None:
    """Both change each time; one of them beside a question that changes, too, is a question."""
    assert 1 == _count("r=1&t=7&code=a", "r=2&t=8&code=a", "r=3&t=9&code=a")
    assert 1 == _count("r=1&code=a", "r=2&t=7&code=a", "r=3&t=8&code=a", "r=4&t=9&code=a")
    assert 3 == _count("r=1&code=a", "r=2&code=b", "r=3&code=c")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/fhir/Procedure/", 1),
        ("/fhir/Proc%65dure", 1),
        ("/fhir/%50rocedure", 1),
        ("/fhir/Procedure%2F", 2),
        ("/fhir/procedure", 2),
    ],
)
def test_a_path_is_known_in_any_spelling(path: str, expected: int) -> None:
    """And with a slash at its end; a slash that is spelled is a part of a name."""
    assert expected == len(grouped([entry(1, 0.0), entry(2, 1.0, path=path)]))


def test_retries_that_were_sent_with_an_answer_in_hand() -> None:
    """Each is sent before the one before it is answered, and after the one before that."""
    journal = [entry(n, 0.02 * n, 503, done=0.02 * n + 0.03, later=n + 1) for n in range(1, 8)]
    pending = [entry(1, 0.0, 503), entry(2, 1.0, None, later=None, done=None), entry(3, 2.0, 503)]

    assert [(1, 3), (3, 5), (5, 7)] == [retry.numbers for retry in informed_retries(journal)]
    assert [(1, 2), (1, 3)] == [retry.numbers for retry in informed_retries(pending)]
    assert [] == informed_retries(pending[1:])


def test_head_is_get() -> None:
    """POST is not."""
    journal = [entry(n, n, method=method) for n, method in enumerate(("HEAD", "GET", "POST"), 1)]

    assert [2, 1] == [len(group) for group in grouped(journal)]
