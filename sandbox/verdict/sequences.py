"""May several clients have asked for the same thing side by side? A group that splits into polite sequences.

A connection proves nothing by itself: one client may use many, and many clients may share a pool. Only a group that
really splits into sequences of two attempts or more, each of them polite, leaves a doubt.
"""

# tested by: tests/verdict/test_waiting.py, tests/stories/test_crowds.py

from collections.abc import Callable, Sequence
from itertools import pairwise

from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import Retry, by_connection, retries_of

Polite = Callable[[Retry], bool]


def split(group: Sequence[Entry], is_polite: Polite) -> list[list[Entry]]:
    """Return the sequences of a group that is impolite as a whole, polite in parts; empty if it has no such parts."""
    if all(is_polite(retry) for retry in retries_of(group)):
        return []
    lines = by_connection(group)
    if len(lines) < 2:
        return []
    if _all_polite(lines, is_polite):
        return lines
    pair = _two_by_time(group, is_polite)
    if _all_polite(pair, is_polite):
        return pair
    return []


def is_polite_by_connection(group: Sequence[Entry], is_polite: Polite) -> bool:
    """Return whether a group is impolite as a whole, and polite on each of its connections."""
    if all(is_polite(retry) for retry in retries_of(group)):
        return False
    lines = by_connection(group)
    return len(lines) > 1 and _all_polite(lines, is_polite)


def _all_polite(sequences: Sequence[Sequence[Entry]], is_polite: Polite) -> bool:
    long_enough = all(len(sequence) >= 2 for sequence in sequences)
    return long_enough and all(is_polite(retry) for sequence in sequences for retry in retries_of(sequence))


def _two_by_time(group: Sequence[Entry], is_polite: Polite) -> list[list[Entry]]:
    """Return a group as two sequences: each attempt goes to the one whose last attempt it follows politely.

    Where both would do, it goes to the one that has waited less; an attempt over the connection of the attempt before,
    too soon after it, is nobody else's.
    """
    one: list[Entry] = [group[0]]
    two: list[Entry] = []
    for before, entry in pairwise(group):
        ready = [sequence for sequence in (one, two) if not sequence or is_polite(Retry(sequence[-1], entry))]
        if not ready or (not is_polite(Retry(before, entry)) and before.connection == entry.connection):
            return [one, []]
        latest = max(ready, key=_last_number)
        latest.append(entry)
    return [one, two]


def _last_number(sequence: Sequence[Entry]) -> int:
    if not sequence:
        return 0
    return sequence[-1].n


def take_turns(group: Sequence[Entry]) -> bool:
    """Return whether the connections of a group took turns: A, B, A."""
    turns = [entry.connection for entry in group]
    for place in range(len(turns) - 2):
        if turns[place] != turns[place + 1] and turns[place] in turns[place + 2 :]:
            return True
    return False
