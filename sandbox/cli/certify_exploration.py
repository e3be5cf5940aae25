"""What does `certify --explore` run? `ready` first, then plans that are drawn; in the end the smallest that fails."""

# tested by: tests/cli/test_certify_exploration.py

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec

from sandbox.certify.own_row import own_row
from sandbox.certify.plan_words import plan_in_words
from sandbox.certify.runner import CertifyOptions, SandboxServer, run_rows
from sandbox.plural import counted_as
from sandbox.reports.certify_run import RowResult

SUITE = "explore"
NEEDED = "--explore needs hypothesis: in a checkout, pip install '.[explore]'."
_LONGEST, _LONGEST_FAST = 3.0, 30.0  # seconds of a window, in real and in fast time

Told = Callable[[RowResult], None]


def can_explore() -> bool:
    """Return whether the extra is there."""
    return find_spec("hypothesis") is not None


@dataclass(frozen=True, slots=True)
class Explored:
    """What came of it: all results, those that count (of the smallest plan alone, if one fails), and a few words."""

    ran: Sequence[RowResult]
    rows: Sequence[RowResult]
    says: str


def explored(count: int, seed: int | None, server: SandboxServer, how: CertifyOptions, told: Told) -> Explored:
    """Run plans that are drawn, one after the other; *told* gets each result as it comes."""
    how = replace(how, jobs=1)
    (ready,) = run_rows([own_row("ready")], server, how, told)
    if ready.result != "pass":
        return Explored([ready], [ready], "The client does not come through `ready`, so no plan was drawn.")
    from sandbox.certify.explore import explore  # noqa: PLC0415 - hypothesis is an extra, and slow to import

    def judge(plan: str) -> RowResult:
        return run_rows([own_row(plan)], server, how, told)[0]

    if seed is None:
        seed = secrets.randbelow(2**32) + 1
    longest = _LONGEST
    if how.speed != 1:
        longest = _LONGEST_FAST
    found = explore(judge, count, seed, longest)
    ran = [ready, *found.results.values()]
    were = "were"
    if len(found.results) == 1:
        were = "was"
    said = f"{counted_as(len(found.results), 'plan')} drawn from seed {seed} {were} run."
    if found.smallest is None:
        return Explored(ran, ran, f"{said} None failed.")
    words = plan_in_words(json.loads(found.smallest))
    said += (
        f" {found.failures} failed. The smallest of those is {words}. As a file, it is played again by --plan FILE:"
        f"\n\n{found.smallest}"
    )
    return Explored(ran, [found.results[found.smallest]], said)
