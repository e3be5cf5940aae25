"""The verdict room: what a client did right and wrong, read off its journal by rules that are rows."""

from sandbox.verdict.attempts import VerdictInput
from sandbox.verdict.judging import Verdict, judge
from sandbox.verdict.rules import POLICIES, RULES

__all__ = ["POLICIES", "RULES", "Verdict", "VerdictInput", "judge"]
