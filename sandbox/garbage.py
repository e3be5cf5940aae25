"""How often does the garbage collector look, and at what? Seldom, and never at what stays for good.

What a request leaves behind is seldom a circle. But what the collector looks at, everybody waits for: a look at 20,000
young objects takes some milliseconds, one at all columns of 100,000 resources a tenth of a second.
"""

import gc

_YOUNG = 20_000  # objects until it looks at the young ones
_LOOKS = 2  # at these, until it looks at those as well that it has left then


def pass_over() -> None:
    """Let the collector pass over all that there is now, for ever, and look at what comes in small pieces."""
    gc.freeze()
    gc.set_threshold(_YOUNG, _LOOKS)
