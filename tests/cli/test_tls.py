"""Is it served over https, as the real service is? With a certificate and its key, or a clear word."""

import signal
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from aiohttp import ClientSession

from sandbox.server import Sandbox
from sandbox.testing import aiohttp_server
from tests.cli.certificate import Certificate, make_certificate
from tests.cli.command import Running, run, serving

LOGIN = {"Authorization": "Bearer pat_test_ready"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Give a certificate for localhost."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, certificate: Certificate) -> Iterator[Running]:
    """Give a server with it."""
    flags = ("--tls-cert", str(certificate.cert), "--tls-key", str(certificate.key))
    with serving(tmp_path_factory.mktemp("tls"), *flags) as running:
        yield running


@pytest.fixture
def client(server: Running, certificate: Certificate) -> Iterator[httpx.Client]:
    """Give a client that trusts the certificate, and nothing else."""
    context = ssl.create_default_context(cafile=certificate.cert)
    with httpx.Client(base_url=server.url, verify=context, headers=LOGIN) as http:
        yield http


def test_the_ready_line_says_https(server: Running, client: httpx.Client) -> None:
    """And so do all links and addresses that the server writes."""
    bundle = client.get("/fhir/Procedure?_count=1").json()
    smart = client.get("/.well-known/smart-configuration").json()

    assert server.url.startswith("https://127.0.0.1:")
    assert {True} == {link["url"].startswith(f"{server.url}/fhir/Procedure?") for link in bundle["link"]}
    assert f"{server.url}/link/token" == smart["token_endpoint"]
    assert 200 == client.get("/_sandbox/health", headers={"Origin": server.url}).status_code
    assert 403 == client.get("/_sandbox/health", headers={"Origin": f"http{server.url[5:]}"}).status_code


def test_localhost_is_secret_by_each_address(server: Running, client: httpx.Client) -> None:
    """The name that the certificate is for."""
    assert 200 == client.get(f"https://localhost:{server.port}/fhir/metadata").status_code


def test_who_does_not_speak_tls_is_not_answered(server: Running, client: httpx.Client) -> None:
    """Nor is anything said about it on stderr, nor is anybody else disturbed."""
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"http://127.0.0.1:{server.port}/fhir/metadata")

    assert 200 == client.get("/fhir/metadata").status_code
    assert 1 == len(server.errors.read_text().splitlines())


@pytest.mark.parametrize("scenario", ["reset", "truncated"])
def test_faults_are_real_under_tls(client: httpx.Client, scenario: str) -> None:
    """A connection breaks as it would without; OpenSSL tells a reset as an end that came too early."""
    with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
        client.get("/fhir/Procedure", headers={"Authorization": f"Bearer pat_test_{scenario}"})


def test_commands_trust_the_certificate_of_the_environment(server: Running, certificate: Certificate) -> None:
    """As the health check of an image does; without it, the certificate is refused like any other."""
    variables = {"SANDBOX_TLS_CERT": str(certificate.cert), "SANDBOX_PORT": str(server.port)}

    assert 0 == run("health", **variables).returncode
    assert 0 == run("verdict", "--token", "pat_test_ready", "--url", server.url, **variables).returncode % 3
    refused = run("health", "--url", server.url)
    assert (1, True) == (refused.returncode, "CERTIFICATE_VERIFY_FAILED" in refused.stderr)


def test_it_stops_as_without(tmp_path: Path, certificate: Certificate) -> None:
    """Within two seconds, an open connection or not, and without a cry."""
    flags = ("--tls-cert", str(certificate.cert), "--tls-key", str(certificate.key))
    context = ssl.create_default_context(cafile=certificate.cert)
    with serving(tmp_path, *flags) as server, httpx.Client(base_url=server.url, verify=context) as client:
        assert 200 == client.get("/fhir/metadata").status_code
        code, _, said = server.stop(signal.SIGTERM)

    assert (143, 1) == (code, len(said.splitlines()))


async def test_both_embedded_servers_take_a_certificate(certificate: Certificate) -> None:
    """By the names of the settings."""
    context = ssl.create_default_context(cafile=certificate.cert)
    with Sandbox(tls_cert=certificate.cert, tls_key=certificate.key) as sandbox:
        async with httpx.AsyncClient(verify=context, headers=LOGIN) as client:
            status = (await client.get(f"{sandbox.fhir_url}/Patient")).status_code
        tokens = sandbox.ask("POST", "/sessions", "", {})
    server = aiohttp_server(tls_cert=certificate.cert, tls_key=certificate.key)
    async with server, ClientSession() as session, session.get(f"{server.fhir_url}/metadata", ssl=context) as answer:
        found = answer.status

    assert sandbox.url.startswith("https://")
    assert (200, 200, True) == (status, found, tokens["access_token"].startswith("ey"))


def _other(folder: Path) -> Certificate:
    (folder / "other").mkdir()
    return make_certificate(folder / "other")


def _encrypted(folder: Path) -> Certificate:
    (folder / "encrypted").mkdir()
    return make_certificate(folder / "encrypted", "secret")


def _broken(folder: Path, certificate: Certificate) -> Path:
    file = folder / "broken.pem"
    file.write_text(certificate.cert.read_text().replace("M", "N", 20))
    return file


Files = Callable[[Path, Certificate], tuple[object, object]]

# Columns: what is wrong, the two files (None: not given), what is said.
# fmt: off
WRONG: dict[str, tuple[Files, str]] = {
    "no key":        (lambda _, c: (c.cert, None), "--tls-key is missing: --tls-cert needs it"),
    "no cert":       (lambda _, c: (None, c.key), "--tls-cert is missing: --tls-key needs it"),
    "not there":     (lambda f, c: (f / "nothing.pem", c.key), "nothing.pem: No such file or directory"),
    "a folder":      (lambda f, c: (c.cert, f), ": Is a directory"),
    "no PEM":        (lambda _, c: (Path(__file__).with_name("__init__.py"), c.key), "there is no certificate in PEM"),
    "no private":    (lambda _, c: (c.cert, c.cert), "there is no private key in PEM"),
    "another's":     (lambda f, c: (c.cert, _other(f).key), "does not belong to the certificate of --tls-cert"),
    "encrypted":     (lambda f, c: (c.cert, _encrypted(f).key), "the key is encrypted"),
    "broken":        (lambda f, c: (_broken(f, c), c.key), "cannot be read ("),
}
# fmt: on


@pytest.mark.parametrize(("files", "said"), WRONG.values(), ids=list(WRONG))
def test_files_that_cannot_serve_are_exit_2(tmp_path: Path, certificate: Certificate, files: Files, said: str) -> None:
    """One sentence says which of them, and why."""
    cert, key = files(tmp_path, certificate)
    flags = [*(("--tls-cert", str(cert)) if cert else ()), *(("--tls-key", str(key)) if key else ())]
    ended = run("serve", "--port", "0", *flags)

    assert (2, "", 1) == (ended.returncode, ended.stdout, len(ended.stderr.splitlines())), ended.stderr
    assert said in ended.stderr
