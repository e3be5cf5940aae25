"""What is a pathway? Rows: how a course of care runs, from the reason for it to the last thing done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A row: one thing that is done, once or several times.

    `what` and the other names are those of `codes.py`; an `@` in them becomes the side, `left` or `right`. `after` is
    the least and most days since the row before; 0 with an empty `visit` means: at the same visit. `times` is how
    often, `every` so many days. `minutes` makes it a Period. `chance` is how often of a hundred it happens at all.
    `claim` is the code under which the insurer knows it. `part` makes it a part of the latest deed that is no part
    itself; `otherwise` lets it happen only if the row before did not. `report`, `measure`, `device` and `drug` name
    what belongs to it.
    """

    what: str
    by: str
    kind: str = "diagnostic"
    text: str = ""
    after: tuple[int, int] = (0, 0)
    times: tuple[int, int] = (1, 1)
    every: int = 7
    minutes: int = 0
    visit: str = ""
    place: str = ""
    site: str = ""
    chance: int = 100
    otherwise: bool = False
    order: bool = False
    part: bool = False
    report: str = ""
    measure: str = ""
    device: str = ""
    drug: str = ""
    claim: str = ""
    protocol: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """A course of care; `weight` is how often it is met, `ages` in years who meets it.

    `problem` names the condition, by SNOMED CT and ICD-10-CM; without one, `reason` alone says why. `plan` and `care`
    are the titles of a CarePlan and of an EpisodeOfCare; `label` a sensitivity that its procedures carry.
    """

    name: str
    weight: int
    ages: tuple[int, int]
    deeds: tuple[Activity, ...]
    problem: str = ""
    reason: str = ""
    sides: bool = False
    women: bool = False
    lasting: bool = False
    plan: str = ""
    care: str = ""
    label: str = ""
