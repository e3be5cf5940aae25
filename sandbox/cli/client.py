"""How do commands ask a running server? Its address, JSON in and out, and one sentence about whatever goes wrong."""

# tested by: tests/cli/test_verdict.py, tests/cli/test_health.py

import json
import os
import re
import ssl
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import BaseHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from sandbox.settings import SETTINGS, URL_VARIABLE

# http://host[:port][/path], the host also as an IPv6 address in brackets
ADDRESS = r"https?://([^\s/:\[\]]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?(/\S*)?"


def default_address() -> str:
    """Return the address of SANDBOX_URL, or else of a server on this machine, on the port of the environment."""
    if address := os.environ.get(URL_VARIABLE):
        return address
    port = os.environ.get(SETTINGS["port"].variable, SETTINGS["port"].default)
    scheme = "https" if os.environ.get(SETTINGS["tls_cert"].variable) else "http"
    return f"{scheme}://127.0.0.1:{port}"


def opener() -> OpenerDirector:
    """Return what asks a sandbox: no proxy stands between, and the server's own certificate is trusted.

    That is the one of the environment, whatever the name in it. Raises OSError if it cannot be read.
    """
    handlers: list[BaseHandler] = [ProxyHandler({})]
    if certificate := os.environ.get(SETTINGS["tls_cert"].variable):
        context = ssl.create_default_context(cafile=certificate)
        context.check_hostname = False
        handlers.append(HTTPSHandler(context=context))
    return build_opener(*handlers)


class NoAnswer(Exception):
    """The address is wrong, nobody answers there, or the sandbox says no; says which."""


def root_of(address: str) -> str:
    """Return the address without a trailing slash, and without `/fhir`, which clients are given."""
    return address.rstrip("/").removesuffix("/fhir")


def ask(
    address: str, path: str, *, token: str | None = None, body: dict[str, Any] | None = None, looks: bool = False
) -> Any:
    """Return what the sandbox at an address answers; raises NoAnswer.

    Who *looks* again and again is left out of the sandbox's request log.
    """
    if not re.fullmatch(ADDRESS, address):
        raise NoAnswer(f"--url must be such as http://127.0.0.1:12429, not {address!r}")
    url = f"{root_of(address)}{path}"
    if token:
        headers = {"Authorization": f"Bearer {token}"}
    else:
        headers = {}
    if looks:
        headers["X-Sandbox-Watch"] = "watch"
    data = None
    if body is not None:
        data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
    request = Request(url, data, headers)  # noqa: S310 - the scheme was checked
    try:
        with opener().open(request, timeout=10) as answer:
            return json.load(answer)
    except (OSError, ValueError, HTTPException) as error:
        raise NoAnswer(f"{url}: {why_not(error)}") from None


def why_not(error: OSError | ValueError | HTTPException) -> str:
    """Return why there is no answer, in a sentence; where nobody is there, with what starts a sandbox."""
    if isinstance(error, HTTPError):
        return _said(error)
    if isinstance(error, URLError):
        reason = getattr(error.reason, "strerror", None) or error.reason
        return f"no sandbox answers there ({reason}). Does `procedure-sandbox serve` run?"
    return str(error).strip() or type(error).__name__


def _said(error: HTTPError) -> str:
    """Return the sentence of the sandbox's error, if it is one."""
    try:
        return str(json.load(error)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return str(error)
