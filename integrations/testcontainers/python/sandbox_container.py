"""A sandbox in a container, for a test in Python: `pip install testcontainers`, and SANDBOX_IMAGE as you built it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

IMAGE = os.environ.get("SANDBOX_IMAGE", "procedure-sandbox")


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """Serve for as long as the tests run; with fixtures of one's own in the folder `fixtures`."""
    container = (
        DockerContainer(IMAGE)
        .with_exposed_ports(12429)
        .with_volume_mapping(str(Path("fixtures").resolve()), "/fixtures", "ro")
        .with_env("SANDBOX_FIXTURES", "/fixtures")
        .waiting_for(HttpWaitStrategy(12429, "/_sandbox/health?ready"))
    )
    with container:
        yield f"http://{container.get_container_host_ip()}:{container.get_exposed_port(12429)}"
