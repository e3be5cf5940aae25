"""What does a test learn of its client? The verdict on one session, with a way to insist on it."""

# tested by: tests/test_server.py

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.reports.text import text
from sandbox.reports.timeline import timeline
from sandbox.reports.timeline_text import timeline_text


class SessionVerdict:
    """A verdict: `result` is pass, fail, inconclusive or not-exercised; `rules` by their ids; `numbers`.

    Shapes are those of `GET /_sandbox/session/verdict`; `json` is that answer whole, `journal` the entries it rests on.
    """

    def __init__(self, json: Mapping[str, Any], journal: Sequence[Mapping[str, Any]]) -> None:
        self.json = json
        self.journal = journal
        self.result: str = json["result"]
        self.policy: str = json["policy"]
        self.rules: dict[str, Mapping[str, Any]] = {rule["id"]: rule for rule in json["rules"]}
        self.numbers: Mapping[str, Any] = json["numbers"]

    def __str__(self) -> str:
        """Return findings and repairs, then the timeline of the attempts, as text."""
        return f"{text(self.json)}\n\n{timeline_text(timeline(self.journal, self.json))}"

    def __repr__(self) -> str:
        return f"<verdict {self.result}>"

    def assert_pass(self, *rules: str) -> None:
        """Raise AssertionError, which shows findings, repairs and timeline, unless the client passed.

        With ids of rules, each of those must have passed; without, the verdict as a whole. An unknown id is a
        ValueError.
        """
        unknown = [rule for rule in rules if rule not in self.rules]
        if unknown:
            raise ValueError(f"there is no rule {', '.join(unknown)}; the rules are {', '.join(self.rules)}")
        failed = [rule for rule in rules if self.rules[rule]["result"] != "pass"]
        if failed or (not rules and self.result != "pass"):
            wanted = "the verdict"
            if failed:
                wanted = " and ".join(failed)
            raise AssertionError(f"{wanted} did not pass\n\n{self}")
