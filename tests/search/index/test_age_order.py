"""Is the newest always first, also where a resource comes late with an old meta.lastUpdated?"""

import pytest
from pyroaring import BitMap

from sandbox.fhir.store import Resource
from sandbox.search.index.age_order import Age, AgeOrder
from sandbox.seed import Seed


def _resource(id_: str, updated: int) -> Resource:
    return Resource("Procedure", id_, "1", updated, b"{}")


def _plain(resources: list[Resource], found: BitMap) -> list[int]:
    by_id = sorted(found, key=lambda number: resources[number].id)
    return sorted(by_id, key=lambda number: resources[number].updated, reverse=True)


def test_where_the_time_is_equal_the_smaller_id_is_newer() -> None:
    """Since the default order is newest first, then by id."""
    assert Age(_resource("b", 1)) < Age(_resource("a", 1)) < Age(_resource("c", 2))


@pytest.mark.parametrize("ages", [1, 4, 1000])
@pytest.mark.parametrize("begin", [0, 1, 40])
def test_pages_are_those_of_a_plain_sort(begin: int, ages: int) -> None:
    """While resources come, old and new, and go; of all, and of some."""
    dice = Seed(1).stream(f"ages {begin} {ages}")
    resources = [_resource(f"r{dice.randrange(10**6)}", dice.randrange(ages)) for _ in range(begin)]
    resources.sort(key=Age)
    order, there = AgeOrder(resources), BitMap(range(begin))
    for number in range(begin, begin + 60):
        resources.append(_resource(f"r{dice.randrange(10**6)}", dice.randrange(ages)))
        order.add(number)
        there.add(number)
        if dice.random() < 0.4:
            gone = dice.choice(list(there))
            order.remove(gone)
            there.discard(gone)
        found = BitMap([one for one in there if dice.random() < 0.7])
        expected = _plain(resources, found)

        assert expected == list(order.newest_first(found, 0, len(found)))
        start, stop = sorted(dice.randrange(len(found) + 1) for _ in "ab")
        assert expected[start:stop] == list(order.newest_first(found, start, stop))
        assert set(expected[start:]) == set(order.oldest(found, len(found) - start))


@pytest.mark.parametrize("size", [4096, 4097])
def test_a_page_of_many_is_that_of_a_few(size: int) -> None:
    """However many stand before it and after it, and behind the last one."""
    order, everything = AgeOrder([_resource(f"r{number}", number) for number in range(size)]), list(range(size))[::-1]
    for start, stop in ((0, 3), (5, 9), (size - 2, size), (0, size), (size, size), (size + 9, size)):
        assert everything[start:stop] == list(order.newest_first(BitMap(everything), start, stop))


def test_who_is_oldest_after_all_others_have_gone_is_the_newest() -> None:
    """What comes later is compared with the newest that ever was."""
    resources = [_resource("a", 5)]
    order = AgeOrder(resources)
    resources += [_resource("b", 3), _resource("c", 1), _resource("d", 5)]
    order.add(1)
    order.remove(0)
    order.add(2)
    order.add(3)

    assert [3, 1, 2] == list(order.newest_first(BitMap([1, 2, 3]), 0, 3))
