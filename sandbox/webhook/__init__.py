"""The webhook room: what an application is told when a sync has ended, when it is told again, and how it is signed."""

from sandbox.webhook.letter import Letter, write
from sandbox.webhook.notice import MARKS, Attempt, Notice

__all__ = ["MARKS", "Attempt", "Letter", "Notice", "write"]
