"""Do keys stay in order while they come and go, also while they are being sorted?"""

from collections.abc import Iterator
from itertools import islice

import pytest

from sandbox.search.columns.column import finish
from sandbox.search.columns.sorted_keys import RUN, SortedKeys
from sandbox.seed import Seed


def _in_order(keys: SortedKeys) -> list[str]:
    return [key for _rank, group in keys.groups(descending=False) for key in group]


def _filled(size: int) -> tuple[SortedKeys, dict[str, None]]:
    dice, found = Seed(1).stream(f"keys {size}"), dict[str, None]()
    while len(found) < size:
        found[f"{dice.randrange(10**9):09}"] = None
    keys = SortedKeys()
    finish(keys.begin(found.keys()))
    return keys, found


@pytest.mark.parametrize("size", [0, 1, 2, 64, 65, RUN, RUN + 1, 3 * RUN + 5])
def test_keys_are_sorted_however_many_there_are(size: int) -> None:
    """Around each change of the way."""
    keys, found = _filled(size)

    assert sorted(found) == _in_order(keys)
    assert sorted(found, reverse=True) == [key for _rank, group in keys.groups(descending=True) for key in group]


@pytest.mark.parametrize("changes", [1, 64, 65, 300])
def test_changes_are_put_in_their_places(changes: int) -> None:
    """Few one by one, many at once; the last word on a key counts."""
    keys, found = _filled(1000)
    gone, fresh = list(islice(found, changes)), [f"x{number}" for number in range(changes)]
    for one, other in zip(gone, fresh, strict=True):
        keys.forget(one)
        keys.note(other)
        keys.note(one)
        keys.forget(one)
    finish(keys.seal())

    assert sorted([*found.keys() - set(gone), *fresh]) == _in_order(keys)


def test_what_changes_while_keys_are_sorted_is_seen_to() -> None:
    """By whoever began; a second one who seals does not disturb the first."""
    found = dict.fromkeys(f"k{number:05}" for number in range(2 * RUN))
    keys = SortedKeys()
    work: Iterator[int] = keys.begin(found.keys())
    for number, _slice in enumerate(work):
        del found[f"k{number:05}"]
        keys.forget(f"k{number:05}")
        found[f"n{number}"] = None
        keys.note(f"n{number}")
        finish(keys.seal())

    assert sorted(found) == _in_order(keys)


def test_keys_are_ranked() -> None:
    """Those of one rank stand together, and who has none stands nowhere."""
    keys = SortedKeys(lambda key: None if key == "none" else len(key))
    for key in ("ccc", "none", "a", "bb", "b"):
        keys.note(key)
    finish(keys.seal())
    keys.forget("none")
    keys.forget("a")
    keys.forget("z")
    finish(keys.seal())

    assert [(1, ["b"]), (2, ["bb"]), (3, ["ccc"])] == [(rank, list(g)) for rank, g in keys.groups(descending=False)]
    assert ["bb", "ccc"] == list(keys.from_(2))
