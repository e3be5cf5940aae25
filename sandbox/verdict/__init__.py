"""What did a client do right and wrong? Read off its journal by rules that are rows."""

from sandbox.sessions.client_outcome import ClientOutcome
from sandbox.verdict.input import VerdictInput
from sandbox.verdict.judge import CLIENTS, ENDS, Clients, Ended, Verdict, judge, result_of
from sandbox.verdict.recordings import from_har, from_journal
from sandbox.verdict.rules import POLICIES, RULES

__all__ = [
    "CLIENTS",
    "ENDS",
    "POLICIES",
    "RULES",
    "ClientOutcome",
    "Clients",
    "Ended",
    "Verdict",
    "VerdictInput",
    "from_har",
    "from_journal",
    "judge",
    "result_of",
]
