"""What does a patient tell of operations long ago? Procedures dated by an age, a range, a word or a year."""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from datetime import date, timedelta

from sandbox.tools.generate.chart import Chart
from sandbox.tools.generate.codes import concept
from sandbox.tools.generate.region import Json


def add_reported(chart: Chart, first: date) -> None:
    """Add what was told when the chart began."""
    age = (first - chart.person.born).days // 365
    for what, least in (("tonsillectomy", 8), ("appendectomy", 14), ("extraction", 20)):
        if age <= least + 2 or not chart.happens(22):
            continue
        then = chart.rng.randrange(least, age)
        at = chart.moment(first + timedelta(days=chart.rng.randrange(20)))
        body: Json = {
            "status": "completed",
            "category": concept("surgical"),
            "code": concept(what),
            "subject": chart.person.link.json,
            **_when(chart, then),
            "recorder": chart.person.doctor.who.json,
            "asserter": chart.rng.choice((chart.person.link, chart.person.doctor.who)).json,
            "note": [{"text": "As the patient tells it."}],
        }
        chart.add("Procedure", "procedure", chart.stamp(at), body)


def _when(chart: Chart, age: int) -> Json:
    """Return a performed[x] that is not to the day."""
    way = chart.rng.randrange(6)
    year = chart.person.born.year + age
    if way == 0:
        return {"performedAge": _years(age)}
    if way == 1:
        return {"performedRange": {"low": _years(age), "high": _years(age + 2)}}
    if way == 2:
        return {"performedString": chart.rng.choice(("in childhood", "before the wedding", "when we lived by the sea"))}
    if way == 3:
        # Both to the month: of a year and a month nobody can say which comes first (per-1).
        return {"performedPeriod": {"start": f"{year}-01", "end": f"{year}-{chart.rng.randrange(1, 13):02}"}}
    return {"performedDateTime": f"{year}" if way == 4 else f"{year}-{chart.rng.randrange(1, 13):02}"}


def _years(age: int) -> Json:
    return {"value": age, "unit": "years", "system": "http://unitsofmeasure.org", "code": "a"}
