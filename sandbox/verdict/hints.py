"""Which option of that client's own library mends it? By the User-Agent of the journal, and the rule that failed.

Each hint stands in the documentation or the code of the library, of the version that is named.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.sessions.journal import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryHint:
    """What to set in one library so that a rule is kept."""

    library: str
    """as its authors call it"""
    agent: str
    """a pattern of the User-Agent by which it is known"""
    rules: tuple[str, ...]
    """ids of the rules that it helps to keep"""
    says: str
    """the option, in a sentence"""
    basis: str
    """where that is written, and of which version"""


def hint(rule: str, entries: Sequence[Entry]) -> str:
    """Return a sentence for each library that sent some of these entries and has an option for a rule; "" if none."""
    agents = {entry.user_agent for entry in entries if entry.user_agent}
    found = [row for row in HINTS if rule in row.rules and any(re.search(row.agent, agent) for agent in agents)]
    return " ".join(f"{row.library}: {row.says}" for row in found)


_TIMING = ("R02", "R03", "R05", "R06", "R19")
_PATIENCE = ("R01", "R08", "R09")
_REFUSALS = ("R10", "R14", "R21")
_REQUESTS = r"^python-requests/"
_URLLIB3 = r"^python-urllib3/"
_HTTPX = r"^python-httpx/"
_AIOHTTP = r"aiohttp/"
_AXIOS = r"^axios/"
_GOT = r"^got "
_NODE = r"^(node|undici)$"
_GO = r"^Go-http-client/"
_JAVA = r"^Java-http-client/"
_OKHTTP = r"^okhttp/"
_REQWEST = r"^reqwest/"
_SPRING = r"^Apache-HttpClient/"

# Columns: library, how it is known, the rules that it helps to keep, what to set, where that is written.
# fmt: off
HINTS: tuple[LibraryHint, ...] = (
    LibraryHint(library="urllib3", agent=_URLLIB3, rules=_PATIENCE,
                says="Retry(total=25, status_forcelist=[429, 503]) reads Retry-After and lasts over a minute; without "
                     "status_forcelist a 429 without Retry-After is not retried.",
                basis="urllib3 2, reference of urllib3.util.Retry"),
    LibraryHint(library="urllib3", agent=_URLLIB3, rules=_TIMING,
                says="Retry(respect_retry_after_header=True, backoff_factor=1) waits as announced, and doubles where "
                     "nothing is.",
                basis="urllib3 2, reference of urllib3.util.Retry"),
    LibraryHint(library="requests", agent=_REQUESTS, rules=_PATIENCE,
                says="it retries nothing by itself; mount HTTPAdapter(max_retries=Retry(total=25, "
                     "status_forcelist=[429, 503])).",
                basis="requests 2, advanced usage: transport adapters"),
    LibraryHint(library="requests", agent=_REQUESTS, rules=_TIMING,
                says="with HTTPAdapter(max_retries=Retry(backoff_factor=1, status_forcelist=[429, 503])) urllib3 waits "
                     "as announced; with tenacity or backoff give it a wait that reads the header of the exception's "
                     "response: backoff.runtime(value=...), or a `wait` of tenacity's own.",
                basis="requests 2, transport adapters; backoff 2, README; tenacity 9, API reference"),
    LibraryHint(library="httpx", agent=_HTTPX, rules=_PATIENCE,
                says="HTTPTransport(retries=...) repeats failed connections alone; RetryTransport of httpx-retries "
                     "takes Retry(total=25, backoff_factor=1), which reads Retry-After.",
                basis="httpx 0.28, transports; httpx-retries 0.6, README"),
    LibraryHint(library="httpx", agent=_HTTPX, rules=_TIMING,
                says="with tenacity give `wait` a function that reads Retry-After of "
                     "retry_state.outcome.exception().response, with stamina let `on` return those seconds; "
                     "httpx-retries reads the header by itself.",
                basis="tenacity 9 and stamina 25, API reference; httpx-retries 0.6, README"),
    LibraryHint(library="aiohttp", agent=_AIOHTTP, rules=(*_TIMING, *_PATIENCE),
                says="ExponentialRetry(attempts=25, statuses={429}) of aiohttp-retry, subclassed so that get_timeout "
                     "reads Retry-After of its `response`, keeps what is announced.",
                basis="aiohttp-retry 2.9, README and RetryOptionsBase.get_timeout"),
    LibraryHint(library="axios-retry", agent=_AXIOS, rules=_TIMING,
                says="retryDelay: (count, error) => axiosRetry.exponentialDelay(count, error, 1000) takes the larger "
                     "of Retry-After and its own delay; the default retryDelay is none at all.",
                basis="axios-retry 4, README: retryDelay"),
    LibraryHint(library="axios-retry", agent=_AXIOS, rules=_PATIENCE,
                says="retries: 25, and a retryCondition that is true for status 429: the default leaves 4xx alone.",
                basis="axios-retry 4, README: retries, retryCondition"),
    LibraryHint(library="got", agent=_GOT, rules=(*_TIMING, *_PATIENCE),
                says="retry: {limit: 25, maxRetryAfter: 60000} keeps Retry-After; without maxRetryAfter a wait beyond "
                     "the request's timeout ends the retries.",
                basis="got 14, documentation/7-retry.md"),
    LibraryHint(library="undici", agent=_NODE, rules=(*_TIMING, *_PATIENCE),
                says="RetryAgent with {maxRetries: 25, retryAfter: true, maxTimeout: 86400000}: maxTimeout cuts an "
                     "announced wait as well, at 30 s as it comes.",
                basis="undici 7, docs/api/RetryHandler.md"),
    LibraryHint(library="go-retryablehttp", agent=_GO, rules=(*_TIMING, *_PATIENCE),
                says="RetryMax = 25 with DefaultBackoff waits as Retry-After says for 429 and 503; it retries neither "
                     "by net/http itself. Close each response's body.",
                basis="go-retryablehttp v0.7, package documentation: Client, DefaultBackoff"),
    LibraryHint(library="resilience4j", agent=_JAVA, rules=(*_TIMING, *_PATIENCE),
                says="RetryConfig.maxAttempts(25) and intervalBiFunction((attempt, outcome) -> ...), which reads "
                     "Retry-After of the response; the default is three attempts, each after 500 ms.",
                basis="resilience4j 2, documentation of Retry"),
    LibraryHint(library="OkHttp", agent=_OKHTTP, rules=(*_TIMING, *_PATIENCE),
                says="it repeats no 429; let an Interceptor sleep as Retry-After says and call chain.proceed again, "
                     "after closing the response.",
                basis="OkHttp 4, Interceptors and RetryAndFollowUpInterceptor"),
    LibraryHint(library="Apache HttpClient", agent=_SPRING, rules=(*_TIMING, *_PATIENCE),
                says="setRetryStrategy(new DefaultHttpRequestRetryStrategy(25, TimeValue.ofSeconds(3))) reads "
                     "Retry-After of 429 and 503; it tries once more as it comes.",
                basis="Apache HttpClient 5, DefaultHttpRequestRetryStrategy"),
    LibraryHint(library="reqwest-retry", agent=_REQWEST, rules=(*_TIMING, *_PATIENCE),
                says="its policies do not read Retry-After: a RetryPolicy of your own, or a loop that does, and a "
                     "bound of time rather than of attempts.",
                basis="reqwest-retry 0.7, documentation of RetryTransientMiddleware"),
    LibraryHint(library="urllib3", agent=_URLLIB3, rules=_REFUSALS,
                says="status_forcelist of Retry lists what is repeated: leave 401, 403, 404 and 422 out of it.",
                basis="urllib3 2, reference of urllib3.util.Retry"),
    LibraryHint(library="requests", agent=_REQUESTS, rules=_REFUSALS,
                says="Retry(status_forcelist=[429, 503]) repeats those alone; with tenacity let retry_if_exception, "
                     "with backoff `giveup`, look at the status of the exception's response.",
                basis="requests 2, transport adapters; tenacity 9, API reference; backoff 2, README"),
    LibraryHint(library="httpx", agent=_HTTPX, rules=_REFUSALS,
                says="with stamina let `on`, with tenacity retry_if_exception be a function that looks at the status "
                     "of the exception's response; Retry of httpx-retries has status_forcelist.",
                basis="stamina 25 and tenacity 9, API reference; httpx-retries 0.6, README"),
    LibraryHint(library="aiohttp", agent=_AIOHTTP, rules=_REFUSALS,
                says="`statuses` of aiohttp-retry lists what is repeated beside server errors: leave 401, 403, 404 and "
                     "422 out of it.",
                basis="aiohttp-retry 2.9, README"),
    LibraryHint(library="axios-retry", agent=_AXIOS, rules=_REFUSALS,
                says="let retryCondition be false for 401, 403, 404 and 422.",
                basis="axios-retry 4, README: retryCondition"),
    LibraryHint(library="got", agent=_GOT, rules=_REFUSALS,
                says="retry.statusCodes lists what is repeated: leave 401, 403, 404 and 422 out of it.",
                basis="got 14, documentation/7-retry.md"),
    LibraryHint(library="undici", agent=_NODE, rules=_REFUSALS,
                says="statusCodes of RetryAgent lists what is repeated; around fetch, throw what is not to be repeated "
                     "as AbortError of p-retry.",
                basis="undici 7, docs/api/RetryHandler.md; p-retry 6, README"),
    LibraryHint(library="go-retryablehttp", agent=_GO, rules=_REFUSALS,
                says="DefaultRetryPolicy leaves these alone; let a CheckRetry of your own do so, too.",
                basis="go-retryablehttp v0.7, package documentation: CheckRetry, DefaultRetryPolicy"),
    LibraryHint(library="resilience4j", agent=_JAVA, rules=_REFUSALS,
                says="let retryOnResult and retryOnException of RetryConfig be false for 401, 403, 404 and 422.",
                basis="resilience4j 2, documentation of Retry"),
    LibraryHint(library="OkHttp", agent=_OKHTTP, rules=_REFUSALS,
                says="call chain.proceed again for 429 and 503 alone; an Authenticator that gets a 401 for its new "
                     "token returns null.",
                basis="OkHttp 4, Interceptors and Authenticator"),
    LibraryHint(library="Apache HttpClient", agent=_SPRING, rules=_REFUSALS,
                says="DefaultHttpRequestRetryStrategy repeats 429 and 503 alone: let retryRequest of your own "
                     "strategy do so, too.",
                basis="Apache HttpClient 5, DefaultHttpRequestRetryStrategy"),
    LibraryHint(library="reqwest-retry", agent=_REQWEST, rules=_REFUSALS,
                says="let your RetryableStrategy return Retryable::Fatal for 401, 403, 404 and 422, as the default "
                     "one does.",
                basis="reqwest-retry 0.7, documentation of RetryableStrategy"),
)
# fmt: on
