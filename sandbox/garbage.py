"""How often does the garbage collector look, and at what? At little at a time, and never again at what stays for good.

What a request leaves behind is seldom a circle, and a circle is found while it is young. But what the collector looks
at, everybody waits for: a look at 15,000 objects takes up to 30 milliseconds, one at all columns of 100,000 resources
a tenth of a second. What has outlived three looks is a column, a session or a resource, and is looked at no more.
"""

import gc
from typing import Any

_YOUNG = 1_500  # objects until it looks at the young ones
_LOOKS = 2  # at the young ones, until those are looked at as well that are left of them; and at these, until at all


def pass_over() -> None:
    """Let the collector pass over all that there is now, for ever, and look at what comes in small pieces."""
    gc.freeze()
    gc.set_threshold(_YOUNG, _LOOKS, _LOOKS)
    if _pass_over_the_old not in gc.callbacks:
        gc.callbacks.append(_pass_over_the_old)


def pass_over_nothing() -> None:
    """Let the collector look at everything again: the way back from `pass_over`, but for how often it looks."""
    if _pass_over_the_old in gc.callbacks:
        gc.callbacks.remove(_pass_over_the_old)
    gc.unfreeze()


def _pass_over_the_old(phase: str, look: dict[str, Any]) -> None:
    """Pass over what is left after a look at everything that was not passed over yet."""
    if phase == "stop" and look["generation"] == 2:
        gc.freeze()
