"""What do retry libraries in five languages do in real time? `python -m tests.contract.stacks` writes their table anew.

Each language has one program, in which all its stacks meet all scenarios at the same time; Python's are those of
virtual time. A stack is named by its token's label: `LABEL.NAME.0` as it comes, `LABEL.NAME.1` set up.
"""

import contextlib
import logging
import re
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.sessions.clock import Clock
from tests.contract import toolchain
from tests.contract.world import running
from tests.stories import stacks
from tests.stories.client import Person

SCENARIOS = (
    "syncing-4s",
    "syncing-4s+http-date",
    "syncing-4x+none",
    "syncing-4x+garbage",
    "flaky-503x2",
    "failed",
    "reset-1x",
)

LONGEST = 20.0  # seconds: who is still waiting then, will not stop

_MARKED = re.compile(r"(<!-- table: real stacks -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RealStack:
    """A library, how it is named in a token, and how it is used."""

    language: str
    library: str
    name: str
    usage: str


# fmt: off
# Columns: language, library, name in a token, how it is used.
STACKS: tuple[RealStack, ...] = (
    RealStack("Node", "axios-retry", "axios-retry.0",
              "`axiosRetry(client, {retryCondition: ...})`, 429 included"),
    RealStack("Node", "axios-retry", "axios-retry.1",
              "`{retries: 25, retryDelay: exponentialDelay}`"),
    RealStack("Node", "got", "got.0",
              "`got(url)`"),
    RealStack("Node", "got", "got.1",
              "`{retry: {limit: 25, maxRetryAfter: 60000}}`"),
    RealStack("Node", "undici", "undici.0",
              "`new RetryAgent(new Agent())`"),
    RealStack("Node", "undici", "undici.1",
              "`{maxRetries: 25, maxTimeout: 86400000}`"),
    RealStack("Java", "resilience4j", "resilience4j.0",
              "`RetryConfig.custom().retryOnResult(...)`"),
    RealStack("Java", "resilience4j", "resilience4j.1",
              "`maxAttempts(25).intervalBiFunction(...)`, which reads the header"),
    RealStack("Java", "Failsafe", "failsafe.0",
              "`RetryPolicy.builder().handleResultIf(...)`"),
    RealStack("Java", "Failsafe", "failsafe.1",
              "`withMaxRetries(25).withDelayFn(...)`, which reads the header"),
    RealStack("Go", "go-retryablehttp", "go-retryablehttp.0",
              "`retryablehttp.NewClient()`"),
    RealStack("Go", "go-retryablehttp", "go-retryablehttp.1",
              "`RetryMax = 25`"),
    RealStack("Go", "cenkalti/backoff", "cenkalti-backoff.0",
              "`backoff.Retry(ctx, ask, WithMaxTries(8))`"),
    RealStack("Go", "cenkalti/backoff", "cenkalti-backoff.1",
              "`backoff.RetryAfter(seconds)` and `backoff.Permanent(error)`"),
    RealStack("Rust", "backon, ureq", "backon.0",
              "`retry(ExponentialBuilder::default())`"),
    RealStack("Rust", "backon, ureq", "backon.1",
              "`with_max_times(25)`, `when(...)`, `adjust(...)`, which reads the header"),
    RealStack("Rust", "backoff, ureq", "backoff.0",
              "`backoff::retry(ExponentialBackoff, ...)`, all errors transient"),
    RealStack("Rust", "backoff, ureq", "backoff.1",
              "`Error::retry_after(...)` and `Error::permanent(...)`"),
)
# fmt: on
PROGRAMS: dict[str, Callable[..., object]] = {
    "Node": lambda *told: toolchain.node("retries.mjs", *told),
    "Java": lambda *told: toolchain.java("Retries.java", *told),
    "Go": lambda *told: toolchain.go("stacks", *told),
    "Rust": lambda *told: toolchain.rust("contract", *told),
}


def run(language: str, address: str, label: str) -> None:
    """Let all stacks of a language meet all scenarios."""
    PROGRAMS[language](address, label, *SCENARIOS)


def judged(address: str, label: str, name: str) -> list[str]:
    """Return the verdicts on a stack, a scenario each."""
    return [_judged(address, f"pat_test_{scenario}~ada~{label}.{name}") for scenario in SCENARIOS]


def _judged(address: str, token: str) -> str:
    person = Person(address, token, frozen=False)
    try:
        return stacks.judged(person)
    finally:
        person.leave()


def python_rows(address: str) -> list[list[str]]:
    """Let Python's stacks meet all scenarios, one stack after the other, and return their rows of the table."""
    rows = []
    for place, (name, stack) in enumerate(stacks.STACKS):
        tokens = [f"pat_test_{scenario}~ada~real.python-{place}" for scenario in SCENARIOS]
        threads = [threading.Thread(target=_run, args=(address, token, stack), daemon=True) for token in tokens]
        for thread in threads:
            thread.start()
        until = Clock().now() + LONGEST
        for thread in threads:
            thread.join(max(until - Clock().now(), 0.0))
        usage = (stack.__doc__ or "").removesuffix(".")
        rows.append(["Python", name, usage, *judged(address, "real", f"python-{place}")])
    return rows


def _run(address: str, token: str, stack: Callable[[Person], None]) -> None:
    person = Person(address, token, frozen=False)
    with contextlib.suppress(Exception, stacks.Braked):
        stack(person)
    person.leave()


def table() -> str:
    """Return the table of real time: a row a stack, a column a scenario."""
    heads = ["Language", "Stack", "As", *(f"`{scenario}`" for scenario in SCENARIOS)]
    with running() as sandbox:
        rows = python_rows(sandbox.url)
        for language in PROGRAMS:
            run(language, sandbox.url, "real")
        for row in STACKS:
            rows.append([row.language, row.library, row.usage, *judged(sandbox.url, "real", row.name)])
    return stacks.lines(heads, rows)


if __name__ == "__main__":
    logging.disable()
    found = table()
    text = _MARKED.sub(lambda match: match[1] + found + match[2], stacks.PAGE.read_text(encoding="utf-8"))
    stacks.PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(found)
