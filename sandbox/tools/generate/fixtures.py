"""Which patients come with the program? The personas, whose charts were written by hand, and a small population.

One persona is not written by hand: thea, who has a thousand Procedures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sandbox.seed import Rng, Seed
from sandbox.tools.generate.calendar import moment
from sandbox.tools.generate.charts import chart
from sandbox.tools.generate.codes import concept
from sandbox.tools.generate.population import Batch, batches
from sandbox.tools.generate.recipe import Recipe
from sandbox.tools.generate.region import US_CORE, Json

POPULATION, YEARS = 16, 20
_THOUSAND = 1000
_FIRST = date(2023, 8, 1)


@dataclass(frozen=True, slots=True)
class BuiltInPersona:
    """A patient with a name, as `personas.json` says it."""

    name: str
    patient: str
    about: str


def fixture_batches(seed: int) -> Iterator[Batch]:
    """Yield the fixtures: what the personas share, each persona, then the population."""
    yield Batch("a-personas", chart("shared"))
    for persona in PERSONAS:
        own = chart(persona.name)
        if persona.name == "thea":
            own = [*own, *_dressings(Seed(seed).stream(persona.name))]
        yield Batch(f"a-{persona.name}", own, 1)
    yield from batches(Recipe(patients=POPULATION, seed=seed, years=YEARS))


def _dressings(rng: Rng) -> Iterator[Json]:
    """Yield thea's Procedures: a wound that is dressed every day, which leaves a thousand of them, each a small one."""
    for number in range(_THOUSAND):
        at = moment(_FIRST + timedelta(days=number), rng.randrange(9 * 60, 12 * 60), (-5, True))
        missed = number + 1 < _THOUSAND and rng.random() < 0.04
        body: Json = {
            "resourceType": "Procedure",
            "id": f"thea-{number + 1:04}",
            "meta": {
                "versionId": "1",
                "lastUpdated": at.later(rng.randrange(30, 600)).utc,
                "profile": [f"{US_CORE}procedure"],
            },
            "status": "not-done" if missed else "completed",
            "code": concept("assessment" if number % 50 == 49 else "dressing"),
            "subject": {"reference": "Patient/thea-brandt"},
        }
        if not missed:
            body["performedDateTime"] = at.text
            body["performer"] = [{"actor": {"reference": "Practitioner/rosa-linden"}}]
        yield body | {"reasonReference": [{"reference": "Condition/thea-leg-ulcer"}]}


# Columns: name, id of the Patient, what is there.
PERSONAS: tuple[BuiltInPersona, ...] = (
    BuiltInPersona(
        "ada",
        "ada-lovell",
        "An ordinary chart: a worn knee up to the new joint and its physiotherapy, and a screening "
        "colonoscopy that found a polyp; some services twice, from the clinic and from the insurer.",
    ),
    BuiltInPersona(
        "ben",
        "ben-okafor",
        "A chart with a visit, a condition, a blood test and an allergy, and no procedure at all.",
    ),
    BuiltInPersona(
        "cleo",
        "cleo-marchetti",
        "Exactly one procedure, an emergency appendix removal.",
    ),
    BuiltInPersona(
        "dora",
        "dora-lindqvist",
        "Exactly 21 dialysis sessions (one stopped early, one not done), one more than the default page "
        "holds, with equal update times across the page edge.",
    ),
    BuiltInPersona(
        "edge",
        "edge-quill",
        "Every awkward shape that is still valid: all statuses, all kinds of performed time, odd codes, odd "
        "references, odd text.",
    ),
    BuiltInPersona(
        "finn",
        "finn-harlow",
        "Six procedures by the same doctors as gus, most of them for the heart.",
    ),
    BuiltInPersona(
        "gus",
        "gus-moreno",
        "Six procedures by the same doctors as finn, one of them labelled as sensitive and one still going on.",
    ),
    BuiltInPersona(
        "hana",
        "hana-sato",
        "Three procedures with hardly more than the mandatory elements.",
    ),
    BuiltInPersona(
        "iris",
        "iris-novak",
        "What an insurer alone knows: a Coverage, three ExplanationOfBenefits, and five procedures from them.",
    ),
    BuiltInPersona(
        "thea",
        "thea-brandt",
        "A wound that is dressed every day: exactly 1,000 small procedures, some of them not done.",
    ),
)
