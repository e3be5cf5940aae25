"""Does the client behave? `CLIENT=faulty pytest` says what is wrong with it, `CLIENT=repaired pytest` that nothing is.

Nothing here waits: the client gets the session's `sleep` in the place of its own.
"""

import os
from importlib import import_module

import pytest

from sandbox import Session

client = import_module(os.environ.get("CLIENT", "faulty"))


def tried(session: Session) -> None:
    """Let the client try, and pass on what it says of it: whether that is true is a part of the verdict."""
    try:
        client.procedures(session.fhir_url, session.token, sleep=session.sleep)
    except client.NoData:
        session.outcome(success=False)
    else:
        session.outcome(success=True)


@pytest.mark.sandbox("syncing-45s+http-date", patient="ada")
def test_the_first_sync_of_a_patient(sandbox: Session) -> None:
    """The wait is announced as a date, and takes most of a minute."""
    found = client.procedures(sandbox.fhir_url, sandbox.token, sleep=sandbox.sleep)

    assert all(procedure["subject"]["reference"] == f"Patient/{sandbox.patient}" for procedure in found)


@pytest.mark.sandbox_suite("retry")
def test_whatever_is_announced(sandbox: Session) -> None:
    """Each way to announce a wait, and each way to be refused."""
    tried(sandbox)


@pytest.mark.sandbox_suite("errors")
def test_whatever_breaks(sandbox: Session) -> None:
    """Server errors, lost connections, broken bodies."""
    tried(sandbox)


@pytest.mark.sandbox_suite("paging")
def test_every_page(sandbox: Session) -> None:
    """A thousand Procedures, and trouble in the middle of them."""
    tried(sandbox)
