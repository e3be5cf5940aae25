"""What is a pathway? Rows: how a course of care runs, from the reason for it to the last thing done."""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A row: one thing that is done, once or several times."""

    what: str
    """concepts of codes.py, separated by blanks; "@" becomes the side"""
    by: str
    """the role of who does it"""
    kind: str = "diagnostic"
    """the category of the procedure"""
    text: str = ""
    """what the clinic calls it"""
    after: tuple[int, int] = (0, 0)
    """the least and most days since the row before"""
    times: tuple[int, int] = (1, 1)
    """how often, least and most"""
    every: int = 7
    """days between two times"""
    minutes: int = 0
    """how long it takes; 0 for a moment"""
    visit: str = ""
    """the class of the encounter, "" for the visit before"""
    place: str = ""
    """a place of the region"""
    site: str = ""
    """the body site; "@" becomes the side"""
    chance: int = 100
    """in how many of a hundred it is done"""
    otherwise: bool = False
    """what is done where it is not"""
    order: bool = False
    """whether a ServiceRequest stands behind it"""
    part: bool = False
    """whether it is a part of the one before"""
    report: str = ""
    """the report that comes of it"""
    measure: str = ""
    """the Observation that comes of it"""
    device: str = ""
    """what is put in"""
    drug: str = ""
    """what is given"""
    claim: str = ""
    """the code by which it is billed"""
    protocol: str = ""
    """the protocol that it follows"""
    category: str = ""
    """the category of the plan that it belongs to"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """A course of care; `weight` is how often it is met, `ages` in years who meets it."""

    name: str
    """of the course of care"""
    weight: int
    """how often it is met"""
    ages: tuple[int, int]
    """years, from and to, of those who meet it"""
    activities: tuple[Activity, ...]
    """what is done, in order"""
    problem: str = ""
    """the condition, by SNOMED CT and ICD-10-CM"""
    reason: str = ""
    """an ICD-10-CM code that says why, where there is no condition"""
    sides: bool = False
    """whether it has a left and a right"""
    women: bool = False
    """whether only women meet it"""
    lasting: bool = False
    """whether the condition stays"""
    plan: str = ""
    """the title of a CarePlan, "" for none"""
    care: str = ""
    """the title of an EpisodeOfCare, "" for none"""
    label: str = ""
    """a sensitivity that its procedures carry"""
