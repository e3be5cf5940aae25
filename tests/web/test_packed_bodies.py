"""Is a body that comes again packed once? From the second time on, and up to so many bytes of all."""

import gzip

import pytest

from sandbox.web import packed_bodies
from sandbox.web.packed_bodies import PackedBodies


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Give a list of the bodies that were packed."""
    found: list[bytes] = []
    pack = packed_bodies.pack

    def noted(body: bytes) -> bytes:
        found.append(body)
        return pack(body)

    monkeypatch.setattr(packed_bodies, "pack", noted)
    return found


def test_a_body_that_comes_again_is_packed_twice_at_most(made: list[bytes]) -> None:
    """The same bytes come of it each time, whichever object they are."""
    bodies, body = PackedBodies(), b"body" * 1000
    answers = [bodies.packed(bytes(bytearray(body))) for _ in range(5)]

    assert body == gzip.decompress(answers[0])
    assert 1 == len(set(answers))
    assert [body] * 2 == made


def test_no_more_is_kept_than_so_many_bytes(made: list[bytes]) -> None:
    """What does not fit takes the place of all; what alone is too large is never kept."""
    bodies = PackedBodies(most_bytes=2_500)
    small, other, large = b"a" * 1_500, b"b" * 1_500, b"c" * 3_000
    for body in (small, small, small, other, other, other, small, large, large, large):
        assert body == gzip.decompress(bodies.packed(body))

    assert [small, small, other, other, small, large, large, large] == made


def test_those_that_came_once_are_forgotten_after_many_others(made: list[bytes]) -> None:
    """Then they count as new."""
    bodies = PackedBodies()
    first, *others = (b"%d" % number for number in range(1025))
    for body in (first, *others, first, first, first):
        bodies.packed(body)

    assert 3 == made.count(first)
