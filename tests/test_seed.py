"""Where does the unpredictable come from? One seed, independent streams, marks that can be told again."""

import re
from itertools import pairwise
from uuid import RFC_4122, UUID

import pytest

from sandbox.seed import Seed


def test_the_same_seed_gives_the_same_dice() -> None:
    """Two worlds with one seed throw alike."""
    first, second = (Seed(7).stream("jitter") for _ in range(2))

    assert [first.random() for _ in range(9)] == [second.random() for _ in range(9)]


def test_drawing_from_one_stream_does_not_move_another() -> None:
    """What one client draws does not change what another sees."""
    chance = Seed(7)
    undisturbed = [chance.stream("a").random() for _ in range(3)]
    a, b = chance.stream("a"), chance.stream("b")
    drawn = [(a.random(), b.random())[0] for _ in range(3)]

    assert undisturbed[0] == drawn[0]
    assert undisturbed == [undisturbed[0]] * 3
    assert 3 == len(set(drawn))


@pytest.mark.parametrize("other", [Seed(8).stream("a"), Seed(7).stream("b"), Seed(-7).stream("a")])
def test_another_seed_or_name_gives_other_dice(other: object) -> None:
    """Streams differ by seed and by name."""
    assert repr(Seed(7).stream("a").getrandbits(64)) != repr(other.getrandbits(64))  # type: ignore[attr-defined]


def test_a_mark_belongs_to_its_thing() -> None:
    """The third request of a session has the same id on every run, whatever came between."""
    chance = Seed(1)
    hex_id = chance.hex_id("session", 3)
    chance.stream("session").random()
    chance.hex_id("session", 1)

    assert hex_id == chance.hex_id("session", 3) == Seed(1).hex_id("session", 3)
    assert re.fullmatch(r"[0-9a-f]{32}", hex_id)


def test_marks_of_different_things_differ() -> None:
    """Seed, name and number each count."""
    marks = [Seed(seed).hex_id(name, number) for seed in (0, 1, -1) for name in ("", "a", "ä") for number in (0, 1, 11)]

    assert 27 == len(set(marks))
    assert all(one != other for one, other in pairwise(sorted(marks)))


@pytest.mark.parametrize("seed", [-(2**63), 0, 2**63 - 1])
def test_every_seed_that_can_be_set_works(seed: int) -> None:
    """The bounds of the setting are bounds of the dice."""
    assert seed == Seed(seed).seed
    assert 32 == len(Seed(seed).hex_id("x", 1))
    assert 0 <= Seed(seed).stream("x").random() < 1


def test_a_uuid_is_one_of_version_4() -> None:
    """By its form; it belongs to its name and number, as a mark does."""
    first, again, second = (UUID(Seed(1).uuid("event", number)) for number in (1, 1, 2))

    assert (4, RFC_4122) == (first.version, first.variant)
    assert (True, False) == (first == again, first == second)
    assert Seed(2).uuid("event", 1) != str(first)
