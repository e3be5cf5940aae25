"""Who saw what is deleted now? Nobody learns of a resource that it could not see when it was there."""

from tests.api.admin.stock import Stock, made


def test_what_named_two_patients_was_seen_by_neither(stock: Stock) -> None:
    """So neither learns of it now."""
    actors = [{"actor": {"reference": f"Patient/{patient}"}, "status": "accepted"} for patient in "pq"]
    stock.add(made("Appointment", "both", status="booked", participant=actors))
    before = [stock.get("Appointment/both", who).status_code for who in ("p", "q", "")]
    stock.delete("Appointment/both")

    assert [404, 404, 200] == before
    assert [404, 404, 410] == [stock.get("Appointment/both", who).status_code for who in ("p", "q", "")]


def test_what_names_nobody_but_a_practitioner_was_no_patients_own(stock: Stock) -> None:
    """Also if the patient sees the Practitioner."""
    actors = [{"actor": {"reference": "Practitioner/d"}, "status": "accepted"}]
    stock.add(made("Appointment", "staff", status="booked", participant=actors))
    before = stock.get("Appointment/staff", "p").status_code
    stock.delete("Appointment/staff")

    assert (404, 404) == (before, stock.get("Appointment/staff", "p").status_code)


def test_a_patient_without_its_patient_still_has_the_rest(stock: Stock) -> None:
    """Its own Patient was deleted, and later another resource of its own: both are gone for it."""
    token = stock.of("p")
    assert 200 == token.get("/Patient/p").status_code
    stock.delete("Patient/p")
    rest = [entry["resource"]["id"] for entry in token.get("/Procedure").json()["entry"]]
    stock.delete("Procedure/old")

    assert ["old"] == rest
    assert [410, 410, 410] == [
        token.get(f"/{way}").status_code for way in ("Patient/p", "Procedure/old", "Patient/p/$everything")
    ]
