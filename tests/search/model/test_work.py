"""How much work may one query make? A least for every query, more where there are more resources, then a refusal."""

import pytest

from sandbox.problem import Problem, ProblemKind
from sandbox.search.model.work import LEAST, Work


def test_steps_are_counted_until_there_are_too_many() -> None:
    """The last one that may be made is no problem; the next one is, and says what it was for."""
    work = Work(0)
    work.spend(LEAST - 1, "code")
    work.spend(1, "code")
    with pytest.raises(
        Problem, match=r"more than 300,000 steps, the last of them for _include=Procedure:patient\."
    ) as no:
        work.spend(1, "_include=Procedure:patient")

    assert ProblemKind.TOO_COSTLY is no.value.kind
    assert "Ask for less at a time" in no.value.text


@pytest.mark.parametrize(("resources", "most"), [(0, LEAST), (1000, LEAST), (1_000_000, 5_000_000)])
def test_more_resources_permit_more_steps(resources: int, most: int) -> None:
    """A common query looks at many of them once or twice."""
    work = Work(resources)
    work.spend(most, "code")
    with pytest.raises(Problem):
        work.spend(1, "code")
