"""What does the journal show? Every FHIR request of that session, what was said to it, and never a token."""

from tests.api.admin.handle import Hands

KEYS = {
    "n", "at", "method", "path", "query", "status", "wait", "issue", "attempt", "bytes", "connection", "answered_at",
}  # fmt: skip
OPTIONAL = {"spelling", "retry_after", "user_agent", "fault", "gone", "next", "access", "frozen"}


def test_an_entry_says_what_was_asked_and_answered(hands: Hands) -> None:
    """In order, with the status, the issue, the wait and the bytes."""
    handle = hands("syncing-2x")
    answers = [handle.get("/Procedure?_count=1&date=ge2020") for _ in range(3)]
    answers.append(handle.get("/Patient/nobody"))
    entries = handle.journal()

    assert all(KEYS <= entry.keys() <= KEYS | OPTIONAL for entry in entries)
    assert [1, 2, 3, 4] == [entry["n"] for entry in entries]
    assert [("GET", "/fhir/Procedure", "_count=1&date=ge2020")] * 3 + [("GET", "/fhir/Patient/nobody", "")] == [
        (entry["method"], entry["path"], entry["query"]) for entry in entries
    ]
    assert [(429, "transient", 3), (429, "transient", 3), (200, None, None)] == [
        (entry["status"], entry["issue"], entry["wait"]) for entry in entries[:3]
    ]
    assert ([1, 2, 3, 1], 404) == ([entry["attempt"] for entry in entries], entries[3]["status"])
    assert [len(answer.content) for answer in answers] == [entry["bytes"] for entry in entries]
    assert sorted(entry["at"] for entry in entries) == [entry["at"] for entry in entries]


def test_steering_and_metadata_are_not_in_it(hands: Hands) -> None:
    """To move the clock is not to ask again."""
    handle = hands("syncing-1x")
    handle.get("/metadata")
    handle.clock(freeze=True, advance=5)
    for method, path in (("GET", "/session"), ("GET", "/session/verdict"), ("GET", "/sessions"), ("GET", "/nope")):
        handle.steer(method, path)

    assert [] == handle.journal()
    assert (0, "syncing") == (handle.state()["requests"], handle.state()["sync"]["state"])
    assert [429] == handle.statuses(1)


def test_it_is_the_journal_of_that_session_alone(hands: Hands) -> None:
    """What another token asks stands in another one."""
    handle, other = hands("ready"), hands("ready", "ben")
    handle.get()
    other.get("/Patient")

    assert ["/fhir/Procedure"] == [entry["path"] for entry in handle.journal()]


def test_it_never_shows_a_token(hands: Hands) -> None:
    """Neither a made-up one nor a minted one."""
    handle = hands("ready")
    minted = handle.of(handle.steer("POST", "/sessions"))
    for one in (handle, minted):
        one.get()
        for path in ("/session/journal", "/session", "/sessions?count=1000", "/session/verdict"):
            assert one.token not in one.steer("GET", path).text


def test_it_is_a_ring_that_counts_what_it_dropped(hands: Hands) -> None:
    """Beyond its bound the oldest go; `requests` counts them all."""
    handle = hands("failed")
    handle.statuses(1003, "/X")
    found = handle.steer("GET", "/session/journal").json()

    assert (3, 1000, 4, 1003) == (
        found["dropped"], len(found["entries"]), found["entries"][0]["n"], handle.state()["requests"],
    )  # fmt: skip


def test_a_spelling_is_shown_where_a_wait_was_announced(hands: Hands) -> None:
    """Also one that announces nothing."""
    handle = hands("stuck+garbage")
    handle.get()
    (entry,) = handle.journal()

    assert (None, "garbage") == (entry["wait"], entry["spelling"])


def test_an_answer_that_could_not_be_given_is_completed_as_well(hands: Hands) -> None:
    """However odd the request, its entry has a status."""
    handle = hands("ready")
    plan = {"steps": [{"status": 503, "match": {"page": 2}}]}
    minted = handle.of(handle.steer("POST", "/sessions", {"scenario": plan}))
    minted.get("/Procedure?_offset=" + "9" * 5000)

    assert [200] == [entry["status"] for entry in minted.journal()]
