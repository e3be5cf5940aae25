"""By which certificate does the server prove who it is? One of two PEM files, which have to belong together."""

# tested by: tests/cli/test_tls.py

import ssl
from pathlib import Path

from sandbox.settings import SETTINGS, Settings, SettingsError

_CERT, _KEY = SETTINGS["tls_cert"].flag, SETTINGS["tls_key"].flag


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """Return what TLS needs, None where it is not wanted; raises SettingsError for files that cannot serve."""
    cert, key = settings.tls_cert, settings.tls_key
    if cert is None and key is None:
        return None
    if cert is None or key is None:
        missing, given = (_CERT, _KEY) if cert is None else (_KEY, _CERT)
        raise SettingsError(f"{missing} is missing: {given} needs it")
    if "-----BEGIN CERTIFICATE-----" not in _text(_CERT, cert):
        raise SettingsError(f"{_CERT} {cert}: there is no certificate in PEM in it (-----BEGIN CERTIFICATE-----)")
    written = _text(_KEY, key)
    if "PRIVATE KEY-----" not in written:
        raise SettingsError(f"{_KEY} {key}: there is no private key in PEM in it (-----BEGIN PRIVATE KEY-----)")
    if "ENCRYPTED" in written:
        raise SettingsError(f"{_KEY} {key}: the key is encrypted, and nobody is there to be asked for its password")
    return _loaded(cert, key)


def _loaded(cert: Path, key: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(cert, key, lambda: "")
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            text = f"{_KEY} {key} does not belong to the certificate of {_CERT} {cert}"
        else:
            text = f"{_CERT} {cert} and {_KEY} {key} cannot be read ({error.reason or error})"
        raise SettingsError(text) from None
    return context


def _text(flag: str, path: Path) -> str:
    try:
        return path.read_text(encoding="latin-1")
    except OSError as error:
        raise SettingsError(f"{flag} {path}: {error.strerror}") from None
