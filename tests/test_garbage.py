"""What stays for good is passed over by the garbage collector; what comes later is not, until it has been looked at."""

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


_OUTLIVED = """
import gc
from sandbox import garbage

class Circle:
    def __init__(self):
        self.around = self

garbage.pass_over()
garbage.pass_over()
kept, fresh = [[number] for number in range(1000)], [Circle() for _ in range(10)]
fresh.clear()
gc.collect()
print(gc.callbacks.count(garbage._pass_over_the_old), any(isinstance(one, Circle) for one in gc.get_objects()))
seen = {id(one) for one in gc.get_objects()}
print(any(id(one) in seen for one in kept))
garbage.pass_over_nothing()
seen = {id(one) for one in gc.get_objects()}
print(all(id(one) in seen for one in kept), gc.get_freeze_count(), len(gc.callbacks))
"""


def test_what_is_there_is_looked_at_no_more() -> None:
    """In a process of its own, for that is for ever."""
    assert gc.isenabled()
    done = subprocess.run([sys.executable, "-c", _TRIED], capture_output=True, text=True, check=True)
    assert "False True True" == done.stdout.strip()


def test_what_has_outlived_a_look_at_all_is_looked_at_no_more() -> None:
    """But circles that nobody needs are found by that look; and there is a way back."""
    done = subprocess.run([sys.executable, "-c", _OUTLIVED], capture_output=True, text=True, check=True)
    assert ["1 False", "False", "True 0 0"] == done.stdout.splitlines()
