"""What stays for good is passed over by the garbage collector; what comes later is not."""

import gc
import subprocess
import sys

_TRIED = """
import gc
from sandbox import garbage
kept = [[number] for number in range(1000)]
before = gc.get_threshold()
garbage.pass_over()
fresh = [[number] for number in range(10)]
seen = {id(one) for one in gc.get_objects()}
print(any(id(one) in seen for one in kept), all(id(one) in seen for one in fresh), gc.get_threshold() != before)
"""


def test_what_is_there_is_looked_at_no_more() -> None:
    """In a process of its own, for that is for ever."""
    assert gc.isenabled()
    done = subprocess.run([sys.executable, "-c", _TRIED], capture_output=True, text=True, check=True)
    assert "False True True" == done.stdout.strip()
