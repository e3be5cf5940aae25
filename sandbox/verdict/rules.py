"""What is demanded of a client? The rules in order, and the policies that say which of them count."""

# tested by: tests/verdict/test_judge.py

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.verdict import (
    backing_off,
    concurrency,
    errors_met,
    final_answers,
    honesty,
    paging,
    requests,
    stopping,
    waiting,
)
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
    """What counts for a verdict."""

    name: str
    """as it is chosen"""
    about: str
    """what it is for, in a sentence"""
    leaves_out: frozenset[str] = frozenset()
    """ids of the rules that do not count"""
    informs: frozenset[str] = frozenset()
    """ids of the rules that say what they find, and blame nobody"""
    vendor_demanded: bool = False
    """whether a wait in the vendor's header alone binds"""
    tolerance: float = 0.05
    """how many seconds a running clock forgives"""


# Columns: id, title, who judges; when it fails; how the client is repaired. An id is never used for anything else.
# fmt: off
RULES: tuple[Rule, ...] = (
    Rule(id="R01", title="came back",                     judge=stopping.came_back,
         fails="after 429 `transient` it never asked again, although the sync was to end",
         repair='Take a 429 for "not yet": keep the request, and send it again after the announced wait.'),
    Rule(id="R02", title="waited",                        judge=waiting.waited,
         fails="it asked again before the announced wait was over",
         repair="Read Retry-After as whole seconds, and start the wait when the answer is there. If several loops ask "
                "for the same, let one of them poll."),
    Rule(id="R03", title="read HTTP-date",                judge=waiting.read_http_date,
         fails="as R02, where the wait was a date",
         repair="Retry-After may be a date, in any of three forms: parse it, and wait for the difference to the Date "
                "header."),
    Rule(id="R04", title="read the vendor header",        judge=waiting.read_vendor_header,
         fails="as R02, where only `X-Retry-After` was sent",
         repair="Where Retry-After is missing, read X-Retry-After in the same way."),
    Rule(id="R05", title="no hot loop",                   judge=backing_off.no_hot_loop,
         fails="after a 429 without a wait that can be obeyed (none, empty, unreadable, zero or past) it asked again "
               "three times within 200 ms altogether; or five times in a row, each within 200 ms, without growing; or "
               "ten times in a row that took 200 ms on average",
         repair="Where no wait can be obeyed, fall back to a delay of your own that grows, never to none."),
    Rule(id="R06", title="backed off",                    judge=backing_off.backed_off,
         fails="without any wait that can be read, its waits were all alike: the longest and the shortest "
               "of three differ by 4 % of the mean or less, of four by 10 %, of five or more by 25 %",
         repair="Where no wait is announced, double your own delay each time, up to a bound."),
    Rule(id="R07", title="jitter",                        judge=backing_off.jitter,
         fails="of 20 or more waits that the client chose itself, all were equal within the tolerance",
         repair="Add a random part to each wait, so that many clients do not come back at the same moment."),
    Rule(id="R08", title="gave up",                       judge=stopping.gave_up,
         fails="under a 429 that never ends it went on for more than 50 requests, or had to be killed after 120 s",
         repair="Bound the number of attempts, or the total time, and tell the user."),
    Rule(id="R09", title="patient enough",                judge=stopping.patient_enough,
         fails="it stopped for good before 60 s of a window that was to end, its next wait included",
         repair="Allow the first sync a minute at least: count time, not attempts."),
    Rule(id="R10", title="stopped at 422",                judge=final_answers.stopped_at_422,
         fails="it repeated the same request with the same authorization after 422 `processing`",
         repair="A 422 does not pass by waiting: let the patient authorize anew."),
    Rule(id="R11", title="told the 429s apart",           judge=concurrency.told_the_429s_apart,
         fails="after `throttled` it kept the pace that brought it there",
         repair="Read the issue code of a 429: `transient` is a matter of patience, `throttled` of asking less often."),
    Rule(id="R12", title="sane about huge waits",         judge=waiting.sane_about_huge_waits,
         fails="never: it says what the client made of a wait of a day or more",
         repair="Bound the wait that you are ready to sit out; beyond it, give up and say when to try again."),
    Rule(id="R13", title="same request",                  judge=requests.same_request,
         fails="the retry had lost a parameter or its body, had another method, or bore something against caches",
         repair="Keep the request as it was sent, and send the very same again."),
    Rule(id="R14", title="one refresh",                   judge=final_answers.one_refresh,
         fails="after 401 it repeated the same request with the same token",
         repair="After a 401 refresh the token once; if that fails, authorize anew."),
    Rule(id="R15", title="no parallel pollers",           judge=concurrency.no_parallel_pollers,
         fails="two attempts of one group overlapped during the window, or pollers of one client took turns",
         repair="Let one loop poll, and the others wait for its result."),
    Rule(id="R16", title="paging",                        judge=paging.paging,
         fails="it left a `next` link unused after it had followed one, changed one, or asked for one twice",
         repair="Follow the next link exactly as it is given, until an answer has none."),
    Rule(id="R17", title="stopped after success",         judge=final_answers.stopped_after_success,
         fails="in a group that met a 429, at least two more requests came after its 200 in the rhythm of the waits",
         repair="End the retry loop at the first 200."),
    Rule(id="R18", title="lost connections",              judge=errors_met.lost_connections,
         fails="after a lost connection it never asked again",
         repair="A GET may be sent again when its connection is lost: retry it, a few times and with a delay."),
    Rule(id="R19", title="polite about errors",           judge=errors_met.polite_about_errors,
         fails="after a server error or a lost, cut, garbled or late answer it asked again at the pace of R05, or more "
               "than 20 times under a fault that does not end",
         repair="Wait before you repeat what failed, longer each time, and give up after a few attempts."),
    Rule(id="R20", title="told the truth",                judge=honesty.told_the_truth,
         fails="it reported success without the data (or without every page, where all were asked for), or failure "
               "with it",
         repair="Report success only when the last answer was a whole 200, and failure only when it was not."),
    Rule(id="R21", title="no hammering",                  judge=errors_met.no_hammering,
         fails="it repeated a request that was refused with 400, 403, 404 or another 422, at the pace of R05",
         repair="What is refused for what it is will be refused again: report it, and do not retry."),
)

# Columns: name, what for; the rules that do not count, the rules that only inform; whether X-Retry-After alone binds;
# what a running clock forgives, in seconds.
POLICIES: dict[str, Policy] = {row.name: row for row in (
    Policy(name="flexpa",  about="what the service documents: neither its own header, nor jitter, nor a retry of a "
           "lost connection is demanded", leaves_out=frozenset({"R04"}), informs=frozenset({"R07", "R18"})),
    Policy(name="strict",  about="every rule, the vendor's header too, and less forgiveness", vendor_demanded=True,
           tolerance=0.01),
    Policy(name="lenient", about="only what hurts the service or loses data: no jitter, no growth, no vendor's header",
           leaves_out=frozenset({"R04", "R06", "R07"}), informs=frozenset({"R18"}), tolerance=0.25),
)}
# fmt: on
