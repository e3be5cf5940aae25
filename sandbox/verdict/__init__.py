"""The verdict room: what a client did right and wrong, read off its journal by rules that are rows."""

from sandbox.verdict.input import VerdictInput
from sandbox.verdict.judge import Verdict, judge
from sandbox.verdict.rules import POLICIES, RULES

__all__ = ["POLICIES", "RULES", "Verdict", "VerdictInput", "judge"]
