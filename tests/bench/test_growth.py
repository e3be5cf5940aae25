"""What is measured of operations: each can be done, and what is printed says which one held the loop too long."""

import pytest

from bench.growth import Cost, costs, lines
from bench.operation import Call, Operation, get


@pytest.mark.slow
def test_every_operation_can_be_done() -> None:
    """An answer that is not expected would be no figure, and ends the measurement."""
    found = costs(1_000)
    assert len({operation.name for operation in found}) == len(found) > 50
    assert all(cost.took > 0 and cost.held > 0 for cost in found.values())


def test_a_body_is_json_unless_it_says_something_else() -> None:
    """And nothing is packed unless the call asks for that."""
    plain, form = Call("POST", "/", b"{}"), Call("POST", "/", b"a=b", (("Content-Type", "application/x-form"),))
    assert ("application/json", "identity") == (plain.headers["Content-Type"], plain.headers["Accept-Encoding"])
    assert form.headers["Content-Type"] == "application/x-form"
    packed = get("/fhir/Procedure", Accept_Encoding="gzip")
    assert ("gzip", False) == (packed.headers["Accept-Encoding"], "Content-Type" in packed.headers)


def test_what_holds_the_loop_too_long_is_shown_with_its_aim() -> None:
    """The first size has milliseconds, the others how many times as long it takes."""
    quick = Operation(name="quick", requests=(), most_held=20, most_times=1.5)
    slow = Operation(name="slow", requests=(), most_held=20, most_times=1.3)
    few = {quick: Cost(took=1.0, held=1.0), slow: Cost(took=2.0, held=20.0)}
    many = {quick: Cost(took=1.5, held=1.0), slow: Cost(took=40.0, held=20.1)}
    head, *rows = lines({1_000: few, 100_000: many})
    assert "1,000: ms" in head
    assert [
        ["quick", "1.00", "1.50", "1.0", "1.0"],
        ["slow", "2.00", "20.00", "(aim", "1.3)", "20.0", "20.1", "(aim", "20)"],
    ] == [row.split() for row in rows]
