"""Which stretch of the matches does a query want to see, and may their number be told?"""

import re
from dataclasses import dataclass

from tests.oracle.includes import Pairs
from tests.oracle.values import Refused

DEFAULT_COUNT = 20
MOST = 1000

SHAPING = frozenset({"_sort", "_count", "_offset", "_total", "_summary", "_elements", "_format", "_pretty"})
ONCE = ("_count", "_offset", "_total", "_summary")


@dataclass(frozen=True)
class Shape:
    """From where, how many, and whether the total is told."""

    offset: int = 0
    count: int = DEFAULT_COUNT
    total: bool = False


def shape(pairs: Pairs) -> Shape:
    """Return what the parameters that filter nothing ask for; Refused if they cannot be read."""
    given = [(name, value) for name, value in pairs if value]
    if wrong := [name for name, _ in given if name.partition(":")[0] in SHAPING and ":" in name]:
        raise Refused(f"{wrong} takes no modifier")
    if twice := [name for name in ONCE if sum(name == one for one, _ in given) > 1]:
        raise Refused(f"{twice} more than once")
    asked = dict(given)
    summary, total = asked.get("_summary", "false"), asked.get("_total", "none")
    if summary not in {"false", "true", "text", "data", "count"} or total not in {"none", "estimate", "accurate"}:
        raise Refused(f"no such summary or total: {summary}, {total}")
    includes = any(name.startswith(("_include", "_revinclude")) for name in asked)
    if (summary == "text" and includes) or ("_summary" in asked and "_elements" in asked):
        raise Refused("neither together with _include nor with _elements")
    count = min(_number(asked.get("_count", str(DEFAULT_COUNT))), MOST)
    counted = summary == "count" or count == 0
    return Shape(_number(asked.get("_offset", "0")), 0 if counted else count, counted or total != "none")


def _number(text: str) -> int:
    if not re.fullmatch("[0-9]+", text):
        raise Refused(f"no number: {text}")
    return int(text)
