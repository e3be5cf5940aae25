"""Which values may a setting have? Every way of reading one, and what is said of a value that cannot be."""

import pytest

from sandbox.settings import SettingsError, load


def refusal(name: str, raw: str) -> str:
    """Return what is said of a flag's value."""
    with pytest.raises(SettingsError) as caught:
        load({name: [raw]}, {})
    return str(caught.value)


@pytest.mark.parametrize("name", ["host", "scenario", "fixtures", "port_file"])
def test_a_text_is_not_empty(name: str) -> None:
    """An empty value is a mistake, most often an unset variable."""
    flag = f"--{name.replace('_', '-')}"

    assert f"{flag} must not be empty, not ''" == refusal(name, "")


def test_the_name_of_the_file_is_not_empty() -> None:
    """An empty name is not the working folder."""
    with pytest.raises(SettingsError, match="must not be empty"):
        load({"config": [""]}, {})


def test_an_empty_variable_is_not_set() -> None:
    """Compose files hand on what is not set as nothing: `${SANDBOX_PORT:-}`."""
    assert load({}, {}) == load({}, {"SANDBOX_CONFIG": "", "SANDBOX_PORT": "", "SANDBOX_NOTHING": ""})


@pytest.mark.parametrize(
    "raw", ["", "x", "-1", "65536", "1.0", "1e3", " 1", "1 ", "+1", "0x10", "1_000", "99999999999"]
)
def test_a_port_is_a_whole_number(raw: str) -> None:
    """Nothing is guessed into a port."""
    assert f"--port must be a whole number from 0 to 65535, not {raw!r}" == refusal("port", raw)


@pytest.mark.parametrize(("raw", "port"), [("0", 0), ("65535", 65535), ("080", 80)])
def test_every_port_is_taken(raw: str, port: int) -> None:
    """Zero means a free one."""
    assert port == load({"port": [raw]}, {}).port


@pytest.mark.parametrize("raw", [str(2**63), str(-(2**63) - 1), "9" * 5000, "one"])
def test_a_seed_has_64_bits(raw: str) -> None:
    """A seed beyond that is refused, not cut."""
    assert f"--seed must be a whole number from {-(2**63)} to {2**63 - 1}, not {raw!r}" == refusal("seed", raw)


@pytest.mark.parametrize("seed", [-(2**63), -1, 0, 2**63 - 1])
def test_every_seed_of_64_bits_is_taken(seed: int) -> None:
    """A seed may be negative."""
    assert seed == load({"seed": [str(seed)]}, {}).seed


@pytest.mark.parametrize(
    ("name", "raw", "words", "hint"),
    [
        ("log_format", "jsonn", "text, json", ' Did you mean "json"?'),
        ("log_format", "JSON", "text, json", ' Did you mean "json"?'),
        ("log_format", "xml", "text, json", ""),
        ("handling", "lenent", "strict, lenient", ' Did you mean "lenient"?'),
        ("total", "", "asked, always", ""),
        ("code_case", "insensitiv", "declared, sensitive, insensitive", ' Did you mean "insensitive"?'),
    ],
)
def test_a_choice_is_one_of_its_words(name: str, raw: str, words: str, hint: str) -> None:
    """The message lists the words, shows the value, and may guess."""
    said = refusal(name, raw)

    assert said.startswith(f"--{name.replace('_', '-')} must be one of {words}")
    assert repr(raw) in said
    assert hint in said


@pytest.mark.parametrize(("name", "raw"), [("log_format", "jsonn"), ("log_format", "xml"), ("total", "")])
def test_a_message_is_a_sentence(name: str, raw: str) -> None:
    """No comma follows a full stop or a question mark."""
    said = refusal(name, raw)

    assert "?," not in said
    assert ".," not in said


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("http://localhost:12429", "http://localhost:12429"),
        ("https://sandbox.example", "https://sandbox.example"),
        ("https://sandbox.example/", "https://sandbox.example"),
        ("https://sandbox.example/mock/", "https://sandbox.example/mock"),
        ("https://sandbox.example/fhir", "https://sandbox.example"),
        ("https://sandbox.example/mock/fhir/", "https://sandbox.example/mock"),
        ("http://[::1]:12429/fhir", "http://[::1]:12429"),
    ],
)
def test_a_public_address_is_brought_into_one_form(raw: str, url: str) -> None:
    """Neither a trailing slash nor `/fhir`, which the server adds itself, is doubled in the links."""
    assert url == load({"public_url": [raw]}, {}).public_url


@pytest.mark.parametrize("raw", ["http://fhir", "https://fhir/", "http://fhir/fhir"])
def test_a_host_may_be_called_fhir(raw: str) -> None:
    """In a Compose file a service is likely to have this name."""
    assert raw.partition("/fhir")[0] + "/fhir" == load({"public_url": [raw]}, {}).public_url


@pytest.mark.parametrize(
    "raw",
    ["", "sandbox.example", "ftp://sandbox.example", "//sandbox.example", "http://", "http:///fhir", "/fhir",
     "http://sandbox.example?x=1", "http://sandbox.example#x"],
)  # fmt: skip
def test_a_public_address_is_absolute(raw: str) -> None:
    """What links cannot begin with is refused."""
    assert f"--public-url must be an address such as https://sandbox.example:8443, not {raw!r}" == refusal(
        "public_url", raw
    )


@pytest.mark.parametrize(
    "raw", ["http://[::1", "http://sandbox.example:99999", "http://sandbox.example:x", "http://a b"]
)
def test_a_public_address_can_be_called(raw: str) -> None:
    """A port that cannot be, a broken host or a space is refused."""
    assert refusal("public_url", raw).startswith("--public-url ")


@pytest.mark.parametrize(
    "raw", ["", "x", "localhost:3000", "ftp://localhost", "http://u@localhost", "http://localhost/#a"]
)
def test_a_webhook_address_is_one(raw: str) -> None:
    """With http or https, without user and fragment."""
    says = f"--webhook-url must be an address such as http://localhost:3000/webhooks, not {raw!r}"

    assert says == refusal("webhook_url", raw)


@pytest.mark.parametrize("raw", ["http://example.org/hook", "http://10.0.0.1", "http://localhost.example.org"])
def test_webhooks_go_nowhere_else(raw: str) -> None:
    """But to this machine and to hosts that are trusted by name."""
    assert "--webhook-url must lead to this machine, or to a host of SANDBOX_TRUSTED_HOSTS" == refusal(
        "webhook_url", raw
    )
    host = raw.split("/")[2]
    assert raw == load({"webhook_url": [raw], "trusted_hosts": [host]}, {}).webhook_url


@pytest.mark.parametrize("raw", ["", "http://a", "a:80", "a/b", "a..b", "*.example.org"])
def test_a_trusted_host_is_a_name(raw: str) -> None:
    """Neither an address nor a pattern."""
    assert f"--trusted-hosts must be the name of a host, without port, not {raw!r}" == refusal("trusted_hosts", raw)
