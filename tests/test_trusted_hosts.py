"""Is this address near enough? Loopback is, a trusted host is, and nothing that only looks like either."""

import pytest

from sandbox.trusted_hosts import LONGEST, is_trusted, origin


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("http://localhost", "http://localhost"),
        ("http://LOCALHOST:3000/callback?a=b&c=%20d", "http://LOCALHOST:3000"),
        ("https://app.localhost:8443/", "https://app.localhost:8443"),
        ("http://127.0.0.1:5000/cb", "http://127.0.0.1:5000"),
        ("http://127.8.9.1/", "http://127.8.9.1"),
        ("http://[::1]:3000/cb", "http://[::1]:3000"),
        ("http://localhost?x=y", "http://localhost"),
    ],
)
def test_this_machine_is_near(address: str, start: str) -> None:
    """By each of its names."""
    assert (True, start) == (is_trusted(address), origin(address))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/callback",
        "localhost:3000",
        "http://",
        "//localhost/",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://localhost/",
        "myapp://callback",
        "HTTP://localhost/",
        "http://example.org/",
        "http://localhost.example.org/",
        "http://127.0.0.1.example.org/",
        "http://127.0.0.1@example.org/",
        "http://user:password@localhost/",
        "http://example.org\\@localhost/",
        "http://localhost\\.example.org/",
        "http://localhost/\\..",
        "http://example.org#@localhost/",
        "http://localhost/#fragment",
        "http://localhost/a b",
        "http://localhost/\r\nSet-Cookie: a=b",
        "http://localhost/\n",
        "http://localhost\t/",
        "http://l\u043ecalhost/",
        "http://localhost:port/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0.0.0.0/",
        "http://[::ffff:10.0.0.1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        'http://localhost/"onload=',
        "http://localhost/<script>",
        "http://localhost/" + "x" * LONGEST,
    ],
)
def test_nothing_else_is_near(address: str) -> None:
    """However much it looks like it."""
    assert not is_trusted(address)


def test_a_trusted_host_is_near_by_its_exact_name() -> None:
    """On any port, in any case; neither what is above it nor what is below."""
    hosts = ("app.Example.org",)

    assert is_trusted("https://APP.example.org:8443/cb", hosts)
    assert not [
        address
        for address in ("http://example.org/", "http://a.app.example.org/", "http://app.example.org.evil.test/")
        if is_trusted(address, hosts)
    ]
