"""What is tried, and how? Each line of docs/reliability.md is a row: what is done, what is lost, and its command."""

from dataclasses import dataclass

_PYTEST = "python -m pytest -q -n 2"
_FAULTS = "tests/replicas/test_faults.py"
_SURROUNDINGS = "tests/reliability/test_surroundings.py"
_THROUGHPUT = "python -m tests.reliability.throughput"
_SOAK = "python -m tests.reliability.soak"
_FLAT = "nothing that nobody asked for; p99 and memory are as they were, journals within their bound"
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
    ReliabilityRow("Load", "three replicas behind HAProxy, 1,000 sessions of `syncing-3x`, one replica killed in the "
                   "middle; 200 clients of one token", "no step is lost or taken twice",
                   f"REPLICAS_LABELS=1000 {_PYTEST} -m contract {_EXACT}"),
    ReliabilityRow("Load", "500 clients, eight scenarios, 300 requests a second for 5 minutes", _FLAT, _SOAK),
    ReliabilityRow("Load", "the same for an hour", _FLAT, f"{_SOAK} --seconds 3600", hour=True),
    ReliabilityRow("Load", "500 clients, eight scenarios, as fast as they can for a minute",
                   "nothing that nobody asked for", f"{_SOAK} --seconds 60 --rate 0"),
    ReliabilityRow("Load", "1,000 connections that knock at once, ten times", "nothing", f"{_THROUGHPUT} storm"),
    ReliabilityRow("Load", "two replicas at work at once: processor time of a request, to that of one alone, and to "
                   "that of the store", "nothing that nobody asked for", f"{_THROUGHPUT} replicas"),
    ReliabilityRow("Load", "a process without a store, and one replica, in turn: processor time of a request in "
                   "memory, to that on a store", "nothing that nobody asked for", f"{_THROUGHPUT} memory"),
)
# fmt: on
