"""Which option of that client's own library mends it? By the User-Agent of the journal, and the rule that failed.

Each hint was held against the library itself, as its registry gives it, in the version that is named: its options are
run (against the sandbox, or by a test), or read in its code.
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
    version: str
    """of the package, and of those that it is used with, whose options these are"""
    tried: str
    """how the options were held against the package: run against the sandbox, called by a test, or read"""


def hint(rule: str, entries: Sequence[Entry]) -> str:
    """Return a sentence for each library that sent some of these entries and has an option for a rule; "" if none."""
    agents = {entry.user_agent for entry in entries if entry.user_agent}
    known = [row for agent in agents for row in _known_by(agent)]
    return " ".join(f"{row.library}: {row.says}" for row in HINTS if rule in row.rules and row in known)


def _known_by(agent: str) -> list[LibraryHint]:
    """Return the rows of a User-Agent: of the library that retries, if it is named, else of its HTTP client."""
    products = {name.lower() for name in _PRODUCT.findall(agent)}
    retrying = {library for product, library in RETRYING.items() if product in products}
    if retrying:
        return [row for row in HINTS if row.library in retrying]
    found = [row for row in HINTS if re.search(row.agent, agent)]
    if found:
        return found
    around = {library for product, library in AROUND_ANY.items() if product in products}
    return [row for row in HINTS if row.library in around]


_PRODUCT = re.compile(r"(?:^|[\s(,;])([\w.-]+)/")
# Libraries that retry with one HTTP client alone, and the row that speaks of them.
RETRYING = {
    "aiohttp-retry": "aiohttp",
    "axios-retry": "axios-retry",
    "go-retryablehttp": "go-retryablehttp",
    "httpx-retries": "httpx",
    "reqwest-retry": "reqwest-retry",
    "resilience4j": "resilience4j",
}
# Libraries that retry with any; where the client is named, its row speaks of them.
AROUND_ANY = {"backoff": "requests", "stamina": "httpx", "tenacity": "httpx"}
_TIMING = ("R02", "R03", "R05", "R06", "R19")
_PATIENCE = ("R01", "R08", "R09")
_REFUSALS = ("R10", "R14", "R21")
_PAGES = ("R16",)
_REQUESTS = r"(^|\s)python-requests/"
_URLLIB3 = r"^(python-)?urllib3/"
_HTTPX = r"^python-httpx/"
_AIOHTTP = r"aiohttp/"
_AXIOS = r"^axios/"
_GOT = r"^got[ /]"
_NODE = r"^(node|undici)$"
_GO = r"^Go-http-client/"
_JAVA = r"^Java-http-client/"
_OKHTTP = r"^okhttp/"
_REQWEST = r"^reqwest/"
_SPRING = r"^Apache-HttpClient/"

_STACKS = "run: `make stacks`"
_CALLED = "called: `tests/verdict/test_hint_options.py`"
_RUN = "run by hand against the sandbox"
_READ = "read in its code"

# Columns: library, how it is known, the rules that it helps to keep, what to set, in which version, how that was tried.
# fmt: off
HINTS: tuple[LibraryHint, ...] = (
    LibraryHint(library="urllib3", agent=_URLLIB3, rules=_PATIENCE,
                says="Retry(total=25, backoff_factor=1, status_forcelist=[429, 503]) reads Retry-After and lasts over "
                     "a minute; without status_forcelist a 429 without Retry-After is not retried.",
                version="2.8", tried=_CALLED),
    LibraryHint(library="urllib3", agent=_URLLIB3, rules=_TIMING,
                says="Retry(respect_retry_after_header=True, backoff_factor=1) waits as announced, and doubles where "
                     "nothing is.",
                version="2.8", tried=_CALLED),
    LibraryHint(library="requests", agent=_REQUESTS, rules=_PATIENCE,
                says="it retries nothing by itself; mount HTTPAdapter(max_retries=Retry(total=25, backoff_factor=1, "
                     "status_forcelist=[429, 503])).",
                version="2.34", tried=_CALLED),
    LibraryHint(library="requests", agent=_REQUESTS, rules=_TIMING,
                says="with HTTPAdapter(max_retries=Retry(backoff_factor=1, status_forcelist=[429, 503])) urllib3 waits "
                     "as announced; with tenacity or backoff give it a wait that reads the header of the exception's "
                     "response: backoff.runtime(value=...), or a `wait` of tenacity's own.",
                version="2.34; backoff 2.2, tenacity 9.2", tried=_CALLED),
    LibraryHint(library="httpx", agent=_HTTPX, rules=_PATIENCE,
                says="HTTPTransport(retries=...) repeats failed connections alone; RetryTransport of httpx-retries "
                     "takes Retry(total=25, backoff_factor=1), which reads Retry-After.",
                version="0.28; httpx-retries 0.6", tried=_CALLED),
    LibraryHint(library="httpx", agent=_HTTPX, rules=_TIMING,
                says="with tenacity give `wait` a function that reads Retry-After of "
                     "retry_state.outcome.exception().response, with stamina let `on` return those seconds; "
                     "httpx-retries reads the header by itself.",
                version="0.28; tenacity 9.2, stamina 26.1, httpx-retries 0.6", tried=_CALLED),
    LibraryHint(library="aiohttp", agent=_AIOHTTP, rules=(*_TIMING, *_PATIENCE),
                says="ExponentialRetry(attempts=25, statuses={429}) of aiohttp-retry, subclassed so that get_timeout "
                     "reads Retry-After of its `response`, keeps what is announced.",
                version="3.14; aiohttp-retry 2.9", tried=_CALLED),
    LibraryHint(library="axios-retry", agent=_AXIOS, rules=_TIMING,
                says="retryDelay: (count, error) => axiosRetry.exponentialDelay(count, error, 1000) takes the larger "
                     "of Retry-After and its own delay; the default retryDelay waits not at all where none is "
                     "announced.",
                version="4.5", tried=_STACKS),
    LibraryHint(library="axios-retry", agent=_AXIOS, rules=_PATIENCE,
                says="retries: 25, for three are the default; a retryCondition of your own must be true for status "
                     "429. With a `timeout`, shouldResetTimeout: true, or the waits use it up.",
                version="4.5", tried=_STACKS),
    LibraryHint(library="got", agent=_GOT, rules=(*_TIMING, *_PATIENCE),
                says="retry: {limit: 25, maxRetryAfter: 60000} keeps Retry-After; without maxRetryAfter a wait beyond "
                     "the request's timeout ends the retries.",
                version="14.6", tried=_STACKS),
    LibraryHint(library="undici", agent=_NODE, rules=(*_TIMING, *_PATIENCE),
                says="RetryAgent with {maxRetries: 25, maxTimeout: 86400000}: maxTimeout cuts an announced wait as "
                     "well, at 30 s as it comes.",
                version="7.30", tried=_STACKS),
    LibraryHint(library="go-retryablehttp", agent=_GO, rules=(*_TIMING, *_PATIENCE),
                says="RetryMax = 25 with DefaultBackoff waits as Retry-After says for 429 and 503; net/http by itself "
                     "repeats neither.",
                version="0.7.8", tried=_STACKS),
    LibraryHint(library="resilience4j", agent=_JAVA, rules=(*_TIMING, *_PATIENCE),
                says="RetryConfig.custom().maxAttempts(25), retryOnResult for a 429, and intervalBiFunction((attempt, "
                     "outcome) -> ...), which reads Retry-After of the response; the default is three attempts, each "
                     "after 500 ms.",
                version="2.4", tried=_STACKS),
    LibraryHint(library="OkHttp", agent=_OKHTTP, rules=(*_TIMING, *_PATIENCE),
                says="it repeats no 429; let an Interceptor sleep as Retry-After says and call chain.proceed again, "
                     "after closing the response.",
                version="5.5", tried=_RUN),
    LibraryHint(library="Apache HttpClient", agent=_SPRING, rules=(*_TIMING, *_PATIENCE),
                says="setRetryStrategy(new DefaultHttpRequestRetryStrategy(25, TimeValue.ofSeconds(3))) reads "
                     "Retry-After of 429 and 503; it tries once more as it comes. A response timeout that is "
                     "shorter than the wait ends the retries.",
                version="5.6", tried=_RUN),
    LibraryHint(library="reqwest-retry", agent=_REQWEST, rules=(*_TIMING, *_PATIENCE),
                says="its policies are not shown the response, so none can read Retry-After: a Middleware of your own "
                     "that does, or a loop, and a bound of time rather than of attempts.",
                version="0.9", tried=_READ),
    LibraryHint(library="urllib3", agent=_URLLIB3, rules=_REFUSALS,
                says="status_forcelist of Retry lists what is repeated: leave 401, 403, 404 and 422 out of it.",
                version="2.8", tried=_CALLED),
    LibraryHint(library="requests", agent=_REQUESTS, rules=_REFUSALS,
                says="Retry(status_forcelist=[429, 503]) repeats those alone; with tenacity let retry_if_exception, "
                     "with backoff `giveup`, look at the status of the exception's response.",
                version="2.34; backoff 2.2, tenacity 9.2", tried=_CALLED),
    LibraryHint(library="httpx", agent=_HTTPX, rules=_REFUSALS,
                says="with stamina let `on`, with tenacity retry_if_exception be a function that looks at the status "
                     "of the exception's response; Retry of httpx-retries has status_forcelist.",
                version="0.28; tenacity 9.2, stamina 26.1, httpx-retries 0.6", tried=_CALLED),
    LibraryHint(library="aiohttp", agent=_AIOHTTP, rules=_REFUSALS,
                says="`statuses` of aiohttp-retry lists what is repeated beside server errors: leave 401, 403, 404 and "
                     "422 out of it.",
                version="3.14; aiohttp-retry 2.9", tried=_CALLED),
    LibraryHint(library="axios-retry", agent=_AXIOS, rules=_REFUSALS,
                says="let retryCondition be false for 401, 403, 404 and 422.",
                version="4.5", tried=_READ),
    LibraryHint(library="got", agent=_GOT, rules=_REFUSALS,
                says="retry.statusCodes lists what is repeated: leave 401, 403, 404 and 422 out of it.",
                version="14.6", tried=_READ),
    LibraryHint(library="undici", agent=_NODE, rules=_REFUSALS,
                says="statusCodes of RetryAgent lists what is repeated; around fetch, throw what is not to be repeated "
                     "as AbortError of p-retry.",
                version="7.30; p-retry 7.1", tried=_READ),
    LibraryHint(library="go-retryablehttp", agent=_GO, rules=_REFUSALS,
                says="DefaultRetryPolicy leaves these alone; let a CheckRetry of your own do so, too.",
                version="0.7.8", tried=_READ),
    LibraryHint(library="resilience4j", agent=_JAVA, rules=_REFUSALS,
                says="let retryOnResult and retryOnException of RetryConfig be false for 401, 403, 404 and 422.",
                version="2.4", tried=_READ),
    LibraryHint(library="OkHttp", agent=_OKHTTP, rules=_REFUSALS,
                says="call chain.proceed again for 429 and 503 alone; an Authenticator that gets a 401 for its new "
                     "token returns null.",
                version="5.5", tried=_READ),
    LibraryHint(library="Apache HttpClient", agent=_SPRING, rules=_REFUSALS,
                says="DefaultHttpRequestRetryStrategy repeats 429 and 503 alone: let retryRequest of your own "
                     "strategy do so, too.",
                version="5.6", tried=_RUN),
    LibraryHint(library="reqwest-retry", agent=_REQWEST, rules=_REFUSALS,
                says="let your RetryableStrategy return Some(Retryable::Fatal) for 401, 403, 404 and 422, as the "
                     "default one does.",
                version="0.9", tried=_READ),
    LibraryHint(library="got", agent=_GOT, rules=_PAGES,
                says="got.paginate with pagination.transform that returns body.entry, and pagination.paginate that "
                     "returns {url: new URL(...)} of the link `next` in response.body.link, or false where there is "
                     "none; as it comes it follows the header Link alone, which is not sent here.",
                version="14.6", tried=_READ),
)
# fmt: on
