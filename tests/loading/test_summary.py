"""How are many faults told? A line for each kind, with the number of the others like it."""

from sandbox.loading import FileLocation, LoadingFault, summary


def _fault(line: int, text: str) -> LoadingFault:
    return LoadingFault(FileLocation("a.ndjson", line), text)


def test_faults_of_one_kind_are_one_line() -> None:
    """Names, numbers, places and addresses are what differs within a kind."""
    faults = [
        _fault(1, "Patient without id"),
        _fault(2, "Patient without id"),
        _fault(3, "'x y' is not an id: an id is 1 to 64 letters"),
        _fault(4, "'z' is not an id: an id is 1 to 64 letters"),
        _fault(5, "Patient/a stands at b.ndjson:1 already, with other content"),
        _fault(6, "Patient/c stands at b.ndjson:17 already, with other content"),
        LoadingFault(None, "the fixtures hold no resource"),
    ]

    assert [
        "a.ndjson:1: Patient without id (and 1 more like it)",
        "a.ndjson:3: 'x y' is not an id: an id is 1 to 64 letters (and 1 more like it)",
        "a.ndjson:5: Patient/a stands at b.ndjson:1 already, with other content (and 1 more like it)",
        "the fixtures hold no resource",
    ] == summary(faults)


def test_no_fault_is_no_line() -> None:
    """Nothing is made up."""
    assert [] == summary([])
