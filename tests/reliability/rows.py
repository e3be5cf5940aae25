"""What is tried, and how? Each line of docs/reliability.md is a row: what is done, what is lost, and its command."""

from dataclasses import dataclass

_PYTEST = "python -m pytest -q -n 2"
_FAULTS = "tests/replicas/test_faults.py"
_SURROUNDINGS = "tests/reliability/test_surroundings.py"
_THROUGHPUT = "python -m tests.reliability.throughput"
_SOAK = "python -m tests.reliability.soak"
_FLAT = "nothing that nobody asked for; p99 and memory have not grown, journals are within their bound"
_EXACT, _KILLED = "tests/contract/test_replicas_exact.py", "tests/contract/test_replicas_killed.py"


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """One line: which part, what is done, what was lost if it passes, and the command; *hour* ones are run by name."""

    part: str
    tried: str
    lost: str
    command: str
    hour: bool = False


def _tests(part: str, tried: str, lost: str, words: str) -> ReliabilityRow:
    return ReliabilityRow(part, tried, lost, f"{_PYTEST} {words}")


# fmt: off
ROWS: tuple[ReliabilityRow, ...] = (
    _tests("Inputs", "2,000 random queries, each against a slow reader of the JSON", "nothing: no answer differs",
           "tests/oracle/test_random_queries.py"),
    _tests("Inputs", "malformed requests: half heads, half bodies, early ends, lines without end", "nothing: each gets "
           "its answer", "tests/web/test_request_stream.py tests/web/test_connection.py tests/web/test_known_heads.py"),
    _tests("Faults", "the store of replicas is silent (SIGSTOP)", "no step; 503 until it answers",
           f"{_FAULTS} -k silence"),
    _tests("Faults", "the store is stopped for 5 s while clients of two replicas ask on", "no step; 503 with "
           "`Retry-After` all the while, and what was asked meanwhile is not counted afterwards",
           f"-m slow {_FAULTS} -k five"),
    _tests("Faults", "the store is killed, and comes back with its log", "no step, no session",
           f"{_FAULTS} -k comes_back"),
    _tests("Faults", "each connection to the store is cut before a request", "nothing", f"{_FAULTS} -k cut"),
    _tests("Faults", "the store has no memory left", "no step; 503 until it has some", f"{_FAULTS} -k memory"),
    _tests("Faults", "a replica is killed", "open connections alone",
           f"-m contract {_KILLED} -k takes_nothing"),
    _tests("Faults", "the clocks of two replicas are 2 s apart", "nothing: the store's time counts",
           f"-m contract {_KILLED} -k clocks"),
    _tests("Faults", "all replicas are started anew", "nothing", f"{_FAULTS} -k anew_have"),
    _tests("Faults", "the log of changes gives way to a snapshot while one of three replicas is behind, another "
           "begins, or the store is killed just after", "nothing: each holds the same, to the byte",
           "tests/replicas/test_compacting.py"),
    _tests("Faults", "a replica is killed while it delivers a webhook", "nothing: another one delivers it",
           f"-m contract {_KILLED} -k dies_over"),
    *(_tests("Surroundings", tried, lost, f"{_SURROUNDINGS} -k {word}") for tried, lost, word in (
        ("fixtures that cannot be read, or vanish", "nothing: exit code 4 and a sentence; what was read stays",
         "fixtures"),
        ("a full disk", "the file alone, and a sentence says so", "disk"),
        ("100 connections, 64 descriptors", "whoever finds no room; it recovers", "descriptors"),
        ("the server is stopped (SIGSTOP) and goes on", "no step", "goes_on"),
        ("the clock of the machine is set back and forth by an hour", "no window: sessions have their own time",
         "clock"),
        ("no HOME, nothing to write in, a read-only root, a user whom nobody knows", "nothing", "nothing_is_needed"),
    )),
    _tests("Surroundings", "a machine without IPv6", "nothing: 127.0.0.1 alone", "tests/test_listening.py"),
    _tests("Faults", "SIGTERM under load", "nothing that had arrived; gone within 2 s",
           "tests/api/admin/test_stopping.py tests/web/test_stopping.py"),
    _tests("Replicas", "what one was told, the others are asked: steps, clocks, tokens, consents, codes with PKCE, "
           "refresh tokens that come again, searches, journals, verdicts", "nothing: all answer the same",
           "tests/replicas/test_shared_stores.py tests/replicas/test_exactness.py tests/replicas/test_expired.py"),
    _tests("Replicas", "a resource is added or deleted at one, and asked of another at once", "nothing: it is seen",
           "tests/replicas/test_shared_resources.py"),
    _tests("Replicas", "round trips to the store are counted", "nothing: one for a steady request",
           "tests/replicas/test_shared_stores.py -k round_trip"),
    _tests("Inputs", "600 hostile requests, by families of mistakes", "nothing: each gets its answer", "tests/hostile"),
    _tests("Doors", "a web page of another origin, a name of another host, a client that has no admin token, secrets "
           "in journals and logs", "nothing: they are refused, and no secret is kept",
           "tests/api/admin/test_door.py tests/api/admin/test_own_host.py tests/api/admin/test_secrets.py"),
    _tests("Supply", "the wheel is built twice, in two folders, at two times; each dependency is locked by its hash",
           "nothing: the same bytes", "tests/test_wheel.py tests/test_locks.py"),
    _tests("Supply", "the manifests of two replicas, for compose and Kubernetes", "nothing: their schemas, variables, "
           "probes and commands hold", "tests/integrations/test_replica_manifests.py"),
    _tests("Load", "more entries than all journals may keep together, in memory and on a store", "the oldest entries "
           "of who asked longest ago", "tests/sessions/test_memory.py tests/replicas/test_faults.py -k bounded"),
    ReliabilityRow("Load", "three replicas behind HAProxy, 1,000 sessions of `syncing-3x`, one replica killed in the "
                   "middle; 200 clients of one token", "no step is lost or taken twice",
                   f"REPLICAS_LABELS=1000 {_PYTEST} -m contract {_EXACT}"),
    ReliabilityRow("Load", "500 clients, eight scenarios, 300 requests a second for 5 minutes", _FLAT,
                   f"{_SOAK} --seconds 300"),
    ReliabilityRow("Load", "the same for an hour", _FLAT, f"{_SOAK} --seconds 3600", hour=True),
    ReliabilityRow("Load", "500 clients, eight scenarios, as fast as they can for a minute",
                   "nothing that nobody asked for", f"{_SOAK} --seconds 60 --rate 0"),
    ReliabilityRow("Load", "1,000 connections that knock at once, ten times", "nothing", f"{_THROUGHPUT} storm"),
    ReliabilityRow("Load", "two replicas at work at once: processor time of a request, to that of one alone, and to "
                   "that of the store", "nothing that nobody asked for", f"{_THROUGHPUT} replicas"),
    ReliabilityRow("Load", "one, two and three replicas with 8 % of a core each: rate of two and of three, to that of "
                   "one, where a client stays with a replica, and where its requests go to each in turn",
                   "nothing that nobody asked for", f"{_THROUGHPUT} growth"),
    ReliabilityRow("Load", "a process without a store, and one replica, in turn: processor time of a request in "
                   "memory, to that on a store", "nothing that nobody asked for", f"{_THROUGHPUT} memory"),
)
# fmt: on
