"""What comes again is known from the second time on, as long as not too much else has come in between."""

from sandbox.seen_before import SeenBefore


def test_the_second_time_is_known() -> None:
    """And the third; what is forgotten is new."""
    seen = SeenBefore(8)

    assert [False, True, True] == [seen.again("a") for _ in range(3)]
    seen.forget()
    assert [False, True] == [seen.again("a") for _ in range(2)]


def test_it_is_bounded() -> None:
    """What is one too many begins anew."""
    seen = SeenBefore(2)

    assert [False] * 3 == [seen.again(key) for key in "abc"]
    assert [False, True] == [seen.again("a"), seen.again("c")]
