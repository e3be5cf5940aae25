"""How does a life go? Through pathways, one after the other: from a person to everything in the chart."""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from datetime import date, timedelta
from functools import lru_cache

from sandbox.tools.generate import related
from sandbox.tools.generate.calendar import LAST_DAY, Moment
from sandbox.tools.generate.chart import Chart
from sandbox.tools.generate.claims import claim
from sandbox.tools.generate.pathway import Activity, Pathway
from sandbox.tools.generate.pathways import PATHWAYS
from sandbox.tools.generate.patient_reported import add_reported
from sandbox.tools.generate.person import relative
from sandbox.tools.generate.procedure import Done, Episode, procedure
from sandbox.tools.generate.region import Json
from sandbox.tools.generate.related import Visit

_AGAIN = frozenset({"flu-shot", "teeth", "cut", "back"})  # what may come more than once


def live(chart: Chart, years: int) -> list[Json]:
    """Fill the chart with the last so many years of a life; return its resources."""
    person = chart.person
    first = max(LAST_DAY - timedelta(days=365 * years), person.born + timedelta(days=60))
    met: set[str] = set()
    kin = relative(person) | {"id": person.kin.reference.partition("/")[2]}
    add_reported(chart, first)
    for year in range(years):
        begin = first + timedelta(days=365 * year + chart.rng.randrange(365))
        age = (begin - person.born).days // 365
        if begin > LAST_DAY or not chart.happens(14 + age * 0.22):
            continue
        pathway = chart.rng.choice(_open_to(age, person.female))
        if pathway.name in met and pathway.name not in _AGAIN:
            continue
        met.add(pathway.name)
        _follow(chart, pathway, begin)
    if any(person.kin.reference in str(row.get("performer")) for row in chart.resources):
        stamp = f"{first.isoformat()}T12:00:00Z"
        meta = {"lastUpdated": stamp, "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-relatedperson"],
                "versionId": "1"}  # fmt: skip
        chart.resources.insert(0, {"resourceType": "RelatedPerson", "id": kin.pop("id"), "meta": meta} | kin)
    _list(chart)
    return chart.resources


@lru_cache(maxsize=256)
def _open_to(age: int, female: bool) -> tuple[Pathway, ...]:  # noqa: FBT001 - half of the key
    """Return the pathways that somebody may meet, each as often as its weight says."""
    return tuple(
        pathway
        for pathway in PATHWAYS
        if pathway.ages[0] <= age <= pathway.ages[1] and (female or not pathway.women)
        for _ in range(pathway.weight)
    ) or tuple(pathway for pathway in PATHWAYS if pathway.name == "flu-shot")


def _follow(chart: Chart, pathway: Pathway, begin: date) -> None:
    """Go one pathway from its first day to its end, or to the last day of the charts."""
    at = chart.moment(begin)
    if pathway.sides:
        side = chart.rng.choice(("left", "right"))
    else:
        side = ""
    names = pathway.problem.replace("@", side)
    if names:
        problem = related.condition(chart, names, at, lasting=pathway.lasting)
    else:
        problem = ""
    reason = pathway.reason or names.partition(" ")[2]
    if pathway.plan:
        plan = related.plan(chart, pathway.plan, at, problem)
    else:
        plan = ""
    if pathway.care:
        care = related.care(chart, pathway.care, at, problem)
    else:
        care = ""
    _PathwayRun(chart, Episode(pathway, side, problem, reason, plan, care), begin).go()


class _PathwayRun:
    """One pathway under way: the day, the visit, and what was done so far."""

    __slots__ = ("chart", "day", "done", "episode", "last", "main", "paid", "visit")

    def __init__(self, chart: Chart, episode: Episode, begin: date) -> None:
        self.chart = chart
        self.episode = episode
        self.day = begin
        self.done: list[Done] = []
        self.paid: list[str] = []
        self.main = ""
        self.visit: Visit | None = None
        self.last: Moment | None = None

    def go(self) -> None:
        """Do every deed of the pathway, then say who wrote it down."""
        happened = False
        for activity in self.episode.pathway.activities:
            happened = not (activity.otherwise and happened) and self.chart.happens(activity.chance)
            if happened and not self._deed(activity):
                break
        self._sign()

    def _deed(self, activity: Activity) -> bool:
        """Do an activity as often as it is done; return whether time is left."""
        rng = self.chart.rng
        for nth in range(rng.randint(*activity.times)):
            if nth:
                gap = activity.every
            else:
                gap = rng.randint(*activity.after)
            self.day += timedelta(days=gap)
            if self.day > LAST_DAY:
                self._add(activity, self.chart.moment(LAST_DAY), None, "preparation")
                return False
            at, visit = self._arrive(activity, gap)
            status = self._add(activity, at, visit, self._status())
            if activity.claim and status == "completed" and self.chart.happens(45):
                self._bill(activity, at)
        return True

    def _arrive(self, activity: Activity, gap: int) -> tuple[Moment, Visit | None]:
        """Return when and at which visit an activity is done: a new one, the same as before, or none at home."""
        chart = self.chart
        if activity.visit and (gap or self.visit is None or self.visit.kind != activity.visit):
            if gap or self.visit is None:
                before = ""
            else:
                before = self.visit.reference
            if before and self.visit:
                began = self.visit.began.later(200)
            else:
                began = chart.moment(self.day)
            self.visit = related.visit(chart, activity, began, self.episode.care, before)
            self.last = began.later(chart.rng.randrange(5, 60))
        elif gap or self.last is None:
            return chart.moment(self.day, 17 * 60, 21 * 60), None
        else:
            self.last = self.last.later(chart.rng.randrange(5, 40))
        return self.last, self.visit

    def _status(self) -> str:
        roll = self.chart.rng.random()
        if roll < 0.92:
            return "completed"
        return self.chart.rng.choice(_STATUSES)

    def _add(self, activity: Activity, at: Moment, visit: Visit | None, status: str) -> str:
        done = procedure(self.chart, self.episode, activity, at, (visit, self.main, status))
        self.done.append(done)
        if not activity.part:
            self.main = done.reference
        return status

    def _bill(self, activity: Activity, at: Moment) -> None:
        chart, side = self.chart, self.episode.side
        self.paid += claim(chart, activity.claim.replace("@", side), at, chart.doctor(activity.by), self.episode.reason)

    def _sign(self) -> None:
        chart, person = self.chart, self.chart.person
        if self.done:
            targets, at = [done.reference for done in self.done], self.done[-1].at.later(60)
            related.provenance(chart, targets, at, (person.doctor.who, person.region.offices["hospital"]))
        if self.paid:
            related.provenance(chart, self.paid, self.done[-1].at.later(60 * 24 * 41), (person.payer.link, None))


def _list(chart: Chart) -> None:
    """Keep a list of the operations, if there were any; now and then one was taken off it."""
    found = [
        f"Procedure/{row['id']}"
        for row in chart.resources
        if row["resourceType"] == "Procedure" and row.get("text") and row["status"] == "completed"
    ]
    if not found:
        return
    struck = len(found) > 1 and chart.happens(50)
    entries: list[Json] = [{"item": {"reference": reference}} for reference in found]
    if struck:
        entries[0] = {"deleted": True} | entries[0]
    body: Json = {
        "status": "current",
        "mode": "changes" if struck else "working",
        "title": "Operations",
        "subject": chart.person.link.json,
        "source": chart.person.doctor.who.json,
        "entry": entries,
    }
    chart.add("List", "", "2026-07-01T05:00:00Z", body)


# How else a Procedure may stand, each as often as it is met.
_STATUSES = (
    *("not-done",) * 7, *("stopped",) * 4, *("entered-in-error",) * 3, *("unknown",) * 2, *("on-hold",) * 2,
    "preparation", "in-progress",
)  # fmt: skip
