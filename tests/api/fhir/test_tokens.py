"""Who is let in, and what is said to whoever is not? The token is the scenario, and never comes back in an answer."""

import httpx
import pytest

from sandbox.settings import SettingsError
from tests.api.fhir.asking import Serve, bearer, ids, issue

ONE = '{"resourceType":"Patient","id":"one"}'
TWO = '{"resourceType":"Patient","id":"two"}'
JWT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJl"

# Columns: the Authorization header, what the answer says of it.
# fmt: off
WITHOUT_TOKEN = (None, "", "Bearer", "bearer", "Basic YTpi", "Token pat_test_ready", "pat_test_ready",
                 "Bearerpat_test_ready")
REFUSED = (
    (f"Bearer {JWT}",                             "This looks like a real key"),
    ("Bearer sk_live_51Hsecretsecretsecret",      "This looks like a real key"),
    ("Bearer PAT_TEST_ready",                     "Not a token of this sandbox"),
    ("Bearer pat_live_ready",                     "This looks like a real key"),
    ("Bearer pat_test_redy",                      'Did you mean "ready"?'),
    ("Bearer aat_test_Ready",                     'Did you mean "ready"?'),
    ("Bearer pat_test_",                          "is not a scenario"),
    ("Bearer pat_test_ready and more",            "is not a scenario"),
    ("Bearer pat_test_ready~adda",                'Did you mean "ada"?'),
    ("Bearer pat_test_ready~ada-lovel",           'Did you mean "ada-lovell"?'),
    ("Bearer pat_test_ready~zzzzzz",              "not a persona or a Patient"),
    ("Bearer pat_test_ready~ada~with/slash",      "A label is"),
    ("Bearer pat_test_ready~ada~",                "A label is"),
    ("Bearer pat_test_ready~ada~" + "x" * 65,     "A label is"),
    ("Bearer pat_test_ready~ada~one~two",         "A label is"),
    ("Bearer aat_test_ready~ada",                 "names no patient"),
    ("Bearer aat_test_ready~ada~label",           "names no patient"),
)
# fmt: on


@pytest.mark.parametrize("authorization", WITHOUT_TOKEN)
def test_without_a_token_nobody_is_let_in(client: httpx.Client, authorization: str | None) -> None:
    """401 and code login; the challenge names no error, for nothing was wrong with a token."""
    answer = client.get("/fhir/Procedure", headers={} if authorization is None else {"Authorization": authorization})

    assert (401, "login", "error") == (answer.status_code, issue(answer)["code"], issue(answer)["severity"])
    assert 'Bearer realm="procedure-sandbox"' == answer.headers["WWW-Authenticate"]
    assert "application/fhir+json; charset=utf-8" == answer.headers["Content-Type"]
    assert "pat_test_ready" in issue(answer)["diagnostics"]


@pytest.mark.parametrize(("authorization", "says"), REFUSED)
def test_a_bad_token_is_refused_with_a_reason(client: httpx.Client, authorization: str, says: str) -> None:
    """401 and code login; the challenge says that the token is at fault."""
    answer = client.get("/fhir/Procedure", headers={"Authorization": authorization})

    assert (401, "login") == (answer.status_code, issue(answer)["code"])
    assert 'Bearer realm="procedure-sandbox", error="invalid_token"' == answer.headers["WWW-Authenticate"]
    assert says in issue(answer)["diagnostics"]
    assert ["http.Authorization"] == issue(answer)["location"]


@pytest.mark.parametrize("authorization", [header for header, _ in REFUSED if header[-1] != "_"])
def test_a_refused_token_never_comes_back(client: httpx.Client, authorization: str) -> None:
    """It may be a real secret: neither the body nor a header repeats it."""
    token = authorization.partition(" ")[2]
    answer = client.get("/fhir/Procedure", headers={"Authorization": authorization})

    assert token not in answer.text
    assert not [value for value in answer.headers.values() if token in value]


@pytest.mark.parametrize(
    "path", ["/fhir", "/fhir/", "/fhir/Nonsense", "/fhir/Procedure/x", "/fhir/a/b/c", "/fhir/x?y=z"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
def test_the_token_is_checked_before_anything_else(client: httpx.Client, method: str, path: str) -> None:
    """Whoever has none learns nothing about what is there."""
    assert 401 == client.request(method, path).status_code


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_the_scheme_has_no_case(client: httpx.Client, scheme: str) -> None:
    """RFC 9110 says so."""
    answer = client.get("/fhir/Patient", headers={"Authorization": f"{scheme}  pat_test_ready"})

    assert ["ada-lovell"] == ids(answer)


@pytest.mark.parametrize(
    ("token", "patient"),
    [
        ("pat_test_ready", "ada-lovell"),
        ("pat_test_ready~", "ada-lovell"),
        ("pat_test_ready~ada", "ada-lovell"),
        ("pat_test_ready~gus", "gus-moreno"),
        ("pat_test_ready~gus-moreno", "gus-moreno"),
        ("pat_test_ready~gus~Build-12.3", "gus-moreno"),
        ("pat_test_ready~~label", "ada-lovell"),
        ("pat_test_default", "ada-lovell"),
        ("pat_test_default~hana", "hana-sato"),
        ("pat_test_ready~hana~" + "x" * 64, "hana-sato"),
    ],
)
def test_a_token_names_its_patient(client: httpx.Client, token: str, patient: str) -> None:
    """By a persona's name, by the id of a Patient, or by nothing: the first persona."""
    assert [patient] == ids(client.get("/fhir/Patient", headers=bearer(token)))


@pytest.mark.parametrize(
    "token", ["aat_test_ready", "aat_test_ready~", "aat_test_ready~~", "aat_test_ready~~l", "aat_test_default"]
)
def test_an_application_token_sees_every_patient(client: httpx.Client, token: str) -> None:
    """With or without a label; an empty label is none of either kind."""
    answer = client.get("/fhir/Patient?_count=100", headers=bearer(token))

    assert 401 == answer.status_code if token.endswith("~~") else 26 == len(ids(answer))


@pytest.mark.parametrize("persona", ["ada", "ben", "cleo", "dora", "edge", "finn", "gus", "hana", "thea"])
def test_the_tokens_of_the_personas_work(client: httpx.Client, persona: str) -> None:
    """The control door hands them out ready to use."""
    row = next(row for row in client.get("/_sandbox/personas").json() if row["name"] == persona)

    assert [row["patient"]] == ids(client.get("/fhir/Patient", headers=bearer(row["token"])))


def test_without_personas_every_patient_is_one(serve: Serve) -> None:
    """The first Patient of the fixtures is the default one."""
    client = serve(ONE, TWO)

    assert ["one"] == ids(client.get("/fhir/Patient", headers=bearer("pat_test_ready")))
    assert ["two"] == ids(client.get("/fhir/Patient", headers=bearer("pat_test_ready~two")))


def test_without_patients_a_patient_token_is_explained(serve: Serve) -> None:
    """There is nobody for whom it could stand."""
    client = serve('{"resourceType":"Organization","id":"o"}')
    answer = client.get("/fhir/Organization", headers=bearer("pat_test_ready"))

    assert (401, "login") == (answer.status_code, issue(answer)["code"])
    assert "no Patient at all" in issue(answer)["diagnostics"]
    assert ["o"] == ids(client.get("/fhir/Organization", headers=bearer()))


def test_default_is_the_scenario_of_the_settings(serve: Serve) -> None:
    """`pat_test_default` begins with what `--scenario` says."""
    client = serve(ONE, scenario="ready")

    assert ["one"] == ids(client.get("/fhir/Patient", headers=bearer("pat_test_default")))


def test_an_unknown_default_scenario_is_no_server(serve: Serve) -> None:
    """The mistake shows at the start, not at the first request."""
    with pytest.raises(SettingsError, match=r'Did you mean "ready"\?'):
        serve(ONE, scenario="redy")
