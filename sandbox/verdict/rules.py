"""What is demanded of a client? The rules in order, and the policies that say which of them count."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.verdict import requests, stopping, waiting
from sandbox.verdict.finding import Finding
from sandbox.verdict.input import VerdictInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One demand: its id, its name, when it fails, how a client is repaired, and the function that judges it."""

    id: str
    title: str
    fails: str
    repair: str
    judge: Callable[[VerdictInput], Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Which rules do not count, and how many seconds a running clock forgives."""

    name: str
    about: str
    leaves_out: frozenset[str] = frozenset()
    tolerance: float = 0.05


# Columns: id, title, who judges; when it fails; how the client is repaired. An id is never used for anything else.
# fmt: off
RULES: tuple[Rule, ...] = (
    Rule(id="R01", title="came back",                     judge=stopping.came_back,
         fails="after 429 `transient` it never asked again although the data became ready",
         repair='Take a 429 for "not yet": keep the request, and send it again after the announced wait.'),
    Rule(id="R02", title="waited",                        judge=waiting.waited,
         fails="it asked again before the announced wait was over",
         repair="Read Retry-After as whole seconds, and start the wait when the answer is there."),
    Rule(id="R03", title="read HTTP-date",                judge=waiting.read_http_date,
         fails="as R02, where the wait was a date",
         repair="Retry-After may be a date: parse it, and wait for the difference to the Date header."),
    Rule(id="R04", title="read the vendor header",        judge=waiting.read_vendor_header,
         fails="as R02, where only `X-Retry-After` was sent",
         repair="Where Retry-After is missing, read X-Retry-After in the same way."),
    Rule(id="R05", title="no hot loop",                   judge=waiting.no_hot_loop,
         fails="an unreadable, empty, zero or negative wait was answered by asking again within 200 ms, twice or "
               "more",
         repair="Where the wait cannot be read, fall back to a delay of your own, never to none."),
    Rule(id="R06", title="backed off",                    judge=waiting.backed_off,
         fails="without any announced wait, three or more waits did not grow",
         repair="Where no wait is announced, double your own delay each time, up to a bound."),
    Rule(id="R07", title="jitter",                        judge=waiting.jitter,
         fails="of 20 or more waits, all were equal to the millisecond",
         repair="Add a random part to each wait, so that many clients do not come back at the same moment."),
    Rule(id="R08", title="gave up",                       judge=stopping.gave_up,
         fails="under a 429 that never ends it went on for more than 50 requests",
         repair="Bound the number of attempts, or the total time, and tell the user."),
    Rule(id="R09", title="patient enough",                judge=stopping.patient_enough,
         fails="it stopped for good before 60 s of a window that passed later",
         repair="Allow the first sync a minute at least: count time, not attempts."),
    Rule(id="R10", title="stopped at 422",                judge=stopping.stopped_at_422,
         fails="it asked again with the same authorization after 422 `processing`",
         repair="A 422 does not pass by waiting: let the patient authorize anew."),
    Rule(id="R11", title="told the 429s apart",           judge=waiting.told_the_429s_apart,
         fails="after `throttled` it kept the pace that brought it there",
         repair="Read the issue code of a 429: `transient` is a matter of patience, `throttled` of asking less often."),
    Rule(id="R12", title="sane about huge waits",         judge=waiting.sane_about_huge_waits,
         fails="never: it tells what the client made of a wait of a day",
         repair="Bound the wait that you are ready to sit out; beyond it, give up and say when to try again."),
    Rule(id="R13", title="same request",                  judge=requests.same_request,
         fails="the retry differed in method, path, query or token",
         repair="Keep the request as it was sent, and send the very same again."),
    Rule(id="R14", title="one refresh",                   judge=stopping.one_refresh,
         fails="after 401 it asked with the same token again",
         repair="After a 401 refresh the token once; if that fails, authorize anew."),
    Rule(id="R15", title="no parallel pollers",           judge=waiting.no_parallel_pollers,
         fails="two attempts of one group overlapped during the window",
         repair="Let one loop poll, and the others wait for its result."),
    Rule(id="R16", title="paging",                        judge=requests.paging,
         fails="it left a `next` link unused while there was more, changed one, or asked for one twice",
         repair="Follow the next link exactly as it is given, until an answer has none."),
    Rule(id="R17", title="stopped after success",         judge=stopping.stopped_after_success,
         fails="in a group that met a 429, more than one identical request came after its 200",
         repair="End the retry loop at the first 200."),
    Rule(id="R18", title="lost connections",              judge=stopping.lost_connections,
         fails="after a reset it never asked again",
         repair="A GET may be sent again when its connection is lost: retry it, a few times and with a delay."),
)

# Columns: name, what for; the rules that do not count; what a running clock forgives, in seconds.
POLICIES: dict[str, Policy] = {row.name: row for row in (
    Policy(name="flexpa",  about="what the service documents: the vendor's own header is not demanded",
           leaves_out=frozenset({"R04"})),
    Policy(name="strict",  about="every rule, the vendor's header too, and less forgiveness", tolerance=0.01),
    Policy(name="lenient", about="only what hurts the service or loses data: no jitter, no growth, no vendor's header",
           leaves_out=frozenset({"R04", "R06", "R07"}), tolerance=0.25),
)}
# fmt: on
