"""Which option of which library is named?"""

import re

import pytest

from sandbox.verdict import RULES
from sandbox.verdict.hints import AROUND_ANY, HINTS, RETRYING, hint
from tests.verdict.made import entry, syncing, verdict


def _repair(rule: str, agent: str) -> str:
    journal = syncing(1, 0, user_agent=agent), entry(2, 1, user_agent=agent)
    return next(ruling.repair for ruling in verdict(*journal).rules if ruling.id == rule)


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        ("python-urllib3/2.8.0", "urllib3: Retry(respect_retry_after_header"),
        ("axios/1.7.2", "axios-retry: retryDelay"),
        ("got (https://github.com/sindresorhus/got)", "got: retry"),
        ("undici", "undici: RetryAgent"),
        ("Go-http-client/1.1", "go-retryablehttp: RetryMax"),
        ("Java-http-client/17.0.1", "resilience4j: "),
        ("Python/3.11 aiohttp/3.14.5", "aiohttp: "),
        ("python-httpx/0.28.1", "tenacity"),
        ("tenacity/8.2", "httpx: "),
        ("backoff/2.2", "requests: "),
        ("urllib3/2.2", "urllib3: "),
        ("got/14.6", "got: "),
        ("axios-retry/4.5", "axios-retry: "),
        ("go-retryablehttp/0.7", "go-retryablehttp: "),
        ("my-app/2 (resilience4j/2.1)", "resilience4j: "),
        ("okhttp/4.12 resilience4j/2.1", "resilience4j: "),
        ("Apache-HttpClient/5.3 (Java/17) Resilience4j/2.1", "resilience4j: "),
        ("python-requests/2.34.2 tenacity/9.2", "requests: "),
        ("tenacity/9.2 python-requests/2.34.2", "requests: "),
    ],
)
def test_the_repair_speaks_to_the_author_of_that_client(agent: str, named: str) -> None:
    """The general advice first, then the option of the library."""
    repair = _repair("R02", agent)

    assert repair.startswith("Read Retry-After as whole seconds")
    assert named in repair


@pytest.mark.parametrize("rule", ["R02", "R05", "R09", "R10", "R14", "R19", "R21"])
@pytest.mark.parametrize(
    "agent",
    [
        "python-urllib3/2.8.0",
        "python-requests/2.34.2",
        "python-httpx/0.28.1",
        "Python/3.11 aiohttp/3.14.5",
        "axios/1.7.2",
        "got (https://github.com/sindresorhus/got)",
        "node",
        "Go-http-client/1.1",
        "Java-http-client/17.0.1",
        "okhttp/4.12.0",
        "Apache-HttpClient/5.3 (Java/17)",
        "reqwest/0.12",
    ],
)
def test_each_stack_has_an_option_for_waits_and_for_refusals(agent: str, rule: str) -> None:
    """One sentence, of one library."""
    assert 1 == len(re.findall(r"^[\w -]+: ", hint(rule, [entry(1, 0, user_agent=agent)])))


@pytest.mark.parametrize("rule", ["R02", "R09", "R21"])
@pytest.mark.parametrize("agent", ["okhttp/4.12 resilience4j/2.1", "axios/1.7 axios-retry/4.5", "tenacity/8.2"])
def test_the_library_that_retries_is_named_alone(agent: str, rule: str) -> None:
    """Its HTTP client beside it has no say in it."""
    said = hint(rule, [entry(1, 0, user_agent=agent)])

    assert 1 == len({row.library for row in HINTS if f"{row.library}: {row.says}" in said})


def test_each_library_that_retries_has_a_row() -> None:
    """Whether it is for one HTTP client or for any."""
    assert {*RETRYING.values(), *AROUND_ANY.values()} <= {row.library for row in HINTS}


def test_an_unknown_client_gets_the_general_advice() -> None:
    """And so does one that does not say what it is."""
    assert _repair("R02", "") == _repair("R02", "my-client/1.0 (urllib4)")


def test_a_hint_is_for_its_rules_alone() -> None:
    """No option of urllib3 mends a hard-coded page link."""
    assert "" == hint("R16", [entry(1, 0, user_agent="python-urllib3/2.8.0")])


def test_pages_have_options_of_their_own() -> None:
    """Where a library follows them by itself, its option is named; that is no matter of waits or refusals."""
    got = [entry(1, 0, user_agent="got (https://github.com/sindresorhus/got)")]

    assert hint("R16", got).startswith("got: got.paginate with ")
    assert "got.paginate" not in hint("R20", got) + hint("R02", got)


def test_each_hint_says_of_which_version_it_was_tried_and_how() -> None:
    """And is for rules that there are."""
    for row in HINTS:
        assert re.match(r"\d+\.\d+", row.version), row
        assert row.tried.startswith(("run", "called", "read")), row
        assert set(row.rules) <= {rule.id for rule in RULES}
