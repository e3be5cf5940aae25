"""Which resources do two patients share, and which not? A small ward, and who of its two patients sees what.

Its own address is http://m.test/fhir: absolute references lead there only if the client asked under that name.
"""

import json
from typing import Any

ME = {"reference": "Patient/me"}
YOU = {"reference": "Patient/you"}


def _to(*references: str) -> list[dict[str, str]]:
    return [{"reference": reference} for reference in references]


def _procedure(id_: str, subject: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    about = {} if subject is None else {"subject": subject}
    return {"resourceType": "Procedure", "id": id_, "status": "completed", **about, **more}


def _of(type_: str, id_: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": type_, "id": id_, **more}


# Columns: the resource, who sees it. Many ids are the same for several types, on purpose.
# fmt: off
WARD: tuple[tuple[dict[str, Any], str], ...] = (
    (_of("Patient", "me", link=[{"other": YOU, "type": "seealso"}], generalPractitioner=_to("Practitioner/gp")), "me"),
    (_of("Patient", "you"),                                                         "you"),
    (_procedure("mine", ME, performer=[{"actor": actor} for actor in _to("Practitioner/both", "Practitioner/mine",
                                                                         "Organization/both", "Organization/mine")],
                location=_to("Location/mine")[0], usedReference=_to("Device/both", "Device/yours"),
                partOf=_to("Observation/yours", "Procedure/of-group"), basedOn=_to("CarePlan/nowhere"),
                extension=[{"url": "http://m.test/x", "valueReference": _to("Organization/extension")[0]}],
                report=_to("http://m.test/fhir/Location/absolute", "http://other.test/fhir/Location/foreign")),
                                                                                    "me"),
    (_procedure("yours", YOU, performer=[{"actor": actor} for actor in _to("Practitioner/both", "Organization/both",
                                                                           "Practitioner/yours")],
                location=_to("Location/yours")[0], usedReference=_to("Device/both")), "you"),
    (_procedure("absolute", {"reference": "http://m.test/fhir/Patient/me"}),        "me"),
    (_procedure("secure", {"reference": "https://M.TEST/fhir/Patient/me"}),         "me"),
    (_procedure("foreign", {"reference": "http://other.test/fhir/Patient/me"}),     "nobody"),
    (_procedure("version", {"reference": "Patient/me/_history/1"}),                 "me"),
    (_procedure("of-group", {"reference": "Group/ward"}),                           "nobody"),
    (_procedure("of-idle-group", {"reference": "Group/ward"}),                      "nobody"),
    (_procedure("contained", {"reference": "#me"}, contained=[_of("Patient", "me")]), "nobody"),
    (_procedure("logical", {"type": "Patient", "identifier": {"value": "me"}}),     "nobody"),
    (_procedure("nobodys", None),                                                   "nobody"),
    (_procedure("other-case", {"reference": "Patient/Me"}),                         "nobody"),
    (_of("Practitioner", "both"),                                                   "both"),
    (_of("Practitioner", "mine"),                                                   "me"),
    (_of("Practitioner", "yours"),                                                  "you"),
    (_of("Practitioner", "gp"),                                                     "me"),
    (_of("Practitioner", "idle"),                                                   "nobody"),
    (_of("Practitioner", "me"),                                                     "nobody"),
    (_of("Organization", "both", partOf=_to("Organization/above")[0]),              "both"),
    (_of("Organization", "mine"),                                                   "me"),
    (_of("Organization", "extension"),                                              "me"),
    (_of("Organization", "above"),                                                  "nobody"),
    (_of("Location", "mine", partOf=_to("Location/above")[0]),                      "me"),
    (_of("Location", "yours"),                                                      "you"),
    (_of("Location", "above"),                                                      "nobody"),
    (_of("Location", "absolute"),                                                   "me"),
    (_of("Location", "foreign"),                                                    "nobody"),
    (_of("Device", "both"),                                                         "both"),
    (_of("Device", "yours", patient=YOU),                                           "you"),
    (_of("Device", "mine", patient=ME),                                             "me"),
    (_of("Device", "idle"),                                                         "nobody"),
    (_of("Observation", "mine", subject=ME),                                        "me"),
    (_of("Observation", "yours", subject=YOU),                                      "you"),
    (_of("Group", "mine", member=[{"entity": ME}]),                                 "me"),
    (_of("Group", "yours", member=[{"entity": YOU}]),                               "you"),
    (_of("Group", "ward", member=[{"entity": ME}, {"entity": YOU}]),                "nobody"),
    (_of("Group", "empty"),                                                         "nobody"),
    (_of("Coverage", "mine", beneficiary=ME, payor=_to("Organization/mine")),       "me"),
    (_of("Coverage", "yours", beneficiary=YOU),                                     "you"),
    (_of("RelatedPerson", "mine", patient=ME),                                      "me"),
    (_of("RelatedPerson", "yours", patient=YOU),                                    "you"),
    (_of("ExplanationOfBenefit", "mine", patient=ME),                               "me"),
    (_of("ExplanationOfBenefit", "yours", patient=YOU),                             "you"),
    (_of("Task", "mine", **{"for": ME}),                                            "me"),
    (_of("Task", "yours", **{"for": YOU}),                                          "you"),
    (_of("Appointment", "mine", participant=[{"actor": ME}, {"actor": _to("Practitioner/mine")[0]}]), "me"),
    (_of("Appointment", "joint", participant=[{"actor": ME}, {"actor": YOU}]),      "nobody"),
    (_of("List", "mine", subject=ME, entry=[{"item": item} for item in _to("Procedure/yours")]), "me"),
    (_of("List", "idle"),                                                           "nobody"),
    (_of("Provenance", "mine", target=_to("Procedure/mine")),                       "me"),
    (_of("Provenance", "yours", target=_to("Procedure/yours")),                     "you"),
    (_of("Provenance", "both", target=_to("Procedure/mine", "Procedure/yours")),    "nobody"),
    (_of("Provenance", "version", target=_to("Procedure/mine/_history/1")),         "me"),
    (_of("Provenance", "absolute", target=_to("http://m.test/fhir/Procedure/mine")), "me"),
    (_of("Provenance", "person", target=_to("Patient/me")),                         "me"),
    (_of("Provenance", "two", target=_to("Procedure/mine", "Observation/mine")),    "me"),
)
# fmt: on

LINES = [json.dumps(resource) for resource, _ in WARD]


def names(who: str) -> set[str]:
    """Return what one of the patients sees, as `Type/id`."""
    return {f"{resource['resourceType']}/{resource['id']}" for resource, sees in WARD if sees in {who, "both"}}


EVERYTHING = sorted(f"{resource['resourceType']}/{resource['id']}" for resource, _ in WARD)
TYPES = sorted({resource["resourceType"] for resource, _ in WARD})
