"""What may the bearer of this token do? Every form of token, and every refusal, which never says the token."""

import pytest

from sandbox.oauth import MagicToken, read_header, read_token
from sandbox.problem import Problem, ProblemKind

LONGEST = "x" * 64


@pytest.mark.parametrize(
    ("token", "access"),
    [
        ("pat_test_ready", MagicToken(every_patient=False, scenario="ready")),
        ("pat_test_ready~ada", MagicToken(every_patient=False, scenario="ready", patient="ada")),
        ("pat_test_ready~ada~t-1", MagicToken(every_patient=False, scenario="ready", patient="ada", label="t-1")),
        ("pat_test_ready~~t-1", MagicToken(every_patient=False, scenario="ready", label="t-1")),
        ("pat_test_ready~~" + LONGEST, MagicToken(every_patient=False, scenario="ready", label=LONGEST)),
        ("pat_test_syncing-45s+none~ada", MagicToken(every_patient=False, scenario="syncing-45s+none", patient="ada")),
        ("pat_test_flaky-503x2~a.b-C9", MagicToken(every_patient=False, scenario="flaky-503x2", patient="a.b-C9")),
        ("pat_test_ready~ada~a_b.c-", MagicToken(every_patient=False, scenario="ready", patient="ada", label="a_b.c-")),
        ("pat_test_", MagicToken(every_patient=False, scenario="")),
        ("aat_test_ready", MagicToken(every_patient=True, scenario="ready")),
        ("aat_test_ready~~t.1", MagicToken(every_patient=True, scenario="ready", label="t.1")),
    ],
)
def test_a_token_says_what_it_grants(token: str, access: MagicToken) -> None:
    """Kind, scenario, patient and label are read from the token itself."""
    assert access == read_token(token)


@pytest.mark.parametrize(
    "token",
    [
        "sk_live_verysecret",
        "pk_test_verysecret",
        "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ2ZXJ5c2VjcmV0In0.verysecret",
        "PAT_TEST_verysecret",
        "pat_live_verysecret",
        "pat_verysecret",
        " pat_test_verysecret",
        "verysecret",
        "",
        "pat_test_ready~ada~very+secret",
        "pat_test_ready~ada~very~secret",
        "pat_test_ready~ada~",
        "pat_test_ready~ada~verysecret\n",
        "pat_test_ready~ada~verysecrét",
        "pat_test_ready~ada~verysecret" + LONGEST,
        "aat_test_ready~verysecret",
        "aat_test_ready~verysecret~label",
        "aat_test_ready~~",
    ],
)
def test_any_other_token_is_refused_without_being_said(token: str) -> None:
    """It may be a real secret: no part of it comes back, and the sentence says what a token looks like."""
    with pytest.raises(Problem) as caught:
        read_token(token)

    assert (ProblemKind.NO_LOGIN, "http.Authorization") == (caught.value.kind, caught.value.where)
    assert "secret" not in f"{caught.value!r} {caught.value.text}"
    assert caught.value.text.endswith(".")


@pytest.mark.parametrize(
    ("token", "says"),
    [
        (
            "verysecret",
            "Not a token of this sandbox; it was neither kept nor logged. Make one up: pat_test_ready",
        ),
        (
            "sk_live_verysecret",
            "This looks like a real key, or somebody else's token. It was refused, and neither kept nor logged: ",
        ),
        ("pat_test_ready~ada~a b", "A label is 1 to 64 letters, digits, '.', '_' and '-', and the last part of a "),
        ("aat_test_ready~ada", "An application token names no patient: write aat_test_ready~~label."),
    ],
)
def test_a_refusal_says_what_would_be_right(token: str, says: str) -> None:
    """Whoever made a slip learns the form."""
    with pytest.raises(Problem) as caught:
        read_token(token)

    assert caught.value.text.startswith(says)


@pytest.mark.parametrize("header", ["Bearer tok", "bearer tok", "BEARER tok", "Bearer  tok ", "bEaReR tok"])
def test_the_scheme_may_be_written_in_any_case(header: str) -> None:
    """HTTP's schemes know no capitals, and white space around the token means nothing."""
    assert "tok" == read_header(header)


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer   ", "Basic verysecret", "verysecret", " "])
def test_a_header_without_bearer_is_no_login(header: str | None) -> None:
    """Without a token there is no place to name; what stood there instead is not repeated."""
    with pytest.raises(Problem) as caught:
        read_header(header)

    assert (ProblemKind.NO_LOGIN, "") == (caught.value.kind, caught.value.where)
    assert caught.value.text.startswith("An access token is needed: Authorization: Bearer <token>. ")
    assert "verysecret" not in caught.value.text
